"""A program that is stopped ends with the code of the signal, and says nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"]
)
def test_a_signal_ends_the_program_quietly(tmp_path: Path, number: int, code: int) -> None:
    """No traceback, and no word of a library."""
    configuration = tmp_path / "pipe.toml"
    os.mkfifo(configuration)
    command = [sys.executable, "-m", "iacguard", "scan", ".", "--config", str(configuration)]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        # Opening waits until the program reads, and so is in the midst of its work.
        writer = os.open(configuration, os.O_WRONLY)
        program.send_signal(number)
        out, err = program.communicate()
        os.close(writer)

    assert (code, b"", b"") == (program.returncode, out, err)
