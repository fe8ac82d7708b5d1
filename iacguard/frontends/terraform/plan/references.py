"""What the references of an expression tell about a value that is known only after apply."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ....core.text import parts_of
from ....core.value import Hole, Hop, Unknown, Value
from ...derive import derive, settled
from ..tables import TABLES
from .configuration import Configuration, outer_module
from .contents import PlannedResource
from .deployment import DeploymentSymbols
from .schema import BEGINNINGS, LISTS, WHOLE

_MOST_STEPS = 64
"""Variables and outputs that a reference may pass through."""

_ROUNDS = 4
"""Resources that a value may pass through one after the other."""

_KEY = r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]'
_OUTPUT = re.compile(rf"(module\.[^.\[]+(?:{_KEY})?)\.([^.\[]+)")
_VARIABLE = re.compile(r"var\.([^.\[]+)")
_ATTRIBUTE = re.compile(rf"((?!data\.)[a-z][a-z0-9_]*\.[^.\[]+(?:{_KEY})?)\.([^.\[]+)")

Attributes = dict[str, Value[Any]]


class References:
    """Follows references from one planned resource to another."""

    def __init__(
        self,
        configuration: Configuration,
        resources: Mapping[str, PlannedResource],
        attributes: Mapping[str, Attributes],
        symbols: DeploymentSymbols,
    ) -> None:
        self._configuration = configuration
        self._resources = resources
        self._attributes = attributes
        self._symbols = symbols

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

    def _written(self, address: str) -> Mapping[str, Any]:
        module = self._resources[address].module
        return self._configuration.expressions(module, address) or {}

    def value(
        self,
        address: str,
        path: tuple[str, ...],
        written: Mapping[str, Any],
        hops: tuple[Hop, ...],
    ) -> Unknown | None:
        """Return what is known of an unknown value with these references, if anything is."""
        target = self._target(self._resources[address].module, written)
        if target is None:
            return None
        owner, name = target
        resource = self._resources[owner]
        template = settled(TABLES.attributes[resource.type][name], self._symbols.of(resource))
        referred = derive(template, owner, self._attributes[owner], ())
        parts = parts_of(referred) or ()
        reason = f"{owner}.{name} is known only after apply"
        if path[-1] in WHOLE:
            return Unknown(hops, reason, never_null=True, parts=parts)
        if path[-1] in LISTS:
            element = Unknown(hops, reason, never_null=True, parts=parts)
            return Unknown(hops, reason, never_null=True, elements=(element,))
        if path[-1] in BEGINNINGS and name == "arn":
            return Unknown(hops, reason, never_null=True, parts=(*parts, Hole()))
        return None

    def _target(self, module: str, written: Mapping[str, Any] | None) -> tuple[str, str] | None:
        """Return the resource and the attribute that an expression's only reference leads to."""
        for _ in range(_MOST_STEPS):
            reference = _only(written)
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
                resource = self._resources.get(owner)
                known = {} if resource is None else TABLES.attributes.get(resource.type, {})
                return (owner, found[2]) if found[2] in known else None
            else:
                return None
        return None


def _only(written: Mapping[str, Any] | None) -> str | None:
    """Return the only thing that an expression refers to; prefixes of it are listed, too."""
    listed = written.get("references") if written is not None else None
    if not isinstance(listed, list) or not listed or len(listed) > _MOST_STEPS:
        return None
    longest, *others = sorted((str(each) for each in listed), key=len, reverse=True)
    if all(longest.startswith((f"{other}.", f"{other}[")) or other == longest for other in others):
        return longest
    return None
