"""One instance of a module: a root, or one copy of a module call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ....core.value import Hop
from ..values.values import CallContext, TerraformValue
from .configuration import Declaration, Module
from .expansion import Expansion


@dataclass(slots=True, eq=False)
class ResourceCopy:
    """One instance of a resource or data source."""

    address: str
    attributes: Mapping[str, TerraformValue]
    """As written: arguments, and the nested blocks of a type as one list."""

    seen: Callable[[ResourceCopy], TerraformValue]
    """Makes what a reference to it sees; most resources are never referred to."""

    _value: TerraformValue | None = None

    @property
    def value(self) -> TerraformValue:
        """What a reference to it sees: an object with what follows from the arguments."""
        if self._value is None:
            self._value = self.seen(self)
        return self._value


@dataclass(slots=True, eq=False)
class ResourceCopies:
    """A resource or data source with all its instances."""

    declaration: Declaration
    expansion: Expansion
    copies: tuple[ResourceCopy, ...]
    _value: TerraformValue | None = None

    def value(
        self, join: Callable[[Expansion, Sequence[TerraformValue]], TerraformValue]
    ) -> TerraformValue:
        """Return what a reference to all instances sees, as `join` puts them together once."""
        if self._value is None:
            self._value = join(self.expansion, [copy.value for copy in self.copies])
        return self._value


@dataclass(frozen=True, slots=True)
class Called:
    """A module call with all its instances."""

    expansion: Expansion
    instances: tuple[ModuleInstance, ...]

    reason: str = ""
    """Why there are none although the call says so: the module cannot be reached."""


@dataclass(slots=True, eq=False)
class ModuleInstance:
    """A module with its inputs; its names are evaluated on demand and kept here."""

    number: int
    module: Module
    path: str
    """As in addresses: ``module.log["eu"].``, with the dot; empty for the root."""

    key: str
    """The calls that lead here without instances: ``log.bucket``."""

    context: CallContext
    parent: ModuleInstance | None = None
    call: Declaration | None = None
    bindings: Mapping[str, TerraformValue] = field(default_factory=dict)
    """``each`` and ``count`` of the call, which its arguments see."""

    cause: TerraformValue | None = None
    """The unknown that decides whether this instance exists; None when it does."""

    callers: tuple[Hop, ...] = ()
    depth: int = 0
    values: dict[tuple[str, str], TerraformValue] = field(default_factory=dict)
    """Of variables, locals and outputs."""

    called: dict[str, Called] = field(default_factory=dict)
    resources: dict[tuple[str, str], ResourceCopies] = field(default_factory=dict)
    """By ``resource`` or ``data``, and ``type.name``."""

    ready: set[tuple[str, str]] = field(default_factory=set)
    """Names of the graph that are evaluated."""

    @property
    def is_certain(self) -> bool:
        """Whether it exists in every deployment, so that an error in it is always met."""
        return self.cause is None
