"""Templates that are made to crash, to hang or to hide what stands beside them."""

from __future__ import annotations

import time
from typing import Any

import pytest
from template_runs import THING, Run, run, search_of, shown, written

from iacguard.core.limits import Limits

CANARY = {"Type": THING, "Properties": {"Value": "seen"}}


def thing(value: Any = None, **others: Any) -> dict[str, Any]:
    return {"Type": THING, "Properties": {"Value": value}, **others}


def judged(resources: dict[str, Any], **sections: Any) -> Run:
    """Evaluate a template within seconds of the processor; the resource beside it is judged."""
    started = time.process_time()
    found = run(written({**sections, "Resources": {**resources, "Canary": CANARY}}))
    assert time.process_time() - started < 30
    assert found.deployments
    for _, blocks in found.deployments:
        assert blocks["Canary"] == {"Value": "seen"}
    return found


def test_references_in_a_circle_are_unknown() -> None:
    """A property that needs itself is unknown, and reported once for each place."""
    found = judged(
        {
            "A": {"Type": THING, "Properties": {"Name": {"Ref": "B"}}},
            "B": {"Type": THING, "Properties": {"Name": {"Ref": "A"}}},
        }
    )

    assert {
        "circular reference: A.Name refers to itself",
        "circular reference: B.Name refers to itself",
    } == set(found.problems)


def test_conditions_in_a_circle_are_open() -> None:
    """A resource whose condition needs itself may or may not exist."""
    found = judged(
        {"A": thing("x", Condition="C")},
        Conditions={"C": {"Fn::Not": [{"Condition": "D"}]}, "D": {"Condition": "C"}},
    )

    assert found.problems == ("circular reference: condition C refers to itself",)
    assert found.only["A"] == {"Value": "x", "exists": "<condition C depends on the deployment>"}


def test_mappings_in_a_circle_are_unknown() -> None:
    """A mapping may not refer to itself."""
    inner = {"Fn::FindInMap": ["M", "a", "b"]}
    found = judged({"A": thing(inner)}, Mappings={"M": {"a": {"b": inner}}})

    assert found.problems == ("circular reference: mapping M.a.b refers to itself",)


def test_long_chains_of_names_are_cut() -> None:
    """A chain of references over hundreds of resources neither recurses nor hangs."""
    resources = {
        f"R{index}": {"Type": THING, "Properties": {"Name": {"Ref": f"R{index + 1}"}}}
        for index in range(500)
    }
    resources["R500"] = {"Type": THING, "Properties": {"Name": "end"}}
    found = judged(resources)

    assert found.only["R499"] == {"Name": "end"}
    assert {"references and functions nest deeper than 150 levels"} == set(found.problems)


def test_a_long_chain_of_conditions_is_cut() -> None:
    """Thousands of conditions that need each other stay open."""
    conditions = {f"C{index}": {"Condition": f"C{index + 1}"} for index in range(3000)}
    conditions["C3000"] = {"Fn::Equals": ["a", "a"]}
    found = judged({"A": thing("x", Condition="C0")}, Conditions=conditions)

    assert found.only["A"] == {"Value": "x", "exists": "<condition C0 depends on the deployment>"}


def forty() -> dict[str, Any]:
    names = [f"P{index:02}" for index in range(40)]
    return {
        "Parameters": {n: {"Type": "String", "AllowedValues": ["no", "yes"]} for n in names},
        "Conditions": {n: {"Fn::Equals": [{"Ref": n}, "yes"]} for n in names},
    }


def test_forty_conditions_of_as_many_resources_are_not_multiplied() -> None:
    """There is one deployment to begin with; who asks for one answer gets that one."""
    resources = {f"R{index:02}": thing(index, Condition=f"P{index:02}") for index in range(40)}
    found = judged(resources, **forty())
    search = search_of(written({**forty(), "Resources": resources}))
    (start,) = search.deployments()

    assert () == found.problems
    assert {"Value": 39, "exists": "<condition P39 depends on the deployment>"} == found.only["R39"]
    narrower = shown(search, search.narrow(start, "P39")).deployments
    assert [({"P39": "no"}, None), ({"P39": "yes"}, {"Value": 39})] == [
        (choices, blocks.get("R39")) for choices, blocks in narrower
    ]


def test_forty_conditions_of_one_resource_are_not_multiplied() -> None:
    """One resource may hang on all of them."""
    value = [{"Fn::If": [f"P{index:02}", "a", "b"]} for index in range(40)]
    found = judged({"A": thing(value)}, **forty())

    assert () == found.problems
    assert [
        f"<condition P{index:02} depends on the deployment>" for index in range(40)
    ] == found.only["A"]["Value"]


def test_conditions_that_double_are_decided_once() -> None:
    """Each of many conditions needs the next one twice."""
    conditions: dict[str, Any] = {
        f"C{index}": {"Fn::And": [{"Condition": f"C{index + 1}"}, {"Condition": f"C{index + 1}"}]}
        for index in range(20)
    }
    conditions["C20"] = {"Fn::Equals": [{"Ref": "P00"}, "yes"]}
    found = judged(
        {"A": thing("x", Condition="C0")},
        Conditions=conditions,
        Parameters=forty()["Parameters"],
    )

    assert [({"P00": "no"}, None), ({"P00": "yes"}, {"Value": "x"})] == [
        (choices, blocks.get("A")) for choices, blocks in found.deployments
    ]


