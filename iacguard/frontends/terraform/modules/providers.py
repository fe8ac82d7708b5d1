"""The provider configuration that a resource uses, and what it says of the deployment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ....core.source import Source
from ....core.text import ACCOUNT, REGION
from ....core.value import Part, Symbol
from ....model.partitions import settled_region
from ..syntax.nodes import Expression, GetAttribute, Index, Literal, ObjectConstructor, Variable
from ..values.values import EvaluationError, TerraformValue
from .configuration import Declaration, Module, WrittenAttribute, WrittenBlock, is_override
from .instance import ModuleInstance
from .root import Root

DEFAULT = "aws"

CREDENTIALS = frozenset(
    {"access_key", "assume_role", "assume_role_with_web_identity", "profile"}
    | {"shared_config_files", "shared_credentials_files", "token"}
)
"""Arguments that may lead to another account."""

_INSTANCE = re.compile(r"\b(?:each|count)\b")
"""What differs between the instances of a resource or call."""

Credentials = tuple[tuple[str, tuple[object, ...]], ...]
"""Arguments that lead to an account, with what tells their values apart."""

Settled = Mapping[Symbol, Part]
"""Symbols of the deployment that a provider configuration settles, or tells apart."""


class Providers:
    """The provider configurations of a root and its modules, each evaluated when it is needed."""

    def __init__(self, root: Root) -> None:
        self._root = root
        self._settled: dict[tuple[int, str], Settled] = {}
        self._used: dict[tuple[int, str], Settled] = {}
        self._partition: Settled | None = None
        self._is_busy = False
        self._accounts: dict[Credentials, Symbol] = {}
        self._regions: dict[Symbol, Symbol | None] = {}
        own = root.account_id
        self._deployed: Settled = {} if own is None else {ACCOUNT: own}

    def of(self, instance: ModuleInstance, declaration: Declaration, address: str) -> Settled:
        """Return what is settled where a copy of a resource or data source is."""
        written = declaration.attributes.get("provider")
        name = DEFAULT
        if written is not None:
            expression = written.attribute.expression
            name = _reference(expression, written.source, instance.path, address)
        key = (instance.number, name)
        if key not in self._used:
            settled = {**self._deployed, **self._named(instance, name)}
            if self._is_busy:
                return settled
            self._used[key] = settled
        return self._used[key]

    def _named(self, instance: ModuleInstance, name: str) -> Settled:
        """Return what a configuration settles, or what stands for one that is not certain."""
        found: ModuleInstance | None = instance
        while found is not None:
            configured = [each for each in found.module.providers if _is_called(each, name)]
            passed = _passed(found)
            if name in passed:
                inner = passed[name]
                if inner is None or found.parent is None:
                    return _of_its_own(found, name)
                found, name = found.parent, inner
            elif configured and (
                found.parent is None or "." in name or any(map(_says, configured))
            ):
                return self._configured(found, name, configured)
            elif "." in name:
                # A caller that is not scanned passes it, or it is one of a ``for_each``.
                return _of_its_own(found, name)
            elif found.parent is None:
                # Without a block the configuration is empty; all of it comes from outside.
                return self._common_partition()
            else:
                found = found.parent
        return {}

    def _configured(
        self, instance: ModuleInstance, name: str, declarations: Sequence[Declaration]
    ) -> Settled:
        key = (instance.number, name)
        partition = self._common_partition()
        if key not in self._settled:
            if self._is_busy:
                # A region that depends on a resource of another provider stays open.
                return _of_its_own(instance, name) if "." in name else {}
            self._is_busy = True
            try:
                self._settled[key] = self._evaluated(instance, name, declarations, partition)
            finally:
                self._is_busy = False
        return self._settled[key]

    def _evaluated(
        self,
        instance: ModuleInstance,
        name: str,
        declarations: Sequence[Declaration],
        partition: Settled,
    ) -> Settled:
        base, *others = declarations
        if not all(is_override(other.source.path) for other in others):
            return _of_its_own(instance, name)
        arguments = dict(base.attributes)
        for other in others:
            arguments.update(other.attributes)
        if instance.parent is not None and not set(arguments) - {"alias"}:
            # An empty block in a module only says that a configuration is passed.
            return _of_its_own(instance, name)
        if "for_each" in arguments:
            return _of_its_own(instance, name)
        blocks = tuple(written for each in declarations for written in each.blocks)
        declaration = replace(base, attributes=arguments, blocks=blocks)
        settled: dict[Symbol, Part] = {}
        if instance.parent is None and not _has_credentials(declaration):
            settled.update(partition)
        settled.update(self._region(instance, name, declaration))
        account = self._account(instance, declaration) or self._account_symbol(
            instance, name, declaration
        )
        if account is not None:
            settled[ACCOUNT] = account
        return settled

    def _account_symbol(
        self, instance: ModuleInstance, name: str, declaration: Declaration
    ) -> Part | None:
        """Return the account that credentials lead to; None for that of the deployment itself."""
        own = self._credentials(instance, declaration)
        roles = [identity for _, identity in own]
        if roles and len(roles[-1]) == 1 and (account := account_of_role(str(roles[-1][0]))):
            return account
        default = self._default()
        if own == (() if default is None else self._credentials(*default)):
            return None if default is None else self._account(*default)
        symbol = replace(ACCOUNT, name=f"{ACCOUNT.name}:{instance.path}{name}")
        return self._accounts.setdefault(own, symbol)

    def _credentials(self, instance: ModuleInstance, declaration: Declaration) -> Credentials:
        """Return which credentials a configuration names; equal ones lead to one account."""
        found: list[tuple[str, tuple[object, ...]]] = []
        for name in sorted(CREDENTIALS & declaration.attributes.keys()):
            value = self._argument(instance, declaration, name)
            if value is not None:
                written = declaration.attributes[name]
                found.append((name, self._identity(instance, written, value)))
        for nested in declaration.blocks:
            if _credentials_block(nested) is None:
                continue
            role = nested.block.body.attributes.get("role_arn")
            if role is None:
                # A dynamic block is told apart by its text.
                text = nested.source.text[nested.block.start : nested.block.end]
                found.append((nested.block.type, (instance.path, text)))
                continue
            argument = WrittenAttribute(role, nested.source)
            value = self._evaluated_argument(instance, argument)
            if value is not None:
                found.append((nested.block.type, self._identity(instance, argument, value)))
        return tuple(found)

    def _identity(
        self, instance: ModuleInstance, written: WrittenAttribute, value: TerraformValue
    ) -> tuple[object, ...]:
        """Return what equal values share: their parts, or else the text of one module."""
        if isinstance(value.content, str):
            return (value.content,)
        parts = value.parts
        if parts and all(isinstance(part, str | Symbol) for part in parts):
            return parts
        expression = written.attribute.expression
        return (instance.path, written.source.text[expression.start : expression.end])

    def _region(self, instance: ModuleInstance, name: str, declaration: Declaration) -> Settled:
        region = self._argument(instance, declaration, "region")
        if region is not None and isinstance(region.content, str) and region.content:
            return settled_region(region.content)
        if instance.parent is None and "." not in name:
            self._stands_for(region, REGION)
            return {}
        default = self._default()
        other = None if default is None else self._argument(*default, "region")
        if _same(region, other):
            self._stands_for(region, REGION)
            return {}
        # It may well be another region than that of the default provider.
        own = replace(REGION, name=f"{REGION.name}:{instance.path}{name}")
        self._stands_for(region, own)
        return {REGION: own}

    def _stands_for(self, region: TerraformValue | None, symbol: Symbol) -> None:
        """Note which region an unknown value is that configures one."""
        parts = () if region is None else region.parts
        if len(parts) == 1 and isinstance(parts[0], Symbol):
            found = self._regions.setdefault(parts[0], symbol)
            if found is not None and found != symbol:
                # Two configurations share it, one of which may be of the deployment's own region.
                self._regions[parts[0]] = None

    @property
    def regions(self) -> Settled:
        """What a configuration's region is given as, with the region that it therefore is."""
        return {name: symbol for name, symbol in self._regions.items() if symbol is not None}

    def _account(self, instance: ModuleInstance, declaration: Declaration) -> str | None:
        """Return the one account that a configuration allows."""
        value = self._argument(instance, declaration, "allowed_account_ids")
        allowed = value.content if value is not None and isinstance(value.content, tuple) else ()
        only = allowed[0].content if len(allowed) == 1 else None
        return only if isinstance(only, str) and only.isdecimal() else None

    def _common_partition(self) -> Settled:
        """Return the partition of the credentials that come from outside of the configuration.

        One known region tells it for every provider of the root that uses them.
        """
        if self._partition is not None or self._is_busy:
            return self._partition or {}
        self._is_busy = True
        try:
            found = list(self._outer_partitions())
        finally:
            self._is_busy = False
        agreed = bool(found) and all(each == found[0] for each in found)
        self._partition = found[0] if agreed else {}
        return self._partition

    def _outer_partitions(self) -> Iterator[Settled]:
        root = self._root.instances[0]
        for declaration in root.module.providers:
            if declaration.block.labels != (DEFAULT,) or "for_each" in declaration.attributes:
                continue
            if not _has_credentials(declaration):
                region = self._argument(root, declaration, "region")
                if region is not None and isinstance(region.content, str):
                    known = dict(settled_region(region.content))
                    del known[REGION]
                    yield known

    def _default(self) -> tuple[ModuleInstance, Declaration] | None:
        root = self._root.instances[0]
        named = [each for each in root.module.providers if _is_called(each, DEFAULT)]
        return (root, named[0]) if len(named) == 1 else None

    def _argument(
        self, instance: ModuleInstance, declaration: Declaration, name: str
    ) -> TerraformValue | None:
        """Return an argument's value; None where it is not written, or null."""
        written = declaration.attributes.get(name)
        return None if written is None else self._evaluated_argument(instance, written)

    def _evaluated_argument(
        self, instance: ModuleInstance, written: WrittenAttribute
    ) -> TerraformValue | None:
        environment = self._root.environment(instance, written.source)
        try:
            value = self._root.strict(written.attribute.expression, environment, instance.context)
        except EvaluationError as error:
            return self._root.failed(error, written.source, written.attribute.expression)
        return None if value.is_null or value.content == "" else value


