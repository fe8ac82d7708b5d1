"""How long a bucket keeps a trail's log files."""

from __future__ import annotations

import pytest
from builders import hops, trail, unknown, value
from storage_builders import bucket, lifecycle_rule, scope

from iacguard.checks.lifecycle import logs_are_kept_and_archived
from iacguard.core.severity import Severity
from iacguard.core.verdict import Judgement, Reason, Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("rules", "verdict", "severity"),
    [
        (None, FAIL, None),
        ((), FAIL, None),
        (unknown(), UNKNOWN, None),
        ((lifecycle_rule(),), FAIL, None),
        ((lifecycle_rule(expiration_days=365),), PASS, None),
        ((lifecycle_rule(expiration_days=364),), FAIL, Severity.MEDIUM),
        ((lifecycle_rule(expiration_days=unknown()),), UNKNOWN, None),
        ((lifecycle_rule(expiration_date="2030-01-01"),), UNKNOWN, None),
        ((lifecycle_rule(expiration_date="2030-01-01", prefix="tmp/"),), FAIL, None),
        ((lifecycle_rule(expiration_days=30, narrowing="tags"),), FAIL, None),
        ((lifecycle_rule(expiration_days=30, narrowing="sizes"),), UNKNOWN, None),
        ((lifecycle_rule(expiration_days=30, narrowing=unknown()),), UNKNOWN, None),
        ((lifecycle_rule(transition_days=(value(90),)),), PASS, None),
        ((lifecycle_rule(transition_days=(value(90),), is_enabled=False),), FAIL, None),
        ((lifecycle_rule(expiration_days=30, is_enabled=False),), FAIL, None),
        ((lifecycle_rule(expiration_days=30, is_enabled=unknown()),), UNKNOWN, None),
        ((lifecycle_rule(expiration_days=30, prefix="AWSLogs/"),), FAIL, Severity.MEDIUM),
        ((lifecycle_rule(expiration_days=30, prefix="tmp/"),), FAIL, None),
        ((lifecycle_rule(expiration_days=400, prefix="tmp/"),), FAIL, None),
        ((lifecycle_rule(expiration_days=400, prefix="AWS"),), PASS, None),
        ((lifecycle_rule(expiration_days=400, prefix=unknown()),), UNKNOWN, None),
        (
            (
                lifecycle_rule(transition_days=(value(90),)),
                lifecycle_rule(expiration_days=30),
            ),
            FAIL,
            Severity.MEDIUM,
        ),
        (
            (
                lifecycle_rule(transition_days=(value(90),)),
                lifecycle_rule(expiration_days=30, prefix="tmp/"),
            ),
            PASS,
            None,
        ),
    ],
)
def test_logs_are_archived_or_expire_but_not_too_early(rules, verdict, severity):
    """No rule for the logs is a low finding, one that deletes them too early a medium one."""
    logs = bucket(lifecycle_rules=rules)

    judgement = logs_are_kept_and_archived(logs, scope(trail(), logs), {"min_days": 365})

    assert (verdict, severity) == (judgement.verdict, judgement.severity)


ARCHIVED = lifecycle_rule(transition_days=(value(90),))


@pytest.mark.parametrize(
    ("rules", "verdict", "severity"),
    [
        ((ARCHIVED, lifecycle_rule(expiration_days=7, prefix="a/")), FAIL, Severity.MEDIUM),
        ((lifecycle_rule(expiration_days=7, prefix="a/"),), FAIL, Severity.MEDIUM),
        ((lifecycle_rule(expiration_days=400, prefix="a/"),), FAIL, None),
        (
            (
                lifecycle_rule(expiration_days=400, prefix="a/"),
                lifecycle_rule(expiration_days=500, prefix="b/"),
            ),
            PASS,
            None,
        ),
        ((ARCHIVED, lifecycle_rule(expiration_days=7, prefix="c/")), PASS, None),
    ],
)
def test_the_log_files_of_each_trail_are_kept(rules, verdict, severity):
    """What a rule does to one trail's prefix counts, whatever becomes of another's."""
    logs = bucket(lifecycle_rules=rules)
    trails = (trail("one", key_prefix="a"), trail("other", key_prefix="b"))

    judgement = logs_are_kept_and_archived(logs, scope(*trails, logs), {"min_days": 365})

    assert (verdict, severity) == (judgement.verdict, judgement.severity)


def test_early_expiry_of_what_may_be_a_trails_is_unknown():
    """A trail whose bucket is not known may deliver elsewhere."""
    logs = bucket(lifecycle_rules=(ARCHIVED, lifecycle_rule(expiration_days=7, prefix="b/")))
    trails = (trail("one", key_prefix="a"), trail("other", key_prefix="b", bucket=unknown()))

    judgement = logs_are_kept_and_archived(logs, scope(*trails, logs), {"min_days": 365})

    assert UNKNOWN is judgement.verdict


