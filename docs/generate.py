"""Writes what is generated: marked parts of README.md and of pages in docs, and rule pages.

python docs/generate.py            writes
python docs/generate.py --check    fails when something written differs
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from iacguard.configuration.keys import (
    ACCOUNT_SETTINGS,
    ROOT_SETTINGS,
    RULE_SETTINGS,
    SETTINGS,
    Setting,
)
from iacguard.core.verdict import Verdict
from iacguard.model.control import Control
from iacguard.rules.catalog import load_catalog
from iacguard.rules.examples import LANGUAGES, Example, load_examples
from iacguard.rules.frameworks import framework_ids, load_framework
from iacguard.rules.rule import Rule

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DOCS = ROOT / "docs"
PAGES = DOCS / "rules"
FENCES = {"terraform": "hcl", "cloudformation": "yaml"}
WIDTH = 100
TITLES = {"terraform": "Terraform", "cloudformation": "CloudFormation"}


def main() -> int:
    """Write or compare everything that is generated; return the exit code."""
    wanted = {**documents(), **pages()}
    stale = [path for path, text in wanted.items() if not _holds(path, text)]
    surplus = sorted(set(PAGES.glob("*.md")) - wanted.keys())
    if "--check" in sys.argv[1:]:
        for path in (*stale, *surplus):
            print(f"{path.relative_to(ROOT)} is not what docs/generate.py writes")
        return 1 if stale or surplus else 0
    PAGES.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
    for path in surplus:
        path.unlink()
    return 0


def documents() -> dict[Path, str]:
    """Return the pages that people write, with their generated parts as they are now."""
    parts = {
        README: {"output": demo_output()},
        DOCS / "command-line.md": {"help": help_text()},
        DOCS / "configuration.md": {"settings": settings()},
        DOCS / "exceptions.md": {"exceptions": exceptions_output()},
        DOCS / "rules.md": {"rules": rule_table(), "frameworks": framework_table()},
        DOCS / "unknowns.md": {"unknowns": unknowns_output()},
    }
    return {page: _with_parts(page, contents) for page, contents in parts.items()}


def _with_parts(page: Path, parts: Mapping[str, str]) -> str:
    text = page.read_text(encoding="utf-8")
    for name, content in parts.items():
        start, end = f"<!-- generated: {name} -->", "<!-- end -->"
        pattern = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
        assert pattern.search(text), f"{page.name} has no part {name}"
        text = pattern.sub(lambda _, s=start, c=content, e=end: f"{s}\n{c}\n{e}", text)
    return text


def demo_output() -> str:
    """Return what a scan of the demo by three rules prints; the whole would fill the page."""
    return _printed("scan", "examples/demo", "--select", "CT101,CT201,CT304")


def exceptions_output() -> str:
    """Return what a scan of the exceptions prints on a day on which one of them has expired."""
    rules, day, shown = ("--select", "CT201,CT209"), ("--today", "2027-02-01"), "fail,accepted"
    return _printed("scan", "examples/exceptions", *rules, *day, "--show", shown)


def unknowns_output() -> str:
    """Return what a scan of the demo prints of one rule that it cannot decide."""
    return _printed("scan", "examples/demo/terraform", "--select", "CT205", "--show", "unknown")


def _printed(*arguments: str) -> str:
    command = " ".join(("$ iacguard", *arguments))
    return _fenced("text", f"{command}\n{_run(*arguments)}")


def help_text() -> str:
    """Return the help of `iacguard scan`."""
    return _fenced("text", _run("scan", "--help"))


def settings() -> str:
    """Return a table of the keys of each table of the configuration file."""
    parts = (
        "The file itself, or `[tool.iacguard]`:",
        _settings(SETTINGS),
        "Each `[[accounts]]`:",
        _settings(ACCOUNT_SETTINGS),
        "Each `[[roots]]`:",
        _settings(ROOT_SETTINGS),
        "Each `[rules.…]`, by a rule's id or name:",
        _settings(RULE_SETTINGS),
    )
    return "\n\n".join(parts)


def _settings(rows: Sequence[Setting]) -> str:
    lines = [
        "| key | takes | default | what it says | example |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one in rows:
        cells = (f"`{one.name}`", one.expects, one.default, one.meaning, f"`{one.example}`")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def rule_table() -> str:
    """Return the table of rules."""
    lines = [
        "| id | name | severity | default | what it flags |",
        "| --- | --- | --- | --- | --- |",
    ]
    for rule in load_catalog(ROOT / "rules").rules:
        page = f"[{rule.id}](rules/{rule.id}.md)"
        row = (page, rule.name, rule.severity.word, rule.default_word, rule.title)
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def framework_table() -> str:
    """Return the table of standards, in the words that ``--framework`` takes."""
    directory = ROOT / "rules"
    lines = ["| standard | `--framework` |", "| --- | --- |"]
    for name in framework_ids(directory):
        framework = load_framework(name, directory)
        versions = ", ".join(f"`{name}@{version}`" for version in framework.versions)
        lines.append(f"| {framework.title} | {versions} |")
    return "\n".join(lines)


def pages() -> dict[Path, str]:
    """Return the page of every rule."""
    examples = load_examples(ROOT / "rules")
    return {
        PAGES / f"{rule.id}.md": page(rule, [one for one in examples if one.rule == rule.id])
        for rule in load_catalog(ROOT / "rules").rules
    }


def page(rule: Rule, examples: list[Example]) -> str:
    """Return a rule's page."""
    default = "on" if rule.on else "off"
    parts = [
        f"# {rule.id} {rule.name}",
        f"{rule.title}. Severity {rule.severity.word}, {default} by default.",
        "## What is checked",
        textwrap.fill(rule.checked, WIDTH, break_long_words=False, break_on_hyphens=False),
        *(events(rule.control) if rule.control is not None else ()),
        "## Why",
        rule.why,
        "## Remedy",
        f"In the code: {rule.remedy.text}.",
    ]
    if rule.on_request:
        parts[1] += f" Reported only when the rule is selected: {rule.on_request}."
    if rule.remedy.by_cause:
        parts += [
            "Depending on the cause:",
            "\n".join(f"* {one}" for one in rule.remedy.by_cause),
        ]
    if rule.remedy.console:
        parts += [f"In the console: {rule.remedy.console}", _fenced("sh", rule.remedy.cli)]
    if rule.options:
        rows = [
            f"* `{name}` (default `{option.default}`): {option.description}"
            for name, option in rule.options.items()
        ]
        parts += ["## Options", "\n".join(rows)]
    if examples:
        parts += ["## Examples", *shown_examples(examples)]
    if rule.frameworks:
        parts += ["## Frameworks", _frameworks(rule.frameworks)]
    if rule.references:
        parts += ["## References", "\n".join(f"* <{link}>" for link in rule.references)]
    return "\n\n".join(parts) + "\n"


