"""Which names an expression refers to, found without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from ....core.exhaustive import assert_never
from ..syntax.nodes import (
    Binary,
    BlockSyntax,
    Body,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    GetAttribute,
    Index,
    Interpolation,
    Literal,
    ObjectConstructor,
    Parenthesized,
    Splat,
    SplatElement,
    Template,
    TemplateFor,
    TemplateIf,
    TemplatePiece,
    TextPiece,
    TupleConstructor,
    Unary,
    Variable,
)


# Tuples are made in a third of the time of frozen dataclasses.
class Step(NamedTuple):
    """One step of a traversal: ``.name`` or ``[key]``."""

    node: GetAttribute | Index

    @property
    def name(self) -> str | None:
        """The attribute's name, also where it is written as a literal index."""
        if isinstance(self.node, GetAttribute):
            return self.node.name
        key = self.node.key
        return key.value if isinstance(key, Literal) and isinstance(key.value, str) else None


class Reference(NamedTuple):
    """A name of the module that an expression needs."""

    kind: str
    """``var``, ``local``, ``module``, ``data``, ``resource``."""

    name: str
    """For a resource ``type.name``."""

    output: str | None
    """Of a module call: the one output that is read; None when that is not plain to see."""

    start: int
    end: int


_Found: TypeAlias = "list[Reference]"
_NOT_NAMES = frozenset({"path", "terraform", "tofu", "each", "count", "self", "ephemeral"})


def traversal(expression: Expression) -> tuple[Expression, list[Step]]:
    """Return what a chain of attributes and indexes starts at, and its steps in order."""
    steps: list[Step] = []
    while isinstance(expression, GetAttribute | Index):
        steps.append(Step(expression))
        expression = expression.source
    steps.reverse()
    return expression, steps


class Traversals:
    """Traversals that are taken apart, each once however often it is evaluated."""

    def __init__(self) -> None:
        self._apart: dict[int, tuple[Expression, Expression, list[Step]]] = {}

    def of(self, expression: Expression) -> tuple[Expression, Sequence[Step]]:
        """Return what an expression starts at, and its steps in order."""
        found = self._apart.get(id(expression))
        if found is None:
            # The expression is kept, so that no other one gets its identity.
            found = self._apart[id(expression)] = (expression, *traversal(expression))
        return found[1], found[2]


def references(
    expression: Expression, bound: frozenset[str] = frozenset()
) -> tuple[Reference, ...]:
    """Return the names that an expression refers to, in order, each once.

    `bound` are the names that mean something else there: iterators of dynamic blocks.
    """
    found: dict[tuple[str, str, str | None], Reference] = {}
    stack: list[tuple[Expression | TemplatePiece, frozenset[str]]] = [(expression, bound)]
    while stack:
        node, names = stack.pop()
        if isinstance(node, GetAttribute | Index | Variable):
            root, steps = traversal(node)
            if isinstance(root, Variable) and root.name not in names:
                reference = _reference(root, steps)
                if reference is not None:
                    found.setdefault((reference.kind, reference.name, reference.output), reference)
            elif not isinstance(root, Variable):
                stack.append((root, names))
            keys = [step.node.key for step in steps if isinstance(step.node, Index)]
            stack.extend((key, names) for key in keys)
        else:
            stack.extend(_children(node, names))
    return tuple(sorted(found.values(), key=lambda reference: reference.start))


def body_references(
    body: Body, skipped: frozenset[str], bound: frozenset[str] = frozenset()
) -> Iterator[Reference]:
    """Yield the names that a block's body refers to, nested and dynamic blocks included.

    Attributes and blocks with a skipped name do not count; `bound` is as for `references`.
    """
    stack = [(body, bound)]
    while stack:
        current, names = stack.pop()
        for name, attribute in current.attributes.items():
            if name not in skipped:
                yield from references(attribute.expression, names)
        stack.extend(
            (block.body, names | _iterators(block))
            for block in current.blocks
            if block.type not in skipped
        )


def iterator_name(block: BlockSyntax) -> str:
    """Return what the current element of a ``dynamic`` block is called inside it."""
    written = block.body.attributes.get("iterator")
    if written is not None and isinstance(written.expression, Variable):
        return written.expression.name
    return block.labels[0] if block.labels else ""


def _iterators(block: BlockSyntax) -> frozenset[str]:
    if block.type != "dynamic":
        return frozenset()
    return frozenset({iterator_name(block)})


def _reference(root: Variable, steps: list[Step]) -> Reference | None:
    names = [step.name for step in steps]
    end = steps[-1].node.end if steps else root.end
    if root.name in _NOT_NAMES or not names or names[0] is None:
        return None
    if root.name in ("var", "local"):
        return Reference(root.name, names[0], None, root.start, steps[0].node.end)
    if root.name == "module":
        rest = steps[1:]
        if rest and isinstance(rest[0].node, Index):
            rest = rest[1:]
        output = rest[0].name if rest and isinstance(rest[0].node, GetAttribute) else None
        return Reference("module", names[0], output, root.start, end)
    if root.name in ("data", "resource"):
        # ``resource.TYPE.NAME`` is the long form of ``TYPE.NAME``.
        if len(names) < 2 or names[1] is None:
            return None
        name = f"{names[0]}.{names[1]}"
        return Reference(root.name, name, None, root.start, steps[1].node.end)
    return Reference("resource", f"{root.name}.{names[0]}", None, root.start, steps[0].node.end)


def _children(
    node: Expression | TemplatePiece, names: frozenset[str]
) -> list[tuple[Expression | TemplatePiece, frozenset[str]]]:
    def same(
        *inner: Expression | TemplatePiece | None,
    ) -> list[tuple[Expression | TemplatePiece, frozenset[str]]]:
        return [(child, names) for child in inner if child is not None]

    match node:
        case Literal() | Variable() | SplatElement() | TextPiece():
            return []
        case Template():
            return same(*node.pieces)
        case Interpolation():
            return same(node.expression)
        case TemplateIf():
            return same(node.condition, *node.then, *node.otherwise)
        case TemplateFor():
            inner = names | {node.value} | ({node.key} if node.key else set())
            return [*same(node.collection), *((piece, inner) for piece in node.body)]
        case GetAttribute():
            return same(node.source)
        case Index():
            return same(node.source, node.key)
        case Splat():
            return same(node.source, node.each)
        case Call():
            return same(*node.arguments)
        case Conditional():
            return same(node.condition, node.then, node.otherwise)
        case Binary():
            return same(node.left, node.right)
        case Unary():
            return same(node.operand)
        case Parenthesized():
            return same(node.inner)
        case TupleConstructor():
            return same(*node.elements)
        case ObjectConstructor():
            return same(*(part for entry in node.entries for part in entry))
        case ForTuple():
            inner = names | {node.value} | ({node.key} if node.key else set())
            bodies = [node.element, *([node.condition] if node.condition else [])]
            return [*same(node.collection), *((body, inner) for body in bodies)]
        case ForObject():
            inner = names | {node.value} | ({node.key} if node.key else set())
            bodies = [node.result_key, node.result_value]
            bodies += [node.condition] if node.condition else []
            return [*same(node.collection), *((body, inner) for body in bodies)]
        case _:
            assert_never(node)
