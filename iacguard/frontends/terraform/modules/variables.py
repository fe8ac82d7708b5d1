"""Values of a root's variables: files, command line and environment, in Terraform's order."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.source import Source, SourceSpan
from ...protocol import Files, Inputs, Surplus
from ..file_names import VARIABLES
from ..syntax.nodes import Attribute, TerraformFile

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

    @property
    def span(self) -> SourceSpan:
        """Where it is written."""
        start, end = (
            (0, 0) if self.attribute is None else (self.attribute.start, self.attribute.end)
        )
        return self.source.span(start, end)


@dataclass(frozen=True, slots=True)
class Assignments:
    """The values that the variables of a root are given; the strongest of each."""

    by_name: dict[str, Assignment]
    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]

    unread: str = ""
    """Why a variable that `by_name` leaves out may have a value all the same; else nothing."""


def assignments(
    directory: str, files: Files, inputs: Inputs, parse: Parse, caller: str | None = None
) -> Assignments:
    """Return what is assigned to the variables of the root in a directory.

    `caller` is a file that may give it further values, and that is not evaluated.

    https://developer.hashicorp.com/terraform/language/values/variables
    """
    found: dict[str, Assignment] = {}
    for name, text in sorted(inputs.environment.items()):
        found[name] = _given(f"TF_VAR_{name}", text)
    read: list[str] = []
    diagnostics: list[Diagnostic] = []
    unread = f"{caller} sets its inputs and is not evaluated" if caller is not None else ""
    environment = inputs.environment_of_scope
    named = (*environment.variable_files, *inputs.variable_files)
    for path in (*_automatic(directory, files), *named):
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
    for name, text in environment.variables.items():
        found[name] = _given(f"vars.{name}", text)
    for name, text in inputs.variables.items():
        found[name] = _given(f"--var {name}", text)
    if caller is not None:
        read.append(caller)
    return Assignments(found, tuple(read), tuple(diagnostics), unread)


def surplus(assigned: Assignments, inputs: Inputs, declared: Container[str]) -> tuple[Surplus, ...]:
    """Return what the user gives to variables that are not declared.

    Terraform passes over variables of the environment that it does not know.
    """
    given = [(name, one) for name, one in assigned.by_name.items() if name not in declared]
    return tuple(
        Surplus(name, None if one.attribute is None else one.span)
        for name, one in given
        if name in inputs.variables or one.source.path in inputs.variable_files
    )


def notes_on_surplus(
    assigned: Assignments, inputs: Inputs, declared: Container[str]
) -> Iterator[Diagnostic]:
    """Yield a note for each file beside the root that sets what is not declared.

    Terraform warns of it: most often a name is misspelt.
    """
    by_file: dict[str, list[Assignment]] = {}
    names: dict[str, list[str]] = {}
    for name, one in assigned.by_name.items():
        path = one.source.path
        if one.attribute is not None and name not in declared and path not in inputs.variable_files:
            by_file.setdefault(path, []).append(one)
            names.setdefault(path, []).append(name)
    for path, found in by_file.items():
        more = len(found) - 1
        also = f", nor are {more} more that this file sets" if more > 1 else ""
        also = ", nor is one more that this file sets" if more == 1 else also
        yield Diagnostic(
            rule=NOT_EVALUATED,
            level=Level.NOTE,
            summary=f"variable `{names[path][0]}` is not declared{also}",
            detail="The value is not used.",
            subject=found[0].span,
        )


def is_variable_file(path: str) -> bool:
    """Return whether a file assigns variables."""
    return path.endswith(VARIABLES)


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
