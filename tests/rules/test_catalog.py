"""Rule files: what they must say, and how the catalogue is read."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from inspect import signature
from pathlib import Path

import pytest
from rule_files import MINIMAL, raw

from iacguard.core.severity import Severity
from iacguard.errors import RuleError, UsageError
from iacguard.rules.catalog import COMPILED, compile_catalog, load_catalog
from iacguard.rules.checks_by_name import find_check
from iacguard.rules.expect import CLAIMS, COMPARING_CLAIMS
from iacguard.rules.rule import CheckName, Field, Junction, OptionName
from iacguard.rules.rule_file import rule_from
from iacguard.rules.select import select
from iacguard.rules.subjects import ENTITY_KINDS

RULES = Path(__file__).parents[2] / "rules"
CATALOG = load_catalog(RULES)


def test_a_compiled_catalogue_is_the_same_catalogue(tmp_path: Path) -> None:
    """The wheel's one file gives what the rule files give."""
    (tmp_path / COMPILED).write_text(compile_catalog(RULES), encoding="utf-8")

    assert load_catalog(tmp_path) == CATALOG
    compiled = json.loads(compile_catalog(RULES))["rules"]
    assert not [path for path, rule in compiled.items() if "examples" in rule]


def test_a_catalogue_that_was_kept_is_the_same_catalogue(tmp_path: Path, monkeypatch) -> None:
    """What was kept gives what the files give, and a file that changed is read again."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)

    assert [CATALOG, CATALOG] == [load_catalog(rules), load_catalog(rules)]
    (kept,) = (tmp_path / "cache" / "iacguard").iterdir()
    changed = rules / "cloudtrail" / "trail-single-region.yaml"
    changed.write_text(changed.read_text().replace("severity: medium", "severity: low"))
    again = load_catalog(rules).find("CT101")
    assert again is not None and again.severity is Severity.LOW
    assert kept.exists()


def test_every_check_that_a_rule_names_takes_what_the_rule_states() -> None:
    """A rule cannot name a function that nobody wrote; only rules of detection state events."""
    named = [rule for rule in CATALOG.rules if isinstance(rule.claim, CheckName)]
    parameters = {rule.id: tuple(signature(find_check(rule.claim)).parameters) for rule in named}

    events = {rule.id for rule in named if rule.control is not None}
    assert events == {rule for rule, names in parameters.items() if names[3:] == ("control",)}
    assert {"model", "options"} == {name for names in parameters.values() for name in names[1:3]}
    assert {3} == {len(names) for rule, names in parameters.items() if rule not in events}


def test_every_kind_of_subject_that_trails_name_has_a_function() -> None:
    """A kind cannot name a function that nobody wrote."""
    concerns = [kind.concern for kind in ENTITY_KINDS.values() if kind.concern is not None]

    expected = [("entity", "model", "judge")] * len(concerns)
    found = [tuple(signature(find_check(name)).parameters) for name in concerns]
    assert expected == [("entity", *names[1:]) for names in found]


def test_every_operator_is_used_by_some_rule() -> None:
    """What no rule says is not kept for rules that may come."""
    claims = [rule.claim for rule in CATALOG.rules]
    junctions = [claim for claim in claims if isinstance(claim, Junction)]
    fields = [claim for claim in claims if isinstance(claim, Field)]
    fields += [part for junction in junctions for part in junction.parts]

    assert {*CLAIMS, *COMPARING_CLAIMS} == {field.operator for field in fields}
    assert {True, False} == {junction.every for junction in junctions}


def test_all_problems_of_a_rule_file_are_named_at_once() -> None:
    """A rule's author is not sent round in circles."""
    broken = raw(
        id="X1",
        name="Odd Name",
        severity="grave",
        subject="trial",
        expect={"is_odd": "is_logging"},
        remedy={"safety": "perhaps"},
        extra=1,
    )

    with pytest.raises(RuleError) as unknown_key:
        rule_from(broken, "odd.yaml")
    del broken["extra"]
    with pytest.raises(RuleError) as rest:
        rule_from(broken, "odd.yaml")

    assert str(unknown_key.value) == "odd.yaml: unknown key 'extra'"
    assert {
        "id 'X1' is not CT or IG and three digits",
        "name 'Odd Name' is not in kebab case",
        "severity: expected one of low, medium, high, critical, found 'grave'",
        "expect: unknown operator 'is_odd', not one of is_true, is_false, is_set, is_absent, "
        "equals, at_least, all, any",
        "remedy.safety 'perhaps' is neither safe nor unsafe",
        "remedy.text is missing",
        "remedy.cli is missing",
        "remedy.console is missing",
    } <= set(str(rest.value).removeprefix("odd.yaml: ").split("; "))


