"""Runs tokens through the parse tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .blocks import Items
from .grammar import ARGUMENT, END, ENTRY, STRING, ParseTables
from .nodes import Attribute, BlockSyntax
from .rejection import RejectionError
from .stream import Statement, Token
from .tree import TreeBuilder
from .vocabulary import OPERATORS

_SHOWN = {kind: text for text, kind in OPERATORS.items()} | {
    "COMMA": ",",
    "EQ": "=",
    "COLON": ":",
    "DOT": ".",
    "LPAR": "(",
    "RPAR": ")",
    "LSQB": "[",
    "RSQB": "]",
    "LBRACE": "{",
    "RBRACE": "}",
    "FOR_OBJECT_ARROW": "=>",
    "IN": "in",
    "IF": "if",
    "ELSE": "else",
    "ENDIF": "endif",
    "FOR": "for",
    "ENDFOR": "endfor",
}


class Automaton:
    """Parses statements."""

    def __init__(self, tables: ParseTables) -> None:
        self._tables = tables
        self._builder = TreeBuilder()
        actions = self._builder.actions()
        self._productions: list[tuple[int, str, Callable[[list[Any]], object] | None]] = [
            (rule.length, rule.nonterminal, None if rule.passes_through else actions[rule.name])
            for rule in tables.productions
        ]
        self._settled: dict[tuple[int, str, str], int] = {}

    def parse(self, statement: Statement, text: str) -> Attribute | BlockSyntax:
        """Return what a statement of a text makes up; raise RejectionError where it is wrong."""
        if statement.problem is not None:
            raise statement.problem
        end = statement.tokens[-1].end
        self._builder.text = text
        return self._run((*statement.tokens, Token(END, end, end))).items[0]

    def _run(self, tokens: Iterable[Token]) -> Items:
        actions, productions = self._tables.actions, self._productions
        settled, end = self._settled, self._tables.end
        states = [self._tables.start]
        values: list[Any] = []
        for token in tokens:
            kind = token[0]
            while True:
                action = actions[states[-1]].get(kind)
                if action is None:
                    raise self._unexpected(token, states[-1])
                if action >= 0:
                    states.append(action)
                    if kind == STRING:
                        values.append(self._builder.whole_string(token))
                    else:
                        values.append(token[3] or token)
                    break
                length, nonterminal, build = productions[~action]
                if length == 0:
                    symbols: list[Any] = []
                else:
                    symbols = values[-length:]
                    del values[-length:]
                    del states[-length:]
                values.append(build(symbols) if build else symbols[0])
                key = (states[-1], nonterminal, kind)
                state = settled.get(key)
                if state is None:
                    state = settled[key] = self._settle(*key)
                states.append(state)
                if state == end:
                    items: Items = values[-1]
                    return items
        raise AssertionError("the tokens have no end")

    def _settle(self, before: int, nonterminal: str, kind: str) -> int:
        """Return the state behind a nonterminal, past the rules that would only rename it."""
        gotos, actions = self._tables.gotos[before], self._tables.actions
        state = gotos[nonterminal]
        while state != self._tables.end:
            action = actions[state].get(kind, 0)
            if action >= 0:
                break
            _, renamed, build = self._productions[~action]
            if build is not None or self._tables.productions[~action].length != 1:
                break
            state = gotos[renamed]
        return state

    def _unexpected(self, token: Token, state: int) -> RejectionError:
        expected = self._tables.actions[state]
        wanted = []
        if "TRUE" in expected and "LSQB" in expected:
            wanted.append("a value")
        elif "NAME" in expected:
            wanted.append("a name")
        if "NL_OR_COMMENT" in expected:
            wanted.append("a newline")
        if len(expected.keys() - {ARGUMENT, ENTRY}) < 12 or "PLUS" in expected:
            wanted.extend(
                f"`{text}`"
                for kind, text in _SHOWN.items()
                if kind in expected and kind not in OPERATORS.values() and kind != "DOT"
            )
        found = self._describe(token)
        if not wanted:
            return RejectionError(token.start, token.end, f"unexpected {found}")
        listed = wanted[0] if len(wanted) == 1 else f"{', '.join(wanted[:-1])} or {wanted[-1]}"
        return RejectionError(token.start, token.end, f"expected {listed}, found {found}")

    def _describe(self, token: Token) -> str:
        match token.kind:
            case "NL_OR_COMMENT":
                return "the end of the line"
            case kind if kind == END:
                return "the end of the line"
            case "STRING" | "DBLQUOTE" | "STRING_CHARS":
                return "a string"
            case "INTERP_START" | "DIRECTIVE_START":
                return "a template sequence"
            case _:
                return f"`{self._builder.text[token.start : min(token.end, token.start + 40)]}`"
