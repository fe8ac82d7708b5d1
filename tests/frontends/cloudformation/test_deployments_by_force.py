"""The deployments of random templates against an evaluator that knows every parameter."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from searches import searched
from template_runs import THING, Run, narrowed, search_of, shown, written

from iacguard.core.limits import Limits

WORDS = ("a", "b", "c")
OTHER = "zzz"
MAPPING = {"a": {"k": "mapped-a", "l": "other-a"}, "b": {"k": "mapped-b", "l": "other-a"}}
NO_VALUE = {"Ref": "AWS::NoValue"}


class Refused(Exception):
    """CloudFormation does not deploy this."""


words = st.sampled_from(WORDS)
parameter_names = st.sampled_from(("P0", "P1", "P2"))


@st.composite
def parameters(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name in ("P0", "P1", "P2"):
        declared: dict[str, Any] = {"Type": "String"}
        kind = draw(st.sampled_from(("allowed", "default", "free")))
        if kind == "allowed":
            declared["AllowedValues"] = sorted(draw(st.sets(words, min_size=1)))
        if kind == "default":
            declared["Default"] = draw(words)
        found[name] = declared
    return found


operands = st.one_of(
    words,
    st.builds(lambda name: {"Ref": name}, parameter_names),
    st.builds(
        lambda name: {"Fn::FindInMap": ["M", {"Ref": name}, "k"]}, st.sampled_from(("P0", "P1"))
    ),
    st.builds(lambda name: {"Fn::Sub": "mapped-${" + name + "}"}, parameter_names),
)


def claims(known: int) -> st.SearchStrategy[Any]:
    leaves = [st.builds(lambda a, b: {"Fn::Equals": [a, b]}, operands, operands)]
    if known:
        earlier = st.sampled_from([f"C{index}" for index in range(known)])
        leaves.append(st.builds(lambda name: {"Condition": name}, earlier))
    return st.recursive(
        st.one_of(leaves),
        lambda inner: st.one_of(
            st.builds(lambda a: {"Fn::Not": [a]}, inner),
            st.builds(lambda a, b: {"Fn::And": [a, b]}, inner, inner),
            st.builds(lambda a, b: {"Fn::Or": [a, b]}, inner, inner),
        ),
        max_leaves=3,
    )


conditions = st.tuples(claims(0), claims(1), claims(2)).map(
    lambda found: {f"C{index}": claim for index, claim in enumerate(found)}
)
condition_names = st.sampled_from(("C0", "C1", "C2"))

expressions = st.recursive(
    st.one_of(operands, st.just(NO_VALUE), st.just({"Ref": "Other"})),
    lambda inner: st.one_of(
        st.builds(lambda c, a, b: {"Fn::If": [c, a, b]}, condition_names, inner, inner),
        st.builds(lambda a: [a, "x"], inner),
    ),
    max_leaves=4,
)


@st.composite
def templates(draw: st.DrawFn) -> dict[str, Any]:
    resources: dict[str, Any] = {}
    for name in ("It", "Other"):
        value = draw(expressions if name == "It" else operands)
        resources[name] = {"Type": THING, "Properties": {"Value": value, "Name": f"the-{name}"}}
        if draw(st.booleans()):
            resources[name]["Condition"] = draw(condition_names)
    return {
        "Parameters": draw(parameters()),
        "Mappings": {"M": MAPPING},
        "Conditions": draw(conditions),
        "Resources": resources,
    }


def looked_at(node: Any, inside_condition: bool) -> Iterator[str]:
    """Yield the parameters that conditions and mappings look at."""
    if isinstance(node, list):
        for element in node:
            yield from looked_at(element, inside_condition)
    elif isinstance(node, dict):
        for key, inner in node.items():
            if key == "Ref" and inside_condition:
                yield inner
            elif key == "Fn::Sub" and inside_condition:
                yield inner.removeprefix("mapped-${").removesuffix("}")
            elif key == "Fn::FindInMap":
                yield inner[1]["Ref"]
            else:
                yield from looked_at(inner, inside_condition)


def domains(template: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return every text that each parameter can usefully take."""
    asked = {
        *looked_at(template["Conditions"], True),
        *looked_at(template["Resources"], False),
    }
    found: dict[str, list[str]] = {}
    for name, declared in template["Parameters"].items():
        if "AllowedValues" in declared:
            found[name] = declared["AllowedValues"]
        elif "Default" in declared and name not in asked:
            found[name] = [declared["Default"]]
        else:
            found[name] = [*WORDS, OTHER]
    return found


