"""What CloudTrail's records always hold, and what they can hold: an event without it never occurs.

Only what AWS documents, or shows in each of its examples, stands here: every other field may hold
anything. Sources, by the letters below:

(a) https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
    fields whose `Optional` is False; what `eventType`, `eventCategory`, `readOnly` say
(b) https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
    the types of identities, and what they have
(c) https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    the ARNs of the root user, of users and of sessions
(d) https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
    records of sign-ins: successful ones, failed ones, with MFA and without
(e) https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    the envelope in which EventBridge gets a record
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .event_pattern import envelope
from .globs import Glob
from .match import Field, Reading, meets
from .pattern import Expression, Holds, Selector, Some
from .search import are_related


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that holds of every record, or of those that something else holds of."""

    holds: Holds
    given: tuple[Holds, ...] = ()


def facts_about(
    selectors: Iterable[Selector], facts: Sequence[Fact], texts: Mapping[Selector, Field]
) -> tuple[Expression, ...]:
    """Return what is known of these fields, and of those that it depends on.

    The texts are those that some fields are known to hold: they rule facts out.
    """
    found: dict[Fact, None] = {}
    possible = [fact for fact in facts if _may_apply(fact, texts)]
    waiting = list(selectors)
    while waiting:
        selector = waiting.pop()
        for fact in possible:
            if fact not in found and are_related(fact.holds.selector, selector):
                found[fact] = None
                waiting += (premise.selector for premise in fact.given)
    return tuple(_expression(fact) for fact in facts if fact in found)


def _may_apply(fact: Fact, texts: Mapping[Selector, Field]) -> bool:
    return not any(
        premise.selector in texts and not meets(premise, texts[premise.selector], Reading())
        for premise in fact.given
    )


def _expression(fact: Fact) -> Expression:
    if not fact.given:
        return fact.holds
    exempt = (replace(premise, is_negated=True) for premise in fact.given)
    return Some((*exempt, fact.holds))


def _field(path: str) -> Selector:
    return Selector(tuple(path.split(".")))


def _any_text(path: str, *, may_be_missing: bool = False) -> Holds:
    return Holds(selector=_field(path), texts=(Glob(("", "")),), may_be_missing=may_be_missing)


def _one_of(path: str, *texts: str, may_be_missing: bool = False) -> Holds:
    forms = tuple(Glob(tuple(text.split("*"))) for text in texts)
    return Holds(selector=_field(path), texts=forms, may_be_missing=may_be_missing)


def _missing(path: str) -> Holds:
    return Holds(selector=_field(path), may_be_missing=True)


def _boolean(path: str, *constants: bool, may_be_missing: bool = False) -> Holds:
    return Holds(selector=_field(path), constants=constants, may_be_missing=may_be_missing)


def _types(*types: str) -> Holds:
    return _one_of("userIdentity.type", *types)


_SUCCESS = _one_of("responseElements.ConsoleLogin", "Success")
_FAILURE = _one_of("responseElements.ConsoleLogin", "Failure")

# A user's path could spell out the word, but only if somebody gave it to the user for that.
_USER = replace(
    _one_of("userIdentity.arn", "arn:*:user/*"),
    but_not=(Glob(("", "assumed-role/", "")),),
)


def _always() -> Iterator[Fact]:
    """Yield what holds of every record."""
    # (a) Optional: False.
    for name in ("eventVersion", "eventTime", "eventSource", "eventName", "awsRegion"):
        yield Fact(_any_text(name))
    for name in ("sourceIPAddress", "eventType", "eventCategory"):
        yield Fact(_any_text(name))
    # (a) Optional: True, and a text where it applies.
    for name in ("errorCode", "errorMessage", "userAgent", "userIdentity.invokedBy"):
        yield Fact(_any_text(name, may_be_missing=True))
    for name in ("readOnly", "managementEvent"):
        yield Fact(_boolean(name, True, False, may_be_missing=True))
    # (b)
    yield Fact(_any_text("userIdentity.type"))
    # (b), (c)
    yield Fact(_one_of("userIdentity.arn", "arn:*:root"), (_types("Root"),))
    yield Fact(replace(_USER, may_be_missing=True), (_types("IAMUser"),))
    # (d)
    yield Fact(_one_of("responseElements.ConsoleLogin", "Success", "Failure", may_be_missing=True))
    yield Fact(_one_of("additionalEventData.MFAUsed", "Yes", "No", may_be_missing=True))


