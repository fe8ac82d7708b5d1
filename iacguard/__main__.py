"""Runs the command line: ``python -m iacguard``."""

from __future__ import annotations

import os
import sys

# The exit codes of USAGE and INTERNAL, without importing the gate for them.
_USAGE, _INTERNAL = 2, 70

_STOPPED = 128
"""What shells add to the number of the signal that ended a program."""


def main() -> None:
    """Run the command line and turn what is raised into a message and an exit code."""
    _end_quietly_when_stopped()
    import gc

    from .cli.main import cli
    from .errors import IacguardError

    # Parsing makes many small objects and hardly any cycle: looking for some after every 700 costs
    # a tenth of a scan.
    gc.set_threshold(100_000, 50, 100)
    try:
        cli(prog_name="iacguard")
    except IacguardError as error:
        _say(f"error: {error}")
        sys.exit(_USAGE)
    except BrokenPipeError:
        # The reader went away, as `| head` does; nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("IACGUARD_DEBUG"):
            raise
        _say(f"internal error: {type(error).__name__}: {error}")
        _say("this is a bug in iacguard; IACGUARD_DEBUG=1 shows where it happened")
        sys.exit(_INTERNAL)


def _end_quietly_when_stopped() -> None:
    """End at once, with the code that shells give to a program that was stopped.

    Nothing is to be saved: reports are written whole at the end.
    """
    import signal

    def end(number: int, frame: object) -> None:
        os._exit(_STOPPED + number)

    for number in (signal.SIGINT, signal.SIGTERM):
        # A program in the background of a script is not to be interrupted.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)


def _say(line: str) -> None:
    from .render.display import display

    print(display(line), file=sys.stderr)


def _without_working_directory(path: list[str]) -> list[str]:
    """Return where to import from, less what ``python -m`` puts first: the scanned code.

    NOTE: This comes too late for a directory that holds a package ``iacguard`` of its own, or a
    module that Python needs to find this one. The command ``iacguard`` imports nothing from the
    working directory, and neither does ``python -P -m iacguard``.
    """
    return path[1:] if path and path[0] in ("", os.getcwd()) else path


if __name__ == "__main__":
    sys.path[:] = _without_working_directory(sys.path)
    main()
