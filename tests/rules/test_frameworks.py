"""The standards: what their files must say, and which rules show which section."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from iacguard.errors import RuleError, UsageError
from iacguard.rules.catalog import load_catalog
from iacguard.rules.frameworks import (
    Automation,
    Coverage,
    Framework,
    Section,
    coverage,
    framework_from,
    framework_ids,
    load_framework,
    refuse_unknown_sections,
)
from iacguard.rules.select import of_framework

RULES = Path(__file__).parents[2] / "rules"
CATALOG = load_catalog(RULES)
FRAMEWORKS = {name: load_framework(name, RULES) for name in framework_ids(RULES)}
EDITIONS = [
    pytest.param(framework, version, id=f"{name}@{version}")
    for name, framework in FRAMEWORKS.items()
    for version in framework.versions
]
CIS = "cis-aws-foundations"

RECORDING_1_2 = {
    "CT101": "2.1", "CT102": "2.1", "CT201": "2.2", "CT207": "2.3",
    "CT301": "2.4", "CT208": "2.6", "CT202": "2.7", "CT204": "2.8",
}  # fmt: skip
RECORDING_1_4 = {
    "CT101": "3.1", "CT102": "3.1", "CT201": "3.2", "CT207": "3.3", "CT301": "3.4",
    "CT208": "3.6", "CT202": "3.7", "CT204": "3.8", "CT107": "3.10", "CT108": "3.11",
}  # fmt: skip
RECORDING_3_0 = {
    "CT101": "3.1", "CT102": "3.1", "CT201": "3.2", "CT208": "3.4",
    "CT202": "3.5", "CT204": "3.6", "CT107": "3.8", "CT108": "3.9",
}  # fmt: skip
RECORDING_6_0 = {
    "CT101": "4.1", "CT102": "4.1", "CT201": "4.2", "CT208": "4.4",
    "CT202": "4.5", "CT204": "4.6", "CT107": "4.8", "CT108": "4.9",
}  # fmt: skip


def alarms(chapter: int, last: int) -> dict[str, str]:
    """Return the sections on monitoring, which all versions number alike."""
    return {f"CT4{number:02}": f"{chapter}.{number}" for number in range(1, last + 1)}


CIS_SECTIONS = {
    "1.2.0": (RECORDING_1_2 | alarms(3, 14), ("2.5", "2.9")),
    "1.4.0": (RECORDING_1_4 | alarms(4, 15), ("3.5", "3.9")),
    "1.5.0": (RECORDING_1_4 | alarms(4, 15), ("3.5", "3.9", "4.16")),
    "2.0.0": (RECORDING_1_4 | alarms(4, 15), ("3.5", "3.9", "4.16")),
    "3.0.0": (RECORDING_3_0 | alarms(4, 15), ("3.3", "3.7", "4.16")),
    "4.0.1": (RECORDING_3_0 | alarms(4, 15), ("3.3", "3.7", "4.16")),
    "5.0.0": (RECORDING_3_0 | alarms(4, 15), ("3.3", "3.7", "4.16")),
    "6.0.0": (RECORDING_6_0 | alarms(5, 15), ("4.3", "4.7", "5.16")),
    "7.0.0": (RECORDING_6_0 | alarms(5, 15), ("4.3", "4.7", "4.10", "5.16")),
}


def test_the_benchmark_has_the_versions_that_are_tested_here() -> None:
    """No version goes without its exact sections."""
    assert list(CIS_SECTIONS) == list(FRAMEWORKS[CIS].versions)


@pytest.mark.parametrize("version", CIS_SECTIONS)
def test_a_version_of_the_benchmark_selects_exactly_its_controls(version: str) -> None:
    """Sections are numbered and dropped by version; a rule shows those of each version."""
    expected, _ = CIS_SECTIONS[version]

    chosen = of_framework(CATALOG.rules, f"{CIS}@{version}")

    assert {rule: (section,) for rule, section in expected.items()} == {
        rule.id: rule.frameworks[CIS][version] for rule in chosen
    }


@pytest.mark.parametrize("version", CIS_SECTIONS)
def test_every_section_of_the_benchmark_is_shown_or_has_a_reason(version: str) -> None:
    """No section on logging or monitoring is passed over in silence."""
    expected, hidden = CIS_SECTIONS[version]

    table = coverage(FRAMEWORKS[CIS], version, CATALOG.rules)

    assert sorted({*expected.values(), *hidden}) == sorted(row.section.id for row in table)
    assert hidden == tuple(row.section.id for row in table if row.section.not_shown)
    assert hidden == tuple(row.section.id for row in table if not row.rules)


def test_delivery_to_cloudwatch_logs_is_asked_for_before_version_3_alone() -> None:
    """CIS dropped the section on CloudWatch Logs, and the one on public buckets, in 3.0."""
    for dropped in ("CT207", "CT301"):
        rule = CATALOG.find(dropped)
        assert rule is not None
        assert ["1.2.0", "1.4.0", "1.5.0", "2.0.0"] == list(rule.frameworks[CIS])


def test_the_benchmark_says_what_is_manual_by_version() -> None:
    """Version 5 made what was automated manual; no level or word is known of 1.2's alarms."""

    def facts(version: str, section: str) -> tuple[int | None, Automation | None]:
        found = FRAMEWORKS[CIS].section(version, section)
        assert found is not None
        return found.level, found.automation

    assert (1, Automation.AUTOMATED) == facts("3.0.0", "3.1") == facts("4.0.1", "3.1")
    assert (1, Automation.MANUAL) == facts("5.0.0", "3.1") == facts("7.0.0", "4.1")
    assert (1, Automation.AUTOMATED) == facts("3.0.0", "4.1")
    assert (2, Automation.AUTOMATED) == facts("4.0.1", "4.1")
    assert (2, Automation.MANUAL) == facts("5.0.0", "4.1")
    assert (1, None) == facts("1.2.0", "2.1")
    assert (None, None) == facts("1.2.0", "3.1")


