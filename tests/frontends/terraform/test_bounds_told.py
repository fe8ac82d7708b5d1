"""Values that would become too large leave one thing unknown, and are told where it matters."""

from __future__ import annotations

import pytest
from terraform_configurations import Terraform, TextFiles

from iacguard.frontends.protocol import FrontendRequest
from iacguard.frontends.terraform.frontend import TerraformFrontend

TRAIL = 'resource "aws_cloudtrail" "a" {{\n  name = "n"\n  s3_bucket_name = "b"\n  {}\n}}\n'


def told(text: str) -> list[str]:
    request = FrontendRequest(files=TextFiles({"main.tf": text}), candidates=("main.tf",))
    (scope,) = TerraformFrontend().scopes(request)
    return [
        f"{each.level.value} {each.subject.start.line}: {each.summary}"
        for each in scope.diagnostics
    ]


def doubled(last: str, times: int) -> str:
    """Locals of which each holds the next one twice; `x0` is the longest."""
    links = (f'x{i} = "${{local.x{i + 1}}}${{local.x{i + 1}}}"\n' for i in range(times))
    return f'variable "v" {{}}\nlocals {{\n{"".join(links)}x{times} = {last}\n}}\n'


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        ("setproduct(range(1000), range(1000))", "the result has more than 10000 elements"),
        ('format("%1000001d", 1)', "the text is longer than 1000000 characters"),
        (
            'join("", [for i in range(1000) : "${format("%2000d", i)}"])',
            "the text is longer than 1000000 characters",
        ),
    ],
)
@pytest.mark.parametrize("needed", ["s3_key_prefix = {}", "enable_logging = 0 < length({})"])
def test_a_limit_of_a_function_is_an_error_where_a_control_needs_it(
    needed: str, value: str, limit: str
) -> None:
    """What had to be evaluated was not."""
    assert [f"error 4: {limit}"] == told(TRAIL.format(needed.format(value)))


@pytest.mark.parametrize(
    "value",
    [
        "setproduct(range(1000), range(1000))",
        "[for i in range(1000) : [for j in range(1000) : i]]",
        'format("%1000001d", 1)',
    ],
)
def test_a_limit_that_no_control_needs_is_not_told(value: str) -> None:
    """Tags change no verdict."""
    assert [] == told(TRAIL.format(f"tags = {{ a = {value} }}"))


@pytest.mark.parametrize(
    "value",
    [
        'try(format("%v%v", local.long, local.long), "short")',
        'try(lookup(tomap({ a = "b" }), "c", format("%1000001d", 1)), "short")',
        'can(format("%1000001d", 1)) ? "yes" : "no"',
        'try(10 * pow(10, 4300), "short")',
    ],
)
def test_no_try_answers_a_limit_within_a_function(terraform: Terraform, value: str) -> None:
    """Terraform has none, and goes on with the value."""
    found = terraform(
        f"""locals {{ long = [for i in range(700) : format("%2000d", i)] }}
resource "aws_cloudtrail" "t" {{ name = {value} }}
"""
    )
    (name,) = found.plain("aws_cloudtrail.t").values()

    assert str(name).startswith("?")


def test_a_text_that_is_known_in_part_has_a_bounded_number_of_pieces() -> None:
    """Doubling one forty times costs nothing."""
    text = doubled('"${var.v}-"', 40) + TRAIL.format("s3_key_prefix = local.x0")

    assert ["error 15: the text has more than 10000 pieces that are not known"] == told(text)


@pytest.mark.parametrize(
    "value",
    [
        'join(local.x0, split("", "abcd"))',
        'format("%s%s%s", local.x0, local.x0, local.x0)',
        "jsonencode([local.x0, local.x0, local.x0])",
        'upper("${local.x0}${local.x0}${local.x0}")',
    ],
)
def test_what_functions_join_has_a_bounded_number_of_pieces(value: str) -> None:
    """The limit is told at the call, or where the text is made that it is given."""
    text = doubled('"${var.v}-"', 12) + TRAIL.format(f"s3_key_prefix = {value}")

    assert ["error 20: the text has more than 10000 pieces that are not known"] == told(text)


def test_the_texts_of_a_policy_document_are_bounded() -> None:
    """It is told at the data source, and the rest is judged."""
    text = """locals { long = format("%900000d", 1) }
data "aws_iam_policy_document" "p" {
  statement { resources = [local.long, "${local.long}x"] }
}
resource "aws_s3_bucket_policy" "b" {
  bucket = "b"
  policy = data.aws_iam_policy_document.p.json
}
"""

    assert ["error 2: the text is longer than 1000000 characters"] == told(text)


def test_many_long_texts_take_no_more_room_than_there_is(terraform: Terraform) -> None:
    """Each would be within the limits; what is small is evaluated all the same."""
    text = "\n".join(
        [
            'locals { long = format("%900000d", 1) }',
            'resource "aws_cloudtrail" "t" {',
            *(f'a{i} = "${{local.long}}x"' for i in range(400)),
            'name = "${"n"}"',
            "}",
        ]
    )
    found = terraform(text)

    assert {"the values of the configuration take too much memory"} == {
        each.summary for each in found.diagnostics
    }
    assert "n" == found.plain("aws_cloudtrail.t")["name"]
