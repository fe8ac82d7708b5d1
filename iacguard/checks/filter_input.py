"""Whether a metric filter sees the events that its log group is sent.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.value import Absent, Hop, Known, Unknown
from ..core.value_claims import is_false, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of
from ..model.entity import Reach, together
from ..model.log_group import LogAccountPolicy, LogGroup
from ..model.metric_filter import MetricFilter
from ..model.model import Model
from ..patterns.field_values import conditions_of
from ..patterns.parse import parse
from ..patterns.pattern import Compare, JsonPattern, Regex
from .partial_lists import same_text

_MOST_REGEXES = 2
"""Regular expressions that the service takes in one pattern."""

_ESCAPED = re.compile(r"\\.", re.DOTALL)
_TAKEN = re.compile(r"[A-Za-z0-9:_#=@/;,\-^$?\[\]{}|*+.\s]*")
"""The characters of a regular expression that the service documents."""


def takes_filters(group: LogGroup, source: MetricFilter) -> Judgement:
    """Judge that a log group is of the class that metric filters work on."""
    if isinstance(group.exists, Unknown):
        return undecided(group.exists)
    value = group.log_class
    if isinstance(value, Unknown):
        return undecided(value)
    if isinstance(value, Absent) or value.value in ("", "STANDARD"):
        return Judgement(Verdict.PASS)
    said = (
        f"{source.address} reads {group.address}, whose class {value.value[:32]} does not support "
        "metric filters"
    )
    return Judgement(Verdict.FAIL, (Reason(said, value.provenance, remedy="log-class"),))


def sees_events(source: MetricFilter, model: Model) -> Judgement:
    """Judge that a filter is applied to every event of its log group, as CloudTrail wrote it."""
    return all_of(
        (
            _takes_every_source(source),
            _reads_as_written(source),
            _is_taken(source),
            *(_leaves_text(policy, source) for policy in model.log_account_policies),
        )
    )


def _leaves_text(policy: LogAccountPolicy, source: MetricFilter) -> Judgement:
    """Judge that a policy for all log groups masks nothing that a filter looks for."""
    masks = same_text(policy.policy_type, "DATA_PROTECTION_POLICY")
    near = together(policy.place, source.place, Reach.REGION)
    is_there = not isinstance(policy.exists, Known) or policy.exists.value
    if not is_there or Verdict.FAIL in (masks, near):
        return Judgement(Verdict.PASS)
    said = f"{policy.address} masks text that {source.address} may look for"
    return Judgement(Verdict.UNKNOWN, (Reason(said, (Hop(policy.span, policy.address),)),))


def _takes_every_source(source: MetricFilter) -> Judgement:
    """Judge that no criteria leave events out by the account or the region that they are from."""
    value = source.field_selection
    if isinstance(value, Unknown):
        return undecided(value)
    if isinstance(value, Absent) or not value.value.strip():
        return Judgement(Verdict.PASS)
    said = f"{source.address} sees only the events that its field selection criteria select"
    return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),))


def _reads_as_written(source: MetricFilter) -> Judgement:
    value = source.reads_transformed
    if is_false(value, "").verdict is not Verdict.FAIL:
        return is_false(value, "")
    said = f"{source.address} reads events after a log transformer, which is not evaluated"
    return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),))


def _is_taken(source: MetricFilter) -> Judgement:
    """Judge that the service takes the regular expressions of a pattern."""
    value = source.pattern
    pattern = parse(value.value) if isinstance(value, Known) else None
    if not isinstance(pattern, JsonPattern):
        return Judgement(Verdict.PASS)
    regexes = list(_regexes(pattern))
    if len(regexes) > _MOST_REGEXES:
        said = (
            f"AWS refuses {source.address}: its pattern has {len(regexes)} regular expressions, "
            f"but AWS accepts at most {_MOST_REGEXES}"
        )
        return Judgement(Verdict.FAIL, (Reason(said, value.provenance, remedy="regexes"),))
    for regex in regexes:
        plain = _ESCAPED.sub("", regex)
        taken = _TAKEN.match(plain)
        refused = plain[taken.end() if taken else 0 :][:1]
        if refused:
            said = (
                f"AWS refuses {source.address}: its pattern has a regular expression with "
                f"{_shown(refused)}, which CloudWatch does not support"
            )
            return Judgement(Verdict.FAIL, (Reason(said, value.provenance, remedy="regexes"),))
    return Judgement(Verdict.PASS)


def _shown(character: str) -> str:
    return f"`{character}`" if character.isascii() and character.isprintable() else "a character"


def _regexes(pattern: JsonPattern) -> Iterator[str]:
    for condition in conditions_of(pattern.expression):
        if isinstance(condition, Compare) and isinstance(condition.operand, Regex):
            yield condition.operand.source
