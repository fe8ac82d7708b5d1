"""The deployments that a scope may have, told apart as far as they need to be.

A deployment is a consistent set of answers to the questions that the resources of the audit
pipeline depend on: which values parameters take, in which region the scope is deployed, how a
comparison comes out. Conditions are never questions themselves; they follow from the answers.

1. With no answers, every resource of a type that the model can use is evaluated once. What hangs
   on a question is unknown, and its provenance names the question. A property that no field is
   read from asks nothing, and a parameter that is only a piece of a longer text stays a symbol
   that equals itself.
2. To narrow a deployment by a question is to divide the candidates that remain, just as finely as
   the resources tell them apart, and to evaluate the resources that asked it again.
3. What CloudFormation refuses is dropped: a reference to a resource that is left out, a mapping
   without the key, an assertion of the Rules section that fails. So is an answer that leaves
   nothing but these, as far as that is found out in the steps that it may take.

Where at most `EAGER` deployments answer all questions, these are the deployments. Where there are
more, there is one to begin with, and a rule narrows it by the questions that its verdict hangs on:
forty independent conditions cost a rule that depends on two of them four deployments. When the
steps that a scope may take are used up, nothing is narrowed further: what is open stays unknown.

Which values a parameter may take is told in `candidates`.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.limits import Limits
from ....core.value import Hop
from ....model.unread_parts import Unread
from ...lowering.block import Block
from ...lowering.fields import Tables
from ...protocol import Choice
from ..evaluation.evaluate import Budget, Evaluator
from ..evaluation.parameter_values import questions_of
from ..evaluation.questions import Answers, Groups, Inquiry, Question, refined
from ..stacks.exports import NO_EXPORTS, Exports
from ..stacks.stack import Stack, stacks_below
from ..stacks.template import Resource
from .blocks import block_of
from .order import TemplateOrder
from .rules import is_refused
from .unread import lost_parts, unread_resource, why_unread

EAGER = 16
"""Up to how many deployments are told apart without being asked to."""

_EVALUATIONS = 5
"""How often the steps that one file may take may be taken for the stacks of one scope."""

_NARROWING = 2
"""How often the steps that one file may take may be taken again to tell deployments apart."""

_PROVING = 1
"""How often they may be taken to see whether an open deployment can be one at all."""

Labels = Callable[[Stack, Resource], tuple[Hop, ...]]
"""Gives the places in the program that wrote a resource, where one did."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One resource under some answers, and what it asked."""

    block: Block | None
    asked: tuple[tuple[Question, Groups], ...] = ()
    pieces: tuple[Question, ...] = ()
    impossible: str = ""
    unread: Unread | None = None
    """What it is where nobody knows what it makes."""

    def depends_on(self, question: Question) -> bool:
        """Return whether it may differ with the answer to a question."""
        # What is not read is evaluated without asking.
        return (
            self.unread is not None
            or question in self.pieces
            or any(question == asked for asked, _ in self.asked)
        )


