"""The subcommand `iacguard rules`."""

from __future__ import annotations

import click

from ..errors import UsageError
from ..render.coverage_text import coverage_table, version_list
from ..render.rule_text import explained, rule_list
from ..rules.catalog import Catalog, load_catalog
from ..rules.frameworks import framework_ids, load_framework, refuse_unknown_sections
from ..rules.select import named
from .completion import complete_frameworks, complete_rules


@click.command()
@click.argument("rule", required=False, metavar="[RULE]", shell_complete=complete_rules)
@click.option(
    "--framework",
    metavar="NAME[@VERSION]",
    help="Show how the rules cover a standard.",
    shell_complete=complete_frameworks,
)
def rules(rule: str | None, framework: str | None) -> None:
    """List the rules, explain one, or show how they cover a standard.

    RULE is an id, a name, or the first characters of ids (CT1).
    """
    if rule is not None and framework is not None:
        raise UsageError("a rule and --framework cannot be given together")
    catalog = load_catalog()
    if framework is not None:
        click.echo(_standard(catalog, framework), nl=False)
    elif rule is not None:
        click.echo(_rules(catalog, rule), nl=False)
    else:
        living = [one for one in catalog.rules if one.retired is None]
        click.echo(rule_list(living, framework_ids()), nl=False)


def _rules(catalog: Catalog, word: str) -> str:
    rule = catalog.find(word)
    if rule is None:
        return rule_list(named(catalog.rules, word))
    frameworks = [load_framework(name) for name in sorted(rule.frameworks)]
    refuse_unknown_sections(frameworks, [rule])
    return explained(rule, frameworks)


def _standard(catalog: Catalog, word: str) -> str:
    name, _, version = word.strip().lower().partition("@")
    framework = load_framework(name)
    if not version and len(framework.versions) > 1:
        return version_list(framework)
    version = version or next(iter(framework.versions))
    if version not in framework.versions:
        known = ", ".join(f"{name}@{one}" for one in framework.versions)
        raise UsageError(f"framework {word!r} needs one of these versions: {known}")
    return coverage_table(framework, version, catalog.rules)
