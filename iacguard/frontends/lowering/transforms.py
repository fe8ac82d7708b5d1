"""Transforms and appends that the field tables of both languages share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...core.value import Absent, Hop, Known, Origin, Symbol, Unknown, Value
from ...model.policy import AttachedPolicy, ManagedAttachment, PolicyList
from .block import Block
from .fields import Append, Transform
from .row_reading import as_int, as_text, as_texts, at_path, elements_of, first_map


def is_word(*words: str) -> Transform:
    """Return a transform that is true of these words, whatever their case, else false."""

    def transform(value: Value[Any]) -> Value[Any]:
        if isinstance(value, Known):
            found = str(value.value).lower() in {word.lower() for word in words}
            return Known(found, value.provenance, value.origin)
        return value

    return transform


def unless_zero(value: Value[Any]) -> Value[Any]:
    """Return a number; a zero is what languages write for nothing."""
    if isinstance(value, Known) and value.value == 0:
        return Absent(value.provenance)
    return value


def negated(value: Value[Any]) -> Value[Any]:
    """Return the opposite of a boolean."""
    if isinstance(value, Known) and isinstance(value.value, bool):
        return Known(not value.value, value.provenance, value.origin)
    return value


def is_written(value: Value[Any]) -> Value[Any]:
    """Return true for anything written, false for nothing."""
    match value:
        case Known():
            return Known(True, value.provenance)
        case Absent():
            return Known(False, value.provenance, Origin.DEFAULT)
        case Unknown(never_null=True):
            return Known(True, value.provenance)
        case _:
            return value


def as_its_primary(what: str) -> Transform:
    """Return a transform to a property that a replica of a key shares with its primary key."""

    def transform(value: Value[Any]) -> Value[Any]:
        return Unknown(value.provenance, f"a replica shares {what} with its primary key")

    return transform


def enabled_with_material(value: Value[Any]) -> Value[bool]:
    """Return whether a key is enabled that is given this material, where nobody says so.

    One without material is disabled until it is imported.
    https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
    """
    if isinstance(value, Absent):
        return Unknown(value.provenance, "its key material is imported outside of this code")
    return is_written(value)


def retention_of_class(value: Value[Any]) -> Value[int]:
    """Return the days that a class of log groups keeps events, where the class decides it.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    """
    if isinstance(value, Known):
        is_fixed = value.value == "DELIVERY"
        return Known(1, value.provenance) if is_fixed else Absent(value.provenance)
    return value


def only(value: Value[Any]) -> Value[Any]:
    """Return the single structure of a list of one."""
    if isinstance(value, Known):
        return Known(value.value[0], value.provenance) if value.value else Absent(value.provenance)
    return value


def numbers_at(attribute: str) -> Transform:
    """Return a transform of a list of blocks to the numbers that one attribute holds in each."""

    def transform(value: Value[Any]) -> Value[Any]:
        if not isinstance(value, Known):
            return value
        found = [
            as_int(at_path(element.value, attribute, element.provenance))
            for element in elements_of(value)
            if isinstance(element, Known) and isinstance(element.value, Mapping)
        ]
        return Known(tuple(found), value.provenance)

    return transform


def names_of_map(value: Value[Any]) -> Value[Any]:
    """Return the names that a map holds, in order."""
    if isinstance(value, Known) and isinstance(value.value, Mapping):
        names = (Known(name, value.provenance) for name in sorted(value.value))
        return Known(tuple(names), value.provenance)
    return _unless_written(value)


def texts_under(attribute: str) -> Transform:
    """Return a transform of a list of maps to the texts that one attribute holds in each."""

    def transform(value: Value[Any]) -> Value[Any]:
        if not isinstance(value, Known) or not isinstance(value.value, tuple):
            return _unless_written(value)
        found: list[Value[str]] = []
        for element in value.value:
            if isinstance(element, Known) and isinstance(element.value, Mapping):
                found.append(as_text(at_path(element.value, attribute, element.provenance)))
            else:
                found.append(_unless_written(element))
        return Known(tuple(found), value.provenance)

    return transform


def _unless_written(value: Value[Any]) -> Value[Any]:
    """Return a value of which nothing can be read: what is written otherwise is unknown."""
    if isinstance(value, Known):
        return Unknown(value.provenance, "expected a list or a map of names here")
    return value


def first_written(*names: str) -> Transform:
    """Return a transform of a map to what is written under the first of these names that is."""

    def transform(value: Value[Any]) -> Value[Any]:
        if not isinstance(value, Known):
            return value
        written = (value.value.get(name, Absent()) for name in names)
        return next(
            (found for found in written if not isinstance(found, Absent)), Absent(value.provenance)
        )

    return transform


def then(*transforms: Transform) -> Transform:
    """Return a transform that applies these one after the other."""

    def transform(value: Value[Any]) -> Value[Any]:
        for one in transforms:
            value = one(value)
        return value

    return transform


def joined_texts(value: Value[Any]) -> Value[Any]:
    """Return the texts of a list as one text, with commas."""
    if not isinstance(value, Known):
        return value
    texts = [text.value for text in value.value if isinstance(text, Known)]
    return Known(",".join(texts), value.provenance)


def prefix_of(name: str, *within: str) -> Transform:
    """Return a transform of a lifecycle rule to its prefix.

    It is written in the rule, or in the innermost of the blocks that lie `within` each other.
    """

    def transform(value: Value[Any]) -> Value[Any]:
        if not isinstance(value, Known):
            return value
        for layer in reversed(_layers(value.value, within)):
            if isinstance(layer, Unknown):
                return layer
            found = as_text(layer.get(name, Absent()))
            if found.provenance:
                return found
        return Absent(value.provenance)

    return transform


def narrowed_by(*within: str, tags: Sequence[str], sizes: Sequence[str]) -> Transform:
    """Return a transform of a lifecycle rule to what narrows it besides its prefix.

    This is ``tags`` or ``sizes``; it is unknown where that is not known.
    """

    def transform(value: Value[Any]) -> Value[Any]:
        if not isinstance(value, Known):
            return value
        found: list[Value[Any]] = []
        for layer in _layers(value.value, within):
            if isinstance(layer, Unknown):
                found.append(layer)
                continue
            for kind, names in (("tags", tags), ("sizes", sizes)):
                written = (layer.get(name, Absent()) for name in names)
                found += [
                    one if isinstance(one, Unknown) else Known(kind, one.provenance)
                    for one in written
                    if _narrows(one)
                ]
        # Tags settle it, for no log file has any; sizes are left open in any case.
        tagged = [one for one in found if isinstance(one, Known) and one.value == "tags"]
        return next(iter([*tagged, *found]), Absent(value.provenance))

    return transform


def _layers(
    rule: Mapping[str, Value[Any]], within: Sequence[str]
) -> list[Mapping[str, Value[Any]] | Unknown]:
    """Return a rule and the blocks within each other that narrow it, the outermost first."""
    layers: list[Mapping[str, Value[Any]] | Unknown] = [rule]
    for name in within:
        inner = first_map(rule.get(name, Absent()))
        if isinstance(inner, Unknown):
            return [*layers, inner]
        if not isinstance(inner, Known):
            break
        rule = inner.value
        layers.append(rule)
    return layers


def _narrows(written: Value[Any]) -> bool:
    """Return whether something is written that leaves objects out, or may."""
    match written:
        case Absent() | Known(value="" | 0 | "0"):
            return False
        case Known(value=tuple() | Mapping() as inner):
            return bool(inner)
        case _:
            return True


def canned_acl(value: Value[Any]) -> Value[Any]:
    """Return a canned ACL as S3 writes it: ``PublicRead`` is ``public-read``."""
    if isinstance(value, Known):
        words = re.sub(r"(?<!^)(?=[A-Z])", "-", str(value.value)).lower()
        return Known(words, value.provenance)
    return value


def attached_policy(path: str) -> Append:
    """Return an append of the policy document at a path, when one is written there."""

    def append(block: Block) -> tuple[AttachedPolicy, ...]:
        document = at_path(block.attributes, path, (Hop(block.header, ""),))
        if isinstance(document, Absent):
            return ()
        return (_attached(block, document),)

    return Append(append, (path,))


def attached_policies(path: str, document: str, name: str) -> Append:
    """Return an append of every policy of a list of nested blocks, each with its name."""

    def append(block: Block) -> tuple[AttachedPolicy, ...]:
        written = at_path(block.attributes, path, (Hop(block.header, ""),))
        found = []
        for element in elements_of(written):
            if isinstance(element, Known) and isinstance(element.value, Mapping):
                inner = at_path(element.value, document, element.provenance)
                called = as_text(at_path(element.value, name, element.provenance))
                found.append(replace(_attached(block, inner), name=called))
            elif isinstance(element, Unknown):
                found.append(_attached(block, element))
        if isinstance(written, Unknown):
            found.append(_attached(block, written))
        return tuple(found)

    return Append(append, (path,))


def managed_attachments(path: str) -> Append:
    """Return an append of the managed policies that a list of ARNs, or a single one, attaches."""

    def arns(block: Block) -> tuple[Value[str], ...]:
        written = at_path(block.attributes, path, (Hop(block.header, ""),))
        if isinstance(written, Unknown) and not written.parts:
            return (*map(as_text, written.elements), written)
        if isinstance(written, Unknown):
            return (written,)
        return tuple(map(as_text, elements_of(written)))

    def append(block: Block) -> tuple[ManagedAttachment, ...]:
        return tuple(
            ManagedAttachment(
                address=block.address, exists=block.exists, arn=arn, provenance=arn.provenance
            )
            for arn in arns(block)
        )

    return Append(append, (path,))


def role_policy(path: str, name: str) -> Append:
    """Return an append of a role's inline policy, with the name that it is given or gets."""

    def append(block: Block) -> tuple[AttachedPolicy, ...]:
        here = (Hop(block.header, ""),)
        called = as_text(at_path(block.attributes, name, here))
        if isinstance(called, Absent):
            parts = (Symbol(f"{block.address}.{name}"),)
            called = Unknown(here, "its name is generated", parts=parts)
        return tuple(replace(one, name=called) for one in attached_policy(path)(block))

    return Append(append, (path, name))


