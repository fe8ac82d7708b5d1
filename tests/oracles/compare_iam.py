"""Compares iacguard's answers on IAM policies with an independent simulator's.

    npm install --prefix FOLDER @cloud-copilot/iam-simulate
    python tests/oracles/compare_iam.py FOLDER/node_modules [--count N] [--seed S] [RULE …]

Random policies are put to the check of each rule, and to the simulator as the concrete requests
that the rule is about. Where a deployment may turn out in several ways, each way is asked: a pass
is contradicted by one in which a request is denied, a failure by one in which all are allowed.
An unknown contradicts nothing, and is counted. Contradictions are cut down to the least policy
that still shows one; the exit status is 1 where there is any.

The simulator is a program of its own (AGPL-3.0) beside this one, and no dependency.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from iam_questions import QUESTIONS, Question, models

from iacguard.core.verdict import Verdict
from iacguard.model.model import Model

_SHOWN = 12
"""Contradictions that are shown of a rule."""


class Simulator:
    """The simulator's process."""

    def __init__(self, modules: Path) -> None:
        script = Path(__file__).with_name("iam_simulator.mjs")
        command = ["node", str(script), str(modules.resolve())]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def answers(self, question: Question, policies: Mapping[str, Any]) -> tuple[set[bool], bool]:
        """Return whether a world lets all requests through, for each; and whether AWS refuses."""
        flat = [request for world in question.worlds for request in world]
        distinct = {json.dumps(request, sort_keys=True): request for request in flat}
        told = self._ask({"policies": policies, "requests": list(distinct.values())})
        found: set[bool] = set()
        if told["refused"]:
            return found, True
        allowed = dict(zip(distinct, told["allowed"]))
        for world in question.worlds:
            results = [allowed[json.dumps(request, sort_keys=True)] for request in world]
            found.add(not any(results) if question.asks_for_denial else all(results))
        return found, False

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told


def contradicts(verdict: Verdict, answers: set[bool]) -> bool:
    """Return whether an answer of the simulator is the opposite of a verdict."""
    return (verdict is Verdict.PASS and False in answers) or (
        verdict is Verdict.FAIL and True in answers
    )


def smaller(policies: Any) -> Iterator[Any]:
    """Yield the same policies with one statement, condition or text left out."""
    open_: list[tuple[Any, ...]] = [()]
    while open_:
        path = open_.pop()
        at = _at(policies, path)
        if not isinstance(at, (dict, list)):
            continue
        for step in at if isinstance(at, dict) else range(len(at)):
            open_.append((*path, step))
            # AWS takes no statement without an action, nor an empty list of them.
            is_last = len(at) == 1 and "Condition" not in path
            is_needed = not path or step in _NEEDED or is_last
            if not is_needed:
                changed = deepcopy(policies)
                del _at(changed, path)[step]
                yield changed


_PAIRS = {name: f"Not{name}" for name in ("Principal", "Action", "Resource")}
_NEEDED = {"Version", "Effect", "Statement", *_PAIRS, *_PAIRS.values()}


def _at(policies: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        policies = policies[step]
    return policies


def least(question: Question, policies: Any, simulator: Simulator) -> Any:
    """Return the least policies that still show a contradiction and that AWS takes."""

    def shows(candidate: Any) -> bool:
        answers, is_refused = simulator.answers(question, candidate)
        return not is_refused and contradicts(question.verdict(candidate), answers)

    found = policies
    while True:
        better = next(filter(shows, smaller(found)), None)
        if better is None:
            return found
        found = better


def compare(
    rule: str, count: int, seed: int, simulator: Simulator, found: Mapping[str, Model]
) -> int:
    """Print how a rule fares; return the number of contradictions."""
    tally: Counter[str] = Counter()
    shown: dict[str, int] = {}
    for number in range(count):
        question = QUESTIONS[rule](Random(f"{rule}-{seed}-{number}"), found)
        answers, is_refused = simulator.answers(question, question.policies)
        verdict = question.verdict(question.policies)
        if is_refused:
            tally["refused by AWS"] += 1
            tally[f"refused by AWS, {verdict.name.lower()}"] += 1
            continue
        known = {frozenset({True}): "right", frozenset({False}): "wrong"}
        tally[f"{known.get(frozenset(answers), 'open')} policy, {verdict.name.lower()}"] += 1
        if contradicts(verdict, answers):
            tally["contradictions"] += 1
            if len(shown) < _SHOWN:
                policies = least(question, question.policies, simulator)
                text = f"{verdict.name.lower()}: {json.dumps(policies, sort_keys=True)}"
                shown[text] = number
    print(f"{rule}: {tally['contradictions']} contradictions in {count:,} policies")
    for name, amount in sorted(tally.items()):
        print(f"  {amount:6,} {name}")
    for text, number in shown.items():
        print(f"  #{number} {text}")
    return tally["contradictions"]


def main() -> int:
    """Compare the rules that are named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", type=Path, help="the node_modules folder of the simulator")
    parser.add_argument("rules", nargs="*", default=list(QUESTIONS), help=", ".join(QUESTIONS))
    parser.add_argument("--count", type=int, default=5000, help="policies of each rule")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    simulator, found = Simulator(options.modules), models()
    every = [compare(rule, options.count, options.seed, simulator, found) for rule in options.rules]
    return 1 if any(every) else 0


if __name__ == "__main__":
    sys.exit(main())
