"""The complete examples work as they are, and every one of their parts is needed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from cloudformation_mutations import MUTATIONS as CLOUDFORMATION
from mutations import Mutation
from terraform_mutations import MUTATIONS as TERRAFORM

from iacguard.api import check
from iacguard.core.outcome import Mark, Outcome
from iacguard.core.report import Report
from iacguard.core.verdict import Verdict
from iacguard.options import Options
from iacguard.rules.catalog import Catalog, load_catalog

EXAMPLES = Path(__file__).parents[2] / "examples" / "complete"

NAMED_IN_README = {
    "terraform": {
        Verdict.FAIL: {
            "CT110 module.trail.aws_cloudtrail.this",
            "CT210 module.storage.aws_s3_bucket.logs",
        },
        Verdict.UNKNOWN: set(),
    },
    "cloudformation": {
        Verdict.FAIL: {"CT110 Trail"},
        Verdict.UNKNOWN: {"CT210 LogBucket"},
    },
}

CASES = [
    *(("terraform", mutation) for mutation in TERRAFORM),
    *(("cloudformation", mutation) for mutation in CLOUDFORMATION),
]

EVERY = 4
"""Of so many changes the suite makes one; all of them are made with the long tests."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.mark.parametrize("language", ["terraform", "cloudformation"])
def test_a_complete_example_reports_what_its_readme_names(language: str, catalog: Catalog) -> None:
    """The pipeline works: under all rules nothing is reported but two choices."""
    report = scanned(EXAMPLES / language, catalog)

    assert NAMED_IN_README[language] == {
        verdict: set(said(report, verdict)) for verdict in (Verdict.FAIL, Verdict.UNKNOWN)
    }
    assert () == report.diagnostics


@pytest.mark.parametrize(
    ("mutations", "without"),
    [
        (TERRAFORM, set()),
        # CloudFormation can neither switch MFA delete on nor delete a bucket that holds objects.
        (CLOUDFORMATION, {"CT210", "CT212"}),
    ],
    ids=["terraform", "cloudformation"],
)
def test_every_control_is_decided_by_some_mutation(
    mutations: Iterable[Mutation], without: set[str], catalog: Catalog
) -> None:
    """No control passes on the example for want of anything to judge."""
    decided = {claim.split()[0] for m in mutations for claim in (*m.fails, *m.mends)}

    assert {rule.id for rule in catalog.rules if rule.claim is not None} - without == decided


@pytest.mark.parametrize(
    ("language", "mutation"),
    [
        pytest.param(
            language,
            mutation,
            id=f"{language}-{mutation.name}",
            marks=[pytest.mark.long] if index % EVERY else [],
        )
        for index, (language, mutation) in enumerate(CASES)
    ],
)
def test_a_mutation_is_reported_by_its_controls_alone(
    language: str, mutation: Mutation, tmp_path: Path, catalog: Catalog
) -> None:
    """One change of the pipeline fails exactly the controls that it breaks, where it was made."""
    project = tmp_path / language
    shutil.copytree(EXAMPLES / language, project)
    lines = changed(project, mutation)
    named = NAMED_IN_README[language]

    report = scanned(project, catalog)

    failed, unknown = (said(report, verdict) for verdict in (Verdict.FAIL, Verdict.UNKNOWN))
    assert {*named[Verdict.FAIL], *mutation.fails} - {*mutation.mends} == set(failed)
    assert {*named[Verdict.UNKNOWN], *mutation.unknown} - {*mutation.mends} == set(unknown)
    assert [] == [
        (claim, outcome.primary, outcome.related)
        for claim, outcome in {**failed, **unknown}.items()
        if claim in {*mutation.fails, *mutation.unknown} and not touches(outcome, lines)
    ]


def scanned(project: Path, catalog: Catalog) -> Report:
    """Return what all rules say of a project."""
    return check([project], Options(selected=("ALL",)), root=project, catalog=catalog)


def said(report: Report, verdict: Verdict) -> dict[str, Outcome]:
    """Return the outcomes of one verdict, by rule and subject."""

    def subject(outcome: Outcome) -> str:
        # A template's account is called like the template.
        return "the account" if outcome.subject == outcome.scope else outcome.subject

    return {
        f"{outcome.rule.id} {subject(outcome)}": outcome
        for outcome in report.outcomes
        if outcome.verdict is verdict
    }


def changed(project: Path, mutation: Mutation) -> tuple[str, range]:
    """Make a change, and return the file and the lines that have to be reported."""
    edits = [(mutation.file, mutation.old, mutation.new)]
    edits += [mutation.also] if mutation.also else []
    for name, old, new in edits:
        text = (project / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} holds {text.count(old)} of {old!r}"
        (project / name).write_text(text.replace(old, new), encoding="utf-8")
    file = mutation.at_file or mutation.file
    text, place = (project / file).read_text(encoding="utf-8"), mutation.at or mutation.new
    assert text.count(place) == 1, f"{file} holds {text.count(place)} of {place!r}"
    first = text[: text.index(place)].count("\n") + 1
    return file, range(first, first + max(len(place.splitlines()), 1))


def touches(outcome: Outcome, place: tuple[str, range]) -> bool:
    """Return whether a mark of an outcome lies on one of some lines."""
    file, lines = place
    marks: Iterable[Mark] = (outcome.primary, *outcome.related)
    return any(
        mark.span.path == file
        and mark.span.start.line < lines.stop
        and mark.span.end.line >= lines.start
        for mark in marks
    )