def test_a_loop_over_a_loop_over_a_loop_is_not_expanded() -> None:
    """A million entries are not made."""
    hundred = [str(number) for number in range(100)]
    body: Any = {"K${X}${Y}${Z}": thing("x")}
    for name in "ZYX":
        body = {f"Fn::ForEach::{name}": [name, hundred, body]}
    found = judged(body)

    assert {"Fn::ForEach makes more than 1024 entries"} == set(found.problems)
    assert {"Canary"} == found.only.keys()


def test_a_text_of_many_variables_is_bounded() -> None:
    """A hundred thousand variables take a moment, and stay unknown."""
    text = "${A}" * 100_000
    found = judged({"A": thing({"Fn::Sub": text})}, Parameters={"A": {"Type": "String"}})

    assert found.only["A"] == {"Value": "<the text is too long>"}


def test_many_variables_in_a_map_are_bounded() -> None:
    """So does a text whose variables are all given."""
    names = [f"v{index}" for index in range(50_000)]
    sub = ["".join(f"${{{name}}}" for name in names), dict.fromkeys(names, "x")]
    found = judged({"A": thing({"Fn::Sub": sub})})

    assert found.only["A"] == {"Value": "<the text is too long>"}


def test_a_deep_join_is_refused() -> None:
    """Functions nested deeper than a document may be cost themselves only."""
    value = '{"Fn::Join": ["", [' * 800 + '"x"' + ', "y"]]}' * 800
    text = written({"Resources": {"Canary": CANARY, "A": thing("VALUE")}})
    found = run(text.replace('"VALUE"', value))

    assert found.only["Canary"] == {"Value": "seen"}


def test_a_join_as_deep_as_a_document_is_evaluated() -> None:
    """A document's own limit is met first."""
    value: Any = "x"
    for _ in range(30):
        value = {"Fn::Join": ["", [value, "y"]]}
    found = judged({"A": thing(value)})

    assert found.only["A"] == {"Value": "x" + "y" * 30}


def test_texts_that_double_are_bounded() -> None:
    """Properties that each hold the next one twice do not grow without end."""
    resources = {
        f"R{index:02}": {
            "Type": THING,
            "Properties": {"Name": {"Fn::Sub": f"${{R{index + 1:02}}}${{R{index + 1:02}}}"}},
        }
        for index in range(30)
    }
    resources["R30"] = {"Type": THING, "Properties": {"Name": "0123456789"}}
    found = judged(resources)

    assert found.only["R29"] == {"Name": "0123456789" * 2}
    assert found.only["R00"] != {"Name": "<R00.Name>"}


@pytest.mark.long
def test_thirty_thousand_resources_are_judged() -> None:
    """CloudFormation itself takes 500."""
    text = "Resources:\n" + "".join(
        f"  R{index}: {{Type: '{THING}', Properties: {{Value: !Sub '${{AWS::Region}}'}}}}\n"
        for index in range(30_000)
    )
    found = run(text)

    assert len(found.only) == 30_000
    assert found.only["R29999"] == {"Value": "<aws:region>"}


def test_steps_are_counted() -> None:
    """Evaluation ends where the limit does, and says so."""
    limits = Limits(evaluation_steps=50)
    text = written({"Resources": {"A": thing(["x"] * 100), "B": thing("y")}})
    found = run(text, limits=limits)

    assert "evaluating this template takes too many steps" in found.problems
    assert found.only["B"] == {"Value": "y"}


SHAPES: tuple[Any, ...] = (None, 1, "text", True, [], ["a"], {}, {"a": None}, {"a": []}, {"a": 1})


@pytest.mark.parametrize(
    "section", ["Parameters", "Mappings", "Conditions", "Rules", "Outputs", "Metadata"]
)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_section_of_the_wrong_shape_costs_itself(section: str, shape: Any) -> None:
    """What stands beside it is judged."""
    resources = {
        "A": thing({"Fn::If": ["a", {"Ref": "a"}, {"Fn::FindInMap": ["a", "a", "a"]}]}),
        "B": thing({"Fn::GetAtt": "A.Value"}, Condition="a"),
    }
    judged(resources, **{section: shape})


@pytest.mark.parametrize("shape", [None, [], {}, {"a": None}, {"a": []}, {"a": 1}], ids=str)
def test_a_transform_of_the_wrong_shape_costs_itself(shape: Any) -> None:
    """A transform without a name changes nothing: CloudFormation refuses the template."""
    judged({"A": thing("a")}, Transform=shape)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("key", ["Type", "Properties", "Condition", "Metadata", "DependsOn"])
def test_a_resource_of_the_wrong_shape_costs_itself(key: str, shape: Any) -> None:
    """What stands beside it is judged."""
    judged({"A": {"Type": THING, key: shape}, "B": shape})


FUNCTIONS = [
    "Ref",
    "Condition",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::FindInMap",
    "Fn::GetAtt",
    "Fn::GetAZs",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Length",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::ToJsonString",
    "Fn::Transform",
    "Fn::ForEach::X",
    "Fn::And",
    "Fn::Or",
    "Fn::Not",
    "Fn::Equals",
]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_of_the_wrong_shape_costs_itself(function: str) -> None:
    """Whatever a function is given, in a property and in a condition, nothing else is lost."""
    for shape in (
        *SHAPES,
        [None],
        [None, None],
        [[], {}, None],
        ["a", "b", "c"],
        [{"Ref": "A"}] * 3,
    ):
        judged(
            {"A": thing({function: shape}), "B": thing("x", Condition="C")},
            Conditions={"C": {function: shape}},
        )
