"""Which directories are roots, and which are read at all."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path

import pytest
from survey_comparison import differences
from terraform_configurations import TextFiles

from iacguard.core.diagnostic import NOT_EVALUATED
from iacguard.core.limits import Limits
from iacguard.core.value import Known
from iacguard.frontends.protocol import FrontendRequest, Scope
from iacguard.frontends.terraform.frontend import TerraformFrontend, parse_file
from iacguard.frontends.terraform.modules.loader import Loader
from iacguard.frontends.terraform.modules.relevant_directories import Survey
from iacguard.frontends.terraform.modules.roots import roots as roots_among
from iacguard.scan.tree import Tree

TESTS = Path(__file__).parent.parent.parent
PLANNED = json.loads((Path(__file__).parent / "goldens" / "plans.json").read_text())
TRAIL = 'resource "aws_cloudtrail" "t" { name = "n" }\n'


def roots(texts: dict[str, str]) -> list[str]:
    files = TextFiles(texts)
    directories = {posixpath.dirname(path) for path in texts if ".terraform" not in path.split("/")}
    survey = Survey(files, {"aws_cloudtrail"})
    return list(roots_among(directories, survey, Loader(files, Limits(), parse_file)))


def scopes_of(texts: dict[str, str]) -> list[Scope]:
    request = FrontendRequest(files=TextFiles(texts), candidates=tuple(sorted(texts)))
    # What may be deployed by itself as well is tested with the verdicts of both.
    return [scope for scope in TerraformFrontend().scopes(request) if not scope.supposing]


def not_evaluated(scope: Scope) -> list[str]:
    return [each.summary for each in scope.diagnostics if each.rule == NOT_EVALUATED]


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


@pytest.mark.parametrize(
    "text",
    [
        '# module "a" { source = "./audit" }\nresource "aws_vpc" "v" {}\n',
        'resource "aws_s3_object" "module" { source = "./audit" }\n',
        'module "a" {\n  source = "./audit"\n  x = = 1\n}\n',
        '/* module "a" {\n  source = "./audit"\n} */\n',
    ],
)
def test_a_directory_that_no_parsed_call_names_is_a_root(text: str) -> None:
    """A comment or the source of an object is no call; a broken call counts if it is read."""
    found = scopes_of({"main.tf": text, "audit/main.tf": TRAIL})

    assert ["n"] == [
        trail.name.value
        for scope in found
        for trail in scope.deployments[0].model.trails
        if isinstance(trail.name, Known)
    ]


def test_a_call_without_instances_names_its_module() -> None:
    """Nothing is deployed of it, at any depth, so nothing is judged."""
    texts = {
        "main.tf": 'module "a" {\n  source = "./audit"\n  count = 0\n}\n',
        "audit/main.tf": TRAIL + call("./inner"),
        "audit/inner/main.tf": TRAIL,
    }

    assert [""] == roots(texts)
    assert [[]] == [list(scope.deployments[0].model.trails) for scope in scopes_of(texts)]


INSTALLED = {
    ".terraform/modules/modules.json": json.dumps(
        {
            "Modules": [
                {"Key": "", "Source": "", "Dir": "."},
                {"Key": "m", "Source": "acme/audit/aws", "Dir": ".terraform/modules/m"},
                {"Key": "m.m", "Source": "acme/audit/aws", "Dir": ".terraform/modules/m"},
            ]
        }
    ),
    ".terraform/modules/m/main.tf": TRAIL,
}


@pytest.mark.parametrize(
    "texts",
    [
        {"main.tf": call("acme/audit/aws")},
        {"main.tf.json": '{"module": {"m": {"source": "acme/audit/aws"}}}'},
        {"main.tf": call("./wrap"), "wrap/main.tf": call("acme/audit/aws")},
    ],
)
def test_an_installed_module_is_read_where_nothing_else_mentions_a_type(
    texts: dict[str, str],
) -> None:
    """A root or a wrapper may be all calls."""
    found = scopes_of({**texts, **INSTALLED})

    assert [(".", 1, [])] == [
        (scope.name, len(scope.deployments[0].model.trails), not_evaluated(scope))
        for scope in found
    ]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            "cloudposse/cloudtrail/aws",
            "it is not downloaded (run `terraform init -backend=false`)",
        ),
        (
            "git::https://example.org/audit.git",
            "it is not downloaded (run `terraform init -backend=false`)",
        ),
        (
            "../audit",
            "its source is outside the scanned tree (set --root to a directory above both)",
        ),
        ("./audit", "its source directory has no Terraform files"),
    ],
)
@pytest.mark.parametrize("beside", ["", TRAIL])
def test_a_call_that_leads_nowhere_is_told(source: str, reason: str, beside: str) -> None:
    """Also where the root holds nothing else."""
    found = scopes_of({"main.tf": call(source) + beside})

    assert [f"module.m was not read: {reason}"] == [
        summary for scope in found for summary in not_evaluated(scope)
    ]


def test_what_providers_and_files_are_called_makes_no_directory_matter() -> None:
    """Their sources look like those of modules."""
    text = (
        'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n'
        '    x = { source = "registry.terraform.io/acme/x" }\n  }\n}\n'
        'resource "aws_s3_object" "o" {\n  source = "${path.module}/object.zip"\n}\n'
    )

    assert [] == roots({"main.tf": text + call("./m"), "m/main.tf": "locals {}\n"})


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

    scopes = scopes_of(texts)

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
