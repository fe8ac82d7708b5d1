"""Intrinsic functions that make texts, or take them apart."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from ....core.text import parts_of, text_value
from ....core.value import Absent, Hop, Known, Part, Unknown, Value
from ...lowering.row_reading import as_text
from ..stacks.stack import Frame, reference_of
from ..stacks.substitution import pieces_of
from ..text.document import Alias, ListNode, MapNode, Node, followed
from ..text.passages import in_lines
from .calls import Call, arguments, bound_text, joined, opened, vanishing, wrong
from .evaluating import Evaluation
from .references import attribute_named, referred


def sub(evaluation: Evaluation, call: Call) -> Value[Any]:
    """Fill the variables of a text in."""
    template, variables = followed(call.argument), None
    if isinstance(template, ListNode) and len(template.elements) == 2:
        variables = followed(template.elements[1])
        template = followed(template.elements[0])
    text = bound_text(template, call.frame)
    if text is None or not (variables is None or isinstance(variables, MapNode)):
        return wrong(evaluation, call, "a string, or a string and a map of variables")
    values: list[Value[Any]] = []
    for literal, name in pieces_of(text):
        values.append(Known(literal))
        if name is None:
            continue
        if variables is not None and name in variables.entries:
            values.append(_piece(evaluation, variables.entries[name].value, call.frame))
        elif "." in name and name not in call.frame.bindings:
            logical_id, _, inner = name.partition(".")
            values.append(attribute_named(evaluation, logical_id, inner, call.frame, call.hop))
        else:
            values.append(referred(evaluation, name, call.frame, call.hop, as_piece=True))
    filled = joined(evaluation, call, values)
    return in_lines(filled, template, call.frame.stack.template.source)


def join(evaluation: Evaluation, call: Call) -> Value[Any]:
    """Put a list's elements one behind the other."""
    given = arguments(call, 2)
    delimiter = bound_text(given[0], call.frame) if given is not None else None
    if given is None or delimiter is None:
        return wrong(evaluation, call, "a delimiter and a list")
    written = followed(given[1])
    if isinstance(written, ListNode):
        found = [_piece(evaluation, element, call.frame) for element in written.elements]
        values = [value for value in found if not isinstance(value, Absent)]
    else:
        listed = evaluation.value(given[1], call.frame)
        if isinstance(listed, Unknown):
            return text_value(parts_of(opened(call, listed)) or (), (call.hop,), listed.reason)
        if not isinstance(listed, Known) or not isinstance(listed.value, tuple):
            return wrong(evaluation, call, "a delimiter and a list")
        values = list(listed.value)
    doubtful = vanishing(values)
    if doubtful is not None:
        return text_value(parts_of(opened(call, doubtful)) or (), (call.hop,), doubtful.reason)
    separated: list[Value[Any]] = []
    for index, value in enumerate(values):
        separated += [Known(delimiter), value] if index else [value]
    return joined(evaluation, call, separated)


def split(evaluation: Evaluation, call: Call) -> Value[Any]:
    """Take a text apart at a delimiter."""
    given = arguments(call, 2)
    delimiter = bound_text(given[0], call.frame) if given is not None else None
    if given is None or not delimiter:
        return wrong(evaluation, call, "a delimiter and a string")
    source = evaluation.value(given[1], call.frame)
    if isinstance(source, Absent) or _is_collection(source):
        return wrong(evaluation, call, "a delimiter and a string")
    steps = tuple(step for step in source.provenance if step != call.hop)
    reason = source.reason if isinstance(source, Unknown) else ""
    elements: list[list[Part]] = [[]]
    for part in parts_of(as_text(source)) or ():
        if isinstance(part, str):
            first, *others = part.split(delimiter)
            elements[-1].append(first)
            elements += [[other] for other in others]
        elif len(delimiter) == 1 and delimiter in part.excludes:
            elements[-1].append(part)
        else:
            return Unknown((call.hop, *steps), reason, never_null=True)
        if len(elements) > evaluation.limits.collection_length:
            return Unknown((call.hop, *steps), "the list is too long", never_null=True)
    texts = (text_value(parts, (call.hop, *steps), reason) for parts in elements)
    return Known(tuple(texts), (call.hop, *steps))


def base64_of(evaluation: Evaluation, call: Call) -> Value[Any]:
    """Encode a text."""
    value = evaluation.value(call.argument, call.frame)
    if isinstance(value, Unknown):
        return opened(call, value)
    if isinstance(value, Absent) or _is_collection(value):
        return wrong(evaluation, call, "a string")
    encoded = base64.b64encode(str(value.value).encode("utf-8", "surrogatepass"))
    return Known(encoded.decode("ascii"), (call.hop, *value.provenance))


def to_json(evaluation: Evaluation, call: Call) -> Value[Any]:
    """Write a structure as JSON text; the structure stays readable behind it."""
    value = evaluation.value(call.argument, call.frame)
    if not _is_collection(value):
        if isinstance(value, Unknown):
            return opened(call, value)
        return wrong(evaluation, call, "a map or a list")
    complete, plain = _plain(value)
    if complete:
        text = json.dumps(plain, separators=(",", ":"))
        if len(text) <= evaluation.limits.text_length:
            return Known(text, (call.hop,), encodes=value)
    reason = "a part of the structure is not known"
    return Unknown((call.hop,), reason, never_null=True, encodes=value)


def _piece(evaluation: Evaluation, node: Node, frame: Frame) -> Value[Any]:
    """Return the value of a node that becomes a part of a longer text."""
    name = reference_of(node)
    if name is None or isinstance(node, Alias):
        return evaluation.value(node, frame)
    return referred(evaluation, name, frame, Hop(frame.stack.span(node), ""), as_piece=True)


def _is_collection(value: Value[Any]) -> bool:
    return isinstance(value, Known) and isinstance(value.value, (tuple, Mapping))


def _plain(value: Value[Any]) -> tuple[bool, object]:
    """Return whether a value is known to its leaves, and it without its places."""
    if not isinstance(value, Known):
        return False, None
    inner = value.value
    if isinstance(inner, tuple):
        elements = [_plain(element) for element in inner]
        return all(done for done, _ in elements), [plain for _, plain in elements]
    if isinstance(inner, Mapping):
        entries = {name: _plain(element) for name, element in inner.items()}
        plain = {name: plain for name, (_, plain) in entries.items()}
        return all(done for done, _ in entries.values()), plain
    return True, inner
