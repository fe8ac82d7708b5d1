"""What a trail names: its bucket, key, topic and role, where they are declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from ..core.exhaustive import assert_never
from ..core.value import Absent, Hop, Known, Unknown, Value
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of
from ..core.wording import listed
from ..model.bucket import Bucket
from ..model.entity import Entity, Place
from ..model.key import Alias, Key
from ..model.link import Elsewhere, Here, Link, Nowhere, Undecided, follow
from ..model.model import Model
from ..model.role import Role
from ..model.topic import Topic
from ..model.trail import Trail
from ..model.unread_parts import Unread

E = TypeVar("E", bound=Entity)

_NAMED = 3
"""Modules and the like that one sentence names."""


def bucket_of(trail: Trail, model: Model) -> Link[Bucket]:
    """Return the bucket that a trail delivers to."""
    return follow(trail.bucket, trail.place, model.buckets, lambda bucket: (bucket.name,))


def topic_of(trail: Trail, model: Model) -> Link[Topic]:
    """Return the topic that a trail tells of new log files, named by its name or its ARN."""
    named = _set(trail.sns_topic)
    return follow(named, trail.place, model.topics, lambda topic: (topic.arn, topic.name))


def role_of(trail: Trail, model: Model) -> Link[Role]:
    """Return the role that a trail writes to its log group with."""
    named = _set(trail.log_group_role_arn)
    return follow(named, trail.place, model.roles, lambda role: (role.arn,))


def key_of(trail: Trail, model: Model) -> Link[Key]:
    """Return the key that a trail encrypts with."""
    return key_named(trail.kms_key, trail.place, model)


def key_named(value: Value[str], place: Place, model: Model) -> Link[Key]:
    """Return the key that is named at a place, directly or by an alias."""
    value = _set(value)
    key = follow(value, place, model.keys, _key_names)
    if isinstance(key, (Here, Nowhere)):
        return key
    alias = follow(value, place, model.aliases, _alias_names)
    match alias:
        case Here(entity=entity):
            return _target_of(entity, model)
        case Undecided(candidates=aliases):
            direct = key.candidates if isinstance(key, Undecided) else ()
            targets = [_target_of(entity, model) for entity in aliases]
            named = [target.entity for target in targets if isinstance(target, Here)]
            candidates = {candidate.address: candidate for candidate in (*direct, *named)}
            return Undecided(value, tuple(candidates.values()))
        case Elsewhere() | Nowhere():
            return key
        case _:
            assert_never(alias)


def _target_of(alias: Alias, model: Model) -> Link[Key]:
    return follow(alias.target, alias.place, model.keys, _key_names)


def _key_names(key: Key) -> Iterable[Value[str]]:
    return (key.arn, key.key_id)


def _alias_names(alias: Alias) -> Iterable[Value[str]]:
    return (alias.arn, alias.name)


def _set(value: Value[str]) -> Value[str]:
    """Return the value; an empty text names nothing."""
    return Absent(value.provenance) if isinstance(value, Known) and not value.value else value


def judge_linked(link: Link[E], what: str, judge: Callable[[E], Judgement]) -> Judgement | None:
    """Judge what a link leads to; None when nothing is named.

    `what` is the linked thing in the reader's words: "bucket".
    """
    match link:
        case Here(entity=entity):
            return all_of((is_deployed(entity), judge(entity)))
        case Nowhere():
            return None
        case Elsewhere(value=value):
            said = f"its {what} is declared elsewhere"
            return _unknown(value, value.reason if isinstance(value, Unknown) else said)
        case Undecided(value=value):
            return Judgement(Verdict.UNKNOWN, (which_depends(value, what),))
        case _:
            assert_never(link)


def which_depends(value: Value[str], what: str) -> Reason:
    """Return why it is open which of several a value names; `what` is what it names: "bucket"."""
    said = f"which {what} it names depends on the deployment"
    return Reason(value.reason if isinstance(value, Unknown) else said, value.provenance)


def is_deployed(entity: Entity) -> Judgement:
    """Judge that something that is needed is certainly deployed."""
    match entity.exists:
        case Known(value=True):
            return Judgement(Verdict.PASS)
        case Unknown() as doubt:
            # What an unmodelled attribute makes of it begins with the resource that sets it.
            is_told = doubt.reason.startswith(f"{entity.address} ")
            said = (
                doubt.reason if is_told else f"{entity.address} may not be deployed: {doubt.reason}"
            )
            return Judgement(Verdict.UNKNOWN, (Reason(said, doubt.provenance),))
        case _:
            said = f"{entity.address} may not be deployed"
            return Judgement(Verdict.UNKNOWN, (Reason(said, (Hop(entity.span, ""),)),))


def may_be_in(unread: Unread, what: str) -> Judgement:
    """Judge that something may be declared in what was not read."""
    return may_be_in_any((unread,), what)


def may_be_in_any(unread: Sequence[Unread], what: str) -> Judgement:
    """Judge that something may be declared in one of several things that were not read."""
    names = listed([one.name for one in unread], _NAMED, last="or")
    said = f"{names} may declare {what} but {'was' if len(unread) == 1 else 'were'} not read"
    if len({one.reason for one in unread}) == 1:
        said += f"{':' if len(unread) == 1 else ', each because'} {unread[0].reason}"
    # The place of what is named only as one more tells nothing.
    hops = tuple(one.hop for one in unread[:_NAMED])
    return Judgement(Verdict.UNKNOWN, (Reason(said, hops),))


def _unknown(value: Value[str], reason: str) -> Judgement:
    return Judgement(Verdict.UNKNOWN, (Reason(reason, value.provenance),))


def trails_naming(
    entity: E, model: Model, link_of: Callable[[Trail, Model], Link[E]]
) -> tuple[tuple[Trail, Judgement], ...]:
    """Return the trails of the scope that name an entity, or may do so."""
    return tuple(model.once(_naming, link_of).get(entity.address, ()))


def _naming(
    link_of: Callable[[Trail, Model], Link[E]], model: Model
) -> Mapping[str, Sequence[tuple[Trail, Judgement]]]:
    """Return the trails that name each entity, or may do so, by its address."""
    found: dict[str, list[tuple[Trail, Judgement]]] = defaultdict(list)
    for trail in model.trails:
        match link_of(trail, model):
            case Here(entity=named):
                found[named.address].append((trail, Judgement(Verdict.PASS)))
            case Undecided(value=value, candidates=candidates):
                for candidate in candidates:
                    uses = f"{trail.address} uses {candidate.address}"
                    said = f"whether {uses} depends on the deployment"
                    doubt = Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),))
                    found[candidate.address].append((trail, doubt))
            case _:
                pass
    return found


def named_by_some_trail(
    entity: E, model: Model, link_of: Callable[[Trail, Model], Link[E]]
) -> Judgement:
    """Judge that some trail of the scope names an entity."""
    return any_of(judgement for _, judgement in trails_naming(entity, model, link_of))


def of_trail_bucket(
    bucket: Bucket, model: Model, judge: Callable[[], Judgement | None]
) -> Judgement | None:
    """Judge a bucket that a trail delivers to; None for any other."""
    return judge_used(named_by_some_trail(bucket, model, bucket_of), judge)


def of_trail_key(key: Key, model: Model, judge: Callable[[], Judgement | None]) -> Judgement | None:
    """Judge a key that a trail encrypts with; None for any other."""
    return judge_used(named_by_some_trail(key, model, key_of), judge)


def judge_used(used: Judgement, judge: Callable[[], Judgement | None]) -> Judgement | None:
    """Judge something that concerns only what a trail uses; None where no trail does."""
    if used.verdict is Verdict.FAIL:
        return None
    judgement = judge()
    if judgement is None or used.verdict is Verdict.PASS or judgement.verdict is Verdict.PASS:
        return judgement
    return Judgement(Verdict.UNKNOWN, used.reasons)
