"""Evaluates the names of a root, each once and after all that it needs."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial

from ....core.source import SourceSpan
from ...lowering.block import Block
from ..expressions.environment import Environment
from ..expressions.references import Reference, body_references, references
from ..syntax.nodes import Body, Expression, Literal
from ..values.values import (
    EvaluationError,
    TerraformValue,
    Trace,
    holds_sensitive,
    unknown,
    with_place,
    with_sensitive,
)
from .blocks import META_ARGUMENTS, META_BLOCKS, evaluate_body
from .calls import instantiate
from .computed_attributes import with_computed
from .configuration import Declaration, Module, WrittenAttribute, WrittenBlock
from .expansion import SINGLE, Copy, enabled_argument
from .graph import Name, describe, ensure
from .inputs import variable_value
from .instance import Called, ModuleInstance, ResourceCopies, ResourceCopy
from .names import ModuleNames
from .providers import Providers, Settled, with_own_region
from .resources import data_object, identified, make_block, resource_object
from .root import Root
from .static_sources import local_source

_SKIPPED = META_ARGUMENTS - {"count", "for_each"} | META_BLOCKS


class NameWork:
    """The names of a root, by module instance."""

    def __init__(self, root: Root, matters: Callable[[str], bool] = lambda directory: True) -> None:
        """`matters` says whether a module, or one that it calls, may declare what is wanted."""
        self._root = root
        self._matters = matters
        self._providers = Providers(root)
        self._references = root.loader.references

    def blocks(self, module: Module) -> Iterator[Block]:
        """Yield every resource instance that the model can use, of this root and its modules."""
        types = self._root.tables.types()
        context = self._root.context(module)
        outside = self._root.call
        callers = () if outside is None else (outside.caller,)
        self.add(
            ModuleInstance(
                number=0, module=module, path="", key="", context=context, callers=callers
            )
        )
        position = 0
        while position < len(self._root.instances):
            instance = self._root.instances[position]
            position += 1
            for name, declaration in instance.module.resources.items():
                if declaration.block.labels[0] not in types:
                    continue
                self.ensure(Name(instance.number, "resource", name))
                found = instance.resources["resource", name]
                for copy in found.copies:
                    symbols = self._settled(instance, declaration, copy)
                    yield make_block(instance, declaration, copy, found.expansion.cause, symbols)
            for name, call in instance.module.calls.items():
                target = local_source(instance.module, call)
                if target is None or self._matters(target):
                    self.ensure(Name(instance.number, "call", name))

    @property
    def regions(self) -> Settled:
        """The unknowns that are the region of a provider, with the region that each is."""
        return self._providers.regions

    def add(self, instance: ModuleInstance) -> None:
        """Take in a module instance, with its names."""
        root = self._root
        evaluate = partial(root.strict, context=instance.context)
        names = ModuleNames(
            instance, self.ensure, evaluate, root.report, root.workspace, root.known_at_run_time
        )
        root.add(instance, names)

    def argument(
        self,
        instance: ModuleInstance,
        written: WrittenAttribute,
        bindings: Mapping[str, TerraformValue],
    ) -> TerraformValue:
        """Return the value of an argument that no module takes; an error makes it unknown."""
        for name in self._names(instance, self._of(written)):
            self.ensure(name)
        self._root.budget.begin()
        environment = self._root.environment(instance, written.source, bindings)
        try:
            return self._root.strict(written.attribute.expression, environment, instance.context)
        except EvaluationError as error:
            return unknown(error.summary)

    def nested(
        self,
        instance: ModuleInstance,
        blocks: Sequence[WrittenBlock],
        bindings: Mapping[str, TerraformValue],
    ) -> Mapping[str, TerraformValue]:
        """Return nested blocks that no resource of use has; an error makes a value unknown."""
        body = Body(blocks=tuple(each.block for each in blocks))
        for name in self._names(instance, body_references(body, META_BLOCKS)):
            self.ensure(name)
        self._root.budget.begin()

        def evaluate(expression: Expression, inner: Environment) -> TerraformValue:
            try:
                return self._root.strict(expression, inner, instance.context)
            except EvaluationError as error:
                return unknown(error.summary)

        if not blocks:
            return {}
        environment = self._root.environment(instance, blocks[0].source, bindings)
        return evaluate_body({}, blocks, environment, evaluate)

    def ensure(self, name: Name) -> None:
        """Evaluate a name and all that it needs."""
        ensure(self, name)

    def is_done(self, name: Name) -> bool:
        """Return whether a name is evaluated."""
        return (name.kind, name.name) in self._root.instances[name.module].ready

    def needs(self, name: Name) -> Iterable[Name]:
        """Return what a name needs, as far as that is known so far."""
        instance = self._root.instances[name.module]
        module = instance.module
        match name.kind:
            case "local":
                return self._names(instance, self._of(module.locals[name.name]))
            case "var":
                written = instance.call.attributes.get(name.name) if instance.call else None
                if written is None or instance.parent is None:
                    return ()
                return self._names(instance.parent, self._of(written))
            case "output":
                value = module.outputs[name.name].attributes.get("value")
                return () if value is None else self._names(instance, self._of(value))
            case "call":
                return self._names(instance, self._of_expansion(module.calls[name.name]))
            case "module":
                return self._of_module(instance, name)
            case _:
                return self._names(instance, self._of_resource(instance, name))

    def finish(self, name: Name) -> None:
        """Evaluate a name whose needs are evaluated."""
        instance = self._root.instances[name.module]
        self._root.budget.begin()
        key = (name.kind, name.name)
        match name.kind:
            case "local":
                written = instance.module.locals[name.name]
                instance.values[key] = self._labelled(instance, written, f"local.{name.name}")
            case "var":
                instance.values[key] = variable_value(self._root, instance, name.name)
            case "output":
                instance.values[key] = self._output(instance, name.name)
            case "call":
                call = instance.module.calls[name.name]
                instance.called[name.name] = instantiate(self._root, instance, call, self.add)
            case "module":
                pass
            case _:
                instance.resources[key] = self._resource(instance, name)
        instance.ready.add(key)

    def break_cycle(self, name: Name, cycle: tuple[Name, ...]) -> None:
        """Make a name unknown that leads back to itself."""
        instance = self._root.instances[name.module]
        shown, place = self._described(name)
        names = [self._described(each)[0] for each in cycle if each.kind != "module"]
        self._root.report(f"circular reference: {describe(names)}", place)
        value = unknown(f"{shown} refers to itself")
        instance.values[name.kind, name.name] = value
        if name.kind == "call":
            instance.called[name.name] = Called(SINGLE, (), f"{shown} refers to itself")
        instance.ready.add((name.kind, name.name))

    def _names(self, instance: ModuleInstance, found: Iterable[Reference]) -> Iterator[Name]:
        """Yield the declared names among references; the others are met on evaluation."""
        module = instance.module
        declared: Mapping[str, Container[str]] = {
            "var": module.variables,
            "local": module.locals,
            "module": module.calls,
            "data": module.data_sources,
            "resource": module.resources,
        }
        for reference in found:
            if reference.name in declared[reference.kind]:
                suffix = f":{reference.output or '*'}" if reference.kind == "module" else ""
                yield Name(instance.number, reference.kind, reference.name + suffix)

    def _of(self, written: WrittenAttribute) -> tuple[Reference, ...]:
        """Return the references of an attribute, found once."""
        key = id(written.attribute)
        if key not in self._references:
            self._references[key] = references(written.attribute.expression)
        return self._references[key]

    def _of_expansion(self, declaration: Declaration) -> Iterator[Reference]:
        for name in ("count", "for_each"):
            if name in declaration.attributes:
                yield from self._of(declaration.attributes[name])
        enabled = enabled_argument(declaration)
        if enabled is not None:
            yield from self._of(enabled)

    def _of_module(self, instance: ModuleInstance, name: Name) -> Iterator[Name]:
        """Yield the call, and once its instances are there, their outputs."""
        call, _, wanted = name.name.partition(":")
        yield Name(instance.number, "call", call)
        called = instance.called.get(call)
        for each in called.instances if called else ():
            for output in each.module.outputs:
                if wanted in ("*", output):
                    yield Name(each.number, "output", output)

    def _of_resource(self, instance: ModuleInstance, name: Name) -> tuple[Reference, ...]:
        declaration = _declaration(instance, name)
        key = id(declaration)
        if key not in self._references:
            found = list(self._of_expansion(declaration))
            for attribute, written in declaration.attributes.items():
                if attribute not in META_ARGUMENTS:
                    found.extend(self._of(written))
            for block in declaration.blocks:
                body = Body(blocks=(block.block,))
                found.extend(body_references(body, META_BLOCKS))
            self._references[key] = tuple(found)
        return self._references[key]

    def _labelled(
        self, instance: ModuleInstance, written: WrittenAttribute, label: str
    ) -> TerraformValue:
        expression, source = written.attribute.expression, written.source
        environment = self._root.environment(instance, source)
        value = self._root.lenient(
            expression, environment, instance.context, is_certain=instance.is_certain
        )
        place = Trace(source, expression.start, expression.end, label, value.place)
        return with_place(value, place)

    def _output(self, instance: ModuleInstance, name: str) -> TerraformValue:
        declaration = instance.module.outputs[name]
        written = declaration.attributes.get("value")
        call = instance.key.rpartition(".")[2]
        if written is None:
            return unknown(f"output `{name}` has no value")
        value = self._labelled(instance, written, f"output {name} of module.{call}")
        flag = declaration.attributes.get("sensitive")
        if flag is not None and isinstance(flag.attribute.expression, Literal):
            return with_sensitive(value, flag.attribute.expression.value is True)
        return value

    def _resource(self, instance: ModuleInstance, name: Name) -> ResourceCopies:
        declaration = _declaration(instance, name)
        expansion = self._root.expand(declaration, instance)
        prefix = f"{instance.path}data." if name.kind == "data" else instance.path
        is_certain = instance.is_certain and expansion.cause is None
        copies = [
            self._copy(
                instance,
                declaration,
                name.kind,
                f"{prefix}{name.name}{copy.suffix}",
                copy,
                is_certain=is_certain,
            )
            for copy in expansion.copies
        ]
        return ResourceCopies(declaration, expansion, tuple(copies))

    def _copy(
        self,
        instance: ModuleInstance,
        declaration: Declaration,
        kind: str,
        address: str,
        copy: Copy,
        *,
        is_certain: bool,
    ) -> ResourceCopy:
        environment = self._root.environment(instance, declaration.source, copy.bindings)

        def evaluate(expression: Expression, inner: Environment) -> TerraformValue:
            return self._root.lenient(expression, inner, instance.context, is_certain=is_certain)

        attributes = {
            name: written
            for name, written in declaration.attributes.items()
            if name not in META_ARGUMENTS
        }
        blocks = [each for each in declaration.blocks if each.block.type not in META_BLOCKS]
        found = evaluate_body(attributes, blocks, environment, evaluate, address)
        found = identified(found, address)
        seen = partial(self._seen, instance, declaration, kind, is_certain)
        return ResourceCopy(address, found, seen)

    def _settled(
        self, instance: ModuleInstance, declaration: Declaration, copy: ResourceCopy
    ) -> Settled:
        symbols = self._providers.of(instance, declaration, copy.address)
        return with_own_region(symbols, copy.attributes.get("region"), copy.address)

    def _seen(
        self,
        instance: ModuleInstance,
        declaration: Declaration,
        kind: str,
        is_certain: bool,
        copy: ResourceCopy,
    ) -> TerraformValue:
        symbols = self._settled(instance, declaration, copy)
        try:
            derived = self._root.tables.attributes
            type_ = declaration.block.labels[0]
            attributes = with_computed(type_, copy.attributes, instance.context)
            if kind == "data":
                return data_object(declaration, copy.address, attributes, symbols, derived)
            templates = derived.get(type_, {})
            return resource_object(declaration, copy.address, attributes, templates, symbols)
        except EvaluationError as error:
            summary = error.summary
            if any(map(holds_sensitive, copy.attributes.values())):
                summary = f"{copy.address} has an invalid argument (not shown: one is sensitive)"
            if is_certain:
                self._root.report_failure(summary, declaration.header)
            return unknown(f"{copy.address} cannot be evaluated: {summary}")

    def _described(self, name: Name) -> tuple[str, SourceSpan]:
        """Return what a name is called, and where it is declared."""
        instance = self._root.instances[name.module]
        module = instance.module
        if name.kind == "local":
            written = module.locals[name.name]
            start, end = written.attribute.start, written.attribute.end
            return f"{instance.path}local.{name.name}", written.source.span(start, end)
        if name.kind == "module":
            call = name.name.partition(":")[0]
            return f"{instance.path}module.{call}", module.calls[call].header
        shown, declared = {
            "var": (f"var.{name.name}", module.variables),
            "output": (f"output.{name.name}", module.outputs),
            "call": (f"module.{name.name}", module.calls),
            "data": (f"data.{name.name}", module.data_sources),
            "resource": (name.name, module.resources),
        }[name.kind]
        return f"{instance.path}{shown}", declared[name.name].header


def _declaration(instance: ModuleInstance, name: Name) -> Declaration:
    module = instance.module
    return (module.data_sources if name.kind == "data" else module.resources)[name.name]
