"""Intrinsic functions: what each makes of its argument.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ....core.value import Hop, Known, Unknown, Value
from ....core.verdict import Verdict
from ..text.document import ListNode, Node, followed
from .calls import (
    Call,
    Function,
    arguments,
    bound_text,
    opened,
    place_of,
    placed,
    reached_through,
    vanishing,
    wrong,
)
from .evaluating import Evaluation
from .import_value import imported
from .mappings import find_in_map
from .references import attribute_named, referred
from .text_functions import base64_of, join, split, sub, to_json
from .value_equality import same


def _ref(evaluation: Evaluation, call: Call) -> Value[Any]:
    name = bound_text(call.argument, call.frame)
    if name is None:
        return wrong(evaluation, call, "a name")
    return referred(evaluation, name, call.frame, call.hop)


def _get_att(evaluation: Evaluation, call: Call) -> Value[Any]:
    argument = followed(call.argument)
    if isinstance(argument, ListNode) and len(argument.elements) >= 2:
        logical_id = bound_text(argument.elements[0], call.frame)
        names = [evaluation.value(element, call.frame) for element in argument.elements[1:]]
        if logical_id is None:
            return wrong(evaluation, call, "a logical id and an attribute")
        texts: list[str] = []
        for name in names:
            if not isinstance(name, Known):
                return Unknown((call.hop,), "the attribute's name is not known", never_null=True)
            texts.append(str(name.value))
        return attribute_named(evaluation, logical_id, ".".join(texts), call.frame, call.hop)
    text = bound_text(argument, call.frame)
    if text is None or "." not in text:
        return wrong(evaluation, call, "a logical id and an attribute")
    logical_id, _, inner = text.partition(".")
    return attribute_named(evaluation, logical_id, inner, call.frame, call.hop)


def _if(evaluation: Evaluation, call: Call) -> Value[Any]:
    given = arguments(call, 3)
    name = bound_text(given[0], call.frame) if given is not None else None
    if given is None or name is None:
        return wrong(evaluation, call, "a condition and two values")
    stack = call.frame.stack
    found = evaluation.condition(name, call.frame, call.hop.span)
    place = found.place or call.hop.span
    if found.verdict is Verdict.UNKNOWN:
        open_condition = Hop(place, f"condition {stack.prefix}{name}", found.question)
        return _either(evaluation, call, given[1:], open_condition)
    state = "true" if found.verdict is Verdict.PASS else "false"
    branch = given[1] if found.verdict is Verdict.PASS else given[2]
    value = evaluation.value(branch, call.frame)
    decision = Hop(place, f"condition {stack.prefix}{name} is {state}")
    written = Hop(place_of(value, call.hop.span), f"value when {stack.prefix}{name} is {state}")
    return placed(value, (call.hop, decision, written, *value.provenance[1:]))


def _either(
    evaluation: Evaluation, call: Call, branches: tuple[Node, ...], decision: Hop
) -> Value[Any]:
    """Return what both branches of an open condition agree on."""
    evaluation.inquiry.supposing += 1
    values = [evaluation.value(branch, call.frame) for branch in branches]
    evaluation.inquiry.supposing -= 1
    if same(values[0], values[1]):
        return placed(values[0], (call.hop, decision))
    never_null = all(
        isinstance(value, Known) or (isinstance(value, Unknown) and value.never_null)
        for value in values
    )
    return Unknown(
        (call.hop, decision), f"{decision.label} depends on the deployment", never_null=never_null
    )


def _select(evaluation: Evaluation, call: Call) -> Value[Any]:
    given = arguments(call, 2)
    if given is None:
        return wrong(evaluation, call, "an index and a list")
    index = evaluation.value(given[0], call.frame)
    listed = evaluation.value(given[1], call.frame)
    if isinstance(index, Unknown):
        return opened(call, index)
    number = str(index.value) if isinstance(index, Known) else ""
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return wrong(evaluation, call, "an index and a list")
    if isinstance(listed, Unknown):
        return opened(call, listed)
    if not isinstance(listed, Known) or not isinstance(listed.value, tuple):
        return wrong(evaluation, call, "an index and a list")
    position, elements = int(number), listed.value
    doubtful = vanishing(elements[:position])
    if doubtful is not None:
        return opened(call, doubtful)
    if position >= len(elements):
        summary = f"index {position} is outside a list of {len(elements)} elements"
        evaluation.problem(call.hop.span, summary)
        return Unknown((call.hop,), f"the list has no element {position}")
    return reached_through(elements[position], call.hop, "the selected element")


def _length(evaluation: Evaluation, call: Call) -> Value[Any]:
    value = evaluation.value(call.argument, call.frame)
    if isinstance(value, Unknown):
        return opened(call, value)
    if not isinstance(value, Known) or not isinstance(value.value, tuple):
        return wrong(evaluation, call, "a list")
    doubtful = vanishing(value.value)
    if doubtful is not None:
        return opened(call, doubtful)
    return Known(len(value.value), (call.hop,))


def _at_deployment(evaluation: Evaluation, call: Call) -> Value[Any]:
    return Unknown((call.hop,), f"{call.function} is known only at deployment", never_null=True)


FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "Ref": _ref,
        "Fn::GetAtt": _get_att,
        "Fn::Sub": sub,
        "Fn::Join": join,
        "Fn::Split": split,
        "Fn::Select": _select,
        "Fn::If": _if,
        "Fn::FindInMap": find_in_map,
        "Fn::Base64": base64_of,
        "Fn::ImportValue": imported,
        "Fn::GetAZs": _at_deployment,
        "Fn::Cidr": _at_deployment,
        "Fn::GetStackOutput": _at_deployment,
        "Fn::Length": _length,
        "Fn::ToJsonString": to_json,
    }
)
"""Every function that gives a value. ``Fn::Transform`` and ``Fn::ForEach`` change the map that
they stand in and are read there."""
