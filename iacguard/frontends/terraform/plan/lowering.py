"""A plan's text becomes a scope."""

from __future__ import annotations

from ....core.source import Source
from ....core.value import Part, Symbol
from ....model.symbols import with_symbols
from ...lower import lower
from ...protocol import Deployment, Request, Scope
from ..tables import TABLES
from .beside import source_beside
from .blocks import planned_blocks
from .configuration import Configuration
from .deployment import DATA_SOURCES, deployment_symbols
from .overlay import laid_over_source
from .reader import read_plan


def plan_scope(source: Source, request: Request) -> Scope | None:
    """Return the scope of a plan; None where the text is no plan or declares nothing of use."""
    contents = read_plan(source, TABLES.types() | DATA_SOURCES, request.limits)
    if contents is None or not (contents.changed or contents.resources or contents.diagnostics):
        return None
    if not contents.is_judged:
        return Scope(
            name=source.path,
            language="terraform-plan",
            deployments=(),
            diagnostics=tuple(contents.diagnostics),
            files=(source.path,),
        )
    configuration = Configuration(source.text, contents.configuration, request.limits)
    beside = source_beside(contents, request.files, request.inputs)
    blocks = laid_over_source(planned_blocks(contents, configuration), beside.blocks)
    model, invalid = lower(blocks, TABLES, source.path, source.span(0, 0))
    known = deployment_symbols(contents, configuration, request.inputs.account_id)

    def text_of(symbol: Symbol) -> Part:
        return known.get(symbol, symbol)

    return Scope(
        name=source.path,
        language="terraform-plan",
        deployments=(Deployment(model=with_symbols(model, text_of)),),
        diagnostics=(*contents.diagnostics, *invalid),
        files=tuple(sorted({source.path, *beside.files})),
    )
