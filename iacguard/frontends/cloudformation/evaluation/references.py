"""What names stand for: parameters, pseudo-parameters, resources and their attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ....core.exhaustive import assert_never
from ....core.text import ACCOUNT, PARTITION, REGION, URL_SUFFIX, text_value
from ....core.value import Absent, Hop, Known, Part, Symbol, Unknown, Value
from ....core.verdict import Verdict
from ...lowering.derived_attributes import derive
from ...lowering.fields import Own
from ..stacks.parameters import Given, Parameter
from ..stacks.stack import NESTED_TYPES, Frame, Owned, Passed, Stack, origin_of
from ..stacks.template import Resource
from ..text.document import MapNode, followed
from .calls import reached_through
from .evaluating import Evaluation
from .questions import Candidate, Question

MODULE = "::MODULE"
"""How the types of modules end."""

_SHOWN = 12
"""How many steps on the way through other resources a value names."""

_PSEUDO: Mapping[str, Part] = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": PARTITION,
    "AWS::Region": REGION,
    "AWS::URLSuffix": URL_SUFFIX,
}

_NO_VALUE = "has no value (give it one with --parameters)"
_CAN_BE_SET = "can be set at deployment (give its value with --parameters)"


def referred(
    evaluation: Evaluation, name: str, frame: Frame, hop: Hop, *, as_piece: bool = False
) -> Value[Any]:
    """Return what a Ref gives; `as_piece` where it becomes a part of a longer text."""
    stack = frame.stack
    if name in frame.bindings:
        return Known(frame.bindings[name], (hop,))
    if name in _PSEUDO or name in ("AWS::StackName", "AWS::StackId"):
        part = _PSEUDO.get(name) or _of_stack(stack, name)
        reason = f"{name} is known only at deployment"
        return Unknown((hop,), reason, never_null=True, parts=(part,))
    if name == "AWS::NoValue":
        return Absent((hop,))
    if name == "AWS::NotificationARNs":
        return Unknown((hop,), f"{name} is known only at deployment", never_null=True)
    if name in stack.parameters:
        return parameter_value(evaluation, stack, name, hop, as_piece=as_piece)
    if name in stack.resources:
        return attribute(evaluation, stack, stack.resources[name], "Ref", hop)
    inner = _in_module(stack, name)
    if inner is not None:
        return _of_module(stack, *inner, "Ref", hop)
    if stack.template.is_partial:
        return Unknown((hop,), f"{name} is not declared in the template as written")
    evaluation.problem(hop.span, f"Ref to undeclared {name}")
    return Unknown((hop,), f"{name} is not declared", never_null=True)


def _of_stack(stack: Stack, name: str) -> Symbol:
    where = f"{stack.template.source.path}:{stack.prefix}{name}"
    excludes = ":*/. " if name == "AWS::StackName" else ""
    return Symbol(where, excludes=excludes, never_empty=True)


def parameter_value(
    evaluation: Evaluation, stack: Stack, name: str, hop: Hop, *, as_piece: bool = False
) -> Value[Any]:
    """Return a parameter's value in this deployment."""
    declared = stack.parameters[name]
    label = f"parameter {stack.prefix}{name}"
    match origin_of(stack, name):
        case None:
            return Unknown((hop,), f"{label} has no value", never_null=True)
        case Given(text=text, span=span):
            step = Hop(span, label, is_sensitive=declared.is_secret)
            return _typed(declared, text, (hop, step))
        case Passed(node=node, frame=frame):
            passed = evaluation.value(node, frame)
            if declared.is_list and isinstance(passed, Known) and isinstance(passed.value, str):
                passed = _typed(declared, passed.value, passed.provenance)
            return reached_through(passed, hop, label)
        case Owned(stack=owner, parameter=parameter):
            question = evaluation.questions[owner.prefix, parameter.name]
            return _owned(evaluation, question, parameter, declared, hop, as_piece)
        case other:
            assert_never(other)


