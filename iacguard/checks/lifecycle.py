"""How long a bucket keeps a trail's log files.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from ..core.exhaustive import assert_never
from ..core.severity import Severity
from ..core.text import Text, parts_of
from ..core.value import Absent, Hole, Known, Unknown, Value
from ..core.value_claims import counted_days, holds, is_set, is_true, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, caused_by, not_
from ..iam.match import Wildcard, matches
from ..model.bucket import Bucket, LifecycleRule
from ..model.model import Model
from .delivery import prefix
from .links import bucket_of, judge_used, trails_naming


def logs_are_kept_and_archived(
    bucket: Bucket, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that some rule archives or expires log files, and none expires before ``min_days``.

    A rule that expires them too early weighs more than having no rule at all, which is told only
    to those who ask.
    """
    minimum = int(str(options["min_days"]))
    said = "neither archives nor expires a trail's log files"
    none = Judgement(
        Verdict.FAIL, (Reason(said, bucket.lifecycle_rules.provenance),), is_optional=True
    )
    match bucket.lifecycle_rules:
        case Known(value=rules):
            paths = _paths(bucket, model)
            late = _each_path(paths, lambda path: _are_late_enough(bucket, rules, path, minimum))
            if late.verdict is Verdict.FAIL:
                return late
            return all_of((late, _each_path(paths, lambda path: _some_ages(rules, path, none))))
        case Absent():
            return none
        case Unknown():
            return undecided(bucket.lifecycle_rules)
        case _:
            assert_never(bucket.lifecycle_rules)


def _paths(bucket: Bucket, model: Model) -> Sequence[tuple[Text, Judgement]]:
    """Return where the log files of each trail lie that delivers to a bucket, or may do so."""
    return [
        ((*prefix(trail), "AWSLogs/", Hole()), used)
        for trail, used in trails_naming(bucket, model, bucket_of)
    ]


def _each_path(
    paths: Iterable[tuple[Text, Judgement]], judge: Callable[[Text], Judgement]
) -> Judgement:
    """Judge the log files of every trail; rules may be for those of one alone."""
    judged = (judge_used(used, partial(judge, path)) for path, used in paths)
    return all_of(judgement for judgement in judged if judgement is not None)


def _are_late_enough(
    bucket: Bucket, rules: Sequence[LifecycleRule], path: Text, minimum: int
) -> Judgement:
    """Judge that no log file of a path is gone before `minimum` days."""
    return all_of(_is_kept(bucket, rule, rules, path, minimum) for rule in rules)


def _is_kept(
    bucket: Bucket,
    rule: LifecycleRule,
    rules: Iterable[LifecycleRule],
    path: Text,
    minimum: int,
) -> Judgement:
    """Judge that what one rule expires is kept for `minimum` days, be it as a version."""
    late = _is_late_enough(rule, path, minimum)
    if late.verdict is Verdict.PASS:
        return late
    versioned = _is_versioned(bucket)
    if versioned.verdict is Verdict.FAIL:
        return late
    stays = all_of(_stays(bucket, rule, after, path, minimum) for after in rules)
    match stays.verdict:
        case Verdict.PASS:
            return versioned
        case Verdict.FAIL if versioned.verdict is Verdict.UNKNOWN:
            # It is gone too early either way.
            return late
        case _:
            return late if late.verdict is Verdict.UNKNOWN else stays


def _is_versioned(bucket: Bucket) -> Judgement:
    """Judge that a bucket keeps what a rule expires as a version behind a delete marker.

    Object lock has versioning switched on.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
    """
    return any_of((is_true(bucket.is_versioned, ""), is_true(bucket.has_object_lock, "")))


def _stays(
    bucket: Bucket, before: LifecycleRule, after: LifecycleRule, path: Text, minimum: int
) -> Judgement:
    """Judge that a rule deletes no version of a log file too soon that another one has expired.

    CloudTrail writes a log file once, so there is one version to keep.
    """
    first, days = before.expiration_days, after.noncurrent_days
    if isinstance(days, Absent):
        return Judgement(Verdict.PASS)
    said = (
        f"keeps a trail's log files for {counted_days(first)}, and then for {counted_days(days)} "
        f"as noncurrent versions (minimum {minimum})"
    )
    expired = first.value if isinstance(first, Known) else 0
    late = holds(days, lambda days: expired + days >= minimum, said)
    # Not all numbers are known of what a fixed date or an open number of days expires.
    if late.verdict is Verdict.FAIL and not isinstance(first, Known):
        late = replace(late, verdict=Verdict.UNKNOWN)
    ways = (is_set(after.newer_noncurrent_versions, ""), not_(_covers(after, path)), late)
    best = max(ways, key=lambda judgement: judgement.verdict)
    return best if best.verdict is not Verdict.FAIL else _too_early(late, bucket, first)


