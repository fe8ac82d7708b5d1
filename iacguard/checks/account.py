"""Whether the account as a whole is covered: by one trail that records everything.

CIS AWS Foundations 3.1 asks for one multi-region trail that is logging and records all management
events; 3.8 and 3.9 ask for the object-level events of all S3 buckets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..core.text import Text, parts_of
from ..core.value import Hop
from ..core.value_claims import is_true
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of
from ..core.wording import listed
from ..iam.arn import account_of, partition_of
from ..model.model import Model
from ..model.trail import Trail
from ..model.unread_parts import declaring
from .data_events import records_s3_objects
from .field_selectors import Access
from .links import is_deployed, may_be_in_any
from .organization_trails import can_be_made, is_organization_trail
from .selectors import (
    excludes_no_management_event_source,
    is_for_other_events,
    records_all_management_events,
    records_no_management_events,
)

_LEFT_OUT_NAMED = 2
_PATHS_NAMED = 5
"""Paths of an account that a message lists."""

_TRAILS_NAMED = 5
"""Trails of which a message says what they lack; the nearest to passing come first."""


@dataclass(frozen=True, slots=True)
class _Account:
    """An account, by what is known of it: another partition is another account."""

    id: Text | None

    partition: Text | None
    """None where a deployment decides it."""


def is_multi_region_or_account_is_covered(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that a trail records every region, or that another one covers the account.

    None for a single-region trail without management events, of which CT104 says all there is.
    """
    own = is_true(trail.is_multi_region, "records only its home region")
    if own.verdict is Verdict.FAIL and is_for_other_events(trail):
        return None
    return _or_account_is_covered(own, trail, model)


