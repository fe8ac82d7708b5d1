"""Roots and templates that are deployed to several environments, as the configuration says."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.configuration.file import read_configuration
from iacguard.errors import UsageError
from iacguard.options import Account, Options, Root

ROOT = """\
variable "multi_region" {
  type = bool
}

resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "audit-logs"
  is_multi_region_trail = var.multi_region
}
"""
TEMPLATE = """\
Parameters:
  Multi:
    Type: String
    AllowedValues: ["true", "false"]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: audit-logs
      IsLogging: true
      IncludeGlobalServiceEvents: true
      IsMultiRegionTrail: !Ref Multi
"""
FILES = {
    "live/main.tf": ROOT,
    "envs/prod.tfvars": "multi_region = true\n",
    "envs/dev.tfvars": "multi_region = false\n",
    "stack.yaml": TEMPLATE,
    "params/dev.json": '{"Multi": "false"}\n',
    "params/prod.json": '[{"ParameterKey": "Multi", "ParameterValue": "true"}]\n',
}
DEV = "records only its home region in dev"
PROD = "records every region, or another trail covers the account in prod"


def written(directory: Path, files) -> Path:
    for name, text in files.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return directory


def judged(directory: Path, *roots: Root, select=("CT101",), files=FILES, **options):
    """Return the scope, the verdict and the message of each outcome."""
    tree = written(directory, files)
    report = check(tree, Options(selected=select, roots=roots, **options), root=tree)
    assert () == report.diagnostics
    return sorted((one.scope, one.verdict.word, one.message) for one in report.outcomes)


def root_is(text: str) -> str:
    return f"aws_cloudtrail.main {text}"


def test_each_file_makes_an_environment_of_its_name(tmp_path):
    """The placeholder stands for the name, in variable files and in parameter files."""
    found = judged(
        tmp_path,
        Root(path="live", variable_files=("envs/{env}.tfvars",)),
        Root(path="stack.yaml", parameter_files=("params/{env}.json",)),
    )

    assert found == [
        ("live (dev)", "fail", root_is(DEV)),
        ("live (prod)", "pass", root_is(PROD)),
        ("stack.yaml (dev)", "fail", f"Trail {DEV}"),
        ("stack.yaml (prod)", "pass", f"Trail {PROD}"),
    ]


def test_one_environment_without_a_name_changes_no_name(tmp_path):
    """A root that is deployed once is called what it was called."""
    found = judged(tmp_path, Root(path="live", variable_files=("envs/dev.tfvars",)))

    assert ("live", "fail", root_is("records only its home region")) in found


def test_a_name_stands_in_the_place_of_the_placeholder(tmp_path):
    """With a name the files of the others are not looked at."""
    found = judged(tmp_path, Root(path="live", name="dev", variable_files=("envs/{env}.tfvars",)))

    assert [("live (dev)", "fail", root_is(DEV))] == [one for one in found if "live" in one[0]]


@pytest.mark.parametrize("directory", ["envs/{env}/main.tfvars", "{env}/live.tfvars"])
def test_a_directory_may_be_named_after_the_environment(tmp_path, directory):
    """The placeholder stands for one name of a path."""
    files = {
        "live/main.tf": ROOT,
        directory.replace("{env}", "dev"): "multi_region = false\n",
        directory.replace("{env}", "prod"): "multi_region = true\n",
        "envs/readme.md": "none\n",
    }
    found = judged(tmp_path, Root(path="live", variable_files=(directory,)), files=files)

    assert [("live (dev)", "fail"), ("live (prod)", "pass")] == [one[:2] for one in found]


def test_values_of_the_entry_are_stronger_than_those_of_its_files(tmp_path):
    """As the command line's are, and these are stronger still."""
    dev = Root(
        path="live",
        name="dev",
        variable_files=("envs/dev.tfvars",),
        variables={"multi_region": "true"},
    )
    template = Root(
        path="stack.yaml",
        name="dev",
        parameter_files=("params/dev.json",),
        variables={"Multi": "true"},
    )

    assert ["pass", "pass"] == [verdict for _, verdict, _ in judged(tmp_path, dev, template)]


def test_a_workspace_belongs_to_an_environment(tmp_path):
    """Each root may have its own."""
    files = {"live/main.tf": ROOT.replace("var.multi_region", 'terraform.workspace == "prod"')}
    files["live/main.tf"] = files["live/main.tf"].replace("type = bool", "default = false")
    found = judged(
        tmp_path,
        Root(path="live", name="a", workspace="prod"),
        Root(path="live", name="b", workspace="dev"),
        files=files,
    )

    assert [("live (a)", "pass"), ("live (b)", "fail")] == [one[:2] for one in found]


def test_an_environment_may_be_an_account(tmp_path):
    """By the name of an account, what is deployed to it is judged as that account."""
    found = judged(
        tmp_path,
        Root(path="live", name="dev", variable_files=("envs/dev.tfvars",), account="sandbox"),
        Root(path="live", name="prod", variable_files=("envs/prod.tfvars",), account="production"),
        select=("CT102",),
        files={name: FILES[name] for name in FILES if "stack" not in name},
        accounts=(
            Account(name="production", paths=("live",), id="111122223333"),
            Account(name="sandbox", paths=("envs",), id="444455556666"),
        ),
    )

    assert [("production", "pass"), ("sandbox", "fail")] == [one[:2] for one in found]


