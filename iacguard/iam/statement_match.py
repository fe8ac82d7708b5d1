"""How one statement answers one request, element by element."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeGuard

from ..core.exhaustive import assert_never
from ..core.text import PARTITION, Text, equal, parts_of
from ..core.value import Hole, Hop, Unknown, Value
from ..core.verdict import Verdict
from . import dates
from .condition import decide, is_known, operator_of
from .document import PolicyDocument
from .match import Matched, Pattern, pattern_of
from .policy_text import shown_all, shown_text
from .request import (
    AccountPrincipal,
    Anyone,
    Carried,
    Context,
    ContextValue,
    Holder,
    NotCarried,
    OneOf,
    Request,
    ServicePrincipal,
)
from .resource_pattern import Resource
from .statement import Condition, Effect, Element, Principals, Statement, Texts, UnreadStatement
from .variables import pattern_with_variables

PRINCIPAL_TYPES = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})

# Condition keys whose values name things and are no secrets, as a referer's can be.
_SHOWN_KEYS = frozenset(
    {
        "aws:principalorgid",
        "aws:principalservicename",
        "aws:securetransport",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "kms:encryptioncontext:aws:cloudtrail:arn",
        "kms:encryptioncontext:aws:logs:arn",
        "kms:encryptioncontextkeys",
        "s3:x-amz-acl",
    }
)


@dataclass(frozen=True, slots=True)
class Aspect:
    """Whether one element of a statement covers a request, and where it says so."""

    name: str
    """``principal``, ``action``, ``resource``, ``condition``, ``policy`` or ``attachment``."""

    verdict: Verdict
    provenance: tuple[Hop, ...]

    reason: str
    """Why the verdict is unknown, or what keeps the statement from covering the request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one statement covers a request; all its aspects must."""

    statement: Statement | UnreadStatement
    aspects: tuple[Aspect, ...]

    @property
    def verdict(self) -> Verdict:
        """The weakest of the aspects."""
        return min(aspect.verdict for aspect in self.aspects)

    @property
    def label(self) -> str:
        """The statement as reports name it."""
        return self.statement.label if isinstance(self.statement, Statement) else "the policy"

    def place(self, aspect: Aspect | None = None) -> tuple[Hop, ...]:
        """Return the way from an aspect, the narrowest place, to the statement around it."""
        narrow = aspect.provenance if aspect is not None else ()
        if not self.statement.provenance:
            return narrow
        around = Hop(self.statement.provenance[0].span, self.label)
        if any(hop.span == around.span for hop in narrow):
            return tuple(around if hop.span == around.span else hop for hop in narrow)
        return (*narrow, around)


def answer_of(
    statement: Statement | UnreadStatement, document: PolicyDocument, request: Request
) -> Answer:
    """Return how a statement of a document answers a request."""
    if isinstance(statement, UnreadStatement):
        doubt = Aspect("policy", Verdict.UNKNOWN, statement.provenance, statement.reason)
        return Answer(statement, (doubt,))
    variables = request.context if document.has_variables else None
    aspects = [principal_of(statement, request), _action(statement, request)]
    if request.resource is not None:
        may_show = not request.is_hidden
        aspects.append(_resource(statement, request.resource, variables, may_show=may_show))
    aspects += [
        _condition(condition, statement, request, variables) for condition in statement.conditions
    ]
    unread = statement.unread_conditions
    if unread is not None:
        aspects.append(Aspect("condition", Verdict.UNKNOWN, unread.provenance, unread.reason))
    return Answer(statement, tuple(aspects))


def concerns(
    statement: Statement | UnreadStatement, document: PolicyDocument, request: Request
) -> bool:
    """Return whether a statement may cover such a request, whatever the request carries."""
    if isinstance(statement, UnreadStatement):
        return True
    aspects = [principal_of(statement, request), _action(statement, request)]
    if request.resource is not None:
        variables: Context | None = {} if document.has_variables else None
        aspects.append(_resource(statement, request.resource, variables, may_show=False))
    return all(aspect.verdict is not Verdict.FAIL for aspect in aspects)


def principal_of(statement: Statement, request: Request) -> Aspect:
    """Return whether a statement is for whoever asks."""
    principals, asking, label = statement.principals, request.principal, statement.label
    if isinstance(asking, Holder):
        reason = f"{label} names a principal, which an identity-based policy may not"
        verdict = Verdict.PASS if principals is None else Verdict.UNKNOWN
        return Aspect("principal", verdict, statement.provenance, reason)
    if principals is None:
        reason = f"{label} names no principal"
        return Aspect("principal", Verdict.UNKNOWN, statement.provenance, reason)
    if principals.more is not None:
        return Aspect("principal", Verdict.UNKNOWN, principals.provenance, principals.more.reason)
    if not PRINCIPAL_TYPES.issuperset(principals.by_type):
        reason = f"{label} names an unknown principal type"
        return Aspect("principal", Verdict.UNKNOWN, principals.provenance, reason)
    return _negated_if(principals.is_negated, _named(principals, asking, label), label)


def _named(
    principals: Principals, asking: ServicePrincipal | AccountPrincipal | Anyone, label: str
) -> Aspect:
    # `{"AWS": "*"}` says the same as `"*"`.
    names: list[Text] = [("*",)]
    claims: list[tuple[str, Callable[[Text], Verdict]]] = [
        ("AWS", lambda text: max(equal(text, name) for name in names))
    ]
    match asking:
        case ServicePrincipal(name=service):
            asker = f"`{service}`"
            claims.append(("Service", lambda text: _is_service(text, asking)))
        case AccountPrincipal(id=account):
            asker = f"`{account}`"
            names += [(account,), ("arn:", PARTITION, f":iam::{account}:root")]
            names.append((f"arn:aws:iam::{account}:root",))
        case Anyone():
            asker = "everyone"
        case _:
            assert_never(asking)
    reason = _is_for_another("principal", principals.by_type.values(), asker, label)
    nobody = Aspect("principal", Verdict.FAIL, principals.provenance, reason)
    found = [
        _texts("principal", principals.by_type[kind], claim, label, asker)
        for kind, claim in claims
        if kind in principals.by_type
    ]
    best = max((*found, nobody), key=lambda aspect: aspect.verdict)
    return replace(best, reason=reason) if best.verdict is Verdict.FAIL else best


def _is_service(text: Text, service: ServicePrincipal) -> Verdict:
    # No document says whether a wildcard is taken here.
    if text == ("*",):
        return Verdict.UNKNOWN
    name, *spellings = service.regional or ((service.name,),)
    is_spelled = any(equal(text, one) is Verdict.PASS for one in spellings)
    return Verdict.PASS if is_spelled else equal(text, name)


def _action(statement: Statement, request: Request) -> Aspect:
    asked = Matched((request.action.lower(),))

    def covers(text: Text) -> Verdict:
        folded = [part.lower() if isinstance(part, str) else part for part in text]
        return asked.by(pattern_of(folded))

    return _element("action", statement.actions, covers, statement.label, f"`{request.action}`")


def _resource(
    statement: Statement, asked: Text, variables: Context | None, *, may_show: bool
) -> Aspect:
    if statement.resources is None:
        reason = f"{statement.label} names no resource"
        return Aspect("resource", Verdict.UNKNOWN, statement.provenance, reason)

    resource, is_left_out = Resource(asked), statement.resources.is_negated

    def covers(text: Text) -> Verdict:
        return resource.by(_pattern(text, variables), is_left_out=is_left_out)

    found = _element(
        "resource",
        statement.resources,
        covers,
        statement.label,
        shown_text(asked) if may_show else "",
    )
    if found.verdict is not Verdict.UNKNOWN:
        return found
    for value in statement.resources.texts.values:
        text = parts_of(value)
        if value.provenance == found.provenance and text is not None and not _is_open(value):
            doubt = resource.doubt(_pattern(text, variables), is_left_out=is_left_out)
            written = shown_all([Texts((value,), ())]) or "a resource"
            if doubt:
                reason = f"{statement.label} names {written}, {doubt}"
                return replace(found, reason=reason)
    return found


def _condition(
    condition: Condition, statement: Statement, request: Request, variables: Context | None
) -> Aspect:
    texts = condition.texts
    value = _value(request.context, condition.key.lower())
    place = f"the condition on `{condition.key[:64]}` in {statement.label}"
    operator = operator_of(condition.operator)
    if not is_known(operator):
        reason = f"{place} has the unknown operator `{condition.operator[:64]}`"
        return Aspect("condition", Verdict.UNKNOWN, texts.provenance, reason)
    if value is NotCarried.CHOSEN:
        # Whoever asks picks what suits them: to meet an Allow, to evade a Deny.
        verdict = Verdict.of(statement.effect is Effect.ALLOW)
        return Aspect("condition", verdict, texts.provenance, f"{place} is up to the caller")
    written = [parts for text in texts.values if (parts := parts_of(text)) is not None]
    wanted = [_pattern(parts, variables) for parts in written]
    if texts.more is not None:
        wanted.append((Hole(),))
    verdict = decide(operator, value, wanted)
    if verdict is not Verdict.UNKNOWN:
        said = "does not hold" if request.is_hidden else _does_not_hold(condition, value)
        reason = f"{place} {said}"
        return Aspect("condition", verdict, texts.provenance, reason)
    doubts = [text for text in texts.values if _is_open(text)]
    if texts.more is not None:
        doubts.insert(0, texts.more)
    if isinstance(value, OneOf) and not doubts:
        reason = f"{place} cannot be decided: AWS does not document whether the request carries "
        return Aspect("condition", verdict, texts.provenance, reason + _alternatives(value))
    if value is NotCarried.NOW and not doubts:
        reason = f"{place} depends on the time of the request"
        return Aspect("condition", verdict, texts.provenance, reason)
    if value is None:
        reason = f"{place} uses a key whose value in the request is not known"
        return Aspect("condition", verdict, texts.provenance, reason)
    if not doubts and isinstance(value, Carried) and value.is_list and not operator.is_quantified:
        reason = (
            f"{place} uses a key with several values without `ForAnyValue:` before its operator"
        )
        return Aspect("condition", verdict, texts.provenance, reason)
    if not doubts:
        reason = f"{place} {_depends(condition, value, is_hidden=request.is_hidden)}"
        return Aspect("condition", verdict, texts.provenance, reason)
    return Aspect("condition", verdict, doubts[0].provenance, doubts[0].reason)


def _value(context: Context, key: str) -> ContextValue | None:
    """Return what a request carries of a key; tags are all carried alike."""
    if key in dates.KEYS:
        return NotCarried.NOW
    return context.get(key, context.get(f"{key.partition('/')[0]}/*"))


def _depends(condition: Condition, value: ContextValue, *, is_hidden: bool) -> str:
    """Say what keeps a condition undecided whose texts are known, as far as they ever are."""
    wanted = shown_all([condition.texts])
    is_plain = condition.key.lower() in _SHOWN_KEYS and not is_hidden
    if not is_plain or not wanted or not isinstance(value, Carried):
        return "cannot be decided"
    sent = " and ".join(map(shown_text, value.values))
    return f"requires {wanted}, and whether that is {sent} depends on the deployment"


def _alternatives(value: OneOf) -> str:
    *others, last = [*(f"`{one}`" for one in value.values), *["nothing"] * value.or_missing]
    return f"{', '.join(others)} or {last}"


def _pattern(text: Text, variables: Context | None) -> Pattern:
    return pattern_of(text) if variables is None else pattern_with_variables(text, variables)


def _does_not_hold(condition: Condition, value: ContextValue | None) -> str:
    """Say why a condition does not hold, with what it takes where that may be shown."""
    if value is NotCarried.MISSING:
        return "uses a key that the request does not carry"
    if value is NotCarried.NOW:
        return "can no longer hold"
    wanted = shown_all([condition.texts])
    is_plain = condition.key.lower() in _SHOWN_KEYS and "Not" not in condition.operator
    if not is_plain or not wanted or not isinstance(value, Carried):
        return "does not hold"
    return f"requires {wanted}, not {' and '.join(map(shown_text, value.values))}"


def _is_for_another(name: str, texts: Iterable[Texts], asked: str, label: str) -> str:
    written = shown_all(texts)
    if written and asked:
        return f"{label} applies to {written}, not {asked}"
    return f"{label} applies to another {name}"


def _element(
    name: str, element: Element, covers: Callable[[Text], Verdict], label: str, asked: str
) -> Aspect:
    found = _texts(name, element.texts, covers, label, asked)
    return _negated_if(element.is_negated, found, label)


def _texts(
    name: str, texts: Texts, covers: Callable[[Text], Verdict], label: str, asked: str
) -> Aspect:
    """Return the best answer among an element's texts; `asked` is what they should cover."""
    reason = _is_for_another(name, [texts], asked, label)
    missing = Aspect(name, Verdict.FAIL, texts.provenance, reason)
    best = missing
    for value in texts.values:
        found = _text(name, value, covers, label, asked)
        if found.verdict > best.verdict:
            best = found
        if best.verdict is Verdict.PASS:
            return best
    if texts.more is not None and best.verdict is Verdict.FAIL:
        return Aspect(name, Verdict.UNKNOWN, texts.more.provenance, texts.more.reason)
    return best


