"""Configurations made to exhaust a reader cost a diagnostic and nothing else."""

from __future__ import annotations

import pytest
from terraform_configurations import Terraform

CANARY = """
resource "aws_cloudtrail" "canary" {
  is_multi_region_trail = local.canary
}
locals { canary = false }
resource "aws_cloudtrail" "victim" { name = local.x }
"""


def chain(make: str, last: str, length: int) -> str:
    """A local that leads through many others; `make` writes one of them with %s for the next."""
    links = [f"x{i} = {make.replace('%s', f'local.x{i + 1}')}" for i in range(length)]
    return "\n".join(["locals {", "x = local.x0", *links, f"x{length} = {last}", "}"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("locals { x = local.x }", "circular reference: local.x -> local.x"),
        (
            "locals {\n x = local.y\n y = [local.z]\n z = local.x\n}",
            "circular reference: local.x -> local.y -> local.z -> local.x",
        ),
        (chain("[%s]", '"end"', 300), "the value is nested more than 200 deep"),
        (chain("[%s, %s]", '"end"', 40), "the value has more than 200000 elements"),
        (chain('"${%s}${%s}"', '"end"', 40), "the text is longer than 1000000 characters"),
        (chain("%s * %s", "10", 40), "the number is too large"),
        ("locals { x = 1e999999 }", "the number is too large"),
        (
            "locals { x = [" + "1," * 10 + '] }\nmodule "m" { source = "./" }',
            "module.m was not read: it calls itself",
        ),
        (
            "locals {\n l = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n x = "
            + "".join(f"[for {name} in local.l : " for name in "abcdef")
            + "a"
            + "]" * 6
            + "\n}",
            "evaluating this takes too many steps",
        ),
        (
            'locals { x = 1 }\nresource "aws_cloudtrail" "y" { count = 1e9 }',
            "`count` makes too many instances to be evaluated",
        ),
        (
            'locals { x = 1 }\nresource "aws_cloudtrail" "y" { for_each = aws_cloudtrail.y }',
            "circular reference: aws_cloudtrail.y -> aws_cloudtrail.y",
        ),
    ],
)
def test_the_canary_is_judged_beside(terraform: Terraform, text: str, problem: str) -> None:
    """The hostile name is unknown and reported; a plain trail in the same file is known."""
    found = terraform(CANARY + text)

    assert problem in [each.summary for each in found.diagnostics]
    assert {"is_multi_region_trail": False} == found.plain("aws_cloudtrail.canary")


def test_a_chain_of_five_thousand_names_is_evaluated(terraform: Terraform) -> None:
    """Names are not evaluated by recursion."""
    found = terraform(CANARY + chain("%s", '"end"', 5_000))

    assert ({"name": "end"}, []) == (found.plain("aws_cloudtrail.victim"), found.problems)


def test_modules_that_double_at_each_level_are_cut_off(terraform: Terraform) -> None:
    """The number of module instances is bounded for the whole root."""
    texts = {
        f"m{level}/main.tf": f'module "a" {{ source = "../m{level + 1}" }}\n'
        f'module "b" {{ source = "../m{level + 1}" }}\n'
        for level in range(24)
    }
    texts["m24/main.tf"] = "locals {}\n"
    texts["main.tf"] = CANARY + 'locals { x = 1 }\nmodule "a" { source = "./m0" }\n'

    found = terraform(texts)

    assert {"the configuration has more than 1024 module instances"} == {
        each.summary for each in found.diagnostics
    }
    assert {"is_multi_region_trail": False} == found.plain("aws_cloudtrail.canary")


def test_a_cycle_through_a_module_is_named(terraform: Terraform) -> None:
    """An output that leads back to the argument that it comes from is a cycle."""
    found = terraform(
        {
            "main.tf": 'module "m" {\n source = "./m"\n i = module.m.o\n}\n',
            "m/main.tf": 'variable "i" {}\noutput "o" { value = var.i }\n'
            'resource "aws_cloudtrail" "t" { name = var.i }\n',
        }
    )

    assert [
        (
            "error m/main.tf:1: circular reference: module.m.var.i -> "
            "module.m.output.o -> module.m.var.i"
        )
    ] == found.problems
