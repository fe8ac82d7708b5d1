"""ARNs taken apart."""

from __future__ import annotations

import pytest

from iacguard.core.text import ACCOUNT, PARTITION, REGION
from iacguard.core.value import Hole, Symbol
from iacguard.iam.arn import account_of, fields_of, region_of
from iacguard.iam.match import Wildcard

OPEN = Symbol("open")
TRAIL = ("arn:", PARTITION, ":cloudtrail:", REGION, ":", ACCOUNT, ":trail/main")


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (
            TRAIL,
            (("arn",), (PARTITION,), ("cloudtrail",), (REGION,), (ACCOUNT,), ("trail/main",)),
        ),
        (("arn:aws:s3:::b:", OPEN), (("arn",), ("aws",), ("s3",), (), (), ("b:", OPEN))),
        (("arn:aws:s3:::", Hole()), (("arn",), ("aws",), ("s3",), (), (), (Hole(),))),
        (("arn:aws:", OPEN, ":r:a:x"), None),
        (
            ("arn:aws:s3:", Wildcard.ANY, ":a:x"),
            (("arn",), ("aws",), ("s3",), (Wildcard.ANY,), ("a",), ("x",)),
        ),
        (("arn:aws:s3",), None),
        ((OPEN,), None),
        ((), None),
    ],
)
def test_an_arn_has_six_fields(tokens, expected):
    """Only the resource may hold colons; a piece before it that may do so leaves all open."""
    assert expected == fields_of(tokens)


def test_an_arn_names_account_and_region():
    """Buckets name neither, and an open text is not read."""
    assert (ACCOUNT,) == account_of(TRAIL)
    assert (REGION,) == region_of(TRAIL)
    assert {None} == {account_of(("arn:aws:s3:::b",)), region_of((Hole(),))}
