"""Judging rules on models, and merging the verdicts of a scope's deployments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from ..core.outcome import Mark, Outcome
from ..core.source import SourceSpan
from ..core.value import ERROR_PLACE, Hop
from ..core.verdict import Judgement, Reason, Verdict
from ..model.model import Model
from .checks_by_name import find_check
from .expect import judge_expectation
from .macro_doubt import in_doubt
from .messages import SUBJECT, AttributeName, Judged, caveat, joined, message, remedy, when
from .rule import CheckName, Options, Rule
from .subjects import ACCOUNT, ENTITY_KINDS
from .unmodelled_doubt import proven


class Case(Protocol):
    """A deployment of a scope: its model, what was chosen, and how to choose more."""

    @property
    def model(self) -> Model:
        """The audit pipeline as it is deployed."""
        ...

    @property
    def chosen(self) -> Mapping[str, str]:
        """The answers that lead to this deployment, by question."""
        ...

    def narrow(self, question: str) -> Sequence[Case]:
        """Return the narrower cases, one for each answer that makes a difference."""
        ...


def judge(
    rule: Rule,
    options: Options,
    cases: Sequence[Case],
    attribute_name: AttributeName,
    limit: int,
    *,
    is_asked_for: bool = True,
) -> tuple[Outcome, ...]:
    """Return one outcome for each subject of a scope that the rule concerns.

    A rule that is on by default, and that nobody asked for, does not tell what is optional.

    A subject fails when it fails in one deployment, and passes when it passes in all. A verdict
    that hangs on an open question is sought for each of its answers, in at most `limit` cases a
    subject; beyond that it stays unknown.
    """
    found: dict[str, list[Judged]] = {}
    asked: dict[str, int] = {}
    waiting: list[tuple[Case, frozenset[str] | None]] = [(case, None) for case in cases]
    while waiting:
        case, wanted = waiting.pop(0)
        unsettled: dict[str, set[str]] = {}
        for subject, address in _subjects(rule, case.model):
            if wanted is not None and address not in wanted:
                continue
            judgement = _judgement(rule, options, subject, case.model)
            if judgement is None or (judgement.is_optional and not is_asked_for):
                continue
            again = partial(_judgement, rule, options)
            judgement = proven(judgement, again, subject, case.model)
            judgement = in_doubt(judgement, subject, case.model)
            question = _question(judgement, case) if asked.get(address, 0) < limit else ""
            if question:
                unsettled.setdefault(question, set()).add(address)
            else:
                judged = Judged(subject, judgement, case.chosen)
                found.setdefault(address, []).append(judged)
        for question, addresses in unsettled.items():
            for narrower in case.narrow(question):
                waiting.append((narrower, frozenset(addresses)))
                for address in addresses:
                    asked[address] = asked.get(address, 0) + 1
    return tuple(
        _outcome(rule, options, address, judged, cases[0].model, attribute_name)
        for address, judged in found.items()
    )


def _question(judgement: Judgement, case: Case) -> str:
    """Return an open question that an unknown verdict hangs on; empty where there is none."""
    if judgement.verdict is not Verdict.UNKNOWN:
        return ""
    hops = (hop for reason in judgement.reasons for hop in reason.provenance)
    named = dict.fromkeys(hop.question for hop in hops if hop.question)
    return next((question for question in named if case.narrow(question)), "")


def _subjects(rule: Rule, model: Model) -> Iterable[tuple[Any, str]]:
    if rule.subject == ACCOUNT:
        # "." would read as nothing: "the account has no trail".
        return ((model, "the account" if model.scope == "." else model.scope),)
    kind = ENTITY_KINDS[rule.subject]
    return ((entity, entity.address) for entity in getattr(model, kind.collection))


def _judgement(
    rule: Rule,
    options: Options,
    subject: Any,  # noqa: ANN401 - an entity, or the model
    model: Model,
) -> Judgement | None:
    kind = ENTITY_KINDS.get(rule.subject)
    if kind is None or kind.concern is None:
        return _claimed(rule, options, subject, model)
    judge = partial(_claimed, rule, options, subject, model)
    return find_check(kind.concern)(subject, model, judge)


def _claimed(
    rule: Rule,
    options: Options,
    subject: Any,  # noqa: ANN401 - an entity, or the model
    model: Model,
) -> Judgement | None:
    match rule.claim:
        case CheckName():
            stated = () if rule.control is None else (rule.control,)
            return find_check(rule.claim)(subject, model, options, *stated)
        case None:
            return None
        case _:
            return judge_expectation(rule.claim, subject, options)


def _outcome(
    rule: Rule,
    options: Options,
    address: str,
    judged: Sequence[Judged],
    model: Model,
    attribute_name: AttributeName,
) -> Outcome:
    scope, environment = model.scope, model.environment
    verdict = Verdict(min(one.judgement.verdict for one in judged))
    agreeing = [one for one in judged if one.judgement.verdict is verdict]
    # Of several failures the gravest is told; `max` keeps the first of equals.
    deciding = max(agreeing, key=lambda one: one.judgement.severity or rule.severity)
    subject, reasons = deciding.subject, deciding.judgement.reasons
    primary, related = _marks(_placed(verdict, reasons), subject.span)
    # The name of an account's own scope tells already where it is deployed.
    where = f" in {environment}" if environment and rule.subject != ACCOUNT else ""
    leading = f"{where}{when(deciding, judged)}"
    has_reason = verdict is Verdict.UNKNOWN or SUBJECT in rule.clause
    return Outcome(
        rule=rule.ref,
        subject=address,
        scope=scope,
        verdict=verdict,
        severity=deciding.judgement.severity or rule.severity,
        message=message(rule, _called(address, subject), verdict, reasons, leading),
        reason=joined(reasons) if verdict is not Verdict.PASS and has_reason else "",
        primary=primary,
        header=None if rule.subject == ACCOUNT else subject.span,
        related=related,
        callers=tuple(Mark(hop.span, hop.label) for hop in getattr(subject, "callers", ())),
        remedy=remedy(rule, options, getattr(subject, "type", ""), attribute_name, reasons),
        caveat=caveat(deciding.judgement),
        fingerprint=_fingerprint(rule.id, scope, address),
    )


def _called(address: str, subject: object) -> str:
    """Return what a message calls a subject; an account by itself is only a name."""
    is_named = isinstance(subject, Model) and subject.paths
    return f"account {address}" if is_named else address


def _placed(verdict: Verdict, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Return the reasons whose places are shown: of a pass one, or those that want a word.

    The others say what would be wrong if the subject failed.
    """
    if verdict is not Verdict.PASS:
        return reasons
    placed = tuple(reason for reason in reasons if reason.provenance)
    return tuple(one for one in placed if one.is_caveat) or placed[:1]


