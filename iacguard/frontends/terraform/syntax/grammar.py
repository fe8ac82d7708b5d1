"""The parse tables of Terraform's language, made from python-hcl2's grammar.

python-hcl2 brings the grammar, lark turns it into LALR tables, and the tables are what this
front end runs on: neither package is imported once the tables are in the cache. The rules that
let python-hcl2 accept what Terraform rejects (newlines inside expressions, keywords as blocks of
their own) and those for tokens that our tokens never hold are left out first.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from ....core import user_cache
from ....errors import IacguardError

if TYPE_CHECKING:
    from lark.grammar import Rule

END = "$END"
"""The terminal behind the last token."""

STRING = "STRING"
"""A quoted string or heredoc without interpolation: one token that stands for a whole string."""

ARGUMENT = "ARGUMENT"
"""An argument of a block that fills a line: one token that stands for a whole attribute."""

ENTRY = "ENTRY"
"""An entry of an object that fills a line: one token that stands for a key and its value."""

_FORM = "parse tables, form 1"

_WHOLE = (
    (STRING, "DBLQUOTE", "string"),
    (ARGUMENT, "NAME", "attribute"),
    (ENTRY, "NAME", "object_elem"),
)
"""Tokens that stand for something whole: the first token of that, and its nonterminal."""

REQUIRED_RULES = frozenset(
    {
        "attribute",
        "block",
        "body",
        "start",
        "new_line_or_comment",
        "identifier",
        "literal_value",
        "int_lit",
        "float_lit",
        "string",
        "string_part",
        "interpolation",
        "template_if_start",
        "template_else",
        "template_endif",
        "template_for_start",
        "template_endfor",
        "expression",
        "or_expr",
        "and_expr",
        "eq_expr",
        "rel_expr",
        "add_expr",
        "mul_expr",
        "unary_expr",
        "unary_op",
        "expr_term",
        "tuple",
        "object",
        "object_elem",
        "object_elem_key",
        "function_call",
        "arguments",
        "index_expr_term",
        "get_attr_expr_term",
        "attr_splat_expr_term",
        "full_splat_expr_term",
        "braces_index",
        "short_index",
        "get_attr",
        "attr_splat",
        "full_splat",
        "for_tuple_expr",
        "for_object_expr",
        "for_intro",
        "for_cond",
    }
)
"""The rules of python-hcl2's grammar that the tree is built from."""

_UNUSED = frozenset(
    {
        "STRIP_MARKER",
        "heredoc_template",
        "heredoc_template_trim",
        "template_string",
        "keyword",
        "COLONS",
        "ESCAPED_INTERPOLATION",
        "ESCAPED_DIRECTIVE",
    }
)

_NEWLINE = "new_line_or_comment"

_NEWLINES_MATTER = ("body", "object", "__body_star", "__object_star", "__new_line_or_comment")


class GrammarError(IacguardError):
    """The installed python-hcl2 or lark is not one that iacguard can work with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """One rule of the grammar."""

    name: str
    """What is made of it: ``attribute``, ``tuple``; ``sequence`` for a repetition."""

    nonterminal: str
    length: int
    """How many symbols it takes from the stack."""

    passes_through: bool
    """Whether it only renames its one symbol."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseTables:
    """An LALR automaton."""

    productions: Sequence[Production]

    actions: Sequence[Mapping[str, int]]
    """By state, then terminal: the next state, or the complement of a production's index."""

    gotos: Sequence[Mapping[str, int]]
    """By state, then nonterminal: the next state."""

    start: int
    end: int
    """The state in which everything is read."""


# NOTE: This is a constant of the installed packages that is costly to make, not state.
@cache
def tables() -> ParseTables:
    """Return the tables, from the user's cache where it holds them."""
    grammar = _grammar_file().read_bytes()
    key = user_cache.key_of(_FORM, grammar)
    stored = user_cache.read(key)
    if stored is None:
        stored = compile_tables(grammar.decode("utf-8"))
        user_cache.write(key, stored)
    return _tables(json.loads(stored))


