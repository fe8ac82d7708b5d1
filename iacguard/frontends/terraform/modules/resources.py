"""What a reference to a resource or data source sees, and the blocks that the model reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from ....core.source import SourceSpan
from ....core.text import ACCOUNT, ORGANIZATION, PARTITION, REGION, URL_SUFFIX
from ....core.value import Hop, Known, Symbol, Unknown, Value
from ...lowering.block import Block
from ...lowering.derived_attributes import derive, with_replaced
from ...lowering.fields import AttributeTemplate, Own
from ..policies.document import render
from ..values.core_values import core_value, hops_of
from ..values.types import DYNAMIC, STRING
from ..values.values import (
    TerraformValue,
    Trace,
    Unknownness,
    deployment_reason,
    resource_value,
    string,
    with_marks,
    with_place,
)
from .configuration import Declaration
from .instance import ModuleInstance, ResourceCopy
from .providers import Settled

_BY_NAME: Mapping[str, tuple[str, ...]] = {
    "aws_cloudwatch_log_group": ("arn", "id"),
    "aws_kms_alias": ("arn",),
    "aws_lambda_function": ("arn", "id"),
    "aws_sns_topic": ("arn", "id"),
    "aws_sqs_queue": ("arn", "id", "url"),
}
"""Data sources that look up what has a name, with the attributes that follow from it as they do
for the resource of the same type."""

_DATA_SOURCES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "aws_caller_identity": {"account_id": (ACCOUNT,), "id": (ACCOUNT,)},
    "aws_partition": {
        "partition": (PARTITION,),
        "id": (PARTITION,),
        "dns_suffix": (URL_SUFFIX,),
    },
    "aws_organizations_organization": {"id": ORGANIZATION},
    "aws_region": {
        "name": (Own("name"),),
        "region": (Own("region"),),
        "id": (Own("id"),),
    },
}
"""Attributes of data sources that are the deployment's own account, partition and region."""


def identified(attributes: Mapping[str, TerraformValue], address: str) -> dict[str, TerraformValue]:
    """Return the attributes with an identity for each unknown that may be a text.

    So a reference to the attribute and the resource itself agree that they are the same.
    """
    found = dict(attributes)
    for name, value in attributes.items():
        details = value.unknown
        if details is None or value.type not in (STRING, DYNAMIC):
            continue
        if not any(isinstance(part, str | Symbol) for part in details.parts):
            named = replace(details, parts=(Symbol(f"{address}.{name}"),))
            found[name] = replace(value, unknown=named)
    return found


def resource_object(
    declaration: Declaration,
    address: str,
    attributes: Mapping[str, TerraformValue],
    templates: Mapping[str, AttributeTemplate],
    symbols: Settled,
) -> TerraformValue:
    """Return what a reference to a resource sees: what is written, and what follows from it."""
    names = {
        piece.attribute
        for template in templates.values()
        for piece in template
        if isinstance(piece, Own) and piece.default is None
    }
    entries = {
        name: value
        for name, value in attributes.items()
        if not (value.is_null or (name in names and value.content == ""))
    }
    source, start, end = declaration.source, declaration.block.start, declaration.block.header_end
    for name, template in templates.items():
        if name in entries:
            continue
        needed = {
            piece.attribute: core_value(attributes[piece.attribute])
            for piece in template
            if isinstance(piece, Own) and piece.attribute in attributes
        }
        written = next((attributes[name].place for name in needed), None)
        place = Trace(source, start, end, f"{address}.{name}", written)
        entries[name] = _derived(
            derive(with_replaced(template, symbols), address, needed, ()), place, address
        )
    return resource_value(entries, address, Trace(source, start, end, address))


def data_object(
    declaration: Declaration,
    address: str,
    attributes: Mapping[str, TerraformValue],
    symbols: Settled,
    of_resources: Mapping[str, Mapping[str, AttributeTemplate]],
) -> TerraformValue:
    """Return what a reference to a data source sees.

    `of_resources` are the attributes by which resources of the same types are referred to.
    """
    kind = declaration.block.labels[0]
    if kind == "aws_iam_policy_document":
        return _policy_document(declaration, address, attributes)
    templates = dict(_DATA_SOURCES.get(kind, {}))
    for name in _BY_NAME.get(kind, ()):
        templates[name] = of_resources[kind][name]
    if kind == "aws_region" and not {"name", "region", "endpoint"} & attributes.keys():
        templates = dict.fromkeys(("name", "region", "id"), (REGION,))
    elif kind == "aws_region":
        templates = {}
    return resource_object(declaration, address, attributes, templates, symbols)


def _policy_document(
    declaration: Declaration, address: str, attributes: Mapping[str, TerraformValue]
) -> TerraformValue:
    """Return a policy document with its JSON, which is known as far as its arguments are."""
    rendered = render(attributes)
    block = declaration.block
    header = Trace(declaration.source, block.start, block.header_end, f"{address}.json")
    rendered = with_place(rendered, replace(header, behind=rendered.place))
    minified = rendered
    if rendered.unknown is None:
        compact = json.dumps(json.loads(rendered.text), separators=(",", ":"), ensure_ascii=False)
        minified = replace(rendered, content=compact)
    made = {"json": rendered, "minified_json": minified}
    return resource_object(declaration, address, {**attributes, **made}, {}, {})


def _derived(value: Value[str], place: Trace, address: str) -> TerraformValue:
    """Return a text that follows from a resource's arguments."""
    if isinstance(value, Known):
        result = string(str(value.value))
    elif isinstance(value, Unknown):
        reason = deployment_reason(address)
        details = Unknownness(reason=reason, never_null=True, parts=value.parts)
        result = TerraformValue(STRING, None, details)
    else:
        raise AssertionError("a derived attribute is never absent")
    return with_marks(result, place, False, value.encodes)


def make_block(
    instance: ModuleInstance,
    declaration: Declaration,
    copy: ResourceCopy,
    cause: TerraformValue | None,
    symbols: Settled,
) -> Block:
    """Return a resource instance as the model reads it; `cause` may leave it out."""
    header = declaration.header
    return Block(
        type=declaration.block.labels[0],
        address=copy.address,
        header=header,
        attributes={name: core_value(value) for name, value in copy.attributes.items()},
        exists=_exists(header, cause or instance.cause),
        settled=symbols,
        callers=instance.callers,
    )


def _exists(header: SourceSpan, cause: TerraformValue | None) -> Value[bool]:
    if cause is None:
        return Known(True, (Hop(header, ""),))
    return Unknown(hops_of(cause.place) or (Hop(header, ""),), cause.reason, never_null=True)
