"""What comes before what, through everything between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from iacguard.core.value import Known, Unknown, Value
from iacguard.frontends.lowering.precedence import Perhaps, Precedence

WHY = Unknown((), "nobody knows")
CIRCLE = Unknown((), "what it refers to refers to itself")
POSITIONS = {"x": 0, "y": 1}


def after(needs: Mapping[str, Iterable[object]], wanted: str = "a") -> dict[str, Value[bool]]:
    """Return of each thing that is asked for whether something comes after it."""
    precedence: Precedence[str] = Precedence(
        lambda name: needs.get(name, ()),  # type: ignore[arg-type]
        POSITIONS.get,
    )
    order = precedence.order(wanted, POSITIONS)
    return {name: order.is_after(name) for name in POSITIONS}


@pytest.mark.parametrize(
    ("needs", "x", "y"),
    [
        ({}, Known(False), Known(False)),
        ({"a": ["x"]}, Known(True), Known(False)),
        ({"a": ["b", "c"], "b": ["x"], "c": ["y"]}, Known(True), Known(True)),
        ({"a": ["x"], "x": ["y"]}, Known(True), Known(True)),
        ({"b": ["x"]}, Known(False), Known(False)),
        ({"a": [Perhaps("b", WHY)], "b": ["x"]}, WHY, Known(False)),
        ({"a": [Perhaps("b", WHY), "x"], "b": ["x", "y"]}, Known(True), WHY),
        ({"a": ["b"], "b": [Perhaps("c", WHY)], "c": ["x"]}, WHY, Known(False)),
        ({"a": ["x", WHY]}, Known(True), WHY),
        ({"a": ["b"], "b": ["a", "x"]}, Known(True), CIRCLE),
        ({"a": ["b", "c"], "b": ["c"], "c": ["x"]}, Known(True), Known(False)),
    ],
)
def test_needs_are_followed(
    needs: Mapping[str, Iterable[object]], x: Value[bool], y: Value[bool]
) -> None:
    """What is certain through one way stays certain, whatever another one leaves open."""
    assert {"x": x, "y": y} == after(needs)


def test_a_shared_step_is_asked_once() -> None:
    """A lattice has more ways through it than anything can follow one by one."""
    asked: list[int] = []

    def needs(level: int) -> Iterable[int]:
        asked.append(level)
        return (level + 1, level + 1) if level < 2_000 else ()

    precedence = Precedence(needs, {2_000: 0}.get)

    order = precedence.order(0, {"end": 0})

    assert Known(True) == order.is_after("end")
    assert list(range(2_001)) == asked
