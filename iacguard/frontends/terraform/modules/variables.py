"""Values of a root's variables: files, command line and environment, in Terraform's order."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.source import Source, SourceSpan
from ...protocol import Files, Inputs, Surplus
from ..file_names import VARIABLES
from ..syntax.nodes import Attribute, TerraformFile
from ..values.values import TerraformValue
from .outside_calls import OpenCall, OutsideCall

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

    value: TerraformValue | None = None
    """As a file of another language gives it, which `source` is then, evaluated."""

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
    directory: str,
    files: Files,
    inputs: Inputs,
    parse: Parse,
    caller: OutsideCall | OpenCall | None = None,
) -> Assignments:
    """Return what is assigned to the variables of the root in a directory.

    `caller` is what deploys it with values of its own, or may do so.

    https://developer.hashicorp.com/terraform/language/values/variables
    """
    if isinstance(caller, OpenCall):
        found = _Collected(files, parse, {}, [caller.path], caller.reason)
    elif caller is not None:
        found = _Collected(files, parse, dict(_of_call(caller)), [*caller.files], caller.unread)
    else:
        found = _Collected(files, parse, {}, [], "")
    for name, text in sorted(inputs.environment.items()):
        found.by_name[name] = _given(f"TF_VAR_{name}", text)
    found.take_files(_automatic(directory, files))
    if isinstance(caller, OutsideCall):
        if caller.overridden:
            found.lose(caller.overridden)
        found.take_files(caller.variable_files)
    environment = inputs.environment_of_scope
    found.take_files((*environment.variable_files, *inputs.variable_files))
    for name, text in environment.variables.items():
        found.by_name[name] = _given(f"vars.{name}", text)
    for name, text in inputs.variables.items():
        found.by_name[name] = _given(f"--var {name}", text)
    return Assignments(found.by_name, tuple(found.read), tuple(found.diagnostics), found.unread)


class _Collected:
    """What is assigned so far; what comes later is stronger."""

    def __init__(
        self,
        files: Files,
        parse: Parse,
        by_name: dict[str, Assignment],
        read: list[str],
        unread: str,
    ) -> None:
        self.by_name = by_name
        self.read = read
        self.unread = unread
        self.diagnostics: list[Diagnostic] = []
        self._files = files
        self._parse = parse

    def lose(self, reason: str) -> None:
        """Leave open what is assigned so far: what is not read may set any variable."""
        self.unread = reason
        self.by_name.clear()

    def take_files(self, paths: Iterable[str]) -> None:
        """Take in what variable files say, the strongest last."""
        for path in paths:
            source = self._files.read(path)
            if source is None:
                continue
            self.read.append(path)
            if isinstance(source, Diagnostic):
                self.diagnostics.append(source)
                self.lose(_unread(path))
                continue
            file = self._parse(source)
            self.diagnostics.extend(file.diagnostics)
            if file.diagnostics:
                # What was lost may set any variable, over what weaker sources say.
                self.lose(_unread(path))
            label = f"set in {path.rsplit('/', 1)[-1]}"
            for name, attribute in file.body.attributes.items():
                self.by_name[name] = Assignment(source, label, attribute)


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


def _of_call(call: OutsideCall) -> Iterator[tuple[str, Assignment]]:
    for name, value in call.inputs.items():
        source = Source(call.name, "") if value.place is None else value.place.source
        yield name, Assignment(source, f"input of {call.caller.label}", None, value=value)


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