def _changing(event_type: str) -> Iterator[Fact]:
    """Yield what holds of management events that change something: (a)."""
    yield Fact(_one_of("eventType", event_type))
    yield Fact(_one_of("eventCategory", "Management"))
    yield Fact(_boolean("managementEvent", True))
    yield Fact(_boolean("readOnly", False))


def _calling() -> Iterator[Fact]:
    """Yield what holds of calls that change something."""
    yield from _changing("AwsApiCall")
    # (b) Every example of a call by a user has the user's ARN.
    yield Fact(_USER, (_types("IAMUser"),))


def _signing_in() -> Iterator[Fact]:
    """Yield what holds of sign-ins to the console: (d)."""
    yield from _changing("AwsConsoleSignIn")
    yield Fact(_one_of("responseElements.ConsoleLogin", "Success", "Failure"))
    yield Fact(_one_of("additionalEventData.MFAUsed", "Yes", "No"), (_types("IAMUser", "Root"),))
    yield Fact(_FAILURE, (_any_text("errorMessage"),))
    for name in ("errorCode", "errorMessage"):
        yield Fact(_missing(name), (_SUCCESS,))
    # A failed sign-in of a user has the user's name only.
    yield Fact(_USER, (_SUCCESS, _types("IAMUser")))


RECORD = tuple(_always())
"""Every record."""

_MANAGING = frozenset(
    f"{service}.amazonaws.com"
    for service in ("cloudtrail", "config", "ec2", "iam", "kms", "organizations")
)
"""Services whose calls are management events, each of them."""

_CHANGES = re.compile(
    "(?:Accept|Associate|Attach|Authorize|Create|Decline|Delete|Detach|Disable|Disassociate|Enable"
    "|Invite|Leave|Modify|Move|Put|Reject|Remove|Replace|Revoke|Schedule|Start|Stop|Update)[A-Z].*"
)
"""Names of calls that change something, by their verb."""

CHANGE = (*RECORD, *_calling())
"""Calls that change something in the account."""

CONSOLE_SIGN_IN = (*RECORD, *_signing_in())
"""Sign-ins to the console, and the attempts."""


def facts_of(texts: Mapping[Selector, Field]) -> Sequence[Fact]:
    """Return what is known of records that hold these texts."""
    source, name = (str(texts.get(_field(field), "")) for field in ("eventSource", "eventName"))
    if (source, name) == ("signin.amazonaws.com", "ConsoleLogin"):
        return CONSOLE_SIGN_IN
    is_managing = source in _MANAGING or (source == "s3.amazonaws.com" and "Bucket" in name)
    return CHANGE if is_managing and _CHANGES.fullmatch(name) else RECORD


def in_event_bridge(
    facts: Sequence[Fact], service: str | None, region: str | None
) -> Sequence[Fact]:
    """Return what is known of records as EventBridge gets them, in their envelope. (e).

    The service and the region are those of the records, where they are known.
    """
    delivered = [
        Fact(_one_of("eventCategory", "Management")),
        Fact(_one_of("eventType", "AwsApiCall", "AwsConsoleSignIn")),
    ]
    for event_type, detail_type in (
        ("AwsApiCall", "AWS API Call via CloudTrail"),
        ("AwsConsoleSignIn", "AWS Console Sign In via CloudTrail"),
    ):
        named = replace(_one_of("", detail_type), selector=envelope("detail-type"))
        delivered.append(Fact(named, (_one_of("eventType", event_type),)))
    source = f"aws.{service.removesuffix('.amazonaws.com')}" if service else "aws.*"
    delivered.append(Fact(replace(_one_of("", source), selector=envelope("source"))))
    delivered.append(Fact(replace(_any_text(""), selector=envelope("account"))))
    if region is not None:
        delivered.append(Fact(_one_of("awsRegion", region)))
    return (*facts, *delivered)