def with_own_region(symbols: Settled, region: TerraformValue | None, address: str) -> Settled:
    """Return what is settled where a resource names its own region.

    https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
    """
    if region is None or region.is_null or region.content == "":
        return symbols
    if isinstance(region.content, str):
        return {**symbols, **settled_region(region.content)}
    return {**symbols, REGION: replace(REGION, name=f"{REGION.name}:{address}")}


def _of_its_own(instance: ModuleInstance, name: str) -> Settled:
    """Return what stands for a configuration that is not certain: an account, and a region."""
    return {
        symbol: replace(symbol, name=f"{symbol.name}:{instance.path}{name}")
        for symbol in (ACCOUNT, REGION)
    }


def _same(region: TerraformValue | None, default: TerraformValue | None) -> bool:
    """Return whether a region that is not known is certainly that of the default provider."""
    if region is None or default is None:
        return region is None and default is None
    parts = region.parts
    return (
        bool(parts)
        and parts == default.parts
        and all(isinstance(part, str | Symbol) for part in parts)
    )


def _has_credentials(declaration: Declaration) -> bool:
    """Return whether a configuration names credentials, which may be of another account."""
    blocks = any(_credentials_block(written) is not None for written in declaration.blocks)
    return blocks or bool(declaration.attributes.keys() & CREDENTIALS)


