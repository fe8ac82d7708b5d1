"""Runs cfn-lint for each line of standard input, in a fork of one process that has loaded it.

A line is JSON: a directory and the arguments. The answer is a line, too: the standard output and
the standard error.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence


def answered(directory: str, arguments: Sequence[str]) -> list[str]:
    """Run cfn-lint in a directory and return what it prints."""
    # It takes more than a second to import, and a run takes a fraction of that.
    import cfnlint.runner

    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = os.fork()
        if child == 0:
            os.dup2(output.fileno(), 1)
            os.dup2(errors.fileno(), 2)
            os.chdir(directory)
            sys.argv = ["cfn-lint", *arguments]
            try:
                cfnlint.runner.main()
            except SystemExit:
                pass
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(0)
        os.waitpid(child, 0)
        for stream in (output, errors):
            stream.seek(0)
        return [output.read().decode(), errors.read().decode()]


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answered(*json.loads(line))), flush=True)
