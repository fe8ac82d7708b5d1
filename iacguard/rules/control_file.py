"""From the events that a rule file names to a control."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..model.control import Calls, Control, NamedEvents
from .problems import Problems

_CALL = re.compile(r"[A-Za-z0-9]+")
_SOURCE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com")


def control_from(
    raw: Any,  # noqa: ANN401 - whatever the file holds
    problems: Problems,
) -> Control | None:
    """Return the control that the `events` of a rule file state."""
    if not isinstance(raw, Mapping):
        problems.note("is no map")
        return None
    _refuse_unknown(raw, ("what", "calls", "patterns", "security_hub", "note"), problems)
    control = Control(
        what=_text(raw, "what", problems),
        calls=tuple(_calls(raw, problems)),
        patterns=tuple(_patterns(raw, problems)),
        literal=_text(raw, "security_hub", problems) if "security_hub" in raw else "",
        note=" ".join(_text(raw, "note", problems).split()) if "note" in raw else "",
    )
    names = [events.name for events in control.events]
    if not names:
        problems.note("neither calls nor patterns name any event")
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.note(f"{name} is named twice")
    return control


def _calls(raw: Mapping[str, Any], problems: Problems) -> Iterator[Calls]:
    for written, place in _maps(raw, "calls", ("source", "names"), problems):
        source, names = _text(written, "source", place), written.get("names")
        if source and not _SOURCE.fullmatch(source):
            place.note(f"source {source!r} is no event source such as iam.amazonaws.com")
        if not isinstance(names, list) or not names:
            place.note("names is no list of calls")
            continue
        called = [name for name in names if isinstance(name, str) and _CALL.fullmatch(name)]
        for name in names:
            if name not in called:
                place.note(f"names: {name!r} is no name of an API call")
        yield Calls(source, tuple(called))


def _patterns(raw: Mapping[str, Any], problems: Problems) -> Iterator[NamedEvents]:
    for written, place in _maps(raw, "patterns", ("name", "pattern"), problems):
        yield NamedEvents(_text(written, "name", place), _text(written, "pattern", place))


def _maps(
    raw: Mapping[str, Any], key: str, allowed: tuple[str, ...], problems: Problems
) -> Iterator[tuple[Mapping[str, Any], Problems]]:
    """Yield every map of a list, with the place where its problems are."""
    listed = raw.get(key, [])
    if not isinstance(listed, list):
        problems.below(key).note("is no list")
        return
    for index, written in enumerate(listed):
        place = problems.below(f"{key}[{index}]")
        if not isinstance(written, Mapping):
            place.note("is no map")
            continue
        _refuse_unknown(written, allowed, place)
        yield written, place


def _refuse_unknown(raw: Mapping[str, Any], allowed: tuple[str, ...], problems: Problems) -> None:
    for key in raw:
        if key not in allowed:
            problems.note(f"unknown key {key!r}, not one of {', '.join(allowed)}")


def _text(raw: Mapping[str, Any], key: str, problems: Problems) -> str:
    text = raw.get(key)
    if isinstance(text, str) and text.strip():
        return text.strip()
    problems.note(f"{key} is not a string")
    return ""
