"""Whether a file is what is easily taken for a plan: a state, or the messages of a command."""

from __future__ import annotations

import codecs
import re

from ....core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ....core.source import Position, SourceSpan
from ..syntax.rejection import RejectionError
from .recognise import is_plan_file, not_as_json
from .scan import members, value_at

_MESSAGE = re.compile(r'\s*\{\s*"@(?:level|message|module|timestamp)"\s*:')

# What `terraform show -json` writes of a state; of an empty one, only the first two.
_OF_SHOWN_STATE = frozenset({"format_version", "terraform_version", "values", "checks"})
_OF_STATE_FILE = frozenset({"version", "serial", "lineage"})

_RIGHT = (
    "Convert the plan to JSON and scan that: "
    "`terraform plan -out tfplan && terraform show -json tfplan > tfplan.json`."
)


def mistaken_for_plan(path: str, content: bytes) -> Diagnostic | None:
    """Say of a file that is no plan, and meant to be one, what it is and how a plan is written."""
    if is_plan_file(content):
        return not_as_json(path)
    # PowerShell's redirection writes UTF-16.
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    if _MESSAGE.match(text):
        return _refused(
            path, "the file contains the messages of `terraform plan -json`, not a plan"
        )
    keys = _keys(text)
    if "format_version" in keys and keys <= _OF_SHOWN_STATE:
        return _refused(path, "the file is a state written by `terraform show -json`, not a plan")
    if keys >= _OF_STATE_FILE:
        return _refused(path, "the file is a Terraform state, not a plan")
    return None


def _keys(text: str) -> set[str]:
    """Return the keys of the object that a text is, as far as it is one."""
    keys: set[str] = set()
    try:
        for member in members(text, value_at(text, 0)):
            keys.add(member.key)
    except RejectionError:
        return set()
    return keys


def _refused(path: str, summary: str) -> Diagnostic:
    start = Position(1, 1, 0)
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary=summary,
        detail=_RIGHT,
        subject=SourceSpan(path, start, start),
    )
