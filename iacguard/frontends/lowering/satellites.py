"""Satellites join the entities that they configure, and so does what was not read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...core.text import equal, parts_of, starts_with
from ...core.value import Absent, Hole, Hop, Known, Origin, Part, Unknown, Value
from ...core.verdict import Verdict
from ...model.entity import Entity, Place, together
from ...model.symbols import Replacement, with_symbols
from ...model.unread_parts import Reached, Unread
from .block import Anything, Block
from .fields import ApiSetting, Satellite
from .ledger import unmodelled_of_satellite
from .row_reading import as_text, at_path, elements_of, read_rows

_Text = tuple[Part, ...]

_NONE = range(0)
"""No positions."""

_MOST_UNCERTAIN = 16
"""Satellites of a type, each of which only may configure an entity, that are told apart."""


@dataclass(frozen=True, slots=True)
class Loose:
    """A satellite that certainly configures nothing of its own scope.

    What it names may be declared in another scope of the same account.
    """

    block: Block
    satellite: Satellite
    place: Place

    def with_symbols(self, replacement: Replacement) -> Loose:
        """Return it with every symbol replaced."""
        attributes = with_symbols(self.block.attributes, replacement)
        exists = with_symbols(self.block.exists, replacement)
        block = replace(self.block, attributes=attributes, exists=exists)
        return replace(self, block=block, place=with_symbols(self.place, replacement))


class Members:
    """The entities of one kind, to be found by the texts that name them."""

    def __init__(self, entities: list[Any]) -> None:
        """`entities` are replaced by what they become."""
        self._entities = entities
        self._named: dict[str, dict[_Text, list[int]]] = {}
        self._open: dict[str, list[int]] = {}
        self._uncertain: Counter[tuple[int, str]] = Counter()
        self._wide: Counter[tuple[str, Place, range]] = Counter()

    def join(
        self, block: Block, satellite: Satellite, place: Place, apart_from: range = _NONE
    ) -> bool:
        """Let a satellite configure the entities that it names; return whether one is certain.

        A satellite that certainly names one entity configures no other: two resources are two.
        Entities at the positions `apart_from` have been asked before.
        """
        matches = self._matches(block, satellite, place, apart_from)
        for position, match in matches.items():
            if position in apart_from:
                continue
            if match is Verdict.UNKNOWN:
                source = self._one_of_many(position, block, satellite)
                if source is None:
                    continue
            else:
                source = block
            entity = self._entities[position]
            doubt = _doubt(block, entity.address, match)
            self._entities[position] = _configured(entity, source, satellite, doubt)
        return Verdict.PASS in matches.values()

    def _one_of_many(self, position: int, block: Block, satellite: Satellite) -> Block | None:
        """Return what may configure an entity: a block, or anything where there are too many.

        None where anything may do so already: further doubt would change nothing.
        """
        kind = (position, satellite.type)
        self._uncertain[kind] += 1
        if self._uncertain[kind] <= _MOST_UNCERTAIN:
            return block
        if self._uncertain[kind] == _MOST_UNCERTAIN + 1:
            address = self._entities[position].address
            doubt = Unknown((Hop(block.header, ""),), f"{block.address} may configure {address}")
            return replace(block, attributes=Anything(doubt))
        return None

    def cast_doubt(
        self,
        satellites: Iterable[Satellite],
        unread: Reached,
        apart_from: range = _NONE,
    ) -> None:
        """Let satellites that may be in what was not read configure what that was given."""
        satellites = tuple(satellites)
        fields = sorted({name for satellite in satellites for name in satellite.names})
        for position, entity in enumerate(self._entities):
            if position in apart_from:
                continue
            names = [getattr(entity, field) for field in fields]
            found = unread.by(names)
            if found is not None:
                for satellite in satellites:
                    entity = _maybe_configured(entity, found, satellite)
                self._entities[position] = entity

    def doubt_setting(self, setting: ApiSetting, unread: Reached) -> None:
        """Leave open what callers may set of the entities that they are given, if nobody did."""
        for position, entity in enumerate(self._entities):
            found = unread.by(getattr(entity, field) for field in setting.names)
            if found is not None and all(_is_open(getattr(entity, f)) for f in setting.fields):
                doubt = dict.fromkeys(setting.fields, _may_configure(found, entity.address))
                self._entities[position] = replace(entity, **doubt)

    def _matches(
        self, block: Block, satellite: Satellite, place: Place, apart_from: range
    ) -> dict[int, Verdict]:
        """Return the positions of the entities that a satellite names, or may name."""
        joining = at_path(block.attributes, satellite.joins, (Hop(block.header, ""),))
        choices = joining.choices if isinstance(joining, Unknown) else ()
        texts = (joining,) if isinstance(joining, Unknown) else elements_of(joining)
        matches: dict[int, Verdict] = {}
        for text in choices or texts:
            wanted = parts_of(as_text(text))
            if wanted is not None and not self._is_one_too_many(
                wanted, satellite, place, apart_from
            ):
                for position, match in self._named_by(wanted, place, satellite.names).items():
                    match = min(match, Verdict.UNKNOWN) if choices else match
                    matches[position] = max(match, matches.get(position, match))
        return matches

    def _is_one_too_many(
        self, wanted: _Text, satellite: Satellite, place: Place, apart_from: range
    ) -> bool:
        """Return whether a text may name anything, and enough of these have come for the same."""
        (part, *rest) = wanted or ("",)
        if rest or isinstance(part, str) or part.excludes:
            return False
        if any(wanted in self._by(field) for field in satellite.names):
            return False
        kind = (satellite.type, place, apart_from)
        self._wide[kind] += 1
        return self._wide[kind] > _MOST_UNCERTAIN + 1

    def _named_by(self, wanted: _Text, place: Place, fields: tuple[str, ...]) -> dict[int, Verdict]:
        same = {position for field in fields for position in self._by(field).get(wanted, ())}
        certain = {
            position: Verdict.PASS
            for position in sorted(same)
            if _certain(wanted) and self._near(position, wanted, place) is Verdict.PASS
        }
        return certain or {
            position: match
            for position in self._perhaps(wanted, fields)
            if (match := self._match(position, wanted, place, fields)) is not Verdict.FAIL
        }

    def _perhaps(self, wanted: _Text, fields: tuple[str, ...]) -> Iterable[int]:
        """Return the positions of what a text may name; two other literals never are equal."""
        if not all(isinstance(part, str) for part in wanted):
            return range(len(self._entities))
        open_ = {position for field in fields for position in self._open_by(field)}
        return sorted(open_.union(*(self._by(field).get(wanted, ()) for field in fields)))

    def _match(
        self, position: int, wanted: _Text, place: Place, fields: tuple[str, ...]
    ) -> Verdict:
        verdict = Verdict.FAIL
        for field in fields:
            named = parts_of(getattr(self._entities[position], field))
            if named is not None:
                verdict = max(verdict, equal(wanted, named))
        return min(verdict, self._near(position, wanted, place))

    def _near(self, position: int, wanted: _Text, place: Place) -> Verdict:
        """Decide whether a satellite's text means an entity from where the satellite is."""
        if starts_with(wanted, "arn:") is Verdict.PASS:
            return Verdict.PASS
        entity: Entity = self._entities[position]
        return together(place, entity.place, entity.name_reach)

    def _by(self, field: str) -> Mapping[_Text, list[int]]:
        if field not in self._named:
            found: dict[_Text, list[int]] = defaultdict(list)
            for position, entity in enumerate(self._entities):
                named = parts_of(getattr(entity, field))
                if named is not None:
                    found[named].append(position)
            self._named[field] = dict(found)
        return self._named[field]

    def _open_by(self, field: str) -> list[int]:
        """Return the positions of the entities of which a name is not a literal."""
        if field not in self._open:
            self._open[field] = [
                position
                for named, positions in self._by(field).items()
                if not all(isinstance(part, str) for part in named)
                for position in positions
            ]
        return self._open[field]


