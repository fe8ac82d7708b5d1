"""Modules and the types of their variables mean what Terraform 1.15 said that they mean."""

from __future__ import annotations

import json
from pathlib import Path

from terraform_configurations import Terraform

from iacguard.core.limits import Limits

RECORDED = json.loads((Path(__file__).parent / "goldens" / "modules.json").read_text())


def holes(value: object) -> object:
    """Return a value with a bare `?` for each unknown in it."""
    if isinstance(value, str) and value.startswith("?"):
        return "?"
    if isinstance(value, list):
        return [holes(element) for element in value]
    if isinstance(value, dict):
        return {name: holes(entry) for name, entry in value.items()}
    return value


def test_outputs_are_worth_what_terraform_says(terraform: Terraform) -> None:
    """Single, counted and for_each calls, nested ones, none at all, and wrong keys."""
    answers = RECORDED["answers"]
    lines = [f"  a{index} = (\n{text}\n)" for index, text in enumerate(answers)]
    trail = "\n".join(['resource "aws_cloudtrail" "t" {', *lines, "}"])

    found = terraform({**RECORDED["files"], "main.tf": RECORDED["prelude"] + trail})

    values = found.plain("aws_cloudtrail.t")
    mine = {}
    for index, expression in enumerate(answers):
        value = values[f"a{index}"]
        failed = str(value).startswith("?the expression cannot be evaluated")
        mine[expression] = ["error"] if failed else ["value", holes(value)]
    assert answers == mine


def test_values_become_the_types_of_variables_as_in_terraform(terraform: Terraform) -> None:
    """Every kind of value is passed to every kind of type; what Terraform refuses is refused."""
    conversions = RECORDED["conversions"]
    texts, lines = {}, []
    for index, (kind, value, _) in enumerate(conversions):
        texts[f"v{index}/main.tf"] = (
            f'variable "v" {{\n type = {kind}\n}}\noutput "o" {{ value = var.v }}\n'
        )
        lines.append(f'module "v{index}" {{\n source = "./v{index}"\n v = {value}\n}}')
    lines.append('resource "aws_cloudtrail" "t" {')
    lines.extend(f"  a{index} = module.v{index}.o" for index in range(len(conversions)))
    texts["main.tf"] = "\n".join([*lines, "}"])

    found = terraform(texts, None, Limits(instances=2_000)).plain("aws_cloudtrail.t")

    mine = []
    for index, (kind, value, _) in enumerate(conversions):
        made = found[f"a{index}"]
        refused = isinstance(made, str) and "does not match its type" in made
        mine.append([kind, value, ["error"] if refused else ["value", made]])
    assert conversions == mine
