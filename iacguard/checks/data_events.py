"""Which S3 object-level events a trail records.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..core.text import PARTITION, equal, parts_of
from ..core.value import Absent, Known, Value
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of
from ..model.trail import AdvancedEventSelector, DataResource, EventSelector, FieldSelector, Trail
from .field_selectors import Access, admits, conditions_on, has_category, is_not_narrowed, requires
from .partial_lists import any_text, elements, judged_text, same_text, texts
from .selector_union import Shape, record_together
from .selectors import takes_basic_half

S3_OBJECT = "AWS::S3::Object"

_EVERY_BUCKET = re.compile(r"arn:aws[a-z-]*:s3(:::)?")
_EVERY_BUCKET_TEXTS = (("arn:", PARTITION, ":s3"), ("arn:", PARTITION, ":s3:::"))
_EVERY_OBJECT = "arn:aws:s3:::"
_FIELDS = ("eventCategory", "readOnly", "resources.type", "resources.ARN")


def records_s3_objects(trail: Trail, access: Access) -> Judgement:
    """Judge that a trail records one half of the object-level events of all its buckets."""
    basic, advanced = elements(trail.event_selectors), elements(trail.advanced_event_selectors)
    judgements = [
        *(_basic(selector, access) for selector in basic.certain),
        *(_advanced(selector, access) for selector in advanced.certain),
        *map(undecided, (*basic.doubts, *advanced.doubts)),
    ]
    found = any_of(judgements)
    if found.verdict is Verdict.FAIL:
        together = _together(advanced.certain, access)
        found = found if together.verdict is Verdict.FAIL else together
    if found.verdict is not Verdict.FAIL:
        return found
    message = f"does not record S3 object {access.value} events for all buckets"
    places = dict.fromkeys(reason.provenance for reason in found.reasons)
    if not places:
        places = {trail.event_selectors.provenance: None}
    return Judgement(Verdict.FAIL, tuple(Reason(message, place) for place in places))


def _basic(selector: EventSelector, access: Access) -> Judgement:
    """Judge that a basic selector records one half of the events of every bucket."""
    otherwise = "records no S3 object-level events"
    resources = elements(selector.data_resources)
    judgements = [_names_every_bucket(resource, otherwise) for resource in resources.certain]
    judgements += map(undecided, resources.doubts)
    if not judgements:
        place = selector.data_resources.provenance or selector.provenance
        return Judgement(Verdict.FAIL, (Reason(otherwise, place),))
    return all_of((any_of(judgements), takes_basic_half(selector, access)))


def _names_every_bucket(resource: DataResource, otherwise: str) -> Judgement:
    kind = judged_text(resource.type, same_text(resource.type, S3_OBJECT), otherwise)
    every = any_text(resource.values, _is_every_bucket, "selects only some buckets")
    return all_of((kind, every))


def _is_every_bucket(value: Value[str]) -> Verdict:
    """Decide whether an ARN prefix of a basic selector stands for every bucket."""
    if isinstance(value, Known):
        return Verdict.of(_EVERY_BUCKET.fullmatch(value.value) is not None)
    parts = parts_of(value) or ()
    return max(equal(parts, every) for every in _EVERY_BUCKET_TEXTS)


def _advanced(selector: AdvancedEventSelector, access: Access) -> Judgement:
    """Judge that an advanced selector records one half of the events of every bucket."""
    category = has_category(selector, "Data", "records no data events")
    if category.verdict is Verdict.FAIL:
        return category
    otherwise = "records no S3 object-level events"
    return all_of(
        (
            category,
            requires(selector, "resources.type", S3_OBJECT, otherwise),
            admits(selector, "readOnly", access.advanced),
            is_not_narrowed(selector, _FIELDS),
            *(_is_every_object(c) for c, _ in conditions_on(selector, "resources.ARN")),
        )
    )


def _together(selectors: Sequence[AdvancedEventSelector], access: Access) -> Judgement:
    """Judge that advanced selectors together record one half of the events of every bucket."""
    concerned = [
        selector
        for selector in selectors
        if has_category(selector, "Data", "").verdict is not Verdict.FAIL
        and requires(selector, "resources.type", S3_OBJECT, "").verdict is not Verdict.FAIL
    ]
    if not concerned:
        return Judgement(Verdict.FAIL)
    given = {
        "eventCategory": "Data",
        "resources.type": S3_OBJECT,
        "eventSource": "s3.amazonaws.com",
        "readOnly": access.advanced,
    }
    return record_together(concerned, given, {"resources.ARN": _shape_of_arns(concerned)})


def _shape_of_arns(selectors: Sequence[AdvancedEventSelector]) -> Shape:
    """Return the shape of the ARNs of objects, in the partition that the selectors name."""
    written = (
        match[0]
        for selector in selectors
        for condition, _ in conditions_on(selector, "resources.ARN")
        for values in (condition.starts_with, condition.not_starts_with, condition.equals)
        for value in texts(values).certain
        if isinstance(value, Known)
        and (match := re.match(r"arn:aws[a-z-]*:s3:::", value.value)) is not None
    )
    begin = next(written, _EVERY_OBJECT)
    return Shape(begin, re.compile(re.escape(begin) + "[^/]+/.+", re.DOTALL), "/")


def _is_every_object(condition: FieldSelector) -> Judgement:
    """Judge that a condition on the ARN lets the objects of every bucket through."""
    otherwise = "selects only some buckets"
    narrowing = (
        condition.equals,
        condition.not_equals,
        condition.not_starts_with,
        condition.ends_with,
        condition.not_ends_with,
    )
    if any(not isinstance(values, Absent) and values != Known(()) for values in narrowing):
        return Judgement(Verdict.FAIL, (Reason(otherwise, condition.provenance),))
    return any_text(condition.starts_with, _is_prefix_of_every_object, otherwise)


def _is_prefix_of_every_object(value: Value[str]) -> Verdict:
    """Decide whether the ARN of every object starts like this."""
    if isinstance(value, Known):
        generic = re.sub(r"^arn:aws[a-z-]*:", "arn:aws:", value.value)
        return Verdict.of(_EVERY_OBJECT.startswith(generic))
    return equal(parts_of(value) or (), ("arn:", PARTITION, ":s3:::"))
