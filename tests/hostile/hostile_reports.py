"""What is wrong with the reports of a scan of hostile files, whatever was found."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from hostile_case import SECRET
from hostile_runs import FORMATS
from kit_trees import MARKER

_MOVING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Characters that move a cursor, hide, or turn the direction of writing."""

_ADDRESS = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=@/]|%[0-9A-F]{2})+")
"""A relative reference by RFC 3986."""


def faults(reports: Mapping[str, str]) -> list[str]:
    """Return what no report may hold."""
    return [f"{name}: {fault}" for name in FORMATS for fault in _faults(name, reports[name])]


def _faults(name: str, report: str) -> Iterator[str]:
    moving = {c for c in set(report) if c != "\n" and unicodedata.category(c) in _MOVING}
    yield from (f"the character {ord(character):#x}" for character in sorted(moving))
    yield from (f"the command {found}" for found in re.findall(r"##\w*\[", report))
    for line in report.splitlines():
        if line.lstrip().startswith("::"):
            yield f"the command {line}"
    for text in (MARKER, SECRET, "root:x:0:0"):
        if text in report:
            yield f"the text {text}"
    if name == "sarif":
        yield from (f"the address {uri}" for uri in addresses(json.loads(report)) if _is_bad(uri))


def _is_bad(uri: str) -> bool:
    return not _ADDRESS.fullmatch(uri) or uri.startswith("/") or ".." in uri.split("/")


def addresses(sarif: Any) -> Iterator[str]:
    """Yield the address of every file in a SARIF report."""
    waiting = [sarif]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if "uri" in node and "uriBaseId" in node:
                yield node["uri"]
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def unread_addresses(sarif: Any) -> set[str]:
    """Return the addresses that the notifications of a SARIF report point to."""
    notifications = [
        one
        for run in sarif["runs"]
        for invocation in run["invocations"]
        for one in invocation.get("toolExecutionNotifications", ())
    ]
    return set(addresses(notifications))
