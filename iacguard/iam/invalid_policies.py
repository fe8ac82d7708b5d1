"""Policies that no service takes, told whatever is judged: nothing that holds one is deployed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..core.diagnostic import INVALID_RESOURCE, Diagnostic, Level
from ..core.value import Value
from ..model.bucket import Bucket
from ..model.key import Key
from ..model.model import Model
from ..model.role import Role
from ..model.topic import Topic
from .document import read_document
from .statement import UnreadStatement

_DETAIL = "AWS rejects such a policy, so this resource cannot be deployed."


def refused_policies(model: Model) -> Iterator[Diagnostic]:
    """Yield what is wrong with the form of each policy document of a model."""
    for address, value in _documents(model):
        document = read_document(value)
        for statement in document.statements if document is not None else ():
            if (
                isinstance(statement, UnreadStatement)
                and statement.is_refused
                and statement.provenance
            ):
                yield Diagnostic(
                    rule=INVALID_RESOURCE,
                    level=Level.NOTE,
                    summary=f"{address}: {statement.reason}",
                    detail=_DETAIL,
                    subject=statement.provenance[0].span,
                )


def _documents(model: Model) -> Iterator[tuple[str, Value[Any]]]:
    """Yield every policy document, with the address of what holds it."""
    holders: tuple[Bucket | Key | Topic | Role, ...] = (
        *model.buckets,
        *model.keys,
        *model.topics,
        *model.roles,
    )
    for holder in holders:
        for policy in holder.policies:
            yield policy.address, policy.document
    for role in model.roles:
        yield role.address, role.trust_policy
    for managed in model.managed_policies:
        yield managed.address, managed.document
    for of_services in model.service_control_policies:
        yield of_services.address, of_services.document
    for of_resources in model.resource_control_policies:
        yield of_resources.address, of_resources.document
