"""Topics, who has subscribed to them, and what they deliver to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ....core.text import ACCOUNT, REGION, URL_SUFFIX
from ....core.value import Absent, Unknown
from ....model.endpoint import Function, FunctionPermission, Queue
from ....model.topic import ChatChannel, Subscription, Topic
from ...lowering.arn_templates import NAME_EXCLUDES, arn, own
from ...lowering.block import Block
from ...lowering.fields import AttributeTemplate, Derived, EntityTable, Kind, Own, Row, Satellite
from ...lowering.row_reading import elements_of
from ...lowering.transforms import attached_policy


def each_subscription(block: Block) -> tuple[Block, ...]:
    """Return a block for each subscription that a topic declares itself."""
    written = block.attributes.get("Subscription", Absent())
    if isinstance(written, Unknown) and not written.elements:
        return (replace(block, exists=written),)
    return tuple(
        replace(
            block,
            attributes={**block.attributes, "Subscription": element},
            exists=element if isinstance(element, Unknown) else block.exists,
        )
        for element in elements_of(written)
    )


def _subscription_rows(within: str = "") -> tuple[Row, ...]:
    return (
        Row(field="protocol", path=f"{within}Protocol", required=not within),
        Row(field="endpoint", path=f"{within}Endpoint"),
        Row(field="filter_policy", path=f"{within}FilterPolicy", read=Kind.DATA),
        Row(field="filter_scope", path=f"{within}FilterPolicyScope", default="MessageAttributes"),
        Row(field="role_arn", path=f"{within}SubscriptionRoleArn"),
    )


def _channel(type_: str) -> EntityTable:
    rows = (Row(field="topics", path="SnsTopicArns", read=Kind.TEXTS),)
    return EntityTable(type=type_, entity="chat_channels", build=ChatChannel, rows=rows)


ENTITIES = (
    EntityTable(
        type="AWS::SNS::Topic",
        entity="topics",
        build=Topic,
        rows=(
            Row(field="name", path=Derived("TopicName")),
            Row(field="arn", path=Derived("Ref")),
            Row(field="kms_key", path="KmsMasterKeyId"),
            Row(field="is_fifo", path="FifoTopic", read=Kind.BOOL, default=False),
        ),
    ),
    EntityTable(
        type="AWS::SNS::Topic",
        entity="subscriptions",
        build=Subscription,
        rows=(
            Row(field="topic_arn", path=Derived("Ref")),
            *_subscription_rows("Subscription."),
        ),
        each=each_subscription,
    ),
    EntityTable(
        type="AWS::SNS::Subscription",
        entity="subscriptions",
        build=Subscription,
        rows=(Row(field="topic_arn", path="TopicArn", required=True), *_subscription_rows()),
    ),
    _channel("AWS::Chatbot::SlackChannelConfiguration"),
    _channel("AWS::Chatbot::MicrosoftTeamsChannelConfiguration"),
    EntityTable(
        type="AWS::SQS::Queue",
        entity="queues",
        build=Queue,
        is_neighbour=True,
        rows=(
            Row(field="name", path=Derived("QueueName")),
            Row(field="arn", path=Derived("Arn")),
            Row(field="url", path=Derived("Ref")),
        ),
    ),
    EntityTable(
        type="AWS::Lambda::Function",
        entity="functions",
        build=Function,
        is_neighbour=True,
        rows=(
            Row(field="name", path=Derived("Ref")),
            Row(field="arn", path=Derived("Arn")),
        ),
    ),
    EntityTable(
        type="AWS::Lambda::Permission",
        entity="function_permissions",
        build=FunctionPermission,
        is_neighbour=True,
        rows=(
            Row(field="function", path="FunctionName", required=True),
            Row(field="action", path="Action", required=True),
            Row(field="principal", path="Principal", required=True),
            Row(field="source_arn", path="SourceArn"),
            Row(field="source_account", path="SourceAccount"),
        ),
    ),
)

SATELLITES: tuple[Satellite, ...] = (
    Satellite(
        type="AWS::SNS::TopicPolicy",
        entity="topics",
        joins="Topics",
        names=("arn", "name"),
        appends={"policies": attached_policy("PolicyDocument")},
    ),
    Satellite(
        type="AWS::SNS::TopicInlinePolicy",
        entity="topics",
        joins="TopicArn",
        names=("arn",),
        appends={"policies": attached_policy("PolicyDocument")},
    ),
    Satellite(
        type="AWS::Lambda::ResourcePolicy",
        entity="functions",
        joins="ResourceArn",
        names=("arn",),
        appends={"policies": attached_policy("PolicyDocument")},
        is_neighbour=True,
    ),
    Satellite(
        type="AWS::SQS::QueuePolicy",
        entity="queues",
        joins="Queues",
        names=("url",),
        appends={"policies": attached_policy("PolicyDocument")},
        is_neighbour=True,
    ),
    Satellite(
        type="AWS::SQS::QueueInlinePolicy",
        entity="queues",
        joins="Queue",
        names=("url",),
        appends={"policies": attached_policy("PolicyDocument")},
        is_neighbour=True,
    ),
)

_QUEUE_NAME = Own("QueueName", NAME_EXCLUDES)
_URL: AttributeTemplate = ("https://sqs.", REGION, ".", URL_SUFFIX, "/", ACCOUNT, "/", _QUEUE_NAME)

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "AWS::SNS::Topic": {
        "Ref": arn("sns", Own("TopicName", NAME_EXCLUDES)),
        "TopicArn": arn("sns", Own("TopicName", NAME_EXCLUDES)),
        "TopicName": own("TopicName"),
    },
    "AWS::SQS::Queue": {
        "Ref": _URL,
        "QueueUrl": _URL,
        "QueueName": own("QueueName"),
        "Arn": arn("sqs", _QUEUE_NAME),
    },
    "AWS::Lambda::Function": {
        "Ref": own("FunctionName"),
        "Arn": arn("lambda", "function:", Own("FunctionName", NAME_EXCLUDES)),
    },
}
