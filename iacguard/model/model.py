"""The audit pipeline of one scope in one deployment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from ..core.source import SourceSpan
from ..core.value import Unknown, Value
from .alarm import Alarm, CompositeAlarm, MuteRule
from .bucket import AccountPublicAccessBlock, Bucket
from .clouded import clouded
from .endpoint import Function, FunctionPermission, Queue
from .entity import COMMON_FIELDS, NAMES, Entity
from .event_data_store import EventDataStore
from .event_rule import EventRule, EventTarget, LogAlarm, TelemetryRule
from .guardrail import (
    ConfigRecorder,
    ConfigRule,
    Organization,
    OrganizationPolicy,
    ResourceControlPolicy,
    SecurityHubControl,
    SecurityHubStandard,
    ServiceControlPolicy,
    TrustedService,
)
from .key import Alias, Key
from .left_out import LeftOut
from .log_group import LogAccountPolicy, LogGroup
from .metric_filter import MetricFilter
from .policy import ManagedPolicy
from .role import Role
from .topic import ChatChannel, Subscription, Topic
from .trail import Trail
from .unread_parts import Reached, Unread

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Every entity that a scope declares, in order of address."""

    scope: str
    """The name of the scope: a directory, a template's path, an account's name."""

    environment: str = ""
    """The environment that the scope is deployed to, where it has several."""

    span: SourceSpan
    """Where a finding on the whole account points: the start of the scope's first file."""

    is_whole_account: bool = False
    """Whether the user says that this is all that an account has. Otherwise what is not declared
    here may be declared elsewhere."""

    account_id: str | None = None
    """The id of the account, where the configuration names it."""

    paths: tuple[str, ...] = ()
    """What makes up the account, as the configuration names it."""

    unscanned: tuple[str, ...] = ()
    """Paths of the account, and accounts of its organization, that were not wholly read."""

    unread: tuple[Unread, ...] = ()
    """What belongs to the scope and was not read."""

    left_out: tuple[LeftOut, ...] = ()
    """The trails that are declared, and that this deployment has no instance of."""

    trails: tuple[Trail, ...] = ()

    organization_trails: tuple[Trail, ...] = ()
    """Trails that the code of other accounts declares: of the same organization, where those that
    are organization trails record this account, too, and any that are deployed to this account."""

    stack_set_trails: tuple[Trail, ...] = ()
    """Trails that stack sets deploy to accounts that are not told; this may be one of them."""

    event_data_stores: tuple[EventDataStore, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    account_public_access_blocks: tuple[AccountPublicAccessBlock, ...] = ()
    log_groups: tuple[LogGroup, ...] = ()
    log_account_policies: tuple[LogAccountPolicy, ...] = ()
    metric_filters: tuple[MetricFilter, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    composite_alarms: tuple[CompositeAlarm, ...] = ()
    mute_rules: tuple[MuteRule, ...] = ()
    keys: tuple[Key, ...] = ()
    aliases: tuple[Alias, ...] = ()
    roles: tuple[Role, ...] = ()
    managed_policies: tuple[ManagedPolicy, ...] = ()
    topics: tuple[Topic, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    chat_channels: tuple[ChatChannel, ...] = ()
    queues: tuple[Queue, ...] = ()
    functions: tuple[Function, ...] = ()
    function_permissions: tuple[FunctionPermission, ...] = ()
    event_rules: tuple[EventRule, ...] = ()
    event_targets: tuple[EventTarget, ...] = ()
    telemetry_rules: tuple[TelemetryRule, ...] = ()
    log_alarms: tuple[LogAlarm, ...] = ()
    organizations: tuple[Organization, ...] = ()
    trusted_services: tuple[TrustedService, ...] = ()
    organization_policies: tuple[OrganizationPolicy, ...] = ()
    config_rules: tuple[ConfigRule, ...] = ()
    config_recorders: tuple[ConfigRecorder, ...] = ()
    security_hub_standards: tuple[SecurityHubStandard, ...] = ()
    security_hub_controls: tuple[SecurityHubControl, ...] = ()

    _answers: dict[tuple[object, int], tuple[object, Any]] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )

    @property
    def service_control_policies(self) -> tuple[ServiceControlPolicy, ...]:
        """What denies people of the organization's accounts something."""
        policies = self.organization_policies
        return tuple(one for one in policies if isinstance(one, ServiceControlPolicy))

    @property
    def resource_control_policies(self) -> tuple[ResourceControlPolicy, ...]:
        """What denies everybody something with what the organization's accounts hold."""
        policies = self.organization_policies
        return tuple(one for one in policies if isinstance(one, ResourceControlPolicy))

    @property
    def open_ends(self) -> tuple[Unread, ...]:
        """What may declare more of what the scope seems to lack.

        Where the scope is not all of an account, more may be declared outside of it just as well,
        and what is said of the scope is said of what was read.
        """
        return tuple(one for one in self.unread if self.is_whole_account or one.given is None)

    def reaching(self, names: Iterable[Value[str]]) -> Unread | None:
        """Return the first of what was not read that is given one of these names."""
        return self.once(_reached, self).by(names)

    @property
    def doubted(self) -> Doubted | None:
        """What a pass has to survive, where something is written that no field holds."""
        return self.once(_doubted, self)

    def once(self, question: Callable[[S, Model], T], subject: S) -> T:
        """Return the answer to a question on a subject in this model, worked out once.

        Many entities ask the same of each other: a thousand buckets which trail names them.
        """
        key = (question, id(subject))
        if key not in self._answers:
            # The subject is kept, lest its number is given to another one.
            self._answers[key] = (subject, question(subject, self))
        answer: T = self._answers[key][1]
        return answer


@dataclass(frozen=True, slots=True)
class Doubted:
    """A model in which nothing is known that an unmodelled attribute may change."""

    model: Model
    _entities: Mapping[int, Entity]
    """By the identity of each changed entity: what became of it."""

    doubts: tuple[Unknown, ...]
    """Why: the unmodelled attributes, in order of address."""

    def subject(self, subject: T, model: Model) -> T:
        """Return what has become of an entity of a model, or of the model itself."""
        changed: Any = self.model if subject is model else self._entities.get(id(subject), subject)
        found: T = changed
        return found


def _doubted(_: Model, model: Model) -> Doubted | None:
    collections: dict[str, tuple[Any, ...]] = {}
    changed: dict[int, Entity] = {}
    for each in fields(model):
        members = getattr(model, each.name)
        if isinstance(members, tuple) and any(getattr(one, "unmodelled", ()) for one in members):
            collections[each.name] = tuple(_clouded(one, changed) for one in members)
    if not changed:
        return None
    doubts = tuple(
        dict.fromkeys(
            one.doubt
            for each in collections.values()
            for entity in each
            for one in entity.unmodelled
        )
    )
    return Doubted(replace(model, **collections), changed, doubts)  # type: ignore[arg-type]


def _clouded(entity: Entity, changed: dict[int, Entity]) -> Entity:
    if not entity.unmodelled:
        return entity
    changed[id(entity)] = clouded(entity, (COMMON_FIELDS - {"exists"}) | NAMES)
    return changed[id(entity)]


def _reached(_: Model, model: Model) -> Reached:
    return Reached(model.unread)
