"""Units: a ``terragrunt.hcl`` and what it deploys."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...core.diagnostic import Diagnostic, Level
from ...core.source import SourceSpan
from ...core.value import Hop
from ..terraform.file_names import CONFIGURATION
from ..terraform.modules.outside_calls import Found, OpenCall, OutsideCall, UnreachedCall
from ..terraform.modules.providers import account_of_role
from ..terraform.syntax.nodes import Expression, TerraformFile
from ..terraform.values.values import TerraformValue
from .arguments import arguments_of
from .checkout import CHECKOUTS, Checkout, agreed
from .configuration import Configuration
from .evaluated_file import Place
from .functions import CALLER
from .generated import Generated, files_made, generated_by, in_any_checkout
from .hooks import notes_on_hooks
from .merging import Entries
from .notes import note
from .session import Read, Session, Shared
from .sources import Source, guessed, located

_INJECTED = "terragrunt.autoinclude.hcl"
"""What the ``autoinclude`` block of a stack writes beside a unit; it is merged unasked."""

_ALL_ACTIONS = frozenset({"all", "all_except_output", "apply"})


@dataclass(frozen=True, slots=True)
class UnitFile:
    """Where a unit is, and what a stack gives it."""

    path: str
    """Of its file, where it is deployed: that of a stack is copied to another directory."""

    values: TerraformValue | None = None
    place: SourceSpan | None = None
    """What deploys it, where that is a stack."""

    is_changed: bool = False
    """Whether the stack injects configuration into it, which is not read."""

    @property
    def directory(self) -> str:
        """The unit's directory."""
        return posixpath.dirname(self.path)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a unit says in one checkout."""

    configuration: Configuration
    source: Source
    has_source: bool


class Unit:
    """One unit; what it gives its module is evaluated when that is asked for."""

    def __init__(self, unit: UnitFile, file: TerraformFile, shared: Shared) -> None:
        self.unit = unit
        self.file = file
        self._shared = shared
        self._seen = self._in(CHECKOUTS[0])

    @property
    def directory(self) -> str | None:
        """The directory of its module; None where that is not in the tree, or not known."""
        return self._seen.source.directory

    @property
    def source(self) -> Source:
        """What its source means."""
        return self._seen.source

    @property
    def has_source(self) -> bool:
        """Whether it says where its module is; else it lies beside it."""
        return self._seen.has_source

    @property
    def is_open(self) -> bool:
        """Whether a part of it is not read, which may say where its module is."""
        return any(self._broken())

    def mentions(self, pattern: re.Pattern[str]) -> bool:
        """Return whether a text that it reads, and may generate a file from, has a pattern."""
        found = [each.configuration for each in self._seen.configuration.includes()]
        files = [self.file, *(each.file for each in found if each is not None)]
        return any(pattern.search(file.source.text) for file in files)

    @property
    def included(self) -> tuple[str, ...]:
        """The files that it includes."""
        return tuple(each.path for each in self._seen.configuration.includes())

    @property
    def caller(self) -> Hop:
        """What stands in reports for it."""
        name = f"unit {self.unit.directory or '.'}"
        return Hop(self.unit.place or self.file.source.span(0, 0), name)

    @property
    def files(self) -> tuple[str, ...]:
        """What was read for it so far, sorted."""
        place = self.unit.place
        found = {self.file.source.path, *self._seen.configuration.session.read.files}
        return tuple(sorted(found | ({place.path} if place else set())))

    def is_excluded(self) -> bool:
        """Return whether nobody applies it as it stands: ``exclude``, or ``skip`` as it once was.

        https://docs.terragrunt.com/reference/hcl/blocks#exclude
        """
        unit = self._seen.configuration
        skip = unit.attribute("skip")
        if skip is not None and skip.content is True:
            return True
        included = [each.configuration for each in unit.includes() if each.strategy != "no_merge"]
        for owner in (unit, *(each for each in reversed(included) if each is not None)):
            for block in owner.blocks("exclude"):
                condition, actions = owner.argument(block, "if"), owner.argument(block, "actions")
                listed = actions.content if actions is not None else None
                names = {each.content for each in listed} if isinstance(listed, tuple) else set()
                is_true = condition is not None and condition.content is True
                return is_true and not _ALL_ACTIONS.isdisjoint(names)
        return False

    def open_calls(self) -> Iterator[OpenCall]:
        """Yield what of the tree it may deploy in a way that is not told."""
        ending = self.source.ending
        if ending is not None and self.directory is None:
            reason = (
                f"{self.file.source.path} may deploy it with other values: {self.source.reason}"
            )
            yield OpenCall(self.file.source.path, reason, None, ending)

    def unreached(self, reason: str, detail: str = "") -> UnreachedCall:
        """Return the deployment of a module that cannot be read, with a note."""
        entries = self._inputs(self._seen)
        return UnreachedCall(
            name=self.unit.directory,
            caller=self.caller,
            reason=reason,
            given=tuple(entries.known.values()),
            files=self.files,
            diagnostics=(
                self._note(f"the module of this unit was not read: {reason}", detail),
                *self._broken(),
            ),
        )

    def excluded(self) -> UnreachedCall:
        """Return that nothing is deployed, with a note."""
        note = self._note("this unit is excluded from runs", "It was not judged.")
        return UnreachedCall(
            name=self.unit.directory,
            caller=self.caller,
            reason="",
            files=self.files,
            diagnostics=(note,),
        )

    def call(self) -> Found:
        """Return the deployment of its module, which is in the tree, with what it is given."""
        directory = self.directory
        assert directory is not None
        one, other = self._seen, self._in(CHECKOUTS[1])
        if other.source.directory != directory:
            return self.unreached("where its source lies depends on where the tree is checked out")
        inputs = _agreed_entries(self._inputs(one), self._inputs(other))
        first, second = generated_by(one.configuration), generated_by(other.configuration)
        generated: dict[str, Generated] = {
            name: in_any_checkout(each, second.get(name)) for name, each in first.items()
        }
        loader = self._shared.tree.loader
        tree = self._shared.tree.files
        present = frozenset(
            posixpath.basename(path)
            for each in (directory, self.unit.directory)
            for path in tree.list(each)
        )
        made, unread = files_made(generated, directory, present, loader)
        is_empty = not made and not any(name.endswith(CONFIGURATION) for name in present)
        if is_empty or not tree.list(directory):
            return self.unreached("its source directory has no Terraform files")
        given = arguments_of(one.configuration, directory)
        read = _both(one, other)
        return OutsideCall(
            name=self.unit.directory,
            directory=directory,
            caller=self.caller,
            inputs={**inputs.known, **given.values},
            unread=self._unread(inputs),
            overridden=given.overridden or self._injected(),
            has_untyped_inputs=True,
            beside=tree.original(self.unit.directory),
            generated=made,
            unread_parts=unread,
            variable_files=given.files,
            account_id=self._account(one, other),
            account=CALLER,
            files=self.files,
            limits=read.limits,
            diagnostics=(*self._broken(), *notes_on_hooks(one.configuration)),
        )

    def _unread(self, inputs: Entries) -> str:
        path = self.file.source.path
        if inputs.rest is not None:
            return f"{path} sets inputs that are not known ({inputs.rest.reason})"
        if any(each.level is Level.ERROR for each in self._broken()):
            return f"a part of {path} could not be read"
        return ""

    def _injected(self) -> str:
        """Return why other inputs may be put over the unit's: a stack injects them."""
        path = posixpath.join(self.unit.directory, _INJECTED)
        if self.unit.is_changed or self._shared.tree.exists(path):
            return f"what a stack injects into {self.caller.label} is not read ({_INJECTED})"
        return ""

    def _broken(self) -> Iterator[Diagnostic]:
        """Yield what of its files could not be read."""
        configurations = [self._seen.configuration]
        for each in self._seen.configuration.includes():
            if each.configuration is not None:
                configurations.append(each.configuration)
            else:
                source = self.file.source
                span = source.span(each.block.start, each.block.header_end)
                yield note(each.reason, span, "What it sets is unknown.")
        for one in configurations:
            yield from one.file.diagnostics

    def _in(self, checkout: Checkout) -> _Seen:
        directory = self.unit.directory
        session = Session(self._shared, checkout)
        place = Place(directory, directory, directory)
        configuration = Configuration(session, self.file, place, self.unit.values)
        found = _source_of(configuration)
        if found is None:
            return _Seen(configuration, Source(session.tree.files.original(directory)), False)
        expression, value = found
        if isinstance(value.content, str):
            source = located(value.content, directory, checkout)
        else:
            source = guessed(expression, value.reason or "it is null")
        return _Seen(configuration, source, True)

    def _inputs(self, seen: _Seen) -> Entries:
        return seen.configuration.inputs()

    def _account(self, one: _Seen, other: _Seen) -> str | None:
        """Return the account of the role that Terragrunt assumes."""
        roles = [_role_of(each.configuration) for each in (one, other)]
        return account_of_role(roles[0]) if roles[0] and roles[0] == roles[1] else None

    def _note(self, summary: str, detail: str) -> Diagnostic:
        return note(summary, self.caller.span, detail or "What it deploys is unknown.")


