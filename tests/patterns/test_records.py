from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from searches import searched

from iacguard.patterns.coverage import Covered, Misses, Unclear, covers
from iacguard.patterns.match import NoScalar, Reading, catches, meets
from iacguard.patterns.parse import parse
from iacguard.patterns.pattern import (
    Compare,
    Every,
    Holds,
    Is,
    JsonPattern,
    NotExists,
    Operator,
    Selector,
    Some,
    TextOperand,
)
from iacguard.patterns.records import CHANGE, CONSOLE_SIGN_IN, RECORD, facts_about

READINGS = [
    Reading(**dict(zip(Reading.__slots__, bits))) for bits in product((False, True), repeat=5)
]
USER = "arn:aws:iam::123456789012:user/ops/mary"
ROOT = "arn:aws:iam::123456789012:root"
SESSION = "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0/mary"


def selector(path):
    return Selector(tuple(path.split(".")))


def nested(fields):
    """Build a record from dotted paths; None leaves a field out."""
    record = {}
    for path, value in fields.items():
        *outer, last = path.split(".")
        here = record
        for step in outer:
            here = here.setdefault(step, {})
        if value is not None:
            here[last] = value
    return record


def sign_ins():
    """Yield records of sign-ins as the user guide shows them."""
    for kind, arn, mfa, error in product(
        ("IAMUser", "Root", "AssumedRole"),
        (USER, ROOT, SESSION, None),
        ("Yes", "No", None),
        (None, "Failed authentication", "No username found in supplied account"),
    ):
        fits = {"IAMUser": (USER, None), "Root": (ROOT,), "AssumedRole": (SESSION, None)}
        if arn not in fits[kind] or (kind == "IAMUser" and arn is None and error is None):
            continue
        if mfa is None and kind != "AssumedRole":
            continue
        yield nested(
            {
                "eventSource": "signin.amazonaws.com",
                "eventName": "ConsoleLogin",
                "eventType": "AwsConsoleSignIn",
                "readOnly": False,
                "userIdentity.type": kind,
                "userIdentity.arn": arn,
                "additionalEventData.MFAUsed": mfa,
                "responseElements.ConsoleLogin": "Failure" if error else "Success",
                "errorMessage": error,
            }
        )


SIGN_INS = list(sign_ins())
TEXTS = {
    "eventType": ["AwsConsoleSignIn", "AwsApiCall", "Aws*"],
    "userIdentity.type": ["IAMUser", "Root", "*User"],
    "userIdentity.arn": [USER, "*root", "*assumed-role*", "arn:*", "*user/*"],
    "additionalEventData.MFAUsed": ["Yes", "No", "*"],
    "responseElements.ConsoleLogin": ["Success", "Failure"],
    "errorMessage": ["Failed authentication", "*"],
}


def comparisons(path):
    return st.one_of(
        st.builds(
            Compare,
            st.just(selector(path)),
            st.sampled_from([Operator.EQUAL, Operator.NOT_EQUAL]),
            st.sampled_from([TextOperand(text) for text in TEXTS[path]]),
        ),
        st.just(NotExists(selector(path))),
        st.just(Is(selector(path), None)),
    )


