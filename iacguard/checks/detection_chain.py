"""From an event to a metric: trail, log group, filter pattern; and on to a person.

A control is met by one metric filter: a trail that covers the account feeds its log group, its
pattern catches every event that the control names, and its metric reaches somebody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..core.text import equal, normal, parts_of, text_value
from ..core.value import Absent, Hole, Hop, Known, Part, Unknown, Value
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, caused_by
from ..iam.arn import account_of, region_of
from ..model.control import Control
from ..model.entity import Place
from ..model.link import Elsewhere, Here, follow
from ..model.metric_filter import MetricFilter
from ..model.model import Model
from ..model.trail import Trail
from ..model.unread_parts import declaring
from ..patterns.comparison import compare
from ..patterns.coverage import Covered, Misses, Unclear, covers
from ..patterns.field_values import conditions_of
from ..patterns.parse import parse
from ..patterns.pattern import (
    Compare,
    Every,
    JsonPattern,
    Malformed,
    Operator,
    Selector,
    Some,
)
from ..patterns.search import SearchBudget
from .account import covers_account, no_trail
from .alarms import metric_reaches_somebody
from .event_rules import by_event_rule
from .filter_input import sees_events, takes_filters
from .links import is_deployed, may_be_in, may_be_in_any
from .logs import log_group_of, telemetry_of_trails
from .named_events import missed_events
from .named_events import wanted as wanted_pattern
from .overwritten import is_kept
from .partial_lists import texts
from .same_region import are_near, is_near

_TRAILS_SHOWN = 5
"""Trails of which it is shown that they write to another log group."""

_WORK = 40_000
"""The most that comparing patterns may cost for one control."""

_GROUP_IN_ARN = ":log-group:"
_ORDINARY = '{ $.eventSource = "ec2.amazonaws.com" && $.eventName = "DescribeInstances" }'
"""Events that no control names: a pattern that matches them all says nothing."""

_NOTHING = JsonPattern(Some(()))
_COMMON_FIELDS = frozenset({Selector(("eventSource",)), Selector(("eventName",))})

_SPACE_OUTSIDE_QUOTES = re.compile(r'("(?:[^"\\]|\\.)*")|\s+')


Text: TypeAlias = "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A metric filter, and how much of a control it meets."""

    source: MetricFilter
    judgement: Judgement

    caught: int
    """Named events that its pattern catches."""

    links: int
    """Links of its chain that are not certainly missing."""


def is_noticed(control: Control, model: Model, options: Mapping[str, object]) -> Judgement:
    """Judge that somebody is told of every event that a control names, in some way.

    The first way that passes is the one to tell of. The option ``ways`` may ask for a metric
    filter alone, as Security Hub's text does that ``mode`` asks for.
    """
    by_filter = _by_metric_filter(control, model, options)
    is_for_filters = options.get("ways") == "metric-filter" or options.get("mode") == "exact"
    if by_filter.verdict is Verdict.PASS or is_for_filters:
        return by_filter
    others = [way(control, model) for way in _OTHER_WAYS]
    others = [one for one in others if one.reasons]
    passing = [one for one in others if one.verdict is Verdict.PASS]
    return passing[0] if passing else any_of((by_filter, *others))


def _by_metric_filter(control: Control, model: Model, options: Mapping[str, object]) -> Judgement:
    """Judge that a metric filter and an alarm tell somebody of every event of a control."""
    exact = options.get("mode") == "exact" and bool(control.literal)
    budget = SearchBudget(_WORK)
    candidates = [
        _candidate(control, source, model, budget, exact=exact) for source in model.metric_filters
    ]
    best = any_of(candidate.judgement for candidate in candidates)
    if best.verdict is Verdict.PASS:
        # A caveat on one filter is of no use where another one needs none.
        passing = [
            one.judgement.reasons for one in candidates if one.judgement.verdict is Verdict.PASS
        ]
        return replace(best, reasons=min(passing, key=_caveats))
    if best.verdict is Verdict.UNKNOWN:
        return best
    if not model.trails and (declaring(model.unread) or not model.is_whole_account):
        return no_trail(model)
    unread = model.reaching(_log_groups(model))
    if unread is not None:
        return may_be_in(unread, f"metric filters that catch {control.what}")
    elsewhere = declaring(model.open_ends) if model.is_whole_account else ()
    if elsewhere:
        return may_be_in_any(elsewhere, f"metric filters that catch {control.what}")
    near = [candidate for candidate in candidates if candidate.caught]
    near = near or [
        candidate for candidate in candidates if _is_about(candidate.source, control, budget)
    ]
    reasons: tuple[Reason, ...] = (Reason("no metric filter catches these events"),)
    if near:
        reasons = max(near, key=lambda c: (c.caught, c.links)).judgement.reasons
    return Judgement(Verdict.FAIL, reasons)


