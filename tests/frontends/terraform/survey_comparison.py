"""What reading only what can matter changes: nothing that is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from iacguard.core.diagnostic import Diagnostic
from iacguard.frontends.protocol import Deployment, Files, FrontendRequest, Scope
from iacguard.frontends.terraform.frontend import TerraformFrontend
from iacguard.frontends.terraform.modules.relevant_directories import Survey
from iacguard.model.model import Model


def differences(files: Files, candidates: tuple[str, ...]) -> list[str]:
    """Return where the scopes differ from those of a front end that reads everything.

    What is wrong in a file that is not read is not told; nothing else may differ.
    """
    request = FrontendRequest(files=files, candidates=candidates)
    some = {scope.name: scope for scope in TerraformFrontend().scopes(request)}
    whole = TerraformFrontend(lambda tree: Survey(tree, {""}))
    every = {scope.name: scope for scope in whole.scopes(request)}
    found = [f"{name}: no root" for name in some.keys() - every.keys()]
    for name, scope in every.items():
        if name in some:
            found += (f"{name}: {said}" for said in _changes(some[name], scope))
        elif any(holds_something(deployment.model) for deployment in scope.deployments):
            found.append(f"{name}: is not read")
    return sorted(found)


def _changes(some: Scope, every: Scope) -> Iterator[str]:
    if some.deployments != tuple(_as_far_as_read(each, some) for each in every.deployments):
        yield "another model"
    if not set(some.files) <= set(every.files):
        yield "other files"
    lost = set(every.diagnostics) - set(some.diagnostics)
    for diagnostic in sorted(set(some.diagnostics) - set(every.diagnostics), key=_order):
        yield f"only with the shortcut: {diagnostic.summary}"
    for diagnostic in sorted(lost, key=_order):
        if diagnostic.subject.path in some.files:
            yield f"lost by the shortcut: {diagnostic.summary}"


def _as_far_as_read(deployment: Deployment, scope: Scope) -> Deployment:
    """Return a deployment without doubt from files that the scope leaves out.

    They name no type that a rule can use, so that nothing that is broken in them is missed.
    """
    unread = tuple(each for each in deployment.model.unread if each.hop.span.path in scope.files)
    return replace(deployment, model=replace(deployment.model, unread=unread))


def _order(diagnostic: Diagnostic) -> tuple[object, ...]:
    return (diagnostic.subject, diagnostic.summary)


def holds_something(model: Model) -> bool:
    """Return whether a model has any entity."""
    return any(
        getattr(model, field.name) for field in fields(model) if field.type.startswith("tuple")
    )
