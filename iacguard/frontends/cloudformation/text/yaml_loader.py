"""Loads a template from YAML, by the parser's events alone.

Nothing is composed or constructed: nodes come from `TreeBuilder`, which bounds depth and size
while the text is read. Offsets are the parser's code-point indexes; its line numbers, which also
count U+2028 and NEL, are never used.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.reader import ReaderError
from yaml.scanner import ScannerError

from ....core.diagnostic import FILE_NOT_READ, NOT_EVALUATED, Diagnostic, Level
from ....core.limits import Limits
from ....core.source import Source
from ...yaml_nesting import bracket_beyond
from .comments import comments_of
from .document import Key, LoadedDocument, Node, Scalar
from .recognise import is_template
from .recovery import read
from .scalars import explicit_value, plain_value
from .short_forms import Tag
from .tree_builder import Frame, TreeBuilder, Unreadable
from .yaml_faults import Complaint, fault

Parsed: TypeAlias = Any
"""An event; the library's types leave open what its parser always sets, such as the marks."""

PARSER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it; else the slower one in Python."""

_CORE = "tag:yaml.org,2002:"
_CORE_KINDS = frozenset(
    ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "binary", "merge", "value")
)
_BREAKS = " \t\r\n\x85\u2028\u2029"
_PROPERTY = re.compile(r"[!&][^\s]*")
_SIMPLE_TAG = re.compile(r"(![^\s]*) (?![\s#])")
_GAP = re.compile(r"(?:\s+|#[^\r\n\x85\u2028\u2029]*)*")
_HEADER = re.compile(r"[^\r\n\x85\u2028\u2029]*")
_BLANKS = re.compile(r"[ \t]*")
_NOT_ALLOWED = re.compile(
    "[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]"
)
_TAG_DIRECTIVE = re.compile(r"^%TAG", re.MULTILINE)
_MOST_TAG_DIRECTIVES = 100


def load_yaml(source: Source, limits: Limits, parser: type[Any] = PARSER) -> LoadedDocument:
    """Load the first template of a YAML text by one of PyYAML's parsers."""
    opaque: list[tuple[int, int]] = []

    def scan(text: str, builder: TreeBuilder) -> None:
        opaque.clear()
        _EventReader(text, builder, opaque).run(parser)

    odd = _NOT_ALLOWED.search(source.text)
    readable = source
    if odd is not None:
        readable = Source(source.path, _NOT_ALLOWED.sub("\ufffd", source.text), source.encoding)
    reading = read(readable, limits, scan)
    diagnostics = [*reading.diagnostics, *reading.builder.diagnostics()]
    if odd is not None:
        diagnostics.append(_odd_character(source, odd.start()))
    root, further = _first_template(reading.builder.roots)
    if further is not None:
        diagnostics.append(_further_template(source, further))
    comments = comments_of(source, opaque) if "#" in source.text else ()
    return LoadedDocument(
        source=source,
        root=root,
        diagnostics=tuple(sorted(diagnostics, key=lambda found: found.subject)),
        comments=comments,
        is_complete=reading.is_complete,
    )


