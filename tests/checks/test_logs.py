"""What concerns only the log groups that trails write to."""

from __future__ import annotations

import pytest
from builders import hops, log_group, model, selector, trail, unknown, value

from iacguard.checks.logs import is_sent_to_cloudwatch_logs, of_trail_log_group
from iacguard.core.value import Unknown
from iacguard.core.verdict import Judgement, Reason, Verdict

FAILS = Judgement(Verdict.FAIL, (Reason("fails", hops(3)),))
PASSES = Judgement(Verdict.PASS)


@pytest.mark.parametrize("named", ["other", None])
def test_a_log_group_that_no_trail_writes_to_is_not_judged(named):
    """It is not even looked at."""
    group = log_group()

    assert of_trail_log_group(group, model(trail(log_group_arn=named), group), pytest.fail) is None


@pytest.mark.parametrize("judgement", [FAILS, PASSES])
def test_a_log_group_of_a_trail_is_judged(judgement):
    """What is said of it stands."""
    group = log_group()
    subject = model(trail(log_group_arn=value("audit")), group)

    assert judgement is of_trail_log_group(group, subject, lambda: judgement)


def test_a_log_group_that_a_trail_may_write_to_is_unknown_where_it_fails():
    """The place that fails is shown, and what the trail names."""
    group = log_group()
    open_ = Unknown(hops(9), "var.group has no value")
    subject = model(trail(log_group_arn=open_), group)

    said = "whether a trail writes to aws_cloudwatch_log_group.audit depends on the deployment"
    doubt = Reason(said, (*hops(3), *hops(9)))
    assert Judgement(Verdict.UNKNOWN, (doubt,)) == of_trail_log_group(group, subject, lambda: FAILS)
    assert PASSES == of_trail_log_group(group, subject, lambda: PASSES)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Verdict.FAIL),
        ({"event_selectors": [selector(include_management_events=value(False, 5))]}, None),
        ({"event_selectors": [selector(include_management_events=unknown())]}, Verdict.FAIL),
        (
            {
                "event_selectors": [selector(include_management_events=value(False, 5))],
                "log_group_arn": value("arn:aws:logs:us-east-1:111122223333:log-group:audit:*"),
            },
            Verdict.FAIL,
        ),
    ],
)
def test_a_trail_for_data_events_alone_needs_no_log_group(fields, expected):
    """Alarms watch management events; what it names by half is still wrong."""
    main = trail(**{"log_group_arn": None, "log_group_role_arn": None, **fields})
    found = is_sent_to_cloudwatch_logs(main, model(main), {})

    assert expected is (found if found is None else found.verdict)
