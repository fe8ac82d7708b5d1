"""Which composite alarms go off when an alarm does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..core.text import equal, parts_of, starts_with
from ..core.value import Known, Unknown
from ..core.verdict import Judgement, Reason, Verdict
from ..model.alarm import Alarm, CompositeAlarm
from ..model.entity import together
from ..model.model import Model
from .composite_rule import Claim, InState, NotARule, Rule, State, claims_of, decide, parse

Acting: TypeAlias = "Alarm | CompositeAlarm"

_MOST_CLAIMS = 500
"""Claims of all rules together that are looked at."""

_MOST_ROUNDS = 16
"""Composite alarms that may lie behind each other."""


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A composite alarm with its rule."""

    composite: CompositeAlarm
    rule: Rule


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of a model."""

    read: tuple[_Ruled, ...]
    unread: tuple[tuple[CompositeAlarm, Judgement], ...]
    """Composite alarms of which the rule is not known, and why."""


def following(alarm: Alarm, model: Model) -> Sequence[tuple[CompositeAlarm, Judgement]]:
    """Return the composite alarms that go off with an alarm, or may do so."""
    return model.once(_followers, alarm)


def _followers(alarm: Alarm, model: Model) -> Sequence[tuple[CompositeAlarm, Judgement]]:
    return tuple(_following(alarm, model)) if model.composite_alarms else ()


def _following(alarm: Alarm, model: Model) -> Iterator[tuple[CompositeAlarm, Judgement]]:
    rules = model.once(_rules, model)
    yield from rules.unread
    concerned = _concerned(alarm, rules.read)
    if not concerned:
        return
    restless = model.once(_restless, model)
    loud = _settled(alarm, concerned, restless, is_loud=True)
    quiet = _settled(alarm, concerned, restless, is_loud=False)
    for ruled in concerned:
        composite = ruled.composite
        judged = _judged(composite, loud[composite.address], quiet[composite.address])
        if judged.verdict is not Verdict.FAIL:
            yield composite, judged


def _rules(_: Model, model: Model) -> _Rules:
    read: list[_Ruled] = []
    unread: list[tuple[CompositeAlarm, Judgement]] = []
    claims = 0
    for composite in model.composite_alarms:
        value = composite.rule
        try:
            rule = parse(parts_of(value) or ())
        except NotARule as refused:
            said = f"the rule of {composite.address} cannot be read: {refused}"
            if isinstance(value, Unknown):
                said = value.reason
            doubt = Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),))
            unread.append((composite, doubt))
            continue
        claims += sum(1 for _ in claims_of(rule))
        if claims > _MOST_CLAIMS:
            said = "there are too many composite alarms to look at all of their rules"
            doubt = Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),))
            unread.append((composite, doubt))
            break
        read.append(_Ruled(composite, rule))
    return _Rules(tuple(read), tuple(unread))


def _concerned(alarm: Alarm, rules: Sequence[_Ruled]) -> list[_Ruled]:
    """Return the composite alarms whose rules speak of an alarm, or of one that does."""
    found: list[_Ruled] = []
    sources: list[Acting] = [alarm]
    waiting = list(rules)
    for _ in range(_MOST_ROUNDS):
        speaks = [_speaks_of(each, sources) for each in waiting]
        new = [each for each, is_about in zip(waiting, speaks) if is_about]
        if not new:
            break
        found += new
        sources = [each.composite for each in new]
        waiting = [each for each, is_about in zip(waiting, speaks) if not is_about]
    return found


def _speaks_of(ruled: _Ruled, sources: Sequence[Acting]) -> bool:
    return any(
        _names(claim, source, ruled.composite) is not Verdict.FAIL
        for claim in claims_of(ruled.rule)
        for source in sources
    )


def _names(claim: InState, alarm: Acting, composite: CompositeAlarm) -> Verdict:
    """Decide whether a claim of a composite alarm is about an alarm."""
    name, arn = parts_of(alarm.name) or (), parts_of(alarm.arn) or ()
    if starts_with(claim.alarm, "arn:") is Verdict.PASS:
        return equal(claim.alarm, arn)
    near = together(composite.place, alarm.place, alarm.name_reach)
    return min(near, equal(claim.alarm, name))


def _restless(_: Model, model: Model) -> Sequence[Alarm]:
    """Return the alarms that may be in ALARM while nothing happens: no data is bad enough."""
    return [
        alarm
        for alarm in model.alarms
        if isinstance(alarm.treat_missing_data, Unknown)
        or (
            isinstance(alarm.treat_missing_data, Known)
            and alarm.treat_missing_data.value == "breaching"
        )
    ]


def _settled(
    alarm: Alarm, concerned: Sequence[_Ruled], restless: Sequence[Alarm], *, is_loud: bool
) -> Mapping[str, Verdict]:
    """Decide which composite alarms are in ALARM while an alarm is, or while nothing happens.

    They are told apart by their addresses.
    """
    found: dict[str, Verdict] = {}
    for _ in range(_MOST_ROUNDS):
        before = dict(found)
        known = [(each.composite, before.get(each.composite.address)) for each in concerned]
        for ruled in concerned:
            claim = _claims(alarm, ruled.composite, known, restless, is_loud=is_loud)
            found[ruled.composite.address] = decide(ruled.rule, claim)
        if found == before:
            break
    return found


def _claims(
    alarm: Alarm,
    composite: CompositeAlarm,
    known: Sequence[tuple[CompositeAlarm, Verdict | None]],
    restless: Sequence[Alarm],
    *,
    is_loud: bool,
) -> Claim:
    # While nothing happens few alarms are in ALARM; while one goes off, any other one may be.
    others = Verdict.UNKNOWN if is_loud else Verdict.FAIL

    def claimed(claim: InState) -> Verdict:
        own = _names(claim, alarm, composite)
        is_in_alarm = others
        if own is Verdict.PASS:
            is_in_alarm = Verdict.PASS if is_loud else Verdict.FAIL
        elif own is Verdict.FAIL:
            named = (
                verdict
                for each, verdict in known
                if verdict is not None and _names(claim, each, composite) is Verdict.PASS
            )
            is_in_alarm = next(named, others)
            if any(_names(claim, each, composite) is not Verdict.FAIL for each in restless):
                is_in_alarm = Verdict.UNKNOWN
        if claim.state is State.ALARM:
            return is_in_alarm
        # An alarm that is quiet is in either of the two other states.
        return Verdict.FAIL if is_in_alarm is Verdict.PASS else Verdict.UNKNOWN

    return claimed


def _judged(composite: CompositeAlarm, loud: Verdict, quiet: Verdict) -> Judgement:
    place = composite.rule.provenance
    if loud is Verdict.FAIL or quiet is Verdict.PASS:
        return Judgement(Verdict.FAIL)
    if loud is Verdict.UNKNOWN:
        said = f"{composite.address} asks for other alarms as well"
        return Judgement(Verdict.UNKNOWN, (Reason(said, place),))
    if quiet is Verdict.UNKNOWN:
        said = f"{composite.address} may be in ALARM before anything happens"
        return Judgement(Verdict.UNKNOWN, (Reason(said, place),))
    return Judgement(Verdict.PASS, (Reason(f"{composite.address} goes off as well", place),))
