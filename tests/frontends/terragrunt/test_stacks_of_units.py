"""Stacks of Terragrunt: units that are copied from elsewhere.

https://docs.terragrunt.com/reference/hcl/blocks#unit
"""

from __future__ import annotations

from units_in_memory import deployed, unit

STACK = """
locals {
  units = "../units"
}
unit "trail" {
  source = "${local.units}/trail"
  path   = "trail"
  values = {
    regions = ["eu-west-1"]
    all     = true
  }
}
unit "flat" {
  source = "../units/trail"
  path   = "flat"
  no_dot_terragrunt_stack = true
  values = { all = false }
}
"""
UNIT = unit(
    "inputs = {\n  all = values.all\n  regions = try(values.regions, [])\n"
    '  beside = file("beside.txt")\n  name = basename(get_terragrunt_dir())\n}\n',
    "${get_path_to_repo_root()}/modules/trail",
)
TREE = {
    ".git/HEAD": "",
    "live/terragrunt.stack.hcl": STACK,
    "units/trail/terragrunt.hcl": UNIT,
    "units/trail/beside.txt": "beside",
}


def test_a_unit_is_deployed_where_the_stack_copies_it():
    """With its values; where it is copied from, it is no unit."""
    found = deployed(TREE)

    assert ["live/.terragrunt-stack/trail", "live/flat"] == sorted(found.calls)
    assert {
        "all": True,
        "regions": ["eu-west-1"],
        "beside": "beside",
        "name": "trail",
    } == found.inputs("live/.terragrunt-stack/trail")
    assert {
        "all": False,
        "regions": [],
        "beside": "beside",
        "name": "flat",
    } == found.inputs("live/flat")


def test_a_unit_that_was_generated_is_read_as_the_stack_says():
    """What lies in the generated directory may be old."""
    tree = {**TREE, "live/.terragrunt-stack/trail/terragrunt.hcl": UNIT}

    assert deployed(TREE).calls.keys() == deployed(tree).calls.keys()


def test_a_unit_whose_stack_is_not_here_has_its_values_in_a_file():
    """Terragrunt writes it beside the unit; without it, they are open."""
    tree = {
        "live/trail/terragrunt.hcl": unit("inputs = {\n  all = values.all\n}\n"),
        "live/other/terragrunt.hcl": unit("inputs = {\n  all = values.all\n}\n"),
        "live/trail/terragrunt.values.hcl": "all = true\n",
    }

    found = deployed(tree)

    assert {"all": True} == found.inputs()
    assert {
        "all": "?the values of a stack are in terragrunt.values.hcl, which is not here"
    } == found.inputs("live/other")


def test_what_a_stack_injects_may_change_any_input():
    """It is written as a file beside the unit, and merged into it."""
    stack = STACK.replace("values = { all = false }", "values = { all = false }\n  autoinclude {}")

    found = deployed({**TREE, "live/terragrunt.stack.hcl": stack})

    assert {
        "live/.terragrunt-stack/trail": "",
        "live/flat": "what a stack injects into unit live/flat is not read"
        " (terragrunt.autoinclude.hcl)",
    } == {name: call.overridden for name, call in found.calls.items()}


def test_stacks_are_nested():
    """The inner one gets values, and hands them on; by itself it deploys nothing."""
    tree = {
        **TREE,
        "live/terragrunt.stack.hcl": """
stack "prod" {
  source = "../stacks/audit"
  path   = "prod"
  values = { all = true }
}
""",
        "stacks/audit/terragrunt.stack.hcl": """
unit "trail" {
  source = "${get_repo_root()}/units/trail"
  path   = "trail"
  values = { all = values.all }
}
""",
    }
    name = "live/.terragrunt-stack/prod/.terragrunt-stack/trail"

    found = deployed(tree)

    assert [name] == list(found.calls)
    assert found.inputs(name)["all"] is True


def test_units_from_elsewhere_are_told_of():
    """What such a unit deploys is not known."""
    tree = {
        "live/terragrunt.stack.hcl": """
unit "remote" {
  source = "git::git@github.com:acme/units.git//trail?ref=v1"
  path   = "remote"
}
unit "outside" {
  source = "../../units/trail"
  path   = "outside"
}
unit "none" {
  source = "../units/none"
  path   = "none"
}
unit "away" {
  source = "../units/none"
  path   = "../../../x"
}
"""
    }

    assert {
        "live/.terragrunt-stack/remote": "its source is an address outside of the scanned tree",
        "live/.terragrunt-stack/outside": "its source is outside the scanned tree"
        " (set --root to a directory above both)",
        "live/.terragrunt-stack/none": "its source holds no unit",
        "live": "its path leads out of the scanned tree",
    } == deployed(tree).unreached


def test_a_stack_that_copies_itself_ends():
    """Terragrunt refuses it; a scan tells of it."""
    block = 'stack "{0}" {{\n  source = "."\n  path   = "{0}"\n}}\n'

    found = deployed({"live/terragrunt.stack.hcl": block.format("a") + block.format("b")})

    assert {} == found.calls
