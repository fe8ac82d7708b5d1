"""The parameters in SAM's configuration file, ``samconfig.toml``.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from ....core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ....core.source import Source
from ....core.toml_reader import read_toml
from .parameters import Given

_DEFAULT = "default"
_KEY = "parameter_overrides"
_COMMANDS = ("deploy", "global")
"""Tables of an environment that may say what is deployed, the stronger one first."""


def read_sam_configuration(
    source: Source, environment: str
) -> tuple[Mapping[str, Given], tuple[Diagnostic, ...]]:
    """Return the parameters that a file gives to an environment, ``default`` where it has no name.

    They are texts ``Key=Value Other="a value"``, or a list of such, or a table.
    """
    try:
        whole = read_toml(source.text)
    except ValueError as error:
        return {}, (_refused(source, f"not TOML: {str(error)[:200]}"),)
    name = environment or _DEFAULT
    own = _table(whole, name)
    if own is None:
        return {}, (_refused(source, f"it has no table [{name}.deploy.parameters]"),)
    for command in _COMMANDS:
        parameters = _table(_table(own, command) or {}, "parameters") or {}
        if _KEY in parameters:
            start = max(source.text.find(f"[{name}.{command}.parameters]"), 0)
            start = max(source.text.find(_KEY, start), 0)
            place = source.span(start, start + len(_KEY) if start else 0)
            try:
                found = {key: Given(value, place) for key, value in _pairs(parameters[_KEY])}
            except ValueError as error:
                return {}, (_refused(source, f"`{_KEY}` of {name} cannot be read: {error}"),)
            return found, ()
    return {}, ()


def _pairs(written: object) -> Iterator[tuple[str, str]]:
    match written:
        case Mapping():
            yield from ((str(key), _text(value)) for key, value in written.items())
        case list():
            for each in written:
                yield from _pairs(each)
        case str():
            for word in shlex.split(written):
                yield _pair(word)
        case _:
            raise ValueError("expected a string, a list or a table")


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if name == "ParameterKey" and ",ParameterValue=" in value:
        name, _, value = value.partition(",ParameterValue=")
    if not equals or not name:
        raise ValueError(f"expected Key=Value, found {word[:64]!r}")
    return name, value


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _table(table: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    found = table.get(name)
    return found if isinstance(found, Mapping) else None


def _refused(source: Source, said: str) -> Diagnostic:
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary=said,
        detail="No parameter value was read from this file.",
        subject=source.span(0, 0),
    )
