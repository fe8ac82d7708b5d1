"""The account that an organization trail belongs to, whoever in the organization made it.

A delegated administrator creates the trail, and the management account owns it: AWS's requests name
the management account's trail.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..core.text import parts_of, text_value
from ..core.value import Hop, Known, Value
from ..core.value_claims import is_false
from ..core.verdict import Judgement, Reason, Verdict
from ..iam.arn import account_of
from ..iam.document import PolicyDocument
from ..iam.statement import Statement
from ..model.trail import Trail

_ACCOUNT = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")

_IN_DOUBT = "which account the trail belongs to depends on who made it"

MAX_ACCOUNTS = 8
"""Accounts that are tried as the management account, of those that the policies name."""


def or_of_management_account(
    judgement: Judgement,
    trail: Trail,
    documents: Sequence[PolicyDocument],
    judge: Callable[[Trail, Sequence[PolicyDocument]], Judgement],
) -> Judgement:
    """Return a judgement on a trail's policies, open where they suit the trail of an account above.

    `judge` judges policies for a trail. An organization trail whose own account is left
    out may have been made by a delegated administrator; policies that let in the trail of another
    account then name the management account.
    """
    is_own = is_false(trail.is_organization_trail, "").verdict is Verdict.PASS
    if judgement.verdict is not Verdict.FAIL or is_own:
        return judgement
    for account, place in _accounts_named(documents, trail):
        if judge(_owned_by(account, trail), documents).verdict is not Verdict.FAIL:
            said = (
                f"the policy is for the trail of account {account}, which is right only if that "
                "account manages the organization and this one is a delegated administrator"
            )
            return Judgement(Verdict.UNKNOWN, (Reason(said, place),))
    return judgement


def _owned_by(account: str, trail: Trail) -> Trail:
    """Return a trail, whose account is known, as if it belonged to another one."""
    arn = parts_of(trail.arn) or ()
    own = "".join(map(str, account_of(arn) or ()))
    parts = [
        part.replace(f":{own}:", f":{account}:", 1) if isinstance(part, str) else part
        for part in arn
    ]
    return replace(trail, arn=text_value(parts, trail.arn.provenance, _IN_DOUBT))


def _accounts_named(
    documents: Sequence[PolicyDocument], trail: Trail
) -> Iterator[tuple[str, tuple[Hop, ...]]]:
    """Yield other accounts that conditions and resources name, each with its place."""
    own = account_of(parts_of(trail.arn) or ())
    if own is None or len(own) != 1 or not isinstance(own[0], str):
        # The trail's account is not known, and a policy that names one is not contradicted.
        return
    seen = {own[0]}
    for document in documents:
        for statement in document.statements:
            if not isinstance(statement, Statement):
                continue
            for text in _texts(statement):
                if not isinstance(text, Known):
                    continue
                for found in _ACCOUNT.findall(text.value):
                    if found not in seen and len(seen) <= MAX_ACCOUNTS:
                        seen.add(found)
                        yield found, text.provenance


def _texts(statement: Statement) -> Iterator[Value[str]]:
    for condition in statement.conditions:
        yield from condition.texts.values
    if statement.resources is not None:
        yield from statement.resources.texts.values
