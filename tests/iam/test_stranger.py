"""Strangers who have what a policy's wildcards ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iacguard.core.text import ACCOUNT, REGION
from iacguard.core.value import Hole, Known
from iacguard.core.verdict import Verdict
from iacguard.iam.document import read_document
from iacguard.iam.match import matches, pattern_of
from iacguard.iam.request import OUTSIDER, UNNAMED, Anyone, NotCarried, Request, carried
from iacguard.iam.wildcard_principals import Chosen, Foreign, some, strangers, suited

DIGITS = "abcdefghijklmnopqrstuvwxyz:*/- "
ACCOUNT_ID = (Foreign(DIGITS, length=12),)
ENDPOINT = ("vpce-", Foreign())
ROLE = ("arn:aws:iam::", *ACCOUNT_ID, ":", Chosen(":*"))
OTHER = UNNAMED * 12


@pytest.mark.parametrize(
    ("pattern", "form", "expected"),
    [
        ("vpce-0a*", ENDPOINT, ("vpce-0a" + UNNAMED,)),
        ("vpce-0a", ENDPOINT, None),
        ("vpc-*", ENDPOINT, None),
        ("*", ACCOUNT_ID, (OTHER,)),
        ("????????????", ACCOUNT_ID, (OTHER,)),
        ("???????????", ACCOUNT_ID, None),
        ("1111*", ACCOUNT_ID, ("1111" + UNNAMED * 8,)),
        ("111122223333", ACCOUNT_ID, None),
        ("111122223333*", ACCOUNT_ID, None),
        ("o-*", ACCOUNT_ID, None),
        ("arn:aws:iam::*:role/reader", ROLE, (f"arn:aws:iam::{OTHER}:role/reader",)),
        ("arn:aws:iam::111122223333:role/*", ROLE, None),
        ("arn:aws-cn:iam::*:role/reader", ROLE, None),
        (("arn:aws:iam::", ACCOUNT, ":role/*"), ROLE, None),
        (("arn:aws:iam::*:role/", REGION), ROLE, (f"arn:aws:iam::{OTHER}:role/", REGION)),
        (("arn:aws:iam::*:role/", Hole()), ROLE, None),
        ("*" * 257, ACCOUNT_ID, None),
    ],
)
def test_a_stranger_suits_a_wildcard_where_an_id_is_left_open(pattern, form, expected):
    """What AWS gave to somebody here is no stranger's, and what has another form is nobody's."""
    written = (pattern,) if isinstance(pattern, str) else pattern

    assert expected == suited(pattern_of(written), form)


@given(st.text("*?1a:/", max_size=8), st.text("*?1a:/", max_size=4))
def test_what_suits_a_pattern_matches_it(start, end):
    """Every text that is found is matched, in every deployment."""
    pattern = pattern_of((f"{start}*{end}",))
    forms = (ACCOUNT_ID, ENDPOINT, ROLE, ("1", Chosen("*")))

    found = [text for form in forms if (text := suited(pattern, form)) is not None]

    assert [Verdict.PASS] * len(found) == [matches(pattern, text) for text in found]


def test_of_some_stranger_only_the_form_is_known():
    """An id is somebody else's, and a name is open."""
    assert (f"arn:aws:iam::{OUTSIDER}:", Hole(":*")) == some(ROLE)


ORGANIZATION, ARN = "aws:principalorgid", "aws:principalarn"
FORMS = {ORGANIZATION: (("o-", Foreign()),), ARN: (ROLE,)}
STRANGER = Request(
    principal=Anyone(),
    action="s3:GetObject",
    resource=("arn:aws:s3:::logs/x",),
    context={key: carried(some(forms[0])) for key, forms in FORMS.items()},
)


def asking(*conditions, principal="*", are_all=True):
    """Return what strangers carry before statements with these conditions."""
    statements = [
        {
            "Effect": effect,
            "Principal": principal,
            "Action": "s3:GetObject",
            "Resource": "*",
            "Condition": condition,
        }
        for effect, condition in conditions
    ]
    document = read_document(as_tree({"Statement": statements}))
    found = strangers([document], STRANGER, FORMS, [frozenset({ORGANIZATION})])
    assert found.are_all is are_all
    return found.carried


def as_tree(content):
    """Return plain data as a tree of values."""
    if isinstance(content, dict):
        return Known({key: as_tree(value) for key, value in content.items()})
    return Known(tuple(map(as_tree, content)) if isinstance(content, list) else content)


def test_a_policy_without_conditions_has_one_stranger():
    """There is nothing to suit."""
    assert (STRANGER.context,) == asking(("Allow", {}))


def test_statements_for_somebody_else_make_no_strangers():
    """Their conditions are never asked."""
    like = {"StringLike": {ORGANIZATION: "o-*"}}

    found = asking(("Allow", like), principal={"AWS": "arn:aws:iam::111122223333:root"})

    assert (STRANGER.context,) == found


def test_strangers_suit_an_allow_and_carry_a_key_or_not():
    """One has any name, one the name that is asked for; each may be in no organization."""
    role = {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/reader"}}
    organization = {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
    anybody, nowhere = STRANGER.context, {ORGANIZATION: NotCarried.MISSING}
    any_role = {ARN: carried((f"arn:aws:iam::{OTHER}:{UNNAMED}",))}
    reader = {ARN: carried((f"arn:aws:iam::{OTHER}:role/reader",))}
    member = {ORGANIZATION: carried((f"o-{UNNAMED}",))}

    found = asking(("Allow", {**role, **organization}))

    assert (
        anybody,
        {**member, **any_role},
        {**member, **reader},
        {**anybody, **nowhere},
        {**any_role, **nowhere},
        {**reader, **nowhere},
    ) == found


def test_many_wildcards_make_a_bounded_number_of_strangers():
    """A hostile policy costs a bounded time."""
    conditions = [
        (effect, {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::*:role/r{number}"}})
        for number in range(40)
        for effect in ("Allow", "Deny")
    ]

    assert 25 == len(asking(*conditions, are_all=False))