def test_early_expiry_says_how_early():
    """The message tells both numbers, and the place is the number that is written."""
    rule = lifecycle_rule(expiration_days=value(30, 6))
    logs = bucket(lifecycle_rules=(rule,))

    judgement = logs_are_kept_and_archived(logs, scope(trail(), logs), {"min_days": 365})

    said = "keeps a trail's log files for 30 days (minimum 365)"
    expected = Judgement(FAIL, (Reason(said, hops(6), "30", "early"),), Severity.MEDIUM)
    assert expected == judgement


def gone(days, **fields):
    """Return a rule that deletes noncurrent versions after some days."""
    return lifecycle_rule(noncurrent_days=days, **fields)


MONTH = lifecycle_rule(expiration_days=value(30, 6))


@pytest.mark.parametrize(
    ("rules", "fields", "verdict"),
    [
        ((MONTH,), {}, PASS),
        ((MONTH, gone(400)), {}, PASS),
        ((MONTH, gone(335)), {}, PASS),
        ((MONTH, gone(334)), {}, FAIL),
        ((lifecycle_rule(expiration_days=30, noncurrent_days=400),), {}, PASS),
        ((lifecycle_rule(expiration_days=30, noncurrent_days=7),), {}, FAIL),
        ((MONTH, gone(400), gone(7)), {}, FAIL),
        ((MONTH, gone(7, newer_noncurrent_versions=1)), {}, PASS),
        ((MONTH, gone(7, newer_noncurrent_versions=unknown())), {}, UNKNOWN),
        ((MONTH, gone(7, is_enabled=False)), {}, PASS),
        ((MONTH, gone(7, is_enabled=unknown())), {}, UNKNOWN),
        ((MONTH, gone(7, prefix="tmp/")), {}, PASS),
        ((MONTH, gone(7, narrowing="sizes")), {}, UNKNOWN),
        ((MONTH, gone(unknown())), {}, UNKNOWN),
        ((MONTH, gone(7)), {"default_retention": "COMPLIANCE"}, UNKNOWN),
        ((MONTH, gone(7)), {"is_versioned": unknown()}, FAIL),
        ((MONTH, gone(400)), {"is_versioned": unknown()}, UNKNOWN),
        ((MONTH, gone(400)), {"is_versioned": False}, FAIL),
        ((MONTH, gone(400)), {"is_versioned": False, "has_object_lock": True}, PASS),
        ((ARCHIVED, lifecycle_rule(expiration_days=unknown()), gone(400)), {}, PASS),
        ((lifecycle_rule(expiration_days=unknown()), gone(7)), {}, UNKNOWN),
        ((lifecycle_rule(expiration_date="2030-01-01"), gone(400)), {}, PASS),
        ((lifecycle_rule(expiration_date="2030-01-01"), gone(7)), {}, UNKNOWN),
        ((lifecycle_rule(transition_days=(value(90),)), gone(7)), {}, PASS),
        ((lifecycle_rule(expiration_days=400), gone(7)), {}, PASS),
    ],
)
def test_a_versioned_bucket_keeps_what_expires_as_a_noncurrent_version(rules, fields, verdict):
    """Log files are gone when both their expiry and that of their noncurrent version are over."""
    logs = bucket(lifecycle_rules=rules, **{"is_versioned": True, **fields})

    judgement = logs_are_kept_and_archived(logs, scope(trail(), logs), {"min_days": 365})

    assert verdict is judgement.verdict


def test_early_expiry_of_a_noncurrent_version_says_both_numbers():
    """The places are both numbers, in the order in which they pass."""
    logs = bucket(is_versioned=True, lifecycle_rules=(MONTH, gone(value(7, 9))))

    judgement = logs_are_kept_and_archived(logs, scope(trail(), logs), {"min_days": 365})

    said = (
        "keeps a trail's log files for 30 days, and then for 7 days as noncurrent versions "
        "(minimum 365)"
    )
    where = (*hops(6), *hops(9))
    assert Judgement(FAIL, (Reason(said, where, "", "early"),), Severity.MEDIUM) == judgement


def test_what_a_lock_keeps_is_not_known():
    """No rule deletes a locked version, and the days of the lock are not read."""
    lock = value("COMPLIANCE", 3)
    logs = bucket(is_versioned=True, default_retention=lock, lifecycle_rules=(MONTH, gone(7)))

    judgement = logs_are_kept_and_archived(logs, scope(trail(), logs), {"min_days": 365})

    said = "the bucket locks new objects by default, and for how long is not read"
    assert Judgement(UNKNOWN, (Reason(said, hops(3)),)) == judgement