def _by_log_alarm(control: Control, model: Model) -> Judgement:
    """Judge whether an alarm on what a query finds in a trail's log group may tell somebody."""
    groups = [parts for name in _log_groups(model) if (parts := parts_of(name)) is not None]
    for alarm in model.log_alarms:
        named = texts(alarm.log_groups)
        looked = [parts for each in named.certain if (parts := parts_of(each)) is not None]
        is_of_trail = bool(named.doubts) or any(
            equal(look, group) is not Verdict.FAIL for look in looked for group in groups
        )
        actions = texts(alarm.actions)
        if is_of_trail and (actions.certain or actions.doubts):
            said = (
                f"{alarm.address} may alert somebody to {control.what}, but its query is not judged"
            )
            return Judgement(Verdict.UNKNOWN, (Reason(said, (Hop(alarm.span, ""),)),))
    return Judgement(Verdict.FAIL)


_OTHER_WAYS: tuple[Callable[[Control, Model], Judgement], ...] = (by_event_rule, _by_log_alarm)
"""The ways beside metric filters in which somebody may be told; one that passes is enough."""


def _caveats(reasons: Sequence[Reason]) -> int:
    return sum(reason.is_caveat for reason in reasons)


def is_fed(source: MetricFilter, trail: Trail, model: Model) -> Judgement:
    """Judge that a trail writes to the log group that a metric filter reads."""
    said = f"{source.address} reads a log group that {trail.address} does not write to"
    group = log_group_of(trail, model)
    if isinstance(group, Here):
        name, near = parts_of(group.entity.name), is_near(group.entity, source.place, said)
    else:
        arn = parts_of(trail.log_group_arn) or ()
        name, near = _group_name(arn), _is_near_arn(arn, source, trail, said)
    verdict = _named(name, source, trail)
    for value in (source.log_group, trail.log_group_arn):
        if verdict is Verdict.UNKNOWN and isinstance(value, Unknown):
            return undecided(value)
    same = Judgement(verdict, (Reason(said, source.log_group.provenance),))
    return same if verdict is Verdict.FAIL else all_of((same, near))


def _takes_filters(source: MetricFilter, model: Model) -> Judgement:
    """Judge that the log group that a filter reads, where it is declared here, takes filters."""
    group = follow(source.log_group, source.place, model.log_groups, lambda group: (group.name,))
    return (
        takes_filters(group.entity, source) if isinstance(group, Here) else Judgement(Verdict.PASS)
    )


def _log_groups(model: Model) -> Iterator[Value[str]]:
    """Yield every name of a log group that some trail writes to."""
    for trail in model.trails:
        yield trail.log_group_arn
        group = log_group_of(trail, model)
        if isinstance(group, Here):
            yield from (group.entity.name, group.entity.arn)
            continue
        arn = trail.log_group_arn
        name = _group_name(parts_of(arn) or ())
        if name:
            yield text_value(name, arn.provenance, "it is not deployed yet")


def _candidate(
    control: Control,
    source: MetricFilter,
    model: Model,
    budget: SearchBudget,
    *,
    exact: bool,
) -> _Candidate:
    catches, caught = _catches(control, source, budget, exact=exact)
    if catches.verdict is Verdict.FAIL and not caught:
        return _Candidate(source, catches, 0, 0)
    chain = (
        is_deployed(source),
        catches,
        sees_events(source, model),
        is_kept(source, model),
        _takes_filters(source, model),
        _is_fed_by_covering_trail(source, model),
        caused_by(metric_reaches_somebody(source, model), "no-alarm"),
    )
    links = sum(1 for link in chain if link.verdict is not Verdict.FAIL)
    return _Candidate(source, all_of(chain), caught, links)


def _catches(
    control: Control, source: MetricFilter, budget: SearchBudget, *, exact: bool
) -> tuple[Judgement, int]:
    """Judge that a filter catches every event of a control, and count the events that it does."""
    value = source.pattern
    if isinstance(value, Unknown):
        return undecided(value), 0
    if isinstance(value, Absent):
        return Judgement(Verdict.FAIL, (Reason("no pattern is written", value.provenance),)), 0
    pattern = parse(value.value)
    if isinstance(pattern, Malformed):
        said = f"the pattern of {source.address} cannot be read: {pattern.reason}"
        return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),)), 0
    answers = [(named, compare(value.value, named.pattern, budget)) for named in control.events]
    caught = sum(1 for _, answer in answers if isinstance(answer, Covered))
    missed = [(events, answer) for events, answer in answers if isinstance(answer, Misses)]
    open_ = [answer.reason for _, answer in answers if isinstance(answer, Unclear)]
    if missed:
        said = f"the pattern of {source.address} misses {missed_events(missed)}"
        reason = Reason(said, value.provenance, remedy="misses")
        return Judgement(Verdict.FAIL, (reason,)), caught
    if open_:
        said = f"what the pattern of {source.address} catches is not certain: {open_[0]}"
        return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),)), caught
    if exact and _squeezed(value.value) != _squeezed(control.literal):
        said = (
            f"the pattern of {source.address} is not the text that AWS Security Hub compares with"
        )
        reason = Reason(said, value.provenance, remedy="not-literal")
        return Judgement(Verdict.FAIL, (reason,)), caught
    said = f"{source.address} catches them"
    is_vague = isinstance(compare(value.value, _ORDINARY, SearchBudget()), Covered)
    if is_vague:
        said = (
            f"the pattern of {source.address} matches nearly every event, so its alarm tells little"
        )
    reason = Reason(said, value.provenance, is_caveat=is_vague)
    return Judgement(Verdict.PASS, (reason,)), caught


