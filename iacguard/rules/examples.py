"""The examples of a rule file: its tests and its documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.verdict import Verdict
from ..errors import RuleError
from .catalog import read_rule_files
from .rule import Scalar

LANGUAGES: Mapping[str, str] = {"terraform": "main.tf", "cloudformation": "template.yaml"}
"""The languages of examples, and the file that an example's text is written to."""

HERE = "# here"
"""Ends the line that the primary location of a finding is on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A small configuration and the verdict that its rule must give."""

    rule: str
    name: str
    language: str

    verdict: Verdict | None
    """The worst verdict of the rule; None where the rule concerns nothing in it."""

    text: str
    options: Mapping[str, Scalar]

    @property
    def marked_line(self) -> int | None:
        """The one-based line that ends with the mark, if one does."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if line.rstrip().endswith(HERE):
                return number
        return None


def load_examples(directory: Path) -> tuple[Example, ...]:
    """Return the examples of every rule file, in order of file; raise RuleError."""
    found: list[Example] = []
    for path, raw in read_rule_files(directory).items():
        for written in raw.get("examples", ()):
            found += _examples(raw["id"], written, path)
    return tuple(found)


def _examples(rule: str, raw: Mapping[str, Any], path: str) -> list[Example]:
    unknown = raw.keys() - {"name", "verdict", "options", *LANGUAGES}
    if unknown or "name" not in raw or "verdict" not in raw:
        raise RuleError(f"{path}: an example has a name, a verdict and texts, found {set(raw)}")
    word = raw["verdict"]
    if word not in ("none", *(verdict.word for verdict in Verdict)):
        raise RuleError(f"{path}: unknown verdict {word!r}")
    return [
        Example(
            rule=rule,
            name=raw["name"],
            language=language,
            verdict=None if word == "none" else Verdict[word.upper()],
            text=raw[language],
            options=raw.get("options", {}),
        )
        for language in LANGUAGES
        if language in raw
    ]
