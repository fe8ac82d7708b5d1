"""The subcommand `iacguard rules`."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import click

from ..errors import UsageError
from ..rules.catalog import load_catalog
from ..rules.rule import CheckName, Rule
from ..rules.select import of_framework

_WIDTH = 88


@click.command()
@click.argument("rule", required=False, metavar="[ID]")
@click.option("--framework", metavar="NAME@VERSION", help="Only a standard's rules.")
def rules(rule: str | None, framework: str | None) -> None:
    """List the rules, or explain the one of this ID or name."""
    catalog = load_catalog()
    if rule is not None:
        found = catalog.find(rule)
        if found is None:
            raise UsageError(f"no rule is called {rule!r}; `iacguard rules` lists them")
        click.echo(explained(found), nl=False)
        return
    listed: Sequence[Rule] = catalog.rules
    if framework is not None:
        listed = of_framework(listed, framework)
    click.echo(table(listed, framework), nl=False)


def table(listed: Sequence[Rule], framework: str | None = None) -> str:
    """Return one line a rule: id, severity, whether it is on by default, name and title."""
    widest = max((len(rule.name) for rule in listed), default=0)
    lines = []
    for rule in listed:
        default = "on " if rule.on else "off"
        lines.append(f"{rule.id}  {rule.severity.word:8}  {default}  {rule.name:{widest}}  ")
        name, _, version = (framework or "").lower().partition("@")
        sections = rule.frameworks.get(name, {}).get(version, ())
        lines[-1] += ", ".join(sections) + "  " + rule.title if sections else rule.title
    return "".join(f"{line}\n" for line in lines)


def explained(rule: Rule) -> str:
    """Return everything that the catalogue says of one rule."""
    parts = [
        f"{rule.id}  {rule.name}",
        rule.title,
        _facts(rule),
        _section("Why", rule.why),
        _section("Remedy in the code", f"{rule.remedy.text} ({rule.remedy.safety.value})"),
        _literal("Remedy by the AWS CLI", rule.remedy.cli),
        _section("Remedy in the console", rule.remedy.console),
        _options(rule),
        _frameworks(rule),
        _literal("References", "\n".join(rule.references)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(rule: Rule) -> str:
    default = "on by default" if rule.on else "off by default, on by --select or --framework"
    judged = "by a check" if isinstance(rule.claim, CheckName) else "by its fields"
    judged = "" if rule.claim is None else f", judged {judged}"
    return f"severity {rule.severity.word}, {default}; subject: {rule.subject}{judged}"


def _section(heading: str, text: str) -> str:
    paragraphs = textwrap.fill(" ".join(text.split()), _WIDTH)
    return f"{heading}\n{textwrap.indent(paragraphs, '  ')}"


def _literal(heading: str, text: str) -> str:
    return f"{heading}\n{textwrap.indent(text, '  ')}" if text else ""


def _options(rule: Rule) -> str:
    lines = [
        f"{name} = {option.default}: {option.description}" for name, option in rule.options.items()
    ]
    return _literal("Options", "\n".join(lines))


def _frameworks(rule: Rule) -> str:
    lines = [
        f"{framework}@{version}: {', '.join(sections)}"
        for framework, versions in sorted(rule.frameworks.items())
        for version, sections in versions.items()
    ]
    return _literal("Frameworks", "\n".join(lines))
