"""Random policies that are nearly right: what a rule asks for, with a few things changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

Policy = dict[str, Any]


@dataclass(frozen=True)
class Near:
    """What a rule's policies are made of. Of each pool, the first half is right or close to it."""

    actions: Sequence[str]
    resources: Sequence[str]

    principals: Sequence[Any] = ()
    """Empty where policies name none, as an identity's own."""

    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By condition key, values that a policy may ask for."""

    denies: float = 0.25
    """The share of statements that deny."""


_STRINGS = (
    "StringEquals",
    "StringLike",
    "StringNotEquals",
    "StringNotLike",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
)
_ARNS = ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike")
_NUMBERS = (
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
)
_DATES = ("DateGreaterThan", "DateLessThan")
_ADDRESSES = ("IpAddress", "NotIpAddress")

# Of a key with several values, policies ask by a quantifier.
MULTIVALUED = frozenset({"kms:EncryptionContextKeys", "aws:PrincipalServiceNamesList"})


def policy(random: Random, near: Near) -> Policy:
    """Return a policy of one to four statements."""
    statements = [_statement(random, near) for _ in range(random.choice((1, 1, 2, 2, 3, 4)))]
    written: Policy = {"Version": "2012-10-17"}
    # The simulator fills in variables whatever the version; AWS does since this one only.
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    if random.random() < 0.1 and "${" not in json.dumps(statements):
        written = random.choice(({"Version": "2008-10-17"}, {}))
    is_alone = len(statements) == 1 and random.random() < 0.2
    written["Statement"] = statements[0] if is_alone else statements
    return written


def _statement(random: Random, near: Near) -> Policy:
    is_deny = random.random() < near.denies
    # A Deny that is as wide as an Allow would leave nothing to be told apart.
    right = 0.35 if is_deny else 0.85
    statement: Policy = {"Effect": "Deny" if is_deny else "Allow"}
    if random.random() < 0.3:
        statement["Sid"] = f"S{random.randrange(1000)}"
    if near.principals:
        negated = random.random() < (0.2 if is_deny else 0.02)
        name = "NotPrincipal" if negated else "Principal"
        statement[name] = _pick(random, near.principals, right)
    for name, pool in (("Action", near.actions), ("Resource", near.resources)):
        negated = random.random() < 0.08
        texts = _texts(random, pool, right, negated=negated, is_action=name == "Action")
        statement[f"Not{name}" if negated else name] = texts
    conditions = _conditions(random, near, 0.5 if is_deny else 0.4)
    if conditions:
        statement["Condition"] = conditions
    return statement


def _pick(random: Random, pool: Sequence[Any], right: float) -> Any:
    half = (len(pool) + 1) // 2
    return random.choice(pool[:half] if random.random() < right else pool[half:])


def _texts(
    random: Random, pool: Sequence[str], right: float, *, negated: bool, is_action: bool
) -> Any:
    picked = [
        _changed(random, _pick(random, pool, 1 - right if negated else right), is_action)
        for _ in range(random.choice((1, 1, 1, 2, 2, 3)))
    ]
    return picked if len(picked) > 1 or random.random() < 0.4 else picked[0]


def _changed(random: Random, text: str, is_action: bool = False) -> str:
    """Return the text, now and then with wildcards or another letter case."""
    chance = random.random()
    if chance < 0.88 or len(text) < 4 or "${" in text:
        return text
    # AWS takes no action whose service has a wildcard, and no resource but `*` that does not begin
    # with `arn:`; the simulator takes such a one for every resource.
    is_fixed = is_action or text.startswith("arn:")
    at = random.randrange(text.find(":") + 1 if is_fixed else 1, len(text))
    if chance < 0.92:
        return f"{text[:at]}*"
    if chance < 0.95:
        until = random.randrange(at, len(text) + 1)
        return f"{text[:at]}*{text[until:]}"
    if chance < 0.98:
        return f"{text[:at]}?{text[at + 1 :]}"
    # No document says what an ARN means whose fixed parts are in capitals.
    return text if text.startswith("arn:") else text.swapcase()


def _conditions(random: Random, near: Near, chance: float) -> Policy:
    conditions: Policy = {}
    while near.keys and random.random() < chance:
        key = random.choice(list(near.keys))
        operator, values = _test(random, key, near.keys[key])
        written = random.choice((key,) * 6 + (key.lower(), key.upper()))
        conditions.setdefault(operator, {})[written] = values
    return conditions


def _test(random: Random, key: str, pool: Sequence[str]) -> tuple[str, Any]:
    """Return an operator and the values that it takes of a key."""
    if random.random() < 0.1:
        return "Null", random.choice(("true", "false", True, False))
    first = pool[0]
    if first in ("true", "false"):
        operators: Sequence[str] = ("Bool", "Bool", "Bool", "StringEquals")
    elif first.startswith("arn:"):
        operators = (*_ARNS, "ArnLike", "ArnEquals", *_STRINGS)
    elif key == "aws:SourceIp":
        operators = _ADDRESSES
    elif key == "aws:CurrentTime":
        operators = _DATES
    elif key.endswith("TlsVersion"):
        operators = _NUMBERS
    else:
        operators = (*_STRINGS, "StringEquals", "StringLike")
    operator = random.choice(operators)
    if operator in _ARNS:
        # The simulator fills no variables into ARNs; AWS does.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
        pool = [value for value in pool if "${" not in value]
    values: Any = [_pick(random, pool, 0.75) for _ in range(random.choice((1, 1, 1, 2, 3)))]
    if operator in (*_STRINGS, *_ARNS):
        values = [_changed(random, value) for value in values]
    chance = 0.85 if key in MULTIVALUED else 0.04
    if random.random() < chance:
        operator = random.choice(("ForAnyValue:", "ForAllValues:")) + operator
    if random.random() < 0.12:
        operator += "IfExists"
    if len(values) == 1 and random.random() < 0.6:
        return operator, values[0]
    return operator, values
