"""The rules of a scan: those that it selects, as its options shape them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..options import Options
from ..rules.catalog import Catalog
from ..rules.rule import Rule
from ..rules.select import select
from .rule_settings import rule_settings

# What `--require-trail` adds to the selection, and the default selection for a named account.
_COVERAGE = "CT102"


@dataclass(frozen=True, slots=True)
class SelectedRules:
    """The rules of one scan as its options shape them."""

    of_scopes: tuple[Rule, ...]
    of_accounts: tuple[Rule, ...]
    """The rules of accounts that the configuration names: the same, and coverage."""

    known: tuple[Rule, ...]
    """Every rule, those that are not judged included."""

    is_asked_for: bool
    """Whether the rules were selected, and not taken by default."""

    options: Mapping[str, Mapping[str, bool | int | str]]
    """By rule id, the value of every option."""


def selected_rules(catalog: Catalog, options: Options) -> SelectedRules:
    """Return the selected rules with their configured severities and options.

    Raise UsageError for a word that names no rule, and for an option that a rule does not have.
    """
    settings = rule_settings(catalog, options)
    options = replace(options, severities=settings.severities, rule_options=settings.options)
    is_default = not options.selected and not options.frameworks
    chosen = _selected(catalog, options, also_coverage=options.require_trail)
    of_accounts = _selected(catalog, options, also_coverage=options.require_trail or is_default)
    values = {
        rule.id: {**rule.default_options, **options.rule_options.get(rule.id, {})}
        for rule in of_accounts
    }
    return SelectedRules(chosen, of_accounts, catalog.rules, not is_default, values)


def _selected(catalog: Catalog, options: Options, *, also_coverage: bool) -> tuple[Rule, ...]:
    chosen = select(
        catalog,
        selected=options.selected,
        ignored=options.ignored,
        frameworks=options.frameworks,
        also=(_COVERAGE,) if also_coverage else (),
    )
    return tuple(
        replace(rule, severity=options.severities.get(rule.id, rule.severity)) for rule in chosen
    )