def test_a_rule_says_what_is_checked() -> None:
    """An auditor signs sentences, not functions."""
    written = raw()
    del written["checked"]

    with pytest.raises(RuleError, match=r"odd.yaml: checked is missing"):
        rule_from(written, "odd.yaml")


def test_a_remedy_may_set_what_an_option_asks_for() -> None:
    """An option that the rule does not have is refused."""
    options = {"min_days": {"default": 365, "minimum": 1, "description": "Days."}}
    remedy = {**raw()["remedy"], "set": {"retention_days": "$min_days"}}
    claim = {"at_least": {"retention_days": "$min_days"}}
    written = raw(subject="trail.log_group", options=options, expect=claim, remedy=remedy)

    assert {"retention_days": OptionName("min_days")} == rule_from(written, "a.yaml").remedy.set
    with pytest.raises(RuleError, match="there is no option 'min_days'"):
        rule_from({**written, "options": {}}, "a.yaml")


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    """Ids and names are identities."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(MINIMAL, encoding="utf-8")

    with pytest.raises(RuleError, match="CT999 and CT999 are both called CT999"):
        load_catalog(tmp_path)


def test_rules_are_chosen_by_id_prefix_name_and_framework() -> None:
    """Words add up; what is ignored goes; the rules about the scan stay."""
    scan = {rule.id for rule in CATALOG.rules if rule.id.startswith("IG")}

    def ids(**words: tuple[str, ...]) -> set[str]:
        return {rule.id for rule in select(CATALOG, **words)} - scan

    assert {"CT101"} == ids(selected=("ct101",))
    assert {"CT106", "CT201"} == ids(selected=("trail-not-logging", "CT201"))
    assert ids(selected=("CT1",)) == {r.id for r in CATALOG.rules if r.id.startswith("CT1")}
    assert ids(selected=("CT1",), ignored=("CT10",)) == {
        r.id for r in CATALOG.rules if r.id.startswith("CT1") and not r.id.startswith("CT10")
    }
    assert ids() == {rule.id for rule in CATALOG.rules if rule.on} - scan
    assert "CT301" in ids(frameworks=("cis-aws-foundations@2.0.0",))
    assert "CT301" not in ids(frameworks=("cis-aws-foundations@3.0.0",))


def test_the_rules_about_the_scan_are_always_chosen_unless_ignored() -> None:
    """A selection does not switch off the word of what was not read."""
    chosen = {rule.id for rule in select(CATALOG, selected=("CT101",))}

    assert {"CT101", "IG001", "IG002", "IG003", "IG004", "IG005", "IG006"} == chosen
    assert tuple(rule.id for rule in select(CATALOG, selected=("CT101",), ignored=("IG",))) == (
        "CT101",
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"selected": ("CT0",)}, "unknown rule 'CT0'; `iacguard rules` lists all"),
        ({"ignored": ("nothing",)}, "unknown rule 'nothing'; `iacguard rules` lists all"),
        ({"frameworks": ("sox",)}, "unknown framework 'sox'; known: "),
        ({"frameworks": ("cis-aws-foundations@9",)}, "needs one of these versions: "),
    ],
)
def test_a_word_that_names_nothing_is_refused(words, message) -> None:
    """A typo does not switch a rule off in silence."""
    with pytest.raises(UsageError) as refused:
        select(CATALOG, **words)

    assert message in str(refused.value)


def test_a_retired_rule_is_never_chosen() -> None:
    """Its id stays taken."""
    retired = replace(CATALOG.rules[0], retired="0.2.0")
    catalog = replace(CATALOG, rules=(retired, *CATALOG.rules[1:]))

    assert retired.id not in {rule.id for rule in select(catalog, selected=("ALL",))}