def records_all_management_events_or_account_is_covered(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that a trail records all management events, or that another one covers the account.

    A trail for data events stands beside one for management events, lest these are paid for twice.
    """
    return _or_account_is_covered(records_all_management_events(trail, model, {}), trail, model)


def includes_global_service_events_or_account_is_covered(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that global service events are recorded by a trail, or by one that covers the account.

    They are management events: a trail that records none of these has nothing to include.
    """
    own = is_true(
        trail.includes_global_service_events,
        "excludes global service events (IAM, STS, CloudFront)",
    )
    none = records_no_management_events(trail)
    if none.verdict is not Verdict.FAIL:
        own = any_of((own, none))
    return _or_account_is_covered(own, trail, model)


def _or_account_is_covered(own: Judgement, trail: Trail, model: Model) -> Judgement:
    if own.verdict is Verdict.PASS:
        return own
    others = [
        claim
        for other, claim in _in_account(_account(trail), model.once(_covering, model))
        if other is not trail and claim.verdict is not Verdict.FAIL
    ]
    if model.unscanned:
        others.append(_may_be_unscanned(model))
    if model.open_ends:
        others.append(may_be_in_any(model.open_ends, "a trail that covers the account"))
    return any_of((own, *others)) if others else own


def account_is_covered(account: Model, model: Model, options: Mapping[str, object]) -> Judgement:
    """Judge that some trail of the account covers it."""
    return _some_trail(
        model,
        lambda trail: covers_account(trail, model),
        wanted="covers the account",
        otherwise="is not covered by any trail",
        without="is not covered",
    )


def s3_object_writes_are_recorded(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that some trail records the object-level write events of all S3 buckets."""
    return _s3_objects_are_recorded(model, Access.WRITE)


def s3_object_reads_are_recorded(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that some trail records the object-level read events of all S3 buckets."""
    return _s3_objects_are_recorded(model, Access.READ)


def covers_account(trail: Trail, model: Model) -> Judgement:
    """Judge that a trail alone covers the account: everywhere, always, everything."""
    return all_of(
        (
            *_records_everywhere(trail, model),
            is_true(trail.includes_global_service_events, "does not record global service events"),
            records_all_management_events(trail, model, {}),
            excludes_no_management_event_source(trail, model, {}),
        )
    )


def no_trail(model: Model, otherwise: str = "has no trail") -> Judgement:
    """Judge a scope without any trail: a gap in a whole account, elsewhere an open question."""
    if model.unscanned:
        return _may_be_unscanned(model)
    unread = declaring(model.unread)
    if unread:
        return may_be_in_any(unread, "a trail")
    left_out = model.left_out[0] if model.left_out else None
    place = () if left_out is None else left_out.provenance
    if model.is_whole_account:
        said = _why_none(model, otherwise)
        return Judgement(Verdict.FAIL, (Reason(said, place),))
    said = "no trail is declared in this code (--require-trail makes that a failure)"
    if left_out is not None:
        said = f"no trail is deployed: {left_out.name} is left out by {left_out.by}"
    return Judgement(Verdict.UNKNOWN, (Reason(said, place),))


def _why_none(model: Model, otherwise: str) -> str:
    """Say that a whole account has no trail, and which one it does without."""
    if model.left_out:
        each = (f"{one.name} is left out by {one.by}" for one in model.left_out)
        return f"has no trail: {listed(tuple(each), _LEFT_OUT_NAMED)}"
    if model.paths:
        return f"{otherwise}: no trail is declared in {listed(model.paths, _PATHS_NAMED)}"
    return "has no trail"


def _may_be_unscanned(model: Model) -> Judgement:
    """Leave open what a part of the account, or of its organization, may declare."""
    verb, them = ("was", "it") if len(model.unscanned) == 1 else ("were", "them")
    named = listed(model.unscanned, _PATHS_NAMED)
    said = f"{named} {verb} not scanned, or only in part (scan all of {them})"
    return Judgement(Verdict.UNKNOWN, (Reason(said),))


def _s3_objects_are_recorded(model: Model, access: Access) -> Judgement:
    events = f"all S3 object {access.value} events"
    said = f"has no trail that records {events}"
    # A single-region trail does not see the buckets of other regions.
    return _some_trail(
        model,
        lambda trail: all_of(
            (*_records_everywhere(trail, model), records_s3_objects(trail, access))
        ),
        wanted=f"records {events}",
        otherwise=said,
        without=said,
    )


def _records_everywhere(trail: Trail, model: Model) -> Iterable[Judgement]:
    """Yield that a trail is deployed, is logging, and does so in every region."""
    yield is_deployed(trail)
    yield can_be_made(trail, model)
    yield is_true(trail.is_logging, "is not logging")
    yield is_true(trail.is_multi_region, "records only its home region")


def _covering(_: Model, model: Model) -> Sequence[tuple[Trail, Judgement]]:
    """Return the trails that cover their account, or may do so."""
    claims = _claimed(model, lambda trail: model.once(covers_account, trail))
    return [pair for pair in claims if pair[1].verdict is not Verdict.FAIL]


def _claimed(
    model: Model, claim: Callable[[Trail], Judgement]
) -> Iterable[tuple[Trail, Judgement]]:
    """Yield each trail that may record the account with what is claimed of it."""
    for trail in model.trails:
        yield trail, claim(trail)
    for trail in model.organization_trails:
        if model.account_id is not None and _account(trail).id == (model.account_id,):
            yield trail, claim(trail)
            continue
        yield trail, all_of((is_organization_trail(trail, model, {}), claim(trail)))
    for trail in model.stack_set_trails:
        said = f"{trail.address} is deployed by a stack set, perhaps not to this account"
        elsewhere = Judgement(Verdict.UNKNOWN, (Reason(said, (Hop(trail.span, ""),)),))
        yield trail, all_of((elsewhere, claim(trail)))


def _account(trail: Trail) -> _Account:
    """Return the account that a trail is in, as far as its ARN tells."""
    arn = parts_of(trail.arn) or ()
    partition = partition_of(arn)
    return _Account(account_of(arn), partition if _is_settled(partition) else None)


def _in_account(
    account: _Account, claims: Iterable[tuple[Trail, Judgement]]
) -> Iterator[tuple[Trail, Judgement]]:
    """Yield what trails claim for an account: in another one only an organization's counts.

    No organization reaches into another partition.
    """
    for trail, claim in claims:
        own = _account(trail)
        if None not in (own.partition, account.partition) and own.partition != account.partition:
            continue
        if account.id is None or own.id is None or own.id == account.id:
            yield trail, claim
            continue
        of_organization = is_true(trail.is_organization_trail, "records only its own account")
        beyond = all_of((of_organization, claim))
        if beyond.verdict is not Verdict.FAIL or (_is_settled(own.id) and _is_settled(account.id)):
            yield trail, beyond
        elif claim.verdict is Verdict.FAIL:
            yield trail, claim
        else:
            said = f"{trail.address} may be in another account"
            yield trail, Judgement(Verdict.UNKNOWN, (Reason(said),))


def _is_settled(text: Text | None) -> bool:
    """Return whether a text is known, so that one that differs is certainly another."""
    return text is not None and all(isinstance(part, str) for part in text)


def _some_trail(
    model: Model,
    claim: Callable[[Trail], Judgement],
    *,
    wanted: str,
    otherwise: str,
    without: str,
) -> Judgement:
    """Judge that a claim holds of some trail; a failure tells of each what it lacks, and where.

    `wanted` says what a trail does of which it holds, `otherwise` what the account lacks, and
    `without` says what follows where there is no trail.
    """
    judged = list(_claimed(model, claim))
    if not judged:
        return no_trail(model, without)
    accounts = dict.fromkeys(_account(trail) for trail in model.trails)
    if model.account_id is not None:
        own = (model.account_id,)
        accounts = dict.fromkeys(replace(account, id=own) for account in accounts)
        accounts = accounts or {_Account(own, None): None}
    accounts = accounts or {_Account(None, None): None}
    by_account = [list(_in_account(account, judged)) for account in accounts]
    covered = [any_of(claim for _, claim in claims) for claims in by_account]
    best = all_of(covered)
    if best.verdict is not Verdict.FAIL:
        return best
    if model.unscanned:
        return _may_be_unscanned(model)
    if model.open_ends:
        return may_be_in_any(model.open_ends, f"a trail that {wanted}")
    # The trail that lacks least comes first: it is the one to mend.
    claims = next(c for c, found in zip(by_account, covered) if found.verdict is Verdict.FAIL)
    judged = [pair for pair in claims if pair[1].verdict is Verdict.FAIL]
    judged.sort(key=lambda pair: len(pair[1].reasons))
    reasons = [
        replace(reason, message=f"{trail.address} {reason.message}")
        for trail, judgement in judged[:_TRAILS_NAMED]
        for reason in judgement.reasons
    ]
    reasons[0] = replace(reasons[0], message=f"{otherwise}: {reasons[0].message}")
    more = len(judged) - _TRAILS_NAMED
    if more > 0:
        said = "1 more trail does not either" if more == 1 else f"{more} more trails do not either"
        reasons.append(Reason(said))
    return Judgement(Verdict.FAIL, tuple(reasons))
