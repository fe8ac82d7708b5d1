"""Terragrunt's files that mean harm: they end, and what they hide is told."""

from __future__ import annotations

import os

import pytest
from units_in_memory import deployed, unit

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.options import Options


def test_a_unit_that_includes_itself_ends():
    """What is included includes nothing more."""
    text = unit('include "me" {\n  path = "terragrunt.hcl"\n}\ninputs = {\n  a = 1\n}\n')

    found = deployed({"live/trail/terragrunt.hcl": text})

    assert {"a": 1} == found.inputs()


def test_configurations_that_read_themselves_are_open():
    """By themselves, or by way of others."""
    loop = (
        'locals {\n  a = read_terragrunt_config("%s")\n}\ninputs = {\n  x = local.a.inputs.x\n}\n'
    )
    tree = {
        "live/trail/terragrunt.hcl": unit(loop % "terragrunt.hcl"),
        "live/a/terragrunt.hcl": unit(loop % "../b.hcl"),
        "live/b.hcl": loop % "c.hcl",
        "live/c.hcl": loop % "b.hcl",
    }

    found = deployed(tree)

    for name in ("live/trail", "live/a"):
        assert found.calls[name].inputs["x"].unknown is not None


def test_configurations_that_read_many_others_end():
    """A chain is followed for some steps; what many read is read once."""

    def reader(*paths: str) -> str:
        written = "".join(
            f'  l{number} = read_terragrunt_config("{path}")\n' for number, path in enumerate(paths)
        )
        values = ", ".join(f"local.l{number}.inputs.x" for number in range(len(paths)))
        return f"locals {{\n{written}}}\ninputs = {{\n  x = [{values}]\n}}\n"

    tree = {
        **{f"live/c{number}.hcl": reader(f"c{number + 1}.hcl") for number in range(50)},
        **{f"live/f{n}.hcl": reader(*[f"f{n + 1}.hcl"] * 3) for n in range(10)},
        **{f"live/r{n}.hcl": reader(*[f"r{m}.hcl" for m in range(20)]) for n in range(20)},
        "live/f10.hcl": "inputs = {\n  x = 1\n}\n",
        "live/trail/terragrunt.hcl": unit(reader("../c0.hcl")),
        "live/fan/terragrunt.hcl": unit(reader("../f0.hcl")),
        "live/ring/terragrunt.hcl": unit(reader("../r0.hcl")),
    }

    assert ["live/fan", "live/ring", "live/trail"] == sorted(deployed(tree).calls)


@pytest.mark.parametrize(
    "inputs",
    [
        "(" * 500 + "1" + ")" * 500,
        "[" * 150 + "1" + "]" * 150,
        '"${' * 60 + "1" + '}"' * 60,
        "[for a in range(9000) : [for b in range(9000) : a * b]]",
        "local.l0",
        "local.c0",
        "local",
        "include",
        "dependency",
        "dependency.a.outputs",
        "dependency.a[0].b",
        "include.root.locals",
        "values",
        "feature.x",
        'read_terragrunt_config(".")',
        'read_terragrunt_config("")',
        'read_terragrunt_config("\\u0000")',
        'file("\\u0000")',
        'find_in_parent_folders("\\u0000")',
        'find_in_parent_folders("../../../../etc/passwd")',
        'read_terragrunt_config("/etc/passwd")',
        'file("/etc/passwd")',
        "find_in_parent_folders(null)",
        "get_env(null)",
        "get_env()",
        "merge(null, 1)",
    ],
)
def test_expressions_that_mean_harm_leave_an_input_open(inputs):
    """And nothing else."""
    chain = "".join(f"  l{number} = local.l{number + 1}\n" for number in range(3000))
    text = (
        f"locals {{\n{chain}  l3000 = 1\n  c0 = local.c1\n  c1 = local.c0\n}}\n"
        f"inputs = {{\n  x = {inputs}\n  y = 1\n}}\n"
    )

    found = deployed({"live/trail/terragrunt.hcl": unit(text)})

    assert ["live/trail"] == list(found.calls)
    assert "passwd" not in str(found.calls["live/trail"].files)


def test_a_source_cannot_lead_out_of_the_tree(tmp_path):
    """Neither by dots nor by a link, nor does what is included or read."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "main.tf").write_text('resource "aws_cloudtrail" "secret" {}\n')
    (outside / "root.hcl").write_text("inputs = {\n  multi_region = true\n}\n")
    tree = tmp_path / "tree"
    for name in ("live/a", "live/b", "modules/trail"):
        (tree / name).mkdir(parents=True)
    os.symlink(outside, tree / "modules/linked")
    os.symlink(outside / "root.hcl", tree / "linked.hcl")
    (tree / "modules/trail/main.tf").write_text(
        'variable "multi_region" {\n  default = false\n}\n'
        'resource "aws_cloudtrail" "main" {\n  is_multi_region_trail = var.multi_region\n}\n'
    )
    source = 'terraform {\n  source = "../../modules/%s"\n}\n'
    include = 'include "root" {\n  path = find_in_parent_folders("linked.hcl")\n}\n'
    (tree / "live/a/terragrunt.hcl").write_text(source % "linked")
    (tree / "live/b/terragrunt.hcl").write_text(source % "trail" + include)

    report = check(tree, Options(selected=("CT101",)), root=tree)

    assert [Verdict.UNKNOWN] == [outcome.verdict for outcome in report.outcomes]
    assert "secret" not in str(report.outcomes)
    assert not [path for path in report.sources if "linked" in path]


def test_a_template_of_a_unit_is_no_unit():
    """Catalogs hold such files, which are none of Terragrunt's before they are filled in."""
    template = unit("inputs = {\n  {{ .Name }}\n}\n")

    found = deployed({"modules/trail/.boilerplate/terragrunt.hcl": template})

    assert () == found.found


def test_thousands_of_units_of_one_module_are_all_judged():
    """Each of them is read once, and what they share is not read again."""
    text = unit('locals {\n  c = read_terragrunt_config("../c.hcl")\n}\ninputs = local.c.inputs\n')
    tree = {f"live/u{number}/terragrunt.hcl": text for number in range(2_000)}

    found = deployed({**tree, "live/c.hcl": "inputs = {\n  a = 1\n}\n"})

    assert 2_000 == len(found.calls)
    assert {"a": 1} == found.inputs("live/u1999")
