"""Sensitive values of Terraform are in no report, whatever rule speaks of them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.core.limits import Limits
from iacguard.core.verdict import Verdict
from iacguard.frontends.protocol import FrontendRequest
from iacguard.frontends.terraform.frontend import TerraformFrontend
from iacguard.options import Options
from iacguard.render.presentation import Presentation
from iacguard.render.registry import RENDERERS
from iacguard.rules.catalog import load_catalog
from iacguard.scan.redaction import hidden_texts, without
from iacguard.scan.tree import Tree

CASE = Path(__file__).parent / "fixtures" / "plans" / "sensitive_everywhere"
SECRETS = ("canary", "86420")


def reports(path: Path, root: Path) -> dict[str, str]:
    """Return every report that there is, with every verdict of every rule."""
    report = check([path], Options(selected=("ALL",)), root=root)
    assert {Verdict.FAIL, Verdict.PASS} <= {one.verdict for one in report.outcomes}
    presentation = Presentation(
        tool_version="1", rules=load_catalog().rules, shown=frozenset(Verdict), width=200
    )
    return {name: render(report, presentation) for name, render in RENDERERS.items()}


def shown(path: Path, root: Path) -> list[tuple[str, str]]:
    """Return the reports that show a secret."""
    return [
        (name, secret)
        for name, text in reports(path, root).items()
        for secret in SECRETS
        if secret in text
    ]


@pytest.mark.parametrize("name", ["main.tf", "plan.json"])
def test_no_report_shows_what_the_source_says_is_sensitive(tmp_path: Path, name: str) -> None:
    """Names, policies, numbers and patterns that are made of sensitive variables."""
    shutil.copytree(CASE, tmp_path, dirs_exist_ok=True)

    assert [] == shown(tmp_path / name, tmp_path)


@pytest.mark.parametrize("indent", [None, 1])
def test_no_report_shows_what_a_plan_says_is_sensitive(tmp_path: Path, indent: int | None) -> None:
    """A plan holds secrets as plain text, all on one line as Terraform writes it."""
    plan = json.loads((CASE / "plan.json").read_text(encoding="utf-8"))
    (tmp_path / "plan.json").write_text(json.dumps(plan, indent=indent), encoding="utf-8")

    assert [] == shown(tmp_path / "plan.json", tmp_path)


def test_a_secret_is_hidden_in_a_longer_text(tmp_path: Path) -> None:
    """A message may hold an ARN, and that the sensitive name of a trail; the way to it as well."""
    (tmp_path / "main.tf").write_text(SOURCE, encoding="utf-8")
    (outcome,) = check([tmp_path], Options(selected=("CT101",)), root=tmp_path).outcomes
    said = "the trail is not `arn:aws:cloudtrail:eu-west-1:111122223333:trail/canary-trail`"
    told = replace(outcome, message=said, primary=replace(outcome.primary, label="canary"))

    (hidden,) = without([told], ["canary", "canary-trail"])

    expected = said.replace("canary-trail", "…")
    assert (expected, "…") == (hidden.message, hidden.primary.label)


def test_sensitive_texts_of_a_model_are_found_wherever_they_stand(tmp_path: Path) -> None:
    """Names and what follows from them, and the known piece of a name that is half known."""
    (tmp_path / "main.tf").write_text(SOURCE, encoding="utf-8")
    tree = Tree(tmp_path, Limits())
    (scope,) = TerraformFrontend().scopes(FrontendRequest(files=tree, candidates=("main.tf",)))
    model = scope.deployments[0].model

    assert frozenset({"canary-trail", "canary-prefix-"}) == hidden_texts(model)


SOURCE = """
variable "secret" {
  sensitive = true
  default   = "canary"
}

resource "aws_s3_bucket" "logs" {}

resource "aws_cloudtrail" "main" {
  name           = "${var.secret}-trail"
  s3_bucket_name = "central-logs"
  s3_key_prefix  = "${var.secret}-prefix-${aws_s3_bucket.logs.id}"
}
"""
