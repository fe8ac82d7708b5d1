"""Transforms and appends that the field tables of both languages share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..core.value import Absent, Hop, Known, Unknown, Value
from ..model.policy import AttachedPolicy
from .block import Block
from .fields import Append, Transform
from .read import as_int, as_text, at_path, elements_of, first_map


def is_word(*words: str) -> Transform:
    """Return a transform that is true of these words, whatever their case, else false."""

    def transform(value: Value[Any]) -> Value[Any]:
        if isinstance(value, Known):
            found = str(value.value).lower() in {word.lower() for word in words}
            return Known(found, value.provenance, value.origin)
        return value

    return transform


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
            return Known(False, value.provenance)
        case Unknown(never_null=True):
            return Known(True, value.provenance)
        case _:
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


def joined_texts(value: Value[Any]) -> Value[Any]:
    """Return the texts of a list as one text, with commas."""
    if not isinstance(value, Known):
        return value
    texts = [text.value for text in value.value if isinstance(text, Known)]
    return Known(",".join(texts), value.provenance)


def narrowing(prefix: str) -> Transform:
    """Return a transform of a filter to its prefix, or to ``filter`` where it narrows otherwise."""

    def transform(value: Value[Any]) -> Value[Any]:
        inner = first_map(value)
        if not isinstance(inner, Known):
            return inner
        written = at_path(inner.value, prefix, inner.provenance)
        others = [
            name
            for name, other in inner.value.items()
            if name != prefix and not isinstance(other, Absent) and elements_of(other)
        ]
        return Known("filter", inner.provenance) if others else as_text(written)

    return transform


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

    return append


def attached_policies(path: str, document: str) -> Append:
    """Return an append of every policy of a list of nested blocks."""

    def append(block: Block) -> tuple[AttachedPolicy, ...]:
        written = at_path(block.attributes, path, (Hop(block.header, ""),))
        found = []
        for element in elements_of(written):
            if isinstance(element, Known) and isinstance(element.value, Mapping):
                inner = at_path(element.value, document, element.provenance)
                found.append(_attached(block, inner))
            elif isinstance(element, Unknown):
                found.append(_attached(block, element))
        if isinstance(written, Unknown):
            found.append(_attached(block, written))
        return tuple(found)

    return append


def texts_at(path: str) -> Append:
    """Return an append of the texts of a list, or of a single text."""

    def append(block: Block) -> tuple[Value[str], ...]:
        written = at_path(block.attributes, path, (Hop(block.header, ""),))
        if isinstance(written, Unknown) and not written.parts:
            return (*map(as_text, written.elements), written)
        if isinstance(written, Unknown):
            return (written,)
        return tuple(map(as_text, elements_of(written)))

    return append


def _attached(block: Block, document: Value[Any]) -> AttachedPolicy:
    return AttachedPolicy(
        address=block.address,
        exists=block.exists,
        document=document,
        provenance=document.provenance[:1] or (Hop(block.header, ""),),
    )
