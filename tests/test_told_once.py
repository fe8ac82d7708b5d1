"""A plan and its source in one scan: what both say is told once, and neither silences the other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.errors import UsageError
from iacguard.frontends.protocol import Inputs
from iacguard.options import Account, Options

CASE = Path(__file__).parent / "fixtures" / "plans" / "single_trail"
ONE = Options(selected=("CT101", "IG002"))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a repository with a source and its plan in `infra`."""
    (tmp_path / ".git").mkdir()
    shutil.copytree(CASE, tmp_path / "infra")
    return tmp_path


def told(tree: Path, *paths: str, options: Options = ONE) -> list[str]:
    """Return the findings and notes of a scan, a line each."""
    report = check([tree / path for path in paths or ("",)], options)
    return [
        f"{one.verdict.word} {one.rule.id} {one.subject} of {one.scope}"
        f" {one.primary.span.path}:{one.primary.span.start.line}"
        for one in report.outcomes
    ] + [f"{one.rule} {one.subject.path} {one.summary}" for one in report.diagnostics]


def planned_otherwise(tree: Path) -> None:
    """Let the plan be of a trail that records every region."""
    plan = tree / "infra" / "plan.json"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace('_trail": false', '_trail": true'), encoding="utf-8")


def test_what_both_say_is_told_once(tree: Path) -> None:
    """The source's outcome stays, so that a finding keeps its identity with and without a plan."""
    (tree / "infra" / "second.json").write_bytes((tree / "infra" / "plan.json").read_bytes())

    assert ["fail CT101 aws_cloudtrail.main of infra infra/main.tf:1"] == told(tree)
    assert ["fail CT101 aws_cloudtrail.main of infra/plan.json infra/main.tf:1"] == told(
        tree, "infra/plan.json"
    )


def test_what_is_said_of_the_account_is_told_once(tree: Path) -> None:
    """Its place is the source's first file, for the plan as well."""
    options = Options(selected=("CT102",))

    assert ["fail CT102 infra of infra infra/main.tf:1"] == told(tree, options=options)


def test_a_plan_silences_nothing(tree: Path) -> None:
    """The plan may be an old one: where it passes, the source still fails."""
    planned_otherwise(tree)

    assert [
        "fail CT101 aws_cloudtrail.main of infra infra/main.tf:1",
        "pass CT101 aws_cloudtrail.main of infra/plan.json infra/main.tf:1",
    ] == told(tree)


def test_a_source_that_changed_is_named_and_both_are_judged(tree: Path) -> None:
    """What the plan was made of is compared by names and by values."""
    main = tree / "infra" / "main.tf"
    written = main.read_text(encoding="utf-8")
    fails = "fail CT101 aws_cloudtrail.main of infra infra/main.tf:1"

    main.write_text(written.replace("central", "other"), encoding="utf-8")
    note = "IG002 infra/plan.json aws_cloudtrail.main is different in the source"
    assert [fails, note] == told(tree)

    main.write_text(written.replace('"main" {', '"renamed" {'), encoding="utf-8")
    renamed = "fail CT101 aws_cloudtrail.renamed of infra infra/main.tf:1"
    apart = "fail CT101 aws_cloudtrail.main of infra/plan.json infra/plan.json:60"
    assert [renamed, apart] == told(tree)

    main.write_text(written + 'resource "aws_cloudtrail" "more" {}\n', encoding="utf-8")
    note = "the source differs from the plan: aws_cloudtrail.more is only in the source"
    assert f"IG002 infra/plan.json {note}" in told(tree)


