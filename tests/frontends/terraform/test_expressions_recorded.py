"""Expressions without functions are worth what Terraform 1.15 said that they are worth.

The answers were recorded with `terraform plan`; `terraform_data.u.id` is what no plan knows.
"""

from __future__ import annotations

import json
from pathlib import Path

from terraform_configurations import Terraform

RECORDED = json.loads((Path(__file__).parent / "goldens" / "expressions.json").read_text())

KNOWS_MORE = {
    'local.us == "pre-x"',  # the end of the text differs as well
    "can(local.u)",
    "local.u[*]",
    # An id is never empty, so that its length is at least one.
    "0 < local.un",
    "0 >= local.un",
    "local.un < 0",
    "local.un < 1",
    "local.un >= 0",
    "local.un >= 1",
}
"""Terraform leaves these unknown. The branches of a conditional that are equal, and a value
compared with itself, are the other cases, and are told by their form."""

KNOWS_LESS = {
    "terraform.workspace",  # nothing in the code says which workspace is deployed
    "can(1/0)",  # Terraform has an infinite number here, which it can store nowhere
}


def test_expressions_are_worth_what_terraform_says(terraform: Terraform) -> None:
    """Values, unknowns and errors agree for every recorded expression."""
    answers = {e: a for e, a in RECORDED["answers"].items() if e not in KNOWS_LESS}
    lines = [f"  a{index} = (\n{text}\n)" for index, text in enumerate(answers)]
    text = RECORDED["prelude"] + "\n".join(
        ['resource "terraform_data" "u" {}', 'resource "aws_cloudtrail" "t" {', *lines, "}"]
    )

    found = terraform(text).plain("aws_cloudtrail.t")

    wrong = {}
    for index, (expression, answer) in enumerate(answers.items()):
        mine = _answer(found[f"a{index}"])
        if mine != answer and not _knows_more(expression, answer):
            wrong[expression] = (answer, mine)
    assert {} == wrong


def _answer(value: object) -> object:
    if isinstance(value, str) and value.startswith("?the expression cannot be evaluated"):
        return ["error"]
    return ["value", _holes(value)]


def _holes(value: object) -> object:
    if isinstance(value, str) and value.startswith("?"):
        return "?"
    if isinstance(value, list):
        return [_holes(element) for element in value]
    if isinstance(value, dict):
        return {name: _holes(entry) for name, entry in value.items()}
    return value


def _knows_more(expression: str, answer: object) -> bool:
    """Return whether Terraform leaves unknown what follows from the form of the expression."""
    if expression in KNOWS_MORE:
        return True
    if answer != ["value", "?"] and answer != ["value", ["?", "?"]]:
        return False
    compared = expression.replace("!=", "==").split(" == ")
    if len(compared) == 2 and "local.u" in compared[0] and "local.u" in compared[1]:
        return True
    branches = expression.partition(" ? ")[2].split(" : ")
    return len(branches) == 2 and branches[0] == branches[1]
