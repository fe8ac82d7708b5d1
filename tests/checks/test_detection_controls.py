from __future__ import annotations

import pytest

from iacguard.checks.detection_controls import CONTROLS, SECURITY_GROUP_CHANGES
from iacguard.patterns.coverage import Covered, covers
from iacguard.patterns.parse import parse
from iacguard.patterns.pattern import JsonPattern

PRINTED = [control for control in CONTROLS if control.literal]


def caught(text, control):
    """Return the names of a control's events that a pattern catches."""
    pattern = parse(text)
    return [e.name for e in control.events if covers(pattern, parse(e.pattern)) == Covered()]


def test_every_named_event_is_a_pattern():
    """Our own texts are well formed."""
    parsed = [parse(events.pattern) for control in CONTROLS for events in control.events]

    assert all(isinstance(pattern, JsonPattern) for pattern in parsed)


@pytest.mark.parametrize("control", PRINTED, ids=lambda control: control.what)
def test_security_hubs_text_catches_what_its_control_names(control):
    """All but one: the benchmark names ModifySecurityGroupRules since 5.0."""
    missed = ["ModifySecurityGroupRules"] if control is SECURITY_GROUP_CHANGES else []

    names = [events.name for events in control.events if events.name not in missed]
    assert names == caught(control.literal, control)


@pytest.mark.parametrize("control", PRINTED, ids=lambda control: control.what)
def test_security_hubs_text_catches_nothing_of_another_control(control):
    """CreatePolicy and DeletePolicy are calls of IAM and of Organizations."""
    others = [other for other in CONTROLS if other is not control]

    shared = {name for other in others for name in caught(control.literal, other)}

    assert shared <= {"CreatePolicy", "DeletePolicy"}
