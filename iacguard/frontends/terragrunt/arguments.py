"""Values that ``extra_arguments`` hand over: variable files, and variables of the environment.

https://docs.terragrunt.com/features/units/extra-arguments
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..terraform.values.convert import convert
from ..terraform.values.types import STRING
from ..terraform.values.values import EvaluationError, TerraformValue, unknown
from .configuration import Configuration

_PREFIX = "TF_VAR_"
_FILE = "-var-file="


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a unit gives its module besides its inputs."""

    files: tuple[str, ...] = ()
    """Variable files, relative to the scan's root, in order."""

    values: Mapping[str, TerraformValue] = field(default_factory=dict)
    """Variables of the environment, which stand over inputs."""

    overridden: str = ""
    """Why any variable may be given another value, as a clause."""


def arguments_of(unit: Configuration, module: str) -> Arguments:
    """Return what the arguments of ``apply`` give the module in a directory."""
    files: list[str] = []
    values: dict[str, TerraformValue] = {}
    overridden = ""
    for owner, arguments in _blocks(unit):
        commands = arguments.get("commands")
        if not _may_apply(commands):
            continue
        path = owner.file.source.path
        for name, value in _entries(arguments.get("env_vars")):
            if name.startswith(_PREFIX):
                values[name.removeprefix(_PREFIX)] = _text(value)
        flags = _texts(arguments.get("arguments"))
        if flags is None or any(flag is None or _sets(flag) for flag in flags):
            overridden = f"the arguments that {path} adds to commands set variables"
        written = [
            flag.removeprefix(_FILE) for flag in flags or () if flag and flag.startswith(_FILE)
        ]
        named = [*written]
        required = len(named)
        for kind in ("required_var_files", "optional_var_files"):
            texts = _texts(arguments.get(kind))
            if texts is None or None in texts:
                overridden = f"which variable files {path} names is not known"
            named += [text for text in texts or () if text is not None]
            if kind == "required_var_files":
                required = len(named)
        for number, each in enumerate(named):
            found = _found(owner, each, module)
            if found is not None:
                files.append(found)
            elif number < required:
                overridden = (
                    f"the variable file {posixpath.basename(each)} is not in the scanned tree"
                )
    return Arguments(tuple(files), values, overridden)


def _blocks(
    unit: Configuration,
) -> Iterator[tuple[Configuration, Mapping[str, TerraformValue]]]:
    """Yield each ``extra_arguments`` that counts, with what it says, in order."""
    included = [each.configuration for each in unit.includes() if each.strategy != "no_merge"]
    found: dict[str, tuple[Configuration, Mapping[str, TerraformValue]]] = {}
    for owner in (*(each for each in included if each is not None), unit):
        for block in owner.blocks("terraform"):
            for inner in block.body.blocks:
                if inner.type == "extra_arguments" and inner.labels:
                    names = inner.body.attributes
                    said = {name: owner.placed(names[name].expression) for name in names}
                    found[inner.labels[0]] = (owner, said)
    yield from found.values()


def _may_apply(commands: TerraformValue | None) -> bool:
    """Return whether arguments are those of an apply, or may be."""
    texts = _texts(commands)
    return texts is None or any(text is None or text in ("apply", "plan") for text in texts)


def _texts(value: TerraformValue | None) -> list[str | None] | None:
    """Return the texts of a list, None for one that is not known; None where the list is not."""
    if value is None or value.is_null:
        return []
    if not isinstance(value.content, tuple):
        return None
    return [each.content if isinstance(each.content, str) else None for each in value.content]


def _entries(value: TerraformValue | None) -> Iterator[tuple[str, TerraformValue]]:
    if value is not None and isinstance(value.content, Mapping):
        yield from value.content.items()


def _text(value: TerraformValue) -> TerraformValue:
    try:
        return convert(value, STRING)
    except EvaluationError as error:
        return unknown(error.summary)


def _sets(flag: str) -> bool:
    """Return whether an argument sets a variable by itself."""
    return flag.lstrip("-").partition("=")[0] == "var" and flag.startswith("-")


def _found(owner: Configuration, path: str, module: str) -> str | None:
    """Return a variable file; a relative path starts at the module, which the unit is copied to."""
    tree = owner.session.tree
    for directory in (owner.place.unit, module):
        found = owner.session.checkout.relative(path, directory)
        if found is not None and tree.files.find_bytes(found) is not None:
            return tree.files.original(found)
    return None
