"""The tokens of strings and heredocs."""

from __future__ import annotations

from .frames import Frame, FrameKind
from .grammar import STRING
from .stream import TokenStream
from .vocabulary import BLOCK_HEADER, HEREDOC_TEXT, QUOTED_TEXT, SEQUENCE_OPENING

_MOST_UNTERMINATED = 20
"""Heredocs and comments without end after which the rest of a file is given up: looking for an
end costs the whole rest each time."""


class TemplateTokenizer(TokenStream):
    """Opens strings and heredocs up into literal text and template sequences."""

    _unterminated = 0

    def _whole_string(self, start: int, end: int) -> None:
        self._emit(STRING, start, end)

    def _quote(self, start: int, end: int) -> None:
        self._emit("DBLQUOTE", start, end)
        self._open(FrameKind.QUOTED, start, end)

    def _quoted_piece(self, frame: Frame) -> None:
        start = self._position
        found = QUOTED_TEXT.match(self.text, start)
        if found is not None:
            self._position = found.end()
            self._emit("STRING_CHARS", start, found.end())
            return
        if self.text.startswith('"', start):
            self._position = start + 1
            self._close()
            self._emit("DBLQUOTE", start, start + 1)
        elif not self._open_sequence(start):
            self._reject(
                frame.start, start, "the string is not closed", "A string ends on its own line."
            )
            self._position = start + self.text.startswith("\\", start)
            self._close()

    def _open_sequence(self, start: int) -> bool:
        found = SEQUENCE_OPENING.match(self.text, start)
        if found is None:
            return False
        self._position = found.end()
        kind = "INTERP_START" if self.text[start] == "$" else "DIRECTIVE_START"
        self._emit(kind, start, found.end())
        self._open(FrameKind.BRACKET, start, found.end())
        return True

    def _open_heredoc(self, start: int, end: int) -> None:
        self._emit("DBLQUOTE", start, end)
        frame = self._open(FrameKind.HEREDOC, start, end)
        frame.marker = self.text[start:end].lstrip("<-").rstrip()
        frame.piece = end
        frame.at_line_start = True

    def _open_bare_template(self) -> None:
        """Begin a template that the end of the text ends."""
        start = self._position
        self._emit("DBLQUOTE", start, start)
        frame = self._open(FrameKind.HEREDOC, start, start)
        frame.piece = start

    def _heredoc_piece(self, frame: Frame) -> None:
        """Read a line of a heredoc, up to its end or to a template sequence."""
        text, start = self.text, self._position
        if frame.at_line_start:
            line_end = text.find("\n", start)
            if line_end < 0:
                self._unterminated_from(frame.start, "the heredoc is not closed")
                return
            if text[start:line_end].strip() == frame.marker:
                self._close_heredoc(frame, start, line_end)
                return
        found = HEREDOC_TEXT.match(text, start)
        assert found is not None
        end = self._position = found.end()
        if frame.marker:
            self._check_returns(start, end)
        if end == len(text) and not frame.marker:
            if end > frame.piece:
                self._emit("STRING_CHARS", frame.piece, end)
            self._close()
            self._emit("DBLQUOTE", end, end)
            return
        if end > start and text[end - 1] == "\n":
            frame.at_line_start = bool(frame.marker)
            return
        frame.at_line_start = False
        if end == len(text):
            self._unterminated_from(frame.start, "the heredoc is not closed")
            return
        if end > frame.piece:
            self._emit("STRING_CHARS", frame.piece, end)
        self._open_sequence(end)

    def _check_returns(self, start: int, end: int) -> None:
        found = self.text.find("\r", start, end)
        if found >= 0 and not self.text.startswith("\r\n", found):
            self._reject(found, found + 1, "a heredoc contains a carriage return without a newline")

    def _close_heredoc(self, frame: Frame, start: int, line_end: int) -> None:
        end = line_end - 1 if self.text[line_end - 1] == "\r" else line_end
        self._position = end
        self._close()
        if self._tokens[-1].start == frame.start:
            self._tokens.pop()
            self._emit(STRING, frame.start, end)
            return
        if start > frame.piece:
            self._emit("STRING_CHARS", frame.piece, start)
        self._emit("DBLQUOTE", start, end)

    def _unterminated_from(self, start: int, summary: str) -> None:
        self._unterminated += 1
        detail = "The file ends before it is closed."
        self._reject(start, min(start + 2, len(self.text)), summary, detail)
        self._ended = True
        self._position = len(self.text)
        if self._recovers and self._unterminated < _MOST_UNTERMINATED:
            header = BLOCK_HEADER.search(self.text, start + 1)
            self._position = header.start() if header else self._position
