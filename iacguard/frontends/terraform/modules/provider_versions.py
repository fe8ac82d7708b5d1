"""What changes with the version of the AWS provider that a root asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ...lowering.fields import Tables
from ..syntax.nodes import Attribute, Expression, Literal, ObjectConstructor
from .configuration import Module
from .providers import DEFAULT

_CONSTRAINT = re.compile(r"\s*(=|!=|>=|<=|~>|>|<)?\s*v?([0-9]{1,9})(\.[0-9]{1,9})?[0-9.]{0,30}\s*")


def tables_for(module: Module, tables: Tables) -> Tables:
    """Return the tables for the provider that a root module asks for.

    Until 3.0, the provider left the `:*` at the end of a log group's ARN.
    https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-3-upgrade
    """
    if not any(_excludes_3(text) for text in _constraints(module)):
        return tables
    group = tables.attributes["aws_cloudwatch_log_group"]
    suffixed = {**group, "arn": (*group["arn"], ":*")}
    return replace(tables, attributes={**tables.attributes, "aws_cloudwatch_log_group": suffixed})


def _constraints(module: Module) -> Iterator[str]:
    """Yield the version constraints of a module on the AWS provider."""
    for file in module.files:
        for block in file.body.blocks:
            if block.type == "provider" and block.labels == (DEFAULT,):
                yield from _text(block.body.attributes.get("version"))
            elif block.type == "terraform":
                for inner in block.body.blocks:
                    if inner.type == "required_providers":
                        yield from _required(inner.body.attributes.get(DEFAULT))


def _required(attribute: Attribute | None) -> Iterator[str]:
    if attribute is None or not isinstance(attribute.expression, ObjectConstructor):
        yield from _text(attribute)
        return
    for key, value in attribute.expression.entries:
        if isinstance(key, Literal) and key.value == "version":
            yield from _literal(value)


def _text(attribute: Attribute | None) -> Iterator[str]:
    if attribute is not None:
        yield from _literal(attribute.expression)


def _literal(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Literal) and isinstance(expression.value, str):
        yield expression.value


def _excludes_3(constraint: str) -> bool:
    """Return whether no version from 3.0 on meets a constraint such as ``~> 2.70, != 2.71``."""
    for each in constraint.split(","):
        found = _CONSTRAINT.fullmatch(each)
        if found is None:
            continue
        operator, major, minor = found[1] or "=", int(found[2]), found[3]
        if operator in ("=", "<=") and major < 3:
            return True
        if operator == "<" and (major, float(minor or 0)) <= (3, 0):
            return True
        if operator == "~>" and minor is not None and major < 3:
            return True
    return False
