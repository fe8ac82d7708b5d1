"""Short ways to evaluate a template's text in tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from iacguard.core.diagnostic import Diagnostic
from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.core.value import Absent, Hole, Known, Symbol, Unknown
from iacguard.frontends.cloudformation.deployments.search import Deployed, Search
from iacguard.frontends.cloudformation.frontend import CloudFormation
from iacguard.frontends.cloudformation.stacks.assembly import assemble
from iacguard.frontends.cloudformation.stacks.library import Library, load
from iacguard.frontends.cloudformation.stacks.parameters import read_parameter_file
from iacguard.frontends.cloudformation.stacks.template import Template
from iacguard.frontends.lowering.fields import EntityTable, Own, Row, Tables
from iacguard.frontends.protocol import FrontendRequest, Inputs, Scope

THING = "Test::Unit::Thing"

TABLES = Tables(
    entities=(
        EntityTable(
            type=THING,
            entity="things",
            build=dict,
            rows=(Row(field="value", path="Value"), Row(field="name", path="Name")),
        ),
    ),
    attributes={THING: {"Ref": (Own("Name", "/"),), "Arn": ("arn:thing/", Own("Name", "/"))}},
)
"""One type with a name that its Ref and its Arn follow from, and a value."""


class MemoryFiles:
    """A tree of files that lies in memory."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def read(self, path: str) -> Source | Diagnostic | None:
        return Source(path, self._files[path]) if path in self._files else None

    def find_bytes(self, path: str) -> bytes | None:
        return self._files[path].encode() if path in self._files else None

    def list(self, directory: str) -> tuple[str, ...]:
        return tuple(sorted(p for p in self._files if p.rpartition("/")[0] == directory))


@dataclass(frozen=True)
class Run:
    """The deployments of a template: their choices, and their blocks' plain attributes."""

    deployments: tuple[tuple[dict[str, str], dict[str, Any]], ...]
    problems: tuple[str, ...]

    @property
    def only(self) -> dict[str, Any]:
        """The blocks of the only deployment."""
        ((_, blocks),) = self.deployments
        return blocks


def run(
    text: str, parameters: str = "[]", limits: Limits | None = None, tables: Tables = TABLES
) -> Run:
    """Return the deployments of a template as a front end begins with them."""
    found = search_of(text, parameters, limits, tables)
    return shown(found, found.deployments())


def search_of(
    text: str, parameters: str = "[]", limits: Limits | None = None, tables: Tables = TABLES
) -> Search:
    """Return the search for the deployments of a template."""
    limits = limits or Limits()
    library = Library(MemoryFiles({"t.yaml": text}), limits)
    template = library.template("t.yaml")
    assert isinstance(template, Template), template
    given, _ = read_parameter_file(load(Source("p.json", parameters), limits))
    stack = assemble(template, library, given, limits)
    search = Search((stack,), tables, limits)
    search.diagnostics.update(dict.fromkeys(stack.problems))
    return search


def shown(search: Search, deployed: Iterable[Deployed]) -> Run:
    """Return deployments without the places of their values."""
    return Run(
        tuple(
            (
                {choice.name: choice.value for choice in each.choices},
                {
                    block.address: {name: plain(v) for name, v in block.attributes.items()}
                    | ({} if isinstance(block.exists, Known) else {"exists": plain(block.exists)})
                    for block in each.blocks
                },
            )
            for each in deployed
        ),
        tuple(problem.summary for problem in search.diagnostics),
    )


def narrowed(search: Search) -> list[Deployed]:
    """Return the deployments that follow from answering every question that a hop names."""
    pending, settled = list(search.deployments()), []
    while pending:
        deployed = pending.pop()
        names = dict.fromkeys(
            name
            for block in deployed.blocks
            for value in (*block.attributes.values(), block.exists)
            for name in _asked(value)
        )
        narrower = next(filter(None, (search.narrow(deployed, name) for name in names)), ())
        pending += narrower
        if not narrower:
            settled.append(deployed)
    return settled


def _asked(value: Any) -> Iterator[str]:
    """Yield the questions that the unknown parts of a value name."""
    if isinstance(value, Unknown):
        yield from (hop.question for hop in value.provenance if hop.question)
    elif isinstance(value, Known) and isinstance(value.value, tuple):
        for element in value.value:
            yield from _asked(element)
    elif isinstance(value, Known) and isinstance(value.value, Mapping):
        for element in value.value.values():
            yield from _asked(element)


def value_of(expression: str, header: str = "") -> Any:
    """Return the plain value of a property in the only deployment of a template."""
    return run(_with_value(expression, header)).only["It"].get("Value")


def problems_of(expression: str, header: str = "") -> tuple[str, ...]:
    """Return what is reported about a property."""
    return run(_with_value(expression, header)).problems


def _with_value(expression: str, header: str) -> str:
    properties = f"    Properties:\n      Value: {expression}\n"
    return f"{header}\nResources:\n  It:\n    Type: {THING}\n{properties}"


def plain(value: Any) -> Any:
    """Return a value without its places; what is open is shown in angle brackets."""
    match value:
        case Known(value=tuple() as elements):
            return [plain(element) for element in elements]
        case Known(value=Mapping() as entries):
            return {name: plain(element) for name, element in entries.items()}
        case Known():
            return value.value
        case Absent():
            return None
        case Unknown(parts=(_, *_)):
            return "".join(map(_shown, value.parts))
        case Unknown():
            return f"<{value.reason}>"
        case _:
            raise AssertionError(value)


def _shown(part: str | Symbol | Hole) -> str:
    if isinstance(part, Symbol):
        return f"<{part.name}>"
    return "<?>" if isinstance(part, Hole) else part


def scopes_of(
    files: Mapping[str, str], inputs: Inputs | None = None, limits: Limits | None = None
) -> list[Scope]:
    """Return the scopes of a tree, all of whose files are candidates."""
    request = FrontendRequest(
        files=MemoryFiles(files),
        candidates=tuple(sorted(files)),
        inputs=inputs or Inputs(),
        limits=limits or Limits(),
    )
    # What may be deployed by itself as well is tested with the verdicts of both.
    return [scope for scope in CloudFormation().scopes(request) if not scope.supposing]


def written(template: object) -> str:
    """Return a template as JSON text."""
    return json.dumps(template)
