"""Every deployment that a scope may have.

A deployment is one consistent set of answers to the questions that the resources of the audit
pipeline depend on: which values its parameters take, in which region it is deployed, how a
comparison comes out. Conditions are never questions themselves; they follow from the answers.

1. Each resource of a type that the model can use is evaluated along every path through the
   questions that it meets: its Condition, its properties, and what those refer to. Resources
   that do not differ have one variant. A property that no field is read from asks nothing, and
   neither does a parameter that is only a piece of a longer text, unless something else asks
   for it: it stays a symbol that equals itself.
2. The variants of all resources are joined, trails first: two variants go together unless they
   give contradicting answers. What is left are the deployments.
3. Those that CloudFormation refuses are dropped: a reference to a resource that is left out, a
   mapping without the key, an assertion of the Rules section that fails.

Which values a parameter may take is told in `candidates`. Over the limit nothing is cut: the
questions of the resources that would take the number over it stay open, their values are unknown,
and a diagnostic says so.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, replace

from ...core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ...core.limits import Limits
from ...core.value import Hop
from ..block import Block
from ..fields import Tables
from ..protocol import Choice
from .blocks import block_of
from .candidates import Questions, questions_of
from .evaluate import Budget, Evaluation
from .exports import NO_EXPORTS, Exports
from .questions import Answers, Path, Question, Variant, both, variants
from .rules import is_refused
from .stack import Stack, stacks_below
from .template import Resource

REDUCED = 256
"""How many deployments are told apart once there are too many for all of them."""

_EVALUATIONS = 5
"""How often the steps that one file may take may be taken in order to tell deployments apart."""

_LOWERED_BLOCKS = 200_000
"""How many blocks all deployments of a scope may have together."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """The blocks of one deployment, and the answers that make it."""

    choices: tuple[Choice, ...]
    blocks: tuple[Block, ...]


Labels = Callable[[Stack, Resource], tuple[Hop, ...]]
"""Gives the places in the program that wrote a resource, where one did."""


def deployments_of(
    roots: Sequence[Stack],
    tables: Tables,
    limits: Limits,
    *,
    exports: Exports = NO_EXPORTS,
    account_id: str | None = None,
    labels: Labels = lambda stack, resource: (),
) -> tuple[tuple[Deployed, ...], tuple[Diagnostic, ...]]:
    """Return the deployments of the stacks of one scope, and what could not be evaluated."""
    questions = dict(questions_of(roots))
    if account_id is not None:
        questions["", "AWS::AccountId"] = Question("AWS::AccountId", (account_id,))
    search = _Search(roots, tables, limits, exports, questions, labels)
    deployed = search.deployments()
    return deployed, tuple(search.diagnostics)


@dataclass(frozen=True, slots=True)
class _State:
    """Answers, and the blocks of the resources that differ, by their place among all."""

    answers: Answers
    blocks: tuple[tuple[int, Block | None], ...]


class _Search:
    """The search for the deployments of one scope."""

    def __init__(
        self,
        roots: Sequence[Stack],
        tables: Tables,
        limits: Limits,
        exports: Exports,
        questions: Questions,
        labels: Labels,
    ) -> None:
        self._roots = roots
        self._tables = tables
        self._limits = limits
        self._exports = exports
        self._questions = questions
        self._labels = labels
        self._budget = Budget(_EVALUATIONS * limits.evaluation_steps)
        self.diagnostics: MutableMapping[Diagnostic, None] = {}
        self._members = self._relevant()
        self._cap = max(1, min(limits.deployments, _LOWERED_BLOCKS // max(len(self._members), 1)))
        self._reduced = min(REDUCED, self._cap)

    def deployments(self) -> tuple[Deployed, ...]:
        found = [self._variants(*member) for member in self._members]
        spelled = self._spelled(found)
        if spelled:
            found = [
                self._variants(stack, resource, spelled)
                if any(set(variant.pieces) & spelled for variant in known)
                else known
                for (stack, resource), known in zip(self._members, found)
            ]
        states = self._joined(found)
        states = [state for state in states if not self._refused(state)] or states
        shared = {index: each[0].result for index, each in enumerate(found) if _is_alike(each)}
        deployed: list[Deployed] = []
        for state in states:
            blocks = {**shared, **dict(state.blocks)}
            deployed.append(
                Deployed(
                    _choices(state.answers) if len(states) > 1 else (),
                    tuple(block for block in blocks.values() if block is not None),
                )
            )
        return tuple(deployed)

    def _relevant(self) -> list[tuple[Stack, Resource]]:
        """Return the resources that the model can use, trails first."""
        ranks: dict[str, int] = {}
        collections = [table.entity for table in self._tables.entities]
        for index, table in enumerate(self._tables.entities):
            ranks.setdefault(table.type, index)
        for satellite in self._tables.satellites:
            ranks.setdefault(satellite.type, collections.index(satellite.entity))
        members = [
            (stack, resource)
            for root in self._roots
            for stack in stacks_below(root)
            for resource in stack.resources.values()
            if resource.type in ranks
        ]
        return sorted(members, key=lambda m: (ranks[m[1].type], m[0].prefix, m[1].logical_id))

    def _evaluation(self, path: Path) -> Evaluation:
        return Evaluation(
            path=path,
            tables=self._tables,
            questions=self._questions,
            limits=self._limits,
            budget=self._budget,
            diagnostics=self.diagnostics,
            exports=self._exports,
        )

    def _block(self, stack: Stack, resource: Resource, path: Path) -> Block | None:
        labels = self._labels(stack, resource)
        return block_of(self._evaluation(path), stack, resource, labels)

    def _variants(
        self, stack: Stack, resource: Resource, spelled: frozenset[Question] = frozenset()
    ) -> tuple[Variant[Block | None], ...]:
        share = self._budget.steps // 4
        found = variants(
            lambda path: self._block(stack, resource, path),
            self._cap,
            self._reduced,
            spelled,
            lambda: self._budget.steps > 3 * share,
        )
        if found.left_open:
            self._note(stack, [question.name for question in found.left_open])
        return found.variants

    def _spelled(self, found: Sequence[Sequence[Variant[Block | None]]]) -> frozenset[Question]:
        """Return the questions that stand as symbols in one place and are answered in another."""
        answered = {question for each in found for variant in each for question in variant.answers}
        pieces = {question for each in found for variant in each for question in variant.pieces}
        return frozenset(answered & pieces)

    def _joined(self, found: Sequence[Sequence[Variant[Block | None]]]) -> list[_State]:
        possible = [[variant for variant in each if not variant.impossible] for each in found]
        for candidates in (possible, found):
            for cap in (self._cap, self._reduced):
                states, is_whole = self._join(candidates, cap)
                if is_whole or cap == self._reduced:
                    break
            if states:
                return states
        return []

    def _join(
        self, found: Sequence[Sequence[Variant[Block | None]]], cap: int
    ) -> tuple[list[_State], bool]:
        """Return the consistent combinations, and whether every question was answered."""
        states, is_whole = [_State({}, ())], True
        for index, each in enumerate(found):
            if _is_alike(each):
                continue
            joined = [
                _State(answers, (*state.blocks, (index, variant.result)))
                for state in states
                for variant in each
                if (answers := both(state.answers, variant.answers)) is not None
            ]
            if len(joined) <= cap:
                states = joined
                continue
            is_whole = False
            if cap > self._reduced:
                break
            states = [self._left_open(state, index) for state in states]
            asked = {question.name for variant in each for question in variant.answers}
            self._note(self._members[index][0], sorted(asked))
        return states, is_whole

    def _left_open(self, state: _State, index: int) -> _State:
        """Add a resource with no more answers than there are."""
        path = Path(answers=state.answers, split=())
        block = self._block(*self._members[index], path)
        return replace(state, blocks=(*state.blocks, (index, block)))

    def _refused(self, state: _State) -> bool:
        return any(
            is_refused(self._evaluation(Path(answers=state.answers, split=())), stack)
            for root in self._roots
            for stack in stacks_below(root)
        ) or _is_contradiction(state.answers)

    def _note(self, stack: Stack, names: Sequence[str]) -> None:
        shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        diagnostic = Diagnostic(
            rule=NOT_EVALUATED,
            level=Level.NOTE,
            summary=f"more than {self._cap} deployments are possible",
            detail=f"Not every answer was tried; what depends on {shown} may be unknown.",
            subject=stack.template.start,
        )
        if all(known.summary != diagnostic.summary for known in self.diagnostics):
            self.diagnostics[diagnostic] = None


def _is_alike(each: Sequence[Variant[Block | None]]) -> bool:
    """Return whether a resource is the same in every deployment."""
    return len(each) == 1 and not each[0].answers


def _choices(answers: Answers) -> tuple[Choice, ...]:
    """Return the answers as a reader is told them."""
    choices = [
        Choice(question.name, _shown(question, answers[question]))
        for question in answers
        if len(answers[question]) < len(question.candidates)
    ]
    return tuple(sorted(choices, key=lambda choice: choice.name))


def _shown(question: Question, left: frozenset[str | None]) -> str:
    if question.secret:
        return "(not shown)"
    texts = [text for text in question.candidates if text in left and text is not None]
    if None not in left:
        return " or ".join(texts)
    excluded = [text for text in question.candidates if text not in left and text is not None]
    if not texts and len(excluded) > 3:
        return "anything else"
    return "anything but " + " or ".join(excluded)


def _is_contradiction(answers: Answers) -> bool:
    """Return whether a region and a partition are answered that do not go together."""
    named = {question.name: left for question, left in answers.items()}
    regions, partitions = named.get("AWS::Region"), named.get("AWS::Partition")
    if regions is None or partitions is None or None in regions or None in partitions:
        return False
    return not {_partition(str(region)) for region in regions} & set(partitions)


def _partition(region: str) -> str:
    for start, partition in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov")):
        if region.startswith(start):
            return partition
    return "aws"
