"""Stack sets whose template is written inside another one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.limits import Limits
from ....core.source import Source
from ..text.document import ListNode, LoadedDocument, MapNode, Node, Scalar, followed
from ..text.recognise import is_template
from .library import load
from .parameters import Given
from .template import Resource, Template, text_of

STACK_SET = "AWS::CloudFormation::StackSet"
_BLOCK_HEADER = re.compile(r"\|[-+0-9]{0,2}[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)")
_NOT_A_BREAK = re.compile(r"[^\r\n]")


_MOST_VARIANTS = 16
"""In how many ways the template of one stack set is judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instances:
    """How the stacks of a stack set, or of some of its groups of instances, are deployed."""

    name: str = ""
    """Which of its groups they are, where its groups differ: ``group 2``."""

    given: Mapping[str, Given] = field(default_factory=dict)
    """The parameters that the stack set settles."""

    opened: frozenset[str] = frozenset()
    """The parameters that it passes something for which is not written out."""

    regions: tuple[str, ...] = ()
    """Where its stacks are deployed; empty where that is not written out."""


def instances_of(
    template: Template, resource: Resource, parameters: Collection[str]
) -> tuple[Instances, ...]:
    """Return how a stack set deploys its template, which declares these parameters.

    Groups of instances that override parameters alike are deployed as one.
    """
    passed = _passed(template, resource.properties, "Parameters", parameters)
    groups = _maps(resource.properties, "StackInstancesGroup")
    variants: dict[_Texts, list[int]] = {}
    values = [_overridden(template, passed, target, parameters) for target in groups]
    for index, found in enumerate(values):
        variants.setdefault(_texts_of(found), []).append(index)
    # A list that is not written out whole may hold groups that override anything.
    is_whole = len(groups) == _length(resource.properties, "StackInstancesGroup")
    if not is_whole or len(variants) > _MOST_VARIANTS:
        open_ = frozenset(parameters) if not is_whole else _varying(values)
        given = {name: one for name, one in passed.given.items() if name not in open_}
        regions = _regions(groups) if is_whole else ()
        return (Instances(given=given, opened=passed.opened | open_, regions=regions),)
    if not variants:
        return (Instances(given=passed.given, opened=passed.opened),)
    return tuple(
        Instances(
            name=f"group {alike[0] + 1}" if len(variants) > 1 else "",
            given=values[alike[0]].given,
            opened=values[alike[0]].opened,
            regions=_regions([groups[index] for index in alike]),
        )
        for alike in variants.values()
    )


@dataclass(frozen=True, slots=True)
class _Values:
    """What parameters are passed: texts, and what is not written out."""

    given: Mapping[str, Given]
    opened: frozenset[str]


_Texts: TypeAlias = "tuple[frozenset[tuple[str, str]], frozenset[str]]"


def _texts_of(values: _Values) -> _Texts:
    """Return what is passed, wherever it is written."""
    return frozenset((name, one.text) for name, one in values.given.items()), values.opened


def _varying(values: Sequence[_Values]) -> frozenset[str]:
    """Return the parameters that are not passed one and the same text by all."""
    texts: dict[str, set[str]] = {}
    for one in values:
        for name, given in one.given.items():
            texts.setdefault(name, set()).add(given.text)
    everywhere = frozenset(texts).intersection(*(one.given for one in values))
    settled = {name for name in everywhere if len(texts[name]) == 1}
    named = frozenset(texts).union(*(one.opened for one in values))
    return named - settled


def _overridden(
    template: Template, passed: _Values, target: MapNode, parameters: Collection[str]
) -> _Values:
    """Return what a group of instances passes: its own values, and else those of the set."""
    if any(name == "Ref" or name.startswith("Fn::") for name in target.entries):
        return _Values({}, frozenset(parameters))
    own = _passed(template, target, "ParameterOverrides", parameters)
    given = {name: one for name, one in passed.given.items() if name not in own.opened}
    opened = passed.opened.difference(own.given) | own.opened
    return _Values({**given, **own.given}, opened)


def _passed(
    template: Template, properties: MapNode | None, name: str, parameters: Collection[str]
) -> _Values:
    """Return the values of a list of parameters; any may stand in what is not written out."""
    given: dict[str, Given] = {}
    opened: set[str] = set()
    listed = _maps(properties, name)
    for passed in listed:
        key, value = text_of(passed.get("ParameterKey")), passed.get("ParameterValue")
        if key is None:
            opened.update(parameters)
        elif value is not None:
            text = text_of(value)
            if text is None:
                opened.add(key)
            else:
                given[key] = Given(text, template.span(value))
    if len(listed) != _length(properties, name):
        opened.update(parameters)
    return _Values(given, frozenset(opened).difference(given))


def _regions(targets: Sequence[MapNode]) -> tuple[str, ...]:
    """Return where groups of instances are; nothing where that is not written out."""
    regions = [_texts(target.get("Regions")) for target in targets]
    listed = dict.fromkeys(region for found in regions for region in found or ())
    return tuple(listed) if None not in regions else ()


def _length(properties: MapNode | None, name: str) -> int | None:
    """Return how many elements a list has, none where it is left out; None where it is no list."""
    written = properties.get(name) if properties is not None else None
    if written is None:
        return 0
    listed = followed(written)
    if isinstance(listed, Scalar) and listed.value is None:
        return 0
    return len(listed.elements) if isinstance(listed, ListNode) else None


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
                detail=(
                    "Only a template written inline as a block literal is read; "
                    "one in a file is judged by itself."
                ),
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
