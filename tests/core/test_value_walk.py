"""Every value in something that is made of values, once, however deep it lies."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iacguard.core.source import Position, SourceSpan
from iacguard.core.value import Absent, Hop, Known, Symbol, Unknown, Value
from iacguard.core.value_walk import values_in
from iacguard.model.entity import Entity
from iacguard.model.model import Model

START = Position(1, 1, 0)
SPAN = SourceSpan("main.tf", START, START)
ABSENT = Absent()
HOP = Hop(SPAN, "written here")


def test_values_are_found_in_lists_maps_and_what_a_text_encodes():
    """An outer value comes before its inner ones; the last of several first."""
    name, absent = Known("n", (HOP,)), Absent((HOP,))
    listed = Known((name, absent))
    encoded = Known("{}", encodes=Known({"a": listed}))

    assert [encoded, Known({"a": listed}), listed, absent, name] == list(values_in(encoded))


def test_what_is_known_of_an_unknown_value_is_found():
    """Its elements, and the structure that it encodes; its pieces are no values."""
    element, structure = Known(1), Known({"b": Known(2)})
    value = Unknown((), "open", parts=("a", Symbol("s")), elements=(element,), encodes=structure)

    assert [value, structure, Known(2), element] == list(values_in(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Entity):
    """An entity with a value of its own."""

    name: Value[str]


def test_the_values_of_a_model_are_those_of_its_entities():
    """A field that is no value is walked through for the values in it."""
    entity = Named(address="t.a", type="t", span=SPAN, name=Known("alarms"))
    model = replace(Model(scope="s", span=SPAN), topics=(entity,))

    expected = (entity.name, entity.exists, entity.place.account, entity.place.region)
    assert sorted(map(repr, expected)) == sorted(map(repr, values_in(model)))


def test_depth_is_no_stack_to_run_out_of():
    """A hundred thousand lists in one another are walked."""
    value = Known(())
    for _ in range(100_000):
        value = Known((value,))

    assert 100_001 == sum(1 for _ in values_in(value))
