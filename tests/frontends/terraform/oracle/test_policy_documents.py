"""Policy documents are written as the AWS provider writes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from record_policies import documents
from test_oracle import LIMITS, Folder, Names

from iacguard.core.source import Source
from iacguard.frontends.terraform.blocks import WrittenAttribute, WrittenBlock, evaluate_body
from iacguard.frontends.terraform.environment import Budget, Environment
from iacguard.frontends.terraform.evaluate import Evaluator
from iacguard.frontends.terraform.functions import FUNCTIONS
from iacguard.frontends.terraform.parse import parse
from iacguard.frontends.terraform.policy_document import render
from iacguard.frontends.terraform.values import (
    CallContext,
    EvaluationError,
    TerraformValue,
)

RECORDED = json.loads((Path(__file__).parent / "policies.json").read_text(encoding="utf-8"))


def rendered(body: str) -> TerraformValue:
    """Return what we make of the body of a data source."""
    source = Source("policy.tf", body)
    file = parse(source, LIMITS)
    assert file.diagnostics == ()
    evaluator = Evaluator(FUNCTIONS, Budget(100_000, 100_000))
    context = CallContext(
        limits=LIMITS,
        files=Folder(),
        module_directory="",
        root_directory="",
        render=lambda source, variables: pytest.fail("no template file is rendered"),
    )
    environment = Environment(source=source, names=Names())
    found = evaluate_body(
        {name: WrittenAttribute(each, source) for name, each in file.body.attributes.items()},
        [WrittenBlock(block, source) for block in file.body.blocks],
        environment,
        lambda expression, inner: evaluator.evaluate(expression, inner, context),
    )
    return render(found)


@pytest.mark.parametrize("title", RECORDED)
def test_a_document_is_what_the_provider_makes_of_it(title: str) -> None:
    """The text equals the provider's to the byte; what it refuses, we refuse."""
    try:
        text = rendered(documents()[title]).content
    except EvaluationError:
        text = None

    assert RECORDED[title] == text
