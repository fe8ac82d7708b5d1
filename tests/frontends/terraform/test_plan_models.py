"""A plan and its source become the same model, and rules say the same of both.

The plans were made by Terraform 1.15 and the AWS provider 3.39, as ``record.py`` beside them tells.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from plan_models import CASES, PLANS, contradictions, plan_model, source_model

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.options import Options

Verdicts = dict[tuple[str, str], Verdict]


@pytest.mark.parametrize("case", CASES)
def test_a_plan_by_itself_contradicts_its_source_in_nothing(case: str) -> None:
    """The same entities, with equal values wherever both are known."""
    plan = plan_model(case, is_alone=True)

    assert [] == contradictions(source_model(case), plan)


@pytest.mark.parametrize("case", CASES)
def test_a_plan_beside_its_source_contradicts_it_in_nothing(case: str) -> None:
    """The same entities, with equal values wherever both are known."""
    plan = plan_model(case, is_alone=False)

    assert [] == contradictions(source_model(case), plan)


@pytest.mark.parametrize("case", CASES)
def test_rules_say_of_a_plan_what_they_say_of_its_source(tmp_path: Path, case: str) -> None:
    """Every rule, every subject; a plan may decide what the source leaves open."""
    source, beside, alone = (verdicts(tmp_path, case, kind) for kind in ("src", "both", "plan"))

    assert source.keys() == beside.keys() == alone.keys()
    assert {} == {key: found for key, found in beside.items() if not agrees(found, source[key])}
    assert {} == {
        key: found
        for key, found in alone.items()
        if found is not Verdict.UNKNOWN and not agrees(found, source[key])
    }


def agrees(plan: Verdict, source: Verdict) -> bool:
    """Return whether a plan's verdict is the source's, or decides what that leaves open."""
    return source in (plan, Verdict.UNKNOWN)


def verdicts(directory: Path, case: str, kind: str) -> Verdicts:
    """Return every verdict on a case's source, on its plan beside it, or on its plan alone."""
    target = directory / "case"
    shutil.rmtree(target, ignore_errors=True)
    left_out = {"src": ["plan.json"], "both": [], "plan": ["*.tf", "*.tf.json", "*.tfvars*"]}
    shutil.copytree(PLANS / case, target, ignore=shutil.ignore_patterns(*left_out[kind]))
    path = target if kind == "src" else target / "plan.json"
    report = check([path], Options(selected=("ALL",)), root=target)
    found: Verdicts = {}
    for outcome in report.outcomes:
        is_account = outcome.subject in (outcome.scope, "the account")
        found[outcome.rule.id, "account" if is_account else outcome.subject] = outcome.verdict
    return found
