"""The events that rules name, and alarms on the metrics of trails."""

from __future__ import annotations

import pytest
from builders import alarm, log_group, metric_filter, model, trail, unknown

from iacguard.checks.detection import alarm_reaches_somebody, refused_patterns
from iacguard.core.verdict import Verdict
from iacguard.model.control import Control, NamedEvents
from iacguard.patterns.coverage import Covered, covers
from iacguard.patterns.parse import parse
from iacguard.rules.catalog import load_catalog

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
BY_RULE = {rule.id: rule.control for rule in load_catalog().rules if rule.control is not None}
CONTROLS = tuple(BY_RULE.values())
PRINTED = [control for control in CONTROLS if control.literal]


def caught(text, control):
    """Return the names of a control's events that a pattern catches."""
    pattern = parse(text)
    return [e.name for e in control.events if covers(pattern, parse(e.pattern)) == Covered()]


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.what)
def test_every_named_event_is_a_pattern(control):
    """Our own texts are well formed."""
    assert [] == list(refused_patterns(control))


def test_texts_that_are_no_patterns_of_events_are_refused():
    """Each is told by its name, so that whoever wrote it finds it."""
    events = (NamedEvents("a", "{ $.a == b }"), NamedEvents("b", "ERROR"))

    assert list(refused_patterns(Control(what="odd", patterns=events, literal=""))) == [
        ("the pattern of a cannot be read: filter patterns compare with `=`, not `==`"),
        "the pattern of b is none of JSON events",
    ]


@pytest.mark.parametrize("control", PRINTED, ids=lambda control: control.what)
def test_security_hubs_text_catches_what_its_control_names(control):
    """All but one: the benchmark names ModifySecurityGroupRules since 5.0."""
    missed = ["ModifySecurityGroupRules"] if control is BY_RULE["CT410"] else []

    names = [events.name for events in control.events if events.name not in missed]
    assert names == caught(control.literal, control)


@pytest.mark.parametrize("control", PRINTED, ids=lambda control: control.what)
def test_security_hubs_text_catches_nothing_of_another_control(control):
    """CreatePolicy and DeletePolicy are calls of IAM and of Organizations."""
    others = [other for other in CONTROLS if other is not control]

    shared = {name for other in others for name in caught(control.literal, other)}

    assert shared <= {"CreatePolicy", "DeletePolicy"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, PASS),
        ({"actions_enabled": False}, FAIL),
        ({"actions_enabled": None}, PASS),
        ({"alarm_actions": None}, FAIL),
        ({"alarm_actions": ()}, FAIL),
        ({"alarm_actions": unknown()}, UNKNOWN),
        ({"actions_enabled": unknown()}, UNKNOWN),
        ({"metric_name": "other", "actions_enabled": False}, None),
        ({"namespace": unknown(), "actions_enabled": False}, UNKNOWN),
    ],
)
def test_an_alarm_on_a_trails_metric_acts(fields, expected):
    """An alarm on any other metric is none of our business."""
    subject = alarm("stopped", **fields)
    source = metric_filter("stopped", "{ $.eventName = StopLogging }")
    judgement = alarm_reaches_somebody(
        subject, model(trail(log_group_arn="audit"), log_group(), source, subject), {}
    )

    assert expected is (None if judgement is None else judgement.verdict)
