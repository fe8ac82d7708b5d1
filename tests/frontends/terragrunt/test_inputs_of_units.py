"""What units give to their modules, by Terragrunt's documentation.

https://docs.terragrunt.com/reference/hcl/blocks
https://docs.terragrunt.com/reference/hcl/functions
"""

from __future__ import annotations

import pytest
from units_in_memory import REPOSITORY, deployed, unit

from iacguard.frontends.protocol import Inputs

ROOT = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n%s}\n'


def test_inputs_are_values():
    """Of every type that JSON has; dependencies are read in any order."""
    tree = {
        "live/trail/terragrunt.hcl": unit(
            """
locals {
  name = "${local.prefix}-trail"
  prefix = "audit"
}
inputs = {
  name   = local.name
  number = 42
  yes    = true
  list   = ["a", 1]
  map    = { a = { b = null } }
}
"""
        )
    }

    expected = {
        "name": "audit-trail",
        "number": 42,
        "yes": True,
        "list": ["a", 1],
        "map": {"a": {"b": None}},
    }
    assert expected == deployed(tree).inputs()


def test_what_is_included_is_merged_under_the_unit():
    """A shallow merge replaces whole values."""
    tree = {
        "root.hcl": 'inputs = {\n  region = "eu-west-1"\n  tags = { a = 1, b = 2 }\n}\n',
        "live/trail/terragrunt.hcl": unit(ROOT % "" + "inputs = {\n  tags = { b = 3 }\n}\n"),
    }

    assert {"region": "eu-west-1", "tags": {"b": 3}} == deployed(tree).inputs()


def test_a_deep_merge_joins_maps_and_lists():
    """The example of the documentation."""
    tree = {
        "root.hcl": """
inputs = {
  attribute     = "hello"
  old_attribute = "old val"
  list_attr     = ["hello"]
  map_attr      = { foo = "bar", test = true }
}
""",
        "live/trail/terragrunt.hcl": unit(
            ROOT % '  merge_strategy = "deep"\n'
            + """
inputs = {
  attribute     = "mock"
  new_attribute = "new val"
  list_attr     = ["mock"]
  map_attr      = { bar = "baz", test = false }
}
"""
        ),
    }

    expected = {
        "attribute": "mock",
        "old_attribute": "old val",
        "new_attribute": "new val",
        "list_attr": ["hello", "mock"],
        "map_attr": {"foo": "bar", "bar": "baz", "test": False},
    }
    assert expected == deployed(tree).inputs()


def test_no_merge_only_exposes():
    """Several files are included, the later one over the earlier one."""
    tree = {
        "root.hcl": 'inputs = {\n  from = "root"\n  root = true\n}\n',
        "env.hcl": 'inputs = {\n  from = "env"\n  env = true\n}\n',
        "region.hcl": 'locals {\n  region = "eu-west-1"\n}\ninputs = {\n  no = true\n}\n',
        "live/trail/terragrunt.hcl": unit(
            ROOT % ""
            + """
include "env" {
  path = find_in_parent_folders("env.hcl")
}
include "region" {
  path           = find_in_parent_folders("region.hcl")
  expose         = true
  merge_strategy = "no_merge"
}
inputs = {
  region = include.region.locals.region
  all    = include.region.inputs
}
"""
        ),
    }

    expected = {
        "from": "env",
        "root": True,
        "env": True,
        "region": "eu-west-1",
        "all": {"no": True},
    }
    assert expected == deployed(tree).inputs()


def test_a_bare_include_is_exposed_at_the_top():
    """It has no label; it is deprecated, and much code has it."""
    tree = {
        "terragrunt.hcl": 'locals {\n  region = "eu-west-1"\n}\n',
        "live/trail/terragrunt.hcl": unit(
            "include {\n  path = find_in_parent_folders()\n  expose = true\n}\n"
            "inputs = {\n  region = include.locals.region\n}\n"
        ),
    }

    found = deployed(tree)

    assert {"region": "eu-west-1"} == found.inputs()
    assert ["live/trail"] == list(found.calls)


def test_a_configuration_is_read_as_a_map():
    """With its own includes and locals, and a default where it does not exist."""
    tree = {
        "common.hcl": """
locals {
  account = "111122223333"
}
inputs = {
  stack_name = "staging"
  account_id = local.account
}
""",
        "live/trail/terragrunt.hcl": unit(
            """
locals {
  common = read_terragrunt_config(find_in_parent_folders("common.hcl"))
  other  = read_terragrunt_config("none.hcl", { inputs = { other = 1 } })
}
inputs = merge(local.common.inputs, local.other.inputs, {
  account = local.common.locals.account
})
"""
        ),
    }

    expected = {
        "stack_name": "staging",
        "account_id": "111122223333",
        "other": 1,
        "account": "111122223333",
    }
    assert expected == deployed(tree).inputs()


