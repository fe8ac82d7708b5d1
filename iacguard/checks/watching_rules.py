"""What notices that a trail was switched off: AWS Config's rules, and Security Hub's standards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..core.text import ends_with, equal, parts_of
from ..core.value import Absent, Hop, Known
from ..core.value_claims import is_true
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, caused_by, not_
from ..model.entity import Reach, together
from ..model.guardrail import ConfigRecorder, ConfigRule, SecurityHubControl, SecurityHubStandard
from ..model.model import Model
from .links import is_deployed, may_be_in_any
from .partial_lists import any_text, judged_text, same_text

WATCHING_RULES = ("MULTI_REGION_CLOUD_TRAIL_ENABLED", "CLOUDTRAIL_SECURITY_TRAIL_ENABLED")
"""AWS Config's managed rules that ask for a trail in all regions."""

# https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-1
WATCHING_STANDARDS = (
    "aws-foundational-security-best-practices/v/1.0.0",
    "cis-aws-foundations-benchmark/v/1.2.0",
    "cis-aws-foundations-benchmark/v/1.4.0",
    "cis-aws-foundations-benchmark/v/3.0.0",
    "cis-aws-foundations-benchmark/v/5.0.0",
    "nist-800-53/v/5.0.0",
)
"""Security Hub's standards that ask for a trail in all regions by CloudTrail.1."""

_CONTROLS = (
    "CloudTrail.1",
    "cis-aws-foundations-benchmark/v/1.2.0/2.1",
    "cis-aws-foundations-benchmark/v/1.4.0/3.1",
)
"""How that control is called by itself, and in the standards that number it themselves."""


def config_rule_watches_trail(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that an AWS Config rule, or a standard of Security Hub, asks for a trail.

    None where no rule is declared.
    """
    if not model.config_rules:
        return None
    named = [(rule, _asks_for_trail(rule)) for rule in model.config_rules]
    rules = [(asks, all_of((asks, *_works(rule, model)))) for rule, asks in named]
    standards = [_standard_watches(standard, model) for standard in model.security_hub_standards]
    found = any_of((*(judged for _, judged in rules), *standards))
    if found.verdict is not Verdict.FAIL:
        return found
    if model.open_ends:
        return may_be_in_any(model.open_ends, "more AWS Config rules")
    near = [judged for asks, judged in rules if asks.verdict is not Verdict.FAIL]
    if near:
        return any_of(near)
    first = model.config_rules[0]
    place = (Hop(first.span, ""), *first.source_identifier.provenance)
    return Judgement(Verdict.FAIL, (Reason(_NONE, place),))


_NONE = f"declares AWS Config rules, but none is {' or '.join(WATCHING_RULES)}"


def _asks_for_trail(rule: ConfigRule) -> Judgement:
    name = rule.source_identifier
    return judged_text(name, max(same_text(name, wanted) for wanted in WATCHING_RULES), _NONE)


def _works(rule: ConfigRule, model: Model) -> Iterator[Judgement]:
    """Yield that a rule is evaluated in this account."""
    yield is_deployed(rule)
    yield _is_recorded(rule, model)
    here = parts_of(rule.place.account) or ()
    said = f"{rule.address} excludes this account"
    excluded = any_text(
        rule.excluded_accounts, lambda text: equal(parts_of(text) or (), here), said
    )
    if excluded.verdict is Verdict.UNKNOWN:
        said = f"whether {rule.address} excludes this account depends on the deployment"
        yield Judgement(Verdict.UNKNOWN, (Reason(said, rule.excluded_accounts.provenance),))
    else:
        yield caused_by(not_(excluded), "excluded")


def _is_recorded(entity: ConfigRule | SecurityHubStandard, model: Model) -> Judgement:
    """Judge that no recorder in the region of a rule is off.

    AWS Config takes no rule where there is no recorder at all, so one that is not declared here is
    declared elsewhere.
    """
    near = [
        (recorder, together(recorder.place, entity.place, Reach.REGION))
        for recorder in model.config_recorders
    ]
    judged = [
        _in_doubt_unless(near_by, _records(recorder, model))
        for recorder, near_by in near
        if near_by is not Verdict.FAIL
    ]
    return any_of(judged) if judged else Judgement(Verdict.PASS)


def _in_doubt_unless(near: Verdict, judgement: Judgement) -> Judgement:
    if near is Verdict.PASS or judgement.verdict is not Verdict.FAIL:
        return judgement
    return Judgement(Verdict.UNKNOWN, judgement.reasons)


def _records(recorder: ConfigRecorder, model: Model) -> Judgement:
    said = "checks for a trail with AWS Config, but the recorder is off"
    is_all = model.is_whole_account and not model.open_ends and not model.unscanned
    if isinstance(recorder.is_recording, Absent) and not is_all:
        said = f"nothing in this code switches {recorder.address} on"
        return Judgement(Verdict.UNKNOWN, (Reason(said, (Hop(recorder.span, ""),)),))
    records = caused_by(is_true(recorder.is_recording, said), "recorder")
    if records.verdict is not Verdict.FAIL:
        return records
    exists = is_deployed(recorder)
    return records if exists.verdict is Verdict.PASS else exists


def _standard_watches(standard: SecurityHubStandard, model: Model) -> Judgement:
    """Judge that a standard of Security Hub asks for a trail.

    https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-setup-prereqs.html
    """
    parts = parts_of(standard.arn) or ()
    verdict = max(ends_with(parts, f"/{wanted}") for wanted in WATCHING_STANDARDS)
    holds = judged_text(standard.arn, verdict, _NONE)
    return all_of(
        (
            holds,
            is_deployed(standard),
            _is_recorded(standard, model),
            *(_is_not_off(control) for control in model.security_hub_controls),
        )
    )


def _is_not_off(control: SecurityHubControl) -> Judgement:
    """Leave open whether a standard still asks for a trail where the control is off somewhere."""
    parts = parts_of(control.control) or ()
    asks = max(ends_with(parts, wanted) for wanted in _CONTROLS)
    is_on = isinstance(control.is_enabled, Known) and control.is_enabled.value
    if asks is Verdict.FAIL or is_on:
        return Judgement(Verdict.PASS)
    said = f"{control.address} may switch off the control that asks for a trail"
    return Judgement(Verdict.UNKNOWN, (Reason(said, (Hop(control.span, ""),)),))
