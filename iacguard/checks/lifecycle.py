"""How long a bucket keeps a trail's log files.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..core.claim import counted_days, holds, is_set, is_true, undecided
from ..core.never import assert_never
from ..core.severity import Severity
from ..core.text import parts_of
from ..core.value import Absent, Hole, Known, Unknown
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, caused_by, not_
from ..iam.match import Wildcard, matches
from ..iam.request import Text
from ..model.bucket import Bucket, LifecycleRule
from ..model.model import Model
from .delivery import prefix
from .links import bucket_of, trails_naming


def logs_are_kept_and_archived(bucket: Bucket, model: Model, minimum: int) -> Judgement:
    """Judge that some rule archives or expires log files, and none does before `minimum` days.

    A rule that expires them too early weighs more than having no rule at all, which is told only
    to those who ask.
    """
    said = "neither archives nor expires a trail's log files"
    match bucket.lifecycle_rules:
        case Known(value=rules):
            paths = _paths(bucket, model)
            provenance = bucket.lifecycle_rules.provenance
            late = [_is_late_enough(rule, paths, minimum) for rule in rules]
            none = Judgement(Verdict.FAIL, (Reason(said, provenance),), is_optional=True)
            some = any_of([*(_ages(rule, paths) for rule in rules), none])
            if some.verdict is Verdict.FAIL:
                some = none
            return all_of((some, *late))
        case Absent():
            reason = Reason(said, bucket.lifecycle_rules.provenance)
            return Judgement(Verdict.FAIL, (reason,), is_optional=True)
        case Unknown():
            return undecided(bucket.lifecycle_rules)
        case _:
            assert_never(bucket.lifecycle_rules)


def _paths(bucket: Bucket, model: Model) -> Sequence[Text]:
    """Return where the log files of the trails that deliver to a bucket lie."""
    trails = [trail for trail, _ in trails_naming(bucket, model, bucket_of)]
    return [(*prefix(trail), "AWSLogs/", Hole()) for trail in trails]


def _covers(rule: LifecycleRule, paths: Iterable[Text]) -> Judgement:
    """Judge that a rule is in force for all log files."""
    said = "a lifecycle rule of it leaves log files out"
    narrowed = parts_of(rule.prefix)
    verdict = Verdict.PASS
    if narrowed:
        pattern = (*narrowed, Wildcard.ANY)
        verdict = min((matches(pattern, path) for path in paths), default=Verdict.UNKNOWN)
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
            said = "a lifecycle rule of it is only for objects of some sizes"
            return Judgement(Verdict.UNKNOWN, (Reason(said, rule.narrowing.provenance),))
        case Unknown():
            return undecided(rule.narrowing)
        case _:
            assert_never(rule.narrowing)


def _ages(rule: LifecycleRule, paths: Iterable[Text]) -> Judgement:
    """Judge that a rule archives or expires all log files."""
    said = "neither archives nor expires a trail's log files"
    acts = any_of(
        (
            is_set(rule.expiration_days, said),
            is_set(rule.expiration_date, said),
            is_set(rule.transition_days, said),
        )
    )
    return all_of((_covers(rule, paths), acts))


def _is_late_enough(rule: LifecycleRule, paths: Iterable[Text], minimum: int) -> Judgement:
    """Judge that a rule expires no log file before `minimum` days."""
    date = rule.expiration_date
    if not isinstance(date, Absent):
        said = "a lifecycle rule of it expires log files from a date on, whatever their age"
        reason = Reason(said, date.provenance)
        return any_of((Judgement(Verdict.UNKNOWN, (reason,)), not_(_covers(rule, paths))))
    days = rule.expiration_days
    said = f"keeps a trail's log files for {counted_days(days)}, not the {minimum} asked for"
    late = holds(days, lambda days: days >= minimum, said, absent=Verdict.PASS)
    if late.verdict is not Verdict.FAIL:
        return late if late.verdict is Verdict.PASS else any_of((late, not_(_covers(rule, paths))))
    covers = _covers(rule, paths)
    if covers.verdict is Verdict.PASS:
        return replace(caused_by(late, "early"), severity=Severity.MEDIUM)
    return not_(covers)
