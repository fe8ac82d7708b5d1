"""What a plan knows of the deployment: the account, its partition, the region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ....core.text import ACCOUNT, PARTITION, REGION
from ....core.value import Symbol
from ..json_values import JsonText
from .configuration import Configuration
from .contents import PlanContents, PlannedResource
from .shapes import entries

DATA_SOURCES = frozenset({"aws_caller_identity", "aws_partition", "aws_region"})


def deployment_symbols(
    contents: PlanContents, configuration: Configuration, account_id: str | None
) -> dict[Symbol, str]:
    """Return the texts that stand for the symbols of the deployment, as far as they are known.

    The region is known only where there is one provider, the account where nothing disagrees.
    """
    regions = configuration.provider_regions()
    found = {
        ACCOUNT: account_id or _only(_texts(contents, "aws_caller_identity", "account_id")),
        PARTITION: _only(_texts(contents, "aws_partition", "partition")),
        REGION: _region(contents, regions),
    }
    arns = [arn.split(":") for arn in _arns(contents.resources)]
    if found[ACCOUNT] is None:
        found[ACCOUNT] = _only(arn[4] for arn in arns if arn[4].isdecimal())
    if found[PARTITION] is None:
        found[PARTITION] = _only(arn[1] for arn in arns)
    return {symbol: text for symbol, text in found.items() if text}


def _region(contents: PlanContents, regions: list[object]) -> str | None:
    if len(regions) != 1:
        return None
    written = regions[0]
    constant = written.get("constant_value") if isinstance(written, Mapping) else None
    if isinstance(constant, str):
        return constant
    return _only(_texts(contents, "aws_region", "name"))


def _texts(contents: PlanContents, kind: str, name: str) -> Iterable[str]:
    """Yield an attribute of every data source of a type."""
    for source in contents.data_sources.values():
        value = entries(source.after).get(name) if source.type == kind else None
        if isinstance(value, JsonText):
            yield value.text


def _arns(resources: Mapping[str, PlannedResource]) -> Iterable[str]:
    for resource in resources.values():
        value = entries(resource.after).get("arn")
        if isinstance(value, JsonText) and value.text.count(":") >= 5:
            yield value.text


def _only(texts: Iterable[str]) -> str | None:
    found = set(texts)
    return found.pop() if len(found) == 1 else None
