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
from ..core.value import Absent, Hole, Known, Unknown
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
            late = _each_path(paths, lambda path: _are_late_enough(rules, path, minimum))
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


def _are_late_enough(rules: Iterable[LifecycleRule], path: Text, minimum: int) -> Judgement:
    return all_of(_is_late_enough(rule, path, minimum) for rule in rules)


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
