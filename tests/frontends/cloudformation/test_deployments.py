"""Which deployments a template has, and what each is called."""

from __future__ import annotations

import pytest
from template_runs import THING, run, search_of, shown, written

from iacguard.core.limits import Limits


def template(value: object, *, condition: str | None = None, **sections: object) -> str:
    resource: dict[str, object] = {"Type": THING, "Properties": {"Value": value}}
    if condition is not None:
        resource["Condition"] = condition
    return written({**sections, "Resources": {"It": resource}})


def outcomes(text: str, parameters: str = "[]") -> list[tuple[dict[str, str], object]]:
    """Return the choices of each deployment, and the value of the resource in it."""
    found = run(text, parameters)
    return [(choices, blocks.get("It", {}).get("Value")) for choices, blocks in found.deployments]


ENV = {"Env": {"Type": "String", "AllowedValues": ["dev", "stage", "prod"], "Default": "dev"}}
IS_PROD = {"IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}}
IF_PROD = {"Fn::If": ["IsProd", "yes", "no"]}


def test_a_template_without_questions_has_one_deployment() -> None:
    """Nothing is chosen where nothing is open."""
    assert outcomes(template("x")) == [({}, "x")]


def test_a_condition_divides_the_allowed_values() -> None:
    """Values that no condition tells apart stay together."""
    assert outcomes(template(IF_PROD, Parameters=ENV, Conditions=IS_PROD)) == [
        ({"Env": "dev or stage"}, "no"),
        ({"Env": "prod"}, "yes"),
    ]


def test_a_parameter_takes_each_allowed_value() -> None:
    """A property that is a parameter is judged for each value."""
    assert outcomes(template({"Ref": "Env"}, Parameters=ENV)) == [
        ({"Env": "dev"}, "dev"),
        ({"Env": "stage"}, "stage"),
        ({"Env": "prod"}, "prod"),
    ]


def test_a_piece_of_a_text_multiplies_nothing() -> None:
    """A name with the environment in it is one text with an open piece."""
    assert outcomes(template({"Fn::Sub": "logs-${Env}"}, Parameters=ENV)) == [
        ({}, "logs-<parameter:Env>")
    ]


def test_a_piece_of_a_text_is_spelled_where_the_answer_is_known() -> None:
    """The name agrees with what the condition decides."""
    value = [{"Fn::Sub": "logs-${Env}"}, IF_PROD]

    assert [
        ({"Env": "dev or stage"}, ["logs-<parameter:Env>", "no"]),
        ({"Env": "prod"}, ["logs-prod", "yes"]),
    ] == outcomes(template(value, Parameters=ENV, Conditions=IS_PROD))


def test_a_piece_of_a_text_is_spelled_on_demand() -> None:
    """A rule that needs the name narrows by the parameter."""
    search = search_of(template({"Fn::Sub": "logs-${Env}"}, Parameters=ENV))
    (start,) = search.deployments()

    assert (
        ({"Env": "dev"}, {"It": {"Value": "logs-dev"}}),
        ({"Env": "stage"}, {"It": {"Value": "logs-stage"}}),
        ({"Env": "prod"}, {"It": {"Value": "logs-prod"}}),
    ) == shown(search, search.narrow(start, "Env")).deployments


def test_what_is_settled_is_not_narrowed() -> None:
    """Neither a question that nothing asks, nor one that is answered."""
    search = search_of(template(IF_PROD, Parameters=ENV, Conditions=IS_PROD))

    assert [(), ()] == [search.narrow(found, "Env") for found in search.deployments()]


def test_many_questions_are_answered_on_demand() -> None:
    """Over the limit there is one deployment, and a value names what it hangs on."""
    text = template(IF_PROD, Parameters=ENV, Conditions=IS_PROD)
    search = search_of(text, limits=Limits(deployments=1))
    (start,) = search.deployments()
    (block,) = start.blocks

    assert ["", "Env"] == [hop.question for hop in block.attributes["Value"].provenance]
    assert (
        ({"Env": "dev or stage"}, {"It": {"Value": "no"}}),
        ({"Env": "prod"}, {"It": {"Value": "yes"}}),
    ) == shown(search, search.narrow(start, "Env")).deployments


def test_a_default_is_taken_where_nothing_asks() -> None:
    """A plain deployment takes the defaults."""
    parameters = {"Env": {"Type": "String", "Default": "dev"}}

    assert outcomes(template({"Ref": "Env"}, Parameters=parameters)) == [({}, "dev")]


def test_a_condition_on_a_default_has_both_outcomes() -> None:
    """A condition is there to be switched."""
    parameters = {"Env": {"Type": "String", "Default": "dev"}}

    assert outcomes(template(IF_PROD, Parameters=parameters, Conditions=IS_PROD)) == [
        ({"Env": "anything but prod"}, "no"),
        ({"Env": "prod"}, "yes"),
    ]


def test_a_parameter_file_settles_a_parameter() -> None:
    """What is given is no question."""
    text = template(IF_PROD, Parameters=ENV, Conditions=IS_PROD)

    assert outcomes(text, '{"Env": "prod"}') == [({}, "yes")]


@pytest.mark.parametrize(
    "parameters",
    [
        '[{"ParameterKey": "Env", "ParameterValue": "prod"}]',
        '["Env=prod"]',
        '{"Parameters": {"Env": "prod"}}',
        '{"parameters": {"Env": "prod"}}',
        '{"Parameters": [{"ParameterKey": "Env", "ParameterValue": "prod"}]}',
        "Env: prod",
    ],
)
def test_parameter_files_have_several_shapes(parameters: str) -> None:
    """The shapes of the AWS CLI, of CodePipeline, of deployment files and a plain map."""
    text = template({"Ref": "Env"}, Parameters=ENV)

    assert outcomes(text, parameters) == [({}, "prod")]


def test_a_resource_is_left_out_where_its_condition_is_false() -> None:
    """A model never holds a conditional resource."""
    found = run(template("x", condition="IsProd", Parameters=ENV, Conditions=IS_PROD))

    assert found.deployments == (
        ({"Env": "dev or stage"}, {}),
        ({"Env": "prod"}, {"It": {"Value": "x"}}),
    )


def test_a_reference_to_what_is_left_out_cannot_be_deployed() -> None:
    """CloudFormation refuses such a deployment, so it is not judged."""
    text = written(
        {
            "Parameters": ENV,
            "Conditions": IS_PROD,
            "Resources": {
                "It": {"Type": THING, "Properties": {"Value": {"Ref": "Other"}}},
                "Other": {
                    "Type": THING,
                    "Condition": "IsProd",
                    "Properties": {"Name": "n"},
                },
            },
        }
    )

    assert outcomes(text) == [({"Env": "prod"}, "n")]


def test_a_failing_assertion_cannot_be_deployed() -> None:
    """The Rules section takes deployments away."""
    rules = {
        "NoStage": {
            "RuleCondition": {"Fn::Contains": [["stage", "other"], {"Ref": "Env"}]},
            "Assertions": [{"Assert": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}}],
        }
    }

    assert outcomes(template({"Ref": "Env"}, Parameters=ENV, Rules=rules)) == [
        ({"Env": "dev"}, "dev"),
        ({"Env": "prod"}, "prod"),
    ]


