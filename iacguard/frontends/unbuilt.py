"""Code that a tool has to turn into templates or plans before anything of it can be judged.

A tree that holds nothing else would look as if it had nothing to audit.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ..core.source import Position, SourceSpan
from .protocol import Files

_AUDIT = b"cloudtrail"
"""What code mentions that declares a trail, whatever its language and its letter case."""

_CODE = (".cs", ".go", ".java", ".js", ".json", ".kt", ".py", ".ts", ".tsx", ".yaml", ".yml")
_MOST_FILES = 2_000
"""Files of a program that are looked at for such a mention."""

_ZIP, _MEMBER, _MEMBER_AT = b"PK\x03\x04", b"tfplan", 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool that makes templates of what a file stands for."""

    said: str
    cure: str

    built: str = ""
    """The directory beside the file that the tool writes to; nothing is said where it is."""

    is_program: bool = False
    """Whether the directory of the file holds a program, and not the file alone the code."""

    may_be_anything: bool = False
    """Whether such files most often have nothing to do with AWS, and are said only by content."""


_CDK = Tool(
    said="a CDK app is declared here, and its templates are not in this tree",
    cure="Run `cdk synth` and scan cdk.out.",
    built="cdk.out",
    is_program=True,
)
_CDKTF = Tool(
    said="an app of CDK for Terraform is declared here, and what it makes is not in this tree",
    cure="Run `cdktf synth` and scan cdktf.out.",
    built="cdktf.out",
    is_program=True,
)
_SERVERLESS = Tool(
    said="a Serverless service is declared here, and its template is not in this tree",
    cure="Run `serverless package` and scan .serverless.",
    built=".serverless",
)
_PULUMI = Tool(
    said="a Pulumi program is declared here, which iacguard does not read",
    cure="Nothing of it is judged.",
    is_program=True,
)
_RENDERED = Tool(
    said="the file is to be rendered by a template engine before it is deployed",
    cure="Render it and scan the result.",
    may_be_anything=True,
)

_BY_NAME: Mapping[str, Tool] = {
    "cdk.json": _CDK,
    "cdktf.json": _CDKTF,
    "serverless.yml": _SERVERLESS,
    "serverless.yaml": _SERVERLESS,
    "serverless.json": _SERVERLESS,
    "serverless.js": _SERVERLESS,
    "serverless.ts": _SERVERLESS,
    "Pulumi.yaml": _PULUMI,
    "Pulumi.yml": _PULUMI,
}
_BY_ENDING: Mapping[str, Tool] = dict.fromkeys((".j2", ".jinja", ".jinja2", ".tpl"), _RENDERED)

_PLANS = (".tfplan", "/tfplan", "/plan.out", ".plan")


def unbuilt(files: Files, paths: Sequence[str], *, is_empty: bool) -> Iterator[Diagnostic]:
    """Yield a note on each piece of code that has to be built first and may declare a trail.

    `paths` are all files of the scan. Where it `is_empty`, what mentions no trail is said as well:
    it is all there is.
    """
    built = {posixpath.dirname(path) for path in paths}
    for path in paths:
        tool = _tool(path)
        if tool is not None:
            directory = posixpath.dirname(path)
            beside = posixpath.join(directory, tool.built)
            if tool.built and any(one == beside or one.startswith(f"{beside}/") for one in built):
                continue
            program = _program(directory, paths) if tool.is_program else (path,)
            if (is_empty and not tool.may_be_anything) or _mentions(files, program):
                yield _note(path, tool.said, tool.cure)
        # Beside what is judged, a plan in JSON most often lies next to it.
        elif (
            is_empty
            and f"/{path}".endswith(_PLANS)
            and _is_plan_file(files.find_bytes(path) or b"")
        ):
            name = posixpath.basename(path)
            yield _note(
                path,
                "the plan is in Terraform's binary format, not JSON",
                f"Convert it and scan that: `terraform show -json {name} > tfplan.json`.",
            )


def _tool(path: str) -> Tool | None:
    name = posixpath.basename(path)
    return _BY_NAME.get(name) or _BY_ENDING.get(posixpath.splitext(name)[1])


def _program(directory: str, paths: Sequence[str]) -> Sequence[str]:
    below = f"{directory}/" if directory else ""
    code = (path for path in paths if path.startswith(below) and path.endswith(_CODE))
    return [path for path, _ in zip(code, range(_MOST_FILES))]


def _mentions(files: Files, paths: Sequence[str]) -> bool:
    return any(_AUDIT in (files.find_bytes(path) or b"").lower() for path in paths)


def _is_plan_file(content: bytes) -> bool:
    return content.startswith(_ZIP) and content.startswith(_MEMBER, _MEMBER_AT)


def _note(path: str, said: str, cure: str) -> Diagnostic:
    start = Position(1, 1, 0)
    return Diagnostic(
        rule=NOT_EVALUATED,
        level=Level.NOTE,
        summary=said,
        detail=cure,
        subject=SourceSpan(path, start, start),
    )
