"""What the configuration says of rules, held against the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..core.severity import Severity
from ..core.source import SourceSpan
from ..errors import UsageError
from ..options import Options
from ..rules.catalog import Catalog
from ..rules.rule import Option, Rule
from ..rules.select import named, of_framework

T = TypeVar("T")

_Problem = tuple["SourceSpan | None", str]


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """The settings of rules, by the rules' ids."""

    severities: Mapping[str, Severity]
    options: Mapping[str, Mapping[str, bool | int | str]]


def rule_settings(catalog: Catalog, options: Options) -> RuleSettings:
    """Return the settings by rule id, also where a user wrote the rules' names.

    Raise UsageError with all that is wrong, and with its place where it stands in a file: also of
    a rule that this scan does not judge.
    """
    problems = [*_wrong_words(catalog, options), *_unknown_rules(catalog, options)]
    severities = _by_id(catalog, options.severities, options, problems)
    values = _by_id(catalog, options.rule_options, options, problems)
    for word, given in options.rule_options.items():
        rule = catalog.find(word)
        if rule is not None:
            for name, value in given.items():
                said = _wrong_value(rule, name, value)
                if said:
                    problems.append((options.places.get(("rules", word.upper(), name)), said))
    if problems:
        raise UsageError(_told(problems))
    return RuleSettings(severities, values)


def _wrong_words(catalog: Catalog, options: Options) -> Iterator[_Problem]:
    """Yield the words of the configuration file that name no rule and no framework."""
    living = [rule for rule in catalog.rules if rule.retired is None]
    for key, place in options.places.items():
        find = {"select": named, "ignore": named, "framework": of_framework}.get(key[0])
        try:
            if find is not None:
                find(living, key[1])
        except UsageError as error:
            yield place, str(error)


def _unknown_rules(catalog: Catalog, options: Options) -> Iterator[_Problem]:
    tables = {key[1] for key in options.places if key[0] == "rules"}
    for word in sorted({*tables, *options.severities, *options.rule_options}):
        if catalog.find(word) is None:
            said = f"the configuration sets options of {word}, which is not a rule"
            yield options.places.get(("rules", word)), said


def _by_id(
    catalog: Catalog, settings: Mapping[str, T], options: Options, problems: list[_Problem]
) -> dict[str, T]:
    found: dict[str, T] = {}
    for word, setting in settings.items():
        rule = catalog.find(word)
        if rule is None:
            continue
        if rule.id in found:
            said = f"the configuration sets options of {rule.id} twice, by id and by name"
            problems.append((options.places.get(("rules", word)), said))
        found[rule.id] = setting
    return found


def _wrong_value(rule: Rule, name: str, value: bool | int | str) -> str:
    """Return what is wrong with an option's value; empty where nothing is."""
    option = rule.options.get(name)
    if option is None:
        known = ", ".join(rule.options)
        return f"{rule.id} has no option {name!r}" + (f"; known: {known}" if known else "")
    if type(value) is not type(option.default) or (option.choices and value not in option.choices):
        return f"{rule.id}.{name} = {_written(value)}: expected {_expected(option)}"
    if option.minimum is not None and isinstance(value, int) and value < option.minimum:
        return f"{rule.id}.{name} = {value}: expected {_expected(option)}"
    return ""


def _expected(option: Option) -> str:
    if option.choices:
        return f"one of {', '.join(_written(choice) for choice in option.choices)}"
    if isinstance(option.default, bool):
        return "true or false"
    if isinstance(option.default, int):
        least = "" if option.minimum is None else f", at least {option.minimum}"
        return f"a whole number{least}"
    return "a string"


def _written(value: bool | int | str) -> str:
    """Return a value as TOML has it."""
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _told(problems: list[_Problem]) -> str:
    """Return all problems in one message, those of a file with its name and their lines."""
    placed = sorted(
        {(place.path, place.start.line, said) for place, said in problems if place is not None}
    )
    lines = [said for place, said in problems if place is None]
    for index, (path, line, said) in enumerate(placed):
        same = index > 0 and placed[index - 1][0] == path
        lines.append(f"line {line}: {said}" if same else f"{path}:{line}: {said}")
    return "; ".join(dict.fromkeys(lines))
