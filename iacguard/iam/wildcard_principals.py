"""Somebody whom no policy names, and who suits what a policy's wildcards ask for.

A wildcard restricts nothing where a stranger can have a name that fits it: ``vpce-*`` is met by
everybody's endpoints, ``arn:aws:iam::*:role/reader`` by a role of that name in any account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from ..core.text import PARTITION, Text, normal, parts_of
from ..core.value import Hole, Part, Symbol
from ..core.verdict import Verdict
from .condition import operator_of
from .document import PolicyDocument
from .match import Pattern, Token, Wildcard, pattern_of
from .partition import partition_of, settled
from .request import OUTSIDER, UNNAMED, Context, NotCarried, Request, carried
from .statement import Condition, Effect, Statement
from .statement_match import principal_of

MAX_PATTERN = 256
"""Characters of a wildcard text for which a stranger is looked for."""

MAX_TRIED = 48
"""Wildcard texts for which strangers are looked for, in all policies together."""

MAX_STRANGERS = 48
MAX_ANSWERS = 2_000
"""Strangers who ask, and answers of statements to them, at most."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """What AWS gave to somebody else and to nobody here: the id of an account or an endpoint."""

    excludes: str = ":*/-"
    length: int = 0
    """Characters that each of them has; 0 where that differs."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody names as they like: their role, their trail."""

    excludes: str


@dataclass(frozen=True, slots=True)
class Strangers:
    """What the requests of strangers carry."""

    carried: tuple[Context, ...]

    are_all: bool = True
    """Whether none was left out because the policies ask for too many kinds."""


Form: TypeAlias = "tuple[str | Symbol | Foreign | Chosen, ...]"
Forms: TypeAlias = "Mapping[str, tuple[Form, ...]]"
"""What strangers carry, by lower-case condition key."""

_WITH_WILDCARDS = frozenset(
    {"StringLike", "StringNotLike", "ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals"}
)


def some(form: Form) -> Text:
    """Return the text of some stranger, of which nothing but its form is known."""
    return normal(_some(slot) for slot in form)


def _some(slot: str | Symbol | Foreign | Chosen) -> Part:
    if isinstance(slot, Foreign):
        return OUTSIDER
    return Hole(slot.excludes) if isinstance(slot, Chosen) else slot


