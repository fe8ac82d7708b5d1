"""Parameters that SAM's configuration file gives."""

from __future__ import annotations

import pytest

from iacguard.core.source import Source
from iacguard.frontends.cloudformation.stacks.sam_configuration import read_sam_configuration

STYLES = {
    "text": (
        'parameter_overrides = "Stage=prod Name=\\"a b\\" ParameterKey=Multi,ParameterValue=true"'
    ),
    "list": 'parameter_overrides = ["Stage=prod", "Name=\\"a b\\"", "Multi=true"]',
    "table": 'parameter_overrides = { Stage = "prod", Name = "a b", Multi = true }',
}
EXPECTED = {"Stage": "prod", "Name": "a b", "Multi": "true"}


def read(text: str, environment: str = "prod"):
    values, problems = read_sam_configuration(Source("samconfig.toml", text), environment)
    return {name: one.text for name, one in values.items()}, [one.summary for one in problems]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("command", ["deploy", "global"])
def test_every_form_is_read(style, command):
    """A text of pairs, a list of them, or a table."""
    assert (EXPECTED, []) == read(f"version = 0.1\n[prod.{command}.parameters]\n{STYLES[style]}\n")


def test_an_environment_without_a_name_is_the_default():
    """As it is for SAM."""
    text = '[default.deploy.parameters]\nparameter_overrides = "A=1"\n'

    assert ({"A": "1"}, []) == read(text, "")


def test_what_is_for_all_commands_is_weaker():
    """SAM takes what the command's own table says."""
    text = (
        '[prod.global.parameters]\nparameter_overrides = "A=1"\n'
        '[prod.deploy.parameters]\nparameter_overrides = "A=2"\n'
    )

    assert ({"A": "2"}, []) == read(text)


def test_a_value_has_its_place():
    """The line of the key in the environment's table."""
    text = (
        '[dev.deploy.parameters]\nparameter_overrides = "A=1"\n'
        '[prod.deploy.parameters]\nparameter_overrides = "A=2"\n'
    )
    values, _ = read_sam_configuration(Source("samconfig.toml", text), "prod")

    assert 4 == values["A"].span.start.line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[dev.deploy.parameters]\n", "it has no table [prod.deploy.parameters]"),
        (
            '[prod.deploy.parameters]\nparameter_overrides = "A"\n',
            "`parameter_overrides` of prod cannot be read: expected Key=Value, found 'A'",
        ),
        (
            "[prod.deploy.parameters]\nparameter_overrides = 1\n",
            "`parameter_overrides` of prod cannot be read: expected a string, a list or a table",
        ),
        (
            '[prod.deploy.parameters]\nparameter_overrides = "A=\'"\n',
            "`parameter_overrides` of prod cannot be read: No closing quotation",
        ),
    ],
)
def test_a_broken_file_is_said(text, said):
    """And no value is taken from it."""
    assert ({}, [said]) == read(text)


def test_a_file_that_is_no_toml_is_said():
    """In the words of the parser, which differ from one to the next."""
    values, (said,) = read("[prod\n")

    assert {} == values
    assert said.startswith("not TOML: ")
    assert said.endswith("(at line 1, column 6)")


def test_an_environment_may_set_no_parameter():
    """Then the template's defaults hold."""
    assert ({}, []) == read('[prod.deploy.parameters]\nstack_name = "x"\n')


def test_a_deep_file_ends():
    """The parser's own bound is said."""
    text = "a = " + "[" * 100_000 + "]" * 100_000
    _, (said,) = read(text)

    assert said.startswith("not TOML: ")
