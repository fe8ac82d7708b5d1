"""What the references of an expression tell about a value that is known only after apply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ....core.text import parts_of, starts_with
from ....core.value import Hole, Hop, Unknown, Value
from ....core.verdict import Verdict
from ....model.log_group import NAME_CHARACTERS
from ...lowering.derived_attributes import derive, with_replaced
from ..tables.all import TABLES
from .configuration import PlanConfiguration, outer_module
from .deployment import DeploymentSymbols
from .documents import PlannedDocuments
from .schema import ALWAYS_KNOWN, ARNS, CONTINUED_ARNS, LISTS, NAMES, WHOLE
from .sections import PlanContents, PlannedResource
from .values import after_apply

_MOST_STEPS = 64
"""Variables and outputs that a reference may pass through, and references of one expression."""

_ROUNDS = 4
"""Resources that a value may pass through one after the other."""

_KEY = r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]'
_PATH = r"(?:[.\[].*)?"
_OUTPUT = re.compile(rf"(module\.[^.\[]+(?:{_KEY})?)\.([^.\[]+){_PATH}", re.DOTALL)
_VARIABLE = re.compile(rf"var\.([^.\[]+){_PATH}", re.DOTALL)
_ATTRIBUTE = re.compile(rf"((?:data\.)?[a-z][a-z0-9_]*\.[^.\[]+(?:{_KEY})?)(?:\.([^.\[]+))?")
_INDEX = re.compile(rf"{_KEY}\Z")

Attributes = dict[str, Value[Any]]


@dataclass(frozen=True, slots=True)
class _Target:
    """What the only unknown reference of an expression leads to."""

    address: str
    name: str
    """The attribute; empty where the whole resource is referred to, as by a splat."""

    is_alone: bool
    """Whether nothing else is referred to on the way."""


class References:
    """Follows references from one planned resource to another."""

    def __init__(
        self,
        contents: PlanContents,
        configuration: PlanConfiguration,
        resources: Mapping[str, PlannedResource],
        attributes: Mapping[str, Attributes],
        symbols: DeploymentSymbols,
    ) -> None:
        self._configuration = configuration
        self._resources = resources
        self._attributes = attributes
        self._symbols = symbols
        self._variables = contents.variables
        self._documents = PlannedDocuments(contents, configuration.expressions, self.referred)
        self._instances: dict[str, list[str]] = {}
        for address in (*resources, *contents.data_sources):
            self._instances.setdefault(_INDEX.sub("", address), []).append(address)
        self._name_givers = frozenset(self._owners_of_names())

    def settle(self, hops: Mapping[str, tuple[Hop, ...]]) -> None:
        """Replace unknown attributes by what their references tell, through several resources."""
        waiting = {
            (address, name): written
            for address, attributes in self._attributes.items()
            for name, written in self._written(address).items()
            if isinstance(attributes.get(name), Unknown) and isinstance(written, Mapping)
        }
        for _ in range(_ROUNDS):
            found = {
                key: value
                for key, written in waiting.items()
                if (value := self.value(key[0], (key[1],), written, hops[key[0]])) is not None
            }
            if all(self._attributes[a][name] == value for (a, name), value in found.items()):
                return
            for (address, name), value in found.items():
                self._attributes[address][name] = value

    def value(
        self,
        address: str,
        path: tuple[str, ...],
        written: Mapping[str, Any],
        hops: tuple[Hop, ...],
    ) -> Unknown | None:
        """Return what is known of an unknown value with these references, if anything is."""
        resource = self._resources[address]
        found = self.referred(resource.module, resource.type, path[-1], written)
        if found is None:
            return None
        value = Unknown(hops, found.reason, True, found.parts, (), found.encodes)
        if path[-1] in LISTS:
            return Unknown(hops, found.reason, True, elements=(value,))
        return value

    def referred(
        self, module: str, kind: str, attribute: str, written: Mapping[str, Any]
    ) -> Unknown | None:
        """Return what an attribute's references tell of its text, without a place."""
        target = self._target(module, written)
        if target is None:
            return None
        if target.address not in self._resources:
            return self._documents.text(target.address) if target.is_alone else None
        resource = self._resources[target.address]
        named = TABLES.attributes[resource.type]
        name = target.name or ("arn" if attribute in ARNS else "id")
        if name not in named:
            return None
        template = with_replaced(named[name], self._symbols.of(resource))
        own = derive(template, target.address, self._attributes[target.address], ())
        parts = parts_of(own) or ()
        if attribute in ARNS and starts_with(parts, "arn:") is Verdict.PASS:
            if resource.type in CONTINUED_ARNS:
                reason = after_apply(f"{target.address}.{name}")
                behind = _behind(resource.type)
                return Unknown((), reason, never_null=True, parts=(*parts, behind))
        elif not self._is_whole(target, kind, attribute):
            return None
        reason = f"{target.address}.{name} is known only after apply"
        return Unknown((), reason, never_null=True, parts=parts)

    def _is_whole(self, target: _Target, kind: str, attribute: str) -> bool:
        """Return whether an attribute is a name and nothing stands around it."""
        if not target.is_alone or attribute not in WHOLE or (kind, attribute) in NAMES:
            return False
        return target.address not in self._name_givers

    def _owners_of_names(self) -> Iterable[str]:
        """Yield the resources from whose names others make their own.

        Where ``"${aws_s3_bucket.a.id}-b"`` is the name of a bucket, it may stand anywhere.
        """
        for address, resource in self._resources.items():
            for kind, name in NAMES:
                value = self._attributes[address].get(name)
                if resource.type == kind and isinstance(value, Unknown):
                    written = self._written(address).get(name)
                    target = self._target(resource.module, written)
                    if target is not None:
                        yield target.address

    def _written(self, address: str) -> Mapping[str, Any]:
        module = self._resources[address].module
        return self._configuration.expressions(module, address) or {}

    def _target(self, module: str, written: object) -> _Target | None:
        """Return what an expression's only unknown reference leads to."""
        is_alone = True
        for _ in range(_MOST_STEPS):
            listed = references_of(written)
            rest = [each for each in listed if not self._is_known(module, each)]
            is_alone = is_alone and len(rest) == len(listed)
            reference = _only(rest)
            if reference is None:
                return None
            if found := _OUTPUT.fullmatch(reference):
                module = f"{module}.{found[1]}" if module else found[1]
                written = self._configuration.output(module, found[2])
            elif (found := _VARIABLE.fullmatch(reference)) and module:
                written = self._configuration.argument(module, found[1])
                module = outer_module(module)
            elif found := _ATTRIBUTE.fullmatch(reference):
                owner = f"{module}.{found[1]}" if module else found[1]
                return self._only_instance(owner, found[2] or "", is_alone)
            else:
                return None
        return None

    def _only_instance(self, owner: str, name: str, is_alone: bool) -> _Target | None:
        if name:
            is_declared = owner in self._resources or self._documents.holds(owner)
            return _Target(owner, name, is_alone) if is_declared else None
        instances = self._instances.get(owner, [])
        return _Target(instances[0], name, is_alone) if len(instances) == 1 else None

    def _is_known(self, module: str, reference: str) -> bool:
        """Return whether a reference is to something that the plan knows wholly."""
        found = _VARIABLE.fullmatch(reference)
        if found is not None and not module:
            return found[1] in self._variables
        return reference.startswith(ALWAYS_KNOWN)


def _behind(kind: str) -> Hole:
    """Return what stands behind an ARN that can be continued, empty or not."""
    # Behind a reference to a group's ARN, no code writes the rest of another group's name.
    is_group = kind == "aws_cloudwatch_log_group"
    return Hole("".join(sorted(NAME_CHARACTERS)) if is_group else "")


def references_of(written: object) -> list[str]:
    """Return what an expression refers to, as the plan lists it."""
    listed = written.get("references") if isinstance(written, Mapping) else None
    if not isinstance(listed, list) or len(listed) > _MOST_STEPS:
        return []
    return [str(each) for each in listed]


def _only(listed: list[str]) -> str | None:
    """Return the only thing that an expression refers to; prefixes of it are listed, too."""
    if not listed:
        return None
    longest, *others = sorted(listed, key=len, reverse=True)
    if all(longest.startswith((f"{other}.", f"{other}[")) or other == longest for other in others):
        return longest
    return None
