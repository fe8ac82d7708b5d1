"""Which management events, data events and Insights the selectors of a trail record.

A trail records the union of its selectors; a trail without any records every management event.
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from ..core.value import Absent, Known, Value
from ..core.value_claims import is_true, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, not_
from ..model.model import Model
from ..model.trail import AdvancedEventSelector, EventSelector, Trail
from .field_selectors import (
    ORDINARY_SOURCE,
    Access,
    admits,
    conditions_on,
    has_category,
    is_not_narrowed,
    leaves_out,
    names,
)
from .partial_lists import Elements, any_text, elements, judged_text, same_text, texts

INSIGHTS = ("ApiCallRateInsight", "ApiErrorRateInsight")

Selector: TypeAlias = "EventSelector | AdvancedEventSelector"

_MANAGEMENT_FIELDS = ("eventCategory", "readOnly", "eventSource")

_RECORDS_MANAGEMENT = "records management events"


def records_all_management_events(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that the union of a trail's selectors records read and write management events."""
    halves = {access: _records(trail, access, ORDINARY_SOURCE) for access in Access}
    both = all_of(halves.values())
    if both.verdict is not Verdict.FAIL:
        return both
    selectors = _selectors(trail).certain
    management = [s for s in selectors if _takes_management(s).verdict is not Verdict.FAIL]
    message = _what_is_missing(halves, partly=bool(management))
    reasons = dict.fromkeys(
        replace(reason, message=message)
        for access, half in halves.items()
        if half.verdict is Verdict.FAIL
        for selector in management or selectors
        for reason in _selector_records(selector, access, ORDINARY_SOURCE).reasons
    )
    return Judgement(Verdict.FAIL, tuple(reasons))


def records_no_management_events(trail: Trail) -> Judgement:
    """Judge that a trail is for other events alone, such as data events."""
    selectors = _selectors(trail)
    if not selectors.certain and not selectors.doubts:
        return Judgement(Verdict.FAIL, (Reason(_RECORDS_MANAGEMENT),))
    judged = all_of(
        (
            *(not_(_takes_management(selector)) for selector in selectors.certain),
            *map(undecided, selectors.doubts),
        )
    )
    if judged.verdict is not Verdict.FAIL:
        return judged
    reasons = (replace(reason, message=_RECORDS_MANAGEMENT) for reason in judged.reasons)
    return Judgement(Verdict.FAIL, tuple(dict.fromkeys(reasons)))


def is_for_other_events(trail: Trail) -> bool:
    """Return whether a trail certainly records no management events."""
    return records_no_management_events(trail).verdict is Verdict.PASS