def test_a_region_divides_only_conditions() -> None:
    """A region that is compared is a question; in texts it stays a symbol."""
    conditions = {"Home": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}}
    value = {"Fn::If": ["Home", "here", {"Ref": "AWS::Region"}]}

    assert outcomes(template(value, Conditions=conditions)) == [
        ({"AWS::Region": "us-east-1"}, "here"),
        ({"AWS::Region": "anything but us-east-1"}, "<aws:region>"),
    ]


def test_mapping_entries_that_agree_are_not_told_apart() -> None:
    """Regions with the same entry are one deployment."""
    rows = {"eu-west-1": "on", "eu-west-2": "on", "us-east-1": "off"}
    value = {"Fn::FindInMap": ["Regions", {"Ref": "AWS::Region"}, "state"]}

    assert outcomes(
        template(value, Mappings={"Regions": {key: {"state": v} for key, v in rows.items()}})
    ) == [
        ({"AWS::Region": "eu-west-1 or eu-west-2"}, "on"),
        ({"AWS::Region": "us-east-1"}, "off"),
    ]


def test_a_comparison_that_nothing_decides_has_both_outcomes() -> None:
    """Two conditions on one comparison agree with each other."""
    parameters = {"Subnets": {"Type": "CommaDelimitedList"}}
    empty = {"Fn::Equals": [{"Fn::Join": ["", {"Ref": "Subnets"}]}, ""]}
    conditions = {"Some": {"Fn::Not": [{"Condition": "None"}]}, "None": empty}
    value = [{"Fn::If": ["Some", "some", "none"]}, {"Fn::If": ["None", "none", "some"]}]

    assert [
        found
        for _, found in outcomes(template(value, Parameters=parameters, Conditions=conditions))
    ] == [["none", "none"], ["some", "some"]]


def test_secret_answers_are_not_shown() -> None:
    """A NoEcho parameter is named without its value."""
    parameters = {"Env": {**ENV["Env"], "NoEcho": True, "AllowedValues": ["a", "b"]}}

    assert outcomes(template({"Ref": "Env"}, Parameters=parameters)) == [
        ({"Env": "(not shown)"}, "a"),
        ({"Env": "(not shown)"}, "b"),
    ]


