"""Values of a root's variables: files, command line and environment, in Terraform's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ...core.diagnostic import Diagnostic
from ...core.source import Source
from ..protocol import Files, Inputs
from .syntax import Attribute, TerraformFile

Parse = Callable[[Source], TerraformFile]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One value that a variable is given from outside of the configuration."""

    source: Source
    label: str
    """What a reader is told: "set in prod.auto.tfvars"."""

    attribute: Attribute | None
    """As written in a file."""

    text: str = ""
    """As given on the command line or in the environment, when there is no attribute."""


@dataclass(frozen=True, slots=True)
class Assignments:
    """The values that the variables of a root are given; the strongest of each."""

    by_name: dict[str, Assignment]
    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]

    unread: str = ""
    """Why a variable that `by_name` leaves out may have a value all the same; else nothing."""


def assignments(directory: str, files: Files, inputs: Inputs, parse: Parse) -> Assignments:
    """Return what is assigned to the variables of the root in a directory.

    https://developer.hashicorp.com/terraform/language/values/variables
    """
    found: dict[str, Assignment] = {}
    for name, text in sorted(inputs.environment.items()):
        found[name] = _given(f"TF_VAR_{name}", text)
    read: list[str] = []
    diagnostics: list[Diagnostic] = []
    unread = ""
    for path in (*_automatic(directory, files), *inputs.variable_files):
        source = files.read(path)
        if source is None:
            continue
        read.append(path)
        if isinstance(source, Diagnostic):
            diagnostics.append(source)
            unread = _unread(path)
            found.clear()
            continue
        file = parse(source)
        diagnostics.extend(file.diagnostics)
        if file.diagnostics:
            # What was lost may set any variable, over what weaker sources say.
            unread = _unread(path)
            found.clear()
        label = f"set in {path.rsplit('/', 1)[-1]}"
        for name, attribute in file.body.attributes.items():
            found[name] = Assignment(source, label, attribute)
    for name, text in inputs.variables.items():
        found[name] = _given(f"--var {name}", text)
    return Assignments(found, tuple(read), tuple(diagnostics), unread)


def is_variable_file(path: str) -> bool:
    """Return whether a file assigns variables."""
    return path.endswith((".tfvars", ".tfvars.json"))


def _unread(path: str) -> str:
    return f"{path.rsplit('/', 1)[-1]} could not be read"


def _given(label: str, text: str) -> Assignment:
    return Assignment(Source(label, text), label, None, text)


def _automatic(directory: str, files: Files) -> Iterator[str]:
    """Yield the variable files that Terraform loads by itself, the strongest last."""
    present = {path.rsplit("/", 1)[-1]: path for path in files.list(directory)}
    for name in ("terraform.tfvars", "terraform.tfvars.json"):
        if name in present:
            yield present[name]
    for name in sorted(present):
        if name.endswith((".auto.tfvars", ".auto.tfvars.json")):
            yield present[name]
