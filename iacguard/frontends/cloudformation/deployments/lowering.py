"""Deployments of one scope as models, each lowered once however often it is asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ....core.diagnostic import Diagnostic
from ....core.source import SourceSpan
from ....core.text import ACCOUNT
from ....model.symbols import with_symbols
from ...lowering.lower import lower
from ...protocol import Deployment
from ..evaluation.questions import Candidate, Question
from ..tables.all import TABLES
from .search import Deployed, Search


class Lowering:
    """Lowers the deployments that a search finds."""

    def __init__(
        self,
        search: Search,
        scope: str,
        environment: str,
        span: SourceSpan,
        account_id: str | None = None,
    ) -> None:
        """Lower nothing yet; `span` is where a finding on the whole scope points."""
        self._search = search
        self._scope = scope
        self._environment = environment
        self._account_id = account_id
        self._span = span
        self._narrower: dict[
            tuple[frozenset[tuple[Question, frozenset[Candidate]]], str], tuple[Deployment, ...]
        ] = {}
        self._whole: Deployment | None = None
        self.diagnostics: dict[Diagnostic, None] = {}
        """What is invalid in the resources lowered so far."""

    def deployments(self) -> tuple[Deployment, ...]:
        """Return the deployments that the search begins with."""
        found = self._search.deployments()
        return tuple(self._lowered(deployed, is_only=len(found) == 1) for deployed in found)

    def whole(self) -> Deployment:
        """Return the deployment that all others narrow."""
        if self._whole is None:
            self._whole = self._lowered(self._search.whole(), is_only=True)
        return self._whole

    def _lowered(self, deployed: Deployed, *, is_only: bool = False) -> Deployment:
        unread = (*self._search.lost(deployed), *deployed.unread)
        blocks = self._search.ordered(deployed)
        model, invalid, loose = lower(blocks, TABLES, self._scope, self._span, unread)
        model = replace(model, environment=self._environment)
        # What is missing may come with the macro.
        rewritten = {path for one in unread for path in one.rewrites}
        told = (one for one in invalid if one.subject.path not in rewritten)
        self.diagnostics.update(dict.fromkeys(told))
        account = self._account_id
        if account is not None:
            model = with_symbols(model, lambda symbol: account if symbol == ACCOUNT else symbol)
        return Deployment(
            model=model,
            choices=() if is_only else deployed.choices,
            loose=loose,
            satellites=TABLES.satellites,
            narrow=partial(self._narrow, deployed),
        )

    def _narrow(self, deployed: Deployed, question: str) -> tuple[Deployment, ...]:
        key = (frozenset(deployed.answers.items()), question)
        if key not in self._narrower:
            found = self._search.narrow(deployed, question)
            self._narrower[key] = tuple(map(self._lowered, found))
        return self._narrower[key]