patterns = st.builds(
    JsonPattern,
    st.recursive(
        st.sampled_from(sorted(TEXTS)).flatmap(comparisons),
        lambda inner: st.one_of(
            st.builds(Every, st.lists(inner, min_size=2, max_size=3).map(tuple)),
            st.builds(Some, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        ),
        max_leaves=5,
    ),
)


@searched(400)
@given(patterns, patterns)
def test_no_sign_in_that_can_occur_contradicts_the_decision(covering, covered):
    """What is covered is covered for every record, and what is missed could be recorded."""
    decided = covers(covering, covered, None, CONSOLE_SIGN_IN)

    missed = [
        [
            record
            for record in SIGN_INS
            if catches(covered, record, reading) and not catches(covering, record, reading)
        ]
        for reading in READINGS
    ]
    if isinstance(decided, Covered):
        assert not any(missed)
    elif isinstance(decided, Misses):
        for fact in facts_about(decided.event, CONSOLE_SIGN_IN, {}):
            assert holds(fact, decided.event) is not False
    else:
        assert isinstance(decided, Unclear)


def holds(fact, event):
    """Return whether a fact holds of the fields of an event, None where one is not named."""
    parts = fact.parts if isinstance(fact, Some) else (fact,)
    answers = [
        meets(part, event[part.selector], Reading()) if part.selector in event else None
        for part in parts
    ]
    return True if True in answers else None if None in answers else False


@pytest.mark.parametrize("record", SIGN_INS, ids=str)
def test_every_record_of_a_sign_in_fits_the_table(record):
    """The facts rule out no record that the user guide shows."""
    facts = [fact for fact in CONSOLE_SIGN_IN if fact.holds.selector.steps[0] in record]

    broken = [
        fact
        for fact in facts
        if catches(JsonPattern(Every((*fact.given, fact.holds))), record) is not True
        and all(catches(JsonPattern(premise), record) for premise in fact.given)
        and fact.holds.selector != selector("eventCategory")
    ]

    assert [] == broken


@pytest.mark.parametrize(("facts", "texts"), [(RECORD, {}), (CHANGE, {}), (CONSOLE_SIGN_IN, {})])
def test_some_record_meets_all_facts(facts, texts):
    """No fact contradicts another one."""
    known = facts_about([fact.holds.selector for fact in facts], facts, texts)
    nothing, everything = JsonPattern(Some(())), JsonPattern(Every(known))

    assert isinstance(covers(nothing, everything, None, ()), Misses)


HELD = Holds(selector=selector("a"), constants=(False,), may_be_missing=True)
FOUND = [False, True, None, 0, "false", NoScalar.MISSING, NoScalar.STRUCTURE]


@pytest.mark.parametrize(("found", "expected"), list(zip(FOUND, [True, *[False] * 4, True, False])))
def test_a_field_holds_what_is_listed(found, expected):
    """The number 0 is not false, and a text is none of the constants."""
    assert expected is meets(HELD, found, Reading())


SIGN_IN = '$.eventSource = "signin.amazonaws.com" && $.eventName = "ConsoleLogin"'
CALL = '$.eventSource = "iam.amazonaws.com" && $.eventName = "CreatePolicy"'
USER_FORM = "$.userIdentity.arn = *user/*"
DECISIONS = [
    (f"{{ {CALL} && $.eventType = AwsApiCall }}", CALL, CHANGE, True),
    (f"{{ {CALL} && $.eventType = AwsApiCall }}", CALL, RECORD, False),
    (f"{{ {CALL} && $.eventCategory = Management }}", CALL, CHANGE, True),
    (f"{{ {CALL} && $.readOnly IS FALSE }}", CALL, CHANGE, True),
    (f"{{ {CALL} && $.readOnly IS TRUE }}", CALL, CHANGE, False),
    (f"{{ {CALL} && $.managementEvent IS TRUE }}", CALL, CHANGE, True),
    (f'{{ {CALL} && $.awsRegion = "*" }}', CALL, CHANGE, True),
    (f"{{ {CALL} && $.awsRegion = us-east-1 }}", CALL, CHANGE, False),
    (f"{{ {CALL} && $.userIdentity.type = * }}", CALL, CHANGE, True),
    (f"{{ {CALL} && $.sourceIPAddress != x }}", CALL, CHANGE, False),
    (
        f"{{ {CALL} && ($.userIdentity.type != Root || $.userIdentity.arn = *:root) }}",
        CALL,
        CHANGE,
        True,
    ),
    (
        f"{{ {CALL} && ($.userIdentity.type != IAMUser || {USER_FORM}) }}",
        CALL,
        CHANGE,
        True,
    ),
    (f"{{ {CALL} && $.errorCode NOT EXISTS }}", CALL, CHANGE, False),
    (f"{{ {SIGN_IN} && $.eventType = AwsConsoleSignIn }}", SIGN_IN, CONSOLE_SIGN_IN, True),
    (f"{{ {SIGN_IN} && $.responseElements.ConsoleLogin = * }}", SIGN_IN, CONSOLE_SIGN_IN, True),
    (
        f"{{ {SIGN_IN} && $.responseElements.ConsoleLogin = Failure }}",
        f'{SIGN_IN} && $.errorMessage = "Failed authentication"',
        CONSOLE_SIGN_IN,
        True,
    ),
    (
        f'{{ {SIGN_IN} && $.errorMessage = "Failed authentication" }}',
        f"{SIGN_IN} && $.responseElements.ConsoleLogin = Failure",
        CONSOLE_SIGN_IN,
        False,
    ),
    (
        f"{{ {SIGN_IN} && $.additionalEventData.MFAUsed = No }}",
        f"{SIGN_IN} && $.additionalEventData.MFAUsed != Yes && $.userIdentity.type = IAMUser",
        CONSOLE_SIGN_IN,
        True,
    ),
    (
        f"{{ {SIGN_IN} && $.additionalEventData.MFAUsed = No }}",
        f"{SIGN_IN} && $.userIdentity.type = AssumedRole",
        CONSOLE_SIGN_IN,
        False,
    ),
    (
        f"{{ {SIGN_IN} && $.userIdentity.arn != *assumed-role/AWSReservedSSO* }}",
        f"{SIGN_IN} && $.userIdentity.type = IAMUser && $.responseElements.ConsoleLogin = Success",
        CONSOLE_SIGN_IN,
        True,
    ),
    (
        f"{{ {SIGN_IN} && $.userIdentity.arn != *assumed-role/AWSReservedSSO* }}",
        f"{SIGN_IN} && $.responseElements.ConsoleLogin = Success",
        CONSOLE_SIGN_IN,
        False,
    ),
]


@pytest.mark.parametrize(("covering", "covered", "facts", "expected"), DECISIONS)
def test_only_what_can_be_recorded_is_missed(covering, covered, facts, expected):
    """A field that a record always has, or can hold one of two texts, is no way to slip by."""
    decided = covers(parse(covering), parse(f"{{ {covered} }}"), None, facts)

    assert (Covered if expected else Misses) is type(decided)
