"""Questions that only a deployment answers, and every consistent set of answers.

A question has a closed list of candidates: the values a parameter may take, or the outcomes of a
comparison. An evaluation walks along a `Path`: where it needs an answer, the path gives one and
remembers that there were others. `variants` repeats the evaluation until every answer was given,
so the evaluation itself is written as if everything were decided.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from ...core.source import SourceSpan

T = TypeVar("T")

Candidate: TypeAlias = "str | None"
"""One answer; None is "anything else"."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that only a deployment settles."""

    name: str
    """``Env``, ``Network/Env``, ``AWS::Region``, or the condition that holds a comparison."""

    candidates: tuple[Candidate, ...]
    places: tuple[SourceSpan | None, ...] = field(default=(), compare=False)
    """Where each candidate is written, in the same order."""

    secret: bool = field(default=False, compare=False)
    """Whether the answers must not be shown (``NoEcho``)."""

    def place(self, candidate: Candidate) -> SourceSpan | None:
        """Return where a candidate is written."""
        index = self.candidates.index(candidate)
        return self.places[index] if index < len(self.places) else None


Answers: TypeAlias = "Mapping[Question, frozenset[Candidate]]"
"""The candidates that remain of each question that was narrowed."""


class Path:
    """One way through the questions of an evaluation."""

    def __init__(
        self,
        turns: Sequence[int] = (),
        answers: Answers | None = None,
        split: Collection[Question] | None = None,
        spelled: Collection[Question] = (),
    ) -> None:
        """Take the given turn at each fork, then the first one.

        Only questions in `split` fork; all do when it is None. Questions in `spelled` fork also
        where their answer is only a piece of a longer text.
        """
        self._turns = turns
        self._split = split
        self._mute = 0
        self.spelled = spelled
        self.deciding = 0
        """How many conditions are being decided; there, no piece of a text stays a symbol."""
        self.answers: dict[Question, frozenset[Candidate]] = dict(answers or {})
        self.forks: list[tuple[int, int]] = []
        """The turn taken at each fork, and how many there were."""
        self.asked: list[Question] = []
        """The questions that forked, in order of their first fork."""
        self.left_open: list[Question] = []
        """The questions that were asked and got no answer."""
        self.pieces: dict[Question, None] = {}
        """The questions whose answer stands as a symbol in a longer text."""
        self.impossible = ""
        """Why nothing can be deployed this way; empty when it can."""

    def remaining(self, question: Question) -> frozenset[Candidate]:
        """Return the candidates that the answers so far leave."""
        return self.answers.get(question) or frozenset(question.candidates)

    def decide(self, question: Question, groups: Sequence[frozenset[Candidate]]) -> int | None:
        """Return which group of candidates holds in this deployment; None when it is left open."""
        left = self.remaining(question)
        open_groups = [index for index, group in enumerate(groups) if left & group]
        if len(open_groups) == 1:
            return open_groups[0]
        if self._mute or (self._split is not None and question not in self._split):
            self.left_open.append(question)
            return None
        turn = self._turns[len(self.forks)] if len(self.forks) < len(self._turns) else 0
        self.forks.append((turn, len(open_groups)))
        if question not in self.asked:
            self.asked.append(question)
        self.answers[question] = left & groups[open_groups[turn]]
        return open_groups[turn]

    @property
    def is_mute(self) -> bool:
        """Whether questions are left open."""
        return self._mute > 0

    def mute(self) -> None:
        """Leave every further question open, until `unmute`."""
        self._mute += 1

    def unmute(self) -> None:
        """Undo one `mute`."""
        self._mute -= 1

    def next_turns(self) -> tuple[int, ...] | None:
        """Return the turns of the next path; None when this was the last."""
        turns = [turn for turn, _ in self.forks]
        for index in range(len(turns) - 1, -1, -1):
            if turns[index] + 1 < self.forks[index][1]:
                return (*turns[:index], turns[index] + 1)
        return None


@dataclass(frozen=True, slots=True)
class Variant(Generic[T]):
    """What an evaluation gives under some answers."""

    answers: Answers
    result: T
    impossible: str = ""
    """Why nothing can be deployed this way; empty when it can."""

    pieces: tuple[Question, ...] = ()
    """Questions whose answer stands as a symbol in a longer text."""


@dataclass(frozen=True, slots=True)
class Variants(Generic[T]):
    """Every variant of an evaluation."""

    variants: tuple[Variant[T], ...]
    left_open: tuple[Question, ...] = ()
    """Questions that were left open because there were too many variants."""


def variants(
    evaluate: Callable[[Path], T],
    limit: int,
    reduced: int,
    spelled: Collection[Question] = (),
    may_go_on: Callable[[], bool] = lambda: True,
) -> Variants[T]:
    """Evaluate under every consistent set of answers.

    With more than `limit` variants, or once it may not go on, only the first questions met are
    answered, as many as keep the number at most `reduced`; the rest are left open.
    """
    found = _enumerate(evaluate, None, limit, spelled, may_go_on)
    if isinstance(found, tuple):
        return Variants(found)
    split = _leading(found, reduced)
    while True:
        again = _enumerate(evaluate, split, limit, spelled, lambda: True)
        if isinstance(again, tuple):
            return Variants(again, tuple(question for question in found if question not in split))
        split = split[:-1]


def _enumerate(
    evaluate: Callable[[Path], T],
    split: Collection[Question] | None,
    limit: int,
    spelled: Collection[Question],
    may_go_on: Callable[[], bool],
) -> tuple[Variant[T], ...] | list[Question]:
    """Return every variant, or the questions met when there are more than the limit."""
    found: list[Variant[T]] = []
    met: dict[Question, None] = {}
    turns: tuple[int, ...] | None = ()
    while turns is not None:
        if len(found) == limit or (found and not may_go_on()):
            return list(met)
        path = Path(turns, split=split, spelled=spelled)
        result = evaluate(path)
        found.append(Variant(path.answers, result, path.impossible, tuple(path.pieces)))
        met.update(dict.fromkeys(path.asked))
        turns = path.next_turns()
    return tuple(found)


def _leading(questions: Sequence[Question], bound: int) -> list[Question]:
    product, chosen = 1, []
    for question in questions:
        product *= len(question.candidates)
        if product > bound:
            break
        chosen.append(question)
    return chosen


def both(one: Answers, other: Answers) -> dict[Question, frozenset[Candidate]] | None:
    """Return the answers that hold under both; None when they contradict each other."""
    joined = dict(one)
    for question, candidates in other.items():
        left = joined.get(question)
        joined[question] = candidates if left is None else left & candidates
        if not joined[question]:
            return None
    return joined
