"""Whatever a hostile file holds, what stands beside it is reported and the scan ends well."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from canaries import CANARIES, RULE
from hostile_case import Case
from hostile_reports import faults, unread_addresses
from kit import COSTLY, cases
from strange_events import strange_events

from iacguard.render.display import display

MOST_MEGABYTES = 1_000

MOST_TOGETHER = 1_500
"""Megabytes of the scan of all cases in one tree of 200 MB."""

ALL = cases()


def found(report) -> set[tuple[str, str]]:
    return {
        (outcome["location"]["path"], outcome["subject"])
        for outcome in report["outcomes"]
        if outcome["rule"]["id"] == RULE and outcome["verdict"] == "fail"
    }


EXCEPTIONS = frozenset({"IG003", "IG005"})
"""What is told of exceptions that accept nothing: all of the file was read."""


def named(report, but: frozenset[str] = frozenset()) -> set[str]:
    return {
        diagnostic["location"]["path"]
        for diagnostic in report["diagnostics"]
        if diagnostic["level"] == "error" and diagnostic["rule"] not in but
    }


def parameter(case: Case):
    """Return a case as a parameter; one that is costly belongs to the long tests."""
    marks = [pytest.mark.long] if case.name in COSTLY else []
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [parameter(case) for case in ALL])
def test_a_case_costs_itself_only(kit, case):
    """The canaries are found, the hostile files are named, the reports are safe to show.

    Every file that is opened lies in the tree or belongs to the program.
    """
    scan = kit.scan(case)
    assert (1, "") == (scan.code, scan.errors)
    assert [] == strange_events(scan.directory, kit.reports, scan.events)

    problems = named(scan.json)
    assert CANARIES - found(scan.json) == set()
    assert case.named is None or set(case.named) == problems
    assert scan.json["summary"]["incomplete"] is bool(named(scan.json, EXCEPTIONS))
    assert [] == faults(scan.reports)
    assert {quote(os_bytes(path), safe="/") for path in problems} <= unread_addresses(
        json.loads(scan.reports["sarif"])
    )
    assert [] == [path for path in problems if f"{display(path)}:" not in scan.reports["text"]]
    assert scan.megabytes < MOST_MEGABYTES


def os_bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def test_costly_cases_are_cases():
    """No name stands for nothing."""
    assert COSTLY <= {case.name for case in ALL}


@pytest.mark.long
def test_all_cases_together_cost_themselves_only(kit):
    """In one tree and one run, every canary of every case is found, and nothing else is read."""
    together = kit.scan_together()
    canaries = {(f"{case.name}/{path}", subject) for case in ALL for path, subject in CANARIES}

    assert (1, "") == (together.code, together.errors)
    assert set() == canaries - found(together.json)
    assert [] == faults(together.reports)
    assert [] == strange_events(together.directory, kit.reports, together.events)
    assert set() == {f"{case.name}/{path}" for case in ALL for path in case.named or ()} - named(
        together.json
    )
    assert together.megabytes < MOST_TOGETHER
