"""The source of a plan, evaluated with the values that the plan was made with."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ....core.json_tree import JsonArray, JsonObject, JsonText, JsonValue
from ....core.limits import Limits
from ....core.source import SourceSpan
from ....core.value import Hop
from ....core.written_exception import WrittenException
from ...lowering.block import Block
from ...protocol import Files, Inputs
from ..frontend import parse_file
from ..functions import FUNCTIONS
from ..modules.configuration import Module, module_files
from ..modules.inputs import variable_value
from ..modules.instance import ModuleInstance
from ..modules.loader import Loader
from ..modules.name_evaluation import NameWork
from ..modules.order import ordered
from ..modules.root import Root
from ..modules.variables import Assignment
from ..syntax.json_bodies import BodyReader
from ..tables.all import TABLES
from ..values.values import TerraformValue
from ..written_exceptions import exceptions_in
from .configuration import PlanConfiguration
from .merge_with_source import without_keys
from .scan import Stretch
from .sections import PlanContents
from .shapes import entries
from .source_drift import rewritten_declarations, rewritten_documents
from .sources import find_source

_MOST_EVALUATED = 256
"""Sources of plans; each is evaluated with the values of its plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBeside:
    """What the source of a plan declares."""

    directory: str
    first_file: str
    """The first of its configuration files: where a finding on the whole of it points."""

    difference: str
    """How its declarations differ from those that were planned; empty where they do not."""

    blocks: Mapping[str, Block]
    """Its resources, by address."""

    rewritten: frozenset[str]
    """What refers to other names than was planned, and policy documents that say something else:
    addresses without the keys of instances."""

    calls: Mapping[str, tuple[Hop, ...]]
    """Its module calls by their paths without keys, each with those that lead to it."""

    files: tuple[str, ...]
    exceptions: tuple[WrittenException, ...]
    sensitive: tuple[SourceSpan, ...]


class Sources:
    """Finds the sources of the plans of one scan; each module is parsed once."""

    def __init__(self, files: Files, limits: Limits) -> None:
        self.loader = Loader(files, limits, parse_file)
        self.left = _MOST_EVALUATED
        """How many more sources are evaluated."""


def source_beside(
    contents: PlanContents, configuration: PlanConfiguration, sources: Sources, inputs: Inputs
) -> SourceBeside | None:
    """Return the source of a plan; None where none is found."""
    loader, path = sources.loader, contents.source.path
    found = find_source(path, configuration.declared(), inputs.plan_sources, loader)
    if found is None:
        return None
    if not sources.left:
        summary = f"only {_MOST_EVALUATED:,} plans of a scan are compared with their source"
        contents.note(Stretch(0, 0), summary, "This one was judged without its source.")
        return None
    sources.left -= 1
    module = found.module
    root = Root(loader, module.directory, inputs, TABLES, FUNCTIONS)
    _assign(root, module, contents)
    read = ordered(root, tuple(NameWork(root).blocks(module)))
    blocks = {block.address: block for block in read}
    return SourceBeside(
        directory=module.directory,
        first_file=next(iter(module_files(loader.files.list(module.directory))), path),
        difference=found.difference,
        blocks=blocks,
        rewritten=_rewritten(contents, configuration, root),
        calls=_calls(root),
        files=root.files,
        exceptions=exceptions_in(each.module for each in root.instances),
        sensitive=tuple(sorted(root.sensitive)),
    )


def _rewritten(
    contents: PlanContents, configuration: PlanConfiguration, root: Root
) -> frozenset[str]:
    documents = rewritten_documents(contents, configuration, root.instances)
    declared = rewritten_declarations(configuration, root.instances)
    return frozenset((*declared, *map(without_keys, documents)))


def _calls(root: Root) -> dict[str, tuple[Hop, ...]]:
    found: dict[str, tuple[Hop, ...]] = {}
    for instance in root.instances:
        for name, call in instance.module.calls.items():
            step = f"module.{name}"
            hops = (*instance.callers, Hop(call.header, step))
            found.setdefault(without_keys(instance.path + step), hops)
    return found


def _assign(root: Root, module: Module, contents: PlanContents) -> None:
    """Give the variables the plan's values, where the source by itself says otherwise."""
    alone = Root(root.loader, root.directory, Inputs(), TABLES, FUNCTIONS)
    alone.assigned.by_name.update(root.assigned.by_name)
    context = alone.context(module)
    instance = ModuleInstance(number=0, module=module, path="", key="", context=context)
    NameWork(alone).add(instance)
    reader = BodyReader(contents.source, contents.limits)
    label = f"set in {posixpath.basename(contents.source.path)}"
    for name, (key, value) in contents.variables.items():
        if name in module.variables and not _same(variable_value(alone, instance, name), value):
            attribute = reader.values(((key, value),)).get(name)
            if attribute is not None:
                root.assigned.by_name[name] = Assignment(contents.source, label, attribute)


def _same(value: TerraformValue, planned: JsonValue) -> bool:
    """Return whether the source by itself gives a variable the value that the plan has."""
    content = value.content
    if value.unknown is not None or content is None:
        return False
    match planned:
        case JsonText(text=text):
            return content == text
        case JsonArray(elements=elements):
            return (
                isinstance(content, tuple)
                and len(content) == len(elements)
                and all(map(_same, content, elements))
            )
        case JsonObject():
            members = entries(planned)
            return (
                isinstance(content, Mapping)
                and content.keys() == members.keys()
                and all(_same(content[name], members[name]) for name in members)
            )
        case _:
            if planned.number:
                return (
                    isinstance(content, Fraction)
                    and len(planned.number) < 20
                    and float(content) == float(planned.number)
                )
            return isinstance(content, bool) and content is planned.value
