"""Exceptions in a template: in comments of YAML, and in the metadata of resources.

Metadata:
  iacguard:
    ignore:
      - rules: [CT209]
        owner: team-security
        exp: 2027-03-31
        reason: the bucket is rebuilt nightly
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...core.source import Source, SourceSpan
from ...core.written_exception import WrittenException
from ..lowering.written_exceptions import MARK, MOST, Extent, Layout, in_comments, too_many
from .stacks.stack import Stack
from .stacks.template import Resource, text_of
from .text.document import ListNode, MapNode, Node, followed

_FIELDS = ("rules", "owner", "exp", "reason")
_BLANKS = " \t\r\n"
_EXPECTED = "expected `ignore` and a list of exceptions"


def exceptions_in(stacks: Iterable[Stack]) -> tuple[WrittenException, ...]:
    """Return the exceptions in the templates of these stacks, each template's once."""
    found: dict[WrittenException, None] = {}
    for stack in stacks:
        if MARK in stack.template.source.text:
            found.update(dict.fromkeys(_of_stack(stack)))
    return tuple(found)


def _of_stack(stack: Stack) -> Iterator[WrittenException]:
    source = stack.template.source
    # A loop makes many resources of one text.
    resources = {resource.header: resource for resource in stack.resources.values()}
    extents = {header: _extent(source, resource) for header, resource in resources.items()}
    ordered = sorted(extents.values(), key=lambda extent: extent.start)
    yield from in_comments(source, stack.template.comments, ordered, Layout.INDENTATION)
    count = 0
    for header, resource in resources.items():
        block = source.span(extents[header].start, extents[header].end)
        for written in _of_metadata(stack, resource, block):
            count += 1
            if count > MOST:
                yield too_many(written.span)
                return
            yield written


def _extent(source: Source, resource: Resource) -> Extent:
    start, end = resource.header.start.offset, resource.header.end.offset
    # The body of an alias is written elsewhere.
    if resource.body.start >= end:
        end = resource.body.end
        # A block scalar ends behind its last line break.
        while source.text[end - 1] in _BLANKS:
            end -= 1
    return Extent(start, end)


def _of_metadata(stack: Stack, resource: Resource, block: SourceSpan) -> Iterator[WrittenException]:
    metadata = _map(resource.body.get("Metadata"))
    own = metadata.get(MARK) if metadata is not None else None
    if own is None:
        return
    settings = _map(own)
    written = settings.get("ignore") if settings is not None else None
    if settings is None or written is None or len(settings.entries) > 1:
        yield WrittenException(span=stack.span(own), block=block, problem=_EXPECTED)
        return
    ignored = followed(written)
    for element in ignored.elements if isinstance(ignored, ListNode) else (written,):
        yield _exception(element, stack.span(element), block)


def _exception(element: Node, span: SourceSpan, block: SourceSpan) -> WrittenException:
    said = _map(element)
    if said is None or not said.entries:
        return WrittenException(span=span, block=block, problem=_EXPECTED)
    fields: list[tuple[str, str]] = []
    for name, entry in said.entries.items():
        text = _rules(entry.value) if name == "rules" else text_of(entry.value)
        if name not in _FIELDS:
            problem = f"`{name[:40]}` is not one of {', '.join(_FIELDS)}"
            return WrittenException(span=span, block=block, problem=problem)
        if text is None:
            return WrittenException(span=span, block=block, problem=f"its {name} is not a string")
        fields.append((name, text.strip()))
    return WrittenException(span=span, block=block, fields=tuple(fields))


def _rules(node: Node) -> str | None:
    """Return ids joined by commas, written as a text or as a list of texts."""
    written = followed(node)
    if not isinstance(written, ListNode):
        return text_of(node)
    texts = [text_of(element) for element in written.elements]
    named = [text for text in texts if text is not None]
    return ",".join(named) if len(named) == len(texts) else None


def _map(node: Node | None) -> MapNode | None:
    found = followed(node) if node is not None else None
    return found if isinstance(found, MapNode) else None
