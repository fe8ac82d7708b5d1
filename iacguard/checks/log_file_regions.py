"""The regions whose log files a trail of every region delivers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..core.text import Text
from ..core.value import Known
from ..core.verdict import Judgement, Verdict
from ..iam.document import PolicyDocument
from ..iam.partition import partition_of
from ..iam.request import Request
from ..model.trail import Trail
from .cloudtrail_requests import LOG_FILE, SERVICE, because
from .regional_accounts import REGION_OF

_OF_EVERY_ACCOUNT = tuple(sorted(REGION_OF.values()))
"""Regions that no account of the partition ``aws`` can switch off."""


def or_of_every_region(
    judgement: Judgement,
    trail: Trail,
    documents: Sequence[PolicyDocument],
    judge: Callable[[Text], Judgement],
) -> Judgement:
    """Return a judgement on log files of some region, failing where a certain one is kept out.

    `judge` judges the files of a name. A policy that lets in those of single regions leaves open
    what becomes of the others; a trail of every region has them all.
    """
    everywhere = trail.is_multi_region
    if judgement.verdict is not Verdict.UNKNOWN:
        return judgement
    if not isinstance(everywhere, Known) or everywhere.value is not True:
        return judgement
    if partition_of(documents, Request(principal=SERVICE, action="", resource=None)) != "aws":
        return judgement
    for region in _OF_EVERY_ACCOUNT:
        of_region = judge((region, *LOG_FILE[1:]))
        if of_region.verdict is Verdict.FAIL:
            return because(everywhere, of_region)
    return judgement
