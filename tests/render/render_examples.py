"""Sources, outcomes and reports that the tests of the renderers share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from iacguard.core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from iacguard.core.outcome import Mark, Outcome
from iacguard.core.report import Report, Scanned
from iacguard.core.severity import Severity
from iacguard.core.source import Source, SourceSpan
from iacguard.core.verdict import Verdict
from iacguard.frontends.registry import DOWNLOAD_DIRECTORIES, NOTATIONS
from iacguard.render.presentation import Presentation, Repository
from iacguard.rules.rule import Remedy, Rule, Safety

SINGLE_REGION = Rule(
    id="CT101",
    name="trail-single-region",
    title="CloudTrail trail records only its home region",
    subject="trail",
    severity=Severity.MEDIUM,
    on=True,
    clause="records only its home region",
    checked="Passes when the trail is multi-region. Fails when it is not.",
    claim=None,
    options={},
    why="What happens in every other region leaves no trace.\nAttackers know that.\n",
    remedy=Remedy(
        set={"is_multi_region": True},
        text="record all regions",
        safety=Safety.SAFE,
        cli="aws cloudtrail update-trail --name <trail> --is-multi-region-trail",
        console="Open the trail and choose Apply trail to all regions",
    ),
    frameworks={
        "cis-aws-foundations": {"3.0.0": ("3.1",), "1.2.0": ("2.1",)},
        "aws-config": {"managed-rules": ("MULTI_REGION_CLOUD_TRAIL_ENABLED",)},
    },
    references=("https://docs.aws.amazon.com/awscloudtrail/latest/userguide/trails.html",),
)

NOT_LOGGING = replace(
    SINGLE_REGION,
    id="CT106",
    name="trail-not-logging",
    title="CloudTrail trail is switched off",
    severity=Severity.HIGH,
    clause="does not log",
)

PLAIN = Presentation(tool_version="0.1.0")

IN_GITHUB = Presentation(
    tool_version="0.1.0",
    rules=(SINGLE_REGION, NOT_LOGGING),
    root_prefix="live/eu west",
    repository=Repository(uri="git@github.com:acme/infra.git", revision="a" * 40, branch="main"),
)

TRAIL = Source(
    "infra/trail.tf",
    """\
resource "aws_cloudtrail" "main" {
  name                  = "main"
  is_multi_region_trail = var.multi_region
}
""",
)

VARIABLES = Source(
    "infra/variables.tf",
    """\
variable "multi_region" {
  type    = bool
  default = false
}
""",
)


def span_of(source: Source, text: str) -> SourceSpan:
    """Return where a text first stands in a source."""
    start = source.text.index(text)
    return source.span(start, start + len(text))


def mark_of(source: Source, text: str, label: str = "") -> Mark:
    """Return a mark on the first place of a text in a source."""
    return Mark(span_of(source, text), label)


def outcome_at(primary: Mark, **changes: Any) -> Outcome:
    """Return a failure of the single-region rule at a place."""
    failure = Outcome(
        rule=SINGLE_REGION.ref,
        subject="aws_cloudtrail.main",
        scope="infra",
        verdict=Verdict.FAIL,
        severity=Severity.MEDIUM,
        message="aws_cloudtrail.main records only its home region",
        primary=primary,
        fingerprint="0123456789abcdef0123456789abcdef",
    )
    return replace(failure, **changes)


def unread(span: SourceSpan, **changes: Any) -> Diagnostic:
    """Return an error at a place."""
    error = Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary="expected a value after `=`",
        detail="The rest of this file was not judged.",
        subject=span,
    )
    return replace(error, **changes)


def report_of(
    *outcomes: Outcome,
    sources: tuple[Source, ...] = (TRAIL, VARIABLES),
    diagnostics: tuple[Diagnostic, ...] = (),
    not_read: tuple[str, ...] = (),
) -> Report:
    """Return a report of a scan that read these sources."""
    return Report(
        outcomes=outcomes,
        diagnostics=diagnostics,
        scanned=Scanned(files=len(sources), scopes=1, subjects=len(outcomes), not_read=not_read),
        sources={source.path: source for source in sources},
        notations=NOTATIONS,
        downloads=DOWNLOAD_DIRECTORIES,
    )


EXPLAINED = outcome_at(
    mark_of(TRAIL, "var.multi_region", "false, from"),
    related=(mark_of(VARIABLES, "false", "default of var.multi_region"),),
    remedy="set is_multi_region_trail to true",
)
"""A failure with the way to the literal that decided it."""
