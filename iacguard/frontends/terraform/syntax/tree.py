"""Builds the syntax tree: one method for each rule of the grammar that makes something.

A method is given what the rule's symbols stand for: tokens, nodes, and lists for repetitions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from .access import Step, apply_step
from .blocks import Items, check_lines, make_body
from .nodes import (
    Attribute,
    Binary,
    BlockSyntax,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    Literal,
    ObjectConstructor,
    Parenthesized,
    Template,
    TupleConstructor,
    Unary,
    Variable,
)
from .numbers import number
from .rejection import RejectionError
from .stream import Token
from .strings import TemplateSequence
from .templates import template, whole_string

# NOTE: What stands on the stack depends on the grammar's rules, which no type checker sees.
Symbols: TypeAlias = "list[Any]"

_CONSTANTS: dict[str, bool | None] = {"TRUE": True, "FALSE": False, "NULL": None}


@dataclass(frozen=True, slots=True)
class _Intro:
    """``for key, value in collection :``."""

    key: str | None
    value: str
    collection: Expression


class TreeBuilder:
    """Makes nodes of the statements of a text."""

    def __init__(self) -> None:
        self.text = ""

    def actions(self) -> dict[str, Callable[[Symbols], object]]:
        """Return what is made of each rule that does not pass its symbol through."""
        return {
            "sequence": _sequence,
            "body": self._body,
            "attribute": self._attribute,
            "block": self._block,
            "literal_value": self._constant,
            "int_lit": self._number,
            "float_lit": self._number,
            "string": self._string,
            "interpolation": self._interpolation,
            "template_if_start": self._directive,
            "template_else": self._directive,
            "template_endif": self._directive,
            "template_for_start": self._directive,
            "template_endfor": self._directive,
            "conditional": self._conditional,
            "binary_op": self._binary,
            "binary_term": tuple,
            "unary_op": self._unary,
            "variable": self._variable,
            "parenthesized": self._parenthesized,
            "tuple": self._tuple,
            "object": self._object,
            "object_elem": self._object_element,
            "object_elem_key": self._object_key,
            "function_call": self._call,
            "arguments": list,
            "index_expr_term": self._access,
            "get_attr_expr_term": self._access,
            "attr_splat_expr_term": self._access,
            "full_splat_expr_term": self._access,
            "braces_index": self._index_step,
            "short_index": self._name_step,
            "get_attr": self._name_step,
            "attr_splat": self._splat_steps,
            "full_splat": self._splat_steps,
            "for_tuple_expr": self._for_tuple,
            "for_object_expr": self._for_object,
            "for_intro": self._for_intro,
            "for_cond": self._for_condition,
        }

    def whole_string(self, token: Token) -> Literal:
        """Return the literal that one token stands for."""
        return whole_string(self.text, token)

    def _slice(self, token: Token) -> str:
        return self.text[token.start : token.end]

    # Blocks.

    def _body(self, symbols: Symbols) -> Items:
        flat = list(_flat(symbols))
        return Items(
            tuple(item for item in flat if not isinstance(item, Token)),
            bool(flat) and isinstance(flat[0], Token),
            bool(flat) and isinstance(flat[-1], Token),
        )

    def _attribute(self, symbols: Symbols) -> Attribute:
        name, _, expression = symbols
        return Attribute(
            start=name.start, end=expression.end, name=self._slice(name), expression=expression
        )

    def _block(self, symbols: Symbols) -> BlockSyntax:
        type_, *labels, opening, items, closing = _flat(symbols)
        check_lines(items, opening, closing)
        return BlockSyntax(
            start=type_.start,
            end=closing.end,
            type=self._slice(type_),
            labels=tuple(map(self._label, labels)),
            header_end=labels[-1].end if labels else type_.end,
            body=make_body(items.items),
        )

    def _label(self, label: Token | Literal | Template) -> str:
        match label:
            case Token():
                return self._slice(label)
            case Literal(value=str(text)):
                return text
            case _:
                raise RejectionError(
                    label.start, label.end, "a block label cannot contain a template"
                )

    # Terms.

    def _constant(self, symbols: Symbols) -> Literal:
        token = symbols[0]
        return Literal(start=token.start, end=token.end, value=_CONSTANTS[token.kind])

    def _number(self, symbols: Symbols) -> Literal:
        token = symbols[0]
        value = number(self._slice(token), token.start, token.end)
        return Literal(start=token.start, end=token.end, value=value)

    def _variable(self, symbols: Symbols) -> Variable:
        token = symbols[0]
        return Variable(start=token.start, end=token.end, name=self._slice(token))

    def _parenthesized(self, symbols: Symbols) -> Parenthesized:
        opening, inner, closing = symbols
        return Parenthesized(start=opening.start, end=closing.end, inner=inner)

    def _string(self, symbols: Symbols) -> Literal | Template:
        opening, *parts, closing = _flat(symbols)
        return template(self.text, opening, parts, closing)

    def _interpolation(self, symbols: Symbols) -> TemplateSequence:
        return self._sequence("interpolation", symbols, symbols[1])

    def _directive(self, symbols: Symbols) -> TemplateSequence:
        keyword = self._slice(symbols[1])
        if keyword == "if":
            return self._sequence(keyword, symbols, symbols[2])
        if keyword != "for":
            return self._sequence(keyword, symbols, None)
        *_, _, collection, _ = symbols
        names = [self._slice(symbol) for symbol in symbols[2:-3] if symbol.kind == "NAME"]
        return self._sequence(keyword, symbols, collection, names)

    def _sequence(
        self,
        kind: str,
        symbols: Symbols,
        expression: Expression | None,
        names: list[str] | None = None,
    ) -> TemplateSequence:
        opening, closing = symbols[0], symbols[-1]
        return TemplateSequence(
            kind=kind,
            start=opening.start,
            end=closing.end,
            strips_before=self.text[opening.end - 1] == "~",
            strips_after=self.text[closing.start] == "~",
            expression=expression,
            key=names[0] if names and len(names) == 2 else None,
            value=names[-1] if names else "",
        )

    # Operators.

    def _conditional(self, symbols: Symbols) -> Conditional:
        condition, _, then, _, otherwise = symbols
        return Conditional(
            start=condition.start,
            end=otherwise.end,
            condition=condition,
            then=then,
            otherwise=otherwise,
        )

    def _binary(self, symbols: Symbols) -> Binary:
        left, (operator, right) = symbols
        return Binary(
            start=left.start,
            end=right.end,
            operator=self._slice(operator),
            left=left,
            right=right,
        )

    def _unary(self, symbols: Symbols) -> Unary:
        operator, operand = symbols
        return Unary(
            start=operator.start,
            end=operand.end,
            operator=self._slice(operator),
            operand=operand,
        )

    # Collections and calls.

    def _tuple(self, symbols: Symbols) -> TupleConstructor:
        opening, *between, closing = _flat(symbols)
        elements = tuple(element for element in between if not isinstance(element, Token))
        return TupleConstructor(start=opening.start, end=closing.end, elements=elements)

    def _object(self, symbols: Symbols) -> ObjectConstructor:
        opening, *between, closing = _flat(symbols)
        entries, separated = [], True
        for symbol in between:
            if isinstance(symbol, Token):
                separated = True
                continue
            key, _ = symbol
            if not separated:
                raise RejectionError(
                    key.start, key.end, "expected a newline or `,` between two entries"
                )
            separated = False
            entries.append(symbol)
        return ObjectConstructor(start=opening.start, end=closing.end, entries=tuple(entries))

    def _object_element(self, symbols: Symbols) -> tuple[Expression, Expression]:
        key, _, value = symbols
        return key, value

    def _object_key(self, symbols: Symbols) -> Expression:
        key: Expression = symbols[0]
        if isinstance(key, Variable | Literal) and not _is_value(key):
            return Literal(start=key.start, end=key.end, value=self.text[key.start : key.end])
        return key

    def _call(self, symbols: Symbols) -> Call:
        name, _, *arguments, closing = _flat(symbols)
        return Call(
            start=name.start,
            end=closing.end,
            name="".join(self._slice(name).split()),
            arguments=tuple(one for one in arguments if not isinstance(one, Token)),
            expands_last=any(
                isinstance(one, Token) and one.kind == "ELLIPSIS" for one in arguments
            ),
        )

    # Access.

    def _access(self, symbols: Symbols) -> Expression:
        expression: Expression = symbols[0]
        for step in _flat(symbols[1:]):
            expression = apply_step(expression, step)
        return expression

    def _index_step(self, symbols: Symbols) -> Step:
        opening, key, closing = symbols
        return Step(opening.start, closing.end, key=key)

    def _name_step(self, symbols: Symbols) -> Step:
        dot, name = symbols
        text = self._slice(name)
        if name.kind == "INT_LITERAL":
            text = str(number(text, name.start, name.end))
        return Step(dot.start, name.end, name=text)

    def _splat_steps(self, symbols: Symbols) -> list[Step]:
        marker, *steps = _flat(symbols)
        return [Step(marker.start, marker.end, splat=marker.kind), *steps]

    # For expressions.

    def _for_intro(self, symbols: Symbols) -> _Intro:
        *names, _, collection, _ = symbols[1:]
        variables = [self._slice(name) for name in names if name.kind == "NAME"]
        return _Intro(variables[0] if len(variables) == 2 else None, variables[-1], collection)

    def _for_condition(self, symbols: Symbols) -> tuple[Expression]:
        return (symbols[1],)

    def _for_tuple(self, symbols: Symbols) -> ForTuple:
        opening, intro, element, *condition, closing = symbols
        return ForTuple(
            start=opening.start,
            end=closing.end,
            key=intro.key,
            value=intro.value,
            collection=intro.collection,
            element=element,
            condition=condition[0][0] if condition else None,
        )

    def _for_object(self, symbols: Symbols) -> ForObject:
        opening, intro, key, _, value, *rest, closing = symbols
        groups = bool(rest) and isinstance(rest[0], Token)
        condition = rest[1:] if groups else rest
        return ForObject(
            start=opening.start,
            end=closing.end,
            key=intro.key,
            value=intro.value,
            collection=intro.collection,
            result_key=key,
            result_value=value,
            groups=groups,
            condition=condition[0][0] if condition else None,
        )


def _is_value(key: Variable | Literal) -> bool:
    return isinstance(key, Literal) and not (key.value is None or isinstance(key.value, bool))


def _sequence(symbols: Symbols) -> Symbols:
    """Return a repetition as one list, growing the one that it goes on from."""
    first = symbols[0]
    if isinstance(first, list):
        first.extend(symbols[1:])
        return first
    return symbols


def _flat(symbols: Symbols) -> Iterator[Any]:
    """Yield the symbols with repetitions opened up."""
    for symbol in symbols:
        if isinstance(symbol, list):
            yield from _flat(symbol)
        else:
            yield symbol