def test_every_standard_of_the_catalogue_is_there() -> None:
    """The names and versions that `--framework` takes stay; a new standard needs no new test."""
    promised = {
        "aws-config": ["managed-rules"],
        "aws-security-hub": ["controls"],
        "cis-aws-foundations": list(CIS_SECTIONS),
        "cis-controls": ["8.1"],
        "cmmc": ["2.0"],
        "dora": ["2022-2554"],
        "fedramp-20x": ["0.9.43-beta"],
        "fedramp-high": ["rev5"],
        "fedramp-low": ["rev4", "rev5"],
        "fedramp-moderate": ["rev4", "rev5"],
        "hipaa": ["2003"],
        "iso-27001": ["2013", "2022"],
        "nis2": ["2024-2690"],
        "nist-800-53": ["rev4", "rev5"],
        "nist-csf": ["2.0"],
        "pci-dss": ["3.2.1", "4.0", "4.0.1"],
        "soc-2": ["2017"],
    }
    found = {name: list(framework.versions) for name, framework in FRAMEWORKS.items()}

    assert promised == {name: versions for name, versions in found.items() if name in promised}


def test_every_section_that_a_rule_names_exists() -> None:
    """A rule cannot name a section that its standard does not have."""
    refuse_unknown_sections(FRAMEWORKS.values(), CATALOG.rules)


