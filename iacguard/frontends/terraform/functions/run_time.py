"""Functions whose result is known only when Terraform runs, and those that are not modelled."""

from __future__ import annotations

from collections.abc import Mapping

from ..types import DYNAMIC, STRING, Type
from ..values import CallContext, Function, TerraformValue, unknown

_AT_RUN_TIME = ("timestamp", "plantimestamp", "uuid", "bcrypt")
_NOT_MODELLED = (
    "base64gzip",
    "cidrcontains",
    "convert",
    "defaults",
    "filebase64sha256",
    "filebase64sha512",
    "fileset",
    "formatdate",
    "rsadecrypt",
    "templatestring",
    "textdecodebase64",
    "timeadd",
    "timecmp",
    "uuidv5",
    "base64gunzip",
    "urldecode",
)


def _always(reason: str, kind: Type) -> Function:
    def function(arguments: tuple[TerraformValue, ...], context: CallContext) -> TerraformValue:
        return unknown(reason, kind, never_null=kind is STRING)

    return function


def run_time_functions() -> Mapping[str, Function]:
    """Return these functions by name."""
    return {
        name: _always(f"the result of `{name}` is known only when it runs", STRING)
        for name in _AT_RUN_TIME
    } | {name: _always(f"function `{name}` is not modelled", DYNAMIC) for name in _NOT_MODELLED}