def test_files_are_found_from_the_unit_also_in_what_it_includes():
    """The example of ``find_in_parent_folders``: a root file reads the unit's environment."""
    tree = {
        "root.hcl": """
locals {
  env_vars = read_terragrunt_config(find_in_parent_folders("env.hcl"))
}
inputs = {
  environment = local.env_vars.locals.environment
  beside      = trimspace(file("beside.txt"))
}
""",
        "beside.txt": "beside the root file\n",
        "live/env.hcl": 'locals {\n  environment = "production"\n}\n',
        "live/trail/terragrunt.hcl": unit(ROOT % ""),
    }

    expected = {"environment": "production", "beside": "beside the root file"}
    assert expected == deployed(tree).inputs()


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("path_relative_to_include()", "live/trail"),
        ("path_relative_from_include()", "../.."),
        ("get_path_from_repo_root()", "live/trail"),
        ("get_path_to_repo_root()", "../.."),
        ("basename(get_terragrunt_dir())", "trail"),
        ("basename(dirname(get_original_terragrunt_dir()))", "live"),
        ('endswith(get_parent_terragrunt_dir(), "trail")', False),
        ("startswith(get_terragrunt_dir(), get_repo_root())", True),
        ('replace(get_terragrunt_dir(), get_repo_root(), ".")', "./live/trail"),
        ("get_terraform_commands_that_need_parallelism()", ["apply", "destroy", "plan", "refresh"]),
        ("deep_merge({ a = [1], b = 1 }, { a = [2] }, null)", {"a": [1, 2], "b": 1}),
        ('basename(mark_as_read("a/b"))', "b"),
        ('jsondecode(read_tfvars_file("a.tfvars"))', {"one": 1, "list": ["a"]}),
        ('fileexists("${get_terragrunt_dir()}/a.tfvars")', True),
        ('sort(fileset(get_terragrunt_dir(), "*.tfvars"))', ["a.tfvars"]),
        ('templatefile("t.tpl", { x = 1 })', "x is 1"),
        ('find_in_parent_folders("none.hcl", "fallback.hcl")', "fallback.hcl"),
    ],
)
def test_functions_are_those_of_the_documentation(expression, expected):
    """Each in a unit that includes a file at the root of the repository."""
    tree = {
        **REPOSITORY,
        "root.hcl": "",
        "live/trail/a.tfvars": 'one = 1\nlist = ["a"]\n',
        "live/trail/t.tpl": "x is ${x}",
        "live/trail/terragrunt.hcl": unit(ROOT % "" + f"inputs = {{\n  x = {expression}\n}}\n"),
    }

    assert {"x": expected} == deployed(tree).inputs()


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ('run_cmd("rm", "-rf", "/")', "`run_cmd` is never run"),
        (
            'get_env("STAGE", "dev")',
            "the environment variable STAGE is known only where Terragrunt runs",
        ),
        (
            'get_env("TF_VAR_other")',
            "the environment variable TF_VAR_other is known only where Terragrunt runs",
        ),
        ("get_platform()", "the platform is known only where Terragrunt runs"),
        ('sops_decrypt_file("a.yaml")', "`sops_decrypt_file` needs a key"),
        (
            "get_aws_account_id()",
            "the account is known only where Terragrunt runs (set it with --account-id)",
        ),
        (
            "dependency.kms.outputs.arn",
            "dependency.kms.outputs.arn is known only once that unit is deployed",
        ),
        ("get_terragrunt_dir()", "it depends on where the repository is checked out"),
        ("length(get_terragrunt_dir())", "it depends on where the repository is checked out"),
        (
            'split("/", get_terragrunt_dir())[3]',
            "it depends on where the repository is checked out",
        ),
        (
            'file("../../../outside")',
            "the file 'outside' is outside the scanned tree (set --root to a directory above)",
        ),
        (
            'find_in_parent_folders("none.hcl")',
            "no none.hcl is found above live/trail in the scanned tree",
        ),
    ],
)
def test_what_only_a_run_knows_is_open(expression, reason):
    """Nothing is run, nothing is asked of the machine, and mock outputs are no facts."""
    text = f"""
dependency "kms" {{
  config_path  = "../kms"
  mock_outputs = {{ arn = "arn:aws:kms:eu-west-1:111122223333:key/mock" }}
}}
inputs = {{
  x = {expression}
  y = true
}}
"""
    tree = {**REPOSITORY, "live/trail/terragrunt.hcl": unit(text)}

    assert {"x": f"?{reason}", "y": True} == deployed(tree).inputs()


def test_mock_outputs_that_always_stand_in_are_facts():
    """``skip_outputs`` never asks the other unit."""
    text = """
dependency "kms" {
  config_path  = "../kms"
  skip_outputs = true
  mock_outputs = { arn = "mock" }
}
inputs = {
  arn = dependency.kms.outputs.arn
}
"""

    found = deployed({"live/trail/terragrunt.hcl": unit(text)})

    assert {"arn": "mock"} == found.inputs()


def test_one_output_is_one_value_wherever_it_is_used():
    """Two units that depend on one bucket name the same bucket."""
    text = """
dependency "bucket" {
  config_path = "../bucket"
}
inputs = {
  a = dependency.bucket.outputs.name
  b = "${dependency.bucket.outputs.name}"
  c = dependency.bucket.outputs.other
}
"""

    given = deployed({"live/trail/terragrunt.hcl": unit(text)}).calls["live/trail"].inputs

    assert given["a"].parts == given["b"].parts
    assert given["a"].parts != given["c"].parts


