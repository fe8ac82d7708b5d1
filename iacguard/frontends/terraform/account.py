"""The one account that a root's provider configuration allows."""

from __future__ import annotations

from .root import Root
from .values import TerraformValue


def allowed_account(root: Root) -> str | None:
    """Return the id that every ``provider "aws"`` of a root allows alone; None where none does.

    Providers with an alias may be for other accounts; they do not say where the root belongs.
    """
    found: set[str | None] = set()
    for instance in root.instances[:1]:
        for provider in instance.module.providers:
            if provider.block.labels != ("aws",) or "alias" in provider.attributes:
                continue
            written = provider.attributes.get("allowed_account_ids")
            if written is None:
                return None
            environment = root.environment(instance, written.source)
            value = root.lenient(written.attribute.expression, environment, instance.context)
            ids = value.content if isinstance(value.content, tuple) else ()
            found.add(_text(ids[0]) if len(ids) == 1 else None)
    return next(iter(found)) if len(found) == 1 else None


def _text(value: TerraformValue) -> str | None:
    written = value.content
    return written if isinstance(written, str) and written.isdecimal() else None
