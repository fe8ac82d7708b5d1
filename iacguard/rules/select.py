"""Which rules a scan judges."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import UsageError
from .catalog import Catalog
from .rule import Rule

EVERYTHING = "ALL"


def select(
    catalog: Catalog,
    *,
    selected: Sequence[str] = (),
    ignored: Sequence[str] = (),
    frameworks: Sequence[str] = (),
    also: Sequence[str] = (),
) -> tuple[Rule, ...]:
    """Return the rules that these words choose, in order of id.

    A word is an id, an id prefix (``CT1``), a name or ``ALL``. Without words and frameworks the
    default set is taken; `also` adds to it. A retired rule is never chosen. The rules about the
    scan itself (IG) are always chosen unless they are ignored.

    Raise UsageError for a word or framework that names nothing.
    """
    living = [rule for rule in catalog.rules if rule.retired is None]
    if selected or frameworks:
        chosen = {rule.id for word in selected for rule in named(living, word)}
        chosen |= {rule.id for word in frameworks for rule in of_framework(living, word)}
        chosen |= {rule.id for rule in living if rule.id.startswith("IG")}
    else:
        chosen = {rule.id for rule in living if rule.on}
    chosen |= {rule.id for word in also for rule in named(living, word)}
    chosen -= {rule.id for word in ignored for rule in named(living, word)}
    return tuple(rule for rule in living if rule.id in chosen)


def named(rules: Sequence[Rule], word: str) -> list[Rule]:
    """Return the rules that a word names; raise UsageError where it names none."""
    upper = word.strip().upper()
    if upper == EVERYTHING:
        return list(rules)
    found = [r for r in rules if r.name.upper() == upper or (upper and r.id.startswith(upper))]
    if not found:
        raise UsageError(f"unknown rule {word!r}; `iacguard rules` lists all")
    return found


def of_framework(rules: Sequence[Rule], word: str) -> list[Rule]:
    """Return the rules that a framework's version asks for: ``cis-aws-foundations@3.0.0``."""
    framework, _, version = word.strip().lower().partition("@")
    versions = {v for rule in rules for v in rule.frameworks.get(framework, {})}
    if not versions:
        known = sorted({name for rule in rules for name in rule.frameworks})
        raise UsageError(f"unknown framework {framework!r}; known: {', '.join(known)}")
    if not version and len(versions) == 1:
        (version,) = versions
    if version not in versions:
        listed = ", ".join(f"{framework}@{known}" for known in sorted(versions))
        raise UsageError(f"framework {word!r} needs one of these versions: {listed}")
    return [rule for rule in rules if version in rule.frameworks.get(framework, {})]
