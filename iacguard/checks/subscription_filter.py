"""Whether a subscription's filter policy lets through what alarms tell a topic.

Messages of alarms carry no attributes; their body is an object, which holds the new state.
https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ..core.text import Text, ends_with, equal, normal, starts_with
from ..core.value import Absent, Hole, Known, Unknown, Value
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict
from ..iam.json_text import read_json
from ..model.topic import Subscription

_OF_ATTRIBUTES, _OF_BODY = "MessageAttributes", "MessageBody"
_EITHER = "$or"

_PASS = Verdict.PASS
_NOT_KNOWN: Text = (Hole(),)

_Held: TypeAlias = "Mapping[str, Text | None]"
"""What a message holds; None of what a message may have, in some form."""

_IN_EVERY_BODY = (
    "AWSAccountId",
    "AlarmArn",
    "AlarmConfigurationUpdatedTimestamp",
    "AlarmDescription",
    "NewStateReason",
    "OldStateValue",
    "Region",
    "StateChangeTime",
)
"""What the body says besides the alarm's name and its state."""

_IN_SOME_BODIES = (
    "AlarmActions",
    "AlarmRule",
    "EvaluationPeriods",
    "InsufficientDataActions",
    "OKActions",
    "Trigger",
    "TriggeringChildren",
)
"""What the bodies of some alarms hold besides, lists and objects among it."""


def lets_alarms_through(subscription: Subscription, alarm: Text) -> Judgement:
    """Judge that a filter policy lets through that an alarm of this name is in ALARM."""
    value, scope = subscription.filter_policy, subscription.filter_scope
    tree = _tree(value)
    if isinstance(tree, Absent) or (isinstance(tree, Known) and tree.value in ({}, "", None)):
        return Judgement(Verdict.PASS)
    if isinstance(tree, Unknown):
        return undecided(tree)
    if isinstance(scope, Unknown):
        return undecided(scope)
    said = f"the filter policy of {subscription.address} lets no alarm through"
    reason = Reason(said, value.provenance, remedy="filter-policy")
    if not isinstance(tree.value, Mapping):
        # SNS refuses it, or it is read otherwise than here.
        said = f"the filter policy of {subscription.address} is no object"
        return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),))
    word = scope.value if isinstance(scope, Known) else _OF_ATTRIBUTES
    held: _Held = {}
    if word == _OF_BODY:
        held = {
            "AlarmName": alarm,
            "NewStateValue": ("ALARM",),
            **dict.fromkeys(_IN_EVERY_BODY, _NOT_KNOWN),
            **dict.fromkeys(_IN_SOME_BODIES, None),
        }
    verdict = _all_hold(tree.value, held)
    if verdict is Verdict.FAIL and word != _OF_BODY:
        said = f"{said}: it asks for attributes, and messages of alarms have none"
        reason = Reason(said, value.provenance, remedy="filter-policy")
    if verdict is Verdict.UNKNOWN:
        said = f"the filter policy of {subscription.address} may let no alarm through"
        reason = Reason(said, value.provenance)
    return Judgement(verdict, (reason,))


def _tree(value: Value[Any]) -> Value[Any]:
    """Return the structure of a policy that is written as JSON, or as one."""
    match value:
        case Known(encodes=encoded) | Unknown(encodes=encoded) if encoded is not None:
            return encoded
        case Known(value=str() as text):
            return read_json((text,), value.provenance, "", value.passage) if text else Absent()
        case Unknown(parts=(_, *_) as parts):
            return read_json(parts, value.provenance, value.reason, value.passage)
        case _:
            return value


def _all_hold(policy: Mapping[str, Value[Any]], held: _Held) -> Verdict:
    """Decide whether every property of a policy is met."""
    found = [
        _either(wanted, held) if key == _EITHER else _holds(key, wanted, held)
        for key, wanted in policy.items()
    ]
    return min(found, default=Verdict.PASS)


