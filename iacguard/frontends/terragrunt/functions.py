"""Terragrunt's own functions, and Terraform's on files as Terragrunt has them.

https://docs.terragrunt.com/reference/hcl/functions
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from ...core.text import ACCOUNT
from ...core.value import Symbol
from ..terraform.functions import FUNCTIONS
from ..terraform.functions.filesystem import file_functions
from ..terraform.functions.json_text import json_parts
from ..terraform.functions.signature import Arguments, Declared, Parameter, parameters, text_of
from ..terraform.functions.unmodelled import UndecidedResult
from ..terraform.values.types import STRING
from ..terraform.values.values import (
    CallContext,
    EvaluationError,
    Function,
    TerraformValue,
    object_value,
    string,
    tuple_value,
    unknown,
)
from .checkout import Checkout
from .merging import deeply_merged
from .tree import TerragruntTree

CALLER = Symbol("get_aws_account_id()", ACCOUNT.excludes, never_empty=True)
"""The account of Terragrunt's own credentials; a provider may use others."""

_WITH_VARIABLES = ("apply", "console", "destroy", "import", "plan", "push", "refresh")
_WITH_INPUT = ("apply", "import", "init", "plan", "refresh")
_WITH_LOCKS = ("apply", "destroy", "import", "plan", "refresh", "taint", "untaint")
_IN_PARALLEL = ("apply", "destroy", "plan", "refresh")

_COMMANDS = {
    "get_terraform_commands_that_need_vars": _WITH_VARIABLES,
    "get_terraform_commands_that_need_input": _WITH_INPUT,
    "get_terraform_commands_that_need_locking": _WITH_LOCKS,
    "get_terraform_commands_that_need_parallelism": _IN_PARALLEL,
}

_OF_RUNS = {
    "constraint_check": "`constraint_check` is not evaluated",
    "get_aws_account_alias": "the account's alias is known only where Terragrunt runs",
    "get_aws_caller_identity_arn": "the caller's identity is known only where Terragrunt runs",
    "get_aws_caller_identity_user_id": "the caller's identity is known only where Terragrunt runs",
    "get_default_retryable_errors": "`get_default_retryable_errors` is not evaluated",
    "get_platform": "the platform is known only where Terragrunt runs",
    "get_terraform_cli_args": "the command is known only when Terragrunt runs",
    "get_terraform_command": "the command is known only when Terragrunt runs",
    "get_terragrunt_source_cli_flag": "the command is known only when Terragrunt runs",
    "get_working_dir": "the working directory is known only where Terragrunt runs",
    "mark_glob_as_read": "`mark_glob_as_read` is not evaluated",
    "run_cmd": "`run_cmd` is never run",
    "sops_decrypt_file": "`sops_decrypt_file` needs a key",
}
"""Functions whose result is left open, with the reason."""

_ON_FILES = frozenset(file_functions()) - {
    *("abspath", "basename", "dirname", "pathexpand", "templatestring"),
}


class Place(Protocol):
    """Where a configuration is evaluated. Directories are relative to the scan's root."""

    @property
    def base(self) -> str:
        """The directory of the file, which relative paths start at."""
        ...

    @property
    def unit(self) -> str:
        """The directory of the configuration, also while a file that it includes is evaluated."""
        ...

    @property
    def original(self) -> str:
        """The directory of the unit, also while a configuration that it reads is evaluated."""
        ...


class Reading(Protocol):
    """What functions ask of a configuration."""

    @property
    def place(self) -> Place:
        """Where it is evaluated."""
        ...

    def included_directory(self, name: str | None) -> str | None:
        """Return the directory of the file that includes, or is included under a name."""
        ...

    def read(self, path: str, default: TerraformValue | None) -> TerraformValue:
        """Return what a configuration holds; the path is relative to the scan's root."""
        ...

    def variables(self, path: str) -> TerraformValue:
        """Return what a variable file sets; the path is relative to the scan's root."""
        ...

    def depends_on_reader(self) -> None:
        """Note that the value hangs on who reads the configuration."""
        ...


