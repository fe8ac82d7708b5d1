"""A plan's text becomes a scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ....core.source import Position, Source, SourceSpan
from ....core.value import Part, Symbol
from ....model.symbols import with_symbols
from ...lowering.block import Block
from ...lowering.lower import lower
from ...protocol import Deployment, FrontendRequest, Scope
from ..modules.other_providers import FOREIGN, ForeignResource, foreign_resource, notes
from ..tables.all import TABLES
from .blocks import planned_blocks
from .configuration import PlanConfiguration
from .deployment import DATA_SOURCES, DeploymentSymbols
from .documents import POLICY_DOCUMENT
from .merge_with_source import changed_since, laid_over_source, without_keys
from .omitted_resources import left_out
from .order import ordered
from .overridden_attributes import without_shadowed
from .reader import read_plan
from .scan import Stretch
from .sections import PlanContents
from .sensitive import sensitive_places
from .source_evaluation import SourceBeside, Sources, source_beside
from .sources import with_verb

_TYPES = TABLES.types() | DATA_SOURCES | {POLICY_DOCUMENT} | FOREIGN.keys()
_AS_PLANNED = "The plan itself was judged."


def plan_scope(source: Source, request: FrontendRequest, sources: Sources) -> Scope | None:
    """Return the scope of a plan; None where the text is no plan or declares nothing of use."""
    contents = read_plan(source, _TYPES, request.limits)
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
    configuration = PlanConfiguration(source.text, contents.configuration, request.limits)
    inputs = request.inputs.of_scope(source.path)
    symbols = DeploymentSymbols(contents, configuration, inputs.account_id)
    beside = source_beside(contents, configuration, sources, inputs)
    planned = planned_blocks(contents, configuration, symbols)
    if beside is None:
        laid = planned
        if inputs.plan_sources and sources.left:
            contents.note(
                Stretch(0, 0), "no directory of --plan-source matches this plan", _AS_PLANNED
            )
    else:
        laid = laid_over_source(planned, beside.blocks, beside.calls, beside.rewritten)
        changed = changed_since(planned, beside.blocks, beside.rewritten)
        documents = (
            each for each in contents.data_sources if without_keys(each) in beside.rewritten
        )
        _note_differences(contents, beside, [*changed, *sorted(documents)])
    common = symbols.common()

    def text_of(symbol: Symbol) -> Part:
        return common.get(symbol, symbol)

    # Names are compared when satellites join, so the blocks have to be settled before.
    laid = ordered(laid, contents, configuration, TABLES, _as_planned(beside))
    named = [replace(block, attributes=with_symbols(block.attributes, text_of)) for block in laid]
    blocks = without_shadowed(named, contents, configuration)
    start = Position(1, 1, 0)
    place = SourceSpan(source.path if beside is None else beside.first_file, start, start)
    foreign = tuple(_foreign(blocks))
    written = () if beside is None or beside.difference else beside.blocks.values()
    untold = left_out(contents, configuration, planned, written)
    unread = (*contents.unread, *untold, *(each.unread for each in foreign))
    model, invalid, loose = lower(blocks, TABLES, source.path, place, unread)
    hidden = sensitive_places(contents, configuration.sensitive_variables())
    return Scope(
        name=source.path,
        language="terraform-plan",
        deployments=(
            Deployment(
                model=with_symbols(model, text_of),
                loose=tuple(one.with_symbols(text_of) for one in loose),
                satellites=TABLES.satellites,
            ),
        ),
        diagnostics=(*contents.diagnostics, *notes(foreign, model), *invalid),
        files=tuple(sorted({source.path, *(() if beside is None else beside.files)})),
        exceptions=() if beside is None else beside.exceptions,
        sensitive=hidden if beside is None else tuple(sorted({*hidden, *beside.sensitive})),
        source=None if beside is None else beside.directory or ".",
    )


def _as_planned(beside: SourceBeside | None) -> Mapping[str, Block]:
    """Return the blocks of the source that it writes as they were planned."""
    if beside is None or beside.difference:
        return {}
    return {
        address: block
        for address, block in beside.blocks.items()
        if without_keys(address) not in beside.rewritten
    }


def _foreign(blocks: Sequence[Block]) -> Iterator[ForeignResource]:
    """Yield the resources that declare others by means that are not read."""
    for block in blocks:
        if block.type in FOREIGN:
            names = (name for name in FOREIGN[block.type] if name in block.attributes)
            given = {name: block.attributes[name] for name in names}
            found = foreign_resource(block.type, block.address, block.header, [given])
            if found is not None:
                yield found


def _note_differences(contents: PlanContents, beside: SourceBeside, changed: Sequence[str]) -> None:
    """Say where the source is not what was planned."""
    name = beside.directory or "the root"
    detail = f"The source in {name} has changed since, or belongs to another plan. {_AS_PLANNED}"
    if beside.difference:
        place = contents.configuration or Stretch(0, 0)
        summary = f"the source differs from the plan: {beside.difference}"
        contents.note(Stretch(place.start, place.start), summary, detail)
    elif changed:
        place = {**contents.data_sources, **contents.resources}[changed[0]].place
        summary = f"{with_verb(changed)} different in the source"
        contents.note(place, summary, detail)
