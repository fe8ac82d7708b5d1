"""AWS's own policies for CloudTrail work; with one thing changed they do not."""

from __future__ import annotations

import pytest
from documented_policies import broken, kept
from storage_builders import as_json, tree

from iacguard.core.verdict import Verdict

BROKEN = list(broken())
KEPT = list(kept())
FORMS = {"json": as_json, "tree": tree}


def names(cases):
    return [name.replace(" ", "-") for name, _, _ in cases]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "documented", "document"), KEPT, ids=names(KEPT))
def test_a_documented_policy_works(name, documented, document, form):
    """As documented, or changed where CloudTrail does not mind, the policy is enough."""
    assert Verdict.PASS is documented.judge(FORMS[form](document)).verdict


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "documented", "document"), BROKEN, ids=names(BROKEN))
def test_one_change_breaks_it(name, documented, document, form):
    """With one thing taken away, changed or denied, the policy is not enough."""
    assert Verdict.FAIL is documented.judge(FORMS[form](document)).verdict


def test_there_are_enough_cases():
    """The table holds more than 150 ways to break a documented policy."""
    assert len(BROKEN) > 150