def test_variables_of_the_environment_are_read_where_the_user_lets_them_in():
    """Only those of Terraform: what is scanned may ask for a secret."""
    text = 'inputs = {\n  a = get_env("TF_VAR_stage")\n  b = get_env("AWS_SECRET_ACCESS_KEY")\n}\n'
    inputs = Inputs(environment={"stage": "prod"})

    found = deployed({"live/trail/terragrunt.hcl": unit(text)}, inputs)

    assert {
        "a": "prod",
        "b": "?the environment variable AWS_SECRET_ACCESS_KEY is known only where Terragrunt runs",
    } == found.inputs()


def test_an_account_that_the_user_names_is_the_one():
    """So is that of the role which Terragrunt assumes, for the module."""
    text = (
        'iam_role = "arn:aws:iam::111122223333:role/deploy"\n'
        "inputs = {\n  a = get_aws_account_id()\n}\n"
    )
    tree = {"live/trail/terragrunt.hcl": unit(text)}

    named = deployed(tree, Inputs(account_id="444455556666"))

    assert {"a": "444455556666"} == named.inputs()
    assert "111122223333" == deployed(tree).calls["live/trail"].account_id


def test_a_feature_flag_has_its_default():
    """Whoever runs Terragrunt may say otherwise, as of any variable."""
    text = 'feature "all" {\n  default = true\n}\ninputs = {\n  a = feature.all.value\n}\n'

    assert {"a": True} == deployed({"live/trail/terragrunt.hcl": unit(text)}).inputs()


def test_unknown_inputs_leave_what_is_known_after_them():
    """A secret that is merged first cannot change what comes later."""
    text = """
inputs = merge(
  { first = 1 },
  yamldecode(sops_decrypt_file("secrets.yaml")),
  { later = 2 },
)
"""
    call = deployed({"live/trail/terragrunt.hcl": unit(text)}).calls["live/trail"]

    assert ["later"] == list(call.inputs)
    assert (
        "live/trail/terragrunt.hcl sets inputs that are not known (`sops_decrypt_file` needs a key)"
        == call.unread
    )


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ('"../../../root.hcl"', "the included file is outside the scanned tree (set --root)"),
        ('"../none.hcl"', "live/none.hcl, which it includes, does not exist in the scanned tree"),
        (
            'find_in_parent_folders("none.hcl")',
            "which file is included is not known"
            " (no none.hcl is found above live/trail in the scanned tree)",
        ),
        ('run_cmd("x")', "which file is included is not known (`run_cmd` is never run)"),
    ],
)
def test_an_include_that_is_not_read_leaves_open_what_the_unit_does_not_set(path, reason):
    """What the unit sets itself stands over it, and a note says what is missing."""
    text = f'include "root" {{\n  path = {path}\n}}\ninputs = {{\n  a = 1\n}}\n'

    call = deployed({"live/trail/terragrunt.hcl": unit(text)}).calls["live/trail"]

    assert ["a"] == list(call.inputs)
    assert f"live/trail/terragrunt.hcl sets inputs that are not known ({reason})" == call.unread
    assert [reason] == [each.summary for each in call.diagnostics]


def test_json_is_read_like_the_native_syntax():
    """With templates in its strings, and an include with or without a label."""
    text = """
{
  "include": {"path": "${find_in_parent_folders(\\"root.hcl\\")}"},
  "terraform": {"source": "../../modules/trail"},
  "locals": {"name": "audit"},
  "inputs": {"name": "${local.name}", "many": [1, true, null]}
}
"""
    tree = {
        "root.hcl": "inputs = {\n  root = true\n}\n",
        "live/trail/terragrunt.hcl.json": text,
    }

    assert {"name": "audit", "many": [1, True, None], "root": True} == deployed(tree).inputs()


def test_what_a_stack_injected_may_change_any_input():
    """Terragrunt merges the file unasked; it is not read."""
    tree = {
        "live/trail/terragrunt.hcl": unit("inputs = {\n  a = 1\n}\n"),
        "live/trail/terragrunt.autoinclude.hcl": "inputs = {\n  b = 1\n}\n",
    }

    call = deployed(tree).calls["live/trail"]

    assert (
        "what a stack injects into unit live/trail is not read (terragrunt.autoinclude.hcl)"
        == call.overridden
    )


@pytest.mark.parametrize(
    ("execute", "notes"),
    [
        ('["cp", "../x.tf", "."]', ["the command of this hook is not run: cp"]),
        ('["echo", "x"]', []),
        ("[]", []),
        ("run_cmd(1)", []),
    ],
)
def test_a_hook_that_writes_files_is_told_of(execute, notes):
    """It is not run, so the module may hold more than is judged."""
    hook = f"""
terraform {{
  source = "../../modules/trail"
  before_hook "copy" {{
    commands = ["init-from-module", "init"]
    execute  = {execute}
  }}
}}
"""

    call = deployed({"live/trail/terragrunt.hcl": hook}).calls["live/trail"]

    assert notes == [each.summary for each in call.diagnostics]
