"""Which directories are roots, and which are read at all."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path

import pytest
from survey_comparison import differences
from terraform_configurations import TextFiles

from iacguard.core.limits import Limits
from iacguard.discover import Tree
from iacguard.frontends.protocol import Request
from iacguard.frontends.terraform.frontend import TerraformFrontend
from iacguard.frontends.terraform.survey import Survey

TESTS = Path(__file__).parent.parent.parent
PLANNED = json.loads((Path(__file__).parent / "goldens" / "plans.json").read_text())
TRAIL = 'resource "aws_cloudtrail" "t" { name = "n" }\n'


def roots(texts: dict[str, str]) -> list[str]:
    directories = {posixpath.dirname(path) for path in texts}
    return list(Survey(TextFiles(texts), {"aws_cloudtrail"}).roots(directories))


def call(source: str) -> str:
    return f'module "m" {{\n  source = "{source}"\n}}\n'


def test_a_called_directory_is_no_root() -> None:
    """It is judged inside its caller, with the caller's inputs."""
    assert ["live"] == roots({"live/main.tf": call("../mods/a"), "mods/a/main.tf": TRAIL})


def test_a_directory_without_a_wanted_type_is_left_out() -> None:
    """Unless it calls one, at any depth, or cannot be read."""
    assert ["deep", "own"] == roots(
        {
            "none/main.tf": 'resource "aws_vpc" "v" {}\n',
            "own/main.tf": TRAIL,
            "deep/main.tf": call("./a"),
            "deep/a/main.tf": call("./b"),
            "deep/a/b/main.tf": TRAIL,
        }
    )


def test_directories_that_only_call_each_other_have_a_root_all_the_same() -> None:
    """Nothing may hide by being called."""
    assert ["a"] == roots({"a/main.tf": TRAIL + call("../b"), "b/main.tf": call("../a")})


def test_a_directory_that_calls_itself_is_a_root() -> None:
    """The call is an error later on; the directory is read."""
    assert ["a"] == roots({"a/main.tf": TRAIL + call("./")})


def test_scopes_name_every_file_that_was_read() -> None:
    """Modules and variable files are part of the scope; modules that cannot matter are not."""
    texts = {
        "live/main.tf": call("../mods/a") + call("../mods/idle").replace('"m"', '"n"'),
        "live/terraform.tfvars": "x = 1\n",
        "mods/a/main.tf": TRAIL,
        "mods/idle/main.tf": "locals {}\n",
    }

    scopes = list(
        TerraformFrontend().scopes(Request(files=TextFiles(texts), candidates=tuple(sorted(texts))))
    )

    assert [("live", ("live/main.tf", "live/terraform.tfvars", "mods/a/main.tf"))] == [
        (scope.name, scope.files) for scope in scopes
    ]
    assert ["module.m.aws_cloudtrail.t"] == [
        trail.address for trail in scopes[0].deployments[0].model.trails
    ]


@pytest.mark.parametrize("name", PLANNED)
def test_recorded_configurations_are_the_same_without_the_shortcut(name: str) -> None:
    """Models and diagnostics are those of a front end that reads everything."""
    texts = PLANNED[name]["files"]
    assert [] == differences(TextFiles(texts), tuple(sorted(texts)))


@pytest.mark.parametrize("tree", ["fixtures", "examples"])
def test_fixtures_are_the_same_without_the_shortcut(tree: str) -> None:
    """All of them as one tree."""
    files = Tree(TESTS / tree, Limits())
    claims = TerraformFrontend().claims_name
    candidates = tuple(path for path in sorted(files.walk("")) if claims(path))
    assert [] == differences(files, candidates)


@pytest.mark.parametrize(
    "texts",
    [
        {"main.tf": call("./a"), "a/main.tf": call("../b"), "b/main.tf": TRAIL},
        {"main.tf": TRAIL + call("./a"), "a/main.tf": 'resource "aws_vpc" "v" { x = }\n'},
        {
            "main.tf": TRAIL.replace('"n"', "module.m.n") + call("./a"),
            "a/main.tf": 'output "n" { value = "from a" }\n',
        },
        {"main.tf": call("./a"), "a/main.tf": "locals {}\n", "b/main.tf": TRAIL},
        {"a/main.tf": TRAIL + call("../b"), "b/main.tf": call("../a")},
        {"main.tf.json": '{"module": {"m": {"source": "./a"}}}', "a/main.tf": TRAIL},
        {
            "main.tf": 'module "m" {\n  source = local.s\n}\nlocals { s = "./a" }\n' + TRAIL,
            "a/main.tf": TRAIL,
        },
    ],
)
def test_trees_are_the_same_without_the_shortcut(texts: dict[str, str]) -> None:
    """What is left out would change nothing."""
    assert [] == differences(TextFiles(texts), tuple(sorted(texts)))
