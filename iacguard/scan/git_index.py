"""Which files a repository tracks, as its index says.

Git itself is not run: its configuration can name programs to start.
https://git-scm.com/docs/index-format
"""

from __future__ import annotations

import os
from pathlib import Path

_LONGEST = 100_000_000
"""Bytes of an index that is read; one of a million files has about as many."""

_SIGNATURE, _HEADER = b"DIRC", 12
_FIXED = 62
"""Bytes of an entry before its name: times, numbers, a hash of SHA-1 and the flags."""

_CHECKSUM = 20
"""Bytes at the end of an index."""

_EXTENDED = 0x4000
_LINK = b"link"
"""The extension of an index that leaves most of its entries to another file."""


def tracked_files(root: Path) -> frozenset[str] | None:
    """Return the paths that the repository in a directory tracks; None where that is not told.

    It is not told where there is no repository, or its index has a form that is not read: a work
    tree beside its repository, SHA-256, a split index.
    """
    git = root / ".git"
    if _read(git / "HEAD") is not None and not os.path.lexists(git / "index"):
        # Nothing was added yet.
        return frozenset()
    content = _read(git / "index")
    if content is None or b"sha256" in (_read(git / "config") or b"").lower():
        return None
    try:
        return _parsed(content)
    except (IndexError, ValueError):
        return None


def _read(path: Path) -> bytes | None:
    try:
        if path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as stream:
            content = stream.read(_LONGEST + 1)
    except OSError:
        return None
    return content if len(content) <= _LONGEST else None


def _parsed(content: bytes) -> frozenset[str]:
    version = int.from_bytes(content[4:8], "big")
    count = int.from_bytes(content[8:12], "big")
    is_whole = len(content) >= _HEADER + _CHECKSUM and content.startswith(_SIGNATURE)
    if not is_whole or version not in (2, 3, 4):
        raise ValueError("not an index that is read")
    found: set[bytes] = set()
    position, name = _HEADER, b""
    for _ in range(count):
        start = position
        flags = int.from_bytes(content[start + _FIXED - 2 : start + _FIXED], "big")
        position += _FIXED + (2 if flags & _EXTENDED else 0)
        if version == 4:
            cut, position = _offset(content, position)
            end = content.index(b"\0", position)
            name = name[: len(name) - cut] + content[position:end]
            position = end + 1
        else:
            end = content.index(b"\0", position)
            name = content[position:end]
            # Each entry is filled up to a multiple of eight bytes, with one byte at least.
            position = start + (end - start) // 8 * 8 + 8
        found.add(name)
    if content[position : position + 4] == _LINK:
        raise ValueError("the entries are in another file")
    return frozenset(os.fsdecode(one) for one in found)


def _offset(content: bytes, position: int) -> tuple[int, int]:
    """Return a number of variable length, as packs have it, and where it ends."""
    byte = content[position]
    value = byte & 0x7F
    while byte & 0x80:
        position += 1
        byte = content[position]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, position + 1
