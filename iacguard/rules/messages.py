"""What a report says of a judgement: the sentence, the choices that lead to it, the remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..core.exhaustive import assert_never
from ..core.verdict import Judgement, Reason, Verdict
from ..core.wording import listed
from .rule import OptionName, Options, Rule

AttributeName: TypeAlias = "Callable[[str, str], str | None]"
"""What a language calls a field of a resource type."""

SUBJECT = "{subject}"
"""Where a clause of a rule's file names the subject, if not at its beginning."""

_MOST_ALTERNATIVES = 3
"""Sets of choices that one sentence names."""

_MOST_VALUES = 4
"""Answers to one question that a sentence names."""

_MOST_COMPARED = 256
"""Cases among which further choices of the same verdict are looked for."""

_NAMED = re.compile(r'statement (?:"[^"]{1,64}"|[0-9]+)|var\.[\w-]+|parameter [\w.]+')
"""What several reasons say the same of."""

_Sets: TypeAlias = "dict[str, list[str]]"
"""By question, the answers that agree."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One subject's judgement in one case."""

    subject: Any
    judgement: Judgement
    chosen: Mapping[str, str]


def message(
    rule: Rule, address: str, verdict: Verdict, reasons: tuple[Reason, ...], when: str = ""
) -> str:
    """Return one sentence without its full stop: the subject and what is to be said of it.

    `when` says where it is deployed, and which choices lead to the verdict.
    """
    said = joined(reasons)
    match verdict:
        case Verdict.FAIL:
            if SUBJECT in rule.clause:
                return f"{_of(rule.clause, address)}{f': {said}' if said else ''}{when}"
            return f"{address} {said or rule.clause}{when}"
        case Verdict.UNKNOWN:
            return f"{said}, so it is not known whether {_of(rule.passing, address)}{when}"
        case Verdict.PASS:
            but = _caveats(reasons)
            return _of(rule.passing, address) + when + (f", but {but}" if but else "")
        case _:
            assert_never(verdict)


def _of(clause: str, address: str) -> str:
    """Return a clause about a subject: it begins with it, or names it where the rule says."""
    return clause.replace(SUBJECT, address) if SUBJECT in clause else f"{address} {clause}"


def joined(reasons: Iterable[Reason]) -> str:
    """Return reasons in a row; what all say before their first colon is said once.

    So is what is said alike of several statements, variables or parameters.
    """
    messages = dict.fromkeys(reason.message for reason in reasons if reason.message)
    first, *others = _said_once(messages) or [""]
    lead, colon, _ = first.partition(": ")
    return "; ".join((first, *(one.removeprefix(lead + colon) if colon else one for one in others)))


def _said_once(messages: Iterable[str]) -> list[str]:
    """Return messages, and one for all that differ only in the thing that they name."""
    alike: dict[str, list[str]] = {}
    for message in messages:
        is_of_one = len(set(_NAMED.findall(message))) == 1
        alike.setdefault(_NAMED.sub("\0", message) if is_of_one else message, []).append(message)
    return [_likewise(*group) for group in alike.values()]


def _likewise(first: str, *others: str) -> str:
    named = [_NAMED.findall(other)[0] for other in others]
    return f"{first}; the same goes for {listed(named, _MOST_VALUES)}" if named else first


def caveat(judgement: Judgement) -> str:
    """Return what is worth telling of a judgement that passes."""
    if judgement.verdict is not Verdict.PASS:
        return ""
    return _caveats(judgement.reasons)


def _caveats(reasons: Iterable[Reason]) -> str:
    return "; ".join(dict.fromkeys(one.message for one in reasons if one.is_caveat))


def when(deciding: Judged, judged: Sequence[Judged]) -> str:
    """Say which choices lead to the verdict, where not all of the deployments do."""
    verdict = deciding.judgement.verdict
    if all(one.judgement.verdict is verdict for one in judged):
        return ""
    told = _messages(deciding)

    def says_the_same(one: Judged) -> bool:
        return one.judgement.verdict is verdict and _messages(one) == told

    def has_the_verdict(one: Judged) -> bool:
        return one.judgement.verdict is verdict

    said, left = "", [deciding, *(one for one in judged if has_the_verdict(one))]
    otherwise = ", and also fails" if verdict is Verdict.FAIL else ", and for another reason"
    for joint, belongs in ((", and", says_the_same), (otherwise, has_the_verdict)):
        for _ in range(_MOST_ALTERNATIVES):
            first = next((one for one in left if belongs(one)), None)
            sets = _choices(first, judged, left, belongs) if first is not None else {}
            if not sets:
                break
            said += f"{joint if said else ''} when {_worded(sets)}"
            left = [one for one in left if not _agrees(one.chosen, sets)]
    return f"{said}, and in other cases" if said and left else said


def remedy(
    rule: Rule,
    options: Options,
    type_: str,
    attribute_name: AttributeName,
    reasons: Sequence[Reason],
) -> str:
    """Return one line on what to change: for the causes that were found, or the usual one."""
    own = [rule.remedy.reasons.get(reason.remedy, "") for reason in reasons]
    usual = _usual(rule, options, type_, attribute_name)
    return ", and ".join(dict.fromkeys(line or usual for line in own)) or usual


def _choices(
    deciding: Judged,
    judged: Sequence[Judged],
    left: Sequence[Judged],
    belongs: Callable[[Judged], bool],
) -> _Sets:
    """Return the fewest choices that always lead to what belongs together.

    Each has all answers that do so of those that are left to tell.
    """

    def lead_to_it(sets: _Sets) -> bool:
        return all(belongs(one) for one in judged if _agrees(one.chosen, sets))

    sets = {name: [answer] for name, answer in sorted(deciding.chosen.items())}
    for name in tuple(sets):
        fewer = {other: answers for other, answers in sets.items() if other != name}
        if lead_to_it(fewer):
            sets = fewer
    if len(judged) > _MOST_COMPARED:
        return sets
    for name in sets:
        for answer in dict.fromkeys(one.chosen[name] for one in left if name in one.chosen):
            wider = {**sets, name: [*sets[name], answer]}
            if answer not in sets[name] and lead_to_it(wider):
                sets = wider
    return sets


def _messages(one: Judged) -> list[str]:
    return [reason.message for reason in one.judgement.reasons]


def _agrees(chosen: Mapping[str, str], sets: _Sets) -> bool:
    return all(name not in chosen or chosen[name] in answers for name, answers in sets.items())


def _worded(sets: _Sets) -> str:
    return " and ".join(
        f"{name} is {listed(answers, _MOST_VALUES, last='or')}" for name, answers in sets.items()
    )


def _usual(rule: Rule, options: Options, type_: str, attribute_name: AttributeName) -> str:
    steps = []
    for field, value in rule.remedy.set.items():
        name = attribute_name(type_, field)
        if name is None:
            return rule.remedy.text
        wanted = options[value.name] if isinstance(value, OptionName) else value
        steps.append(f"set {name} to {_written(wanted)}")
    return " and ".join(steps) or rule.remedy.text


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)
