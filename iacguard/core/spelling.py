"""The bytes of a file as a search for names has to see them: decoded, and without escapes.

Files are passed over unread where no name is in them that matters, so a name must be found however
it is spelled. Beside its own letters, JSON, YAML and HCL can write each one as an escape of its
number, and YAML can break a quoted text off at a backslash and go on in the next line. Nothing
else in these languages puts two pieces of a name together.

https://yaml.org/spec/1.1/#id872840
https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#template-expressions
"""

from __future__ import annotations

import re

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte order marks; the longer ones begin like the shorter ones."""

_ESCAPE = re.compile(
    rb"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})"
    rb"|(?:\r\n|\r|\n|\xc2\x85|\xe2\x80[\xa8\xa9])[ \t]*)"
)


def spellings(content: bytes) -> tuple[bytes, ...]:
    """Return a file's text in UTF-8, and where it has escapes, also without them.

    A name that a parser would find is in one of the two.
    """
    content = _in_utf8(content)
    if b"\\" not in content:
        return (content,)
    plain = _ESCAPE.sub(_letter, content)
    return (content,) if plain == content else (content, plain)


def _in_utf8(content: bytes) -> bytes:
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return content.decode(codec, "replace").encode("utf-8", "replace")
    return content


def _letter(escape: re.Match[bytes]) -> bytes:
    number = escape[1] or escape[2] or escape[3]
    if number is None:
        return b""
    code = int(number, 16)
    return b"?" if code > 0x10FFFF else chr(code).encode("utf-8", "replace")
