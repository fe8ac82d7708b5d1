"""How organizations' policies, AWS Config's rules and Security Hub's standards are read."""

from __future__ import annotations

import re
from typing import Any

from ...core.value import Absent, Hop, Known, Origin, Unknown, Value
from ...model.guardrail import PolicyTarget
from .block import Block
from .fields import Append, Transform
from .row_reading import as_text, at_path, elements_of, first_map


def policy_target(path: str) -> Append:
    """Return an append of the one thing that an attachment attaches a policy to."""

    def append(block: Block) -> tuple[PolicyTarget, ...]:
        target = as_text(at_path(block.attributes, path, (Hop(block.header, ""),)))
        if isinstance(target, Absent):
            return ()
        return (PolicyTarget(exists=block.exists, target=target, provenance=target.provenance),)

    return Append(append, (path,))


def policy_targets(path: str) -> Append:
    """Return an append of what a list says that an organization's policy is attached to."""

    def append(block: Block) -> tuple[PolicyTarget, ...]:
        here = (Hop(block.header, ""),)
        written = at_path(block.attributes, path, here)
        if isinstance(written, Absent):
            return ()
        found = [
            PolicyTarget(exists=block.exists, target=as_text(target), provenance=target.provenance)
            for target in ((written,) if _is_text(written) else elements_of(written))
        ]
        if isinstance(written, Unknown) and not _is_text(written):
            # A list of which not everything is known may hold nothing more.
            found.append(
                PolicyTarget(exists=written, target=written, provenance=written.provenance)
            )
        return tuple(found)

    return Append(append, (path,))


def _is_text(value: Value[Any]) -> bool:
    return isinstance(value, Unknown) and bool(value.parts)


def default_standards(value: Value[Any]) -> Value[Any]:
    """Return the ARN of a standard that Security Hub enables by itself, unless it is told not to.

    https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-auto-enabled-standards.html
    """
    arn = "arn:aws:securityhub:::standards/aws-foundational-security-best-practices/v/1.0.0"
    match value:
        case Known(value=False):
            return Known("", value.provenance)
        case Known():
            return Known(arn, value.provenance)
        case Absent():
            return Known(arn, value.provenance, Origin.DEFAULT)
        case _:
            return value


_WATCHING_RULE = re.compile(
    r"""^[^#\n]*SourceIdentifier["']?\s*:\s*["']?"""
    r"""(MULTI_REGION_CLOUD_TRAIL_ENABLED|CLOUDTRAIL_SECURITY_TRAIL_ENABLED)\b""",
    re.MULTILINE,
)


def rule_of_a_pack(value: Value[Any]) -> Value[str]:
    """Return the rule about trails in a conformance pack's template.

    It is unknown where none is found: a pack may take its rules from elsewhere.
    """
    if isinstance(value, Known) and isinstance(value.value, str):
        found = _WATCHING_RULE.search(value.value)
        if found is not None:
            return Known(found[1], value.provenance)
    reason = "the rules of a conformance pack are not evaluated"
    return Unknown(value.provenance, value.reason if isinstance(value, Unknown) else reason)


def managed_rule(owner: str, identifier: str) -> Transform:
    """Return a transform of the source of an AWS Config rule to the managed rule that it names.

    A rule of the user's own is none of them, whatever its function's ARN turns out to be.
    """

    def transform(value: Value[Any]) -> Value[Any]:
        source = first_map(value)
        if not isinstance(source, Known):
            return source
        found = as_text(source.value.get(owner, Absent()))
        if isinstance(found, Known) and found.value.startswith("CUSTOM_"):
            return found
        return as_text(source.value.get(identifier, Absent(source.provenance)))

    return transform
