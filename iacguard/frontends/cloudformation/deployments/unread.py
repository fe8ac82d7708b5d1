"""What a stack makes or configures by means that are not read, and what it is given.

A nested stack whose template lies elsewhere, a module, a product, a custom resource: each may
configure the bucket whose name it is passed. So nothing is claimed missing of that bucket.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.value import Hop, Known, Unknown, Value
from ....core.verdict import Verdict
from ....model.unread_parts import Unread
from ..evaluation.calls import bound_text
from ..evaluation.evaluating import Evaluation
from ..stacks.stack import NESTED_TYPES, Frame, Stack, stacks_below
from ..stacks.stack_sets import STACK_SET
from ..stacks.template import Lost, Resource
from ..text.document import Entry, ListNode, MapNode, Node, followed
from .blocks import existence

_PRODUCT = "AWS::ServiceCatalog::CloudFormationProvisionedProduct"
_CUSTOM = "AWS::CloudFormation::CustomResource"
_FUNCTION = "AWS::Serverless::Function"

# Custom resources of the AWS CDK that are read by the field tables, or that configure nothing
# of the audit pipeline: they empty, copy to or look at what they are given.
# https://github.com/aws/aws-cdk/tree/main/packages/%40aws-cdk/custom-resource-handlers/lib
_HARMLESS = frozenset(
    {
        "Custom::AWSCDKCfnJson",
        "Custom::AWSCDKOpenIdConnectProvider",
        "Custom::CDKBucketDeployment",
        "Custom::CrossRegionExportReader",
        "Custom::CrossRegionExportWriter",
        "Custom::DynamoDBReplica",
        "Custom::ECRAutoDeleteImages",
        "Custom::LogRetention",
        "Custom::S3AutoDeleteObjects",
        "Custom::S3BucketNotifications",
        "Custom::Trigger",
        "Custom::VpcRestrictDefaultSG",
    }
)

# Properties that say where the code of the unread thing lies, not what it works on.
_OF_ITSELF = frozenset(
    {
        "Description",
        "Location",
        "NotificationARNs",
        "ServiceTimeout",
        "ServiceToken",
        "Tags",
        "TemplateURL",
        "TimeoutInMinutes",
    }
)


def why_unread(stack: Stack, resource: Resource) -> str | None:
    """Return why nobody knows what a resource makes, as a clause; None where somebody does."""
    if resource.type in (*NESTED_TYPES, STACK_SET):
        return stack.obstacles.get(resource.logical_id)
    if resource.type == _PRODUCT:
        return "the product is not in the scanned tree"
    if resource.type.endswith("::MODULE"):
        return "its module is not in the scanned tree"
    if resource.type == _FUNCTION and any(_topics(resource)):
        return "SAM generates subscriptions for it"
    if _is_custom(resource) and resource.type not in _HARMLESS:
        return "what its function does is not known here"
    return None


def _topics(resource: Resource) -> Iterator[Node]:
    """Yield the topics that SAM subscribes a function to.

    What other events of a function come from is not configured in what this program judges.
    """
    written = _written(resource).get("Events")
    events = followed(written.value) if written is not None else None
    for entry in events.entries.values() if isinstance(events, MapNode) else ():
        event = followed(entry.value)
        inner = event.get("Properties") if isinstance(event, MapNode) else None
        properties = followed(inner) if inner is not None else None
        topic = properties.get("Topic") if isinstance(properties, MapNode) else None
        if topic is not None:
            yield topic


def _is_custom(resource: Resource) -> bool:
    return resource.type == _CUSTOM or resource.type.startswith("Custom::")


def notes(stack: Stack) -> Iterator[Diagnostic]:
    """Yield a note on each resource of a stack that is a template elsewhere.

    Nested stacks have theirs, and so have the bodies of stack sets. A custom resource is told
    where a verdict hangs on it.
    """
    for resource in stack.resources.values():
        reason = why_unread(stack, resource)
        is_module = resource.type == _PRODUCT or resource.type.endswith("::MODULE")
        is_set = resource.type == STACK_SET and "TemplateBody" not in _written(resource)
        if reason is not None and (is_module or is_set):
            yield Diagnostic(
                rule=NOT_EVALUATED,
                level=Level.NOTE,
                summary=f"{_name(stack, resource)} was not read: {reason}",
                detail="Its resources are not judged, and what it configures is unknown.",
                subject=resource.header,
            )


def _written(resource: Resource) -> Mapping[str, Entry]:
    return {} if resource.properties is None else resource.properties.entries


def _name(stack: Stack, resource: Resource) -> str:
    return f"{_KINDS.get(resource.type, resource.type)} {stack.prefix}{resource.logical_id}"


def unread_resource(evaluation: Evaluation, stack: Stack, resource: Resource) -> Unread | None:
    """Return a resource for which there is a reason not to be read; None where it is left out."""
    exists = existence(evaluation, stack, resource)
    if isinstance(exists, Known) and not exists.value:
        return None
    questions = exists.provenance if isinstance(exists, Unknown) else ()
    question = next((hop.question for hop in questions if hop.question), "")
    name = _name(stack, resource)
    return Unread(
        name=name,
        reason=why_unread(stack, resource) or "",
        hop=Hop(resource.header, name, question),
        given=tuple(_given(evaluation, stack, resource)),
        declares=not _is_custom(resource) and resource.type != _FUNCTION,
    )


_KINDS = {
    **dict.fromkeys(NESTED_TYPES, "nested stack"),
    STACK_SET: "stack set",
    _PRODUCT: "product",
    _CUSTOM: "custom resource",
}


def lost_parts(evaluation: Evaluation, roots: Sequence[Stack]) -> Iterator[Unread]:
    """Yield the parts of templates that may declare anything, and were not read."""
    for root in roots:
        for stack in stacks_below(root):
            for lost in stack.lost:
                yield Unread(
                    name=lost.name,
                    reason=lost.reason,
                    hop=Hop(lost.span, lost.name),
                    given=_passed(evaluation, stack) if lost.rewrites else None,
                    rewrites=_rewritten(stack, lost),
                )


def _rewritten(stack: Stack, lost: Lost) -> frozenset[str]:
    """Return the files of the resources that a macro may change."""
    if not lost.rewrites:
        return frozenset()
    return frozenset(below.template.source.path for below in stacks_below(stack))


def _passed(evaluation: Evaluation, stack: Stack) -> tuple[Value[Any], ...] | None:
    """Return what a nested stack is passed; a stack that nothing nests may reach everything."""
    if stack.caller is None:
        return None
    frame = stack.caller.frame
    return tuple(
        value
        for node in stack.caller.arguments.values()
        for value in _values(evaluation, node, frame)
    )


def _given(evaluation: Evaluation, stack: Stack, resource: Resource) -> Iterator[Value[Any]]:
    frame = Frame(stack, resource.bindings)
    if resource.type == _FUNCTION:
        for topic in _topics(resource):
            yield from _values(evaluation, topic, frame)
        return
    for entry in _written(resource).values():
        if entry.key.name not in _OF_ITSELF:
            yield from _values(evaluation, entry.value, frame)


def _values(evaluation: Evaluation, root: Node, frame: Frame) -> list[Value[Any]]:
    """Return every value in a tree; of a choice that is open, both."""
    values: list[Value[Any]] = []
    pending = [root]
    # Nothing that stands here refuses a deployment or asks a question.
    evaluation.inquiry.mute()
    evaluation.inquiry.supposing += 1
    while pending:
        node = followed(pending.pop())
        function, argument = _function(node)
        if function == "Fn::If" and argument is not None:
            pending.extend(_branches(evaluation, argument, frame))
        elif function:
            values.append(evaluation.value(node, frame))
        elif isinstance(node, MapNode):
            pending.extend(entry.value for entry in node.entries.values())
        elif isinstance(node, ListNode):
            pending.extend(node.elements)
        else:
            values.append(evaluation.value(node, frame))
    evaluation.inquiry.supposing -= 1
    evaluation.inquiry.unmute()
    return values


def _function(node: Node) -> tuple[str, Node | None]:
    """Return the function that a map stands for, and its argument."""
    for name, entry in node.entries.items() if isinstance(node, MapNode) else ():
        if name == "Ref" or name.startswith("Fn::"):
            return name, entry.value
    return "", None


def _branches(evaluation: Evaluation, argument: Node, frame: Frame) -> tuple[Node, ...]:
    """Return what a choice may come out as."""
    listed = followed(argument)
    if not isinstance(listed, ListNode) or len(listed.elements) != 3:
        return ()
    condition, chosen, other = listed.elements
    name = bound_text(condition, frame)
    verdict = Verdict.UNKNOWN
    if name is not None:
        verdict = evaluation.condition(name, frame, frame.stack.span(condition)).verdict
    if verdict is Verdict.UNKNOWN:
        return (chosen, other)
    return (chosen,) if verdict is Verdict.PASS else (other,)
