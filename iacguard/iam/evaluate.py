"""Whether policies let a principal do an action on a resource.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..core.value import Known, Unknown, Value
from ..core.verdict import Judgement, Reason, Verdict, any_of
from .document import PolicyDocument
from .partition import settled
from .request import Request
from .statement import Effect, UnreadStatement
from .statement_match import Answer, Aspect, answer_of, concerns
from .wildcard_principals import Strangers

_DETAILS = frozenset({"resource", "condition"})
"""Aspects of a statement that is meant for the request and gets it wrong."""

_CAUSES = frozenset({"action", "condition"})
"""Aspects of a near statement that have a remedy of their own."""


def allows(documents: Sequence[PolicyDocument], request: Request) -> Judgement:
    """Judge that the policies together let the request through; a Deny wins over every Allow.

    A hole in the resource stands for every resource of that form. The reasons say which
    statement decided, with its place; their messages are clauses about the policies.
    """
    return _judged(_answers(documents, request), documents)


def exposes(documents: Sequence[PolicyDocument], request: Request) -> Judgement:
    """Judge that the policies let the request through for some resource of its form.

    An Allow counts when it may cover any such resource, a Deny only when it covers them all.
    """
    return _judged([_somewhere(answer) for answer in _answers(documents, request)], documents)


def exposes_to_some(
    documents: Sequence[PolicyDocument], request: Request, strangers: Strangers
) -> Judgement:
    """Judge that the policies let the request through for one of these strangers."""
    documents, request = settled(documents, request)
    concerned = [
        replace(
            document,
            statements=tuple(
                one for one in document.statements if concerns(one, document, request)
            ),
        )
        for document in documents
    ]
    found = any_of(exposes(concerned, replace(request, context=each)) for each in strangers.carried)
    if found.verdict is Verdict.FAIL and not strangers.are_all:
        said = "its policies have too many combinations of conditions to try them all"
        places = next((document.provenance for document in concerned), ())
        return Judgement(Verdict.UNKNOWN, (Reason(said, places),))
    return found


def _answers(documents: Sequence[PolicyDocument], request: Request) -> list[Answer]:
    documents, request = settled(documents, request)
    return [
        _doubted(answer_of(statement, document, request), document.exists)
        for document in documents
        if not (isinstance(document.exists, Known) and document.exists.value is False)
        for statement in document.statements
    ]


def _doubted(answer: Answer, exists: Value[bool]) -> Answer:
    """Return the answer, no longer certain where the policy may not be attached at all."""
    if isinstance(exists, Known):
        return answer
    reason = exists.reason if isinstance(exists, Unknown) else "the policy may not be attached"
    doubt = Aspect("attachment", Verdict.UNKNOWN, exists.provenance, reason)
    return replace(answer, aspects=(*answer.aspects, doubt))


def _somewhere(answer: Answer) -> Answer:
    if not _may_be(answer, Effect.ALLOW):
        return answer
    aspects = (
        replace(aspect, verdict=max(aspect.verdict, Verdict.PASS))
        if aspect.name == "resource" and aspect.verdict is Verdict.UNKNOWN
        else aspect
        for aspect in answer.aspects
    )
    return replace(answer, aspects=tuple(aspects))


def _may_be(answer: Answer, effect: Effect) -> bool:
    if isinstance(answer.statement, UnreadStatement):
        is_allow = effect is Effect.ALLOW
        return answer.statement.may_allow if is_allow else answer.statement.may_deny
    return answer.statement.effect is effect


def _judged(answers: Sequence[Answer], documents: Sequence[PolicyDocument]) -> Judgement:
    allowing = [answer for answer in answers if _may_be(answer, Effect.ALLOW)]
    denying = [answer for answer in answers if _may_be(answer, Effect.DENY)]
    allowed = max((answer.verdict for answer in allowing), default=Verdict.FAIL)
    denied = max((answer.verdict for answer in denying), default=Verdict.FAIL)
    if denied is Verdict.PASS:
        reasons = [
            Reason(f"{answer.label} denies it", answer.place(), remedy="denied")
            for answer in denying
            if answer.verdict is Verdict.PASS
        ]
        return Judgement(Verdict.FAIL, tuple(reasons))
    if allowed is Verdict.FAIL:
        return Judgement(Verdict.FAIL, (_why_not(allowing, documents),))
    if allowed is Verdict.UNKNOWN or denied is Verdict.UNKNOWN:
        doubtful = [*(allowing if allowed is Verdict.UNKNOWN else ()), *denying]
        return Judgement(Verdict.UNKNOWN, _doubts(doubtful))
    reasons = [
        Reason(f"{answer.label} allows it", answer.place())
        for answer in allowing
        if answer.verdict is Verdict.PASS
    ]
    return Judgement(Verdict.PASS, tuple(reasons))


def _failing(answer: Answer) -> list[Aspect]:
    return [aspect for aspect in answer.aspects if aspect.verdict is Verdict.FAIL]


def _doubts(answers: Iterable[Answer]) -> tuple[Reason, ...]:
    reasons = [
        Reason(aspect.reason, answer.place(aspect))
        for answer in answers
        if answer.verdict is Verdict.UNKNOWN
        for aspect in answer.aspects
        if aspect.verdict is Verdict.UNKNOWN
    ]
    return tuple(dict.fromkeys(reasons))


def _why_not(allowing: Iterable[Answer], documents: Sequence[PolicyDocument]) -> Reason:
    """Return what keeps the nearest statement from allowing it, when that is one thing or two."""
    near = [(answer, failing) for answer in allowing if len(failing := _failing(answer)) in (1, 2)]
    # A statement for another principal is near only when nothing else is wrong with it.
    near = [
        (answer, failing)
        for answer, failing in near
        if len(failing) == 1 or all(aspect.name in _DETAILS for aspect in failing)
    ]
    if near:
        # A statement for the same principal is nearer than one that is right but for it.
        answer, failing = min(near, key=lambda pair: (pair[1][0].name == "principal", len(pair[1])))
        said = ", and ".join(aspect.reason for aspect in failing)
        way = dict.fromkeys(hop for aspect in failing for hop in answer.place(aspect))
        cause = failing[0].name if failing[0].name in _CAUSES else ""
        return Reason(said, tuple(way), remedy=cause)
    places = [document.provenance for document in documents if document.provenance]
    said = "no statement allows it" if documents else "no policy is declared"
    return Reason(said, places[0] if places else ())
