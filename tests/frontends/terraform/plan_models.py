"""Models of recorded configurations, lowered from their source, their plan, or both."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from terraform_configurations import TextFiles

from iacguard.core.text import equal, parts_of
from iacguard.core.value import Absent, Known, Origin, Unknown
from iacguard.core.verdict import Verdict
from iacguard.frontends.protocol import Files, FrontendRequest, Inputs, Scope
from iacguard.frontends.terraform.frontend import TerraformFrontend
from iacguard.frontends.terraform.plan.frontend import TerraformPlanFrontend
from iacguard.model.entity import Entity, NestedStructure
from iacguard.model.model import Model

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"
_GOLDENS = Path(__file__).parent / "goldens"
_CONFIGURATIONS = json.loads((_GOLDENS / "plans.json").read_text(encoding="utf-8"))
_WHOLE_PLANS = json.loads((_GOLDENS / "whole_plans.json").read_text(encoding="utf-8"))

CASES = (
    *sorted(path.parent.name for path in PLANS.glob("*/plan.json")),
    *(f"golden {name}" for name in _CONFIGURATIONS),
)
"""The directories of plans, and the configurations of the goldens."""

_PLACES = {field.name for field in (*fields(Entity), *fields(NestedStructure))} - {"exists"}


@dataclass(frozen=True)
class Difference:
    """Where a plan says otherwise than the source."""

    path: str
    source: str
    plan: str


def texts_of(case: str) -> dict[str, str]:
    """Return the files of a case by path."""
    golden = case.removeprefix("golden ")
    if golden != case:
        plan = json.dumps(_WHOLE_PLANS[golden])
        return {**_CONFIGURATIONS[golden]["files"], "plan.json": plan}
    return {
        path.relative_to(PLANS / case).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((PLANS / case).rglob("*"))
        if path.is_file() and path.name != "state.json"
    }


def inputs_of(case: str) -> Inputs:
    """Return the inputs that a case was planned with."""
    golden = case.removeprefix("golden ")
    given = _CONFIGURATIONS[golden]["inputs"] if golden != case else {}
    return Inputs(
        variables=given.get("variables", {}), variable_files=tuple(given.get("variable_files", ()))
    )


def plan_scope(files: Files, path: str = "plan.json") -> Scope | None:
    """Return the scope of a plan."""
    frontend = TerraformPlanFrontend()
    return next(frontend.scopes(FrontendRequest(files=files, candidates=(path,))), None)


def source_model(case: str) -> Model:
    """Return the model of a case's source."""
    texts = {path: text for path, text in texts_of(case).items() if path != "plan.json"}
    request = FrontendRequest(
        files=TextFiles(texts), candidates=tuple(texts), inputs=inputs_of(case)
    )
    scopes = list(TerraformFrontend().scopes(request))
    model = next(s for s in scopes if s.name == ".").deployments[0].model
    # What a plan leaves out, it does not mention.
    return replace(model, left_out=())


def plan_model(case: str, *, is_alone: bool) -> Model:
    """Return the model of a case's plan, without or with the source beside it."""
    texts = texts_of(case)
    scope = plan_scope(TextFiles({"plan.json": texts["plan.json"]} if is_alone else texts))
    assert scope is not None
    assert () == scope.diagnostics
    return scope.deployments[0].model


def contradictions(source: Model, plan: Model) -> list[Difference]:
    """Return where a plan contradicts what the source says."""
    return list(_differences("model", source, plan))


def _differences(path: str, source: Any, plan: Any) -> Iterator[Difference]:
    match source, plan:
        case Known(value=tuple() as mine), Known(value=tuple() as other):
            yield from _pairs(path, mine, other)
        case Known(value=Mapping() as mine), Known(value=Mapping() as other):
            for name in sorted({*mine, *other}):
                yield from _differences(
                    f"{path}.{name}", mine.get(name, Absent()), other.get(name, Absent())
                )
        case Known(value=mine), Known(value=other) if is_dataclass(mine):
            yield from _differences(path, mine, other)
        case Known(value=mine), Known(value=other):
            if mine != other and not _same_document(mine, other):
                yield _difference(path, source, plan)
        case Known(value=()), Absent():
            pass  # the provider plans an empty list as null
        case Absent(), Known(origin=origin):
            if origin is not Origin.DEFAULT:
                yield _difference(path, source, plan)
        case Absent(), Absent():
            pass
        case Unknown(never_null=never_null), Absent():
            if never_null:
                yield _difference(path, source, plan)
        case ((Known() | Unknown()), (Known() | Unknown())):
            if not _may_be_equal(source, plan):
                yield _difference(path, source, plan)
        case ((tuple() as mine), (tuple() as other)):
            yield from _pairs(path, mine, other)
        case _ if is_dataclass(source) and type(source) is type(plan):
            if isinstance(source, Known | Absent | Unknown):
                yield _difference(path, source, plan)
                return
            for field in fields(source):
                if field.name not in _PLACES | {"scope", "span"}:
                    inner = f"{path}.{field.name}"
                    yield from _differences(
                        inner, getattr(source, field.name), getattr(plan, field.name)
                    )
        case _:
            if source != plan:
                yield _difference(path, source, plan)


def _pairs(path: str, mine: tuple[Any, ...], other: tuple[Any, ...]) -> Iterator[Difference]:
    names = [getattr(each, "address", str(index)) for index, each in enumerate(mine)]
    others = [getattr(each, "address", str(index)) for index, each in enumerate(other)]
    if names != others:
        yield Difference(path, str(names), str(others))
        return
    for name, left, right in zip(names, mine, other):
        yield from _differences(f"{path}[{name}]", left, right)


def _same_document(mine: object, other: object) -> bool:
    try:
        return bool(json.loads(str(mine)) == json.loads(str(other)))
    except ValueError:
        return False


def _may_be_equal(source: Known[Any] | Unknown, plan: Known[Any] | Unknown) -> bool:
    if not all(isinstance(v, Unknown) or isinstance(v.value, str) for v in (source, plan)):
        return isinstance(source, Unknown) or isinstance(plan, Unknown)
    left, right = parts_of(source), parts_of(plan)
    assert left is not None
    assert right is not None
    return equal(left, right) is not Verdict.FAIL


def _difference(path: str, source: object, plan: object) -> Difference:
    return Difference(path, _shown(source), _shown(plan))


def _shown(value: object) -> str:
    match value:
        case Known(value=content, origin=origin):
            return f"{content!r} {origin.value}"
        case Unknown(parts=parts, reason=reason):
            return f"unknown {parts!r} {reason}"
        case Absent():
            return "absent"
        case _:
            return repr(value)


def directory_of(path: str) -> str:
    """Return the directory of a case's file."""
    return posixpath.dirname(path)
