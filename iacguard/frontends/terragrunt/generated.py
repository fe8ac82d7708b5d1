"""Files that ``generate`` blocks put beside a module's own.

https://docs.terragrunt.com/reference/hcl/blocks#generate
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...core.source import SourceSpan
from ...core.value import Hole, Hop, Part
from ...model.unread_parts import Unread
from ..terraform.file_names import CONFIGURATION
from ..terraform.modules.generated_source import GeneratedSource, placed_source
from ..terraform.modules.loader import Loader
from ..terraform.syntax.nodes import TerraformFile
from ..terraform.values.values import TerraformValue
from .checkout import agreed
from .configuration import Configuration


@dataclass(frozen=True, slots=True)
class Generated:
    """One file as a unit generates it."""

    name: str
    path: TerraformValue | None
    contents: TerraformValue | None
    keeps: TerraformValue | None
    """``if_exists``: what happens to a file that is there."""

    is_disabled: TerraformValue | None
    span: SourceSpan


def generated_by(unit: Configuration) -> Mapping[str, Generated]:
    """Return the files that a unit generates by the names of their blocks."""
    found: dict[str, Generated] = {}
    for include in reversed(unit.includes()):
        if include.configuration is not None and include.strategy != "no_merge":
            # What is included later, and what the unit says itself, stands over what is before it.
            found = {**dict(_of_file(include.configuration)), **found}
    return {**found, **dict(_of_file(unit))}


def _of_file(configuration: Configuration) -> Iterator[tuple[str, Generated]]:
    source = configuration.file.source
    for block in configuration.blocks("generate"):
        name = block.labels[0] if block.labels else ""
        path, contents, keeps, disabled = (
            configuration.argument(block, each)
            for each in ("path", "contents", "if_exists", "disable")
        )
        span = source.span(block.start, block.header_end)
        yield name, Generated(name, path, contents, keeps, disabled, span)
    written = configuration.attribute("generate")
    if written is None:
        return
    attribute = configuration.file.body.attributes["generate"]
    span = source.span(attribute.start, attribute.end)
    if not isinstance(written.content, Mapping):
        yield "generate", Generated("generate", None, None, None, None, span)
        return
    for name, entry in written.content.items():
        entries = entry.content if isinstance(entry.content, Mapping) else {}
        path, contents, keeps, disabled = (
            entries.get(each) for each in ("path", "contents", "if_exists", "disable")
        )
        yield name, Generated(name, path, contents, keeps, disabled, span)


def in_any_checkout(one: Generated, other: Generated | None) -> Generated:
    """Return what a unit generates wherever the tree lies."""
    if other is None:
        return one

    def both(a: TerraformValue | None, b: TerraformValue | None) -> TerraformValue | None:
        return a if a is None or b is None else agreed(a, b)

    return Generated(
        one.name,
        both(one.path, other.path),
        both(one.contents, other.contents),
        both(one.keeps, other.keeps),
        both(one.is_disabled, other.is_disabled),
        one.span,
    )


def files_made(
    generated: Mapping[str, Generated], directory: str, present: frozenset[str], loader: Loader
) -> tuple[tuple[TerraformFile, ...], tuple[Unread, ...]]:
    """Return the files of a module that are generated, and what of them is not known.

    `present` are the names of the files that the module has already.
    """
    files: dict[str, TerraformFile] = {}
    unread: list[Unread] = []
    for one in generated.values():
        if one.is_disabled is not None and one.is_disabled.content is True:
            continue
        path = None if one.path is None else one.path.content
        if isinstance(path, str):
            name = posixpath.normpath(path)
            if not name.endswith(CONFIGURATION) or (
                name in present and one.keeps is not None and one.keeps.content == "skip"
            ):
                continue
            made = _made(one, posixpath.join(directory, name), loader)
            if made is not None and "/" not in name:
                files[name] = made
                continue
        reason = "what is generated is not known" if one.contents is None else one.contents.reason
        unread.append(
            Unread(
                name=f'generate "{one.name}"',
                reason=reason or "where the file is generated is not known",
                hop=Hop(one.span, f'generate "{one.name}"'),
                given=None,
            )
        )
    return tuple(files.values()), tuple(unread)


def _made(one: Generated, path: str, loader: Loader) -> TerraformFile | None:
    """Return the file that contents make; an unknown piece of a text stands for a value."""
    contents = one.contents
    if contents is None or contents.is_null or not contents.parts:
        return None
    text = "".join(_pieces(contents.parts))
    place = contents.place
    whole = one.span if place is None else place.source.span(place.start, place.end)
    passage = contents.passage
    located = None if passage is None else passage.locate(text)
    made = loader.parse(placed_source(path, GeneratedSource(text, whole, located)))
    is_known = all(isinstance(part, str) for part in contents.parts)
    # Where a piece is not known, it may be what a mistake is in.
    return made if is_known or not made.diagnostics else None


def _pieces(parts: tuple[Part, ...]) -> Iterator[str]:
    """Yield the pieces of a text, for an unknown one a reference that nobody knows the value of."""
    symbols: dict[Part, int] = {}
    for number, part in enumerate(parts):
        if isinstance(part, str):
            yield part
        else:
            # A hole is equal to no other.
            known = symbols.setdefault(part, number) if not isinstance(part, Hole) else number
            yield f"${{terraform.unknown_{known}}}"
