"""CPU time of starting iacguard and of scanning one file, beside what it is compared with.

``python benchmarks/startup.py [RUNS]``. All commands take turns in one run, so that the ratios hold
whatever else the machine does. Milliseconds of user and system time; the least of all runs.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

TRAIL = """
variable "multi_region" {
  type    = bool
  default = false
}

resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "audit-logs"
  is_multi_region_trail = var.multi_region
}
"""
TEMPLATE = """
Resources:
  Main:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: audit-logs
      IsLogging: true
"""


def commands(directory: Path) -> dict[str, list[str]]:
    """Return what is timed, by name; the first one is the measure of the others."""
    scan = [sys.executable, "-m", "iacguard", "scan", "-q"]
    return {
        "import click": [sys.executable, "-c", "import click"],
        "import iacguard": [sys.executable, "-c", "import iacguard"],
        "iacguard --version": [sys.executable, "-m", "iacguard", "--version"],
        "one Terraform file": [*scan, str(directory / "terraform")],
        "one template": [*scan, str(directory / "cloudformation")],
    }


def cpu_milliseconds(command: list[str]) -> float:
    """Return the user and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1), done.stderr.decode()
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Print one line a command: milliseconds, and how many times the first one's."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        for folder, file, text in (
            ("terraform", "main.tf", TRAIL),
            ("cloudformation", "trail.yaml", TEMPLATE),
        ):
            (directory / folder).mkdir()
            (directory / folder / file).write_text(text, encoding="utf-8")
        timed = commands(directory)
        for command in timed.values():
            cpu_milliseconds(command)  # warms the caches
        least = dict.fromkeys(timed, float("inf"))
        for _ in range(runs):
            for label, command in timed.items():
                least[label] = min(least[label], cpu_milliseconds(command))
    measure = next(iter(least.values()))
    for label, milliseconds in least.items():
        print(f"{label:20} {milliseconds:7.1f} ms  {milliseconds / measure:5.2f}")


if __name__ == "__main__":
    main()
