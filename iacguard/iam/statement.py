"""A policy statement, read from a tree of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from ..core.exhaustive import assert_never
from ..core.value import Absent, Hop, Known, Unknown, Value, is_hidden

Provenance: TypeAlias = "tuple[Hop, ...]"


class Effect(Enum):
    """What a statement does with the requests that it covers."""

    ALLOW = "Allow"
    DENY = "Deny"


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one element: actions, resources, principals of one type, condition values."""

    values: tuple[Value[str], ...]
    provenance: Provenance

    more: Unknown | None = None
    """Set where the deployed element may hold further texts, with the reason."""


@dataclass(frozen=True, slots=True)
class Element:
    """``Action`` or ``Resource``, or its ``Not`` form."""

    texts: Texts
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Principals:
    """``Principal`` or ``NotPrincipal``: texts by type."""

    by_type: Mapping[str, Texts]
    is_negated: bool
    provenance: Provenance

    more: Unknown | None = None
    """Set where the element as a whole is not known."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition key under one operator; all conditions of a statement must hold."""

    operator: str
    key: str
    texts: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement that was read."""

    label: str
    """``statement "AWSCloudTrailWrite"``, or by its number: ``statement 2``."""

    provenance: Provenance
    effect: Effect

    principals: Principals | None
    """None where the statement names none, as an identity's own policies do."""

    actions: Element
    resources: Element | None
    conditions: tuple[Condition, ...]
    unread_conditions: Unknown | None = None
    """Set where further conditions may be deployed, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadStatement:
    """A statement, or a whole policy, that may say anything."""

    provenance: Provenance
    reason: str

    may_allow: bool = True
    """False for what keeps a policy from being in force, and so allows nothing."""

    may_deny: bool = True
    """False for policies that are known to hold no Deny."""

    is_refused: bool = False
    """Whether no service takes a policy that says this."""


PAIRS = (("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal"))
ELEMENTS = frozenset({"Sid", "Effect", "Condition", *(name for pair in PAIRS for name in pair)})


def read_statement(value: Value[Any], number: int) -> Statement | UnreadStatement:
    """Return the statement that a value stands for; `number` is its place, from one."""
    match value:
        case Unknown():
            return UnreadStatement(provenance=value.provenance, reason=value.reason)
        case Known(value=Mapping() as elements):
            return _read_elements(elements, value.provenance, number)
        case Known() | Absent():
            reason = f"statement {number} of the policy is not an object"
            return UnreadStatement(provenance=value.provenance, reason=reason, is_refused=True)
        case _:
            assert_never(value)


def _read_elements(
    elements: Mapping[str, Value[Any]], provenance: Provenance, number: int
) -> Statement | UnreadStatement:
    written = {key: item for key, item in elements.items() if not isinstance(item, Absent)}
    label = _label(written.get("Sid"), number)
    problem = _problem(written)
    if problem:
        return UnreadStatement(provenance=provenance, reason=f"{label} {problem}", is_refused=True)
    effect = written["Effect"]
    if isinstance(effect, Unknown):
        return UnreadStatement(provenance=effect.provenance, reason=effect.reason)
    if not isinstance(effect, Known) or effect.value not in ("Allow", "Deny"):
        reason = f"the Effect of {label} is neither `Allow` nor `Deny`"
        return UnreadStatement(provenance=effect.provenance, reason=reason, is_refused=True)
    conditions, unread = _conditions(written.get("Condition"), label)
    actions = _element(written, "Action", label)
    assert actions is not None
    return Statement(
        label=label,
        provenance=provenance,
        effect=Effect(effect.value),
        principals=_principals(written, label),
        actions=actions,
        resources=_element(written, "Resource", label),
        conditions=conditions,
        unread_conditions=unread,
    )


def _label(sid: Value[Any] | None, number: int) -> str:
    match sid:
        case Known(value=str() as text, provenance=way) if text and not is_hidden(way):
            return f'statement "{text[:64]}"'
        case _:
            return f"statement {number}"


def _problem(written: Mapping[str, Value[Any]]) -> str | None:
    """Return what keeps AWS from taking the statement, as a clause."""
    for name in written:
        if name not in ELEMENTS:
            return f"has an unknown element `{name[:64]}`"
    for one, other in PAIRS:
        if one in written and other in written:
            return f"has both `{one}` and `{other}`"
    if "Effect" not in written:
        return "has no `Effect`"
    if "Action" not in written and "NotAction" not in written:
        return "has neither `Action` nor `NotAction`"
    return None


def _element(written: Mapping[str, Value[Any]], name: str, label: str) -> Element | None:
    for written_name, is_negated in ((name, False), (f"Not{name}", True)):
        if written_name in written:
            place = f"the {written_name} of {label}"
            return Element(read_texts(written[written_name], place), is_negated)
    return None


def _principals(written: Mapping[str, Value[Any]], label: str) -> Principals | None:
    for name, is_negated in (("Principal", False), ("NotPrincipal", True)):
        if name not in written:
            continue
        value = written[name]
        place = f"the {name} of {label}"
        match value:
            case Known(value=Mapping() as types):
                by_type = {
                    type: read_texts(texts, place)
                    for type, texts in types.items()
                    if not isinstance(texts, Absent)
                }
                return Principals(by_type, is_negated, value.provenance)
            case Known(value="*"):
                everyone = Texts((value,), value.provenance)
                return Principals({"AWS": everyone}, is_negated, value.provenance)
            case Unknown():
                return Principals({}, is_negated, value.provenance, value)
            case Known() | Absent():
                unread = _misshapen(value, place)
                return Principals({}, is_negated, value.provenance, unread)
            case _:
                assert_never(value)
    return None


def _conditions(
    value: Value[Any] | None, label: str
) -> tuple[tuple[Condition, ...], Unknown | None]:
    """Return the conditions that are read, and why more may be deployed."""
    place = f"the Condition of {label}"
    match value:
        case None:
            return (), None
        case Unknown():
            return (), value
        case Known(value=Mapping() as operators):
            pass
        case _:
            return (), _misshapen(value, place)
    conditions: list[Condition] = []
    unread: Unknown | None = None
    for operator, keys in operators.items():
        match keys:
            case Known(value=Mapping() as by_key):
                conditions.extend(
                    Condition(operator, key, read_texts(texts, place))
                    for key, texts in by_key.items()
                )
            case Unknown():
                unread = keys
            case _:
                unread = _misshapen(keys, place)
    return tuple(conditions), unread


def read_texts(value: Value[Any], place: str) -> Texts:
    """Return the texts of one text or of a list of them; `place` names the element."""
    match value:
        case Unknown(parts=(_, *_)):
            return Texts((value,), value.provenance)
        case Unknown():
            known = [text for text in map(_scalar, value.elements) if text is not None]
            return Texts(tuple(known), value.provenance, value)
        case Known(value=tuple() as elements):
            texts = [text for text in map(_scalar, elements) if text is not None]
            more = None if len(texts) == len(elements) else _misshapen(value, place)
            return Texts(tuple(texts), value.provenance, more)
        case _:
            text = _scalar(value)
            if text is None:
                return Texts((), value.provenance, _misshapen(value, place))
            return Texts((text,), value.provenance)


def _scalar(value: Value[Any]) -> Value[str] | None:
    """Return one text; booleans and numbers are written without quotes now and then."""
    match value:
        case Unknown() | Known(value=str()):
            return value
        case Known(value=bool() as truth):
            return Known("true" if truth else "false", value.provenance)
        case Known(value=int() | float() as number):
            return Known(str(number), value.provenance)
        case _:
            return None


def _misshapen(value: Value[Any], place: str) -> Unknown:
    return Unknown(value.provenance, f"{place} is malformed")
