"""The parts of a plan that a model is made of: resources, data sources, configuration.

https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ....core.diagnostic import FILE_NOT_READ, NOT_EVALUATED, Diagnostic, Level
from ....core.json_tree import JsonObject, JsonText, JsonValue
from ....core.limits import Limits
from ....core.source import Source
from ....core.value import Hop
from ....model.unread_parts import Unread
from ..syntax.rejection import RejectionError
from .scan import Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedResource:
    """A resource instance as the plan leaves it."""

    address: str
    type: str

    module: str
    """The address of its module instance, ``module.log["eu"]``; empty in the root."""

    place: Stretch
    """Its address in the plan: where a finding points that has no source to point to."""

    after: JsonObject

    unknown: JsonValue | None = None
    """Which parts of `after` are known only after apply: true, or an object or list of such."""

    sensitive: JsonValue | None = None
    """Which parts of `after` are not to be shown, in the same form."""


@dataclass(slots=True)
class PlanContents:
    """What was found in a plan."""

    source: Source
    limits: Limits

    resources: dict[str, PlannedResource] = field(default_factory=dict)
    """Managed resources that exist after apply, by address."""

    data_sources: dict[str, PlannedResource] = field(default_factory=dict)

    told: set[str] = field(default_factory=set)
    """Addresses of all managed resources of these types, deleted ones included."""

    is_whole: bool | None = None
    """Whether nothing is left to a later plan; None where the plan does not say."""

    changed: set[str] = field(default_factory=set)
    """Types of all resources that the plan creates, changes, keeps or deletes."""

    previous: list[PlannedResource] = field(default_factory=list)
    """What configures other resources as it was before the plan changes or deletes it."""

    configuration: Stretch | None = None
    """The section that tells how values are written."""

    variables: Mapping[str, tuple[JsonText, JsonValue]] = field(default_factory=dict)
    """The variables of the root with their values, by name."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    is_judged: bool = True
    """Whether enough was read to judge anything."""

    unread: list[Unread] = field(default_factory=list)
    """What the deployment has and the plan does not tell."""

    def report(self, error: RejectionError, detail: str) -> None:
        """Report something that had to be read and was not."""
        self._add(error, detail, FILE_NOT_READ, Level.ERROR)
        self._lose(Stretch(error.start, error.end), error.summary)

    def leave_out(self, place: Stretch, summary: str, detail: str) -> None:
        """Report that the plan leaves something out."""
        self.note(place, summary, detail)
        self._lose(place, summary)

    def note(self, place: Stretch, summary: str, detail: str) -> None:
        """Report a limit of what the plan tells."""
        error = RejectionError(place.start, place.end, summary)
        self._add(error, detail, NOT_EVALUATED, Level.NOTE)

    def reject(self, error: RejectionError) -> None:
        """Report why the whole plan is not judged."""
        self.is_judged = False
        self.report(error, "Nothing of this plan was judged.")

    def _lose(self, place: Stretch, summary: str) -> None:
        hop = Hop(self.source.span(place.start, place.end), summary)
        self.unread.append(Unread(name="part of the plan", reason=summary, hop=hop, given=None))

    def _add(self, error: RejectionError, detail: str, rule: str, level: Level) -> None:
        place = self.source.span(error.start, error.end)
        self.diagnostics.append(
            Diagnostic(rule=rule, level=level, summary=error.summary, detail=detail, subject=place)
        )