def test_an_account_is_given_by_its_number(tmp_path):
    """Then policies that depend on it are decided, and the scope stays its own."""
    files = {
        "live/main.tf": 'data "aws_caller_identity" "me" {}\n'
        + ROOT.replace("type = bool", "default = false").replace(
            "var.multi_region", 'data.aws_caller_identity.me.account_id == "111122223333"'
        )
    }
    found = judged(
        tmp_path,
        Root(path="live", name="a", account="111122223333"),
        Root(path="live", name="b", account="444455556666"),
        files=files,
    )

    assert [("live (a)", "pass"), ("live (b)", "fail")] == [one[:2] for one in found]


@pytest.mark.parametrize("touched", ["envs/dev.tfvars", "live/main.tf"])
def test_a_changed_file_of_values_judges_its_environment_again(tmp_path, touched):
    """A hook that is handed a variable file reports on what it is given to."""
    tree = written(tmp_path, FILES)
    options = Options(
        selected=("CT101",),
        roots=(Root(path="live", variable_files=("envs/{env}.tfvars",)),),
        touched=frozenset({str(tree / touched)}),
    )
    found = {one.scope for one in check(tree, options, root=tree).outcomes}

    both = {"live (dev)", "live (prod)"}
    assert found == (both if touched == "live/main.tf" else {"live (dev)"})


@pytest.mark.parametrize(
    ("roots", "said"),
    [
        ([Root(path="other")], "other: there is no such file or directory"),
        ([Root(path="../out")], "../out: it leads outside the scanned tree"),
        (
            [Root(path="live", variable_files=("envs/x.tfvars",))],
            "envs/x.tfvars: there is no such file or directory",
        ),
        (
            [Root(path="live", variable_files=("envs/{env}.json",))],
            "envs/{env}.json: there is no such file",
        ),
        (
            [Root(path="live", variable_files=("envs/{env}.tfvars", "params/{env}.json", "{env}"))],
            "{env}: there is no such file or directory",
        ),
        (
            [Root(path="live"), Root(path="live")],
            "live is deployed more than once: give each entry a `name` of its own",
        ),
        (
            [Root(path="live", name="a"), Root(path="live")],
            "live is deployed more than once: give each entry a `name` of its own",
        ),
        (
            [Root(path="envs")],
            "envs: nothing that is deployed by itself lies there",
        ),
        (
            [Root(path="live", variables={"multi_regions": "true"})],
            "vars.multi_regions: nothing there declares this variable; `multi_region` is declared",
        ),
        (
            [Root(path="live", account="nobody")],
            "account: 'nobody' is neither an account of the configuration (none) nor an id",
        ),
    ],
)
def test_a_mistake_ends_the_scan(tmp_path, roots, said):
    """Roots would be judged with other values than the user thinks."""
    tree = written(tmp_path, FILES)
    with pytest.raises(UsageError) as refused:
        check(tree, Options(selected=("CT101",), roots=tuple(roots)), root=tree)

    expected = said.replace("{env}: there", "dev: there") if said.startswith("{env}:") else said
    assert f"roots: {expected}" in (
        str(refused.value),
        str(refused.value).replace("dev:", "{env}:"),
    )


def test_a_part_of_the_tree_needs_no_other_part(tmp_path):
    """Of what is not scanned nobody says that it is idle."""
    tree = written(tmp_path, FILES)
    options = Options(selected=("CT101",), roots=(Root(path="envs"),))

    assert 1 == len(check(tree / "stack.yaml", options, root=tree).outcomes)


CONFIGURATION = """\
[[roots]]
path = "live"
name = "prod"
var-files = ["envs/{env}.tfvars"]
vars = { multi_region = true, zones = ["a", "b"], size = 3, name = "x" }
workspace = "prod"
account = "111122223333"

[[roots]]
path = "stack.yaml"
parameters = ["params/prod.json"]
"""


def test_a_configuration_file_says_it(tmp_path):
    """Values are written as the command line would give them."""
    file = tmp_path / ".iacguard.toml"
    file.write_text(CONFIGURATION, encoding="utf-8")
    first, second = read_configuration(file).roots

    assert first == Root(
        path="live",
        name="prod",
        variable_files=("envs/{env}.tfvars",),
        variables={"multi_region": "true", "zones": '["a", "b"]', "size": "3", "name": "x"},
        workspace="prod",
        account="111122223333",
    )
    assert second == Root(path="stack.yaml", parameter_files=("params/prod.json",))
    assert [(1, tmp_path), (9, tmp_path)] == [
        (one.place.start.line, one.base) for one in (first, second) if one.place is not None
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[roots]]\nname = "a"\n', "1: the root has no path"),
        ('[[roots]]\npath = ""\n', "2: roots.path = '': expected a path"),
        (
            '[[roots]]\npath = "a"\nname = "a b"\n',
            "3: roots.name = 'a b': expected a word of letters, digits, `_`, `.` and `-`",
        ),
        (
            '[[roots]]\npath = "a"\nvar-file = "x"\n',
            "3: roots.var-file is not a setting; known: path, name, var-files, vars, parameters, "
            "workspace, account",
        ),
    ],
)
def test_a_mistake_in_the_file_has_its_line(tmp_path, text, said):
    """As every other mistake in it has."""
    file = tmp_path / ".iacguard.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        read_configuration(file)

    assert f"{file}:{said}" == str(refused.value)
