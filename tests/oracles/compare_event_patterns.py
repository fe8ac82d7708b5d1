"""Compares what event patterns match with how moto matches them for its event buses.

    pip install moto
    PYTHONPATH=. python tests/oracles/compare_event_patterns.py [cases] [seed]

Prints each disagreement, and how many cases were compared; exit code 1 if there is any.
"""

from __future__ import annotations

import json
import random
import sys
from typing import Any

from moto.events.models import EventPattern as Oracle

from iacguard.core.value import Absent, Known
from iacguard.patterns.event_pattern import EventPattern, read_event_pattern
from iacguard.patterns.match import catches
from iacguard.patterns.pattern import JsonPattern

ENVELOPE = {
    "id": "1",
    "source": "aws.iam",
    "detail-type": "AWS API Call via CloudTrail",
    "account": "111122223333",
    "time": "2026-01-01T00:00:00Z",
    "region": "us-east-1",
    "resources": [],
}
TEXTS = ["DeleteTrail", "deletetrail", "Delete", "Trail", "StopLogging", ""]
# moto takes true for the number 1.
VALUES: list[Any] = [*TEXTS, 7, 2.5, -3, True, False, None]
PATTERNS = ["Delete", "Trail", "*Trail", "Del*ail", "deletetrail", "S*"]


def tree(plain: Any) -> Any:
    """Return a structure as a tree of values."""
    if isinstance(plain, dict):
        return Known({name: tree(each) for name, each in plain.items()})
    if isinstance(plain, list):
        return Known(tuple(map(tree, plain)))
    return Absent() if plain is None else Known(plain)


def element(dice: random.Random) -> Any:
    """Return one element of a list of a pattern."""
    text = dice.choice(PATTERNS)
    ignoring = {"equals-ignore-case": text.replace("*", "")}
    return dice.choice(
        [
            dice.choice(VALUES),
            {"prefix": text},
            {"prefix": ignoring},
            {"suffix": text},
            {"suffix": ignoring},
            {"wildcard": text},
            {"equals-ignore-case": text},
            {"exists": dice.random() < 0.5},
            {"anything-but": dice.sample(TEXTS, 2)},
            {"anything-but": dice.choice(TEXTS)},
            {"anything-but": [7, 2.5]},
            {"anything-but": {"prefix": text}},
            {"anything-but": {"suffix": text}},
            {"anything-but": {"wildcard": text}},
            {"anything-but": {"equals-ignore-case": text}},
            {"numeric": [">", 2, "<=", 7]},
            {"numeric": ["=", 7]},
        ]
    )


def fields(dice: random.Random, depth: int) -> dict[str, Any]:
    """Return an object of a pattern."""
    found: dict[str, Any] = {}
    for name in dice.sample(["eventName", "errorCode", "nested"], dice.randint(1, 2)):
        if name == "nested" and depth:
            found[name] = fields(dice, depth - 1)
        elif name != "nested":
            found[name] = [element(dice) for _ in range(dice.randint(1, 3))]
    if depth and dice.random() < 0.3:
        found["$or"] = [fields(dice, 0) or {"eventName": ["x"]} for _ in range(2)]
    return found or {"eventName": [element(dice)]}


def record(dice: random.Random, depth: int = 1) -> dict[str, Any]:
    """Return what a record holds."""
    found = {
        name: dice.choice(VALUES) for name in ("eventName", "errorCode") if dice.random() < 0.8
    }
    if depth and dice.random() < 0.7:
        found["nested"] = record(dice, depth - 1) or {"eventName": "x"}
    return found


def compare(cases: int, seed: int) -> int:
    """Print how often both agree, and each case in which they do not."""
    dice = random.Random(seed)
    wrong = 0
    for _ in range(cases):
        pattern = {"detail": fields(dice, 1)}
        if dice.random() < 0.3:
            pattern["source"] = [dice.choice(["aws.iam", {"prefix": "aws."}, "aws.ec2"])]
        detail = record(dice)
        event: Any = {**ENVELOPE, "detail": detail}
        theirs = Oracle.load(json.dumps(pattern)).matches_event(event)
        read = read_event_pattern(tree(pattern))
        ours = (
            catches(JsonPattern(read.expression), {**detail, "": ENVELOPE})
            if isinstance(read, EventPattern)
            else read.reason
        )
        if ours is not theirs:
            wrong += 1
            print(json.dumps(pattern), json.dumps(detail), "moto:", theirs, "iacguard:", ours)
    print(f"{cases - wrong} of {cases} cases agree")
    return wrong


if __name__ == "__main__":
    count, start = (*map(int, sys.argv[1:3]), *(5000, 0)[len(sys.argv[1:3]) :])
    sys.exit(bool(compare(count, start)))