def _owned(
    evaluation: Evaluation,
    question: Question,
    parameter: Parameter,
    declared: Parameter,
    hop: Hop,
    as_piece: bool,
) -> Value[Any]:
    if parameter.is_looked_up:
        provenance = (hop, Hop(parameter.header, f"parameter {question.name}"))
        reason = f"parameter {question.name} is looked up at deployment"
        parts: tuple[Part, ...] = () if "List<" in parameter.type else (parameter_symbol(question),)
        return Unknown(provenance, reason, never_null=True, parts=parts)
    inquiry = evaluation.inquiry
    left = inquiry.remaining(question)
    if len(left) == 1:
        return _candidate(question, next(iter(left)), parameter, declared, hop)
    if as_piece and not inquiry.deciding:
        inquiry.pieces[question] = None
    else:
        inquiry.decide(question, question.singly)
    return _open(question, declared, hop, _CAN_BE_SET, asks=question.name)


def _candidate(
    question: Question, candidate: Candidate, parameter: Parameter, declared: Parameter, hop: Hop
) -> Value[Any]:
    if candidate is None:
        is_free = question.candidates == (None,)
        state = _NO_VALUE if is_free else _CAN_BE_SET
        return _open(question, declared, hop, state)
    place, label = question.place(candidate) or parameter.header, f"parameter {question.name}"
    if parameter.default is not None and parameter.default.text == candidate:
        place, label = parameter.default.span, f"default of {label}"
    step = Hop(place, label, is_sensitive=parameter.is_secret or declared.is_secret)
    return _typed(declared, candidate, (hop, step))


def _open(
    question: Question, declared: Parameter, hop: Hop, state: str, asks: str = ""
) -> Value[Any]:
    step = Hop(question.places[-1] or hop.span, f"parameter {question.name}", asks)
    provenance = (hop, step)
    reason = f"parameter {question.name} {state}"
    parts = () if declared.is_list else (parameter_symbol(question, declared),)
    return Unknown(provenance, reason, never_null=True, parts=parts)


def parameter_symbol(question: Question, declared: Parameter | None = None) -> Symbol:
    """Return the symbol that stands for an open parameter, the same for every use of it."""
    texts = [candidate for candidate in question.candidates if candidate is not None]
    is_closed = len(texts) == len(question.candidates)
    excludes = "".join(c for c in ":*/-. " if is_closed and not any(c in text for text in texts))
    never_empty = is_closed and all(texts)
    return Symbol(f"parameter:{question.name}", excludes=excludes, never_empty=never_empty)


def _typed(declared: Parameter, text: str, provenance: tuple[Hop, ...]) -> Value[Any]:
    if declared.is_list:
        # Of nothing, a list of texts holds one empty text; a list of anything else is empty.
        is_empty = not text and declared.type != "CommaDelimitedList"
        elements = [] if is_empty else [element.strip() for element in text.split(",")]
        return Known(tuple(Known(element, provenance) for element in elements), provenance)
    return Known(text, provenance)


def attribute_named(
    evaluation: Evaluation, logical_id: str, name: str, frame: Frame, hop: Hop
) -> Value[Any]:
    """Return what a GetAtt gives."""
    stack = frame.stack
    resource = stack.resources.get(logical_id)
    inner = _in_module(stack, logical_id) if resource is None else None
    if resource is not None and resource.type.endswith(MODULE) and "." in name:
        inner_name, _, name = name.partition(".")
        inner = resource, inner_name
    if inner is not None:
        return _of_module(stack, *inner, name, hop)
    if resource is None:
        if not stack.template.is_partial:
            evaluation.problem(hop.span, f"GetAtt of undeclared {logical_id}")
        return Unknown((hop,), f"{logical_id} is not declared", never_null=True)
    if resource.type in NESTED_TYPES and name.startswith("Outputs."):
        return _nested_output(evaluation, stack, resource, name.partition(".")[2], hop)
    return attribute(evaluation, stack, resource, name, hop)


def _in_module(stack: Stack, name: str) -> tuple[Resource, str] | None:
    """Return the module that holds the resource of a name, and the resource's name in it.

    ``Audit.Logs`` and ``AuditLogs`` both name the resource ``Logs`` of the module ``Audit``.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/module-ref-resources.html
    """
    holders = [
        each
        for each in stack.resources.values()
        if each.type.endswith(MODULE) and name.startswith(each.logical_id)
    ]
    if not holders:
        return None
    holder = max(holders, key=lambda each: len(each.logical_id))
    inner = name[len(holder.logical_id) :].removeprefix(".")
    return (holder, inner) if inner else None


