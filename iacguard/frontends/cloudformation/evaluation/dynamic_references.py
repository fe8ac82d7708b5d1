"""Dynamic references: ``{{resolve:ssm:…}}``, which a deployment fills in.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
"""

from __future__ import annotations

import re

from ....core.text import normal
from ....core.value import Hole, Hop, Part, Unknown

_DYNAMIC = re.compile(r"\{\{resolve:([A-Za-z-]{1,40}):")


def resolved_at_deployment(parts: tuple[Part, ...], provenance: tuple[Hop, ...]) -> Unknown | None:
    """Return the value of a text that holds a dynamic reference; None for any other text.

    What it refers to is never shown: only the literal before it is kept.
    """
    joined = normal(parts)
    for index, part in enumerate(joined):
        found = _DYNAMIC.search(part) if isinstance(part, str) else None
        if found is not None and isinstance(part, str):
            reason = f"it is resolved at deployment from {found[1]}"
            kept = normal((*joined[:index], part[: found.start()], Hole()))
            return Unknown(provenance, reason, never_null=True, parts=kept)
    return None