def _is_about(source: MetricFilter, control: Control, budget: SearchBudget) -> bool:
    """Return whether a pattern is meant for a control, though it catches none of it for certain.

    It catches some of the events and names a field that sets them apart, or is not known.
    """
    if not isinstance(source.pattern, Known):
        return isinstance(source.pattern, Unknown)
    pattern = parse(source.pattern.value)
    if not isinstance(pattern, JsonPattern):
        return isinstance(pattern, Malformed)
    singled_out = set(_compared(pattern, but_not=Operator.NOT_EQUAL))
    named = set(_compared(pattern)) - _COMMON_FIELDS | singled_out
    for events in control.events:
        wanted = wanted_pattern(events.pattern)
        fields = set(_compared(wanted))
        if named.isdisjoint(fields - _COMMON_FIELDS or _COMMON_FIELDS):
            continue
        both = JsonPattern(Every((wanted.expression, pattern.expression)))
        if isinstance(covers(_NOTHING, both, budget), Misses):
            return True
    return False


def _compared(pattern: JsonPattern, but_not: Operator | None = None) -> Iterator[Selector]:
    """Yield the fields that a pattern compares with something, by any other operator."""
    for condition in conditions_of(pattern.expression):
        if isinstance(condition, Compare) and condition.operator is not but_not:
            yield condition.selector


def _squeezed(pattern: str) -> str:
    """Return a pattern without the spaces outside its quotation marks."""
    return _SPACE_OUTSIDE_QUOTES.sub(lambda found: found[1] or "", pattern)


def _is_fed_by_covering_trail(source: MetricFilter, model: Model) -> Judgement:
    """Judge that a trail that covers the account writes to the log group of a filter."""
    place = source.log_group.provenance
    if not model.trails:
        group = follow(
            source.log_group, source.place, model.log_groups, lambda group: (group.name,)
        )
        if isinstance(group, Elsewhere):
            said = f"the log group of {source.address} is declared elsewhere"
            return Judgement(Verdict.UNKNOWN, (Reason(said, place),))
    judgements = []
    for trail in model.trails:
        fed = is_fed(source, trail, model)
        if fed.verdict is not Verdict.FAIL:
            named = f"{trail.address}, which writes to the log group of {source.address}, "
            covering = covers_account(trail, model)
            if covering.verdict is Verdict.FAIL:
                reasons = (
                    replace(r, message=named + r.message, remedy="uncovered")
                    for r in covering.reasons
                )
                covering = Judgement(Verdict.FAIL, tuple(reasons))
            judgements.append(all_of((fed, covering)))
    if judgements:
        return any_of(judgements)
    feeding = telemetry_of_trails(model)
    if feeding is not None:
        said = f"{feeding.address} may send what trails record to the log group of {source.address}"
        return Judgement(Verdict.UNKNOWN, (Reason(said, (Hop(feeding.span, ""),)),))
    said = f"{source.address} reads a log group that no trail writes to"
    elsewhere = (
        Hop(hop.span, trail.address)
        for trail in model.trails[:_TRAILS_SHOWN]
        for hop in trail.log_group_arn.provenance[:1]
    )
    return Judgement(Verdict.FAIL, (Reason(said, (*place, *elsewhere), remedy="not-fed"),))


def _named(name: Text | None, source: MetricFilter, trail: Trail) -> Verdict:
    """Decide whether a filter reads a log group of the name of a trail's."""
    read = parts_of(source.log_group)
    if isinstance(trail.log_group_arn, Absent) or read is None:
        return Verdict.FAIL
    return Verdict.UNKNOWN if name is None else equal(name, read)


def _is_near_arn(arn: Text, source: MetricFilter, trail: Trail, otherwise: str) -> Judgement:
    """Judge that a log group that is declared elsewhere is where a filter is."""
    value = trail.log_group_arn
    account, region = (
        text_value(part or (Hole(),), value.provenance, "the ARN is not known")
        for part in (account_of(arn), region_of(arn))
    )
    return are_near(source, Place(account, region), otherwise, value.provenance)


def _group_name(arn: Text) -> Text | None:
    """Return the name in the ARN of a log group; None where it cannot be told."""
    for index, part in enumerate(arn):
        if isinstance(part, str) and _GROUP_IN_ARN in part:
            name = normal((part.split(_GROUP_IN_ARN, 1)[1], *arn[index + 1 :]))
            if name and isinstance(name[-1], str) and name[-1].endswith(":*"):
                name = normal((*name[:-1], name[-1].removesuffix(":*")))
            return name
    return None