def _certain(text: _Text) -> bool:
    """Return whether a text equals itself: no piece of it is without identity."""
    return not any(isinstance(part, Hole) for part in text)


def _doubt(block: Block, address: str, names: Verdict) -> Unknown | None:
    """Return why it is not certain that a satellite takes effect, if it is not."""
    if names is Verdict.UNKNOWN:
        return Unknown((Hop(block.header, ""),), f"{block.address} may configure {address}")
    if isinstance(block.exists, Unknown):
        return block.exists
    if isinstance(block.exists, Known) and block.exists.value:
        return None
    return Unknown((Hop(block.header, ""),), f"{block.address} may not be deployed")


def _configured(
    entity: Any,  # noqa: ANN401 - any entity of the model
    block: Block,
    satellite: Satellite,
    doubt: Unknown | None,
) -> Any:  # noqa: ANN401
    changes: dict[str, Any] = {}
    for name, value in read_rows(
        satellite.rows, block.attributes, (Hop(block.header, ""),)
    ).items():
        if isinstance(value, Absent):
            continue
        if doubt is None:
            changes[name] = value
        elif _is_open(getattr(entity, name)):
            changes[name] = doubt
    as_deployed = block if doubt is None else replace(block, exists=doubt)
    for name, append in satellite.appends.items():
        changes[name] = (*getattr(entity, name), *append(as_deployed))
    unmodelled = unmodelled_of_satellite(block, satellite)
    if unmodelled:
        changes["unmodelled"] = (*entity.unmodelled, *unmodelled)
    return replace(entity, **changes)


def _maybe_configured(entity: Any, unread: Unread, satellite: Satellite) -> Any:  # noqa: ANN401
    """Return an entity that a satellite in what was not read may configure."""
    doubt = _may_configure(unread, entity.address)
    block = Block(
        type=satellite.type,
        address=unread.name,
        header=unread.hop.span,
        attributes=Anything(doubt),
        exists=doubt,
    )
    if not satellite.adds_up and any(getattr(entity, name) for name in satellite.appends):
        # A resource has one policy, and it is declared here.
        return entity
    return _configured(entity, block, satellite, doubt)


def _may_configure(unread: Unread, address: str) -> Unknown:
    """Return what becomes of a field that something that was not read may decide."""
    reason = f"{unread.name} may configure {address} but was not read: {unread.reason}"
    return Unknown((unread.hop,), reason)


def _is_open(value: Value[Any]) -> bool:
    """Return whether a field has no value of its own that a satellite would have to overrule."""
    return isinstance(value, Absent) or (
        isinstance(value, Known) and value.origin is Origin.DEFAULT
    )
