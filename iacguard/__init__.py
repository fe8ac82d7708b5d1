"""iacguard proves, before deployment, that an AWS account's audit pipeline works.

>>> import iacguard
>>> report = iacguard.check(["infrastructure"])
>>> [outcome.message for outcome in report.outcomes if outcome.verdict is iacguard.Verdict.FAIL]
"""

from __future__ import annotations

from ._version import __version__

# The name alone tells type checkers. Importing it would load, for ``python -m iacguard``, modules
# of the working directory: the scanned code.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from .api import check
    from .core.outcome import Outcome
    from .core.report import Report
    from .core.severity import Severity
    from .core.verdict import Verdict
    from .frontends.protocol import Inputs
    from .options import Account, Options
    from .rules.catalog import load_catalog as load_rules

__all__ = [
    "Account",
    "Inputs",
    "Options",
    "Outcome",
    "Report",
    "Severity",
    "Verdict",
    "__version__",
    "check",
    "load_rules",
]

# Imported when first used: `import iacguard` loads no parser, no YAML and no rule.
_HOMES = {
    "check": ("iacguard.api", "check"),
    "load_rules": ("iacguard.rules.catalog", "load_catalog"),
    "Account": ("iacguard.options", "Account"),
    "Inputs": ("iacguard.frontends.protocol", "Inputs"),
    "Options": ("iacguard.options", "Options"),
    "Outcome": ("iacguard.core.outcome", "Outcome"),
    "Report": ("iacguard.core.report", "Report"),
    "Severity": ("iacguard.core.severity", "Severity"),
    "Verdict": ("iacguard.core.verdict", "Verdict"),
}


def __getattr__(name: str) -> object:
    """Import a public name on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'iacguard' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