class Functions(Mapping[str, Function]):
    """All functions as one configuration may call them, each made when it is called.

    A tree has thousands of configurations, of which each calls a few.
    """

    def __init__(
        self,
        reading: Reading,
        checkout: Checkout,
        tree: TerragruntTree,
        environment: Mapping[str, str],
        account: str | None,
    ) -> None:
        """`environment` are the ``TF_VAR_`` variables that the user lets in, without prefix."""
        self._paths = Paths(reading, checkout, tree)
        self._environment = environment
        self._account = account

    def __getitem__(self, name: str) -> Function:
        """Return the function of a name."""
        if name in _ON_PATHS:
            return _ON_PATHS[name](self._paths)
        if name in _ON_FILES:
            return _on_file(FUNCTIONS[name], self._paths)
        if name == "get_env":
            return Declared(_from(self._environment), _ONE_NAME, STRING, rest=_DEFAULT)
        if name == "get_aws_account_id":
            return _account(self._account)
        return _FIXED[name] if name in _FIXED else FUNCTIONS[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        yield from {**FUNCTIONS, **_FIXED, **_ON_PATHS, "get_env": 0, "get_aws_account_id": 0}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(list(iter(self)))


class Paths:
    """The functions that lead from a configuration to others."""

    def __init__(self, reading: Reading, checkout: Checkout, tree: TerragruntTree) -> None:
        self._reading = reading
        self._place = reading.place
        self._checkout = checkout
        self._tree = tree

    def relative(self, path: str) -> str:
        """Return a path relative to the scan's root."""
        found = self._checkout.relative(path, self._place.base)
        if found is None:
            shown = posixpath.basename(path)
            raise UndecidedResult(
                f"the file {shown!r} is outside the scanned tree (set --root to a directory above)"
            )
        return found

    def find(self, given: Arguments, context: CallContext) -> TerraformValue:
        """Return the first file of a name above the configuration."""
        if len(given) > 2:
            raise EvaluationError("`find_in_parent_folders` takes two arguments at most")
        names = (given[0].text,) if given and given[0].text else _NAMES
        above = self._place.unit
        while above:
            above = posixpath.dirname(above)
            for name in names:
                path = posixpath.normpath(posixpath.join(above, name))
                if not path.startswith("..") and self._tree.exists(path):
                    return string(self._checkout.absolute(path))
        if len(given) == 2 and self._tree.repository("") == "":
            return given[1]
        raise UndecidedResult(
            f"no {names[0]} is found above {self._place.unit or '.'} in the scanned tree"
        )

    def own(self, given: Arguments, context: CallContext) -> TerraformValue:
        """Return the directory of the configuration."""
        return string(self._checkout.absolute(self._place.unit))

    def original(self, given: Arguments, context: CallContext) -> TerraformValue:
        """Return the directory of the unit."""
        self._reading.depends_on_reader()
        return string(self._checkout.absolute(self._place.original))

    def parent(self, given: Arguments, context: CallContext) -> TerraformValue:
        """Return the directory of what is included."""
        return string(self._checkout.absolute(self._included(given)))

    def to_include(self, given: Arguments, context: CallContext) -> TerraformValue:
        """Return the path from what is included to the configuration."""
        return string(relative_path(self._place.unit, self._included(given)))

    def from_include(self, given: Arguments, context: CallContext) -> TerraformValue:
        """Return the path from the configuration to what is included."""
        return string(relative_path(self._included(given), self._place.unit))

    def repository(self, given: Arguments, context: CallContext) -> TerraformValue:
        """Return the root of the git repository."""
        return string(self._checkout.absolute(self._repository()))

    def from_repository(self, given: Arguments, context: CallContext) -> TerraformValue:
        """Return the path from the root of the repository."""
        return string(relative_path(self._place.unit, self._repository()))

    def to_repository(self, given: Arguments, context: CallContext) -> TerraformValue:
        """Return the path to the root of the repository."""
        return string(relative_path(self._repository(), self._place.unit))

    def configuration(self, given: Arguments, context: CallContext) -> TerraformValue:
        """Return what another configuration holds."""
        if len(given) > 2:
            raise EvaluationError("`read_terragrunt_config` takes two arguments at most")
        path = self.relative(given[0].text)
        return self._reading.read(path, given[1] if len(given) == 2 else None)

    def variables(self, given: Arguments, context: CallContext) -> TerraformValue:
        """Return the values of a variable file, as JSON."""
        path = self.relative(given[0].text)
        parts, cause = json_parts(self._reading.variables(path))
        return text_of(parts, cause)

    def _included(self, given: Arguments) -> str:
        if len(given) > 1:
            raise EvaluationError("the function takes the name of one `include` block")
        found = self._reading.included_directory(given[0].text if given else None)
        if found is None:
            raise UndecidedResult("which file is included is not known")
        return found

    def _repository(self) -> str:
        found = self._tree.repository(self._place.unit)
        if found is None:
            raise UndecidedResult(
                "the root of the repository is not in the scanned tree (set --root to it)"
            )
        return found


_NAMES = ("terragrunt.hcl", "terragrunt.hcl.json")


def relative_path(path: str, start: str) -> str:
    """Return a path relative to a directory, both relative to the scan's root."""
    return posixpath.relpath(f"/{path}", f"/{start}")


def _on_file(function: Function, paths: Paths) -> Function:
    """Return a function of Terraform's whose path starts at the configuration's directory."""

    def call(given: Arguments, context: CallContext) -> TerraformValue:
        if not given or given[0].unknown is not None or not isinstance(given[0].content, str):
            return function(given, context)
        try:
            path = paths.relative(given[0].text)
        except UndecidedResult as error:
            return unknown(error.reason, never_null=True)
        return function((string(path or "."), *given[1:]), context)

    return call


def _open(name: str, reason: str) -> Function:
    def call(given: Arguments, context: CallContext) -> TerraformValue:
        return unknown(reason, never_null=True)

    return call


def _commands(names: tuple[str, ...]) -> Function:
    return Declared(lambda given, context: tuple_value(map(string, names)), ())


def _deep_merge(given: Arguments, context: CallContext) -> TerraformValue:
    result = object_value({})
    for each in given:
        if not each.is_null:
            result = deeply_merged(result, each)
    return result


def _account(account: str | None) -> Function:
    def call(given: Arguments, context: CallContext) -> TerraformValue:
        if account is not None:
            return string(account)
        reason = "the account is known only where Terragrunt runs (set it with --account-id)"
        return unknown(reason, STRING, never_null=True, parts=(CALLER,))

    return call


def _from(environment: Mapping[str, str]) -> Callable[[Arguments, CallContext], TerraformValue]:
    """Return ``get_env``: it sees what the user lets in, as what is scanned may ask for secrets."""

    def call(given: Arguments, context: CallContext) -> TerraformValue:
        if len(given) > 2:
            raise EvaluationError("`get_env` takes two arguments at most")
        name = given[0].text
        if name.startswith("TF_VAR_") and name.removeprefix("TF_VAR_") in environment:
            return string(environment[name.removeprefix("TF_VAR_")])
        reason = f"the environment variable {name} is known only where Terragrunt runs"
        symbol = Symbol(f"get_env({name})")
        return unknown(reason, STRING, never_null=True, parts=(symbol,))

    return call


_ONE_NAME = parameters(("name", STRING))
_NAME = Parameter("name", STRING)
_DEFAULT = Parameter("default", allows_null=True, allows_unknown=True)

_FIXED: Mapping[str, Function] = {
    **{name: _open(name, reason) for name, reason in _OF_RUNS.items()},
    **{name: _commands(commands) for name, commands in _COMMANDS.items()},
    "deep_merge": _deep_merge,
    "mark_as_read": Declared(lambda given, context: given[0], parameters(("path", STRING))),
}
"""Functions that are alike in every configuration."""

_ON_PATHS: Mapping[str, Callable[[Paths], Function]] = {
    "find_in_parent_folders": lambda paths: Declared(paths.find, (), STRING, rest=_NAME),
    "get_original_terragrunt_dir": lambda paths: Declared(paths.original, (), STRING),
    "get_parent_terragrunt_dir": lambda paths: Declared(paths.parent, (), STRING, rest=_NAME),
    "get_path_from_repo_root": lambda paths: Declared(paths.from_repository, (), STRING),
    "get_path_to_repo_root": lambda paths: Declared(paths.to_repository, (), STRING),
    "get_repo_root": lambda paths: Declared(paths.repository, (), STRING),
    "get_terragrunt_dir": lambda paths: Declared(paths.own, (), STRING),
    "path_relative_from_include": lambda paths: Declared(
        paths.from_include, (), STRING, rest=_NAME
    ),
    "path_relative_to_include": lambda paths: Declared(paths.to_include, (), STRING, rest=_NAME),
    "read_terragrunt_config": lambda paths: Declared(
        paths.configuration, parameters(("path", STRING)), rest=_DEFAULT
    ),
    "read_tfvars_file": lambda paths: Declared(
        paths.variables, parameters(("path", STRING)), STRING
    ),
}
"""Functions that depend on where the configuration lies."""