def excludes_no_management_event_source(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that no selector leaves a service out, unless another selector records it."""
    selectors = _selectors(trail)
    judgements = [
        _is_recorded_anyway(trail, selector, source, access)
        for selector in selectors.certain
        for source in _left_out(selector)
        for access in Access
    ]
    judgements += map(undecided, selectors.doubts)
    return all_of(judgements)


def records_insights(trail: Trail, model: Model, options: Mapping[str, object]) -> Judgement:
    """Judge that a trail records Insights events of some kind."""
    otherwise = "records no Insights events"
    selectors = elements(trail.insight_selectors)
    judgements = [
        judged_text(kind, max(same_text(kind, name) for name in INSIGHTS), otherwise)
        for kind in (selector.insight_type for selector in selectors.certain)
    ]
    judgements += map(undecided, selectors.doubts)
    if not judgements:
        return Judgement(Verdict.FAIL, (Reason(otherwise, trail.insight_selectors.provenance),))
    return any_of(judgements)


def _selectors(trail: Trail) -> Elements[Selector]:
    """Return the basic and the advanced selectors together; a deployed trail has either."""
    basic, advanced = elements(trail.event_selectors), elements(trail.advanced_event_selectors)
    return Elements((*basic.certain, *advanced.certain), (*basic.doubts, *advanced.doubts))


def _records(trail: Trail, access: Access, source: str) -> Judgement:
    """Judge that a trail records one half of a service's management events."""
    selectors = _selectors(trail)
    if not selectors.certain and not selectors.doubts:
        place = trail.event_selectors.provenance
        return Judgement(Verdict.PASS, (Reason("has no event selectors", place),))
    judgements = [_selector_records(selector, access, source) for selector in selectors.certain]
    judgements += map(undecided, selectors.doubts)
    return any_of(judgements)


def _selector_records(selector: Selector, access: Access, source: str) -> Judgement:
    conditions = _takes_half(selector, access)
    if conditions.verdict is Verdict.FAIL:
        return conditions
    return all_of((conditions, _takes_source(selector, source)))


def _takes_half(selector: Selector, access: Access) -> Judgement:
    """Judge that a selector takes one half of the management events of some service."""
    management = _takes_management(selector)
    if management.verdict is Verdict.FAIL:
        return management
    if isinstance(selector, AdvancedEventSelector):
        half = all_of(
            (
                admits(selector, "readOnly", access.advanced),
                is_not_narrowed(selector, _MANAGEMENT_FIELDS),
            )
        )
    else:
        half = takes_basic_half(selector, access)
    return all_of((management, half))


def takes_basic_half(selector: EventSelector, access: Access) -> Judgement:
    """Judge that a basic selector records this half of what it records."""
    kind = selector.read_write_type
    if isinstance(kind, Absent):
        return Judgement(Verdict.PASS)
    verdict = max(same_text(kind, "All"), same_text(kind, access.basic))
    return judged_text(kind, verdict, f"records no {access.value} events")


def _takes_management(selector: Selector) -> Judgement:
    """Judge that a selector takes management events of any kind."""
    otherwise = "records no management events"
    if isinstance(selector, AdvancedEventSelector):
        return has_category(selector, "Management", otherwise)
    included = selector.include_management_events
    # The service's default is true.
    return is_true(Known(True) if isinstance(included, Absent) else included, otherwise)


def _takes_source(selector: Selector, source: str) -> Judgement:
    """Judge that a selector does not leave a service out."""
    if isinstance(selector, AdvancedEventSelector):
        return admits(selector, "eventSource", source)
    excluded = selector.exclude_management_event_sources
    otherwise = f"excludes management events from {source}"
    return not_(any_text(excluded, lambda text: names(text, source), otherwise))


def _what_is_missing(halves: Mapping[Access, Judgement], *, partly: bool) -> str:
    lost = [access for access, half in halves.items() if half.verdict is Verdict.FAIL]
    kept = [access for access, half in halves.items() if half.verdict is Verdict.PASS]
    if len(lost) == len(halves):
        return "records only some management events" if partly else "records no management events"
    if kept:
        return f"records only {kept[0].value} management events"
    return f"records no {lost[0].value} management events"


def _left_out(selector: Selector) -> tuple[Value[str], ...]:
    """Return the services that a selector names in order to leave them out."""
    if isinstance(selector, AdvancedEventSelector):
        return tuple(
            source
            for condition, _ in conditions_on(selector, "eventSource")
            for source in leaves_out(condition)
        )
    excluded = texts(selector.exclude_management_event_sources)
    return (*excluded.certain, *excluded.doubts)


def _is_recorded_anyway(
    trail: Trail, selector: Selector, source: Value[str], access: Access
) -> Judgement:
    """Judge that a service which a selector leaves out is recorded all the same.

    Where the selector does not take this half of the events, there is nothing to leave out.
    """
    selectors = _selectors(trail)
    others = [other for other in selectors.certain if other is not selector]
    if isinstance(source, Known):
        restored = [_selector_records(other, access, source.value) for other in others]
        excluded = _takes_source(selector, source.value)
    else:
        restored = [
            all_of((_takes_half(other, access), _leaves_nothing_out(other))) for other in others
        ]
        excluded = judged_text(source, Verdict.UNKNOWN, "")
    restored += map(undecided, selectors.doubts)
    verdict = any_of((not_(_takes_half(selector, access)), excluded, *restored))
    if verdict.verdict is not Verdict.FAIL:
        return verdict
    name = source.value if isinstance(source, Known) else "a service"
    return Judgement(
        Verdict.FAIL, (Reason(f"excludes management events from {name}", source.provenance),)
    )


def _leaves_nothing_out(selector: Selector) -> Judgement:
    """Judge that a selector takes the events of every service."""
    if isinstance(selector, AdvancedEventSelector):
        others = ("eventCategory", "readOnly")
        return is_not_narrowed(selector, others)
    return Judgement(Verdict.of(not _left_out(selector)))
