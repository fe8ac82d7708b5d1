"""The way of a trail's events to CloudWatch Logs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from ..core.text import ends_with, parts_of, starts_with, text_value
from ..core.value import Absent, Hole, Hop, Known, Part, Unknown, Value
from ..core.value_claims import is_set, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, caused_by
from ..model.event_rule import TelemetryRule
from ..model.link import Elsewhere, Here, Link, Nowhere, Undecided, follow
from ..model.log_group import NAME_CHARACTERS, LogGroup
from ..model.model import Model
from ..model.trail import Trail
from .selectors import is_for_other_events

_LOG_GROUP_ARN = re.compile(r"arn:[^:]+:logs:[^:]+:[^:]+:log-group:[^:*]+:\*")


def is_sent_to_cloudwatch_logs(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that a trail names both a log group and a role to write there with.

    None for a trail that names neither and records no management events: alarms watch these.
    """
    missing = "is not sent to CloudWatch Logs: {}"
    group = is_set(trail.log_group_arn, missing.format("no log group is set"))
    role = is_set(trail.log_group_role_arn, missing.format("no role is set to write to it"))
    if group.verdict is role.verdict is Verdict.FAIL:
        if is_for_other_events(trail):
            return None
        feeding = telemetry_of_trails(model)
        if feeding is not None:
            said = f"{feeding.address} may send its events to CloudWatch Logs"
            return Judgement(Verdict.UNKNOWN, (Reason(said, (Hop(feeding.span, ""),)),))
        said = missing.format("neither a log group nor a role is set")
        return Judgement(Verdict.FAIL, (Reason(said, group.reasons[0].provenance),))
    return all_of((caused_by(group, "no-group"), caused_by(role, "no-role")))


def telemetry_of_trails(model: Model) -> TelemetryRule | None:
    """Return a rule that may send what CloudTrail records to CloudWatch Logs, if there is one.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/telemetry-config-rules.html
    """
    for rule in model.telemetry_rules:
        kinds = (
            (rule.resource_type, "AWS::CloudTrail"),
            (rule.telemetry_type, "Logs"),
            (rule.destination_type, "cloud-watch-logs"),
        )
        if not any(isinstance(value, Known) and value.value != kind for value, kind in kinds):
            return rule
    return None


def log_group_arn_is_well_formed(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that a trail's log group is named by an ARN that ends in ``:*``.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
    """
    value = trail.log_group_arn
    if isinstance(value, Absent) or (isinstance(value, Known) and value.value == ""):
        return None
    parts = parts_of(value) or ()
    verdict = _is_log_group_arn(parts)
    if verdict is Verdict.UNKNOWN and isinstance(value, Unknown):
        return undecided(value)
    lacking = "names its log group by an ARN that does not end in `:*`"
    other = "names its log group by a value that is not a log group ARN ending in `:*`"
    said = lacking if _lacks_suffix(parts) else other
    return Judgement(verdict, (Reason(said, value.provenance),))


def of_trail_log_group(
    group: LogGroup, model: Model, judge: Callable[[], Judgement | None]
) -> Judgement | None:
    """Judge a log group that a trail writes to, or may write to; None for any other.

    What is wrong with a group matters only when a trail certainly writes to it.
    """
    fed = feeds(group, model)
    judged = None if fed is Verdict.FAIL else judge()
    if judged is None or fed is Verdict.PASS or judged.verdict is not Verdict.FAIL:
        return judged
    links = [trail.log_group_arn.provenance for trail in model.trails]
    hops = tuple(hop for provenance in links for hop in provenance)
    first = judged.reasons[0].provenance[:1]
    doubt = Reason(
        f"whether a trail writes to {group.address} depends on the deployment", (*first, *hops)
    )
    return Judgement(Verdict.UNKNOWN, (doubt,))


def feeds(group: LogGroup, model: Model) -> Verdict:
    """Decide whether some trail of the scope writes to a log group."""
    answers = []
    for trail in model.trails:
        match log_group_of(trail, model):
            case Here(entity=entity):
                answers.append(Verdict.of(entity is group))
            case Undecided(candidates=candidates):
                answers.append(Verdict.UNKNOWN if group in candidates else Verdict.FAIL)
            case Elsewhere() | Nowhere():
                answers.append(Verdict.FAIL)
    return Verdict(max(answers, default=Verdict.FAIL))


def log_group_of(trail: Trail, model: Model) -> Link[LogGroup]:
    """Return the log group that a trail names.

    CloudTrail refuses a name and an ARN without its suffix (CT302), but both say which group was
    meant, so that one mistake is not reported as several.
    """
    value = trail.log_group_arn
    link = follow(_with_suffix(value), trail.place, model.log_groups, _arns)
    if isinstance(link, Elsewhere) and starts_with(parts_of(value) or (), "arn:") is Verdict.FAIL:
        return follow(value, trail.place, model.log_groups, lambda group: (group.name,))
    return link


def _arns(group: LogGroup) -> Iterable[Value[str]]:
    parts = parts_of(group.arn) or ()
    suffixed = text_value((*parts, ":*"), group.arn.provenance, "it is not deployed yet")
    return (suffixed, group.arn)


def _with_suffix(value: Value[str]) -> Value[str]:
    """Return a text with the suffix of an ARN for an unknown end that goes on with no name."""
    *before, last = parts_of(value) or ("",)
    if not isinstance(last, Hole) or not frozenset(last.excludes) >= NAME_CHARACTERS:
        return value
    return text_value((*before, ":*"), value.provenance, "it is not deployed yet")


def _is_log_group_arn(parts: tuple[Part, ...]) -> Verdict:
    if all(isinstance(part, str) or ":" in part.excludes for part in parts):
        written = "".join(part if isinstance(part, str) else "x" for part in parts)
        return Verdict.of(_LOG_GROUP_ARN.fullmatch(written) is not None)
    ends = (starts_with(parts, "arn:"), ends_with(parts, ":*"))
    return Verdict.FAIL if Verdict.FAIL in ends else Verdict.UNKNOWN


def _lacks_suffix(parts: tuple[Part, ...]) -> bool:
    return _is_log_group_arn((*parts, ":*")) is Verdict.PASS
