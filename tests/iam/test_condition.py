"""Condition operators, one by one."""

from __future__ import annotations

import pytest

from iacguard.core.text import ACCOUNT, PARTITION
from iacguard.core.value import Hole
from iacguard.core.verdict import Verdict
from iacguard.iam.condition import Operator, Quantifier, decide, operator_of
from iacguard.iam.match import pattern_of
from iacguard.iam.request import OUTSIDER, NotCarried, OneOf, carried, carried_list

PASS, UNKNOWN, FAIL = Verdict.PASS, Verdict.UNKNOWN, Verdict.FAIL
ARN = ("arn:", PARTITION, ":cloudtrail:us-east-1:", ACCOUNT, ":trail/main")

CASES = [
    ("StringEquals", carried("a"), ["a", "b"], PASS),
    ("StringEquals", carried("a"), ["A"], FAIL),
    ("StringEquals", carried("a"), ["*"], FAIL),
    ("StringEquals", carried("a"), [], FAIL),
    ("StringEquals", carried((ACCOUNT,)), [(ACCOUNT,)], PASS),
    ("StringEquals", carried((ACCOUNT,)), ["111122223333"], UNKNOWN),
    ("StringEquals", carried((ACCOUNT,)), ["1111-2222"], FAIL),
    ("StringEquals", carried("a"), [(Hole(),)], UNKNOWN),
    ("StringEquals", carried(OUTSIDER), [(Hole(),)], FAIL),
    ("StringEquals", NotCarried.MISSING, ["a"], FAIL),
    ("StringEquals", None, ["a"], UNKNOWN),
    ("StringEquals", carried_list("a", "b"), ["b"], UNKNOWN),
    ("StringEquals", carried_list("a"), ["a"], UNKNOWN),
    ("StringNotEqualsIfExists", carried_list("a", "b"), ["c"], UNKNOWN),
    ("Null", carried_list("a", "b"), ["false"], PASS),
    ("StringEqualsIfExists", NotCarried.MISSING, ["a"], PASS),
    ("StringNotEquals", carried("a"), ["a", "b"], FAIL),
    ("StringNotEquals", carried("c"), ["a", "b"], PASS),
    ("StringNotEquals", NotCarried.MISSING, ["a"], PASS),
    ("StringNotEqualsIgnoreCase", carried("A"), ["a"], FAIL),
    ("StringEqualsIgnoreCase", carried("A"), ["a"], PASS),
    ("StringEqualsIgnoreCase", carried(OUTSIDER), [(Hole(),)], FAIL),
    ("StringLike", carried("abc"), ["a*"], PASS),
    ("StringLike", carried("abc"), ["a?"], FAIL),
    ("StringLike", carried(OUTSIDER), ["*"], PASS),
    ("StringLike", carried(OUTSIDER), [(Hole(),)], UNKNOWN),
    ("StringNotLike", carried("abc"), ["a*", "b*"], FAIL),
    ("ArnLike", carried(ARN), ["arn:*:cloudtrail:*:*:trail/*"], PASS),
    ("ArnEquals", carried(ARN), ["arn:*:cloudtrail:*:*:trail/m*"], PASS),
    ("ArnLike", carried(ARN), ["arn:*:cloudtrail:*:*:trail/o*"], FAIL),
    ("ArnLike", carried(ARN), ["arn:*:trail/main"], UNKNOWN),
    ("ArnLike", carried(ARN), ["arn:*:*:*:a-b:*"], FAIL),
    ("ArnLike", carried("arn:aws:s3:::a:b"), ["arn:aws:s3:::a:*"], PASS),
    ("ArnLike", carried("arn:aws:s3:::a"), ["arn:aws:*:a"], UNKNOWN),
    ("ArnNotLike", carried(ARN), ["arn:*:cloudtrail:*:*:trail/main"], FAIL),
    ("ArnNotEquals", NotCarried.MISSING, ["arn:*"], PASS),
    ("ArnLike", carried(ARN), ["main"], FAIL),
    ("ArnNotLike", carried(ARN), ["main"], UNKNOWN),
    ("ArnNotEquals", carried(ARN), ["arn:aws:s3:::main"], PASS),
    ("NumericLessThan", OneOf(("1.2", "1.3")), ["1.2"], FAIL),
    ("NumericLessThan", OneOf(("1.2", "1.3")), ["1.3"], UNKNOWN),
    ("NumericGreaterThanEquals", OneOf(("1.2", "1.3")), ["1.2"], PASS),
    ("Bool", carried("true"), ["True"], PASS),
    ("Bool", carried("true"), ["false"], FAIL),
    ("Null", carried("x"), ["false"], PASS),
    ("Null", NotCarried.MISSING, ["true"], PASS),
    ("Null", NotCarried.MISSING, ["false"], FAIL),
    ("Null", None, ["true"], UNKNOWN),
    ("Null", carried("x"), ["true", "false"], UNKNOWN),
    ("ForAllValues:Null", carried("x"), ["true"], UNKNOWN),
    ("ForAnyValue:StringEquals", carried_list("a", "b"), ["b"], PASS),
    ("ForAnyValue:StringEquals", carried("a"), ["b"], FAIL),
    ("ForAnyValue:StringEquals", NotCarried.MISSING, ["b"], FAIL),
    ("ForAnyValue:StringEqualsIfExists", NotCarried.MISSING, ["b"], UNKNOWN),
    ("ForAnyValue:StringNotEquals", carried_list("a", "b"), ["b"], PASS),
    ("ForAllValues:StringEquals", carried_list("a", "b"), ["b"], FAIL),
    ("ForAllValues:StringEquals", carried_list("a", "b"), ["a", "b", "c"], PASS),
    ("ForAllValues:StringEquals", NotCarried.MISSING, ["b"], PASS),
    ("NumericLessThan", carried("3"), ["4"], PASS),
    ("NumericLessThanEquals", carried("4"), ["4"], PASS),
    ("NumericGreaterThan", carried("4"), ["4"], FAIL),
    ("NumericGreaterThanEquals", carried("4"), ["4.0"], PASS),
    ("NumericEquals", carried("4"), ["four"], UNKNOWN),
    ("NumericNotEquals", carried((Hole(),)), ["4"], UNKNOWN),
    ("IpAddress", carried(OUTSIDER), ["10.0.0.0/8"], FAIL),
    ("IpAddress", carried(OUTSIDER), ["0.0.0.0/0"], PASS),
    ("IpAddress", carried(OUTSIDER), ["::/0"], PASS),
    ("IpAddress", carried(OUTSIDER), ["2001:db8::/48"], FAIL),
    ("IpAddress", carried(OUTSIDER), ["nowhere"], UNKNOWN),
    ("IpAddress", carried("10.0.0.1"), ["10.0.0.0/8"], UNKNOWN),
    ("NotIpAddress", carried(OUTSIDER), ["10.0.0.0/8"], PASS),
    ("DateLessThan", carried("2026-01-01"), ["2027-01-01"], UNKNOWN),
    ("DateLessThan", NotCarried.NOW, ["2025-12-31T23:59:59Z"], FAIL),
    ("DateLessThan", NotCarried.NOW, ["2026-01-01T00:00:00Z"], UNKNOWN),
    ("DateLessThan", NotCarried.NOW, ["2020-01-01"], FAIL),
    ("DateLessThan", NotCarried.NOW, ["1577836800"], FAIL),
    ("DateLessThan", NotCarried.NOW, ["9" * 400], UNKNOWN),
    ("DateLessThan", NotCarried.NOW, ["soon"], UNKNOWN),
    ("DateLessThan", NotCarried.NOW, ["2020-01-01", "2099-01-01"], UNKNOWN),
    ("DateLessThanEquals", NotCarried.NOW, ["2020-01-01"], FAIL),
    ("DateLessThanIfExists", NotCarried.NOW, ["2020-01-01"], FAIL),
    ("DateGreaterThan", NotCarried.NOW, ["2020-01-01T00:00:00+05:00"], PASS),
    ("DateGreaterThan", NotCarried.NOW, ["2099-01-01"], UNKNOWN),
    ("DateGreaterThanEquals", NotCarried.NOW, ["2020-01-01"], PASS),
    ("DateEquals", NotCarried.NOW, ["2020-01-01"], FAIL),
    ("DateNotEquals", NotCarried.NOW, ["2020-01-01"], PASS),
    ("DateNotEquals", NotCarried.NOW, ["2020-01-01", "2099-01-01"], UNKNOWN),
    ("ForAnyValue:DateLessThan", NotCarried.NOW, ["2020-01-01"], UNKNOWN),
    ("StringEquals", NotCarried.NOW, ["2020-01-01"], UNKNOWN),
    ("Null", NotCarried.NOW, ["false"], PASS),
    ("BinaryEquals", carried("x"), ["x"], UNKNOWN),
    ("Similar", carried("x"), ["x"], UNKNOWN),
    ("stringequals", carried("x"), ["x"], UNKNOWN),
]


@pytest.mark.parametrize(("operator", "value", "wanted", "expected"), CASES)
def test_an_operator_is_decided_as_far_as_it_is_known(operator, value, wanted, expected):
    """What is carried is compared with every text of the policy."""
    patterns = [pattern_of((text,) if isinstance(text, str) else text) for text in wanted]

    assert expected is decide(operator_of(operator), value, patterns)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Bool", Operator("Bool", Quantifier.ONE, False)),
        ("BoolIfExists", Operator("Bool", Quantifier.ONE, True)),
        ("ForAnyValue:StringLike", Operator("StringLike", Quantifier.ANY, False)),
        ("ForAllValues:ArnLikeIfExists", Operator("ArnLike", Quantifier.ALL, True)),
        ("Other:StringLike", Operator("Other:StringLike", Quantifier.ONE, False)),
    ],
)
def test_an_operator_is_taken_apart(written, expected):
    """A quantifier comes before the name, IfExists behind it."""
    assert expected == operator_of(written)
