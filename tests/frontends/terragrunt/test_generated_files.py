"""Files that units generate beside their modules.

https://docs.terragrunt.com/reference/hcl/blocks#generate
"""

from __future__ import annotations

import pytest
from units_in_memory import deployed, unit

from iacguard.frontends.terraform.modules.outside_calls import called_module

GENERATE = """
generate "{name}" {{
  path      = "{path}"
  if_exists = "{exists}"
  contents  = <<EOF
{contents}
EOF
}}
"""


def generate(contents: str, name: str = "a", path: str = "a.tf", exists: str = "overwrite") -> str:
    """Return the text of a block."""
    return GENERATE.format(name=name, path=path, exists=exists, contents=contents)


def made(files: dict[str, str]) -> dict[str, str]:
    """Return what is generated for the unit, by name."""
    call = deployed(files).calls["live/trail"]
    return {each.source.path: each.source.text for each in call.generated}


def test_a_file_is_made_of_its_contents():
    """With what the unit says in them; files that are no part of a module are left out."""
    text = (
        'locals {\n  region = "eu-west-1"\n}\n'
        + generate('provider "aws" {\n  region = "${local.region}"\n}')
        + generate("1.5.0", "version", ".terraform-version")
    )

    expected = {"modules/trail/a.tf": 'provider "aws" {\n  region = "eu-west-1"\n}\n'}
    assert expected == made({"live/trail/terragrunt.hcl": unit(text)})


def test_a_file_of_an_included_file_gives_way_to_the_units():
    """Blocks are told apart by their names."""
    files = {
        "root.hcl": generate("# root", "a") + generate("# b of root", "b", "b.tf"),
        "env.hcl": generate("# env", "a"),
        "live/trail/terragrunt.hcl": unit(
            'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'
            'include "env" {\n  path = find_in_parent_folders("env.hcl")\n}\n'
        ),
    }

    assert {"modules/trail/a.tf": "# env\n", "modules/trail/b.tf": "# b of root\n"} == made(files)

    files["live/trail/terragrunt.hcl"] += generate("# own", "a")
    assert {"modules/trail/a.tf": "# own\n", "modules/trail/b.tf": "# b of root\n"} == made(files)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (generate("# new", path="main.tf"), {"modules/trail/main.tf": "# new\n"}),
        (generate("# new", path="main.tf", exists="skip"), {}),
        (generate("# new", path="other.tf", exists="skip"), {"modules/trail/other.tf": "# new\n"}),
        (generate("# new").replace("contents", "disable = true\n  contents"), {}),
        (
            'generate = {\n  x = {\n    path = "x.tf"\n    contents = "# x"\n  }\n}\n',
            {"modules/trail/x.tf": "# x"},
        ),
        (
            generate('x = "${get_env("X")}"'),
            {"modules/trail/a.tf": 'x = "${terraform.unknown_1}"\n'},
        ),
    ],
)
def test_what_is_there_already_is_kept_or_replaced(block, expected):
    """As ``if_exists`` says; a disabled block makes nothing, an unknown piece stands for itself."""
    assert expected == made({"live/trail/terragrunt.hcl": unit(block)})


@pytest.mark.parametrize(
    "block",
    [
        'generate "x" {\n  path     = "x.tf"\n  contents = run_cmd("x")\n}\n',
        'generate "x" {\n  path     = run_cmd("x")\n  contents = "# x"\n}\n',
        'generate "x" {\n  path     = "sub/x.tf"\n  contents = "# x"\n}\n',
        'generate = run_cmd("x")\n',
    ],
)
def test_a_file_that_is_not_known_may_declare_anything(block):
    """It is a part of the module that is not read."""
    call = deployed({"live/trail/terragrunt.hcl": unit(block)}).calls["live/trail"]

    assert () == call.generated
    assert [None] == [each.given for each in call.unread_parts]


def test_a_place_in_a_generated_file_is_one_in_the_text_that_makes_it():
    """A report quotes the file that is there."""
    text = unit(
        'locals {\n  region = "eu-west-1"\n}\n'
        + generate('provider "aws" {\n  region = "${local.region}"\n  profile = "x"\n}')
    )

    [file] = deployed({"live/trail/terragrunt.hcl": text}).calls["live/trail"].generated

    profile = file.body.blocks[0].body.attributes["profile"]
    span = file.source.span(profile.start, profile.end)
    assert "live/trail/terragrunt.hcl" == span.path
    assert 'profile = "x"' == text[span.start.offset : span.end.offset]


def test_generated_files_join_the_module():
    """In the order of their names, an override at the end."""
    files = {
        "live/trail/terragrunt.hcl": unit(
            generate('variable "more" {}')
            + generate('resource "aws_cloudtrail" "main" {\n  name = "x"\n}', "b", "b_override.tf")
        )
    }
    found = deployed(files)

    module = called_module(found.calls["live/trail"], found.loader)

    assert ["more", "multi_region"] == sorted(module.variables)
    assert ["name"] == list(module.resources["aws_cloudtrail.main"].attributes)
