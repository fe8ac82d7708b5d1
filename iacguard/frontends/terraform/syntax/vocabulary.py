"""The words of Terraform's language: patterns of its tokens and their names in the grammar."""

from __future__ import annotations

import re

OPERATORS = {
    "==": "DOUBLE_EQ",
    "!=": "NEQ",
    ">=": "GEQ",
    "<=": "LEQ",
    ">": "GT",
    "<": "LT",
    "&&": "DOUBLE_AMP",
    "||": "DOUBLE_PIPE",
    "+": "PLUS",
    "-": "MINUS",
    "*": "ASTERISK",
    "/": "SLASH",
    "%": "PERCENT",
    "!": "NOT",
    "?": "QMARK",
}

PUNCTUATION = {
    "=>": "FOR_OBJECT_ARROW",
    "...": "ELLIPSIS",
    ":": "COLON",
    ".": "DOT",
    ",": "COMMA",
    "=": "EQ",
}

BRACKETS = {"(": "LPAR", "[": "LSQB", "{": "LBRACE", ")": "RPAR", "]": "RSQB", "}": "RBRACE"}

CONSTANTS = {"true": "TRUE", "false": "FALSE", "null": "NULL"}

DIRECTIVES = {"if": "IF", "else": "ELSE", "endif": "ENDIF", "for": "FOR", "endfor": "ENDFOR"}

OPERAND_ENDS = frozenset(
    {
        "NAME",
        "TRUE",
        "FALSE",
        "NULL",
        "INT_LITERAL",
        "FLOAT_LITERAL",
        "STRING",
        "DBLQUOTE",
        "RPAR",
        "RSQB",
        "RBRACE",
        "ATTR_SPLAT",
        "FULL_SPLAT_START",
        "ELLIPSIS",
    }
)
"""The tokens that a complete operand may end with, and ``...`` behind one."""

TOKEN = re.compile(
    r"""[ \t]*(?:
      (?P<newline>\r?\n)
    | (?P<name>[^\W\d][\w-]*(?:[ \t]*::[ \t]*[^\W\d][\w-]*)*)
    | (?P<string>"[^"\\$%\r\n]*")
    | (?P<punctuation>=(?![=>])|\.(?!\.\.|[ \t]*\*)|,|:|=>|\.\.\.)
    | (?P<comment>\#[^\n]*|//[^\n]*|/\*)
    | (?P<bracket>[({\])}]|~\}|\[(?![ \t]*\*[ \t]*\]))
    | (?P<number>[0-9]+(?:(?:\.+|\.*[eE][+-]?)[0-9]+){0,100})
    | (?P<quote>")
    | (?P<heredoc><<-?[^\W\d][\w-]*\r?\n)
    | (?P<operator>==|!=|>=|<=|&&|\|\||[-+*/%<>!?])
    | (?P<splat>\.[ \t]*\*|\[[ \t]*\*[ \t]*\])
    | (?P<end>\Z)
    | (?P<bad>(?s:.))
    )""",
    re.VERBOSE,
)

QUOTED_TEXT = re.compile(r'(?:[^"\\$%\r\n]+|\\[^\r\n]|\$\$\{|%%\{|\$(?!\{)|%(?!\{))+')
HEREDOC_TEXT = re.compile(r"(?:[^$%\n]+|\$\$\{|%%\{|\$(?!\{)|%(?!\{))*\n?")
SEQUENCE_OPENING = re.compile(r"[$%]\{~?")
NUMBER = re.compile(r"[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?")

BLOCK_HEADER = re.compile(
    r"""^(?:(?:resource|data|ephemeral|action)[ \t]+"[^"\n]*"[ \t]+"
    |(?:variable|output|module|provider|check)[ \t]+"
    |(?:locals|terraform|moved|import|removed)[ \t]*\{)""",
    re.MULTILINE | re.VERBOSE,
)

OPENS_CALL = re.compile(r"[ \t]*\(")
