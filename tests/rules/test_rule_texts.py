"""The texts of the rules, as somebody reads them aloud."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from iacguard.rules.catalog import load_catalog
from iacguard.rules.rule import Rule

RULES = load_catalog(Path(__file__).parents[2] / "rules").rules
COMMAND = re.compile(r"aws [a-z0-9]+ [a-z-]+( |$)|iacguard scan |# No AWS command ")


@pytest.fixture(params=RULES, ids=lambda rule: rule.id)
def rule(request: pytest.FixtureRequest) -> Rule:
    """Return each rule in turn."""
    found = request.param
    assert isinstance(found, Rule)
    return found


def test_a_clause_goes_on_after_an_address(rule: Rule) -> None:
    """A message reads "<address> <clause>", and ends without a full stop."""
    assert re.fullmatch(r"[a-z][^\n]*[^.\s]", rule.clause) or "{subject}" in rule.clause
    assert ("{subject}" in rule.clause) is ("{subject}" in rule.passing) is bool(rule.control)


def test_a_title_is_one_line_without_a_full_stop(rule: Rule) -> None:
    """It stands in lists and headings."""
    assert re.fullmatch(r"[A-Z][^\n]*[^.\s]", rule.title)


def test_a_reason_is_made_of_sentences(rule: Rule) -> None:
    """It is shown by itself, as prose."""
    assert re.fullmatch(r"[A-Z`].*\.", rule.why, re.DOTALL)


def test_a_remedy_is_one_line_that_follows_a_colon(rule: Rule) -> None:
    """A report writes it after "fix:"."""
    assert re.fullmatch(r"[a-z][^\n]*[^.\s]", rule.remedy.text)


def test_a_command_line_holds_commands(rule: Rule) -> None:
    """Each part between `&&` starts a command; words in angle brackets are to be filled in."""
    commands = " ".join(rule.remedy.cli.split()).split(" && ") if rule.remedy.cli else []

    assert [] == [one for one in commands if not COMMAND.match(one)]
    assert bool(commands) == (rule.subject != "scan")


def test_a_reference_is_a_link(rule: Rule) -> None:
    """Whoever doubts a rule can look it up; the rules about the scan need no source."""
    assert all(re.fullmatch(r"https://[^\s]+", link) for link in rule.references)
    assert bool(rule.references) == (rule.subject != "scan")


def test_a_passing_clause_goes_on_after_an_address(rule: Rule) -> None:
    """A message reads "it is not known whether <address> <clause>", without a negation."""
    if rule.subject == "scan":
        assert "" == rule.passing
    else:
        assert re.fullmatch(r"[a-z][^\n]*[^.\s]", rule.passing)
        assert not re.search(r"\b(not|no)\b(?! source)", rule.passing)


def test_a_remedy_of_a_cause_is_one_line_that_follows_a_colon(rule: Rule) -> None:
    """It stands where the usual remedy stands."""
    lines = rule.remedy.reasons.values()

    assert [] == [one for one in lines if not re.fullmatch(r"[a-z][^\n]*[^.\s]", one)]


def test_what_is_checked_is_one_to_three_sentences(rule: Rule) -> None:
    """An auditor signs what passes, fails and is unknown; of the scan, what is reported."""
    sentences = re.split(r"\. (?=[A-Z])", rule.checked)

    assert rule.checked.endswith(".") and 1 <= len(sentences) <= 3
    starts = [sentence.split()[0] for sentence in sentences]
    expected = ["Reported"] if rule.subject == "scan" else ["Passes", "Fails", "Unknown"]
    assert expected == starts[: len(expected)]
