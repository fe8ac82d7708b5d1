"""The accounts that CloudTrail writes from in single regions, as policies of old name them.

AWS asks to name the service instead: an account delivers for its own region only, and there is
none for regions that came later.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..core.value import Hop, Known
from ..core.verdict import Judgement, Reason, Verdict
from ..iam.document import PolicyDocument
from ..iam.statement import Effect, Statement
from ..model.trail import Trail
from .requests import CLOUDTRAIL

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

_ROOT = "arn:aws:iam::{}:root"


def or_by_regional_accounts(
    delivers: Judgement, trail: Trail, documents: Sequence[PolicyDocument]
) -> Judgement:
    """Return a judgement on delivery, in other words where CloudTrail's own accounts are let in.

    These may deliver for a trail of one region; they never deliver for all regions.
    """
    is_denied = any(reason.remedy == "denied" for reason in delivers.reasons)
    if delivers.verdict is not Verdict.FAIL or is_denied:
        return delivers
    regions, place = _named(documents)
    if not regions:
        return delivers
    said = f"its policy names CloudTrail's accounts of {_listed(regions)}, not {CLOUDTRAIL}"
    everywhere = trail.is_multi_region
    if isinstance(everywhere, Known) and everywhere.value is True:
        said = f"cannot deliver to its bucket from every region: {said}"
        return Judgement(Verdict.FAIL, (Reason(said, place),))
    return Judgement(Verdict.UNKNOWN, (Reason(said, place),))


def _listed(regions: frozenset[str]) -> str:
    words = sorted(regions)
    if len(words) > _NAMED:
        words = [*words[:_NAMED], f"{len(words) - _NAMED} more regions"]
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _named(documents: Iterable[PolicyDocument]) -> tuple[frozenset[str], tuple[Hop, ...]]:
    """Return the regions whose accounts statements allow something, and where the first does."""
    written = {
        name: region
        for account, region in REGION_OF.items()
        for name in (account, _ROOT.format(account))
    }
    found: dict[str, tuple[Hop, ...]] = {}
    for document in documents:
        for statement in document.statements:
            if not isinstance(statement, Statement) or statement.effect is not Effect.ALLOW:
                continue
            principals = statement.principals
            if principals is None or principals.is_negated or "AWS" not in principals.by_type:
                continue
            for text in principals.by_type["AWS"].values:
                if isinstance(text, Known) and text.value in written:
                    around = Hop(statement.provenance[0].span, statement.label)
                    found.setdefault(written[text.value], (*principals.provenance[:1], around))
    return frozenset(found), next(iter(found.values()), ())
