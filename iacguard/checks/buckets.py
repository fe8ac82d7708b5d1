"""The buckets that trails deliver to; other buckets are no concern of these checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..core.value_claims import is_false, is_set, is_true
from ..core.verdict import Judgement, all_of
from ..model.bucket import Bucket
from ..model.model import Model
from .lifecycle import logs_are_kept_and_archived
from .links import bucket_of, judge_used, named_by_some_trail
from .public_access import has_private_acl, has_private_policy, is_no_website


def bucket_is_private(
    bucket: Bucket, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that nobody outside reads or writes a trail's bucket.

    Public access blocks of the bucket and of the account are considered.
    """

    def judge() -> Judgement:
        return all_of(
            claim(bucket, model) for claim in (has_private_acl, has_private_policy, is_no_website)
        )

    return _of_a_trail(bucket, model, judge)


def access_is_logged(
    bucket: Bucket, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that a trail's bucket logs who reads and writes it."""
    said = "holds a trail's log files, and who reads them is not logged"
    return _of_a_trail(bucket, model, lambda: is_set(bucket.access_log_bucket, said))


def is_versioned(bucket: Bucket, model: Model, options: Mapping[str, object]) -> Judgement | None:
    """Judge that a trail's bucket keeps what is overwritten or deleted."""
    said = "does not keep earlier versions of a trail's log files"
    return _of_a_trail(bucket, model, lambda: is_true(bucket.is_versioned, said))


def has_mfa_delete(bucket: Bucket, model: Model, options: Mapping[str, object]) -> Judgement | None:
    """Judge that versions in a trail's bucket are deleted only with a second factor."""
    said = "lets versions of a trail's log files be deleted without a second factor"
    return _of_a_trail(bucket, model, lambda: is_true(bucket.has_mfa_delete, said))


def has_lifecycle(bucket: Bucket, model: Model, options: Mapping[str, object]) -> Judgement | None:
    """Judge that a trail's log files are archived or expire, and not before ``min_days``."""
    minimum = int(str(options["min_days"]))
    return _of_a_trail(bucket, model, lambda: logs_are_kept_and_archived(bucket, model, minimum))


def outlives_a_destroy(
    bucket: Bucket, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that destroying a trail's bucket does not take its log files along."""
    said = "can be destroyed with all log files in it"
    return _of_a_trail(bucket, model, lambda: is_false(bucket.is_destroyable, said))


def has_object_lock(
    bucket: Bucket, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that log files in a trail's bucket can be locked against deletion."""
    said = "does not lock a trail's log files against deletion"
    return _of_a_trail(bucket, model, lambda: is_true(bucket.has_object_lock, said))


def _of_a_trail(bucket: Bucket, model: Model, judge: Callable[[], Judgement]) -> Judgement | None:
    return judge_used(named_by_some_trail(bucket, model, bucket_of), judge)
