"""The state of a tokenizer: what is open, how deep it is nested and what was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .frames import Frame, FrameKind
from .rejection import RejectionError


class Token(NamedTuple):
    """A terminal between two offsets."""

    kind: str
    start: int
    end: int

    node: object = None
    """Of a token that stands for something whole: what it makes up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The tokens of one attribute or block of the file's top level."""

    tokens: tuple[Token, ...]
    start: int
    end: int
    problem: RejectionError | None
    """The first thing that is wrong with its tokens."""


class TokenStream:
    """A text, a place in it, and the statement that is being read there.

    `nesting` is the limit of depth, of which `outer` levels lie around the text.
    """

    def __init__(self, text: str, nesting: int, position: int = 0, outer: int = 0) -> None:
        self.text = text
        self.comments: list[tuple[int, int]] = []
        self._nesting = nesting
        self._allowed = nesting - outer
        self._position = max(position, int(text.startswith("\ufeff")))
        self._recovers = False
        self._begin()

    def _begin(self) -> None:
        self._tokens: list[Token] = []
        self._frames = [Frame(FrameKind.BODY, 0)]
        self._depth = 0
        self._problem: RejectionError | None = None
        self._ended = False
        self._first = -1

    def _begin_value(self) -> None:
        """Begin as if a name and an equals sign stood before the text."""
        self._begin()
        self._emit("NAME", self._position, self._position)
        self._emit("EQ", self._position, self._position)

    def _statement(self) -> Statement:
        tokens = self._tokens
        end = self._position
        if tokens and tokens[-1].kind == "NL_OR_COMMENT":
            newline = tokens.pop()
            end = newline.start if newline.end == end else end
        start = self._first if self._first >= 0 else end
        return Statement(tokens=tuple(tokens), start=start, end=end, problem=self._problem)

    def _reject(self, start: int, end: int, summary: str, detail: str = "") -> None:
        """Note what is wrong; reading goes on so that the statement's end is found."""
        if self._problem is None:
            self._problem = RejectionError(start, end, summary, detail)
            if self._first < 0:
                self._first = start

    def _emit(self, kind: str, start: int, end: int) -> None:
        if self._first < 0:
            self._first = start
        self._tokens.append(Token(kind, start, end))

    def _emit_whole(self, kind: str, start: int, end: int, node: object) -> None:
        self._tokens.append(Token(kind, start, end, node))

    def _previous(self) -> str:
        return self._tokens[-1].kind if self._tokens else ""

    def _opening(self, frame: Frame) -> str:
        """Return what messages call a frame: "the block", "`${`"."""
        if frame.kind is not FrameKind.BRACKET:
            return str(frame.kind.value)
        length = 2 if self.text[frame.start] in "$%" else 1
        return f"`{self.text[frame.start : frame.start + length]}`"

    def _deepen(self, start: int, end: int) -> None:
        self._depth += 1
        if self._depth + self._frames[-1].postfixes > self._allowed:
            self._reject(start, end, f"nested deeper than {self._nesting} levels")

    def _settle(self, frame: Frame) -> None:
        """Begin a new expression in a frame: what came before it nests no longer."""
        self._depth -= frame.operators
        frame.operators = frame.postfixes = 0

    def _open(self, kind: FrameKind, start: int, end: int) -> Frame:
        frame = Frame(kind, start)
        self._deepen(start, end)
        self._frames.append(frame)
        return frame

    def _close(self) -> None:
        frame = self._frames.pop()
        self._depth -= frame.operators + 1
