"""The events that a rule of detection names, and what is refused of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rule_files import raw

from iacguard.errors import RuleError
from iacguard.model.control import Calls, Control, NamedEvents
from iacguard.rules.catalog import load_catalog
from iacguard.rules.checks_by_name import refused_patterns
from iacguard.rules.rule_file import rule_from

EVENTS: dict[str, object] = {
    "what": "odd changes",
    "calls": [{"source": "kms.amazonaws.com", "names": ["DisableKey"]}],
    "patterns": [{"name": "root user activity", "pattern": '{ $.userIdentity.type = "Root" }'}],
    "security_hub": "{ $.eventName = DisableKey }",
    "note": "In CIS since 1.4.",
}


def detecting(**changes: object) -> dict[str, object]:
    written = raw(check="detection.is_noticed", subject="account", events={**EVENTS, **changes})
    del written["expect"]
    return written


def test_the_events_of_a_rule_are_read() -> None:
    """A call is a pattern of its service and its name, so that a filter may leave either out."""
    control = rule_from(detecting(), "odd.yaml", refused_patterns).control

    assert control == Control(
        what="odd changes",
        calls=(Calls("kms.amazonaws.com", ("DisableKey",)),),
        patterns=(NamedEvents("root user activity", '{ $.userIdentity.type = "Root" }'),),
        literal="{ $.eventName = DisableKey }",
        note="In CIS since 1.4.",
    )
    assert control.events == (
        NamedEvents(
            "DisableKey", '{ $.eventSource = "kms.amazonaws.com" && $.eventName = "DisableKey" }'
        ),
        *control.patterns,
    )


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"what": ""}, "events: what is not a string"),
        (
            {"source": "kms"},
            "events: unknown key 'source', not one of what, calls, patterns, security_hub, note",
        ),
        ({"calls": {}}, "events.calls: is no list"),
        ({"calls": ["DisableKey"]}, "events.calls[0]: is no map"),
        (
            {"calls": [{"source": "kms.amazonaws.com", "name": ["DisableKey"], "names": ["A"]}]},
            "events.calls[0]: unknown key 'name', not one of source, names",
        ),
        (
            {"calls": [{"source": "kms", "names": ["DisableKey"]}]},
            "events.calls[0]: source 'kms' is no event source such as iam.amazonaws.com",
        ),
        (
            {"calls": [{"source": "kms.amazonaws.com", "names": []}]},
            "events.calls[0]: names is no list of calls",
        ),
        (
            {"calls": [{"source": "kms.amazonaws.com", "names": ['A"']}]},
            "events.calls[0]: names: 'A\"' is no name of an API call",
        ),
        ({"calls": [], "patterns": []}, "events: neither calls nor patterns name any event"),
        (
            {"calls": [{"source": "kms.amazonaws.com", "names": ["A", "B", "A"]}]},
            "events: A is named twice",
        ),
        (
            {"patterns": [{"name": "root", "pattern": "{ $.a == b }"}]},
            (
                "events: the pattern of root cannot be read: filter patterns compare "
                "with `=`, not `==`"
            ),
        ),
        (
            {"patterns": [{"name": "root", "pattern": "ERROR"}]},
            "events: the pattern of root is none of JSON events",
        ),
        (
            {"security_hub": "{ $.a = b"},
            (
                "events: the pattern of security_hub cannot be read: a pattern that "
                "starts with `{` must end with `}`"
            ),
        ),
    ],
)
def test_events_that_cannot_be_noticed_are_refused(changes, problem: str) -> None:
    """A misspelt key or pattern would let a rule pass, or fail, for ever."""
    with pytest.raises(RuleError) as refused:
        rule_from(detecting(**changes), "odd.yaml", refused_patterns)

    assert f"odd.yaml: {problem}" == str(refused.value)


def test_a_rule_file_with_a_broken_pattern_does_not_load(tmp_path: Path) -> None:
    """The rules of a checkout, and those that a wheel is made of, are read with their patterns."""
    written = detecting(security_hub="{")
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(written), encoding="utf-8")

    with pytest.raises(RuleError, match=r"a.yaml: events: the pattern of security_hub cannot"):
        load_catalog(tmp_path)


def test_events_stand_beside_a_check() -> None:
    """An expectation would not look at them."""
    with pytest.raises(RuleError, match=r"odd.yaml: events are for a check, not for expect"):
        rule_from(raw(events=EVENTS), "odd.yaml")
