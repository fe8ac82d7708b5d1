"""Where there is no trail, one outcome stands for all rules that need one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.core.severity import Severity
from iacguard.options import Options
from iacguard.render.json_v1 import json_v1
from iacguard.render.presentation import Presentation
from iacguard.render.text import text
from iacguard.rules.catalog import load_catalog

OTHER = 'resource "aws_s3_bucket" "b" {\n  bucket = "b"\n}\n'
TRAIL = 'resource "aws_cloudtrail" "main" {\n  name = "t"\n  s3_bucket_name = "logs"\n}\n'
FOLLOWERS = ("CT107", "CT108", *(f"CT{number}" for number in range(401, 417)))


def scanned(directory: Path, files, **options):
    for name, content in files.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return check(directory, Options(**options), root=directory)


def of_account(report):
    """Return the rule, the verdict and the followers of each outcome on the account."""
    return [
        (one.rule.id, one.verdict.word, one.stands_for)
        for one in report.outcomes
        if one.header is None
    ]


def test_the_rule_files_say_which_rules_follow():
    """It is data that an auditor can read."""
    follows = {rule.id: rule.follows for rule in load_catalog().rules if rule.follows}

    assert dict.fromkeys(FOLLOWERS, "CT102") == follows


@pytest.mark.parametrize(("require_trail", "verdict"), [(False, "unknown"), (True, "fail")])
def test_one_outcome_stands_for_all(tmp_path, require_trail, verdict):
    """That of the rule that the others follow."""
    options = {"selected": ("ALL",), "require_trail": require_trail}

    found = of_account(scanned(tmp_path, {"main.tf": OTHER}, **options))
    assert [("CT102", verdict, FOLLOWERS)] == found


def test_the_first_stands_where_the_other_is_not_judged(tmp_path):
    """Somebody asked for these alone."""
    found = of_account(scanned(tmp_path, {"main.tf": OTHER}, selected=("CT107", "CT4")))

    assert [("CT107", "unknown", FOLLOWERS[2:])] == found


def test_beside_a_trail_each_rule_speaks_for_itself(tmp_path):
    """What is missing then differs from rule to rule."""
    found = of_account(scanned(tmp_path, {"main.tf": TRAIL}, selected=("CT102", "CT107", "CT401")))

    assert ["CT102", "CT107", "CT401"] == sorted(rule for rule, _, _ in found)
    assert {()} == {followers for _, _, followers in found}


def test_what_weighs_more_is_told_by_itself(tmp_path):
    """A user who makes a rule critical wants to see it."""
    report = scanned(
        tmp_path,
        {"main.tf": OTHER},
        selected=("CT102", "CT107", "CT108"),
        require_trail=True,
        severities={"CT107": Severity.CRITICAL},
    )

    assert [("CT102", "fail", ("CT108",)), ("CT107", "fail", ())] == sorted(of_account(report))


def test_reports_name_the_rules(tmp_path):
    """In JSON all of them, in text the first ones."""
    report = scanned(tmp_path, {"main.tf": OTHER}, selected=("ALL",), require_trail=True)
    presentation = Presentation(tool_version="0.1.0")
    document = json.loads(json_v1(report, presentation))

    assert [list(FOLLOWERS)] == [one["stands_for"] for one in document["outcomes"]]
    assert "\n  CT107, CT108, CT401 and 15 more rules need a trail, too\n" in text(
        report, presentation
    )


@pytest.mark.parametrize(("roots", "is_told"), [(2, False), (3, True)])
def test_many_roots_without_a_trail_are_to_be_named_as_accounts(tmp_path, roots, is_told):
    """They are hardly all accounts of their own."""
    files = {f"r{number}/main.tf": OTHER for number in range(roots)}
    report = scanned(tmp_path, files, selected=("ALL",), require_trail=True)
    said = (
        f"{roots} roots and stacks without a trail are judged as accounts of their own: name the "
        "accounts that they make up in [[accounts]] of the configuration\n"
    )

    assert is_told is (said in text(report, Presentation(tool_version="0.1.0")))
