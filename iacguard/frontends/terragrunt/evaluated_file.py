"""A file whose expressions are evaluated where it is read from, with its locals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..terraform.expressions.environment import Environment
from ..terraform.expressions.references import Step, references
from ..terraform.syntax.nodes import Attribute, BlockSyntax, Expression, TerraformFile, Variable
from ..terraform.values.values import (
    EvaluationError,
    Function,
    TerraformValue,
    Trace,
    object_value,
    unknown,
    with_place,
)
from .session import Session


@dataclass(frozen=True, slots=True)
class Place:
    """Where a configuration is evaluated; see `functions.Place`."""

    base: str
    unit: str
    original: str

    included: str | None = None
    """Of a file that another one includes: its own directory."""


class EvaluatedFile:
    """A file with its locals, each evaluated once and when it is asked for."""

    def __init__(self, session: Session, file: TerraformFile, place: Place) -> None:
        self.session = session
        self.file = file
        self.place = place
        session.read.files.setdefault(file.source.path)
        self._evaluator = session.evaluator(self.functions())
        self._context = session.context(self._evaluator)
        self._written: dict[str, Attribute] = {}
        for block in self.blocks("locals"):
            self._written.update(block.body.attributes)
        self._locals: dict[str, TerraformValue] = {}

    def functions(self) -> Mapping[str, Function]:
        """Return the functions that expressions of the file may call."""
        raise NotImplementedError

    def resolve(
        self, root: Variable, steps: Sequence[Step], environment: Environment
    ) -> tuple[TerraformValue, int]:
        """Return the value of a reference, and how many of its steps that takes up."""
        raise NotImplementedError

    def blocks(self, type: str) -> list[BlockSyntax]:
        """Return the blocks of a type in order."""
        return [block for block in self.file.body.blocks if block.type == type]

    def value(self, expression: Expression) -> TerraformValue:
        """Return the value of an expression; where it is an error, an unknown one that says so."""
        self._ensure(each.name for each in references(expression) if each.kind == "local")
        return self._evaluated(expression)

    def attribute(self, name: str) -> TerraformValue | None:
        """Return the value of an attribute of the file; None where it is not written."""
        written = self.file.body.attributes.get(name)
        return None if written is None else self.placed(written.expression)

    def argument(self, block: BlockSyntax, name: str) -> TerraformValue | None:
        """Return the value of an argument of a block; None where it is not written."""
        written = block.body.attributes.get(name)
        return None if written is None else self.placed(written.expression)

    def placed(self, expression: Expression) -> TerraformValue:
        """Return the value of an expression with its own place in front."""
        value = self.value(expression)
        place = Trace(self.file.source, expression.start, expression.end, "", value.place)
        return with_place(value, place)

    def locals(self) -> TerraformValue:
        """Return all locals as an object."""
        self._ensure(self._written)
        return object_value({name: self._locals[name] for name in self._written})

    def local(self, name: str) -> TerraformValue:
        """Return the value of a local; raise EvaluationError where there is none."""
        if name not in self._written:
            raise EvaluationError(f"local.{name} is not declared")
        if name not in self._locals:
            self._ensure((name,))
        return self._locals[name]

    def _ensure(self, names: Iterable[str]) -> None:
        """Evaluate locals and all that they need, each after what it needs."""
        waiting = [(name, False) for name in names if name in self._written]
        begun: set[str] = set()
        while waiting:
            name, is_ready = waiting.pop()
            if name in self._locals:
                continue
            expression = self._written[name].expression
            if is_ready:
                value = self._evaluated(expression)
                source, start, end = self.file.source, expression.start, expression.end
                place = Trace(source, start, end, f"local.{name}", value.place)
                self._locals[name] = with_place(value, place)
            elif name in begun:
                self._locals[name] = unknown(f"local.{name} refers to itself")
            else:
                begun.add(name)
                waiting.append((name, True))
                needed = (each.name for each in references(expression) if each.kind == "local")
                waiting.extend(
                    (each, False)
                    for each in needed
                    if each in self._written and each not in self._locals
                )

    def _evaluated(self, expression: Expression) -> TerraformValue:
        environment = Environment(source=self.file.source, names=self)
        return self.session.value(self._evaluator, expression, environment, self._context)
