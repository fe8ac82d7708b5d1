"""Questions that only a deployment answers, and what is left open of them.

A question has a closed list of candidates: the values a parameter may take, or the outcomes of a
comparison. An evaluation is given the candidates that remain of each; where those do not decide
it, its value is unknown, names the question, and the evaluation remembers how the candidates would
have to be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ....core.source import SourceSpan

Candidate: TypeAlias = "str | None"
"""One answer; None is "anything else"."""

Groups: TypeAlias = "tuple[frozenset[Candidate], ...]"
"""Candidates that need not be told apart lie in one group."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that only a deployment settles."""

    name: str
    """``Env``, ``Network/Env``, ``AWS::Region``, or a comparison: ``${A} = ${B}``."""

    candidates: tuple[Candidate, ...]
    places: tuple[SourceSpan | None, ...] = field(default=(), compare=False)
    """Where each candidate is written, in the same order."""

    secret: bool = field(default=False, compare=False)
    """Whether the answers must not be shown (``NoEcho``)."""

    def place(self, candidate: Candidate) -> SourceSpan | None:
        """Return where a candidate is written."""
        index = self.candidates.index(candidate)
        return self.places[index] if index < len(self.places) else None

    @property
    def singly(self) -> Groups:
        """The candidates, each told apart from all others."""
        return tuple(frozenset([candidate]) for candidate in self.candidates)


Questions: TypeAlias = "Mapping[tuple[str, str], Question]"
"""By the prefix of the stack (empty for pseudo-parameters) and the name."""

Answers: TypeAlias = "Mapping[Question, frozenset[Candidate]]"
"""The candidates that remain of each question that was narrowed."""


class Inquiry:
    """What one evaluation asks under some answers."""

    def __init__(self, answers: Answers) -> None:
        """Start with nothing asked."""
        self.answers = answers
        self._mute = 0
        self.deciding = 0
        """How many conditions are being decided; there, no piece of a text stays a symbol."""
        self.open: list[tuple[Question, Groups]] = []
        """What was asked and is not answered, in order."""
        self.pieces: dict[Question, None] = {}
        """The questions whose answer stands as a symbol in a longer text."""
        self.supposing = 0
        """Around how many open conditions it is evaluated what holds if they come out so."""
        self.impossible = ""
        """Why nothing can be deployed with these answers; empty when it can."""

    def refuse(self, reason: str) -> None:
        """Note that CloudFormation refuses this, unless it may not come to it."""
        if not self.supposing:
            self.impossible = reason

    @property
    def context(self) -> tuple[bool, bool]:
        """What is remembered of an evaluation; its results hold only where as much is."""
        return (self._mute > 0, self.supposing > 0)

    def remaining(self, question: Question) -> frozenset[Candidate]:
        """Return the candidates that the answers leave."""
        return self.answers.get(question) or frozenset(question.candidates)

    def decide(self, question: Question, groups: Sequence[frozenset[Candidate]]) -> int | None:
        """Return which group of candidates holds; None where it is open."""
        left = self.remaining(question)
        holding = [index for index, group in enumerate(groups) if left & group]
        if len(holding) == 1:
            return holding[0]
        if not self._mute:
            self.open.append((question, tuple(left & groups[index] for index in holding)))
        return None

    def asked_since(self, count: int) -> str:
        """Return the name of the first question that was left open behind so many others."""
        return self.open[count][0].name if count < len(self.open) else ""

    @property
    def is_muted(self) -> bool:
        """Whether what is evaluated decides nothing."""
        return self._mute > 0

    def mute(self) -> None:
        """Forget every further question, until `unmute`."""
        self._mute += 1

    def unmute(self) -> None:
        """Undo one `mute`."""
        self._mute -= 1


def refined(question: Question, groups: Sequence[Groups]) -> Groups:
    """Return the coarsest groups that tell apart whatever one of the given ones does."""
    by_sign: dict[tuple[int, ...], list[Candidate]] = {}
    everything = {candidate for one in groups for group in one for candidate in group}
    for candidate in question.candidates:
        if candidate not in everything:
            continue
        sign = tuple(
            next((index for index, group in enumerate(one) if candidate in group), -1)
            for one in groups
        )
        by_sign.setdefault(sign, []).append(candidate)
    return tuple(frozenset(group) for group in by_sign.values())
