"""YAML as ``yamldecode`` reads it.

https://github.com/zclconf/go-cty-yaml
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ...yaml_nesting import bracket_beyond
from ..values.bounds import MAXIMUM_DEPTH
from ..values.convert import convert
from ..values.numbers import parse_number
from ..values.types import STRING
from ..values.values import (
    EvaluationError,
    LimitError,
    TerraformValue,
    boolean,
    null,
    number,
    object_value,
    string,
    tuple_value,
)
from .unmodelled import UndecidedResult

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
_FALSE = frozenset({"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,30}|[0-9]{0,30}\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,2})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ODD = re.compile(r"[-+]?\.?[0-9].*|[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)", re.DOTALL)
_WORD = re.compile(
    r"[0-9]+(?:[.][0-9]+){2,}(?:/[0-9]+)?|[0-9]+/[0-9]+"
    r"|(?![0-9]+[eE][0-9]+\Z)[1-9][0-9]* ?[a-zA-Z]+[a-zA-Z0-9 ]*"
)
_LONG = 200
_STRING_TAGS = (None, "!", "tag:yaml.org,2002:str")


@dataclass(slots=True)
class _Open:
    """A collection that is being read."""

    anchor: str | None
    is_mapping: bool
    elements: list[TerraformValue] = field(default_factory=list)
    entries: dict[str, TerraformValue] = field(default_factory=dict)
    key: str | None = None
    """Of a mapping whose next value is read: its key; None before a key."""

    merges: bool = False
    """Whether that key is ``<<``."""


def decode(text: str, parser: type[Any] | None = None) -> TerraformValue:
    """Return the value of a YAML text; raise EvaluationError where it is none."""
    return _Reader().read(_events(text, parser))


def _events(text: str, parser: type[Any] | None) -> Iterator[Any]:
    # PyYAML takes 20 ms to import.
    import yaml

    # Events alone take no recursion, whatever the depth.
    loader: Any = parser or getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    event: Any
    depth = flows = read_to = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            yield event
            read_to = event.end_mark.index
            kind = type(event).__name__
            if kind in ("SequenceStartEvent", "MappingStartEvent"):
                depth, flows = depth + 1, flows + bool(event.flow_style)
            elif kind in ("SequenceEndEvent", "MappingEndEvent"):
                # Brackets hold nothing but brackets, so that they close first.
                depth, flows = depth - 1, max(flows - 1, 0)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        end = len(text) if place is None else place.index
        levels = MAXIMUM_DEPTH - depth
        if bracket_beyond(text, read_to, end, levels=levels, in_flow=flows > 0) is not None:
            raise _too_deep() from error
        raise EvaluationError("the text is not YAML") from error


def _too_deep() -> LimitError:
    return LimitError(f"the value is nested more than {MAXIMUM_DEPTH} deep")


class _Reader:
    """Makes one value of the events of a YAML text."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._anchors: dict[str, TerraformValue] = {}
        self._found: TerraformValue | None = None

    def read(self, events: Iterator[Any]) -> TerraformValue:
        """Return the value of the one document."""
        for event in events:
            match type(event).__name__:
                case "ScalarEvent":
                    self._add(_scalar(event), event.anchor, _is_merge(event))
                case "AliasEvent":
                    self._add(self._alias(event.anchor), None, False)
                case "SequenceStartEvent" | "MappingStartEvent":
                    self._begin(event)
                case "SequenceEndEvent" | "MappingEndEvent":
                    self._end()
                case "DocumentStartEvent" if self._found is not None:
                    raise EvaluationError("the text contains more than one YAML document")
                case _:
                    pass
        if self._found is None:
            raise EvaluationError("the text contains no YAML document")
        return self._found

    def _begin(self, event: Any) -> None:  # noqa: ANN401 - PyYAML has no types
        is_mapping = type(event).__name__ == "MappingStartEvent"
        kind = "map" if is_mapping else "seq"
        if event.tag not in (None, "!", f"tag:yaml.org,2002:{kind}"):
            raise UndecidedResult("a tag in a YAML text is not supported")
        if self._open and self._open[-1].is_mapping and self._open[-1].key is None:
            raise EvaluationError("a key of a YAML mapping must be a string")
        if len(self._open) >= MAXIMUM_DEPTH:
            raise _too_deep()
        self._open.append(_Open(event.anchor, is_mapping))

    def _end(self) -> None:
        done = self._open.pop()
        value = object_value(done.entries) if done.is_mapping else tuple_value(done.elements)
        self._add(value, done.anchor, False)

    def _alias(self, name: str) -> TerraformValue:
        if any(each.anchor == name for each in self._open):
            raise EvaluationError("a YAML anchor refers to itself")
        if name not in self._anchors:
            raise EvaluationError("a YAML alias refers to no anchor")
        return self._anchors[name]

    def _add(self, value: TerraformValue, anchor: str | None, is_merge: bool) -> None:
        if anchor is not None:
            self._anchors[anchor] = value
        if not self._open:
            self._found = value
            return
        into = self._open[-1]
        if not into.is_mapping:
            into.elements.append(value)
        elif into.key is None:
            into.key, into.merges = _key(value), is_merge
        else:
            self._enter(into, into.key, value)
            into.key, into.merges = None, False

    def _enter(self, into: _Open, key: str, value: TerraformValue) -> None:
        if not into.merges:
            into.entries[key] = value
            return
        if not isinstance(value.content, dict):
            raise EvaluationError("only a mapping can be merged into a YAML mapping")
        if into.entries.keys() & value.content.keys():
            raise UndecidedResult("merging a YAML mapping over existing keys is not supported")
        into.entries.update(value.content)


def _is_merge(event: Any) -> bool:  # noqa: ANN401 - PyYAML has no types
    # Also between quotes.
    return bool(event.value == "<<")


def _key(value: TerraformValue) -> str:
    if value.is_null:
        raise EvaluationError("a key of a YAML mapping is null")
    if isinstance(value.content, tuple | dict):
        raise EvaluationError("a key of a YAML mapping must be a string")
    return convert(value, STRING).text


def _scalar(event: Any) -> TerraformValue:  # noqa: ANN401 - PyYAML has no types
    text = event.value
    if event.tag not in _STRING_TAGS:
        raise UndecidedResult("a tag in a YAML text is not supported")
    if event.tag is not None or event.style not in (None, ""):
        return string(text)
    return _plain(text)


def _plain(text: str) -> TerraformValue:
    """Return what a scalar without quotes stands for."""
    if text in _NULLS:
        return null()
    if text in _TRUE or text in _FALSE:
        return boolean(text in _TRUE)
    if _NUMBER.fullmatch(text):
        found = parse_number(text)
        if found is not None and (found or text[0] != "-" or text == "-0"):
            return number(found or 0)
    if _DATE.fullmatch(text):
        return string(f"{text}T00:00:00Z" if _is_date(text) else text)
    if _ODD.fullmatch(text) and not (len(text) < _LONG and _WORD.fullmatch(text)):
        # Times, hexadecimal numbers and the like are told apart by finer rules.
        raise UndecidedResult("a number or time in the YAML text has a form that is not supported")
    return string(text)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
