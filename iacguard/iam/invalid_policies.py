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
from .policy_kind import BUCKET, GUARDRAIL, INLINE, MANAGED, OTHER, TRUST, PolicyKind, of_key
from .statement import UnreadStatement

_DETAIL = "AWS rejects such a policy, so this resource cannot be deployed."


def refused_policies(model: Model) -> Iterator[Diagnostic]:
    """Yield what is wrong with the form of each policy document of a model."""
    for address, value, kind in _documents(model):
        document = read_document(value, kind=kind)
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


def _documents(model: Model) -> Iterator[tuple[str, Value[Any], PolicyKind]]:
    """Yield every policy document, with the address of what holds it, and its kind."""
    holders: tuple[tuple[Bucket | Key | Topic | Role, PolicyKind], ...] = (
        *((bucket, BUCKET) for bucket in model.buckets),
        *((key, of_key(key.skips_lockout_check)) for key in model.keys),
        *((topic, OTHER) for topic in model.topics),
        *((role, INLINE) for role in model.roles),
    )
    for holder, kind in holders:
        for policy in holder.policies:
            yield policy.address, policy.document, kind
    for role in model.roles:
        yield role.address, role.trust_policy, TRUST
    for managed in model.managed_policies:
        yield managed.address, managed.document, MANAGED
    for control in (*model.service_control_policies, *model.resource_control_policies):
        yield control.address, control.document, GUARDRAIL
