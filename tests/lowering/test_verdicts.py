"""Both languages get the same verdicts, rule by rule, on the same infrastructure."""

from __future__ import annotations

from pathlib import Path

import pytest
from model_text import label_of

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.options import Options
from iacguard.rules.catalog import Catalog, load_catalog
from iacguard.rules.subjects import ACCOUNT

CASES = Path(__file__).parents[1] / "fixtures" / "lowering"
ALIKE = [case for case in sorted(CASES.iterdir()) if not (case / "differs.txt").exists()]

# CloudFormation cannot switch MFA delete on, so whether it is on is unknown there.
ALL_BUT_MFA_DELETE = Options(selected=("CT",), ignored=("CT210",))


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The rules, read once for all cases."""
    return load_catalog()


def verdicts(file: Path, catalog: Catalog) -> set[tuple[str, str, Verdict]]:
    """Return each rule's verdict on each subject, which goes by the name that languages share."""
    report = check([file], ALL_BUT_MFA_DELETE, root=file.parent, catalog=catalog)
    of_accounts = {rule.id for rule in catalog.rules if rule.subject == ACCOUNT}
    return {
        (one.rule.id, "" if one.rule.id in of_accounts else label_of(one.subject), one.verdict)
        for one in report.outcomes
    }


@pytest.mark.parametrize("name", ["template.yaml", "template.json"])
@pytest.mark.parametrize("case", ALIKE, ids=lambda case: case.name)
def test_rules_say_the_same_of_both_languages(case: Path, name: str, catalog: Catalog) -> None:
    """A rule sees the model only, and never the language."""
    assert verdicts(case / "main.tf", catalog) == verdicts(case / name, catalog)
