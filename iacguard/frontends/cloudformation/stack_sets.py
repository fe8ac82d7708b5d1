"""Stack sets whose template is written inside another one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ...core.limits import Limits
from ...core.source import Source
from .document import ListNode, LoadedDocument, MapNode, Node, Scalar, followed
from .library import load
from .parameters import Given
from .recognise import is_template
from .template import Resource, Template, text_of

STACK_SET = "AWS::CloudFormation::StackSet"
_BLOCK_HEADER = re.compile(r"\|[-+0-9]{0,2}[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)")
_NOT_A_BREAK = re.compile(r"[^\r\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instances:
    """How the stacks of a stack set are deployed."""

    given: Mapping[str, Given] = field(default_factory=dict)
    """The parameters that the stack set settles."""

    opened: frozenset[str] = frozenset()
    """The parameters that it passes something for which is not written out."""

    regions: tuple[str, ...] = ()
    """Where its stacks are deployed; empty where that is not written out."""


def instances_of(template: Template, resource: Resource) -> Instances:
    """Return how a stack set deploys its template."""
    given: dict[str, Given] = {}
    opened: set[str] = set()
    for passed in _maps(resource.properties, "Parameters"):
        name, value = text_of(passed.get("ParameterKey")), passed.get("ParameterValue")
        if name is not None and value is not None:
            text = text_of(value)
            if text is None:
                opened.add(name)
            else:
                given[name] = Given(text, template.span(value))
    targets = _maps(resource.properties, "StackInstancesGroup")
    regions = [_texts(target.get("Regions")) for target in targets]
    listed = dict.fromkeys(region for found in regions for region in found or ())
    is_known = bool(regions) and None not in regions
    return Instances(
        given=given,
        opened=frozenset(opened),
        regions=tuple(listed) if is_known else (),
    )


def _maps(properties: MapNode | None, name: str) -> list[MapNode]:
    """Return the maps of a list of maps."""
    written = properties.get(name) if properties is not None else None
    listed = followed(written) if written is not None else None
    elements = listed.elements if isinstance(listed, ListNode) else ()
    return [found for each in elements if isinstance(found := followed(each), MapNode)]


def _texts(node: Node | None) -> list[str] | None:
    """Return the texts of a list; None where one of them is not written out."""
    listed = followed(node) if node is not None else None
    texts = [text_of(each) for each in listed.elements] if isinstance(listed, ListNode) else [None]
    known = [text for text in texts if text is not None]
    return known if len(known) == len(texts) else None


def inner_documents(
    template: Template, limits: Limits
) -> Iterator[tuple[Resource, LoadedDocument | Diagnostic]]:
    """Yield the templates that stack sets carry as a text, with the resource that carries each.

    Positions are those of the outer file.
    """
    for resource in template.resources.values():
        if resource.type != STACK_SET or resource.properties is None:
            continue
        body = resource.properties.get("TemplateBody")
        if body is None:
            continue
        text = followed(body)
        document = _document(template, text, limits) if isinstance(text, Scalar) else None
        if document is not None and is_template(document.root):
            yield resource, document
            continue
        yield (
            resource,
            Diagnostic(
                rule=NOT_EVALUATED,
                level=Level.NOTE,
                summary=f"the TemplateBody of {resource.logical_id} is not evaluated",
                detail="Only a block literal is read; a file of its own is judged by itself.",
                subject=template.span(body),
            ),
        )


def _document(template: Template, text: Scalar, limits: Limits) -> LoadedDocument | None:
    outer = template.source
    written = outer.text[: text.end]
    header = _BLOCK_HEADER.match(written, text.start)
    if header is None:
        return None
    # Everything before the literal is blanked out, so every offset is the outer file's.
    blank = _NOT_A_BREAK.sub(" ", written[: header.end()])
    return load(Source(outer.path, blank + written[header.end() :], outer.encoding), limits)
