"""Which metric an alarm watches: the one that it names, or one of its queries."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..core.value import Absent, Known, Unknown, Value
from ..core.value_claims import is_true
from ..core.verdict import Verdict
from ..model.alarm import Alarm, MetricQuery
from .partial_lists import elements

_MOST_STEPS = 32
"""Expressions that are nothing but the id of another query, one behind the other."""

_FETCHES = re.compile(r"\b(?:SELECT|SEARCH)\b", re.IGNORECASE)
"""What an expression takes metrics by that are no queries of their own."""

_OF_AWS = re.compile(
    r"""\bSEARCH\s*\(\s*['"]\s*\{\s*"?AWS/\w | \bFROM\s+(?:SCHEMA\s*\(\s*)?"?AWS/\w""",
    re.IGNORECASE | re.VERBOSE,
)
"""What names a namespace of a service, whose metrics no filter publishes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedMetric:
    """One metric, and what an alarm makes of it."""

    name: Value[str]
    namespace: Value[str]
    dimensions: Value[tuple[Value[str], ...]]
    statistic: Value[str]
    extended_statistic: Value[str]
    unit: Value[str]
    period: Value[int]
    account: Value[str]
    """The account that the metric is in, where it is another one than the alarm's."""


@dataclass(frozen=True, slots=True)
class WatchedExpression:
    """An expression that is not evaluated."""

    metrics: tuple[WatchedMetric, ...]
    """The metrics that it may work with."""

    fetches: Value[str]
    """An expression that may take any metric besides; absent where none does."""

    value: Value[str]
    """What stands for it in places."""


def watched_by(alarm: Alarm) -> WatchedMetric | WatchedExpression | Unknown:
    """Return what an alarm watches; unknown where its queries are not known."""
    queries = elements(alarm.queries)
    if queries.doubts:
        return queries.doubts[0]
    if not queries.certain:
        if isinstance(alarm.metric_name, Absent):
            # An alarm on a PromQL query, or one that the service refuses.
            return WatchedExpression((), _a_query_of_its_own(alarm), alarm.metric_name)
        return WatchedMetric(
            name=alarm.metric_name,
            namespace=alarm.namespace,
            dimensions=alarm.dimensions,
            statistic=alarm.statistic,
            extended_statistic=alarm.extended_statistic,
            unit=alarm.unit,
            period=alarm.period,
            account=Absent(),
        )
    return _returned(queries.certain)


def _a_query_of_its_own(alarm: Alarm) -> Value[str]:
    return Unknown(alarm.metric_name.provenance, f"{alarm.address} watches no metric by its name")


def _returned(queries: tuple[MetricQuery, ...]) -> WatchedMetric | WatchedExpression | Unknown:
    """Return the metric or the expression that is watched among queries."""
    watched = [each.is_watched for each in queries]
    doubts = [each for each in watched if isinstance(each, Unknown)]
    if doubts and len(queries) > 1:
        return doubts[0]
    chosen = (each for each in queries if is_true(each.is_watched, "").verdict is Verdict.PASS)
    query = next(chosen, queries[0])
    by_id = {each.id.value: each for each in queries if isinstance(each.id, Known)}
    for _ in range(_MOST_STEPS):
        match query.expression:
            case Absent() | Known(value=""):
                return _metric(query)
            case Known(value=text) if text.strip() in by_id:
                # An expression that is a query's id is that query.
                query = by_id[text.strip()]
            case _:
                break
    return WatchedExpression(
        tuple(_metric(each) for each in queries if not isinstance(each.metric_name, Absent)),
        _fetching(queries),
        query.expression,
    )


def _fetching(queries: tuple[MetricQuery, ...]) -> Value[str]:
    """Return an expression that may take metrics of anybody's namespace, if one does."""
    for query in queries:
        match query.expression:
            case Unknown():
                return query.expression
            case Known(value=text) if len(_FETCHES.findall(text)) > len(_OF_AWS.findall(text)):
                return query.expression
            case _:
                pass
    return Absent()


def _metric(query: MetricQuery) -> WatchedMetric:
    return WatchedMetric(
        name=query.metric_name,
        namespace=query.namespace,
        dimensions=query.dimensions,
        # A query writes percentiles where it writes statistics.
        statistic=query.statistic,
        extended_statistic=Absent(query.statistic.provenance),
        unit=query.unit,
        period=query.period,
        account=query.account,
    )
