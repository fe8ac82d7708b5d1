"""The values that the user gives to parameters: in files, and by environments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ....core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ....core.source import Source, SourceSpan
from ...protocol import Inputs
from ..text.document import LoadedDocument
from .library import Library
from .parameters import Given, read_parameter_file
from .sam_configuration import read_sam_configuration

_Read: TypeAlias = "tuple[Mapping[str, Given], tuple[Diagnostic, ...]]"
"""The values that a file gives, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class GivenValues:
    """The parameters that the user settles for one scope in one environment."""

    name: str
    """The scope's name, the environment's included."""

    inputs: Inputs
    values: Mapping[str, Given]

    from_user: Mapping[str, Given]
    """Those that are not of the environment alone."""

    files: tuple[str, ...]
    problems: tuple[Diagnostic, ...]


class Values:
    """Reads the values of parameters; each file is read once."""

    def __init__(self, inputs: Inputs, library: Library) -> None:
        """Read nothing yet; `inputs` are those of the whole scan."""
        self._inputs = inputs
        self._library = library
        self._read: dict[tuple[str, str], _Read] = {}

    def of(self, scope: str) -> Iterator[GivenValues]:
        """Yield what a scope is given, once for each environment; what is stronger wins."""
        for inputs in self._inputs.of_environments(scope):
            environment = inputs.environment_of_scope
            own, problems = self._in(environment.parameter_files, environment.name)
            from_user, more = self._in(inputs.parameter_files, environment.name)
            place = environment.place or Source(scope, "").span(0, 0)
            written = {name: Given(text, place) for name, text in environment.variables.items()}
            yield GivenValues(
                name=environment.called(scope),
                inputs=inputs,
                values={**own, **written, **from_user},
                from_user={**own, **from_user},
                files=(*environment.parameter_files, *inputs.parameter_files),
                problems=(*problems, *more),
            )

    def _in(
        self, files: tuple[str, ...], environment: str
    ) -> tuple[dict[str, Given], tuple[Diagnostic, ...]]:
        """Return the parameters that files settle; the last file wins."""
        given: dict[str, Given] = {}
        problems: list[Diagnostic] = []
        for path in files:
            if (path, environment) not in self._read:
                self._read[path, environment] = self._of_file(path, environment)
            values, found = self._read[path, environment]
            given.update(values)
            problems += found
        return given, tuple(problems)

    def _of_file(self, path: str, environment: str) -> _Read:
        source = self._library.source(path)
        if path.endswith(".toml") and source is not None:
            return read_sam_configuration(source, environment)
        document = self._library.document(path)
        if isinstance(document, LoadedDocument):
            values, found = read_parameter_file(document)
            return values, (*document.diagnostics, *found)
        return {}, (document or _no_such_file(path),)


def _no_such_file(path: str) -> Diagnostic:
    start: SourceSpan = Source(path, "").span(0, 0)
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary="there is no such parameter file",
        detail="Parameters were judged without it.",
        subject=start,
    )