@pytest.mark.parametrize(("framework", "version"), EDITIONS)
def test_every_section_has_a_rule_or_a_reason(framework: Framework, version: str) -> None:
    """A file does not promise what no rule shows."""
    table = coverage(framework, version, CATALOG.rules)

    assert [] == [row.section.id for row in table if bool(row.rules) == bool(row.section.not_shown)]


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_no_key_of_a_framework_file_is_written_twice(name: str) -> None:
    """YAML keeps the last of two equal keys and says nothing."""
    text = (RULES / "frameworks" / f"{name}.yaml").read_text(encoding="utf-8")
    twins = []
    waiting = [yaml.compose(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            twins += [key for key in keys if keys.count(key) > 1]
            waiting += [value for _, value in node.value]

    assert [] == twins


SPELLINGS = {
    "cis-controls": r"\d+\.\d+",
    "cmmc": r"[A-Z]{2}\.L[12]-3\.\d+\.\d+",
    "dora": r"\d+",
    "fedramp-20x": r"KSI-[A-Z]{3}-[A-Z]{3}",
    "fedramp-high": r"[A-Z]{2}-\d+(\(\d+\))?",
    "fedramp-low": r"[A-Z]{2}-\d+(\(\d+\))?",
    "fedramp-moderate": r"[A-Z]{2}-\d+([a-z]|\(\d+\))?",
    "hipaa": r"164\.3(08|12)(\([a-z]\))(\(\d\)(\([iv]+\)(\([A-D]\))?)?)?",
    "iso-27001": r"A\.\d+\.\d+",
    "nis2": r"\d+\.\d+(\.\d+)?(\([a-z]\)(\([ivx]+\))?)?",
    "nist-800-53": r"[A-Z]{2}-\d+(\(\d+\))?",
    "nist-csf": r"(GV|ID|PR|DE|RS|RC)\.[A-Z]{2}-\d{2}",
    "pci-dss": r"\d+\.\d+(\.\d+){0,2}",
    "soc-2": r"(CC|A|C|PI)\d\.\d",
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_sections_are_spelled_as_the_standard_spells_them(name: str) -> None:
    """Ids of a mapping tool (`ac_2_4`, `10.2.1.1.22`) are not ids of the standard."""
    sections = [one.id for version in FRAMEWORKS[name].versions.values() for one in version]

    assert [] == [one for one in sections if not re.fullmatch(SPELLINGS[name], one)]


# The controls of each baseline that say something of logs, their protection and their review.
# https://github.com/GSA/fedramp-automation/tree/master/dist/content/rev5/baselines
BASELINES = {
    "fedramp-low": [
        "AU-2",
        "AU-3",
        "AU-9",
        "AU-11",
        "AU-12",
        "CA-7",
        "SC-13",
        "SC-28",
        "SC-28(1)",
        "SI-4",
        "SI-12",
    ],
    "fedramp-moderate": [
        "AC-2(4)",
        "AC-6(9)",
        "AU-6(1)",
        "AU-6(3)",
        "AU-7(1)",
        "SI-4(5)",
        "SI-7(1)",
        "SI-7(7)",
    ],
    "fedramp-high": ["AU-6(4)", "AU-6(5)", "AU-9(3)", "AU-10", "CM-3(6)", "SC-7(10)", "SI-4(20)"],
}


def test_a_baseline_of_fedramp_holds_what_the_lower_ones_hold() -> None:
    """High asks for more than Moderate, and Moderate for more than Low."""
    asked: list[str] = []
    for name, further in BASELINES.items():
        asked += further
        sections = {one.id for one in FRAMEWORKS[name].versions["rev5"]}

        assert sorted(asked) == sorted(sections)


@pytest.mark.parametrize("name", BASELINES)
def test_a_rule_shows_of_a_baseline_what_it_shows_of_nist_800_53(name: str) -> None:
    """FedRAMP chooses among NIST's controls, and relates nothing itself."""
    chosen = {one.id for one in FRAMEWORKS[name].versions["rev5"]}

    assert {
        rule.id: tuple(one for one in rule.frameworks["nist-800-53"]["rev5"] if one in chosen)
        for rule in CATALOG.rules
        if chosen.intersection(rule.frameworks.get("nist-800-53", {}).get("rev5", ()))
    } == {
        rule.id: rule.frameworks[name]["rev5"]
        for rule in CATALOG.rules
        if "rev5" in rule.frameworks.get(name, {})
    }


def test_what_a_rule_shows_of_pci_4_0_it_shows_of_4_0_1() -> None:
    """The limited revision neither adds nor drops a requirement."""
    for rule in CATALOG.rules:
        shown = rule.frameworks.get("pci-dss", {})

        assert set() == set(shown.get("4.0", ())) - set(shown.get("4.0.1", ()))


@pytest.mark.parametrize(
    ("framework", "section", "expected"),
    [
        ("cis-controls@8.1", "8.10", {"CT305"}),
        ("cmmc@2.0", "AU.L2-3.3.9", {"CT501"}),
        ("dora@2022-2554", "9", {"CT201", "CT202", "CT204", "CT206", "CT207", "CT209", "CT213",
                                 "CT306", "CT501"}),
        ("fedramp-20x@0.9.43-beta", "KSI-MLA-EVC", {"CT502"}),
        ("nis2@2024-2690", "3.2.3(d)", {"CT102", "CT402", "CT406"}),
        ("nist-csf@2.0", "DE.CM-01", {"CT410", "CT411", "CT412", "CT413", "CT414"}),
        ("pci-dss@4.0.1", "10.3.3", {"CT205", "CT301", "CT304"}),
    ],
)  # fmt: skip
def test_a_section_is_shown_by_the_rules_that_are_about_it(
    framework: str, section: str, expected: set[str]
) -> None:
    """One section of each new standard, to the rule."""
    name, _, version = framework.partition("@")

    shown = {
        rule.id
        for rule in CATALOG.rules
        if section in rule.frameworks.get(name, {}).get(version, ())
    }

    assert expected == shown


STANDARD = """
id: odd
title: The Odd Standard
publisher: Nobody
url: https://example.org/
basis: |
  As it
  stands.
versions:
  "1.0":
    sections:
      "3.10": {title: The tenth}
      "3.2": {title: The second, level: 2, automation: manual}
    not_shown_by_code:
      "3.3": {title: The third, reason: It is done by hand.}
"""


def odd(**changes: object) -> Framework:
    return framework_from({**yaml.safe_load(STANDARD), **changes}, "frameworks/odd.yaml")


def test_a_framework_file_is_read_into_sections_in_natural_order() -> None:
    """3.2 stands before 3.10, and what no code shows in its place among the others."""
    second = Section(id="3.2", title="The second", level=2, automation=Automation.MANUAL)
    third = Section(id="3.3", title="The third", not_shown="It is done by hand.")
    tenth = Section(id="3.10", title="The tenth")

    assert (
        Framework(
            id="odd",
            title="The Odd Standard",
            publisher="Nobody",
            url="https://example.org/",
            basis="As it stands.",
            versions={"1.0": (second, third, tenth)},
        )
        == odd()
    )


def test_all_problems_of_a_framework_file_are_named_at_once() -> None:
    """The author is not sent round in circles; 4.10 without quotes would be 4.1."""
    with pytest.raises(RuleError) as refused:
        odd(
            id="even",
            publisher="",
            colour="red",
            versions={
                2.0: {},
                "1.0": [],
                "3.0": {
                    "parts": {},
                    "sections": {
                        4.1: {"title": "Twice"},
                        "4.2": "A title",
                        "4.3": {"level": 3, "automation": "perhaps", "reason": "None."},
                        "4.4": {"title": "Both"},
                    },
                    "not_shown_by_code": {"4.4": {"title": "Both"}},
                },
            },
        )

    assert (
        "frameworks/odd.yaml: unknown key 'colour'; publisher is missing; "
        "id 'even' is not the name of the file; version 2.0 is not in quotes; "
        "version 1.0 is not a map of sections; 3.0: unknown key 'parts'; "
        "3.0: 4.4 is shown and not shown; 3.0: section 4.1 is not in quotes; "
        "3.0: section 4.2 is not a map; 3.0: section 4.3 has an unknown key 'reason'; "
        "3.0: section 4.3 has no title; 3.0: section 4.3 has the level 3, neither 1 nor 2; "
        "3.0: section 4.3 has the automation 'perhaps', not one of automated, manual; "
        "3.0: section 4.4 has no reason"
    ) == str(refused.value)


def test_all_sections_that_do_not_exist_are_named_at_once() -> None:
    """Neither a missing standard or version nor a missing or hidden section is let through."""
    rule = replace(
        CATALOG.rules[0],
        id="CT999",
        frameworks={"even": {"1.0": ("1",)}, "odd": {"2.0": ("1",), "1.0": ("3.2", "3.3", "3.4")}},
    )

    with pytest.raises(RuleError) as refused:
        refuse_unknown_sections([odd()], [rule])

    assert (
        "CT999: there is no framework even@1.0; CT999: there is no framework odd@2.0; "
        "CT999: no code shows section 3.3 of odd@1.0; CT999: odd@1.0 has no section 3.4"
    ) == str(refused.value)


def test_coverage_names_the_living_rules_of_each_section() -> None:
    """A retired rule shows nothing."""
    rule = replace(CATALOG.rules[0], frameworks={"odd": {"1.0": ("3.2",)}})
    retired = replace(rule, id="CT999", retired="1.0")
    second, third, tenth = odd().versions["1.0"]

    assert (
        Coverage(second, (rule,)),
        Coverage(third, ()),
        Coverage(tenth, ()),
    ) == coverage(odd(), "1.0", [rule, retired])


@pytest.mark.parametrize("name", ["odd", "../rules", "", "CIS"])
def test_a_framework_that_nobody_wrote_is_refused(name: str) -> None:
    """A name is looked up among the names; it is no path."""
    with pytest.raises(UsageError) as refused:
        load_framework(name, RULES)

    known = ", ".join(FRAMEWORKS)
    assert f"unknown framework {name!r}; known: {known}" == str(refused.value)


def test_a_scan_by_framework_reads_no_framework_file() -> None:
    """Titles are for people who ask; the rules alone say what is selected."""
    program = (
        "import sys, pathlib\n"
        "from iacguard.rules.catalog import load_catalog\n"
        "from iacguard.rules.select import select\n"
        "select(load_catalog(), frameworks=('soc-2',))\n"
        "import iacguard.api\n"
        "print('iacguard.rules.frameworks' in sys.modules)\n"
    )

    done = subprocess.run(
        (sys.executable, "-c", program), capture_output=True, text=True, check=True
    )

    assert "False\n" == done.stdout