@dataclass(frozen=True, slots=True)
class Deployed:
    """The resources of one deployment, and the answers that make it."""

    answers: Answers
    resources: tuple[Evaluated, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The resources that are not left out."""
        return tuple(found.block for found in self.resources if found.block is not None)

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The resources of which nobody knows what they make."""
        return tuple(found.unread for found in self.resources if found.unread is not None)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The answers as a reader is told them."""
        named = [
            Choice(question.name, _shown(question, left))
            for question, left in self.answers.items()
            if len(left) < len(question.candidates)
        ]
        return tuple(sorted(named, key=lambda choice: choice.name))

    def question(self) -> Question | None:
        """Return the first question that makes a difference and is open."""
        return next((asked for found in self.resources for asked, _ in found.asked), None)

    def groups(self, name: str) -> tuple[Question, Groups] | None:
        """Return a question that is open, and how its candidates are told apart."""
        asked = [one for found in self.resources for one in found.asked if one[0].name == name]
        if asked:
            return asked[0][0], refined(asked[0][0], [groups for _, groups in asked])
        for found in self.resources:
            for question in found.pieces:
                if question.name == name:
                    left = self.answers.get(question, frozenset(question.candidates))
                    return question, tuple(group for group in question.singly if group <= left)
        return None


class Search:
    """The deployments of the stacks of one scope."""

    def __init__(
        self,
        roots: Sequence[Stack],
        tables: Tables,
        limits: Limits,
        *,
        exports: Exports = NO_EXPORTS,
        account_id: str | None = None,
        labels: Labels = lambda stack, resource: (),
    ) -> None:
        """Evaluate nothing yet."""
        self._roots = roots
        self._tables = tables
        self._limits = limits
        self._exports = exports
        self._labels = labels
        self._questions = dict(questions_of(roots))
        if account_id is not None:
            self._questions["", "AWS::AccountId"] = Question("AWS::AccountId", (account_id,))
        if roots[0].regions:
            self._questions["", "AWS::Region"] = Question("AWS::Region", roots[0].regions)
        steps = _EVALUATIONS + _NARROWING + _PROVING
        self._budget = Budget(steps * limits.evaluation_steps)
        self._may_spend = _NARROWING * limits.evaluation_steps
        self._may_prove = _PROVING * limits.evaluation_steps
        self._members = self._relevant()
        self._order = TemplateOrder(roots, tables)
        self._whole: Deployed | None = None
        self.diagnostics: MutableMapping[Diagnostic, None] = {}
        """What could not be evaluated."""

    def deployments(self) -> tuple[Deployed, ...]:
        """Return all deployments, or one that is to be narrowed where there are many."""
        start = self.whole()
        settled: list[Deployed] = []
        pending = [start]
        while pending:
            is_many = len(settled) + len(pending) > min(EAGER, self._limits.deployments)
            if is_many or self._may_spend <= 0:
                return (start,)
            deployed = pending.pop(0)
            question = deployed.question()
            if question is None:
                settled.extend(filter(self._may_be_deployed, (deployed,)))
            else:
                pending[:0] = self._told_apart(deployed, question.name)
        # Where nothing can be deployed, the resources are judged all the same.
        return tuple(settled) or (start,)

    def ordered(self, deployed: Deployed) -> tuple[Block, ...]:
        """Return the resources of a deployment, with what comes before them where that is asked."""
        return self._order.ordered(deployed.blocks)

    def lost(self, deployed: Deployed) -> tuple[Unread, ...]:
        """Return the parts of the templates that were not read."""
        return tuple(lost_parts(self._silent(Inquiry(deployed.answers)), self._roots))

    def whole(self) -> Deployed:
        """Return the deployment in which no question is answered."""
        if self._whole is None:
            evaluated = tuple(self._evaluated({}, member) for member in self._members)
            self._whole = Deployed({}, evaluated)
        return self._whole

    def narrow(self, deployed: Deployed, name: str) -> tuple[Deployed, ...]:
        """Return the deployments with each answer to a question that makes a difference.

        None where it is settled, where it may cost no more, or where every answer is refused, be it
        only by what would have to be answered next.
        """
        return tuple(filter(self._may_be_deployed, self._told_apart(deployed, name)))

    def _told_apart(self, deployed: Deployed, name: str) -> tuple[Deployed, ...]:
        """Return the narrower deployments that are not refused yet."""
        found = deployed.groups(name)
        if found is None or len(found[1]) < 2:
            return ()
        if self._may_spend <= 0:
            self._give_up()
            return ()
        before = self._budget.steps
        narrower = self._divided(deployed, *found)
        self._may_spend -= before - self._budget.steps
        return narrower

    def _divided(
        self, deployed: Deployed, question: Question, groups: Groups
    ) -> tuple[Deployed, ...]:
        narrower: list[Deployed] = []
        for group in groups:
            answers = {**deployed.answers, question: group}
            resources = tuple(
                self._evaluated(answers, member) if known.depends_on(question) else known
                for member, known in zip(self._members, deployed.resources)
            )
            if not any(known.impossible for known in resources) and not self._is_refused(answers):
                narrower.append(Deployed(answers, resources))
        return tuple(narrower)

    def _may_be_deployed(self, deployed: Deployed) -> bool:
        """Return whether all that is open can be answered; where that costs too much, it can."""
        pending = [deployed]
        while pending:
            current = pending.pop()
            if self._may_prove <= 0:
                return True
            before = self._budget.steps
            found = self._open(current)
            if found is None or len(found[1]) < 2:
                return True
            pending.extend(reversed(self._divided(current, *found)))
            self._may_prove -= before - self._budget.steps
        return False

    def _open(self, deployed: Deployed) -> tuple[Question, Groups] | None:
        """Return a question that is open: one of the resources, or else of the Rules sections."""
        question = deployed.question()
        if question is not None:
            return deployed.groups(question.name)
        inquiry = Inquiry(deployed.answers)
        for root in self._roots:
            for stack in stacks_below(root):
                is_refused(self._evaluation(inquiry), stack)
        if not inquiry.open:
            return None
        first = inquiry.open[0][0]
        return first, refined(first, [groups for asked, groups in inquiry.open if asked == first])

    def _give_up(self) -> None:
        summary = "the template can be deployed in too many ways to try them all"
        detail = (
            "Verdicts that depend on its parameters may be unknown; "
            "give their values with --parameters."
        )
        diagnostic = Diagnostic(
            rule=NOT_EVALUATED,
            level=Level.NOTE,
            summary=summary,
            detail=detail,
            subject=self._roots[0].template.start,
        )
        self.diagnostics[diagnostic] = None

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
            if resource.type in ranks or why_unread(stack, resource) is not None
        ]
        last = len(self._tables.entities)
        return sorted(
            members, key=lambda m: (ranks.get(m[1].type, last), m[0].prefix, m[1].logical_id)
        )

    def _evaluation(
        self, inquiry: Inquiry, diagnostics: MutableMapping[Diagnostic, None] | None = None
    ) -> Evaluator:
        return Evaluator(
            inquiry=inquiry,
            tables=self._tables,
            questions=self._questions,
            limits=self._limits,
            budget=self._budget,
            diagnostics=self.diagnostics if diagnostics is None else diagnostics,
            exports=self._exports,
        )

    def _silent(self, inquiry: Inquiry) -> Evaluator:
        """Return an evaluation of what no verdict rests on; its problems are nobody's."""
        return self._evaluation(inquiry, {})

    def _evaluated(self, answers: Answers, member: tuple[Stack, Resource]) -> Evaluated:
        stack, resource = member
        inquiry = Inquiry(answers)
        block: Block | None = None
        unread: Unread | None = None
        if why_unread(stack, resource) is not None:
            unread = unread_resource(self._silent(inquiry), stack, resource)
        else:
            labels = self._labels(stack, resource)
            block = block_of(self._evaluation(inquiry), stack, resource, labels)
        asked = tuple(dict.fromkeys(inquiry.open))
        return Evaluated(block, asked, tuple(inquiry.pieces), inquiry.impossible, unread)

    def _is_refused(self, answers: Answers) -> bool:
        return _is_contradiction(answers) or any(
            is_refused(self._evaluation(Inquiry(answers)), stack)
            for root in self._roots
            for stack in stacks_below(root)
            if stack.template.rules
        )


def _shown(question: Question, left: frozenset[str | None]) -> str:
    if question.secret:
        return "(not shown)"
    texts = [text or "(empty)" for text in question.candidates if text in left and text is not None]
    if None not in left:
        return " or ".join(texts)
    excluded = [text or "(empty)" for text in question.candidates if text not in left]
    if not excluded or len(excluded) > 3:
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
