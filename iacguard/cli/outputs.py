"""Where reports go: ``-o FORMAT`` to standard output, ``-o FORMAT=FILE`` to a file.

``-o FORMAT=-`` is standard output, too.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..render.registry import RENDERERS

DEFAULT_FORMAT = "text"
STANDARD_OUTPUT = "-"
"""The name of a file that means standard output."""


@dataclass(frozen=True, slots=True)
class Output:
    """One report of a scan."""

    format: str
    file: Path | None
    """None for standard output."""


def parse_outputs(written: Sequence[str]) -> tuple[Output, ...]:
    """Return the outputs that a user asked for; raise UsageError for what cannot be."""
    outputs = tuple(_output(text) for text in written) or (Output(DEFAULT_FORMAT, None),)
    if sum(output.file is None for output in outputs) > 1:
        raise UsageError(
            "only one report can be written to standard output; give each of the others a file"
        )
    files = [output.file for output in outputs if output.file is not None]
    if len(set(files)) < len(files):
        raise UsageError("two reports cannot be written to the same file")
    return outputs


def write_file(file: Path, text: str) -> None:
    """Write a report so that its readers see all of it or the one before."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        # mkstemp makes the file readable for its owner alone; a report is for all.
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, file)
    except OSError as error:
        raise UsageError(f"{file}: the report cannot be written: {error.strerror}") from error


def write_standard_output(text: str) -> None:
    """Write a report to standard output, whatever its encoding can hold."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()


def _output(written: str) -> Output:
    name, equals, path = written.partition("=")
    if name not in RENDERERS:
        raise UsageError(f"unknown output format {name!r}; known: {_listed(RENDERERS)}")
    if equals and not path:
        raise UsageError(f"{written!r}: the file name is missing")
    return Output(name, Path(path) if path not in ("", STANDARD_OUTPUT) else None)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current
