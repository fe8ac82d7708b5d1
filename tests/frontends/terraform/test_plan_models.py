"""A plan and its source become the same model, and rules say the same of both.

The plans were made by Terraform 1.15 and the AWS provider 3.39, as ``record.py`` beside them tells.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from plan_differences import KNOWN_MORE, TOLD_LESS
from plan_models import CASES, contradictions, inputs_of, plan_model, source_model, texts_of

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.frontends.protocol import Inputs
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
    """Every rule, every subject, but where the plan knows more or by itself tells less."""
    source, beside, alone = (verdicts(tmp_path, case, kind) for kind in ("src", "both", "plan"))

    assert KNOWN_MORE.get(case, []) == differences(source, beside)
    told_less = [line for lines in TOLD_LESS.get(case, {}).values() for line in lines]
    assert sorted([*KNOWN_MORE.get(case, []), *told_less]) == differences(source, alone)


def differences(source: Verdicts, plan: Verdicts) -> list[str]:
    """Return where a plan's verdicts are not those of its source."""
    return [
        f"{rule} {subject}: {word(source, rule, subject)}, {word(plan, rule, subject)} in the plan"
        for rule, subject in sorted({*source, *plan})
        if source.get((rule, subject)) is not plan.get((rule, subject))
    ]


def word(verdicts: Verdicts, rule: str, subject: str) -> str:
    """Return a verdict's word; `none` where a rule does not judge a subject."""
    verdict = verdicts.get((rule, subject))
    return "none" if verdict is None else verdict.word


def verdicts(directory: Path, case: str, kind: str) -> Verdicts:
    """Return every verdict on a case's source, on its plan beside it, or on its plan alone."""
    target = directory / "case"
    shutil.rmtree(target, ignore_errors=True)
    for path, text in texts_of(case).items():
        if kind == ("src" if path == "plan.json" else "plan"):
            continue
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8")
    inputs = inputs_of(case) if kind == "src" else Inputs()
    files = tuple(str(target / path) for path in inputs.variable_files)
    options = Options(selected=("ALL",), inputs=replace(inputs, variable_files=files))
    path = target if kind == "src" else target / "plan.json"
    report = check([path], options, root=target)
    return {
        (one.rule.id, "account" if one.header is None else one.subject): one.verdict
        for one in report.outcomes
    }
