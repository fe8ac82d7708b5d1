"""The accounts that CloudTrail writes from in single regions, as policies of old name them.

AWS asks to name the service instead: an account delivers for its own region only, and there is
none for regions that came later.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..core.text import PARTITION, Text, parts_of
from ..core.value import Hop, Known
from ..core.verdict import Judgement, Reason, Verdict
from ..core.wording import listed
from ..iam.document import PolicyDocument
from ..iam.statement import Effect, Statement
from ..model.trail import Trail
from .cloudtrail_requests import CLOUDTRAIL

REGION_OF: Mapping[str, str] = {
    "035351147821": "eu-central-1",
    "086441151436": "us-east-1",
    "113285607260": "us-west-2",
    "216624486486": "ap-northeast-1",
    "282025262664": "eu-west-2",
    "284668455005": "ap-southeast-2",
    "388731089494": "us-west-1",
    "475085895292": "us-east-2",
    "492519147666": "ap-northeast-2",
    "814480443879": "sa-east-1",
    "819402241893": "ca-central-1",
    "859597730677": "eu-west-1",
    "903692715234": "ap-southeast-1",
    "977081816279": "ap-south-1",
}
"""By account."""

_NAMED = 3
"""Regions that a message names; the others are counted."""


def or_by_regional_accounts(
    delivers: Judgement, trail: Trail, documents: Sequence[PolicyDocument]
) -> Judgement:
    """Return a judgement on delivery, in other words where CloudTrail's own accounts are let in.

    These may deliver for a trail of one region; they never deliver for all regions.
    """
    is_denied = any(reason.remedy == "denied" for reason in delivers.reasons)
    if delivers.verdict is not Verdict.FAIL or is_denied:
        return delivers
    named = accounts_named(documents)
    if not named:
        return delivers
    place = next(iter(named.values()))
    said = f"its policy names {words_for(named)}, not {CLOUDTRAIL}"
    everywhere = trail.is_multi_region
    if isinstance(everywhere, Known) and everywhere.value is True:
        said = f"cannot deliver to its bucket from every region: {said}"
        return Judgement(Verdict.FAIL, (Reason(said, place),))
    return Judgement(Verdict.UNKNOWN, (Reason(said, place),))


def unknown_by_regional_accounts(
    notifies: Judgement, documents: Sequence[PolicyDocument]
) -> Judgement:
    """Return a judgement on notifications, open where CloudTrail's own accounts are let in.

    These notify a topic from their own regions; nobody documents which of them a trail needs.
    """
    is_denied = any(reason.remedy == "denied" for reason in notifies.reasons)
    named = accounts_named(documents)
    if notifies.verdict is not Verdict.FAIL or is_denied or not named:
        return notifies
    said = f"the topic policy names {words_for(named)}, not {CLOUDTRAIL}"
    return Judgement(Verdict.UNKNOWN, (Reason(said, next(iter(named.values()))),))


def words_for(accounts: Iterable[str]) -> str:
    """Return what messages call accounts of CloudTrail."""
    words = sorted(REGION_OF[account] for account in accounts)
    if len(words) == 1:
        return f"CloudTrail's account of {words[0]}"
    return f"CloudTrail's accounts of {listed(words, _NAMED, more='more regions')}"


def accounts_named(documents: Iterable[PolicyDocument]) -> Mapping[str, tuple[Hop, ...]]:
    """Return CloudTrail's accounts that statements allow something, and where the first does."""
    written: dict[Text, str] = {}
    for account in REGION_OF:
        root = f":iam::{account}:root"
        names: tuple[Text, ...] = ((account,), (f"arn:aws{root}",), ("arn:", PARTITION, root))
        written.update(dict.fromkeys(names, account))
    found: dict[str, tuple[Hop, ...]] = {}
    for document in documents:
        for statement in document.statements:
            if not isinstance(statement, Statement) or statement.effect is not Effect.ALLOW:
                continue
            principals = statement.principals
            if principals is None or principals.is_negated or "AWS" not in principals.by_type:
                continue
            for text in principals.by_type["AWS"].values:
                named = written.get(parts_of(text) or ())
                if named is not None:
                    around = Hop(statement.provenance[0].span, statement.label)
                    found.setdefault(named, (*principals.provenance[:1], around))
    return found