def _too_early(early: Judgement, bucket: Bucket, first: Value[int]) -> Judgement:
    """Return the failure of a version that is deleted too soon, where no lock keeps it."""
    lock = bucket.default_retention
    if not isinstance(lock, Absent):
        said = "the bucket locks new objects by default, and for how long is not read"
        return Judgement(Verdict.UNKNOWN, (Reason(said, lock.provenance),))
    reason = early.reasons[0]
    places = (*first.provenance, *reason.provenance)
    told = replace(early, reasons=(replace(reason, provenance=places, found=""),))
    return replace(caused_by(told, "early"), severity=Severity.MEDIUM)


def _some_ages(rules: Iterable[LifecycleRule], path: Text, none: Judgement) -> Judgement:
    """Judge that some rule archives or expires all log files of a path, else say `none`."""
    some = any_of([*(_ages(rule, path) for rule in rules), none])
    return none if some.verdict is Verdict.FAIL else some


def _covers(rule: LifecycleRule, path: Text) -> Judgement:
    """Judge that a rule is in force for all log files of a path."""
    said = "one of its lifecycle rules does not cover the log files"
    narrowed = parts_of(rule.prefix)
    verdict = Verdict.PASS
    if narrowed:
        verdict = matches((*narrowed, Wildcard.ANY), path)
    place = (*rule.prefix.provenance, *rule.provenance)
    reason = rule.prefix.reason if isinstance(rule.prefix, Unknown) else said
    prefixed = Judgement(verdict, (Reason(reason, place),))
    return all_of((is_true(rule.is_enabled, said), prefixed, _is_not_narrowed(rule, said)))


def _is_not_narrowed(rule: LifecycleRule, otherwise: str) -> Judgement:
    """Judge that nothing but its prefix keeps a rule from log files; these have no tags."""
    match rule.narrowing:
        case Absent():
            return Judgement(Verdict.PASS)
        case Known(value="tags"):
            return Judgement(Verdict.FAIL, (Reason(otherwise, rule.narrowing.provenance),))
        case Known():
            said = "one of its lifecycle rules covers only objects of certain sizes"
            return Judgement(Verdict.UNKNOWN, (Reason(said, rule.narrowing.provenance),))
        case Unknown():
            return undecided(rule.narrowing)
        case _:
            assert_never(rule.narrowing)


def _ages(rule: LifecycleRule, path: Text) -> Judgement:
    """Judge that a rule archives or expires all log files of a path."""
    said = "neither archives nor expires a trail's log files"
    acts = any_of(
        (
            is_set(rule.expiration_days, said),
            is_set(rule.expiration_date, said),
            is_set(rule.transition_days, said),
        )
    )
    return all_of((_covers(rule, path), acts))


def _is_late_enough(rule: LifecycleRule, path: Text, minimum: int) -> Judgement:
    """Judge that a rule expires no log file of a path before `minimum` days."""
    date = rule.expiration_date
    if not isinstance(date, Absent):
        said = "one of its lifecycle rules expires log files on a fixed date, whatever their age"
        reason = Reason(said, date.provenance)
        return any_of((Judgement(Verdict.UNKNOWN, (reason,)), not_(_covers(rule, path))))
    days = rule.expiration_days
    said = f"keeps a trail's log files for {counted_days(days)} (minimum {minimum})"
    late = holds(days, lambda days: days >= minimum, said, absent=Verdict.PASS)
    if late.verdict is not Verdict.FAIL:
        return late if late.verdict is Verdict.PASS else any_of((late, not_(_covers(rule, path))))
    covers = _covers(rule, path)
    if covers.verdict is Verdict.PASS:
        return replace(caused_by(late, "early"), severity=Severity.MEDIUM)
    return not_(covers)
