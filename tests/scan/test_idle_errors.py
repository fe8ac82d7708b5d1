"""An error counts where a verdict may depend on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.options import Options

BROKEN = 'resource "aws_s3_bucket" "b" {\n  bucket =\n}\n'
TRAIL = 'resource "aws_cloudtrail" "main" {\n  name = "t"\n  s3_bucket_name = "logs"\n}\n'
TEMPLATE = "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: [\n"


def scanned(directory: Path, files, *paths: str, **options):
    """Return whether the scan is incomplete, and the level and summary of each diagnostic."""
    for name, text in files.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    named = [directory / path for path in paths or (".",)]
    report = check(named, Options(**options), root=directory)
    told = [(one.level.value, one.summary) for one in report.diagnostics]
    return report.scanned.incomplete, told


def note(errors: str, where: str):
    return ("note", f"{errors} in {where} without audit resources; no verdict depends on that")


NO_VALUE = ("error", "expected a value, found the end of the line")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"main.tf": BROKEN}, note("1 error is", "1 file")),
        ({"a/main.tf": BROKEN, "b/main.tf": BROKEN}, note("2 errors are", "2 files")),
        ({"t.yaml": TEMPLATE}, note("1 error is", "1 file")),
        ({"a/main.tf": BROKEN, "live/main.tf": TRAIL}, note("1 error is", "1 file")),
    ],
)
def test_an_error_beside_the_audit_pipeline_is_counted_in_one_note(tmp_path, files, expected):
    """The exit code is about the pipeline."""
    assert (False, [expected]) == scanned(tmp_path, files)


@pytest.mark.parametrize(
    "files",
    [
        {"main.tf": BROKEN, "trail.tf": TRAIL},
        {"main.tf": BROKEN + "# CloudTrail\n"},
        {"main.tf": BROKEN.replace('"b"', '"\\u0063loudtrail"')},
        {"main.tf": ('module "m" {\n  source = "./m"\n}\n'), "m/a.tf": BROKEN, "m/t.tf": TRAIL},
    ],
    ids=["in the trail's root", "mentioned", "spelled otherwise", "in a module of the trail"],
)
def test_an_error_that_a_verdict_may_depend_on_counts(tmp_path, files):
    """In a scope with a trail, and in a file that may declare one."""
    assert (True, [NO_VALUE]) == scanned(tmp_path, files)


def test_a_file_that_is_named_counts(tmp_path):
    """Who names it wants it read."""
    assert (True, [NO_VALUE]) == scanned(tmp_path, {"main.tf": BROKEN}, "main.tf")


def test_strict_makes_every_error_count(tmp_path):
    """For those who keep all of their code clean."""
    files = {"a/main.tf": BROKEN, "b/main.tf": BROKEN}

    assert (True, [NO_VALUE, NO_VALUE]) == scanned(tmp_path, files, strict=True)


def test_a_rule_that_is_ignored_fails_nothing(tmp_path):
    """Whoever ignores the rule on unread files means it."""
    files = {"main.tf": BROKEN, "trail.tf": TRAIL}

    assert (False, []) == scanned(tmp_path, files, ignored=("IG001",))
