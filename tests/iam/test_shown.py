"""Texts of policies and requests as reasons show them."""

from __future__ import annotations

import pytest

from iacguard.core.source import Source
from iacguard.core.text import ACCOUNT, ORGANIZATION, PARTITION, REGION
from iacguard.core.value import Hole, Hop, Known, Symbol, Unknown
from iacguard.iam.policy_text import shown_all, shown_text
from iacguard.iam.request import OUTSIDER
from iacguard.iam.statement import Texts

SPAN = Source("main.tf", "").span(0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (("s3:PutObject",), "`s3:PutObject`"),
        (("arn:", PARTITION, ":s3:::logs/*"), "`arn:<partition>:s3:::logs/*`"),
        ((ACCOUNT, "_CloudTrail_", REGION), "`<account>_CloudTrail_<region>`"),
        (("AWSLogs/", *ORGANIZATION, "/"), "`AWSLogs/<organization>/`"),
        ((Symbol("parameter:Stage"), "-logs"), "`<Stage>-logs`"),
        ((Symbol("aws:region:aws.eu"),), "`<region of aws.eu>`"),
        ((Symbol("aws_kms_key.main.key_id"),), "`<aws_kms_key.main.key_id>`"),
        (("logs/", Hole(), "/", Hole(), "/", Hole()), "`logs/…`"),
        ((f"arn:aws:iam::{OUTSIDER}:root",), "`arn:aws:iam::<another account>:root`"),
        (("a`b",), "`a'b`"),
        (("x" * 200,), f"`{'x' * 70}…{'x' * 70}`"),
        ((), "``"),
    ],
)
def test_a_text_is_shown_in_backticks(text, expected) -> None:
    """Symbols have names, holes are an ellipsis, and long texts are cut in the middle."""
    assert expected == shown_text(text)


def test_of_many_texts_two_are_shown() -> None:
    """The others are counted."""
    values = tuple(Known(word) for word in ("a", "b", "c", "d"))

    found = [shown_all([Texts(values[:number], ())]) for number in range(5)]

    assert ["", "`a`", "`a` and `b`", "`a`, `b` and `c`", "`a`, `b` and 2 more"] == found


def test_a_text_that_may_have_company_says_so() -> None:
    """A list of which only some elements are known is longer."""
    more = Unknown((), "var.more has no value")

    assert "`a` and more" == shown_all([Texts((Known("a"),), (), more)])


def test_sensitive_texts_are_not_shown() -> None:
    """One is enough to show none."""
    hidden = Known("hunter2", (Hop(SPAN, "", is_sensitive=True),))

    assert "" == shown_all([Texts((Known("a"), hidden), ())])