def _credentials_block(written: WrittenBlock) -> str | None:
    """Return which credentials a nested block names, also a dynamic one; None where none."""
    block = written.block
    name = block.labels[0] if block.type == "dynamic" and block.labels else block.type
    return name if name in CREDENTIALS else None


def default_has_credentials(module: Module) -> bool:
    """Return whether the default configuration of a root names credentials of its own."""
    named = (each for each in module.providers if _is_called(each, DEFAULT))
    return any(map(_has_credentials, named))


def account_of_role(arn: str) -> str | None:
    """Return the account of a role's ARN: ``arn:aws:iam::111122223333:role/deploy``."""
    fields = arn.split(":")
    is_role = len(fields) == 6 and fields[2] == "iam"
    return fields[4] if is_role and fields[4].isdecimal() else None


def _says(declaration: Declaration) -> bool:
    """Return whether a configuration says anything; an empty one in a module is the caller's."""
    return bool(declaration.attributes or declaration.blocks)


def _is_called(declaration: Declaration, name: str) -> bool:
    written = declaration.attributes.get("alias")
    local, _, wanted = name.partition(".")
    if declaration.block.labels != (local,):
        return False
    if written is None:
        return not wanted
    alias = written.attribute.expression
    return isinstance(alias, Literal) and alias.value == wanted


def _passed(instance: ModuleInstance) -> Mapping[str, str | None]:
    """Return what the call of a module passes for its configurations, by name."""
    written = instance.call.attributes.get("providers") if instance.call else None
    if written is None:
        return {}
    expression = written.attribute.expression
    if not isinstance(expression, ObjectConstructor) or instance.parent is None:
        return {DEFAULT: None}
    outer, address = instance.parent.path, instance.path.removesuffix(".")
    return {
        name: _reference(value, written.source, outer, address)
        for key, value in expression.entries
        if (name := _name(key)) is not None
    }


def _reference(expression: Expression, source: Source, path: str, address: str) -> str:
    """Return which configuration an expression names, as it is written in a module.

    Where it depends on the instance at `address`, this instance's is named.
    """
    name = _name(expression)
    if name is not None:
        return name
    written = source.text[expression.start : expression.end]
    suffix = address.removeprefix(path)
    suffix = suffix[suffix.index("[") :] if "[" in suffix else ""
    if suffix and isinstance(expression, Index):
        key = source.text[expression.key.start : expression.key.end]
        if key in ("each.key", "count.index"):
            return f"{source.text[expression.source.start : expression.source.end]}{suffix}"
    return f"{written} of {address}" if suffix and _INSTANCE.search(written) else written


def _name(expression: Expression) -> str | None:
    """Return the configuration that an expression names: ``aws``, ``aws.west``."""
    if isinstance(expression, Variable):
        return expression.name
    if isinstance(expression, GetAttribute) and isinstance(expression.source, Variable):
        return f"{expression.source.name}.{expression.name}"
    if isinstance(expression, Literal) and isinstance(expression.value, str):
        return expression.value
    return None