def _holds(key: str, wanted: Value[Any], held: _Held) -> Verdict:
    """Decide one property."""
    if isinstance(wanted, Known) and isinstance(wanted.value, Mapping):
        # It goes on inside an object of the body.
        return Verdict.FAIL if key not in held else Verdict.UNKNOWN
    if isinstance(wanted, Known) and not isinstance(wanted.value, tuple):
        return Verdict.UNKNOWN
    if isinstance(wanted, Unknown | Absent):
        return Verdict.UNKNOWN
    rules = wanted.value
    if key not in held:
        return max(map(_of_missing, rules), default=Verdict.FAIL)
    text = held[key]
    if text is None:
        return Verdict.UNKNOWN
    return max((_of_text(rule, text) for rule in rules), default=Verdict.FAIL)


def _either(wanted: Value[Any], held: _Held) -> Verdict:
    """Decide alternatives; those inside each other are left open."""
    if not isinstance(wanted, Known) or not isinstance(wanted.value, tuple):
        return Verdict.UNKNOWN
    found = []
    for each in wanted.value:
        is_plain = isinstance(each, Known) and isinstance(each.value, Mapping)
        if not is_plain or _EITHER in each.value:
            return Verdict.UNKNOWN
        properties = each.value.items()
        found.append(min((_holds(key, one, held) for key, one in properties), default=_PASS))
    return max(found, default=Verdict.UNKNOWN)


def _of_missing(rule: Value[Any]) -> Verdict:
    """Decide a rule on a property that the message does not have."""
    if isinstance(rule, Unknown):
        return Verdict.UNKNOWN
    operator = _operator(rule)
    if operator is None or operator[0] != "exists":
        return Verdict.FAIL
    return _truth(operator[1], expected=False)


def _of_text(rule: Value[Any], text: Text) -> Verdict:
    """Decide a rule on a property that the message has."""
    match rule:
        case Known(value=Mapping()):
            operator = _operator(rule)
            if operator is None:
                return Verdict.UNKNOWN
            name, wanted = operator
            if name == "exists":
                return _truth(wanted, expected=True)
            return (
                _anything_but(wanted, text) if name == "anything-but" else _by(name, wanted, text)
            )
        case _:
            return _is_text(rule, text)


def _is_text(rule: Value[Any], text: Text) -> Verdict:
    match rule:
        case Known(value=str() as wanted):
            return equal(text, normal((wanted,)))
        case Unknown(parts=(_, *_) as parts):
            return equal(text, parts)
        case _:
            return Verdict.UNKNOWN


def _by(name: str, wanted: Value[Any], text: Text) -> Verdict:
    if not isinstance(wanted, Known) or not isinstance(wanted.value, str):
        return Verdict.UNKNOWN
    match name:
        case "prefix":
            return starts_with(text, wanted.value)
        case "suffix":
            return ends_with(text, wanted.value)
        case "equals-ignore-case":
            folded = tuple(part.lower() if isinstance(part, str) else part for part in text)
            return equal(folded, (wanted.value.lower(),))
        case _:
            return Verdict.UNKNOWN


def _anything_but(wanted: Value[Any], text: Text) -> Verdict:
    refused = wanted.value if isinstance(wanted, Known) else ()
    if isinstance(refused, tuple) and isinstance(wanted, Known):
        found = max((_is_text(each, text) for each in refused), default=Verdict.FAIL)
    elif (operator := _operator(wanted)) is not None:
        found = _by(*operator, text)
    else:
        found = _is_text(wanted, text)
    return Verdict(2 - found)


def _operator(rule: Value[Any]) -> tuple[str, Value[Any]] | None:
    """Return the operator of a rule, and what it is given."""
    if not isinstance(rule, Known) or not isinstance(rule.value, Mapping) or len(rule.value) != 1:
        return None
    ((name, wanted),) = rule.value.items()
    return name, wanted


def _truth(value: Value[Any], *, expected: bool) -> Verdict:
    if isinstance(value, Known) and isinstance(value.value, bool):
        return Verdict.of(value.value is expected)
    return Verdict.UNKNOWN
