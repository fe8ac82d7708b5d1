"""The components of a stack, as the module calls that they are.

A stack is a configuration of its own language, much like a root: a component calls a module with
its inputs, and refers to the outputs of others. Its files are turned into a root's, in place.
https://developer.hashicorp.com/terraform/language/block/stack/tfcomponent
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from ..syntax.nodes import (
    Attribute,
    BlockSyntax,
    Body,
    Expression,
    GetAttribute,
    Literal,
    Node,
    ObjectConstructor,
    TerraformFile,
    Variable,
)

_KEPT = frozenset({"variable", "locals"})
_OF_COMPONENTS = ("source", "for_each", "providers")


def as_module(file: TerraformFile) -> TerraformFile:
    """Return a file of a stack as one of a root; its own tree is changed."""
    for node in _nodes(file.body):
        if isinstance(node, Variable) and node.name == "component":
            node.name = "module"
        elif isinstance(node, ObjectConstructor):
            node.entries = tuple((key, _provider(value)) for key, value in node.entries)
    blocks = []
    for block in file.body.blocks:
        if block.type in _KEPT:
            blocks.append(block)
        elif block.type == "component" and len(block.labels) == 1 and is_readable(block):
            blocks.append(_call(block))
        elif block.type == "provider" and len(block.labels) == 2:
            blocks.append(_configuration(block))
    body = Body(blocks=tuple(blocks))
    return TerraformFile(
        source=file.source, body=body, comments=file.comments, diagnostics=file.diagnostics
    )


def is_readable(block: BlockSyntax) -> bool:
    """Return whether the inputs of a component are written one by one."""
    inputs = block.body.attributes.get("inputs")
    return inputs is None or isinstance(inputs.expression, ObjectConstructor)


def _call(block: BlockSyntax) -> BlockSyntax:
    written = block.body.attributes
    attributes = {name: written[name] for name in _OF_COMPONENTS if name in written}
    inputs = written.get("inputs")
    if inputs is not None and isinstance(inputs.expression, ObjectConstructor):
        for key, value in inputs.expression.entries:
            if isinstance(key, Literal) and isinstance(key.value, str):
                attributes.setdefault(
                    key.value,
                    Attribute(start=key.start, end=value.end, name=key.value, expression=value),
                )
    return _block(block, "module", block.labels, Body(attributes=attributes))


def _configuration(block: BlockSyntax) -> BlockSyntax:
    """Return a provider with its alias and its arguments, which stand in a block of their own."""
    name, alias = block.labels
    inner = next((each.body for each in block.body.blocks if each.type == "config"), Body())
    start, end = block.start, block.header_end
    literal = Literal(start=start, end=end, value=alias)
    attributes = {
        **inner.attributes,
        "alias": Attribute(start=start, end=end, name="alias", expression=literal),
    }
    if "for_each" in block.body.attributes:
        attributes["for_each"] = block.body.attributes["for_each"]
    return _block(block, "provider", (name,), Body(attributes=attributes, blocks=inner.blocks))


def _block(block: BlockSyntax, type: str, labels: tuple[str, ...], body: Body) -> BlockSyntax:
    return BlockSyntax(
        start=block.start,
        end=block.end,
        type=type,
        labels=labels,
        header_end=block.header_end,
        body=body,
    )


def _provider(value: Expression) -> Expression:
    """Return ``provider.aws.this`` as a module call names it: ``aws.this``."""
    if (
        isinstance(value, GetAttribute)
        and isinstance(value.source, GetAttribute)
        and isinstance(value.source.source, Variable)
        and value.source.source.name == "provider"
    ):
        inner = value.source
        value.source = Variable(start=inner.start, end=inner.end, name=inner.name)
    return value


def _nodes(body: Body) -> Iterator[Node]:
    """Yield everything that is written in a body, at any depth."""
    waiting: list[object] = [body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Node):
            yield node
        if isinstance(node, Mapping):
            waiting.extend(node.values())
        elif isinstance(node, tuple):
            waiting.extend(node)
        elif is_dataclass(node):
            waiting.extend(getattr(node, field.name) for field in fields(node))