def events(control: Control) -> Iterator[str]:
    """Yield the parts of a page that list the events of a rule of detection."""
    yield "## Events"
    rows = [
        f"* {calls.source}: {', '.join(f'`{name}`' for name in calls.names)}"
        for calls in control.calls
    ]
    rows += [f"* {named.name}: `{named.pattern}`" for named in control.patterns]
    yield "\n".join(rows)
    if control.literal:
        yield "The pattern that AWS Security Hub compares with:"
        yield _fenced("text", control.literal)
    if control.note:
        yield control.note


def shown_examples(examples: Sequence[Example]) -> Iterator[str]:
    """Yield one example that fails, one that passes and one that is unknown; the others folded."""
    open_: list[Example] = []
    for verdict in Verdict.FAIL, Verdict.PASS, Verdict.UNKNOWN:
        open_ += [example for example in examples if example.verdict is verdict][:1]
    yield from (f"### {_titled(example)}\n\n{_text(example)}" for example in open_)
    for example in examples:
        if example not in open_:
            summary = f"<details>\n<summary>{_titled(example)}</summary>"
            yield f"{summary}\n\n{_text(example)}\n\n</details>"


def _titled(example: Example) -> str:
    verdict = example.verdict.word if example.verdict is not None else "does not apply"
    return f"{example.name}, {TITLES[example.language]}: {verdict}"


def _text(example: Example) -> str:
    return _fenced(FENCES[example.language], example.text)


def _frameworks(frameworks: Mapping[str, Mapping[str, tuple[str, ...]]]) -> str:
    return "\n".join(
        f"* {framework} {version}: {', '.join(sections)}"
        for framework, versions in sorted(frameworks.items())
        for version, sections in versions.items()
    )


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def _run(*arguments: str) -> str:
    command = [sys.executable, "-m", "iacguard", *arguments]
    environment = {
        "COLUMNS": "100",
        "PATH": "",
        "PYTHONPATH": str(ROOT),
        "HOME": os.environ["HOME"],
    }
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


assert set(FENCES) == set(LANGUAGES) == set(TITLES)

if __name__ == "__main__":
    sys.exit(main())
