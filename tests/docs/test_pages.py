"""The README and the pages: their links lead somewhere, and what they show works."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import iacguard

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "examples" / "complete" / "README.md",
    *sorted(DOCS.glob("*.md")),
)
PLAN = ROOT / "tests" / "fixtures" / "plans" / "variable_given"

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCED = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
_RUN = re.compile(r"<!-- run(?:: exit (\d+))? -->\n```sh\n(.*?)```", re.DOTALL)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """Return the fenced blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)```", text_of(DOCS / page), re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Return what links to the headings of a page are called, as GitHub names them."""
    headings = re.findall(r"^#+ (.*)$", _FENCED.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each).strip().lower().replace(" ", "-") for each in headings}


def links(page: Path) -> list[str]:
    """Return the relative links of a page."""
    found = _LINK.findall(_FENCED.sub("", text_of(page)))
    return [each for each in found if not each.startswith(("https://", "http://"))]


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which the commands of this installation come first."""
    scripts = str(Path(sys.executable).parent)
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(home), "COLUMNS": "100"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_resolves(page: Path) -> None:
    """To a file that is there and, behind a `#`, to a heading of it."""
    broken = []
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert [] == broken


def test_every_page_is_in_the_list_of_pages() -> None:
    """A page that nothing leads to is read by nobody."""
    listed = {link.partition("#")[0] for link in links(DOCS / "README.md")}
    named = {link.partition("#")[0] for link in links(ROOT / "README.md")}

    wanted = {page.name for page in DOCS.glob("*.md")} - {"README.md"}
    assert wanted | {"../README.md"} == listed
    assert wanted == {name.removeprefix("docs/") for name in named if name.startswith("docs/")}


def test_the_readme_is_short() -> None:
    """What is only looked up is on a page of its own."""
    assert len(text_of(ROOT / "README.md").splitlines()) <= 200


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a repository with the examples, and with a plan whose source lies elsewhere."""
    (tmp_path / ".git").mkdir()
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(PLAN, tmp_path / "infrastructure")
    (tmp_path / "build").mkdir()
    (tmp_path / "infrastructure" / "plan.json").rename(tmp_path / "build" / "plan.json")
    return tmp_path


def runnable() -> list[pytest.param]:
    """Return the blocks that are marked to be run, with their exit codes."""
    return [
        pytest.param(
            block, int(code or 0), id=f"{page.relative_to(ROOT)}: {block.splitlines()[-1]}"
        )
        for page in PAGES
        for code, block in _RUN.findall(text_of(page))
    ]


@pytest.mark.parametrize(("block", "code"), runnable())
def test_a_command_of_a_page_ends_as_the_page_says(tree: Path, block: str, code: int) -> None:
    """It runs in a copy of the examples; a mistake in it would be wrong usage, code 2."""
    done = subprocess.run(
        ("sh", "-ec", block),
        cwd=tree,
        env=environment(tree),
        capture_output=True,
        text=True,
        check=False,
    )

    assert "" == done.stderr
    assert code == done.returncode


def test_the_marks_of_commands_are_spelled_right() -> None:
    """One that is not would leave its block unrun."""
    for page in PAGES:
        marks = re.findall(r"^<!-- run.*", text_of(page), re.MULTILINE)
        assert len(marks) == len(_RUN.findall(text_of(page)))


@pytest.mark.parametrize("page", ["unknowns.md", "terraform.md", "pre-commit.md", "../README.md"])
def test_the_pages_name_what_settles_most_unknowns(page: str) -> None:
    """Remote modules are read after `terraform init`, and that has to be known to be done."""
    text = text_of(DOCS / page)

    assert "terraform init -backend=false" in text
    assert ".terraform/modules" in text


@pytest.mark.parametrize("text", blocks("cloudformation.md", "json"))
def test_each_shape_of_a_parameter_file_gives_the_value(tmp_path: Path, text: str) -> None:
    """The shapes of the AWS CLI, its shorthand, CodePipeline, and plain names and values."""
    template = (
        "Parameters: {Stage: {Type: String}}\n"
        "Conditions: {Live: !Equals [!Ref Stage, production]}\n"
        "Resources:\n  Trail:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n"
        "      S3BucketName: logs\n      IsLogging: !If [Live, true, false]\n"
    )
    (tmp_path / "t.yaml").write_text(template, encoding="utf-8")
    (tmp_path / "p.json").write_text(text, encoding="utf-8")
    inputs = iacguard.Inputs(parameter_files=(str(tmp_path / "p.json"),))

    options = iacguard.Options(selected=("CT106",), inputs=inputs)
    report = iacguard.check(tmp_path, options, root=tmp_path)

    assert [iacguard.Verdict.PASS] == [one.verdict for one in report.outcomes]


def test_the_program_of_the_page_runs(tmp_path: Path) -> None:
    """Every public name is there, and the options are as it writes them."""
    (program,) = blocks("library.md", "python")
    trail = 'variable "stage" {}\nresource "aws_cloudtrail" "t" {\n  name = var.stage\n}\n'
    (tmp_path / "infrastructure").mkdir()
    (tmp_path / "live" / "production").mkdir(parents=True)
    (tmp_path / "infrastructure" / "main.tf").write_text(trail, encoding="utf-8")

    done = subprocess.run(
        (sys.executable, "-c", f"{program}\nprint([one.rule.id for one in failed])"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ("", "['CT101']\n") == (done.stderr, done.stdout)
    page = text_of(DOCS / "library.md")
    assert all(f"`{name}" in page for name in iacguard.__all__ if name != "__version__")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('resource "aws_cloudtrail" "t" {\n  name = }\n', 0),
        ('resource "aws_cloudtrail" "t" {\n  name = "t"\n  s3_bucket_name = "b"\n}\n', 1),
    ],
)
def test_the_hook_of_the_page_lets_pass_only_what_could_not_be_read(
    tmp_path: Path, text: str, code: int
) -> None:
    """Findings fail it."""
    configured = blocks("pre-commit.md", "yaml")[-1]
    (hook,) = yaml.safe_load(configured)["repos"][0]["hooks"]
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    scripts = str(Path(sys.executable).parent)

    done = subprocess.run(
        (*shlex.split(hook["entry"]), "main.tf"),
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (code, "") == (done.returncode, done.stderr)
