"""The front end of plans: ``terraform show -json`` files in, models out."""

from __future__ import annotations

from collections.abc import Iterator

from ....core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ....core.source import Position, SourceSpan
from ...protocol import FrontendRequest, Scope
from .recognise import is_plan_file, may_be_plan, may_be_plan_name, not_as_json


class TerraformPlanFrontend:
    """Reads plans of Terraform and OpenTofu."""

    @property
    def name(self) -> str:
        """The language."""
        return "terraform-plan"

    def claims_name(self, path: str) -> bool:
        """Return whether a file of this name may hold a plan."""
        return may_be_plan_name(path)

    def claims_content(self, path: str, content: bytes) -> bool:
        """Return whether the bytes mention what every plan has."""
        return may_be_plan(content)

    def scopes(self, request: FrontendRequest) -> Iterator[Scope]:
        """Yield one scope for each plan."""
        # The tables and the evaluator take a while to load; most JSON files are no plans.
        from .lowering import plan_scope
        from .source_evaluation import Sources

        sources = Sources(request.files, request.limits)
        for path in request.candidates:
            if _is_cut_off(request, path):
                most = request.limits.file_bytes
                yield _unread(path, _too_large(path, most))
                continue
            if is_plan_file(request.files.find_bytes(path) or b""):
                yield _unread(path, not_as_json(path))
                continue
            source = request.files.read(path)
            if isinstance(source, Diagnostic):
                yield _unread(path, source)
            elif source is not None:
                scope = plan_scope(source, request, sources)
                if scope is not None:
                    yield scope

    def attribute_name(self, type: str, field: str) -> str | None:
        """Return what Terraform calls a field of the model."""
        from ..tables.all import TABLES

        return TABLES.attribute_name(type, field)


def _is_cut_off(request: FrontendRequest, path: str) -> bool:
    """Return whether a file has more bytes than are ever read."""
    content = request.files.find_bytes(path)
    return content is not None and len(content) >= request.limits.file_bytes


def _too_large(path: str, most: int) -> Diagnostic:
    start = Position(1, 1, 0)
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary=f"the plan is larger than {most} bytes",
        detail="Nothing of this plan was judged.",
        subject=SourceSpan(path, start, start),
    )


def _unread(path: str, diagnostic: Diagnostic) -> Scope:
    return Scope(
        name=path,
        language="terraform-plan",
        deployments=(),
        diagnostics=(diagnostic,),
        files=(path,),
    )
