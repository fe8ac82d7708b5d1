"""What the names in a module's expressions stand for, once they are evaluated."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence

from ....core.diagnostic import FILE_NOT_READ
from ....core.source import SourceSpan
from ....core.value import ERROR_PLACE, Symbol
from ..expressions.environment import Environment, UndecidedError
from ..expressions.references import Step
from ..syntax.nodes import Expression, GetAttribute, Index, Variable
from ..values.convert import convert
from ..values.types import STRING
from ..values.values import (
    EvaluationError,
    TerraformValue,
    Trace,
    null,
    object_value,
    string,
    tuple_value,
    unknown,
    with_place,
)
from .expansion import Expansion, copy_suffix, stands_for
from .graph import Name
from .instance import Called, ModuleInstance

Evaluate = Callable[[Expression, Environment], TerraformValue]


class ModuleNames:
    """The names of one module instance."""

    def __init__(
        self,
        instance: ModuleInstance,
        ensure: Callable[[Name], None],
        evaluate: Evaluate,
        report: Callable[[str, SourceSpan], None],
        workspace: str | None,
        known_at_run_time: Container[str] = (),
    ) -> None:
        self._instance = instance
        self._ensure = ensure
        self._evaluate = evaluate
        self._report = report
        self._workspace = workspace
        self._known_at_run_time = known_at_run_time

    def resolve(
        self, root: Variable, steps: Sequence[Step], environment: Environment
    ) -> tuple[TerraformValue, int]:
        """Return the value of a reference, and how many of its steps that takes up."""
        first = steps[0].name if steps else None
        if first is None:
            raise EvaluationError(f"a reference must name something in `{root.name}`")
        if root.name in self._known_at_run_time:
            reason = f"{root.name}.{first} is not known before deployment"
            return unknown(reason), 1
        match root.name:
            case "var" | "local":
                return self._value(root, first, environment), 1
            case "path":
                return self._path(first), 1
            case "terraform" | "tofu" if first == "workspace" and self._workspace is not None:
                return string(self._workspace), 1
            case "terraform" | "tofu":
                symbol = Symbol(f"terraform.{first}", never_empty=True)
                reason = f"terraform.{first} is not known before deployment"
                return unknown(reason, STRING, never_null=True, parts=(symbol,)), 1
            case "each" | "count":
                raise EvaluationError(
                    f"`{root.name}` can be used only in a block with `count` or `for_each`"
                )
            case "self" | "ephemeral":
                reason = f"`{root.name}` is not known before deployment"
                return unknown(reason), 0
            case "module":
                return self._module(root, first, steps, environment)
            case "data" | "resource":
                second = steps[1].name if len(steps) > 1 else None
                if second is None:
                    what = "data source" if root.name == "data" else "resource"
                    raise EvaluationError(f"a reference to a {what} needs a type and a name")
                return self._resource(root, f"{first}.{second}", steps, 2, environment)
            case _:
                return self._resource(root, f"{root.name}.{first}", steps, 1, environment)

    def _done(self, kind: str, name: str) -> None:
        if (kind, name) not in self._instance.ready:
            self._ensure(Name(self._instance.number, kind, name))

    def _undeclared(
        self, what: str, root: Variable, end: int, environment: Environment
    ) -> TerraformValue:
        source = environment.source
        if not any(each.rule == FILE_NOT_READ for each in self._instance.module.diagnostics):
            # Else it may well be declared in what could not be read.
            self._report(f"reference to undeclared {what}", source.span(root.start, end))
        return with_place(
            unknown(f"{what} is not declared"), Trace(source, root.start, end, ERROR_PLACE)
        )

    def _value(self, root: Variable, name: str, environment: Environment) -> TerraformValue:
        kind = root.name
        key = (kind, name)
        value = self._instance.values.get(key)
        if value is None:
            module = self._instance.module
            if name not in (module.variables if kind == "var" else module.locals):
                what = "variable var" if kind == "var" else "local value local"
                end = root.end + 1 + len(name)
                return self._undeclared(f"{what}.{name}", root, end, environment)
            self._done(kind, name)
            value = self._instance.values[key]
        return value

    def _path(self, name: str) -> TerraformValue:
        context = self._instance.context
        if name == "root":
            return string(".")
        if name == "module":
            directory, root = context.module_directory, context.root_directory
            if directory == root:
                return string(".")
            return string(_relative(directory, root))
        if name == "cwd":
            symbol = Symbol("path.cwd", never_empty=True)
            return unknown("path.cwd is not known", STRING, never_null=True, parts=(symbol,))
        raise EvaluationError(f"`path` does not have an attribute named `{name}`")

    def _resource(
        self,
        root: Variable,
        name: str,
        steps: Sequence[Step],
        taken: int,
        environment: Environment,
    ) -> tuple[TerraformValue, int]:
        module = self._instance.module
        kind = "data" if root.name == "data" else "resource"
        declared = module.data_sources if kind == "data" else module.resources
        if name not in declared:
            what = f"data source data.{name}" if kind == "data" else f"resource {name}"
            end = steps[taken - 1].node.end
            return self._undeclared(what, root, end, environment), taken
        self._done(kind, name)
        found = self._instance.resources.get((kind, name))
        if found is None:
            return self._instance.values[kind, name], taken
        rest = steps[taken:]
        if found.expansion.cause is not None and found.expansion.by and rest and _is_index(rest[0]):
            address = f"{self._instance.path}{'data.' if kind == 'data' else ''}{name}"
            meant = self._meant(found.expansion, address, rest[0], environment)
            return found.copies[meant].value if isinstance(meant, int) else meant, taken + 1
        return found.value(_whole), taken

    def _module(
        self, root: Variable, name: str, steps: Sequence[Step], environment: Environment
    ) -> tuple[TerraformValue, int]:
        if name not in self._instance.module.calls:
            end = steps[0].node.end
            return self._undeclared(f"module module.{name}", root, end, environment), 1
        self._done("call", name)
        called = self._instance.called[name]
        rest = list(steps[1:])
        if called.reason:
            symbol = Symbol(f"{self._instance.path}module.{name}")
            call = self._instance.module.calls[name]
            start, end = call.block.start, call.block.header_end
            place = Trace(call.source, start, end, f"module.{name}")
            return with_place(unknown(called.reason, parts=(symbol,)), place), 1
        expansion = called.expansion
        if (
            rest
            and isinstance(rest[0].node, GetAttribute)
            and called.instances
            and not expansion.by
        ):
            return self._output(called.instances[0], rest[0].node.name, name), 2
        if rest and _is_index(rest[0]) and len(rest) > 1 and expansion.by:
            output = rest[1].node
            if isinstance(output, GetAttribute):
                chosen = self._chosen(called, name, rest[0], environment)
                if isinstance(chosen, TerraformValue):
                    return unknown(chosen.reason, like=chosen), 3
                return self._output(chosen, output.name, name), 3
        return _whole(expansion, [self._outputs(each, name) for each in called.instances]), 1

    def _chosen(
        self, called: Called, name: str, step: Step, environment: Environment
    ) -> ModuleInstance | TerraformValue:
        """Return the instance that a key means, or what is unknown."""
        expansion = called.expansion
        if expansion.cause is not None:
            address = f"{self._instance.path}module.{name}"
            meant = self._meant(expansion, address, step, environment)
            return called.instances[meant] if isinstance(meant, int) else meant
        key = self._key(step, environment)
        if key.unknown is not None:
            return key
        wanted = convert(key, STRING).content
        for copy, instance in zip(expansion.copies, called.instances):
            if str(copy.key) == wanted:
                return instance
        raise EvaluationError("the given key does not identify an instance of this module")

    def _output(self, instance: ModuleInstance, name: str, call: str) -> TerraformValue:
        if name not in instance.module.outputs:
            return unknown(f"module.{call} has no output `{name}`")
        if ("output", name) not in instance.ready:
            self._ensure(Name(instance.number, "output", name))
        return instance.values["output", name]

    def _outputs(self, instance: ModuleInstance, call: str) -> TerraformValue:
        return object_value(
            {name: self._output(instance, name, call) for name in instance.module.outputs}
        )

    def _meant(
        self, expansion: Expansion, address: str, step: Step, environment: Environment
    ) -> int | TerraformValue:
        """Return which copy a key means; an unknown instance where it may be none of them."""
        cause = expansion.cause
        assert cause is not None
        if environment.may_fail:
            raise UndecidedError(cause)
        node = step.node
        key = self._key(step, environment)
        keyed = expansion.by == "for_each" and [copy.key for copy in expansion.copies] != [None]
        written = None if key.unknown is not None else convert(key, STRING).content
        for position, copy in enumerate(expansion.copies if keyed else ()):
            if copy.key == written:
                return position
        own = node.key if isinstance(node, Index) else node.name
        if not keyed and stands_for(expansion, own, key):
            return 0
        symbols: tuple[Symbol, ...] = ()
        if isinstance(written, str):
            symbols = (Symbol(f"{address}{copy_suffix(written, expansion.by)}"),)
        return unknown(cause.reason, parts=symbols, like=cause)

    def _key(self, step: Step, environment: Environment) -> TerraformValue:
        if isinstance(step.node, Index):
            return self._evaluate(step.node.key, environment)
        return string(step.node.name)


def _whole(expansion: Expansion, values: Sequence[TerraformValue]) -> TerraformValue:
    """Return all instances together: one value, a list or a map of them."""
    if expansion.cause is not None and not expansion.by:
        # Whoever refers to what may be left out is deployed only with it.
        return values[0]
    if expansion.cause is not None:
        return unknown(expansion.cause.reason, never_null=True, like=expansion.cause)
    if expansion.by == "count":
        return tuple_value(values)
    if expansion.by == "for_each":
        entries: Mapping[str, TerraformValue] = {
            str(copy.key): value for copy, value in zip(expansion.copies, values)
        }
        return object_value(entries)
    return values[0] if values else null()


def _is_index(step: Step) -> bool:
    return isinstance(step.node, Index) or step.node.name.isdecimal()


def _relative(directory: str, root: str) -> str:
    ups = root.split("/") if root else []
    downs = directory.split("/") if directory else []
    while ups and downs and ups[0] == downs[0]:
        ups.pop(0)
        downs.pop(0)
    return "/".join([".."] * len(ups) + downs) or "."
