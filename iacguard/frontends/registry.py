"""The table of input languages, and what the rest of the program asks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.diagnostic import Diagnostic
from ..core.limits import Limits
from ..core.notation import Notation
from .protocol import Frontend, Surplus
from .terraform.file_names import CONFIGURATION, DOWNLOADS, TERRAFORM
from .terraform.notation import HCL
from .terraform.stacks.file_names import is_of_stack
from .terragrunt.file_names import CALLERS, may_call

if TYPE_CHECKING:
    from .terraform.modules.outside_calls import Callers


@dataclass(frozen=True, slots=True)
class Undeclared:
    """What a language says of inputs that the user gives a value and no scope declares."""

    may_declare: Callable[[str, str, bytes], bool]
    """Whether a file that was not read may declare an input: of a name, a path and a content."""

    say: Callable[[Surplus, str], Diagnostic | str]
    """Says that it is declared nowhere, with the name that is like it; a text refuses the scan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontendRow:
    """One input language, loaded only when a file has one of its endings.

    Endings are those of a file's name. What is not given is nothing that the language has.
    """

    name: str

    endings: tuple[str, ...]
    """Of the files that it may claim, in lower case; names are compared in lower case."""

    load: Callable[[], Frontend]

    own_endings: tuple[str, ...] = ()
    """Of the files that belong to it whatever they hold, so that one that cannot be read is
    missed."""

    module_endings: tuple[str, ...] = ()
    """Where all such files of a directory are one module: their endings. One file stands for its
    directory then, and whatever else is read for the module is no code."""

    most_bytes: Callable[[str, Limits], int | None] = lambda path, limits: None
    """How many bytes are read of a file, where its name tells that it is of this language."""

    mistaken: Callable[[str, bytes], Diagnostic | None] = lambda path, content: None
    """Says of a file that nothing is read of, and that is meant for this language, what it is."""

    knows: Callable[[bytes], bool] = lambda content: False
    """Whether bytes are of this language, whatever the name of their file; asked of files that the
    user names and whose name tells nothing."""

    undeclared: Callable[[], Undeclared] | None = None

    notation: Notation | None = None
    """Its own syntax; YAML and JSON need none."""

    downloads: tuple[str, ...] = ()
    """Names of the directories into which its tools download code."""

    def may_claim(self, path: str) -> bool:
        """Return whether a file of this name is worth loading the front end for."""
        return path.lower().endswith(self.endings)

    def is_code(self, path: str) -> bool:
        """Return whether a file that was read for a scope is a part of its code."""
        return not self.module_endings or path.endswith(self.module_endings)


def row_of(language: str) -> FrontendRow:
    """Return the row of a language by its name."""
    return next(row for row in FRONTENDS if row.name == language)


def most_bytes(path: str, limits: Limits) -> int:
    """Return how many bytes of a file are read."""
    named = (row.most_bytes(path, limits) for row in FRONTENDS)
    return next((most for most in named if most is not None), limits.file_bytes)


def is_owned(path: str) -> bool:
    """Return whether a file is of a language whatever it holds."""
    return any(path.endswith(row.own_endings) for row in FRONTENDS)


def stands_for_directory(path: str) -> bool:
    """Return whether naming a file names the directory that it is in."""
    return any(path.endswith(row.module_endings) for row in FRONTENDS)


def _terraform() -> Frontend:
    from .terraform.frontend import TerraformFrontend

    return TerraformFrontend(callers=_callers, may_call=_may_call)


def _may_call(path: str) -> bool:
    return is_of_stack(path) or may_call(path)


def _callers() -> Sequence[Callers]:
    # Most trees hold no file that calls a module of Terraform's.
    from .terraform.stacks.calls import Stacks
    from .terragrunt.calls import Terragrunt

    return (Terragrunt(), Stacks())


def _undeclared_variable() -> Undeclared:
    from .terraform.undeclared import may_declare, undeclared

    return Undeclared(may_declare, undeclared)


def _most_bytes_of_module_file(path: str, limits: Limits) -> int | None:
    return limits.module_file_bytes if path.endswith((*TERRAFORM, *CALLERS)) else None


def _terraform_plan() -> Frontend:
    from .terraform.plan.frontend import TerraformPlanFrontend

    return TerraformPlanFrontend()


def _is_plan(content: bytes) -> bool:
    from .terraform.plan.recognise import is_plan_file, may_be_plan

    return may_be_plan(content) and not is_plan_file(content)


def _mistaken_for_plan(path: str, content: bytes) -> Diagnostic | None:
    if path.endswith((".tf", *_YAML)):
        return None
    from .terraform.plan.not_a_plan import mistaken_for_plan

    return mistaken_for_plan(path, content)


def _cloudformation() -> Frontend:
    from .cloudformation.frontend import CloudFormation

    return CloudFormation()


def _undeclared_parameter() -> Undeclared:
    from .cloudformation.undeclared import may_declare, undeclared

    return Undeclared(may_declare, undeclared)


def _most_bytes_of_yaml(path: str, limits: Limits) -> int | None:
    return limits.document_bytes if path.lower().endswith(_YAML) else None


_YAML = (".yaml", ".yml")

FRONTENDS = (
    FrontendRow(
        name="terraform",
        endings=(*TERRAFORM, *CALLERS),
        load=_terraform,
        own_endings=TERRAFORM,
        module_endings=CONFIGURATION,
        most_bytes=_most_bytes_of_module_file,
        undeclared=_undeclared_variable,
        notation=HCL,
        downloads=(DOWNLOADS,),
    ),
    FrontendRow(
        name="terraform-plan",
        endings=(".json",),
        load=_terraform_plan,
        mistaken=_mistaken_for_plan,
        knows=_is_plan,
    ),
    FrontendRow(
        name="cloudformation",
        endings=(*_YAML, ".json", ".template", ".cfn", ".cform", ".cloudformation"),
        load=_cloudformation,
        most_bytes=_most_bytes_of_yaml,
        undeclared=_undeclared_parameter,
    ),
)
"""Every front end; a new one is a folder and a row."""

NOTATIONS = tuple(row.notation for row in FRONTENDS if row.notation is not None)
"""The syntaxes that reports quote, besides YAML and JSON."""

DOWNLOAD_DIRECTORIES = frozenset(name for row in FRONTENDS for name in row.downloads)
"""Names of the directories into which tools download code: it is not committed."""
