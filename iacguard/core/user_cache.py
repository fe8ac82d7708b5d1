"""Files in the user's cache directory that keep what is costly to make between runs.

They are texts: whatever a file holds, reading it runs no code. It is believed only when the user
owns it and its directory and nobody else can write to them.
"""

from __future__ import annotations

import os
import stat
import tempfile
from hashlib import sha256
from pathlib import Path


def key_of(form: str, source: bytes) -> str:
    """Return the name that a text of some form, made of a source, is kept under."""
    return sha256(f"iacguard {form}\n".encode() + source).hexdigest()[:32]


def directory() -> Path | None:
    """Return the cache directory; None where the user has none."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        parent = Path(base) if os.path.isabs(base) else Path.home() / ".cache"
    except RuntimeError:
        return None
    return parent / "iacguard"


def read(key: str) -> str | None:
    """Return what was kept under a key; None when it is missing or not to be trusted."""
    folder = directory()
    if folder is None or not _is_ours(folder):
        return None
    file = folder / f"{key}.json"
    try:
        if not _is_ours(file):
            return None
        checksum, _, content = file.read_text(encoding="ascii").partition("\n")
    except (OSError, ValueError):
        return None
    # A truncated or damaged file is made again.
    return content if checksum == sha256(content.encode("ascii")).hexdigest() else None


def write(key: str, content: str) -> None:
    """Keep a text under a key, or do nothing where it cannot be kept."""
    folder = directory()
    if folder is None:
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder):
            return
        checksum = sha256(content.encode("ascii")).hexdigest()
        handle, name = tempfile.mkstemp(dir=folder, prefix=f"{key}.")
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(f"{checksum}\n{content}")
            os.replace(name, folder / f"{key}.json")
        except OSError:
            os.unlink(name)
    except OSError:
        return


def _is_ours(path: Path) -> bool:
    """Return whether the user owns a path and nobody else can write to it."""
    try:
        status = path.lstat()
    except OSError:
        return False
    if stat.S_ISLNK(status.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True  # Windows: the profile's own access list protects it.
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