class Concrete:
    """Evaluates a template for one value of each parameter, as CloudFormation documents it."""

    def __init__(self, template: Mapping[str, Any], chosen: Mapping[str, str]) -> None:
        self.template = template
        self.chosen = chosen

    def stack(self) -> dict[str, Any]:
        found = {}
        for name, resource in self.template["Resources"].items():
            if self.exists(name):
                values = {key: self.value(node) for key, node in resource["Properties"].items()}
                found[name] = {key: v for key, v in values.items() if v is not None}
        return found

    def exists(self, name: str) -> bool:
        condition = self.template["Resources"][name].get("Condition")
        return condition is None or self.holds(self.template["Conditions"][condition])

    def holds(self, claim: Any) -> bool:
        ((function, argument),) = claim.items()
        if function == "Condition":
            return self.holds(self.template["Conditions"][argument])
        if function == "Fn::Not":
            return not self.holds(argument[0])
        if function == "Fn::And":
            return self.holds(argument[0]) and self.holds(argument[1])
        if function == "Fn::Or":
            return self.holds(argument[0]) or self.holds(argument[1])
        assert function == "Fn::Equals"
        return self.value(argument[0]) == self.value(argument[1])

    def value(self, node: Any) -> Any:
        if isinstance(node, list):
            elements = [self.value(element) for element in node]
            return [element for element in elements if element is not None]
        if not isinstance(node, dict):
            return node
        ((function, argument),) = node.items()
        if function == "Fn::If":
            claim = self.template["Conditions"][argument[0]]
            return self.value(argument[1] if self.holds(claim) else argument[2])
        if function == "Fn::Sub":
            name = argument.removeprefix("mapped-${").removesuffix("}")
            return "mapped-" + self.chosen[name]
        if function == "Fn::FindInMap":
            row = MAPPING.get(self.value(argument[1]))
            if row is None:
                raise Refused
            return row[argument[2]]
        assert function == "Ref"
        if argument == "AWS::NoValue":
            return None
        if argument == "Other":
            if not self.exists("Other"):
                raise Refused
            return "the-Other"
        return self.chosen[argument]


def is_open(choices: Mapping[str, str], chosen: Mapping[str, str]) -> bool:
    """Return whether a deployment stands for texts that the template does not name."""
    return any(name not in chosen or text.startswith("any") for name, text in choices.items())


def matches(choices: Mapping[str, str], chosen: Mapping[str, str]) -> bool:
    """Return whether concrete parameters are among those that a deployment stands for."""
    for name, value in choices.items():
        if name not in chosen:
            continue  # a comparison of open texts: both outcomes are tried
        if value.startswith("anything but "):
            if chosen[name] in value.removeprefix("anything but ").split(" or "):
                return False
        elif chosen[name] not in value.split(" or "):
            return False
    return True


def agrees(found: Any, concrete: Any, chosen: Mapping[str, str], may_be_open: bool) -> bool:
    """Return whether a judged value holds for concrete parameters."""
    if isinstance(found, dict) and isinstance(concrete, dict):
        if not may_be_open and found.keys() != concrete.keys():
            return False
        return all(
            agrees(found.get(k), concrete.get(k), chosen, may_be_open) for k in {*found, *concrete}
        )
    if isinstance(found, list) and isinstance(concrete, list):
        return len(found) == len(concrete) and all(
            agrees(a, b, chosen, may_be_open) for a, b in zip(found, concrete)
        )
    if isinstance(found, str) and "<" in found:
        for name, text in chosen.items():
            found = found.replace(f"<parameter:{name}>", text)
        if "<" in found:
            return may_be_open
    return found == concrete


@searched(600)
@given(templates())
def test_deployments_are_those_of_every_parameter(template: dict[str, Any]) -> None:
    """Each set of parameters that can be deployed is in a deployment that has its values."""
    search = search_of(written(template))

    assert_right(template, shown(search, narrowed(search)), is_exact=True)


@searched(400)
@given(templates())
def test_questions_that_values_name_lead_to_every_deployment(template: dict[str, Any]) -> None:
    """From one open deployment, answering what hops name leads to the same deployments."""
    search = search_of(written(template), limits=Limits(deployments=1))

    # Of a deployment that turns out refused whatever is answered, the open one remains.
    assert_right(template, shown(search, narrowed(search)), is_exact=False)


def assert_right(template: dict[str, Any], found: Run, *, is_exact: bool) -> None:
    """Compare deployments with what every set of parameters gives."""
    texts = domains(template)
    combinations = [dict(zip(texts, chosen)) for chosen in itertools.product(*texts.values())]
    is_deployed = [False] * len(found.deployments)
    any_deployable = False
    for chosen in combinations:
        try:
            concrete = Concrete(template, chosen).stack()
        except Refused:
            continue
        any_deployable = True
        covering = [
            index
            for index, (choices, _) in enumerate(found.deployments)
            if matches(choices, chosen)
        ]
        may_be_open = any(is_open(found.deployments[index][0], chosen) for index in covering)
        good = [
            index
            for index in covering
            if agrees(found.deployments[index][1], concrete, chosen, may_be_open)
        ]

        # Sound: what is deployed is among what is judged.
        assert good, (chosen, concrete, found.deployments)
        # Complete: with every text known there is one deployment, and it is this one.
        if not may_be_open:
            assert len(covering) == len(good) == 1, (chosen, concrete, found.deployments)
        for index in good:
            is_deployed[index] = True

    if not is_exact:
        return
    # Nothing is judged that cannot be deployed, unless nothing can be.
    has_open_texts = any(set(choices) - set(texts) for choices, _ in found.deployments)
    if any_deployable and not has_open_texts:
        assert all(is_deployed), found.deployments
