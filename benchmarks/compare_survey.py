"""Compares what is read of Terraform with and without leaving out what no rule can use.

    python benchmarks/compare_survey.py DIRECTORY…

Prints every difference in models and diagnostics, and ends with their number.
"""

from __future__ import annotations

import sys
from pathlib import Path

from iacguard.core.limits import Limits
from iacguard.frontends.terraform.frontend import TerraformFrontend
from iacguard.scan.tree import Tree

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "frontends" / "terraform"))

from survey_comparison import differences


def main(directories):
    """Print the differences of some trees."""
    number = 0
    for directory in directories:
        tree = Tree(Path(directory), Limits())
        claims = TerraformFrontend().claims_name
        candidates = tuple(path for path in sorted(tree.walk("")) if claims(path))
        found = differences(tree, candidates)
        number += len(found)
        print(f"{directory}: {len(candidates)} files, {len(found)} differences")
        for difference in found:
            print(f"  {difference}")
    print(f"{number} differences")
    return 1 if number else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