def compile_tables(grammar: str) -> str:
    """Return the tables of a grammar in the form that the cache keeps."""
    # lark takes 60 ms to import, and the tables 90 ms to make.
    from lark.common import ParserConf
    from lark.exceptions import LarkError
    from lark.load_grammar import load_grammar
    from lark.parsers.lalr_analysis import LALR_Analyzer, Shift

    try:
        loaded, _ = load_grammar(grammar, "hcl2.lark", [], False)  # type: ignore[no-untyped-call]
        _, rules, _ = loaded.compile(["start"], "*")
        kept = _strict(rules)
        analyzer = LALR_Analyzer(ParserConf(kept, {}, ["start"]))
        analyzer.compute_lalr()  # type: ignore[no-untyped-call]
    except (LarkError, TypeError, AttributeError) as error:
        raise GrammarError(f"the grammar of python-hcl2 cannot be compiled: {error}") from error
    table: Any = analyzer.parse_table
    index = {rule: number for number, rule in enumerate(kept)}
    rows = []
    for state in range(len(table.states)):
        row = {}
        for symbol, (action, argument) in table.states[state].items():
            row[str(symbol)] = argument if action is Shift else ~index[argument]
        rows.append(row)
    productions = [_production(rule) for rule in kept]
    return json.dumps(
        {
            "productions": productions,
            "rows": rows,
            "start": table.start_states["start"],
            "end": table.end_states["start"],
        }
    )


def _grammar_file() -> Path:
    """Return the grammar's path, without importing python-hcl2, which takes 0.2 s."""
    spec = find_spec("hcl2")
    if spec is None or spec.origin is None:
        raise GrammarError("python-hcl2 is not installed")
    file = Path(spec.origin).parent / "hcl2.lark"
    if not file.is_file():
        raise GrammarError(
            "the installed python-hcl2 has no hcl2.lark; iacguard needs python-hcl2 8.1"
        )
    return file


def _strict(rules: Sequence[Rule]) -> list[Rule]:
    """Return the rules as Terraform has them."""
    missing = REQUIRED_RULES - {str(rule.origin.name) for rule in rules}
    if missing:
        raise GrammarError(
            "the grammar of the installed python-hcl2 lacks the rules "
            + ", ".join(sorted(missing))
            + "; iacguard needs python-hcl2 8.1"
        )
    unary = next(rule.origin for rule in rules if rule.origin.name == "unary_expr")
    kept = []
    for rule in rules:
        origin = str(rule.origin.name)
        names = [str(symbol.name) for symbol in rule.expansion]
        if not _is_strict(origin, names):
            continue
        if origin == "unary_op":
            # An operator may stand before another one: `!!a`, `- -5`.
            rule.expansion = [rule.expansion[0], unary]
        kept.append(rule)
    return kept


def _is_strict(origin: str, names: list[str]) -> bool:
    if origin in _UNUSED or _UNUSED & set(names):
        return False
    if origin in ("_attribute_name", "get_attr") and names[-1] == "literal_value":
        return False
    if _NEWLINE in names and not origin.startswith(_NEWLINES_MATTER):
        return False
    if origin.startswith("__body_star") and names[0].startswith("__"):
        return _NEWLINE in names
    # No comma may follow a newline in an object.
    return (_NEWLINE, "COMMA") not in itertools.pairwise(names)


def _production(rule: Rule) -> tuple[str, str, int, bool]:
    origin = str(rule.origin.name)
    names = [str(symbol.name) for symbol in rule.expansion]
    name = str(rule.alias or origin)
    if origin.startswith("__"):
        name = "sequence"
    elif origin == "expr_term" and names == ["identifier"]:
        name = "variable"
    elif origin == "expr_term" and names[0] == "LPAR":
        name = "parenthesized"
    renames = len(names) == 1 and name in _RENAMED
    return name, origin, len(names), renames or (len(names) == 1 and name == "expr_term")


_RENAMED = frozenset(
    {
        "start",
        "identifier",
        "_attribute_name",
        "new_line_or_comment",
        "expression",
        "or_expr",
        "and_expr",
        "eq_expr",
        "rel_expr",
        "add_expr",
        "mul_expr",
        "unary_expr",
        "binary_operator",
        "index",
        "string_part",
    }
)


def _tables(stored: Mapping[str, Any]) -> ParseTables:
    productions = [
        Production(
            name=intern(name), nonterminal=intern(origin), length=length, passes_through=rename
        )
        for name, origin, length, rename in stored["productions"]
    ]
    nonterminals = {production.nonterminal for production in productions}
    actions: list[dict[str, int]] = []
    gotos: list[dict[str, int]] = []
    for row in stored["rows"]:
        goto = {intern(name): state for name, state in row.items() if name in nonterminals}
        action = {intern(name): act for name, act in row.items() if name not in nonterminals}
        # What stands for something whole may stand wherever the first token of that may.
        for kind, first, nonterminal in _WHOLE:
            begun = action.get(first)
            if begun is not None and (begun < 0 or nonterminal in goto):
                action[kind] = begun if begun < 0 else goto[nonterminal]
        actions.append(action)
        gotos.append(goto)
    return ParseTables(
        productions=productions,
        actions=actions,
        gotos=gotos,
        start=stored["start"],
        end=stored["end"],
    )
