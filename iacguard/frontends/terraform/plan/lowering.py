"""A plan's text becomes a scope."""

from __future__ import annotations

from dataclasses import replace

from ....core.source import Source
from ....core.value import Part, Symbol
from ....model.symbols import with_symbols
from ...lower import lower
from ...protocol import Deployment, Request, Scope
from ..tables import TABLES
from .beside import source_beside
from .blocks import planned_blocks
from .configuration import Configuration
from .deployment import DATA_SOURCES, DeploymentSymbols
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
    inputs = request.inputs.of_scope(source.path)
    symbols = DeploymentSymbols(contents, configuration, inputs.account_id)
    beside = source_beside(contents, request.files, inputs)
    planned = planned_blocks(contents, configuration, symbols)
    common = symbols.common()

    def text_of(symbol: Symbol) -> Part:
        return common.get(symbol, symbol)

    # Names are compared when satellites join, so the blocks have to be settled before.
    blocks = [
        replace(block, attributes=with_symbols(block.attributes, text_of))
        for block in laid_over_source(planned, beside.blocks)
    ]
    model, invalid = lower(blocks, TABLES, source.path, source.span(0, 0))
    return Scope(
        name=source.path,
        language="terraform-plan",
        deployments=(Deployment(model=with_symbols(model, text_of)),),
        diagnostics=(*contents.diagnostics, *invalid),
        files=tuple(sorted({source.path, *beside.files})),
        exceptions=beside.exceptions,
    )
