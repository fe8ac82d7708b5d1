"""Rules in words: the list of them, and one explained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..core.exhaustive import assert_never
from ..rules.frameworks import Framework
from ..rules.rule import Rule, Safety
from ..rules.subjects import SCAN
from .prose import command, filled, paragraphs

_CHAPTERS = {
    "CT1": "Recording",
    "CT2": "Storage and integrity",
    "CT3": "CloudWatch Logs",
    "CT4": "Detection",
    "CT5": "Guardrails",
    "IG0": "The scan itself",
}

_MORE = (
    "A rule that is off, or on in part, is judged in full when --select or --framework names it. "
    "`iacguard rules CT101` explains a rule. `iacguard rules --framework NAME` shows how the rules "
    "cover a standard: {}."
)

_JUDGED = {
    "account": "the account as a whole",
    "alarm": "every alarm on a trail's metric",
    "event_data_store": "every event data store",
    "scan": "the scan itself",
    "trail": "every trail",
    "trail.bucket": "every bucket of a trail",
    "trail.key": "every key of a trail",
    "trail.log_group": "every log group of a trail",
}


def rule_list(rules: Sequence[Rule], frameworks: Sequence[str] = ()) -> str:
    """Return two lines a rule, chapter by chapter: what it is called, and what it flags.

    Where standards are named, a last paragraph says what else can be asked.
    """
    widest = max(len(rule.name) for rule in rules)
    blocks: dict[str, list[str]] = {}
    for rule in rules:
        facts = f"{rule.severity.word:8}  {rule.default_word}"
        lines = blocks.setdefault(rule.id[:3], [])
        lines.append(f"  {rule.id}  {rule.name:{widest}}  {facts}")
        lines.append(filled(rule.title, " " * 9))
    parts = ["\n".join([f"{key}  {_CHAPTERS[key]}", *lines]) for key, lines in blocks.items()]
    if frameworks:
        parts.append(filled(_MORE.format(", ".join(frameworks))))
    return "\n\n".join(parts) + "\n"


def explained(rule: Rule, frameworks: Iterable[Framework]) -> str:
    """Return everything that the catalogue says of one rule, with its sections by title."""
    remedy = rule.remedy
    parts = [
        f"{rule.id}  {rule.name}\n{filled(rule.title)}",
        _part("What is checked", filled(rule.checked, "  ")),
        _part("Events", _events(rule)),
        _facts(rule),
        _part("Why", paragraphs(rule.why, "  ")),
        _part("In the code", _in_the_code(rule)),
        _part("On the command line", command(remedy.cli, "  ") if remedy.cli else ""),
        _part("In the console", paragraphs(remedy.console, "  ")),
        _part("Options", _options(rule)),
        _part("Standards", _standards(rule, {one.id: one for one in frameworks})),
        _part("References", "\n".join(f"  {link}" for link in rule.references)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(rule: Rule) -> str:
    default = "on by default" if rule.on else "off by default"
    retired = f", retired in {rule.retired}" if rule.retired else ""
    subject = _JUDGED.get(rule.subject, rule.subject)
    but = f" Reported only when the rule is selected: {rule.on_request}." if rule.on_request else ""
    return filled(f"Severity {rule.severity.word}, {default}{retired}; judges {subject}.{but}")


def _events(rule: Rule) -> str:
    control = rule.control
    if control is None:
        return ""
    lines = [
        filled(f"{calls.source}: {', '.join(calls.names)}", "  ", "    ") for calls in control.calls
    ]
    patterns = [(named.name, named.pattern) for named in control.patterns]
    if control.literal:
        patterns.append(("AWS Security Hub compares with this pattern", control.literal))
    for name, pattern in patterns:
        lines += [filled(f"{name}:", "  "), paragraphs(pattern, "    ")]
    lines += [filled(control.note, "  ")] if control.note else []
    return "\n".join(lines)


def _in_the_code(rule: Rule) -> str:
    lines = [filled(_sentence(rule.remedy.text), "  ")]
    if rule.remedy.by_cause:
        lines.append("  Depending on the cause:")
        lines += (filled(cause, "    * ", "      ") for cause in rule.remedy.by_cause)
    if rule.subject != SCAN:
        lines.append(_safety(rule.remedy.safety))
    return "\n".join(lines)


def _safety(safety: Safety) -> str:
    match safety:
        case Safety.SAFE:
            said = "Safe: what works today keeps working, and nothing is replaced."
        case Safety.UNSAFE:
            said = (
                "With care: it may replace a resource, cost money, or keep something from being "
                "deleted."
            )
        case _:
            assert_never(safety)
    return filled(said, "  ")


def _options(rule: Rule) -> str:
    return "\n".join(
        f"  {name} = {option.default}\n{filled(option.description, '    ')}"
        for name, option in rule.options.items()
    )


def _standards(rule: Rule, known: Mapping[str, Framework]) -> str:
    return "\n".join(
        "\n".join([f"  {name}", *_sections(rule, known[name])])
        for name in sorted(rule.frameworks)
        if name in known
    )


def _sections(rule: Rule, framework: Framework) -> list[str]:
    """Return one line a section; versions that follow each other and agree share it."""
    runs: list[tuple[list[str], list[tuple[str, str]]]] = []
    for version, sections in framework.versions.items():
        wanted = rule.frameworks[framework.id].get(version, ())
        titles = [(section.id, section.title) for section in sections if section.id in wanted]
        if runs and runs[-1][1] == titles:
            runs[-1][0].append(version)
        else:
            runs.append(([version], titles))
    widest = max((len(section) for _, titles in runs for section, _ in titles), default=0)
    lines = []
    for versions, titles in runs:
        label = _versions(versions)
        for section, title in titles:
            lead = f"    {label:14}  {section:{widest}}  "
            lines.append(filled(title, lead, " " * len(lead)))
            label = ""
    return lines


def _versions(versions: Sequence[str]) -> str:
    if len(versions) > 2:
        return f"{versions[0]} to {versions[-1]}"
    return ", ".join(versions)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _part(heading: str, body: str) -> str:
    return f"{heading}\n{body}" if body else ""
