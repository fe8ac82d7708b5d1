"""Compares the Terraform parser with python-hcl2's `loads`, in one run on the same files.

    python benchmarks/parse_terraform.py DIRECTORY [SECONDS]

Figures are CPU seconds; what counts is the ratio, which a busy machine changes little. The cold
start is that of a fresh process that parses one small file, with the tables in the cache.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.frontends.terraform.syntax.file import parse

COLD_START = """
import time
begun = time.process_time()
from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.frontends.terraform.syntax.file import parse
parse(Source("a.tf", 'resource "a" "b" {}\\n'), Limits())
print(time.process_time() - begun)
"""


def cpu_seconds(work, texts, budget):
    """Return the seconds and the number of characters that were worked through in a budget."""
    spent = characters = 0
    for text in texts:
        begun = time.process_time()
        work(text)
        spent += time.process_time() - begun
        characters += len(text)
        if spent > budget:
            break
    return spent, characters


def parse_text(text):
    """Parse as iacguard does."""
    parse(Source("a.tf", text), Limits())


def load_text(text):
    """Parse as python-hcl2 does; a file that it refuses counts with the time it took."""
    import hcl2

    try:
        hcl2.loads(text)
    except Exception:
        return


def main(directory, budget=20.0):
    """Print both speeds, their ratio and the cold start."""
    files = sorted(Path(directory).rglob("*.tf"))
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in files]
    parse_text("a = 1\n")
    load_text("a = 1\n")
    theirs, characters = cpu_seconds(load_text, texts, budget)
    sample = []
    for text in texts:
        if sum(map(len, sample)) >= characters:
            break
        sample.append(text)
    ours, _ = cpu_seconds(parse_text, sample, float("inf"))
    starts = [float(subprocess.check_output([sys.executable, "-c", COLD_START])) for _ in range(9)]
    print(f"files     {len(sample)} of {len(texts)}, {characters / 1e6:.2f} million characters")
    print(f"iacguard  {characters / 1e6 / ours:.2f} MB/s")
    print(f"hcl2      {characters / 1e6 / theirs:.2f} MB/s")
    print(f"ratio     {theirs / ours:.1f}")
    print(f"cold start {statistics.median(starts) * 1000:.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1], *map(float, sys.argv[2:]))