def test_tags_ask_nothing() -> None:
    """A property that no field is read from does not multiply deployments."""
    text = written(
        {
            "Parameters": ENV,
            "Resources": {"It": {"Type": THING, "Properties": {"Tags": [{"Ref": "Env"}]}}},
        }
    )

    assert run(text).deployments == (({}, {"It": {"Tags": ["<parameter:Env>"]}}),)


def test_two_parameters_may_both_be_something_else() -> None:
    """A constant that only one of them is compared with may be "anything else" of the other."""
    parameters = {name: {"Type": "String", "Default": "a"} for name in ("One", "Two")}
    conditions = {
        "Same": {"Fn::Equals": [{"Ref": "One"}, {"Ref": "Two"}]},
        "B": {"Fn::Equals": [{"Ref": "One"}, "b"]},
    }
    value = {"Fn::If": ["B", {"Fn::If": ["Same", "both", "one"]}, "none"]}

    found = outcomes(template(value, Parameters=parameters, Conditions=conditions))

    assert {"both", "none", "one"} == {value for _, value in found}


def test_what_is_no_longer_told_apart_is_said() -> None:
    """When the steps for narrowing are used up, a note says so, and it says so once."""
    text = template(IF_PROD, Parameters=ENV, Conditions=IS_PROD)
    search = search_of(text, limits=Limits(evaluation_steps=50))
    start = search.whole()
    first, *_, last = [search.narrow(start, "Env") for _ in range(100)]

    assert (2, 0) == (len(first), len(last))
    assert ["the template can be deployed in too many ways to try them all"] == [
        problem.summary for problem in search.diagnostics
    ]


def test_an_answer_that_every_further_answer_refuses_is_none() -> None:
    """Where much is open too, what no complete set of answers allows is not judged."""
    names = [f"P{number}" for number in range(6)]
    parameters = {name: {"Type": "String", "AllowedValues": ["a", "b"]} for name in (*names, "Env")}
    parameters["Multi"] = {"Type": "String", "AllowedValues": ["true", "false"]}
    must = {"Assertions": [{"Assert": {"Fn::Equals": [{"Ref": "Multi"}, "true"]}}]}
    rules = {
        f"In{env}": {"RuleCondition": {"Fn::Equals": [{"Ref": "Env"}, env]}, **must}
        for env in ("a", "b")
    }
    values = [{"Ref": name} for name in (*names, "Env", "Multi")]
    search = search_of(template(values, Parameters=parameters, Rules=rules))
    (start,) = search.deployments()

    assert [{"Multi": "true"}] == [
        {choice.name: choice.value for choice in found.choices}
        for found in search.narrow(start, "Multi")
    ]


EITHER = {"Type": "String", "AllowedValues": ["a", "b"]}
SAME = {"Fn::Equals": [{"Ref": "Env"}, {"Ref": "Twin"}]}
OTHERS = {"Fn::Equals": [{"Ref": "Twin"}, "b"]}


@pytest.mark.parametrize("open_parameters", [0, 6])
def test_what_only_rules_ask_refuses_an_answer(open_parameters: int) -> None:
    """An answer that no value of a parameter goes with, which no resource refers to, is none."""
    names = [f"P{number}" for number in range(open_parameters)]
    parameters = dict.fromkeys(("Env", "Twin", *names), EITHER)
    rules = {"Pair": {"Assertions": [{"Assert": SAME}, {"Assert": OTHERS}]}}
    values = [{"Ref": name} for name in ("Env", *names)]
    search = search_of(template(values, Parameters=parameters, Rules=rules))

    begun = search.deployments()
    found = search.narrow(begun[0], "Env") if open_parameters else begun

    assert [{"Env": "b"}] == [
        {choice.name: choice.value for choice in deployed.choices} for deployed in found
    ]


def test_rules_that_nothing_satisfies_leave_the_template_to_be_judged() -> None:
    """Where nothing can be deployed, the resources are judged all the same."""
    rules = {"Never": {"Assertions": [{"Assert": SAME}, {"Assert": OTHERS}]}}
    only_a = {"Type": "String", "AllowedValues": ["a"]}
    search = search_of(template("x", Parameters={"Env": only_a, "Twin": EITHER}, Rules=rules))

    assert search.deployments() == (search.whole(),)


def test_the_whole_of_a_scope_costs_nothing_more() -> None:
    """It is what the deployments are narrowed from; asking for it again takes no step."""
    text = template(IF_PROD, Parameters=ENV, Conditions=IS_PROD)
    asked, unasked = (search_of(text, limits=Limits(evaluation_steps=50)) for _ in range(2))

    found = asked.deployments()
    wholes = {id(asked.whole()) for _ in range(1_000)}

    assert (found, len(wholes)) == (unasked.deployments(), 1)
    assert [asked.narrow(asked.whole(), "Env") for _ in range(100)] == [
        unasked.narrow(unasked.whole(), "Env") for _ in range(100)
    ]
