"""Measures how fast Terraform is parsed and evaluated, against parsing alone in the same run.

    python benchmarks/evaluate_terraform.py DIRECTORY…

Figures are CPU seconds of one process over the bytes of the configuration files that are read.
What counts is the ratio: a busy machine changes it little. A module that several roots call is
evaluated for each; the second figure counts its bytes as often.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.frontends.protocol import FrontendRequest
from iacguard.frontends.terraform.frontend import TerraformFrontend, parse_file
from iacguard.scan.tree import Tree

ROUNDS = 3


def measured(work):
    """Return the least CPU seconds of some rounds, and what the work returned."""
    best, result = float("inf"), None
    for _ in range(ROUNDS):
        gc.collect()
        begun = time.process_time()
        result = work()
        best = min(best, time.process_time() - begun)
    return best, result


def main(directory):
    """Print both speeds and their ratio."""
    frontend = TerraformFrontend()
    limits = Limits()

    def evaluate():
        tree = Tree(Path(directory), limits)
        names = tuple(path for path in sorted(tree.walk("")) if frontend.claims_name(path))
        return list(frontend.scopes(FrontendRequest(files=tree, candidates=names, limits=limits)))

    parse_file(Source("a.tf", "a = 1\n"), limits)
    seconds, scopes = measured(evaluate)
    tree = Tree(Path(directory), limits)
    read = {path for scope in scopes for path in scope.files}
    sources = [source for path in sorted(read) if isinstance(source := tree.read(path), Source)]
    alone, _ = measured(lambda: [parse_file(source, limits) for source in sources])
    size = sum(len(source.text.encode("utf-8", "surrogatepass")) for source in sources) / 1e6
    print(f"{directory}")
    print(f"  {len(sources)} files, {size:.3f} MB, {len(scopes)} roots")
    sizes = {source.path: len(source.text) / 1e6 for source in sources}
    again = sum(sizes.get(path, 0) for scope in scopes for path in scope.files)
    print(f"  parsed and evaluated  {size / seconds:.2f} MB/s")
    print(f"  the same, each root   {again / seconds:.2f} MB/s")
    print(f"  parsed alone          {size / alone:.2f} MB/s")
    print(f"  ratio                 {seconds / alone:.2f}")


if __name__ == "__main__":
    # As the command line does.
    gc.set_threshold(100_000, 50, 100)
    for given in sys.argv[1:]:
        main(given)
