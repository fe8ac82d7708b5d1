"""The tokens of a Terraform file, one top-level statement at a time.

Comments, the newlines inside brackets and the blanks are gone, strings and heredocs are opened up
into their pieces, and every token keeps its offsets into the original text. The tokens have the
names of python-hcl2's terminals. The pass is linear and knows where blocks begin and end, so
that an error costs one block.
"""

from __future__ import annotations

from .arguments import MOST_STEPS, line_argument
from .frames import Frame, FrameKind
from .grammar import ARGUMENT, ENTRY
from .nodes import Literal
from .stream import Statement
from .template_tokens import TemplateTokenizer
from .vocabulary import (
    BLOCK_HEADER,
    BRACKETS,
    CONSTANTS,
    DIRECTIVES,
    NUMBER,
    OPENS_CALL,
    OPERAND_ENDS,
    OPERATORS,
    PUNCTUATION,
    TOKEN,
)


class Tokenizer(TemplateTokenizer):
    """Reads one text from front to back."""

    def __init__(self, text: str, nesting: int, position: int = 0, outer: int = 0) -> None:
        super().__init__(text, nesting, position, outer)
        self._handlers = {
            "newline": self._newline,
            "name": self._name,
            "string": self._whole_string,
            "punctuation": self._punctuation,
            "comment": self._comment,
            "bracket": self._bracket,
            "number": self._number,
            "quote": self._quote,
            "heredoc": self._open_heredoc,
            "operator": self._operator,
            "splat": self._splat,
            "bad": self._bad,
        }

    def next_statement(self) -> Statement | None:
        """Return the next attribute or block of the top level; None at the end of the text."""
        self._begin()
        self._read()
        if not self._tokens and self._problem is None:
            return None
        return self._statement()

    def whole_expression(self) -> Statement:
        """Return an attribute whose value is the whole text."""
        self._begin_value()
        self._frames[-1].in_value = True
        self._read()
        if self._position < len(self.text):
            self._reject(self._position, len(self.text), "expected the end of the expression")
        return self._statement()

    def whole_template(self) -> Statement:
        """Return an attribute whose value is the whole text as a template."""
        self._begin_value()
        self._open_bare_template()
        self._read()
        return self._statement()

    def _read(self) -> None:
        """Read up to the end of a statement."""
        match_main = TOKEN.match
        while not self._ended:
            frame = self._frames[-1]
            if frame.kind is FrameKind.QUOTED:
                self._quoted_piece(frame)
                continue
            if frame.kind is FrameKind.HEREDOC:
                self._heredoc_piece(frame)
                continue
            found = match_main(self.text, self._position)
            assert found is not None and found.lastgroup is not None
            self._position = found.end()
            if found.lastgroup == "end":
                self._end_of_text()
            else:
                self._handlers[found.lastgroup](found.start(found.lastgroup), found.end())

    def rewind(self, statement: Statement) -> bool:
        """Go back to a broken statement when it may have swallowed others.

        From there on, a header of a block at the start of a line ends whatever is open. Returns
        False when that would change nothing.
        """
        if self._recovers:
            return False
        if BLOCK_HEADER.search(self.text, statement.start + 1, statement.end) is None:
            return False
        self._recovers = True
        self._position = statement.start
        while self.comments and self.comments[-1][0] >= statement.start:
            self.comments.pop()
        return True

    # The top level.

    def _end_of_text(self) -> None:
        self._ended = True
        if len(self._frames) == 1:
            return
        frame = self._frames[-1]
        self._reject(
            frame.start,
            min(frame.start + 1, len(self.text)),
            f"{self._opening(frame)} is not closed",
            "The file ends before it is closed.",
        )

    def _newline(self, start: int, end: int) -> None:
        frame = self._frames[-1]
        if not frame.kind.keeps_newlines:
            return
        self._settle(frame)
        frame.in_value = False
        if not self._tokens:
            self._ended = self._problem is not None and len(self._frames) == 1
            return
        if self._previous() != "NL_OR_COMMENT":
            self._emit("NL_OR_COMMENT", start, end)
        self._ended = len(self._frames) == 1
        if not self._ended and self._depth + MOST_STEPS < self._allowed:
            self._line_argument(frame)

    def _line_argument(self, frame: Frame) -> None:
        """Read the argument or entry of an object that fills the next line, if one does."""
        argument = line_argument(self.text, self._position)
        if argument is None:
            return
        start, end = argument.start, argument.end
        if frame.kind is FrameKind.BODY:
            self._emit_whole(ARGUMENT, start, end, argument)
        elif argument.name != "for":
            stop = start + len(argument.name)
            key = Literal(start=start, end=stop, value=argument.name)
            self._emit_whole(ENTRY, start, end, (key, argument.expression))
        else:
            return
        self._position = end

    def _resumes_at(self, start: int) -> bool:
        """Return whether a block of the top level begins here although another is open."""
        return (
            self._recovers
            and len(self._frames) > 1
            and (start == 0 or self.text[start - 1] == "\n")
            and BLOCK_HEADER.match(self.text, start) is not None
        )

    def _comment(self, start: int, end: int) -> None:
        if self.text.startswith("/*", start):
            closing = self.text.find("*/", start + 2)
            if closing < 0:
                self._unterminated_from(start, "the comment is not closed")
                return
            end = self._position = closing + 2
        elif self.text[end - 1] == "\r":
            end -= 1
        self.comments.append((start, end))

    def _bad(self, start: int, end: int) -> None:
        character = self.text[start]
        shown = f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"
        self._reject(start, end, f"unexpected character {shown}")

    # Names, numbers, operators, brackets.

    def _name(self, start: int, end: int) -> None:
        if self._resumes_at(start):
            self._position = start
            frame = self._frames[-1]
            summary = f"{self._opening(frame)} is not closed"
            self._reject(
                frame.start, frame.start + 1, summary, "The next block starts before it is closed."
            )
            self._ended = True
            return
        text = self.text[start:end]
        frame = self._frames[-1]
        previous = self._previous()
        if not text.isascii() and not text.replace("-", "").replace("::", "").isidentifier():
            self._reject(start, end, "this is not a name")
        if "::" in text and not OPENS_CALL.match(self.text, end):
            self._reject(start, end, "expected `(` after the name of a function")
        self._emit(self._kind_of_name(text, frame, previous), start, end)

    def _kind_of_name(self, text: str, frame: Frame, previous: str) -> str:
        if frame.kind is FrameKind.BODY and not frame.in_value:
            return "NAME"
        if previous == "DIRECTIVE_START":
            frame.names_variables = text == "for"
            self._nest_directive(text, self._frames[-2])
            return DIRECTIVES.get(text, "NAME")
        if frame.names_variables:
            if text == "in" and previous == "NAME":
                frame.names_variables = False
                return "IN"
            return "NAME"
        if previous == "DOT":
            return "NAME"
        if text == "for" and self._begins(frame):
            frame.kind, frame.names_variables, frame.is_for = FrameKind.BRACKET, True, True
            return "FOR"
        if text == "if" and frame.is_for and previous in OPERAND_ENDS:
            return "IF"
        if text in CONSTANTS and not OPENS_CALL.match(self.text, self._position):
            return CONSTANTS[text]
        return "NAME"

    def _nest_directive(self, name: str, template: Frame) -> None:
        if name in ("if", "for"):
            template.operators += 1
            self._deepen(self._position - len(name), self._position)
        elif name in ("endif", "endfor") and template.operators:
            template.operators -= 1
            self._depth -= 1

    def _begins(self, frame: Frame) -> bool:
        """Return whether nothing is written yet behind the bracket that opened a frame."""
        if self._previous() == "NL_OR_COMMENT" and frame.kind is FrameKind.OBJECT:
            if self._tokens[-2].start != frame.start:
                return False
            # A for expression, unlike an object, takes no notice of newlines.
            self._tokens.pop()
        opening = self._tokens[-1]
        return opening.start == frame.start and opening.kind in ("LSQB", "LBRACE")

    def _number(self, start: int, end: int) -> None:
        text = self.text[start:end]
        if NUMBER.fullmatch(text) is None:
            self._reject(start, end, f"`{text[:40]}` is not a number")
        is_index = self._previous() == "DOT" and "." not in text
        kind = "INT_LITERAL" if text.isdigit() or is_index else "FLOAT_LITERAL"
        self._emit(kind, start, end)

    def _operator(self, start: int, end: int) -> None:
        frame = self._frames[-1]
        if self._previous() == "DOT" and self.text[start] == "*":
            self._emit("ATTR_SPLAT", self._tokens.pop().start, end)
            return
        frame.postfixes = 0
        frame.operators += 1
        self._deepen(start, end)
        self._emit(OPERATORS[self.text[start:end]], start, end)

    def _punctuation(self, start: int, end: int) -> None:
        kind = PUNCTUATION[self.text[start:end]]
        frame = self._frames[-1]
        if kind == "EQ":
            frame.in_value = True
        elif kind == "COMMA":
            self._settle(frame)
        elif kind == "DOT":
            self._postfix(frame, start, end)
        self._emit(kind, start, end)

    def _splat(self, start: int, end: int) -> None:
        self._postfix(self._frames[-1], start, end)
        kind = "ATTR_SPLAT" if self.text[start] == "." else "FULL_SPLAT_START"
        self._emit(kind, start, end)

    def _postfix(self, frame: Frame, start: int, end: int) -> None:
        frame.postfixes += 1
        if self._depth + frame.postfixes > self._allowed:
            self._reject(start, end, f"nested deeper than {self._nesting} levels")

    def _bracket(self, start: int, end: int) -> None:
        character = self.text[end - 1]
        if character in "([{":
            self._open_bracket(character, start, end)
        elif character == "}":
            self._close_brace(start, end)
        else:
            self._emit(BRACKETS[character], start, end)
            opening = "(" if character == ")" else "["
            frame = self._frames[-1]
            if frame.kind is FrameKind.BRACKET and self.text[frame.start] == opening:
                self._close()
                self._join_splat()
            else:
                self._reject(start, end, f"`{character}` has no matching bracket")

    def _join_splat(self) -> None:
        """Make one token of a ``[*]`` that newlines or comments take apart."""
        last = self._tokens[-3:]
        if [token.kind for token in last] != ["LSQB", "ASTERISK", "RSQB"]:
            return
        if not self._frames[-1].kind.keeps_newlines:
            del self._tokens[-3:]
            self._emit("FULL_SPLAT_START", last[0].start, last[-1].end)

    def _open_bracket(self, character: str, start: int, end: int) -> None:
        frame = self._frames[-1]
        if character == "[" and self._previous() in OPERAND_ENDS:
            frame.postfixes += 1
        self._emit(BRACKETS[character], start, end)
        if character != "{":
            self._open(FrameKind.BRACKET, start, end)
        elif frame.kind is FrameKind.BODY and not frame.in_value:
            self._open(FrameKind.BODY, start, end)
        else:
            self._open(FrameKind.OBJECT, start, end)

    def _close_brace(self, start: int, end: int) -> None:
        self._emit("RBRACE", start, end)
        while len(self._frames) > 1:
            frame = self._frames[-1]
            opening = self.text[frame.start]
            self._close()
            if opening in "{$%":
                # The literal text of a heredoc goes on behind a template sequence.
                self._frames[-1].piece = end
                if end - start == 2 and opening == "{":
                    self._reject(start, end, "`~}` is outside of a template sequence")
                return
            self._reject(frame.start, frame.start + 1, f"{self._opening(frame)} is not closed")
        self._reject(start, end, "`}` has no matching bracket")
