"""An attribute that iacguard does not know makes no pass of what it stands in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.frontends.cloudformation.tables.all import TABLES as CLOUDFORMATION
from iacguard.frontends.terraform.tables.all import TABLES as TERRAFORM
from iacguard.options import Options
from iacguard.rules.catalog import Catalog, load_catalog

Verdicts: TypeAlias = "dict[tuple[str, str], tuple[Verdict, str]]"
"""By rule and subject: the verdict, and the reason of an unknown one."""

EXAMPLES = Path(__file__).parents[2] / "examples" / "complete"
# What no pass rests on: they stand beside the trail's own buckets and keys, or prove again what
# something else proves.
BESIDE = {
    "aws_kms_alias.this",
    "aws_s3_bucket_lifecycle_configuration.access_logs",
    "aws_s3_bucket_ownership_controls.access_logs",
    "aws_s3_bucket_ownership_controls.logs",
    "aws_s3_bucket_public_access_block.access_logs",
    "aws_s3_bucket_public_access_block.logs",
    "aws_s3_bucket_server_side_encryption_configuration.logs",
    "aws_s3_bucket_versioning.access_logs",
    "LakeKey",
    "TrailKeyAlias",
}
# One control of CT4xx stands for all: they ask the same of what they rest on.
RULES = ("CT1", "CT2", "CT3", "CT405", "CT417", "CT5")
HEADER = re.compile(r'^resource "(\w+)" "(\w+)" \{$', re.MULTILINE)
LOGICAL_ID = re.compile(r"^  (\w+):\n(?:    .*\n)*?    Type: (AWS::\S+)$", re.MULTILINE)
PROPERTIES = re.compile(r"^    Properties:$", re.MULTILINE)


def places() -> Iterator[tuple[str, str, int, str]]:
    """Yield each resource of the examples that a table reads: where an attribute may be added.

    Its name, the file, where in it, and the text of the attribute.
    """
    for file in sorted((EXAMPLES / "terraform").rglob("*.tf")):
        path = file.relative_to(EXAMPLES).as_posix()
        for found in HEADER.finditer(file.read_text(encoding="utf-8")):
            if found[1] in TERRAFORM.types():
                name = f"{found[1]}.{found[2]}"
                yield name, path, found.end(), '\n  invented = "x"'
    for file in sorted((EXAMPLES / "cloudformation").glob("*.yaml")):
        path = file.relative_to(EXAMPLES).as_posix()
        text = file.read_text(encoding="utf-8")
        for found in LOGICAL_ID.finditer(text):
            at = PROPERTIES.search(text, found.end())
            if found[2] in CLOUDFORMATION.types() and at is not None:
                yield found[1], path, at.end(), "\n      Invented: x"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def passing(catalog: Catalog) -> dict[str, Verdicts]:
    """What the rules say of the examples as they are, by language."""
    return {
        language: verdicts(EXAMPLES / language, catalog)
        for language in ("terraform", "cloudformation")
    }


def verdicts(directory: Path, catalog: Catalog) -> Verdicts:
    """Return the verdict and the reason of each rule on each subject."""
    report = check(directory, Options(selected=RULES), root=directory, catalog=catalog)
    return {(one.rule.id, one.subject): (one.verdict, one.reason) for one in report.outcomes}


# Every fourth place is tried in the suite, and all of them with the long tests.
@pytest.mark.parametrize(
    ("name", "path", "offset", "invented"),
    [
        pytest.param(*place, id=place[0], marks=[pytest.mark.long] if index % 4 else [])
        for index, place in enumerate(places())
    ],
)
def test_an_invented_attribute_turns_passes_into_unknowns(
    name: str,
    path: str,
    offset: int,
    invented: str,
    tmp_path: Path,
    catalog: Catalog,
    passing: dict[str, Verdicts],
) -> None:
    """What passes no longer is proven, and says so; what fails still does."""
    language, _, inner = path.partition("/")
    shutil.copytree(EXAMPLES / language, tmp_path / "tree")
    file = tmp_path / "tree" / inner
    before = passing[language]
    text = file.read_text(encoding="utf-8")
    file.write_text(text[:offset] + invented + text[offset:], encoding="utf-8")

    after = verdicts(tmp_path / "tree", catalog)

    changed = {key: found for key, found in after.items() if found[0] is not before[key][0]}
    assert before.keys() == after.keys()
    assert (name in BESIDE) is not bool(changed)
    assert all(before[key][0] is Verdict.PASS for key in changed)
    assert all(found[0] is Verdict.UNKNOWN for found in changed.values())
    word = invented.split()[0].rstrip(":")
    assert all(f"`{word}`" in reason for _, reason in changed.values())
