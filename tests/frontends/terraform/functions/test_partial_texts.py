"""String functions keep the known pieces of a partly known text."""

from __future__ import annotations

from iacguard.core.limits import Limits
from iacguard.core.text import ACCOUNT, REGION
from iacguard.core.value import Hole, Symbol
from iacguard.frontends.terraform.functions import FUNCTIONS
from iacguard.frontends.terraform.values.types import STRING
from iacguard.frontends.terraform.values.values import CallContext, TerraformValue, string, unknown

ARN = ("arn:aws:logs:", REGION, ":", ACCOUNT, ":log-group:/Trail:*")
NAME = Symbol("name")


def call(name: str, *arguments: TerraformValue) -> TerraformValue:
    """Return what a function makes of its arguments."""
    context = CallContext(
        limits=Limits(),
        files=None,  # type: ignore[arg-type]
        module_directory="",
        root_directory="",
        render=lambda source, variables: string(source.text),
    )
    return FUNCTIONS[name](arguments, context)


def text(*parts: object) -> TerraformValue:
    """Return a partly known text."""
    return unknown("it is not deployed yet", STRING, never_null=True, parts=parts)  # type: ignore[arg-type]


def test_a_known_suffix_is_cut_off() -> None:
    """The suffix of a log group's ARN goes, the rest stays."""
    assert (*ARN[:-1], ":log-group:/Trail") == call("trimsuffix", text(*ARN), string(":*")).parts


def test_a_suffix_that_is_certainly_not_there_changes_nothing() -> None:
    """The text is kept as it is."""
    assert ARN == call("trimsuffix", text(*ARN), string("/x")).parts


def test_a_suffix_that_may_be_there_leaves_nothing_known() -> None:
    """An unknown end may hold the suffix or not."""
    assert (Hole(),) == call("trimsuffix", text("a", NAME), string("x")).parts


def test_a_known_prefix_is_cut_off() -> None:
    """The prefix goes, the rest stays."""
    assert (":logs:", *ARN[1:]) == call("trimprefix", text(*ARN), string("arn:aws")).parts


def test_an_arn_is_split_where_its_symbols_hold_no_colon() -> None:
    """Account and region hold no colon, so the sections are certain."""
    found = call("split", string(":"), text(*ARN))

    expected = [("arn",), ("aws",), ("logs",), (REGION,), (ACCOUNT,), ("log-group",), ("/Trail",)]
    assert [*expected, ("*",)] == [element.parts for element in found.elements]


def test_a_text_that_may_hold_the_separator_is_not_split() -> None:
    """How many sections there are is not known."""
    assert call("split", string("-"), text("a-", NAME)).unknown is not None


def test_a_character_is_replaced_in_what_is_known() -> None:
    """A symbol that cannot hold the character stays; another becomes a hole."""
    found = call("replace", text("a:", ACCOUNT, ":", NAME), string(":"), string("/"))

    assert ("a/", ACCOUNT, "/", Hole()) == found.parts


def test_a_case_change_keeps_the_known_pieces() -> None:
    """Known pieces change; of an unknown one the function makes the same wherever it is called."""
    assert ("LOGS-", Symbol("upper(name)")) == call("upper", text("logs-", NAME)).parts
