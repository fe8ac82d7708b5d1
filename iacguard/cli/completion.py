"""What a shell completes: the script of `iacguard completion`, and the words of flags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click
from click.shell_completion import CompletionItem, get_completion_class

from ..rules.catalog import load_catalog
from ..rules.rule import Rule
from ..rules.select import EVERYTHING


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script that completes iacguard's commands in SHELL.

    For bash, put `eval "$(iacguard completion bash)"` into ~/.bashrc.
    """
    found = get_completion_class(shell)
    assert found is not None
    cli = context.find_root().command
    click.echo(found(cli, {}, "iacguard", "_IACGUARD_COMPLETE").source())


def complete_rules(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the ids and names of rules that go on with the last of the words written so far."""
    return list(_going_on(incomplete, _rule_words(_living_rules())))


def complete_frameworks(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the standards with their versions that go on with the last word written so far."""
    words = {
        f"{framework}@{version}"
        for rule in _living_rules()
        for framework, versions in rule.frameworks.items()
        for version in versions
    }
    return list(_going_on(incomplete, ((word, "") for word in sorted(words))))


def _living_rules() -> list[Rule]:
    return [rule for rule in load_catalog().rules if rule.retired is None]


def _rule_words(rules: list[Rule]) -> Iterator[tuple[str, str]]:
    yield from ((rule.id, rule.title) for rule in rules)
    yield from ((rule.name, f"{rule.id} {rule.title}") for rule in rules)
    yield EVERYTHING, "every rule"


def _going_on(incomplete: str, words: Iterable[tuple[str, str]]) -> Iterator[CompletionItem]:
    before, comma, last = incomplete.rpartition(",")
    for word, title in words:
        if word.lower().startswith(last.lower()):
            yield CompletionItem(f"{before}{comma}{word}", help=title)
