"""A module's declarations, gathered from the files of its directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.source import Source, SourceSpan
from ..syntax.nodes import Attribute, BlockSyntax, TerraformFile


# Tuples are made in a third of the time of frozen dataclasses.
class WrittenAttribute(NamedTuple):
    """An attribute and the file that it stands in."""

    attribute: Attribute
    source: Source


class WrittenBlock(NamedTuple):
    """A nested block and the file that it stands in."""

    block: BlockSyntax
    source: Source


@dataclass(frozen=True, slots=True)
class Declaration:
    """A top-level block, override files merged into it."""

    block: BlockSyntax
    source: Source
    attributes: Mapping[str, WrittenAttribute]
    blocks: tuple[WrittenBlock, ...]

    @property
    def header(self) -> SourceSpan:
        """The block's type and labels."""
        return self.source.span(self.block.start, self.block.header_end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """What the files of one directory declare together."""

    directory: str
    """Relative to the scan's root; ``""`` is that root."""

    variables: Mapping[str, Declaration] = field(default_factory=dict)
    locals: Mapping[str, WrittenAttribute] = field(default_factory=dict)
    outputs: Mapping[str, Declaration] = field(default_factory=dict)
    calls: Mapping[str, Declaration] = field(default_factory=dict)

    resources: Mapping[str, Declaration] = field(default_factory=dict)
    """By ``type.name``."""

    data_sources: Mapping[str, Declaration] = field(default_factory=dict)
    """By ``type.name``."""

    providers: tuple[Declaration, ...] = ()
    files: tuple[TerraformFile, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


# Block types with a name, and how many labels make it up.
_LABELS = {"variable": 1, "output": 1, "module": 1, "resource": 2, "data": 2}


def module_files(names: Iterable[str]) -> tuple[str, ...]:
    """Return the configuration files among a directory's, override files last.

    OpenTofu reads ``x.tofu`` in place of an ``x.tf`` beside it.
    """
    names = tuple(names)
    hidden = hidden_by_tofu(names)
    chosen = [
        name
        for name in names
        if _stem(name) is not None
        and not name.rsplit("/", 1)[-1].startswith(".")
        and name not in hidden
    ]
    return tuple(sorted(chosen, key=lambda name: (is_override(name), name)))


def hidden_by_tofu(names: Iterable[str]) -> frozenset[str]:
    """Return the files among a directory's that OpenTofu passes over for one of its own."""
    present = set(names)
    replaced = {name: _in_opentofu(name) for name in present}
    return frozenset(name for name, own in replaced.items() if own != name and own in present)


def _in_opentofu(name: str) -> str:
    """Return the name of the file that OpenTofu reads in place of another one."""
    stem = _stem(name) or name
    return name[: len(stem)] + name[len(stem) :].replace(".tf", ".tofu")


def is_override(path: str) -> bool:
    """Return whether a file's declarations are merged into those of the others."""
    stem = (_stem(path) or "").rsplit("/", 1)[-1]
    return stem == "override" or stem.endswith("_override")


def assemble(
    directory: str, files: Iterable[TerraformFile], lost: tuple[Diagnostic, ...] = ()
) -> Module:
    """Return the module that these files make up; override files come last.

    `lost` says which further files could not be read.
    """
    files = tuple(files)
    found: dict[str, dict[str, Declaration]] = {kind: {} for kind in _LABELS}
    local_values: dict[str, WrittenAttribute] = {}
    providers: list[Declaration] = []
    diagnostics: list[Diagnostic] = []
    for file in files:
        overrides = is_override(file.source.path)
        for block in file.body.blocks:
            declaration = _declaration(block, file.source)
            if block.type == "locals":
                for name, written in declaration.attributes.items():
                    if name in local_values and not overrides:
                        diagnostics.append(_duplicate(f"local.{name}", written))
                    else:
                        local_values[name] = written
            elif block.type == "provider":
                providers.append(declaration)
            elif block.type in _LABELS and len(block.labels) == _LABELS[block.type]:
                name = ".".join(block.labels)
                existing = found[block.type].get(name)
                if existing is None:
                    found[block.type][name] = declaration
                elif overrides:
                    found[block.type][name] = _merged(existing, declaration)
                else:
                    diagnostics.append(_duplicate(f"{block.type} {name}", declaration))
    return Module(
        directory=directory,
        variables=found["variable"],
        locals=local_values,
        outputs=found["output"],
        calls=found["module"],
        resources=found["resource"],
        data_sources=found["data"],
        providers=tuple(providers),
        files=files,
        diagnostics=(*lost, *(d for file in files for d in file.diagnostics), *diagnostics),
    )


def _stem(path: str) -> str | None:
    for suffix in (".tf.json", ".tofu.json", ".tf", ".tofu"):
        if path.endswith(suffix):
            return path[: -len(suffix)]
    return None


def _declaration(block: BlockSyntax, source: Source) -> Declaration:
    return Declaration(
        block,
        source,
        {
            name: WrittenAttribute(attribute, source)
            for name, attribute in block.body.attributes.items()
        },
        tuple(WrittenBlock(nested, source) for nested in block.body.blocks),
    )


def _merged(base: Declaration, override: Declaration) -> Declaration:
    """Return a declaration with an override's attributes, and its blocks in place of their type.

    https://developer.hashicorp.com/terraform/language/files/override
    """
    replaced = {written.block.type for written in override.blocks}
    kept = tuple(written for written in base.blocks if written.block.type not in replaced)
    return Declaration(
        base.block,
        base.source,
        {**base.attributes, **override.attributes},
        (*kept, *override.blocks),
    )


def _duplicate(what: str, written: Declaration | WrittenAttribute) -> Diagnostic:
    if isinstance(written, Declaration):
        place = written.header
    else:
        place = written.source.span(written.attribute.start, written.attribute.end)
    return Diagnostic(
        rule=NOT_EVALUATED,
        level=Level.ERROR,
        summary=f"`{what}` is declared twice",
        detail="The first declaration was judged.",
        subject=place,
    )