def _of_module(stack: Stack, holder: Resource, inner: str, name: str, hop: Hop) -> Value[Any]:
    """Return what is known of an attribute of a resource in a module: that it is itself."""
    address = f"{stack.prefix}{holder.logical_id}.{inner}"
    symbol = Symbol(f"{address}.{name}", never_empty=True)
    return text_value((symbol,), (hop,), f"{address} is declared in a module that was not read")


def _nested_output(
    evaluation: Evaluation, stack: Stack, resource: Resource, name: str, hop: Hop
) -> Value[Any]:
    """Return what a nested stack passes up."""
    address = f"{stack.prefix}{resource.logical_id}.Outputs.{name}"
    _needs(evaluation, stack, resource)
    child = stack.children.get(resource.logical_id)
    if child is None:
        symbol = Symbol(address)
        reason = f"the template of {stack.prefix}{resource.logical_id} was not read"
        return Unknown((hop,), reason, never_null=True, parts=(symbol,))
    if name not in child.outputs:
        if not child.template.is_partial:
            evaluation.problem(hop.span, f"the nested stack has no output {name}")
        return Unknown((hop,), f"{address} is not declared", never_null=True)
    return reached_through(output_value(evaluation, child, name, hop), hop, f"output {name}")


def output_value(evaluation: Evaluation, stack: Stack, name: str, hop: Hop) -> Value[Any]:
    """Return the value of an output of a stack."""
    written = stack.outputs[name]
    body = followed(written.node)
    value = body.get("Value") if isinstance(body, MapNode) else None
    if value is None:
        evaluation.problem(written.header, f"expected output {name} to have a Value")
        return Unknown((hop,), f"output {name} has no value", never_null=True)
    key = (id(stack), "Outputs", name)
    if not evaluation.enter(key, written.header, f"output {name}"):
        return Unknown((hop,), f"output {name} refers to itself", never_null=True)
    try:
        return evaluation.value(value, Frame(stack, written.bindings))
    finally:
        evaluation.leave(key)


def attribute(
    evaluation: Evaluation, stack: Stack, resource: Resource, name: str, hop: Hop
) -> Value[Any]:
    """Return an attribute of a resource as far as it follows from what is written."""
    address = stack.prefix + resource.logical_id
    _needs(evaluation, stack, resource)
    templates = evaluation.tables.attributes.get(resource.type)
    if templates is None:
        symbol = Symbol(f"{address}.{name}", never_empty=True)
        return text_value((symbol,), (hop,), f"{address} is not deployed yet")
    template = templates.get(name) or (Own(name),)
    written = WrittenProperties(evaluation, stack, resource)
    value = derive(template, address, written, (hop,))
    written_in = f"written in {address}"
    steps = tuple(
        step if step.label else replace(step, label=written_in)
        for step in value.provenance[1:_SHOWN]
    )
    return replace(value, provenance=(hop, *steps))


def _needs(evaluation: Evaluation, stack: Stack, resource: Resource) -> None:
    """Note that nothing can be deployed where a reference leads to a resource that is left out.

    CloudFormation refuses such a template: "Unresolved resource dependencies".
    """
    if resource.condition is None:
        return
    frame = Frame(stack, resource.bindings)
    decision = evaluation.condition(resource.condition, frame, resource.header)
    if decision.verdict is Verdict.FAIL:
        address = stack.prefix + resource.logical_id
        evaluation.inquiry.refuse(f"{address} does not exist")


class WrittenProperties(Mapping[str, Value[Any]]):
    """The properties of a resource, each evaluated when it is asked for."""

    def __init__(self, evaluation: Evaluation, stack: Stack, resource: Resource) -> None:
        """Look at the properties of one resource of a stack."""
        self._evaluation = evaluation
        self._stack = stack
        self._resource = resource
        self._properties = resource.properties or MapNode(0, 0, {})

    def __getitem__(self, name: str) -> Value[Any]:
        entry = self._properties.entries[name]
        return self._evaluation.property(self._stack, self._resource, entry)

    def __iter__(self) -> Iterator[str]:
        return iter(self._properties.entries)

    def __len__(self) -> int:
        return len(self._properties.entries)
