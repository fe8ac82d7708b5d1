"""Trees with files that are no files, and ways that lead out of the tree."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from canaries import MODULE
from hostile_case import EVERY, HOSTILE, SECRET, TEMPLATE, VICTIM, Case, evaluated, files, template

MARKER = "outside-marker-7f3a"
"""Stands in files outside of the tree, and must stand in no report."""

OUTSIDE = "outside"
"""The directory of those files, beside the directory of the kit."""

_IS_HELD = os.geteuid() != 0
"""Whether modes of files hold for the user who runs the tests."""

UP = "../../.."
"""From the module of a case to what is above the kit."""


def write_outside(directory: Path) -> None:
    """Write what must not be read: a module, a template, texts."""
    outside = directory / OUTSIDE
    outside.mkdir()
    trail = f'resource "aws_cloudtrail" "{MARKER}" {{\n  name = "{MARKER}"\n}}\n'
    (outside / "main.tf").write_text(trail)
    (outside / "secret.txt").write_text(MARKER)
    (outside / "secret.tftpl").write_text(MARKER)
    (outside / "terraform.tfvars").write_text(f'x = "{MARKER}"\n')
    resource = {"Type": "AWS::CloudTrail::Trail", "Properties": {"TrailName": MARKER}}
    (outside / "stack.yaml").write_text(json.dumps({"Resources": {"OutsideMarker": resource}}))
    (outside / "iacguard.toml").write_text('ignore = ["ALL"]\n')


def tree_cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _ways_out()
    yield from _links()
    yield from _no_files()


def _reading(name: str, value: str) -> Case:
    return evaluated(name, f"locals {{\n  x = {value}\n}}\n", is_named=False)


def _ways_out() -> Iterator[Case]:
    yield _reading("file-of-the-system", 'file("/etc/passwd")')
    yield _reading("file-above", f'file("{UP}/{OUTSIDE}/secret.txt")')
    yield _reading("file-by-module-path", f'file("${{path.module}}/{UP}/{OUTSIDE}/secret.txt")')
    yield _reading("file-at-home", 'file("~/.ssh/id_rsa")')
    yield _reading("file-of-the-process", 'file("/proc/self/environ")')
    yield _reading("file-exists", f'fileexists("{UP}/{OUTSIDE}/secret.txt") ? "y" : "n"')
    yield _reading("file-set", f'join(",", fileset("{UP}/{OUTSIDE}", "**"))')
    yield _reading("template-file", f'templatefile("{UP}/{OUTSIDE}/secret.tftpl", {{}})')
    yield _reading("file-bytes", f'filebase64("{UP}/{OUTSIDE}/secret.txt")')
    for name, source in (
        ("module-above", f"{UP}/{OUTSIDE}"),
        ("module-far-above", "../" * 30 + "etc"),
        ("module-by-root", f"/{OUTSIDE}"),
        ("module-with-nul", "./a\\u0000b"),
        ("module-remote", f"git::ssh://user:{SECRET}@example.com/x.git"),
    ):
        call = f'module "m" {{\n  source = "{source}"\n}}\n'
        yield evaluated(name, call + "locals {\n  x = module.m.name\n}\n", is_named=False)
    installed = {"Modules": [{"Key": "m", "Source": "x/y/z", "Dir": f"{UP}/{OUTSIDE}"}]}
    call = 'module "m" {\n  source = "x/y/z"\n}\nlocals {\n  x = module.m.name\n}\n'
    manifest = f"{MODULE}/.terraform/modules/modules.json"
    yield files("modules-json", {HOSTILE: call + VICTIM, manifest: json.dumps(installed)}, ())
    absolute = {"Modules": [{"Key": "m", "Source": "x/y/z", "Dir": "/etc"}, 7, {"Key": []}]}
    yield files("modules-json-shape", {HOSTILE: call + VICTIM, manifest: json.dumps(absolute)}, ())
    yield files("modules-json-depth", {HOSTILE: call + VICTIM, manifest: "[" * 100_000}, ())
    for name, address in (
        ("above", f"../../{OUTSIDE}/stack.yaml"),
        ("by-scheme", "file:///etc/passwd"),
        ("by-network", "https://example.com/stack.yaml"),
    ):
        yield template(
            name,
            "Resources:\n  Nested:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n"
            f"      TemplateURL: {address}\n",
            is_named=False,
        )
    include = f"{{Name: AWS::Include, Parameters: {{Location: ../../{OUTSIDE}/stack.yaml}}}}"
    yield template("include-above", f"Resources:\n  Fn::Transform: {include}\n", is_named=False)


def _linked(name: str, links: dict[str, str], named: tuple[str, ...] | None = EVERY) -> Case:
    def write(directory: Path) -> None:
        for path, target in links.items():
            (directory / path).parent.mkdir(parents=True, exist_ok=True)
            outside = str(directory.parent.parent / OUTSIDE)
            (directory / path).symlink_to(target.replace("OUTSIDE", outside))

    return Case(name, write, tuple(links) if named is EVERY else named)


def _links() -> Iterator[Case]:
    yield _linked("link-out", {HOSTILE: f"{UP}/{OUTSIDE}/main.tf"})
    yield _linked("link-out-of-a-template", {TEMPLATE: f"../../{OUTSIDE}/stack.yaml"}, ())
    yield _linked("link-by-root", {HOSTILE: "OUTSIDE/main.tf"})
    yield _linked("link-to-a-directory", {"linked": f"../../{OUTSIDE}"}, ())
    yield _linked(
        "link-through-a-link",
        {f"{MODULE}/step": "..", HOSTILE: f"step/{UP}/{OUTSIDE}/main.tf"},
        (HOSTILE,),
    )
    yield _linked("link-to-variables", {f"{MODULE}/terraform.tfvars": "OUTSIDE/terraform.tfvars"})
    yield _linked("links-in-a-ring", {HOSTILE: "other.tf", f"{MODULE}/other.tf": "hostile.tf"})
    yield _linked("link-to-itself", {HOSTILE: "hostile.tf"})
    yield _linked("link-to-nothing", {HOSTILE: "nothing.tf"})
    yield _linked("link-to-its-directory", {f"{MODULE}/again": ".", f"{MODULE}/up": ".."}, ())
    yield _linked("link-to-zeros", {HOSTILE: "/dev/zero", TEMPLATE: "/dev/zero"}, (HOSTILE,))
    yield _linked("link-to-input", {HOSTILE: "/dev/stdin", TEMPLATE: "/proc/self/fd/0"}, (HOSTILE,))
    yield _linked("link-to-the-process", {HOSTILE: "/proc/self/environ"})
    many = {f"{MODULE}/l{number}.tf": "canary.tf" for number in range(500)}
    yield Case("link-module", _linked_module, (HOSTILE,))
    yield _linked("links-to-one-file", many, None)


def _linked_module(directory: Path) -> None:
    call = f'module "m" {{\n  source = "./linked"\n}}\nlocals {{\n  x = module.m.name\n}}\n{VICTIM}'
    (directory / HOSTILE).write_text(call)
    (directory / MODULE / "linked").symlink_to(f"{UP}/{OUTSIDE}")


def _made(name: str, make: Callable[[Path], object], *paths: str, is_named: bool = True) -> Case:
    def write(directory: Path) -> None:
        for path in paths:
            make(directory / path)

    return Case(name, write, paths if is_named else ())


def _unreadable(file: Path) -> None:
    file.write_text("locals {}\n")
    file.chmod(0)


def _sparse(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(20_000_000_000)


def _socket(file: Path) -> None:
    # The name of a socket is at most 107 bytes long.
    here = os.getcwd()
    os.chdir(file.parent)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(file.name)
    os.chdir(here)


def _no_files() -> Iterator[Case]:
    yield _made("pipe", os.mkfifo, HOSTILE, TEMPLATE, f"{MODULE}/terraform.tfvars")
    yield _made("socket", _socket, HOSTILE)
    yield _made("unreadable", _unreadable, HOSTILE, is_named=_IS_HELD)
    yield _made("directory-as-file", Path.mkdir, HOSTILE, TEMPLATE, is_named=False)
    yield _made("unreadable-directory", lambda path: path.mkdir(0), "locked", is_named=_IS_HELD)
    yield _made("sparse", _sparse, HOSTILE, f"{MODULE}/terraform.tfvars")
    yield Case("sparse-files", lambda directory: _sparse_files(directory, 40))


def _sparse_files(directory: Path, number: int) -> None:
    for index in range(number):
        _sparse(directory / f"s{index}.json")
        _sparse(directory / f"s{index}.yaml")
