"""YAML as ``yamlencode`` writes it: block collections, strings in double quotes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..values.bounds import check_length
from ..values.convert import number_text
from ..values.values import TerraformValue, first_unknown
from .unmodelled import UndecidedResult


def yaml_of(value: TerraformValue) -> str:
    """Return the YAML of a value; raise Undecided where it is unknown or not modelled."""
    cause = first_unknown(value)
    if cause is not None:
        raise UndecidedResult(cause.reason)
    written = "\n".join(_lines(value)) + "\n"
    if value.is_null or isinstance(value.content, bool | int | Fraction):
        # A plain scalar on its own needs a mark of its end.
        written += "...\n"
    check_length(len(written))
    return written


def _lines(value: TerraformValue) -> Iterator[str]:
    content = value.content
    if isinstance(content, tuple) and content:
        for element in content:
            first, *rest = _lines(element)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    elif isinstance(content, dict) and content:
        for key, entry in content.items():
            yield from _entry(_scalar_text(key), entry)
    else:
        yield _scalar(value)


def _entry(key: str, value: TerraformValue) -> Iterator[str]:
    is_collection = isinstance(value.content, tuple | dict) and value.content
    first, *rest = _lines(value)
    if not is_collection:
        yield f"{key}: {first}"
        return
    indentation = "  " if isinstance(value.content, dict) else ""
    yield f"{key}:"
    yield from (f"{indentation}{line}" for line in (first, *rest))


def _scalar(value: TerraformValue) -> str:
    content = value.content
    if content is None:
        return "null"
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, int | Fraction):
        return number_text(content)
    if isinstance(content, str):
        return _scalar_text(content)
    return "[]" if isinstance(content, tuple) else "{}"


def _scalar_text(text: str) -> str:
    if not (text.isprintable() and max(text, default="") <= "\uffff") or len(text) > 70:
        raise UndecidedResult("`yamlencode` of such a text is not supported")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
