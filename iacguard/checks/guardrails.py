"""What keeps a trail from being switched off, and what notices that it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..core.text import ACCOUNT, PARTITION, Text
from ..core.value import Hole, Hop, Known
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of
from ..iam.document import PolicyDocument, read_document
from ..iam.evaluate import exposes
from ..iam.request import OUTSIDER, Context, Holder, Request, carried
from ..iam.statement import Effect, Statement
from ..model.model import Model
from .links import is_deployed, may_be_in
from .partial_lists import judged_text, same_text

BLINDING_ACTIONS = (
    "cloudtrail:StopLogging",
    "cloudtrail:DeleteTrail",
    "cloudtrail:UpdateTrail",
    "cloudtrail:PutEventSelectors",
)
"""What switches a trail off, or lets it record less."""

WATCHING_RULES = ("MULTI_REGION_CLOUD_TRAIL_ENABLED", "CLOUDTRAIL_SECURITY_TRAIL_ENABLED")
"""AWS Config's managed rules that ask for a trail in all regions."""

_SOME_TRAIL: Text = (
    "arn:",
    PARTITION,
    ":cloudtrail:",
    Hole(excludes=":*/"),
    ":",
    Hole(excludes=":*/"),
    ":trail/",
    Hole(),
)

# An administrator whom no exception of a policy names.
_ADMINISTRATOR: Context = {
    "aws:principalarn": carried(("arn:", PARTITION, ":iam::", ACCOUNT, f":role/{OUTSIDER}")),
    "aws:principaltype": carried("AssumedRole"),
    "aws:principalisawsservice": carried("false"),
    "aws:viaawsservice": carried("false"),
    "aws:securetransport": carried("true"),
}


def scp_protects_trail(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that service control policies deny everything that can blind some trail.

    None where none is declared: an account may be guarded from elsewhere.
    """
    policies = model.service_control_policies
    if not policies:
        return None
    documents = [
        _denials(document)
        for policy in policies
        if (document := read_document(policy.document, policy.exists)) is not None
    ]
    denied = {action: _is_denied(action, documents) for action in BLINDING_ACTIONS}
    verdict = all_of(denied.values())
    if verdict.verdict is not Verdict.FAIL:
        return verdict
    if model.open_end is not None:
        return may_be_in(model.open_end, "more service control policies")
    if not any(isinstance(policy.exists, Known) for policy in policies):
        return is_deployed(policies[0])
    open_ = [action for action, found in denied.items() if found.verdict is Verdict.FAIL]
    said = f"declares service control policies, but none denies {', '.join(open_)}"
    nearest = denied[open_[0]].reasons[0].provenance
    return Judgement(Verdict.FAIL, (Reason(said, (Hop(policies[0].span, ""), *nearest)),))


def config_rule_watches_trail(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that some AWS Config rule asks for a trail; None where no rule is declared."""
    if not model.config_rules:
        return None
    said = f"declares AWS Config rules, but none is {' or '.join(WATCHING_RULES)}"
    judgements = []
    for rule in model.config_rules:
        name = rule.source_identifier
        verdict = max(same_text(name, wanted) for wanted in WATCHING_RULES)
        judgements.append(all_of((judged_text(name, verdict, said), is_deployed(rule))))
    found = any_of(judgements)
    if found.verdict is not Verdict.FAIL:
        return found
    if model.open_end is not None:
        return may_be_in(model.open_end, "more AWS Config rules")
    first = model.config_rules[0]
    place = (Hop(first.span, ""), *first.source_identifier.provenance)
    return Judgement(Verdict.FAIL, (Reason(said, place),))


def _is_denied(action: str, denials: list[PolicyDocument]) -> Judgement:
    """Judge that an action on some trail is denied to an administrator without an exception."""
    request = Request(
        principal=Holder(), action=action, resource=_SOME_TRAIL, context=_ADMINISTRATOR
    )
    return exposes(denials, request)


def _denials(document: PolicyDocument) -> PolicyDocument:
    """Return a document that allows what this one denies, so that it can be asked for that."""
    turned = tuple(
        replace(statement, effect=Effect.ALLOW) if isinstance(statement, Statement) else statement
        for statement in document.statements
        if not isinstance(statement, Statement) or statement.effect is Effect.DENY
    )
    return replace(document, statements=turned)
