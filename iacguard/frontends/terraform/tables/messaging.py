"""Topics, who has subscribed to them, and what they deliver to."""

from __future__ import annotations

from collections.abc import Mapping

from ....core.text import ACCOUNT, REGION, URL_SUFFIX
from ....model.endpoint import Function, FunctionPermission, Queue
from ....model.topic import ChatChannel, Subscription, Topic
from ...lowering.arn_templates import NAME_EXCLUDES, arn, own
from ...lowering.fields import (
    LINK,
    AttributeTemplate,
    Derived,
    EntityTable,
    Kind,
    Own,
    Row,
    Satellite,
    Voids,
)
from ...lowering.transforms import attached_policy


def _channel(type_: str) -> EntityTable:
    rows = (Row(field="topics", path="sns_topic_arns", read=Kind.TEXTS),)
    return EntityTable(type=type_, entity="chat_channels", build=ChatChannel, rows=rows)


ENTITIES = (
    EntityTable(
        type="aws_sns_topic",
        entity="topics",
        build=Topic,
        rows=(
            Row(field="name", path=Derived("name")),
            Row(field="arn", path=Derived("arn")),
            Row(field="kms_key", path="kms_master_key_id"),
            Row(field="is_fifo", path="fifo_topic", read=Kind.FLAG, default=False),
        ),
        appends={"policies": attached_policy("policy")},
    ),
    EntityTable(
        type="aws_sns_topic_subscription",
        entity="subscriptions",
        build=Subscription,
        rows=(
            Row(field="topic_arn", path="topic_arn", required=True),
            Row(field="protocol", path="protocol", required=True),
            Row(field="endpoint", path="endpoint", required=True),
            Row(field="filter_policy", path="filter_policy", read=Kind.DATA),
            Row(field="filter_scope", path="filter_policy_scope", default="MessageAttributes"),
            Row(field="role_arn", path="subscription_role_arn"),
        ),
    ),
    _channel("aws_chatbot_slack_channel_configuration"),
    _channel("aws_chatbot_teams_channel_configuration"),
    # The Cloud Control provider has the same attribute.
    # https://registry.terraform.io/providers/hashicorp/awscc/latest/docs
    _channel("awscc_chatbot_slack_channel_configuration"),
    _channel("awscc_chatbot_microsoft_teams_channel_configuration"),
    EntityTable(
        type="aws_sqs_queue",
        entity="queues",
        build=Queue,
        is_neighbour=True,
        rows=(
            Row(field="name", path=Derived("name")),
            Row(field="arn", path=Derived("arn")),
            Row(field="url", path=Derived("url")),
        ),
        appends={"policies": attached_policy("policy")},
    ),
    EntityTable(
        type="aws_lambda_function",
        entity="functions",
        build=Function,
        is_neighbour=True,
        rows=(
            Row(field="name", path=Derived("function_name")),
            Row(field="arn", path=Derived("arn")),
        ),
    ),
    EntityTable(
        type="aws_lambda_permission",
        entity="function_permissions",
        build=FunctionPermission,
        is_neighbour=True,
        rows=(
            Row(field="function", path="function_name", required=True),
            Row(field="action", path="action", required=True),
            Row(field="principal", path="principal", required=True),
            Row(field="source_arn", path="source_arn"),
            Row(field="source_account", path="source_account"),
        ),
    ),
)

SATELLITES: tuple[Satellite, ...] = (
    Satellite(
        type="aws_sns_topic_policy",
        entity="topics",
        joins="arn",
        names=("arn",),
        appends={"policies": attached_policy("policy")},
    ),
    Satellite(
        type="aws_sns_topic_data_protection_policy",
        entity="topics",
        joins="arn",
        names=("arn",),
        is_neighbour=True,
        voids=Voids("may hold messages back", frozenset({LINK})),
    ),
    Satellite(
        type="aws_lambda_resource_policy",
        entity="functions",
        joins="resource_arn",
        names=("arn",),
        appends={"policies": attached_policy("policy")},
        is_neighbour=True,
    ),
    Satellite(
        type="aws_sqs_queue_policy",
        entity="queues",
        joins="queue_url",
        names=("url",),
        appends={"policies": attached_policy("policy")},
        is_neighbour=True,
    ),
)

_URL: AttributeTemplate = (
    "https://sqs.",
    REGION,
    ".",
    URL_SUFFIX,
    "/",
    ACCOUNT,
    "/",
    Own("name", ":*/ "),
)

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "aws_sns_topic": {
        "name": own("name"),
        "id": arn("sns", Own("name", NAME_EXCLUDES)),
        "arn": arn("sns", Own("name", NAME_EXCLUDES)),
    },
    "aws_sqs_queue": {
        "name": own("name"),
        "id": _URL,
        "url": _URL,
        "arn": arn("sqs", Own("name", NAME_EXCLUDES)),
    },
    "aws_lambda_function": {
        "id": own("function_name"),
        "function_name": own("function_name"),
        "arn": arn("lambda", "function:", Own("function_name", NAME_EXCLUDES)),
    },
}