def test_a_plan_that_lies_elsewhere_is_told_its_source(tree: Path) -> None:
    """Its own directory, one that is named, or one above it with the same declarations."""
    (tree / "build").mkdir()
    (tree / "infra" / "plan.json").rename(tree / "build" / "plan.json")
    (tree / "empty").mkdir()
    (tree / "empty" / "main.tf").write_text("locals {}\n", encoding="utf-8")
    alone = "fail CT101 aws_cloudtrail.main of build/plan.json build/plan.json:60"
    beside = "fail CT101 aws_cloudtrail.main of build/plan.json infra/main.tf:1"

    def named(*names: str) -> Options:
        places = tuple(str(tree / name) for name in names)
        return Options(selected=ONE.selected, inputs=Inputs(plan_sources=places))

    assert [alone] == told(tree, "build")
    assert [beside] == told(tree, "build", options=named("infra"))
    assert [beside] == told(tree, "build", options=named("empty", "infra"))
    note = "IG002 build/plan.json no directory of --plan-source matches this plan"
    assert [alone, note] == told(tree, "build", options=named("empty"))
    with pytest.raises(UsageError, match="nowhere: no such directory"):
        told(tree, "build", options=named("nowhere"))


def test_a_plan_below_its_source_finds_it(tree: Path) -> None:
    """Only where the directory above declares just what the plan does."""
    (tree / "infra" / "build").mkdir()
    (tree / "infra" / "plan.json").rename(tree / "infra" / "build" / "plan.json")
    found = "fail CT101 aws_cloudtrail.main of infra infra/main.tf:1"
    apart = "fail CT101 aws_cloudtrail.main of infra/build/plan.json infra/build/plan.json:60"

    assert [found] == told(tree)

    with (tree / "infra" / "main.tf").open("a", encoding="utf-8") as stream:
        stream.write('resource "aws_s3_bucket" "more" {}\n')
    assert [apart, found] == told(tree)


def test_an_account_has_no_trail_twice(tree: Path) -> None:
    """In an account, a plan whose source is scanned is judged by itself."""
    account = Account(name="production", paths=("infra",), base=tree)
    options = Options(selected=("CT101",), accounts=(account,))
    planned_otherwise(tree)

    assert [
        "pass CT101 aws_cloudtrail.main of infra/plan.json infra/main.tf:1",
        "fail CT101 aws_cloudtrail.main of production infra/main.tf:1",
    ] == told(tree, options=options)
    assert ["pass CT101 aws_cloudtrail.main of production infra/main.tf:1"] == told(
        tree, "infra/plan.json", options=options
    )


def test_plans_of_one_source_are_told_apart_where_they_differ(tree: Path) -> None:
    """Two deployments of one root, of which one fails."""
    shutil.copy(tree / "infra" / "plan.json", tree / "infra" / "staging.json")
    planned_otherwise(tree)
    (tree / "infra" / "plan.json").rename(tree / "infra" / "production.json")

    assert [
        "fail CT101 aws_cloudtrail.main of infra/staging.json infra/main.tf:1",
        "pass CT101 aws_cloudtrail.main of infra/production.json infra/main.tf:1",
    ] == sorted(told(tree, "infra/production.json", "infra/staging.json"))


def test_a_plan_without_configuration_is_that_of_its_directory(tree: Path) -> None:
    """Some tools leave the section out; nothing is compared then but values."""
    plan = tree / "infra" / "plan.json"
    whole = json.loads(plan.read_text(encoding="utf-8"))
    del whole["configuration"]
    plan.write_text(json.dumps(whole), encoding="utf-8")

    assert ["fail CT101 aws_cloudtrail.main of infra infra/main.tf:1"] == told(tree)


def test_how_a_provider_rewrites_a_value_is_no_change(tree: Path) -> None:
    """Numbers and booleans as texts, blanks around a text, and JSON with other line breaks."""
    main = tree / "infra" / "main.tf"
    written = main.read_text(encoding="utf-8")
    rewritten = written.replace('"central-logs"', '" central-logs "\n  enable_logging = "true"')

    main.write_text(rewritten, encoding="utf-8")

    assert ["fail CT101 aws_cloudtrail.main of infra infra/main.tf:1"] == told(tree)
