"""What a front end is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from ..core.diagnostic import Diagnostic
from ..core.limits import Limits
from ..core.source import Source, SourceSpan
from ..core.written_exception import WrittenException
from ..model.model import Model
from .lowering.fields import Satellite
from .lowering.satellites import Loose

AttributeName: TypeAlias = Callable[[str, str], "str | None"]
"""What a language calls a field of a resource type, if anything."""


class Files(Protocol):
    """The scanned tree, confined to its root. Paths are relative to it, with forward slashes.

    No path outside the root is ever opened, and no link that leads out of it is followed.
    """

    def read(self, path: str) -> Source | Diagnostic | None:
        """Return a decoded file, why it cannot be read, or None where there is no such file."""
        ...

    def find_bytes(self, path: str) -> bytes | None:
        """Return a file's raw bytes for a byte search; None where it cannot be read."""
        ...

    def list(self, directory: str) -> tuple[str, ...]:
        """Return the paths of the files directly in a directory (``""`` is the root), sorted."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One of the ways in which what lies below a path is deployed, with the values it is given."""

    path: str
    """A root, a template or a directory that holds some; ``""`` is the root of the tree."""

    name: str = ""
    """As findings call it: ``prod``. Empty for the only one of a path, which needs no name."""

    variables: Mapping[str, str] = field(default_factory=dict)
    """The text of each variable or parameter, as the command line would give it."""

    variable_files: tuple[str, ...] = ()
    parameter_files: tuple[str, ...] = ()
    workspace: str | None = None

    account: str | None = None
    """The name of the account of the configuration that it is deployed to, if it says so."""

    account_id: str | None = None

    place: SourceSpan | None = field(default=None, compare=False)
    """Its entry in the configuration file, if it has one."""

    def called(self, scope: str) -> str:
        """Return the name of a scope that is deployed like this."""
        if not self.name:
            return scope
        return self.name if scope == "." else f"{scope} ({self.name})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the user said about values that the code leaves open."""

    variables: Mapping[str, str] = field(default_factory=dict)
    """``--var NAME=VALUE``; the text as given, to be converted to the variable's type."""

    variable_files: tuple[str, ...] = ()
    """``--var-file``, in order; paths relative to the root."""

    workspace: str | None = None
    """``--workspace``: the workspace that Terraform's roots are deployed in, when the user names
    it."""

    environment: Mapping[str, str] = field(default_factory=dict)
    """``TF_VAR_`` variables without their prefix, when the user lets them in."""

    parameter_files: tuple[str, ...] = ()
    """``--parameters``: CloudFormation parameter files, relative to the root."""

    has_defaults: bool = True
    """Whether a variable or parameter that nobody gives a value takes its default. Otherwise it is
    open, as it is for whoever calls the module or deploys the template next."""

    plan_sources: tuple[str, ...] = ()
    """``--plan-source``: directories that hold the sources of plans, relative to the root."""

    account_id: str | None = None
    """The account that every scope is deployed to, when the user names it."""

    engine: str | None = None
    """``terraform`` or ``opentofu``, where only one of them deploys the tree."""

    accounts: tuple[tuple[str, str | None], ...] = ()
    """Paths of scopes, or of directories that hold some, each with the account that the
    configuration says they are deployed to, if it does."""

    environments: tuple[Environment, ...] = ()
    """What the configuration says of how paths are deployed."""

    environment_of_scope: Environment = Environment(path="")
    """In the inputs of one scope, that which it is deployed to. What the command line says is
    stronger."""

    def of_scope(self, name: str) -> Inputs:
        """Return the inputs of one scope, with the account that it is deployed to."""
        path = nearest(name, [path for path, _ in self.accounts])
        if self.account_id is not None or path is None:
            return self
        return replace(self, account_id=dict(reversed(self.accounts))[path])

    def of_environments(self, name: str) -> tuple[Inputs, ...]:
        """Return the inputs of a scope in each environment that it is deployed to, one at least."""
        own = self.of_scope(name)
        path = nearest(name, [one.path for one in self.environments])
        found = tuple(
            replace(
                own,
                environment_of_scope=one,
                workspace=self.workspace or one.workspace,
                account_id=self.account_id or one.account_id or own.account_id,
            )
            for one in self.environments
            if one.path == path
        )
        return found or (own,)