def _marks(reasons: tuple[Reason, ...], header: SourceSpan) -> tuple[Mark, tuple[Mark, ...]]:
    """Return the primary place, then the hops behind it and the places of further reasons."""
    placed = [reason for reason in reasons if reason.provenance]
    if not placed:
        return Mark(header), ()
    first = placed[0]
    hops = list(first.provenance[1:])
    for reason in placed[1:]:
        hops.append(Hop(reason.provenance[0].span, reason.message))
        hops += reason.provenance[1:]
    place = first.provenance[0]
    span = place.span
    related = dict.fromkeys(Mark(hop.span, hop.label) for hop in hops if not _is_told(hop, span))
    arrow = ", from" if first.provenance[1:] and first.found else ""
    # A policy has many statements, and the first line of one is often a brace alone.
    named = place.label if place.label.startswith("statement ") else ""
    return Mark(span, first.found + arrow or named), tuple(related)


def _is_told(hop: Hop, told: SourceSpan) -> bool:
    """Return whether a step is the told place, or where an error in it begins."""
    if hop.span == told:
        return True
    begins = hop.span.path == told.path and hop.span.start == told.start
    return begins and hop.span.end <= told.end and hop.label in ("", ERROR_PLACE)


def _fingerprint(*identity: str) -> str:
    return hashlib.sha256("\0".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:32]
