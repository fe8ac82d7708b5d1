"""One of Terragrunt's files, evaluated where it is read from."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...core.diagnostic import Diagnostic
from ...core.value import Symbol
from ..terraform.expressions.environment import Environment
from ..terraform.expressions.references import Step
from ..terraform.syntax.nodes import (
    BlockSyntax,
    Call,
    Expression,
    Parenthesized,
    TerraformFile,
    Variable,
)
from ..terraform.values.values import (
    EvaluationError,
    Function,
    TerraformValue,
    Trace,
    null,
    object_value,
    unknown,
    with_place,
)
from .evaluated_file import EvaluatedFile, Place
from .file_names import UNITS, VALUES
from .functions import Functions
from .merging import Entries, entries_of
from .session import Read, Session

_MOST_INCLUDES = 50


@dataclass(frozen=True, slots=True)
class Include:
    """A file that is included."""

    label: str
    block: BlockSyntax
    path: str
    """Relative to the scan's root; empty where it is not known."""

    configuration: Configuration | None
    reason: str
    """Why there is no configuration, as a clause."""

    is_exposed: bool
    strategy: str
    """``no_merge``, ``shallow`` or ``deep``; empty where it is not known."""


class Configuration(EvaluatedFile):
    """A file with the files that it includes; evaluated as far as is asked."""

    def __init__(
        self,
        session: Session,
        file: TerraformFile,
        place: Place,
        values: TerraformValue | None = None,
    ) -> None:
        """`values` are what a stack gives the unit, if it is one of a stack."""
        super().__init__(session, file, place)
        self._values = values
        self._includes: list[Include] | None = None

    def functions(self) -> Mapping[str, Function]:
        """Return the functions that expressions of the file may call."""
        session, inputs = self.session, self.session.shared.inputs
        return Functions(
            self, session.checkout, session.tree, inputs.environment, inputs.account_id
        )

    def resolve(
        self, root: Variable, steps: Sequence[Step], environment: Environment
    ) -> tuple[TerraformValue, int]:
        """Return the value of a reference, and how many of its steps that takes up."""
        first = steps[0].name if steps else None
        match root.name:
            case "local" if first is not None:
                return self.local(first), 1
            case "local":
                return self.locals(), 0
            case "include":
                return self._included(steps)
            case "dependency" if first is not None:
                return self._dependency(first, steps)
            case "feature" if first is not None:
                return self._feature(first), 1
            case "values":
                return self._given_values(), 0
        raise EvaluationError(f"there is no variable named `{root.name}` here")

    def _included(self, steps: Sequence[Step]) -> tuple[TerraformValue, int]:
        found = self.includes()
        bare = len(found) == 1 and not found[0].label
        rest = list(steps)
        if bare:
            include = found[0]
        else:
            name = steps[0].name if steps else None
            named = [each for each in found if each.label == name]
            if not named:
                raise EvaluationError(f"there is no `include` block named `{name}`")
            include = named[0]
            rest = rest[1:]
        taken = len(steps) - len(rest)
        configuration = include.configuration
        if configuration is None:
            return unknown(include.reason), taken
        if not include.is_exposed:
            raise EvaluationError(
                "an `include` block without `expose = true` cannot be referred to"
            )
        second = rest[0].name if rest else None
        third = rest[1].name if len(rest) > 1 else None
        if second == "locals" and third is not None:
            return configuration.local(third), taken + 2
        if second is not None:
            return configuration._part(second), taken + 1
        return configuration.whole(), taken

    def _dependency(self, label: str, steps: Sequence[Step]) -> tuple[TerraformValue, int]:
        """Return what another unit's outputs are: known only once it is deployed.

        Mock outputs stand in for them where nothing is deployed, and are no facts, unless the block
        says that they always do.
        """
        owner, block = self._dependency_block(label)
        skips = None if block is None else owner.argument(block, "skip_outputs")
        if block is not None and skips is not None and skips.content is True:
            mocks = owner.argument(block, "mock_outputs") or object_value({})
            return object_value({"outputs": mocks}), 1
        names = [step.name for step in steps[:3]]
        known = [name for name in names if name is not None]
        shown = ".".join(("dependency", *known))
        source, last = self.file.source, steps[len(known) - 1].node
        place = Trace(source, steps[0].node.start, last.end, "")
        reason = f"{shown} is known only once that unit is deployed"
        if len(known) < 3 or known[1] != "outputs":
            return with_place(unknown(reason), place), len(known)
        target = None if block is None else owner.argument(block, "config_path")
        path = None
        if target is not None and isinstance(target.content, str):
            path = self.session.checkout.relative(target.text, owner.place.unit)
        identity = f"{label} of {source.path}" if path is None else path
        symbol = Symbol(f"dependency {identity}.{known[2]}")
        return with_place(unknown(reason, parts=(symbol,)), place), 3

    def _dependency_block(self, label: str) -> tuple[Configuration, BlockSyntax | None]:
        """Return the block of a dependency and its file: this one, or one that it includes."""
        included = [each.configuration for each in self._includes or () if each.configuration]
        for owner in (self, *reversed(included)):
            for block in owner.blocks("dependency"):
                if block.labels == (label,):
                    return owner, block
        return self, None

    def _feature(self, name: str) -> TerraformValue:
        """Return a feature flag: its default, unless whoever runs Terragrunt says otherwise."""
        for block in self.blocks("feature"):
            if block.labels == (name,):
                return object_value({"value": self.argument(block, "default") or null()})
        for include in self._includes or ():
            if include.configuration is not None:
                for block in include.configuration.blocks("feature"):
                    if block.labels == (name,):
                        return include.configuration._feature(name)
        raise EvaluationError(f"there is no `feature` block named `{name}`")

    def _given_values(self) -> TerraformValue:
        """Return the values that a stack gives, or else those in the file beside the unit's."""
        if self._values is not None:
            return self._values
        path = posixpath.join(self.place.unit, VALUES)
        file = self.session.tree.parsed(path)
        if not isinstance(file, TerraformFile) or file.source.path == self.file.source.path:
            return unknown(f"the values of a stack are in {VALUES}, which is not here")
        values = Configuration(self.session, file, self.place, object_value({}))
        self._values = values.attributes()
        return self._values

    def attributes(self) -> TerraformValue:
        """Return the attributes of the file as an object."""
        written = self.file.body.attributes
        return object_value({name: self.placed(written[name].expression) for name in written})

    def whole(self) -> TerraformValue:
        """Return all that the file holds, as ``read_terragrunt_config`` does."""
        names = {*self.file.body.attributes, *(block.type for block in self.file.body.blocks)}
        names.update(("inputs", "locals"))
        names -= {"include"}
        return object_value({name: self._part(name) for name in sorted(names)})

    def _part(self, name: str) -> TerraformValue:
        """Return one of the things that the file holds: ``inputs``, ``locals``, ``terraform``."""
        if name == "locals":
            return self.locals()
        if name == "inputs":
            return self.inputs().value()
        written = self.attribute(name)
        if written is not None:
            return written
        blocks = self.blocks(name)
        if name == "dependency":
            reason = "its outputs are known only once the other unit is deployed"
            return object_value(
                {block.labels[0]: unknown(reason) for block in blocks if block.labels}
            )
        if not blocks:
            found = [each.configuration for each in self.includes() if each.configuration]
            inherited = [each for each in found if each.blocks(name) or each.attribute(name)]
            if not inherited:
                raise EvaluationError(f"the configuration has no `{name}`")
            return inherited[-1]._part(name)
        labelled = {block.labels[0]: self._body(block) for block in blocks if block.labels}
        return object_value(labelled) if labelled else self._body(blocks[0])

    def _body(self, block: BlockSyntax) -> TerraformValue:
        names = block.body.attributes
        return object_value({name: self.placed(names[name].expression) for name in names})

    def inputs(self) -> Entries:
        """Return the inputs, those of the included files among them, as far as they are known."""
        written = self.file.body.attributes.get("inputs")
        found = Entries() if written is None else self._entries(written.expression)
        for include in reversed(self.includes()):
            if include.strategy == "no_merge":
                continue
            if include.configuration is None or not include.strategy:
                reason = include.reason or "how its inputs are merged is not known"
                weaker = Entries(rest=unknown(reason))
            else:
                weaker = include.configuration.inputs()
            found = found.over(weaker, is_deep=include.strategy != "shallow")
        return found

    def _entries(self, expression: Expression) -> Entries:
        """Return the entries of an object, also where only some of what is merged is known."""
        while isinstance(expression, Parenthesized):
            expression = expression.inner
        if not isinstance(expression, Call) or expression.name != "merge":
            return entries_of(self.placed(expression))
        if not expression.expands_last:
            found = Entries()
            for argument in expression.arguments:
                found = entries_of(self.placed(argument)).over(found)
            return found
        return entries_of(self.placed(expression))

    def includes(self) -> list[Include]:
        """Return the files that this one includes, in order.

        A file that is included cannot include others.
        """
        if self._includes is None:
            self._includes = []
            if self.place.included is None:
                blocks = self.blocks("include")[:_MOST_INCLUDES]
                self._includes = [self._include(block) for block in blocks]
        return self._includes

    def _include(self, block: BlockSyntax) -> Include:
        label = block.labels[0] if block.labels else ""
        exposed = self.argument(block, "expose")
        strategy = self.argument(block, "merge_strategy")
        merges = "shallow" if strategy is None else strategy.content
        known = merges if merges in ("no_merge", "shallow", "deep") else ""
        is_exposed = exposed is not None and exposed.content is True
        path, reason = self._path_of(block)
        configuration = None
        file = None if path is None else self.session.tree.parsed(path)
        if isinstance(file, TerraformFile):
            directory = posixpath.dirname(path or "")
            place = Place(directory, self.place.unit, self.place.original, directory)
            configuration = Configuration(self.session, file, place, self._values)
        elif isinstance(file, Diagnostic):
            reason = f"{path} is not read: {file.summary}"
        elif path is not None:
            reason = f"{path}, which it includes, does not exist in the scanned tree"
        return Include(label, block, path or "", configuration, reason, is_exposed, str(known))

    def _path_of(self, block: BlockSyntax) -> tuple[str | None, str]:
        written = self.argument(block, "path")
        if written is None:
            return None, "an `include` block has no path"
        if not isinstance(written.content, str):
            return None, f"which file is included is not known ({written.reason})"
        path = self.session.checkout.relative(written.text, self.place.unit)
        if path is None:
            return None, "the included file is outside the scanned tree (set --root)"
        return path, ""

    def included_directory(self, name: str | None) -> str | None:
        """Return the directory of the file that includes, or is included under a name."""
        if self.place.included is not None:
            return self.place.included
        if self._includes is None and not self.blocks("include"):
            return self.place.unit
        found = [each for each in self.includes() if name is None or each.label == name]
        if len(self.includes()) == 1:
            found = self.includes()
        if len(found) != 1 or not found[0].path:
            return None
        return posixpath.dirname(found[0].path)

    def depends_on_reader(self) -> None:
        """Note that the value hangs on who reads the configuration."""
        self.session.read.is_shared = False

    def variables(self, path: str) -> TerraformValue:
        """Return what a variable file sets; the path is relative to the scan's root."""
        file = self.session.tree.parsed(path)
        if file is None:
            raise EvaluationError(f"no file exists at {path!r}")
        if isinstance(file, Diagnostic):
            return unknown(file.summary)
        return Configuration(self.session, file, self.place, object_value({})).attributes()

    def read(self, path: str, default: TerraformValue | None) -> TerraformValue:
        """Return what the configuration of a file holds; as `Reading` says."""
        session = self.session
        if session.tree.files.find_bytes(path) is None:
            # A directory stands for the unit in it.
            inner = (posixpath.join(path, name) for name in UNITS)
            path = next(filter(session.tree.exists, inner), path)
        file = session.tree.parsed(path)
        if file is None:
            if default is not None:
                return default
            raise EvaluationError(f"no configuration exists at {path!r}")
        if isinstance(file, Diagnostic):
            return unknown(f"{path} is not read: {file.summary}")
        return self._read(path, file)

    def _read(self, path: str, file: TerraformFile) -> TerraformValue:
        session = self.session
        key = (session.checkout.root, path)
        known = session.shared.read.get(key)
        if known is None:
            session.begin_reading(path)
            outer, session.read = session.read, Read()
            try:
                value = self._of_file(path, file)
            finally:
                session.reading.pop()
                own, session.read = session.read, outer
            known = (value, own)
            if own.is_shared:
                session.shared.read[key] = known
        session.read.take_in(known[1])
        return known[0]

    def _of_file(self, path: str, file: TerraformFile) -> TerraformValue:
        directory = posixpath.dirname(path)
        place = Place(directory, directory, self.place.original)
        read = Configuration(self.session, file, place)
        if posixpath.basename(path).endswith(VALUES):
            return read.attributes()
        if file.diagnostics:
            return unknown(f"a part of {path} cannot be read")
        return read.whole()
