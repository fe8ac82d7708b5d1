"""Modules that Terragrunt's units and Terraform's stacks call, whose files are not evaluated.

Such a file names a module and gives it its inputs. Judged with the defaults of its variables the
module would be judged as nobody deploys it.
https://terragrunt.gruntwork.io/docs/reference/hcl/blocks/#terraform
https://developer.hashicorp.com/terraform/language/block/stack/tfcomponent/component
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ....core.source import Source
from ..file_names import is_caller
from ..syntax.nodes import Attribute, Expression, Literal, Template, TextPiece
from .loader import Loader, inside

_CALLING = frozenset({"terraform", "component", "stack", "unit"})
"""Blocks whose ``source`` is a module, or a directory that holds a unit or a stack."""

_SOURCE = re.compile(rb"\bsource\b")
_SCHEME = re.compile(r"[\w+.-]+::|[\w+.-]+://|[\w.-]+@|[\w-]+\.[\w.-]+/")
"""How a source begins that is no path."""

_OPEN = "\0"
"""Stands for a piece of a source that is not known."""


@dataclass(frozen=True, slots=True)
class _Call:
    """What a file calls: a directory, or any whose path ends like this."""

    path: str
    """The file that calls."""

    directory: str | None
    ending: str = ""

    def may_mean(self, directory: str) -> bool:
        """Return whether this may be a call of a directory."""
        if self.directory is not None:
            return directory == self.directory
        return not self.ending or f"/{directory}".endswith(f"/{self.ending}")


class OutsideCallers:
    """The calls in files of other languages, read when the first directory is asked for."""

    def __init__(self, candidates: Iterable[str], loader: Loader) -> None:
        """`candidates` are the files of the scan that may call modules, among others."""
        self._files = [path for path in candidates if is_caller(path)]
        self._loader = loader
        self._calls: list[_Call] | None = None

    def of(self, directory: str) -> str | None:
        """Return the first file that calls a directory, or that may do so."""
        if self._calls is None:
            self._calls = [call for path in self._files for call in self._in_file(path)]
        means = [call for call in self._calls if call.may_mean(directory)]
        certain = (call.path for call in means if call.directory is not None)
        return next(certain, next((call.path for call in means), None))

    def _in_file(self, path: str) -> Iterator[_Call]:
        directory = posixpath.dirname(path)
        if posixpath.basename(path) == "terragrunt.hcl":
            # Without a source, a unit is the module that it lies beside.
            yield _Call(path, directory)
        content = self._loader.files.find_bytes(path)
        if content is None or not _SOURCE.search(content):
            return
        source = self._loader.files.read(path)
        if isinstance(source, Source):
            for block in self._loader.parse(source).body.blocks:
                written = block.body.attributes.get("source")
                call = _meant(path, written) if written and block.type in _CALLING else None
                if call is not None:
                    yield call


def _meant(path: str, written: Attribute) -> _Call | None:
    """Return what a source means, as far as its text tells; None for what lies elsewhere."""
    text = _text_of(written.expression).partition("?")[0]
    is_local = _SCHEME.match(text) is None
    if is_local and _OPEN not in text:
        # Two slashes divide what is copied from the directory that is deployed.
        target = inside(posixpath.join(posixpath.dirname(path), text.replace("//", "/")))
        return None if target is None else _Call(path, target)
    # A repository may name itself by its address: what follows two slashes is a directory of it.
    certain = _SCHEME.sub("", text.rpartition(_OPEN)[2], count=1)
    _, slashes, below = certain.rpartition("//")
    if not is_local and not slashes:
        return None
    steps = (below if slashes else certain).split("/")
    return _Call(path, None, "/".join(step for step in steps if step not in ("", ".", "..")))


def _text_of(expression: Expression) -> str:
    """Return a text with a mark for each piece that an expression makes."""
    if isinstance(expression, Literal):
        return str(expression.value)
    if isinstance(expression, Template):
        pieces = expression.pieces
        return "".join(each.text if isinstance(each, TextPiece) else _OPEN for each in pieces)
    return _OPEN