def nearest(name: str, paths: Iterable[str]) -> str | None:
    """Return the path that is a scope, or else the innermost one that holds it."""
    scope = "" if name == "." else name
    return max((path for path in paths if contains(path, scope)), key=len, default=None)


def contains(directory: str, path: str) -> bool:
    """Return whether a path is another one or lies below it; an empty one holds all."""
    return directory in ("", path) or path.startswith(f"{directory}/")


@dataclass(frozen=True, slots=True)
class Choice:
    """One open question of a scope, answered: a parameter's value, a condition's outcome."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One way in which a scope may turn out."""

    model: Model
    choices: tuple[Choice, ...] = ()
    """What was chosen, in order of name; empty when the scope has one deployment."""

    loose: tuple[Loose, ...] = ()
    """Satellites of which another scope of the same account may declare what they configure."""

    satellites: tuple[Satellite, ...] = ()
    """What the language has of these; what was not read may hold any."""

    narrow: Callable[[str], tuple[Deployment, ...]] = field(default=lambda question: ())
    """Answers a question that a hop names: the narrower deployments, one for each answer that
    makes a difference. Nothing where the question is settled or cannot be answered. Where much is
    open, only what a rule needs to know is asked."""


@dataclass(frozen=True, slots=True)
class Surplus:
    """A value that the user gives to something that a scope does not declare."""

    name: str
    place: SourceSpan | None = None
    """Where a file gives it; None for the command line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is deployed together and judged together."""

    name: str
    """The Terraform root's directory (``.`` for the scan's root) or the template's path, and the
    environment where there are several: ``live (prod)``."""

    language: str
    """The front end's name."""

    path: str = ""
    """The name without the environment, where one has a name."""

    environment: Environment = Environment(path="")
    """What the configuration says of how it is deployed."""

    deployments: tuple[Deployment, ...]
    """Ways in which the scope may turn out; together they are all of them."""

    supposing: str = ""
    """For another way to deploy what a scope of the same scan deploys: when it is deployed like
    that, as a clause: "live/prod is deployed by itself". Of it only failures are told."""

    is_deployed_elsewhere: bool = False
    """Whether it is deployed to other accounts than what lies beside it, as a stack set may be."""

    whole: Callable[[], Deployment] | None = field(default=None, compare=False, repr=False)
    """Where there are several deployments: returns the one of which all of them are narrowings.
    Only what is judged together with other scopes needs it."""

    diagnostics: tuple[Diagnostic, ...] = ()

    found_while_judging: Callable[[], tuple[Diagnostic, ...]] = field(
        default=lambda: (), compare=False, repr=False
    )
    """Returns what came up while deployments were narrowed; asked for when all is judged."""

    files: tuple[str, ...]
    """Every file that was read for it, sorted."""

    source: str | None = None
    """For a plan: the name of the scope that its source is."""

    declared: tuple[str, ...] = ()
    """The names of the variables or parameters that the user may give values, in order."""

    surplus: tuple[Surplus, ...] = ()
    """What the user gives that is not among them; another scope may declare it."""

    sensitive: tuple[SourceSpan, ...] = ()
    """Where sensitive values are written, which no report quotes."""

    exceptions: tuple[WrittenException, ...] = ()
    """Those in its files."""

    @property
    def location(self) -> str:
        """The directory or the template that it is."""
        return self.path or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontendRequest:
    """Everything that a front end may look at."""

    files: Files
    candidates: tuple[str, ...]
    """The files that this front end claims by name and content, sorted."""

    inputs: Inputs = field(default_factory=Inputs)
    limits: Limits = field(default_factory=Limits)


class Frontend(Protocol):
    """An input language."""

    @property
    def name(self) -> str:
        """The language: ``terraform``, ``cloudformation``."""
        ...

    def claims_name(self, path: str) -> bool:
        """Return whether a file of this name may hold this language."""
        ...

    def claims_content(self, path: str, content: bytes) -> bool:
        """Return whether a file may matter, by plain byte searches; it is read only then."""
        ...

    def scopes(self, request: FrontendRequest) -> Iterator[Scope]:
        """Yield every scope that the candidates make up, in order of name."""
        ...

    def attribute_name(self, type: str, field: str) -> str | None:
        """Return what the language calls a field of the model: ``is_multi_region_trail``."""
        ...