class _EventReader:
    """Feeds the parser's events to a builder."""

    def __init__(self, text: str, builder: TreeBuilder, opaque: list[tuple[int, int]]) -> None:
        self.text = text
        self.builder = builder
        self.opaque = opaque
        self._has_comments = "#" in text

    def run(self, parser_class: type[Any]) -> None:
        """Read the whole text; raise `Unreadable` where that ends."""
        self._refuse_many_directives()
        parser: Parsed = None
        last: Parsed = None
        try:
            parser = parser_class(self.text)
            while parser.check_event():
                event = parser.get_event()
                if type(event) is not ScalarEvent:
                    self._structure(event)
                elif event.tag is None and event.anchor is None:
                    self._untagged(event)
                else:
                    self._tagged(event)
                last = event
        except yaml.MarkedYAMLError as error:
            raise self._failure(error, last) from error
        except ReaderError as error:
            raise Unreadable("a character that YAML does not allow", 0, 0) from error
        finally:
            if parser is not None:
                parser.dispose()

    def _failure(self, error: yaml.MarkedYAMLError, last: Parsed) -> Unreadable:
        """Return why reading ended, in our own words; our bound of nesting is met first."""
        problem, context, frames = error.problem_mark, error.context_mark, self.builder.frames
        place = len(self.text) if problem is None else problem.index
        too_deep = bracket_beyond(
            self.text,
            0 if last is None else last.end_mark.index,
            place,
            levels=self.builder.limits.yaml_depth - len(frames),
            in_flow=bool(frames) and not frames[-1].is_block,
        )
        if too_deep is not None:
            return self.builder.too_deep(too_deep)
        complaint = Complaint(
            is_of_tokens=isinstance(error, ScannerError),
            place=place,
            construct=None if context is None else context.index,
        )
        return fault(complaint, self.text, frames)

    def _refuse_many_directives(self) -> None:
        """Stop before the parser does, which compares each ``%TAG`` with every other."""
        if self.text.count("%TAG") <= _MOST_TAG_DIRECTIVES:
            return
        for number, found in enumerate(_TAG_DIRECTIVE.finditer(self.text)):
            if number == _MOST_TAG_DIRECTIVES:
                raise Unreadable("too many %TAG directives", found.start(), found.end())

    def _structure(self, event: Parsed) -> None:
        kind = type(event)
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            self._open(event)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            frame = self.builder.frames[-1]
            self.builder.close(None if frame.is_block else event.end_mark.index)
        elif kind is AliasEvent:
            self.builder.alias(event.anchor, event.start_mark.index, event.end_mark.index)

    def _open(self, event: Parsed) -> None:
        start = event.start_mark.index
        tag = None
        if event.tag is not None or event.anchor is not None:
            written, start = self._properties(event, len(self.text))
            if written is not None and _core_kind(event.tag) is None:
                tag = Tag(*written, event.tag)
        is_map = type(event) is MappingStartEvent
        is_block = not event.flow_style
        frame = Frame(start, start, is_map, is_block, tag, event.anchor)
        self.builder.open(frame)

    def _untagged(self, event: Parsed) -> None:
        builder, text, style = self.builder, event.value, event.style
        start, end = event.start_mark.index, event.end_mark.index
        if style:
            end = self._end_of_text(style, start, end)
        frame = builder.frames[-1] if builder.frames else None
        if frame is None or not frame.is_map or frame.key is not None:
            value = text if style else plain_value(text)
            builder.leaf(Scalar(start, end, value, text, not style))
        elif text == "<<" and not style:
            builder.merge_key(start, end)
        else:
            frame.key = Key(start, end, text)
            frame.end = end

    def _tagged(self, event: Parsed) -> None:
        end = event.end_mark.index
        written, start = self._properties(event, end)
        text, is_plain = event.value, not event.style
        tag, value = None, text
        if not is_plain:
            end = self._end_of_text(event.style, start, end)
        core_kind = _core_kind(event.tag)
        if core_kind is not None and written is not None:
            start, value = written[0], explicit_value(core_kind, text)
        elif written is not None:
            tag = Tag(*written, event.tag)
        elif is_plain:
            value = plain_value(text)
        node = Scalar(start, end, value, text, is_plain)
        self.builder.add(node, tag=tag, anchor=event.anchor)

    def _properties(self, event: Parsed, limit: int) -> tuple[tuple[int, int] | None, int]:
        """Return where the tag is written and where the content begins."""
        position = event.start_mark.index
        if event.anchor is None and (simple := _SIMPLE_TAG.match(self.text, position, limit)):
            return simple.span(1), simple.end()
        written = None
        for _ in range((event.tag is not None) + (event.anchor is not None)):
            found = _PROPERTY.match(self.text, position, limit)
            if found is None:
                break
            if self.text[position] == "!":
                written = (position, found.end())
            gap = _GAP.match(self.text, found.end(), limit)
            position = found.end() if gap is None else gap.end()
        return written, position

    def _end_of_text(self, style: str, start: int, end: int) -> int:
        """Return where a quoted or block scalar ends; note where a number sign is text in it."""
        if style not in "|>":
            if self._has_comments and self.text.find("#", start, end) >= 0:
                self.opaque.append((start, end))
            return end
        header = _HEADER.match(self.text, start, end)
        header_end = end if header is None else header.end()
        if self._has_comments and self.text.find("#", header_end, end) >= 0:
            self.opaque.append((header_end, end))
        if "+" in self.text[start : start + 3]:
            # Every line break up to the next token is content.
            return start + len(self.text[start:end].rstrip(" \t"))
        content_end = start + len(self.text[start:end].rstrip(_BREAKS))
        if content_end <= header_end:
            return content_end
        blanks = _BLANKS.match(self.text, content_end, end)
        return content_end if blanks is None else blanks.end()


def _core_kind(tag: str | None) -> str | None:
    """Return the name of one of YAML's own types; None for no tag and for any other."""
    if tag == "!":
        return "str"
    if tag is not None and tag.startswith(_CORE) and tag[len(_CORE) :] in _CORE_KINDS:
        return tag[len(_CORE) :]
    return None


def _first_template(roots: list[Node]) -> tuple[Node | None, Node | None]:
    """Return the document to judge, and the first further one that is a template too."""
    templates = [root for root in roots if is_template(root)]
    root = templates[0] if templates else roots[0] if roots else None
    return root, templates[1] if len(templates) > 1 else None


def _further_template(source: Source, root: Node) -> Diagnostic:
    return Diagnostic(
        rule=NOT_EVALUATED,
        level=Level.ERROR,
        summary="a second template in one file",
        detail="Only the first was judged: CloudFormation deploys one template per file.",
        subject=source.span(root.start, root.start),
        context=source.span(root.start, root.end),
    )


def _odd_character(source: Source, offset: int) -> Diagnostic:
    character = source.text[offset]
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary=f"the character U+{ord(character):04X}, which YAML does not allow",
        detail="It was read as U+FFFD, as was every other such character.",
        subject=source.span(offset, offset + 1),
    )