def _source_of(unit: Configuration) -> tuple[Expression, TerraformValue] | None:
    """Return the source of a unit: its own, or else that of the last file that has one."""
    included = [each.configuration for each in unit.includes() if each.strategy != "no_merge"]
    for owner in (unit, *(each for each in reversed(included) if each is not None)):
        for block in owner.blocks("terraform"):
            written = block.body.attributes.get("source")
            if written is not None:
                return written.expression, owner.placed(written.expression)
        written = owner.file.body.attributes.get("terraform")
        if written is not None:
            value = owner.placed(written.expression)
            if isinstance(value.content, Mapping):
                source = value.content.get("source")
                return None if source is None else (written.expression, source)
            return written.expression, value
    return None


def _role_of(unit: Configuration) -> str | None:
    included = [each.configuration for each in unit.includes() if each.strategy != "no_merge"]
    for owner in (unit, *(each for each in reversed(included) if each is not None)):
        value = owner.attribute("iam_role")
        if value is not None:
            return value.content if isinstance(value.content, str) else None
    return None


def _agreed_entries(one: Entries, other: Entries) -> Entries:
    """Return the inputs wherever the tree lies."""
    if one.known.keys() != other.known.keys():
        return Entries(rest=one.rest or next(iter((*one.known.values(), *other.known.values()))))
    known = {name: agreed(value, other.known[name]) for name, value in one.known.items()}
    return Entries(known, one.rest or other.rest)


def _both(one: _Seen, other: _Seen) -> Read:
    read = Read()
    for each in (one, other):
        read.take_in(each.configuration.session.read)
    return read
