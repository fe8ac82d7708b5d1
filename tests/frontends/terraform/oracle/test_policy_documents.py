"""Policy documents are written as the AWS provider writes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from record_policies import documents
from test_oracle import LIMITS, Folder, Names

from iacguard.core.source import Source
from iacguard.core.value import Hole, Known, Symbol, Unknown
from iacguard.frontends.terraform.expressions.environment import Budget, Environment
from iacguard.frontends.terraform.expressions.evaluate import Evaluator
from iacguard.frontends.terraform.functions import FUNCTIONS
from iacguard.frontends.terraform.modules.blocks import (
    WrittenAttribute,
    WrittenBlock,
    evaluate_body,
)
from iacguard.frontends.terraform.policies.document import render
from iacguard.frontends.terraform.syntax.file import parse
from iacguard.frontends.terraform.values.values import (
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


STATEMENT = """statement {
  sid       = "A"
  actions   = ["s3:PutObject"]
  resources = ["arn:aws:s3:::logs-${terraform_data.u.id}/*"]
}
"""
OPEN_TEXT = Symbol("terraform_data.u.id")


def test_a_partly_known_resource_stays_in_the_text() -> None:
    """Everything but the unknown piece is known, and the structure says where each stands."""
    found = rendered(STATEMENT)

    before = (
        '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Sid": "A",\n'
        '      "Effect": "Allow",\n      "Action": "s3:PutObject",\n'
        '      "Resource": "arn:aws:s3:::logs-'
    )
    assert (before, OPEN_TEXT, '/*"\n    }\n  ]\n}') == found.parts
    assert "terraform_data.u is not deployed yet" == found.reason


def test_each_statement_keeps_the_place_of_its_block() -> None:
    """The structure's statements and values point at what is written."""
    found = rendered(STATEMENT)

    assert isinstance(found.encodes, Known)
    statement = found.encodes.value["Statement"].value[0]
    action = statement.value["Action"]
    lines = [value.provenance[0].span.start.line for value in (statement, action)]
    assert [1, 3] == lines


def test_an_unknown_among_sorted_values_opens_their_order() -> None:
    """Which resource comes first is not known, so the text has a hole for all of them."""
    found = rendered(STATEMENT.replace('/*"]', '/*", "b"]'))

    assert Hole() in found.parts
    assert isinstance(found.encodes, Known)
    resources = found.encodes.value["Statement"].value[0].value["Resource"].value
    assert "b" == resources[0].value
    assert ("arn:aws:s3:::logs-", OPEN_TEXT, "/*") == resources[1].parts


def test_an_unknown_number_of_statements_keeps_the_certain_ones() -> None:
    """A dynamic block over an unknown leaves the written statements certain."""
    dynamic = (
        'dynamic "statement" {\n  for_each = split(",", terraform_data.u.id)\n'
        "  content {\n    actions = [statement.value]\n  }\n}\n"
    )
    found = rendered(STATEMENT + dynamic)

    assert isinstance(found.encodes, Known)
    statements = found.encodes.value["Statement"]
    assert isinstance(statements, Unknown)
    assert ["A"] == [each.value["Sid"].value for each in statements.elements]


def test_an_unknown_source_may_bring_statements() -> None:
    """A source that is not known leaves open what else is allowed."""
    found = rendered("source_policy_documents = [terraform_data.u.id]\n" + STATEMENT)

    assert isinstance(found.encodes, Known)
    statements = found.encodes.value["Statement"]
    assert isinstance(statements, Unknown)
    assert "terraform_data.u is not deployed yet" == statements.reason
    assert 1 == len(statements.elements)


def test_an_unknown_override_may_replace_every_statement_with_a_sid() -> None:
    """Only statements without a sid are certain to stay."""
    without_sid = 'statement {\n  actions = ["b"]\n}\n'
    found = rendered("override_json = terraform_data.u.id\n" + STATEMENT + without_sid)

    assert isinstance(found.encodes, Known)
    statements = found.encodes.value["Statement"]
    assert isinstance(statements, Unknown)
    assert ["b"] == [each.value["Action"].value for each in statements.elements]


def test_a_source_made_by_jsonencode_keeps_its_unknown_pieces() -> None:
    """The structure behind a partly known text is joined, not lost."""
    source = (
        'source_json = jsonencode({ Statement = [{ Sid = "S", Effect = "Deny", Action = "*",\n'
        "  Resource = terraform_data.u.id }] })\n"
    )
    found = rendered(source)

    assert isinstance(found.encodes, Known)
    statement = found.encodes.value["Statement"].value[0].value
    assert ("Deny", (OPEN_TEXT,)) == (statement["Effect"].value, statement["Resource"].parts)
