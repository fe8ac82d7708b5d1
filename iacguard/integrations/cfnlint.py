"""A plugin for cfn-lint: ``cfn-lint template.yaml -a iacguard.integrations.cfnlint``.

Each rule of iacguard is a rule of cfn-lint. Its id is the rule's own number behind ``E9``, where
the rule's severity is critical or high, or behind ``W9``: ``CT301`` is ``W9301``. cfn-lint's own
ways to choose rules and to suppress them (``Metadata``, ``-i``, ``.cfnlintrc``) hold for these,
and so does iacguard's configuration file. Failures are shown; what is not known is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from ..api import PreparedScan, prepare
from ..configuration.file import Configuration, find_configuration, read_configuration
from ..core.diagnostic import Level
from ..core.outcome import Mark, Outcome
from ..core.severity import Severity
from ..core.source import SourceSpan
from ..core.verdict import Verdict
from ..errors import UsageError
from ..options import Options
from ..render.display import display
from ..rules.catalog import load_catalog
from ..rules.rule import Rule


def lint_id(rule: Rule) -> str:
    """Return the id of a rule in cfn-lint: ``W9101`` for ``CT101``."""
    return f"{'E' if rule.severity >= Severity.HIGH else 'W'}9{rule.id.removeprefix('CT')}"


class IacguardConfiguration(CloudFormationLintRule):  # type: ignore[misc, unused-ignore]
    """Says that the configuration file is wrong."""

    id = "E9000"
    shortdesc = "The iacguard configuration file is invalid"
    description = "The configuration file is not used; the rules are judged with their defaults."
    tags = ["iacguard"]  # noqa: RUF012 - as cfn-lint declares it


class IacguardTemplate(CloudFormationLintRule):  # type: ignore[misc, unused-ignore]
    """Judges a template once for all rules, and says what of it could not be judged."""

    # cfn-lint numbers the lines of a file of custom rules from 9001.
    id = "W9000"
    shortdesc = "iacguard did not judge the template, or part of it"
    description = (
        "iacguard could not read or evaluate something; findings that depend on it are not shown."
    )
    tags = ["iacguard"]  # noqa: RUF012 - as cfn-lint declares it

    def __init__(self) -> None:
        """Name the rules whose matches this one yields; cfn-lint fills them in."""
        super().__init__()
        self._catalog = load_catalog()
        self._ids = {rule.id: lint_id(rule) for rule in _judging(self._catalog.rules)}
        self.child_rules = dict.fromkeys((*self._ids.values(), IacguardConfiguration.id))

    def match(self, cfn: Template) -> list[RuleMatch]:
        """Return what iacguard says of the file that a template was read from."""
        if not cfn.filename or not Path(cfn.filename).is_file():
            return [RuleMatch([], "iacguard judges templates in files only")]
        return list(self._matches(Path(cfn.filename)))

    def _matches(self, file: Path) -> Iterator[RuleMatch]:
        try:
            scan = self._scan(file, _options(file))
        except UsageError as error:
            # What the file would have switched off is shown, rather than nothing of the template.
            scan = self._scan(file, Options())
            rule = self.child_rules.get(IacguardConfiguration.id)
            if rule is not None:
                yield RuleMatch([], display(str(error)), location=(0, 0, 0, 0), rule=rule)
        (path,) = scan.paths
        report = scan.report()
        for diagnostic in report.diagnostics:
            if diagnostic.level is Level.ERROR and diagnostic.subject.path == path:
                summary = display(diagnostic.summary)
                yield RuleMatch([], summary, location=_location(diagnostic.subject))
        for outcome in report.outcomes:
            rule = self.child_rules.get(self._ids[outcome.rule.id])
            if outcome.verdict is Verdict.FAIL and outcome.suppression is None and rule is not None:
                place = _place(outcome, path)
                yield RuleMatch(
                    _path(outcome),
                    _message(outcome, path),
                    location=_location(place.span) if place is not None else (0, 0, 0, 0),
                    rule=rule,
                )

    def _scan(self, file: Path, options: Options) -> PreparedScan:
        return prepare([file], options, catalog=self._catalog)


def _judging(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """Yield the rules that judge subjects; cfn-lint has its own words on unread files."""
    return (rule for rule in rules if rule.claim is not None)


def _options(file: Path) -> Options:
    found = find_configuration(file.resolve().parent)
    settings = read_configuration(found) if found is not None else Configuration(path=file)
    return Options(
        selected=settings.selected,
        ignored=settings.ignored,
        frameworks=settings.frameworks,
        require_trail=settings.require_trail,
        severities=settings.severities,
        rule_options=settings.rule_options,
        places=settings.places,
    )


def _path(outcome: Outcome) -> list[str]:
    """Return the resource that cfn-lint's suppressions go by: of nested stacks, the outermost."""
    if outcome.subject == outcome.scope:
        return []
    return ["Resources", outcome.subject.partition("/")[0]]


def _place(outcome: Outcome, path: str) -> Mark | None:
    """Return the place in the linted file: the finding's own, or the stack that nests it."""
    marks = (outcome.primary, *outcome.callers)
    return next((mark for mark in marks if mark.span.path == path), None)


def _message(outcome: Outcome, path: str) -> str:
    place = outcome.primary.span
    where = "" if place.path == path else f" ({place.path}:{place.start.line})"
    return display(f"{outcome.message}{where} [{outcome.rule.id}]")


def _location(span: SourceSpan) -> tuple[int, int, int, int]:
    """Return a span as cfn-lint counts: lines and columns from zero, the end excluded."""
    start, end = span.start, span.end
    return (start.line - 1, start.column - 1, end.line - 1, end.column - 1)


def _rule_class(rule: Rule) -> type:
    """Return a rule of cfn-lint that is chosen and suppressed by itself, and matches nothing."""
    attributes = {
        "id": lint_id(rule),
        "shortdesc": rule.title,
        "description": " ".join(rule.why.split()),
        "source_url": next(iter(rule.references), ""),
        "tags": ["iacguard", rule.id, rule.name],
    }
    return type(f"Iacguard{rule.id}", (CloudFormationLintRule,), attributes)


def _classes() -> dict[str, type]:
    made = [_rule_class(rule) for rule in _judging(load_catalog().rules)]
    return {one.__name__: one for one in (IacguardTemplate, IacguardConfiguration, *made)}


_CLASSES: Mapping[str, type] = MappingProxyType(_classes())
"""By name; cfn-lint asks for them as soon as it has imported the module."""


def __dir__() -> list[str]:
    """Name the rules, for cfn-lint looks through a module's classes."""
    return [*_CLASSES]


def __getattr__(name: str) -> type:
    """Return the rule of a name."""
    if name not in _CLASSES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _CLASSES[name]
