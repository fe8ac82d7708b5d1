"""Scans the cases of a tree in processes of their own, and says how each of them ended.

Run as a program with a directory for the reports. Each line that it reads is JSON: the directory
of a case, the name of its reports, and the seconds of the processor that it may take. Every scan
is a fork of this process, which has loaded the program: its own memory, time and events.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from pathlib import Path
from typing import TextIO

MOST_SECONDS = 60
"""Seconds of the processor that a case may take; 5 are enough for any of them."""

MOST_SECONDS_TOGETHER = 900
"""Seconds of the processor that the tree of all cases may take; 80 are enough."""

FORMATS = ("json", "sarif", "text")

# What touches the world outside of the process.
_WATCHED = (
    "code.", "ctypes.", "open", "os.exec", "os.fork", "os.listdir", "os.posix_spawn", "os.remove",
    "os.rename", "os.scandir", "os.spawn", "os.system", "pickle.", "pty.spawn", "shutil.",
    "socket.", "subprocess.", "urllib.",
)  # fmt: skip


def report_files(reports: Path, case: str) -> dict[str, Path]:
    """Return where the reports of a case are written, by format."""
    return {name: reports / f"{case}.{name}" for name in FORMATS}


def scan(directory: str, reports: Path, case: str) -> None:
    """Scan a directory as the command line does, and end the process."""
    events = (reports / f"{case}.events").open("w", encoding="utf-8", errors="surrogateescape")
    errors = os.open(reports / f"{case}.errors", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    os.dup2(errors, 2)
    os.dup2(errors, 1)
    os.chdir(directory)
    outputs = report_files(reports, case).items()
    sys.argv = ["iacguard", "scan", ".", *(f"--output={name}={file}" for name, file in outputs)]
    watch(events)
    from iacguard.__main__ import main

    try:
        main()
    finally:
        events.flush()


def watch(events: TextIO) -> None:
    """Write every event of the interpreter that touches the world."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_WATCHED):
            what = arguments[0] if arguments else ""
            shown = os.fsdecode(what) if isinstance(what, str | bytes | os.PathLike) else repr(what)
            print(json.dumps([event, shown]), file=events)

    sys.addaudithook(hook)


def ended(directory: str, reports: Path, case: str, seconds: int) -> dict[str, object]:
    """Scan a case in a fork and return its exit code and megabytes.

    It is the system that ends one that takes more seconds of the processor: how busy the machine
    is makes no difference.
    """
    child = os.fork()
    if child == 0:
        code = 99
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        try:
            scan(directory, reports, case)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 98
        finally:
            sys.stderr.flush()
            os._exit(code)
    _, status, usage = os.wait4(child, 0)
    # Kilobytes on Linux, bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "case": case,
        "code": os.waitstatus_to_exitcode(status),
        "processor_seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "megabytes": usage.ru_maxrss * unit // 1_000_000,
    }


def load() -> None:
    """Load everything that a scan may load."""
    import iacguard.api
    import iacguard.cli.scan
    import iacguard.frontends.registry
    import iacguard.frontends.terraform.syntax.grammar
    import iacguard.rules.catalog

    for row in iacguard.frontends.registry.FRONTENDS:
        row.load()
    iacguard.frontends.terraform.syntax.grammar.tables()
    assert iacguard.rules.catalog.load_catalog().rules


def serve(reports: Path) -> None:
    """Scan what is asked for, line by line."""
    load()
    # A fork copies what it touches, and a collection touches everything.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        directory, case, seconds = json.loads(line)
        print(json.dumps(ended(directory, reports, case, seconds)), flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
