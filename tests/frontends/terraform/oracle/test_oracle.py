"""Expressions are worth what real Terraform says they are worth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from terraform_expressions import parse_expression

from iacguard.core.diagnostic import Diagnostic
from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.core.value import Symbol
from iacguard.frontends.terraform.expressions.environment import Budget, Environment
from iacguard.frontends.terraform.expressions.evaluate import Evaluator
from iacguard.frontends.terraform.expressions.template_files import (
    refuse_nested_template,
    template_pieces,
)
from iacguard.frontends.terraform.functions import FUNCTIONS
from iacguard.frontends.terraform.values.types import STRING
from iacguard.frontends.terraform.values.values import (
    CallContext,
    EvaluationError,
    TerraformValue,
    string,
    unknown,
)

HERE = Path(__file__).parent
LIMITS = Limits()
GOLDENS = sorted((HERE / "goldens").glob("*.json"))
_UNKNOWN = re.compile(r"\bU\b")
HOLE = "<unknown>"
ERROR = "<error>"


class Folder:
    """The files that the cases read."""

    def read(self, path: str) -> Source | Diagnostic | None:
        """Return a file's text."""
        content = self.find_bytes(path)
        return None if content is None else Source(path, content.decode())

    def find_bytes(self, path: str) -> bytes | None:
        """Return a file's bytes."""
        file = HERE / "files" / path
        return file.read_bytes() if file.is_file() else None

    def list(self, directory: str) -> tuple[str, ...]:
        """Return the files in a directory; in the root stands more that no case asks for."""
        found = (HERE / "files" / directory).glob("*")
        return tuple(
            sorted(f"{directory}/{one.name}".lstrip("/") for one in found if one.is_file())
        )


class Names:
    """``terraform_data.u.id`` is a string that only a deployment knows."""

    def resolve(self, root, steps, environment):
        """Return the unknown string; every other name is undeclared."""
        names = [step.name for step in steps[:2]]
        if root.name == "path":
            return string("."), 1
        if root.name != "terraform_data" or names != ["u", "id"]:
            raise EvaluationError("reference to an undeclared resource")
        symbol = Symbol("terraform_data.u.id")
        reason = "terraform_data.u is not deployed yet"
        return unknown(reason, STRING, never_null=True, parts=(symbol,)), 2


def evaluated(expression: str) -> object:
    """Return what an expression is worth to us, in the shape of a golden."""
    text = _UNKNOWN.sub("terraform_data.u.id", f"(\n{expression}\n)")
    source = Source("case.tf", text)
    parsed = parse_expression(source, 0, len(text), LIMITS)
    if isinstance(parsed, Diagnostic):
        return ERROR
    evaluator = Evaluator(FUNCTIONS, Budget(100_000, 100_000))

    def render(source: Source, variables: Mapping[str, TerraformValue]) -> TerraformValue:
        pieces = template_pieces(source, LIMITS)
        return evaluator.template(
            pieces,
            Environment(source=source, names=None, bindings=variables),
            replace(context, render=refuse_nested_template),
        )

    context = CallContext(
        limits=LIMITS, files=Folder(), module_directory="", root_directory="", render=render
    )
    try:
        value = evaluator.evaluate(parsed, Environment(source=source, names=Names()), context)
    except EvaluationError:
        return ERROR
    return plain(value)


def plain(value: TerraformValue) -> object:
    """Return a value as JSON would hold it, unknown ones as holes."""
    content = value.content
    if value.unknown is not None:
        return HOLE
    if isinstance(content, bool) or content is None or isinstance(content, str):
        return content
    if isinstance(content, int | Fraction):
        return approximate(content)
    if isinstance(content, tuple):
        return [plain(element) for element in content]
    return {key: plain(entry) for key, entry in content.items()}


def approximate(value: int | float | Fraction) -> object:
    """Return a number as the goldens hold it: in 64 bits where it fits."""
    try:
        return float(value)
    except OverflowError:
        return str(value)


def expected(answer: list) -> object:
    """Return a golden answer in the same shape."""
    if answer[0] == "error":
        return ERROR
    return masked(answer[1], answer[2] if answer[0] == "unknown" else False)


def masked(value: object, mask: object) -> object:
    """Return a value with holes where the mask says so."""
    if mask is True:
        return HOLE
    if isinstance(value, list) or isinstance(mask, list):
        length = max(len(value or []), len(mask or []))
        values = [*(value or []), *([None] * length)]
        masks = [*(mask or []), *([False] * length)]
        return [masked(values[at], masks[at]) for at in range(length)]
    if isinstance(value, dict) or isinstance(mask, dict):
        values, masks = value or {}, mask or {}
        return {
            key: masked(values.get(key), masks.get(key, False)) for key in sorted({*values, *masks})
        }
    if isinstance(value, int | float) and not isinstance(value, bool):
        return approximate(value)
    return value


def agrees(ours: object, theirs: object) -> bool:
    """Return whether two answers are the same, holes and errors included."""
    return ours == theirs


def weaker(ours: object, theirs: object) -> bool:
    """Return whether ours has holes where theirs is known, and is the same elsewhere."""
    if ours == HOLE:
        return True
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(weaker, ours, theirs))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(weaker(ours[key], theirs[key]) for key in ours)
    return ours == theirs


def cases(golden: Path) -> Iterator[tuple[str, object]]:
    """Yield each expression of a golden file with its answer."""
    for expression, *answer in json.loads(golden.read_text(encoding="utf-8")):
        yield expression, expected(answer)


def left_unknown() -> dict[str, str]:
    """Return the expressions that Terraform knows and we leave unknown, with the reason."""
    return json.loads((HERE / "left_unknown.json").read_text(encoding="utf-8"))


def known_more() -> dict[str, str]:
    """Return the expressions of which we know more than Terraform, with the reason."""
    return json.loads((HERE / "known_more.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.stem)
def test_expressions_are_worth_what_terraform_says(golden: Path) -> None:
    """Every value, error and hole is Terraform's, but for the listed cases."""
    listed = left_unknown().keys() | known_more().keys()
    wrong = {
        expression: (ours, theirs)
        for expression, theirs in cases(golden)
        if expression not in listed and not agrees(ours := evaluated(expression), theirs)
    }

    assert {} == wrong


def test_what_is_left_unknown_is_listed_exactly() -> None:
    """A listed case is unknown to us and known to Terraform, and there are at most 3 %."""
    answers = dict(case for golden in GOLDENS for case in cases(golden))
    listed = left_unknown()
    ours = {expression: evaluated(expression) for expression in listed}

    assert {} == {
        expression: (ours[expression], answers[expression])
        for expression in listed
        if agrees(ours[expression], answers[expression])
        or not weaker(ours[expression], answers[expression])
    }
    assert len(answers) >= 1_500
    assert len(listed) <= len(answers) * 0.03


def test_where_more_is_known_than_terraform_tells_is_listed_exactly() -> None:
    """A listed case is open for Terraform, which keeps only the start of a partly known text."""
    answers = dict(case for golden in GOLDENS for case in cases(golden))
    ours = {expression: evaluated(expression) for expression in known_more()}

    assert {} == {
        expression: (value, answers[expression])
        for expression, value in ours.items()
        if value == answers[expression] or not weaker(answers[expression], value)
    }