def policy_list(path: str) -> Append:
    """Return an append of a list of all policies of one kind that a role is to have."""

    def append(block: Block) -> tuple[PolicyList, ...]:
        return _policy_list(block, path, as_texts)

    return Append(append, (path,))


def policy_blocks(path: str, name: str) -> Append:
    """Return an append of all policies of one kind, which nested blocks list; `name` names each."""

    def names(written: Value[Any]) -> Value[tuple[Value[str], ...]]:
        return texts_under(name)(written)

    def append(block: Block) -> tuple[PolicyList, ...]:
        return _policy_list(block, path, names)

    return Append(append, (path,))


def _policy_list(
    block: Block, path: str, names: Callable[[Value[Any]], Value[tuple[Value[str], ...]]]
) -> tuple[PolicyList, ...]:
    here = (Hop(block.header, ""),)
    written = at_path(block.attributes, path, here)
    # What the provider found on a role that lists nothing is no list.
    is_found = block.written is not None and path not in block.written
    if is_found or isinstance(written, Absent):
        return ()
    one = PolicyList(
        address=block.address, exists=block.exists, policies=names(written), provenance=here
    )
    return (one,)


def _attached(block: Block, document: Value[Any]) -> AttachedPolicy:
    return AttachedPolicy(
        address=block.address,
        exists=block.exists,
        document=document,
        provenance=document.provenance[:1] or (Hop(block.header, ""),),
    )