def _text(
    name: str, value: Value[str], covers: Callable[[Text], Verdict], label: str, asked: str
) -> Aspect:
    text = parts_of(value)
    verdict = Verdict.FAIL if text is None else covers(text)
    if _is_open(value):
        reason = value.reason
    elif text == ("*",):
        reason = f"{label} applies to `*`, and AWS does not document whether that includes {asked}"
    else:
        # Symbols are compared here, and the reason why a text is not known is not why they differ.
        written = shown_all([Texts((value,), ())])
        reason = (
            f"{label} applies to {written}, and whether that is {asked} depends on the deployment"
            if written and asked
            else f"whether {label} applies to this {name} depends on the deployment"
        )
    return Aspect(name, verdict, value.provenance, reason)


def _is_open(value: Value[str]) -> TypeGuard[Unknown]:
    """Return whether some piece of a text is not known at all."""
    return isinstance(value, Unknown) and (
        not value.parts or any(isinstance(part, Hole) for part in value.parts)
    )


def _negated_if(is_negated: bool, aspect: Aspect, label: str) -> Aspect:
    match is_negated, aspect.verdict:
        case True, Verdict.PASS:
            return replace(
                aspect, verdict=Verdict.FAIL, reason=f"{label} excludes this {aspect.name}"
            )
        case True, Verdict.FAIL:
            return replace(aspect, verdict=Verdict.PASS)
        case _:
            return aspect
