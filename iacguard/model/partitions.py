"""The partition that a region belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..core.text import PARTITION, REGION, URL_SUFFIX
from ..core.value import Part, Symbol

# https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
_PARTITIONS = (
    (r"(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-[0-9]+", "aws", "amazonaws.com"),
    (r"cn-[a-z]+-[0-9]+", "aws-cn", "amazonaws.com.cn"),
    (r"us-gov-[a-z]+-[0-9]+", "aws-us-gov", "amazonaws.com"),
)
"""Regions, their partition and its domain; a region of no row may be in any."""


def settled_region(region: str) -> Mapping[Symbol, Part]:
    """Return what a region's name settles: the region, and the partition where it is known."""
    for pattern, partition, suffix in _PARTITIONS:
        if re.fullmatch(pattern, region):
            return {REGION: region, PARTITION: partition, URL_SUFFIX: suffix}
    return {REGION: region}