def strangers(
    documents: Sequence[PolicyDocument],
    request: Request,
    forms: Forms,
    at_will: Iterable[frozenset[str]] = (),
) -> Strangers:
    """Return what strangers carry who ask as `request` does, that of the request first.

    They have what the policies' wildcards ask for, where that is of the form of a key, and carry
    or leave out each set of keys that is `at_will`.
    """
    forms = _settled_forms(forms, partition_of(documents, request) or PARTITION)
    documents, request = settled(documents, request)
    statements = [
        statement
        for document in documents
        for statement in document.statements
        if isinstance(statement, Statement)
        and principal_of(statement, request).verdict is not Verdict.FAIL
    ]
    mentioned = {each.key.lower() for statement in statements for each in statement.conditions}
    outlines: list[Context] = [request.context]
    for keys in at_will:
        if keys & mentioned:
            left_out = dict.fromkeys(keys, NotCarried.MISSING)
            outlines += [{**outline, **left_out} for outline in outlines]
    most = min(MAX_STRANGERS, MAX_ANSWERS // (len(statements) or 1))
    tries = _Tries(forms)
    suits = list(islice(_suits(statements, forms, mentioned, tries), most + 1))
    found: list[Context] = []
    for one in _dressed(outlines, suits[:most]):
        if one not in found:
            found.append(one)
        if len(found) > most:
            break
    are_all = len(suits) <= most and len(found) <= most and not tries.were_cut
    return Strangers(tuple(found[:most]), are_all)


def _dressed(outlines: Sequence[Context], suits: Sequence[Context]) -> Iterator[Context]:
    """Yield each outline with the names of each suit, as far as it carries such names at all.

    The first outline, which carries everything, comes before the others.
    """
    missing = NotCarried.MISSING
    for some_outlines in (outlines[:1], outlines[1:]):
        yield from some_outlines
        for suit in suits:
            for outline in some_outlines:
                carries = {k: v for k, v in suit.items() if outline.get(k) is not missing}
                yield {**outline, **carries}


def _settled_forms(forms: Forms, partition: str | Symbol) -> Forms:
    return {
        key: tuple(
            tuple(partition if slot == PARTITION else slot for slot in form) for form in each
        )
        for key, each in forms.items()
    }


def _suits(
    statements: Iterable[Statement], forms: Forms, mentioned: set[str], tries: _Tries
) -> Iterator[Context]:
    """Yield the names that strangers may take: any, or such as suit one Allow and one Deny."""
    free = {
        key: carried(text)
        for key in sorted(mentioned & forms.keys())
        if (text := suited((Wildcard.ANY,), forms[key][0])) is not None
    }
    by_effect: dict[Effect, list[Context]] = {Effect.ALLOW: [{}], Effect.DENY: [{}]}
    for statement in statements:
        suit = tries.suit(statement.conditions)
        if suit not in by_effect[statement.effect]:
            by_effect[statement.effect].append(suit)
    for allowed in by_effect[Effect.ALLOW]:
        for denied in by_effect[Effect.DENY]:
            if whole := {**free, **denied, **allowed}:
                yield whole


class _Tries:
    """The wildcard texts that strangers are made for, as many as there is time for."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._left = MAX_TRIED
        self.were_cut = False
        """Whether a wildcard text was passed over: there were too many, or it is too long."""

    def suit(self, conditions: Iterable[Condition]) -> Context:
        """Return what a stranger carries who meets the wildcards of these conditions."""
        found: dict[str, Text] = {}
        for condition in conditions:
            key = condition.key.lower()
            operator = operator_of(condition.operator).name
            if key not in self._forms or key in found or operator not in _WITH_WILDCARDS:
                continue
            text = next(self._texts(condition, self._forms[key]), None)
            if text is not None:
                found[key] = text
        return {key: carried(text) for key, text in found.items()}

    def _texts(self, condition: Condition, forms: Iterable[Form]) -> Iterator[Text]:
        for value in condition.texts.values:
            pattern = pattern_of(parts_of(value) or ())
            if Wildcard.ANY not in pattern and Wildcard.ONE not in pattern:
                continue
            if len(pattern) > MAX_PATTERN or sum(map(_length, pattern)) > MAX_PATTERN:
                self.were_cut = True
                continue
            for form in forms:
                if not self._left:
                    self.were_cut = True
                    return
                self._left -= 1
                text = suited(pattern, form)
                if text is not None:
                    yield text


def _length(token: Token) -> int:
    return len(token) if isinstance(token, str) else 1


@dataclass(frozen=True, slots=True)
class _Slot:
    """One character of a form, or a run of them."""

    part: str | Symbol | None
    """What stands there; None where any character does that is not excluded."""

    excludes: str = ""
    loops: bool = False
    ends_foreign: bool = False
    """Whether an id ends here, of which some character must be the stranger's own."""

    is_foreign: bool = False


def _slots(form: Form) -> Iterator[_Slot]:
    for piece in form:
        match piece:
            case str():
                yield from (_Slot(character) for character in piece)
            case Symbol():
                yield _Slot(piece)
            case Foreign(excludes=excludes, length=length):
                for _ in range((length or 1) - bool(length)):
                    yield _Slot(None, excludes, is_foreign=True)
                yield _Slot(None, excludes, loops=not length, is_foreign=True, ends_foreign=True)
            case Chosen(excludes=excludes):
                yield _Slot(None, excludes)
                yield _Slot(None, excludes, loops=True)


_State: TypeAlias = "tuple[int, int, bool]"
"""How far the pattern and the form are used up, and whether the id at hand is a stranger's."""


def suited(pattern: Pattern, form: Form) -> Text | None:
    """Return a stranger's text of this form that a pattern matches; None where there is none."""
    wanted: list[str | Symbol | Wildcard] = []
    for token in pattern:
        if isinstance(token, Hole):
            return None
        wanted.extend(token if isinstance(token, str) else (token,))
    if len(wanted) > MAX_PATTERN:
        return None
    slots = list(_slots(form))
    came: dict[_State, tuple[_State, Part]] = {}
    start: _State = (0, 0, False)
    end = (len(wanted), len(slots), False)
    waiting = [start]
    while waiting and end not in came:
        state = waiting.pop()
        for following, part in _moves(state, wanted, slots):
            if following not in came and following != start:
                came[following] = (state, part)
                waiting.append(following)
    if end not in came:
        return None
    parts: list[Part] = []
    state = end
    while state != start:
        state, part = came[state]
        parts.append(part)
    return normal(reversed(parts))


def _moves(
    state: _State, wanted: Sequence[str | Symbol | Wildcard], slots: Sequence[_Slot]
) -> Iterator[tuple[_State, Part]]:
    """Yield what can come after a state, each with the piece of text that it adds."""
    index, place, own = state
    token = wanted[index] if index < len(wanted) else None
    if token is Wildcard.ANY:
        yield (index + 1, place, own), ""
    if place == len(slots):
        return
    slot = slots[place]
    if slot.loops and (own or not slot.ends_foreign):
        yield (index, place + 1, False), ""
    part = _taken(slot, token)
    if part is None:
        return
    owns = own or (slot.is_foreign and part == UNNAMED)
    rest = index if token is Wildcard.ANY else index + 1
    if slot.loops:
        yield (rest, place, owns), part
    elif not slot.ends_foreign or owns:
        yield (rest, place + 1, owns and not slot.ends_foreign and slot.is_foreign), part


def _taken(slot: _Slot, token: str | Symbol | Wildcard | None) -> Part | None:
    """Return what stands in a slot when a pattern's token takes it; None if it cannot."""
    match token:
        case None:
            return None
        case Wildcard():
            if isinstance(slot.part, Symbol) and token is Wildcard.ONE:
                return None
            return UNNAMED if slot.part is None else slot.part
        case str() | Symbol():
            if slot.part is not None:
                return token if token == slot.part else None
            if isinstance(token, Symbol):
                return None if slot.is_foreign else token
            return None if token in slot.excludes else token
