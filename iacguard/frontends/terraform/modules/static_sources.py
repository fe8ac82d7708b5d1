"""The sources of module calls, as far as they follow from a module's own files.

OpenTofu and Terraform 1.15 let a source be an expression of variables and locals.
https://opentofu.org/docs/language/modules/sources/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from ..expressions.references import traversal
from ..syntax.nodes import (
    Expression,
    Interpolation,
    Literal,
    Parenthesized,
    Template,
    TemplateFor,
    TemplateIf,
    TemplatePiece,
    TextPiece,
    Variable,
)
from .configuration import Declaration, Module
from .loader import inside

_MOST_STEPS = 100
_HOLE = None


def called_directories(module: Module, directories: Iterable[str]) -> frozenset[str]:
    """Return the directories that the local calls of a module mean, or may mean.

    Where only a part of a source is known, each of `directories` counts that agrees with it.
    """
    found: set[str] = set()
    for call in module.calls.values():
        pieces = _pieces(module, call)
        if _HOLE not in pieces:
            target = _local(module.directory, "".join(map(str, pieces)))
            found.update(() if target is None else (target,))
            continue
        pattern = _pattern(module.directory, pieces)
        found.update(each for each in directories if pattern.fullmatch(each))
    return frozenset(found)


def local_source(module: Module, call: Declaration) -> str | None:
    """Return the directory that a call's local source means; None where that is not told."""
    pieces = _pieces(module, call)
    if not pieces or _HOLE in pieces:
        return None
    return _local(module.directory, "".join(map(str, pieces)))


def _local(directory: str, source: str) -> str | None:
    if source not in (".", "..") and not source.startswith(("./", "../")):
        return None
    return inside(posixpath.join(directory, source))


def _pattern(directory: str, pieces: tuple[str | None, ...]) -> re.Pattern[str]:
    """Return a pattern of the directories that a partly known source may mean."""
    first = pieces[0]
    if first is _HOLE:
        # Whatever is there to be called lies below, as a rule.
        below = re.escape(directory + "/") if directory else ""
        return re.compile(f"{below}.+", re.DOTALL)
    start = inside(posixpath.join(directory, first)) if first.startswith((".", "..")) else None
    if start is None:
        return re.compile(r"(?!)")
    start += "/" if first.endswith("/") and start else ""
    # Two wildcards are enough, so that no text takes long to match.
    last = pieces[-1]
    end = re.escape(last.rstrip("/")) if isinstance(last, str) and len(pieces) > 1 else ""
    return re.compile(f"{re.escape(start)}.*{end}", re.DOTALL)


def _pieces(module: Module, call: Declaration) -> tuple[str | None, ...]:
    """Return the known pieces of a source, with holes between them; none where none is written."""
    written = call.attributes.get("source")
    if written is None:
        return ()
    pieces: list[str | None] = []
    waiting: list[Expression | TemplatePiece] = [written.attribute.expression]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return tuple(pieces)
        node = waiting.pop()
        match node:
            case Literal(value=str() as text) | TextPiece(text=text):
                pieces.append(text)
            case Template():
                waiting.extend(reversed(node.pieces))
            case Interpolation():
                waiting.append(node.expression)
            case Parenthesized():
                waiting.append(node.inner)
            case _:
                meant = _meant(module, node)
                if isinstance(meant, str) or meant is None:
                    pieces.append(meant)
                else:
                    waiting.append(meant)
    return (_HOLE,)


def _meant(module: Module, node: Expression | TemplatePiece) -> Expression | str | None:
    """Return what a reference stands for: an expression, a text, or nothing that is known."""
    if isinstance(node, Interpolation | TemplateIf | TemplateFor | TextPiece):
        return None
    root, steps = traversal(node)
    name = steps[0].name if len(steps) == 1 else None
    if not isinstance(root, Variable) or name is None:
        return None
    if root.name == "path":
        return "." if name in ("module", "root") else None
    if root.name == "local" and name in module.locals:
        return module.locals[name].attribute.expression
    if root.name == "var" and name in module.variables:
        default = module.variables[name].attributes.get("default")
        return None if default is None else default.attribute.expression
    return None
