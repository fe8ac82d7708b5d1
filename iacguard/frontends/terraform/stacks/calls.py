"""The deployments of stacks: each is a root of its own, with all components of the stack.

https://developer.hashicorp.com/terraform/language/block/stack/tfdeploy/deployment
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.value import Hop
from ...protocol import Inputs
from ..functions import FUNCTIONS
from ..modules.configuration import Module, WrittenAttribute, assemble
from ..modules.graph import Name
from ..modules.instance import ModuleInstance
from ..modules.loader import Loader, inside
from ..modules.name_evaluation import NameWork
from ..modules.outside_calls import Found, OpenCall, OutsideCall
from ..modules.root import Root
from ..modules.static_sources import local_source
from ..syntax.nodes import BlockSyntax, Literal, TerraformFile
from ..tables.all import TABLES
from ..values.values import TerraformValue
from .components import as_module, is_readable
from .file_names import COMPONENTS, DEPLOYMENTS, is_of_stack

_OF_DEPLOYMENTS = frozenset({"identity_token", "store", "upstream_input"})
"""What only a deployment knows: tokens, secrets, and what other stacks publish."""


@dataclass(frozen=True, slots=True)
class _Deployment:
    """One way in which a stack is deployed."""

    file: TerraformFile
    block: BlockSyntax
    inputs: dict[str, TerraformValue]
    unread: str


class Stacks:
    """Reads the components and deployments of stacks."""

    def is_caller(self, path: str) -> bool:
        """Return whether a file may hold calls, by its name."""
        return is_of_stack(path)

    def calls(
        self,
        files: Sequence[str],
        loader: Loader,
        inputs: Inputs,
        matters: Callable[[str], bool],
    ) -> Iterator[Found]:
        """Yield the calls in files, those that lead nowhere too."""
        for directory in sorted({posixpath.dirname(path) for path in files}):
            components = _parsed(directory, COMPONENTS, loader)
            if components:
                yield from _of_stack(directory, components, loader)


def _parsed(directory: str, endings: tuple[str, ...], loader: Loader) -> list[TerraformFile]:
    found = []
    for path in loader.files.list(directory):
        source = loader.files.read(path) if path.endswith(endings) else None
        if source is not None and not isinstance(source, Diagnostic):
            found.append(loader.parse(source))
    return found


def _of_stack(directory: str, components: list[TerraformFile], loader: Loader) -> Iterator[Found]:
    notes = []
    for file in components:
        for block in file.body.blocks:
            if block.type == "stack" or (block.type == "component" and not is_readable(block)):
                yield from _open(file, block, directory)
            if block.type == "stack":
                notes.append(_note(file, block))
    read = {file.source.path for file in components}
    module = assemble(directory, [as_module(file) for file in components])
    called = tuple(
        target
        for call in module.calls.values()
        if (target := local_source(module, call)) is not None
    )
    files = _parsed(directory, DEPLOYMENTS, loader)
    deployments: list[_Deployment | None] = [*_deployments(files, directory, loader)]
    for each in deployments or [None]:
        place = _place(module, components[0]) if each is None else _header(each)
        yield OutsideCall(
            name=place.label if each is None else _name(directory, each),
            directory=directory,
            caller=place,
            module=module,
            called=called,
            inputs={} if each is None else each.inputs,
            unread="the stack's deployments are not in the scanned tree"
            if each is None
            else each.unread,
            files=tuple(sorted(read | {file.source.path for file in files})),
            diagnostics=tuple(notes),
        )


def _name(directory: str, deployment: _Deployment) -> str:
    return posixpath.join(directory, f"deployment.{deployment.block.labels[0]}")


def _header(deployment: _Deployment) -> Hop:
    block, source = deployment.block, deployment.file.source
    return Hop(source.span(block.start, block.header_end), f"deployment {block.labels[0]}")


def _place(module: Module, file: TerraformFile) -> Hop:
    return Hop(file.source.span(0, 0), module.directory or ".")


def _open(file: TerraformFile, block: BlockSyntax, directory: str) -> Iterator[OpenCall]:
    """Yield that a component may call a module with any inputs."""
    written = block.body.attributes.get("source")
    source = None if written is None else written.expression
    if block.type == "component" and isinstance(source, Literal):
        target = inside(posixpath.join(directory, str(source.value)))
        if target is not None:
            path = file.source.path
            yield OpenCall(path, f"{path} sets inputs that are not written one by one", target)


def _deployments(files: list[TerraformFile], directory: str, loader: Loader) -> list[_Deployment]:
    """Return the deployments of a stack, with their inputs evaluated."""
    found: list[tuple[TerraformFile, BlockSyntax]] = [
        (file, block)
        for file in files
        for block in file.body.blocks
        if block.type == "deployment" and len(block.labels) == 1
    ]
    local_values = {
        name: WrittenAttribute(attribute, file.source)
        for file in files
        for block in file.body.blocks
        if block.type == "locals"
        for name, attribute in block.body.attributes.items()
    }
    is_broken = any(file.diagnostics for file in files)
    made = []
    for file, block in found:
        written = block.body.attributes.get("inputs")
        inputs: dict[str, TerraformValue] = {}
        unread = f"a part of {file.source.path} could not be read" if is_broken else ""
        if written is not None:
            attribute = WrittenAttribute(written, file.source)
            value = _evaluated(attribute, local_values, directory, loader)
            if isinstance(value.content, dict):
                inputs = dict(value.content)
            elif not value.is_null:
                unread = f"{file.source.path} sets inputs that are not known ({value.reason})"
        made.append(_Deployment(file, block, inputs, unread))
    return made


def _evaluated(
    written: WrittenAttribute,
    local_values: dict[str, WrittenAttribute],
    directory: str,
    loader: Loader,
) -> TerraformValue:
    """Return the inputs of a deployment, which sees the locals of its files and nothing else."""
    name = "inputs of the deployment"
    module = Module(directory=directory, locals={**local_values, name: written})
    place = (written.source.path, written.attribute.start)
    loader.assembled[place] = module
    root = Root(loader, directory, Inputs(), TABLES, FUNCTIONS)
    root.known_at_run_time = _OF_DEPLOYMENTS
    work = NameWork(root)
    instance = ModuleInstance(
        number=0, module=module, path="", key="", context=root.context(module)
    )
    work.add(instance)
    work.ensure(Name(0, "local", name))
    return instance.values["local", name]


def _note(file: TerraformFile, block: BlockSyntax) -> Diagnostic:
    return Diagnostic(
        rule=NOT_EVALUATED,
        level=Level.NOTE,
        summary="the components of another stack are not read",
        detail="What it deploys is unknown.",
        subject=file.source.span(block.start, block.header_end),
    )
