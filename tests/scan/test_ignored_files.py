"""Files that Git ignores or the user leaves out are not scanned, and that is said."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.configuration.file import read_configuration
from iacguard.core.limits import Limits
from iacguard.errors import UsageError
from iacguard.options import Account, FileChoice, Options
from iacguard.scan.ignored_files import kept_files
from iacguard.scan.tree import Tree, files_below

TRAIL = """\
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = "audit-logs"
}
"""
ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
}


def git(tree: Path, *arguments: str, said: str = "") -> str:
    """Return what git prints."""
    ended = subprocess.run(
        ["git", *arguments],
        cwd=tree,
        env=ENVIRONMENT,
        input=said,
        text=True,
        capture_output=True,
        check=False,
    )
    return ended.stdout


TEMPLATE = """\
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: audit-logs
      IsLogging: true
"""


def written(directory: Path, files) -> Path:
    """Write files, as those of a repository that tracks none of them yet."""
    files = {".git/HEAD": "ref: refs/heads/main\n", **files}
    for name, text in files.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return directory


def scanned(tree: Path, *paths: str, choice: FileChoice | None = None, **options):
    """Return the places of the findings, and the notes."""
    options = Options(selected=("CT101",), choice=choice or FileChoice(), **options)
    report = check([tree / path for path in paths or (".",)], options, root=tree)
    places = [one.primary.span.path for one in report.outcomes]
    return places, [one.summary for one in report.diagnostics]


FILES = {
    "live/main.tf": TRAIL,
    "build/main.tf": TRAIL,
    "examples/one/main.tf": TRAIL,
    "modules/trail/tests/main.tf": TRAIL,
}


def test_what_git_ignores_is_not_scanned_and_said(tmp_path):
    """The note names the file, so that nothing is silent."""
    tree = written(tmp_path, {**FILES, ".gitignore": "build/\n"})
    places, notes = scanned(tree)

    assert places == ["examples/one/main.tf", "live/main.tf", "modules/trail/tests/main.tf"]
    assert notes == ["1 file is not scanned because of .gitignore: build/main.tf"]


@pytest.mark.parametrize("path", ["build", "build/main.tf"])
def test_what_is_named_is_scanned(tmp_path, path):
    """A user who names it wants it."""
    tree = written(tmp_path, {**FILES, ".gitignore": "build/\n"})

    assert (["build/main.tf"], []) == scanned(tree, path)


@pytest.mark.parametrize("path", ["build", "build/main.tf", "examples/one"])
def test_what_is_named_is_scanned_though_a_pattern_excludes_it(tmp_path, path):
    """As with what Git ignores."""
    tree = written(tmp_path, FILES)
    choice = FileChoice(exclude=((tree, "build/"),), leaves_out_examples=True)

    expected = path if path.endswith(".tf") else f"{path}/main.tf"
    assert ([expected], []) == scanned(tree, path, choice=choice)


def test_what_a_hook_hands_over_is_scanned(tmp_path):
    """Git tracks it, whatever the file says."""
    tree = written(tmp_path, {**FILES, ".gitignore": "build/\n"})
    touched = frozenset({str(tree / "build/main.tf")})

    assert (["build/main.tf"], []) == scanned(tree, touched=touched)


def test_what_an_account_names_is_scanned(tmp_path):
    """A path of the configuration is named, too."""
    tree = written(tmp_path, {**FILES, ".gitignore": "build/\n"})
    places, notes = scanned(tree, accounts=(Account(name="a", paths=("build",)),))

    assert "build/main.tf" in places
    assert [] == notes


def test_what_git_tracks_is_scanned_whatever_a_pattern_says(tmp_path):
    """A change that adds a pattern hides nothing that is deployed."""
    tree = written(tmp_path, {**FILES, ".gitignore": "*\n"})
    git(tree, "init", "--quiet")
    git(tree, "add", "--force", "build/main.tf")
    places, notes = scanned(tree)

    assert ["build/main.tf"] == places
    assert len(notes) == 1


def test_without_a_repository_no_pattern_counts(tmp_path):
    """Nobody knows what is tracked in an archive of the code."""
    tree = written(tmp_path, {**FILES, ".gitignore": "*\n"})
    (tree / ".git" / "HEAD").unlink()

    assert sorted(FILES) == scanned(tree)[0]


def test_the_user_may_not_want_it(tmp_path):
    """--no-gitignore scans everything."""
    tree = written(tmp_path, {**FILES, ".gitignore": "build/\n"})
    places, notes = scanned(tree, choice=FileChoice(gitignore=False))

    assert sorted(FILES) == places
    assert [] == notes


@pytest.mark.parametrize("directory", ["cdk.out", ".aws-sam/build", ".serverless"])
def test_what_tools_build_is_scanned_though_git_ignores_it(tmp_path, directory):
    """It is what is deployed; a scan after a build would be empty."""
    tree = written(tmp_path, {f"{directory}/t.yaml": TEMPLATE, ".gitignore": f"/{directory}\n"})

    assert [f"{directory}/t.yaml"] == scanned(tree)[0]


def test_examples_are_left_out_by_one_key(tmp_path):
    """Whatever directory of such a name holds them."""
    tree = written(tmp_path, FILES)
    places, notes = scanned(tree, choice=FileChoice(leaves_out_examples=True))

    assert places == ["build/main.tf", "live/main.tf"]
    assert notes == [
        "2 files are not scanned because of an `exclude` pattern: examples/one/main.tf and "
        "modules/trail/tests/main.tf"
    ]


def test_patterns_are_relative_to_their_directory(tmp_path):
    """Those of a configuration file to its own; what is included stays."""
    tree = written(tmp_path, FILES)
    choice = FileChoice(
        exclude=((tree / "modules", "/trail/"), (tree, "/live"), (tree / "examples", "main.tf")),
        include=((tree, "examples/one/"),),
    )

    assert ["build/main.tf", "examples/one/main.tf"] == scanned(tree, choice=choice)[0]


def test_a_module_that_is_left_out_is_still_called(tmp_path):
    """What refers to it reads it."""
    files = {
        "main.tf": 'module "m" {\n  source = "./examples/m"\n}\n',
        "examples/m/main.tf": TRAIL,
    }
    tree = written(tmp_path, files)
    places, _ = scanned(tree, choice=FileChoice(exclude=((tree, "examples/"),)))

    assert ["examples/m/main.tf"] == places


def test_variable_files_are_read_though_git_ignores_them(tmp_path):
    """Terraform reads them."""
    files = {
        "main.tf": 'variable "all" {\n  default = false\n}\n'
        + TRAIL.replace("}", "  is_multi_region_trail = var.all\n}"),
        "terraform.tfvars": "all = true\n",
        ".gitignore": "*.tfvars\n",
    }
    tree = written(tmp_path, files)
    report = check(tree, Options(selected=("CT101",)), root=tree)

    assert [("pass", ())] == [(one.verdict.word, report.diagnostics) for one in report.outcomes]


GITIGNORES = [
    {".gitignore": "*.tf\n"},
    {".gitignore": "*.tf\n!b.tf\n"},
    {".gitignore": "/a.tf\n"},
    {".gitignore": "a\n"},
    {".gitignore": "a/\n"},
    {".gitignore": "a/*\n!a/b\n"},
    {".gitignore": "a/\n!a/b/c.tf\n"},
    {".gitignore": "**/b/*.tf\n"},
    {".gitignore": "a/**/c.tf\n"},
    {".gitignore": "a/**\n"},
    {".gitignore": "# a\n\\#b.tf\n\n  \n"},
    {".gitignore": "[ab].tf\n?.json\n"},
    {".gitignore": "*\n!*/\n!*.json\n"},
    {".gitignore": "*.tf\n", "a/.gitignore": "!*.tf\n"},
    {".gitignore": "a/\n", "a/.gitignore": "!*\n"},
    {"a/.gitignore": "/b\n"},
    {"a/.gitignore": "b/c.tf\n"},
    {"a/b/.gitignore": "*\n"},
    {".gitignore": "a.tf \nb.tf\\ \n"},
    {".gitignore": "A.tf\n"},
    {".gitignore": "a/*\n!a/b\n*.json\n"},
    {".gitignore": "a/b/*\n!d.json\n"},
    {".gitignore": "/*\n!/a\n/a/*\n!/a/b\n"},
    {".gitignore": "*.tf\n!/a/**/c.tf\n"},
]
PATHS = (
    "a.tf",
    "b.tf",
    "#b.tf",
    "c.json",
    "a/a.tf",
    "a/b/c.tf",
    "a/b/d.json",
    "b/c.tf",
    "b/a/x.tf",
)


@pytest.mark.parametrize("patterns", GITIGNORES, ids=range(len(GITIGNORES)))
def test_git_agrees(tmp_path, patterns):
    """Git itself is asked of each file."""
    tree = written(tmp_path, {**dict.fromkeys(PATHS, ""), **patterns})
    git(tree, "init", "--quiet")
    quoted = {'"#b.tf"': "#b.tf"}
    asked = git(tree, "check-ignore", "--stdin", said="\n".join(PATHS))
    expected = {quoted.get(line, line) for line in asked.splitlines()}

    files = files_below(Tree(tree, Limits()), [""])
    kept = kept_files(Tree(tree, Limits()), files, [""], FileChoice(), lambda file: file in PATHS)
    assert expected == set(kept.left_out)


@pytest.mark.parametrize(
    "pattern", ["*a*a*a*b", "**/a/**/a/**/a/**/b", "x" * 1_001, "a\n" * 10_001]
)
def test_a_hostile_file_is_not_heeded(tmp_path, pattern):
    """A pattern of many wildcards takes for ever; then all is scanned, and that is said."""
    tree = written(tmp_path, {"main.tf": TRAIL, ".gitignore": f"{pattern}\nmain.tf\n"})
    places, (note,) = scanned(tree)

    assert ["main.tf"] == places
    assert note.startswith("it is not heeded: a pattern in it has more than 2 wildcards in a name")


def test_an_own_pattern_of_many_wildcards_is_refused(tmp_path):
    """Nobody means it."""
    tree = written(tmp_path, FILES)
    with pytest.raises(UsageError, match="has more than two wildcards"):
        scanned(tree, choice=FileChoice(exclude=((None, "*a*b*c"),)))


def test_a_configuration_file_says_it(tmp_path):
    """Its patterns are relative to its directory."""
    file = tmp_path / ".iacguard.toml"
    text = 'exclude = ["a/"]\ninclude = ["b"]\nexclude-examples = true\n'
    file.write_text(text, encoding="utf-8")

    assert read_configuration(file).choice == FileChoice(
        exclude=((tmp_path, "a/"),), include=((tmp_path, "b"),), leaves_out_examples=True
    )
