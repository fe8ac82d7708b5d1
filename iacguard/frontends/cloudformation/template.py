"""The sections of one template, typed; what has a wrong shape is a diagnostic and left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...core.diagnostic import FILE_NOT_READ, NOT_EVALUATED, Diagnostic, Level
from ...core.source import Source, SourceSpan
from .document import Entry, ListNode, LoadedDocument, MapNode, Node, Scalar, Tagged, followed

SERVERLESS = "AWS::Serverless-2016-10-31"
LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions"

# Transforms that leave resources of the audit pipeline as they are written.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html
_HARMLESS_TRANSFORMS = frozenset(
    {
        SERVERLESS,
        LANGUAGE_EXTENSIONS,
        "AWS::CodeDeployBlueGreen",
        "AWS::SecretsManager-2020-07-23",
        "AWS::SecretsManager-2024-09-16",
        "AWS::ServiceCatalog",
    }
)
_MACRO = "is not evaluated; the template is judged as it is written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource as it is declared."""

    logical_id: str
    type: str

    header: SourceSpan
    """The logical id."""

    body: MapNode
    properties: MapNode | None = None
    condition: str | None = None
    condition_span: SourceSpan | None = None

    bindings: Mapping[str, str] = field(default_factory=dict)
    """The variables of the `Fn::ForEach` loops around it."""


@dataclass(frozen=True, slots=True)
class Named:
    """One condition, output or rule: its name's place and its node."""

    header: SourceSpan
    node: Node
    bindings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template whose sections have the right shape; bodies are still nodes."""

    source: Source
    start: SourceSpan
    """The start of the file, where a finding on the whole stack points."""

    parameters: Mapping[str, Named] = field(default_factory=dict)
    mappings: Mapping[str, Named] = field(default_factory=dict)
    conditions: Mapping[str, Named] = field(default_factory=dict)
    rules: Mapping[str, Named] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)
    outputs: Mapping[str, Named] = field(default_factory=dict)

    loops: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    """The entries ``Fn::ForEach::…`` of each section, not yet expanded."""

    is_partial: bool = False
    """Whether a transform or an include may declare what is not written here."""

    diagnostics: tuple[Diagnostic, ...] = ()

    def span(self, node: Node) -> SourceSpan:
        """Return where a node is written."""
        return self.source.span(node.start, node.end)


def read_template(document: LoadedDocument) -> Template:
    """Return the sections of a loaded file."""
    return _Reader(document).template()


def text_of(node: Node | None) -> str | None:
    """Return a scalar's text as CloudFormation turns it into a string; None for anything else."""
    if node is None:
        return None
    node = followed(node)
    if not isinstance(node, Scalar) or node.value is None:
        return None
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    return node.value if isinstance(node.value, str) else node.text


class _Reader:
    """Reads one document; collects what has a wrong shape."""

    def __init__(self, document: LoadedDocument) -> None:
        self.source = document.source
        self.root = followed(document.root) if document.root is not None else None
        self.diagnostics: list[Diagnostic] = []
        self.loops: dict[str, tuple[Entry, ...]] = {}
        self.is_partial = not document.is_complete

    def template(self) -> Template:
        self._transforms()
        resources: dict[str, Resource] = {}
        for entry in self._section("Resources"):
            resource = self._resource(entry)
            if resource is not None:
                resources[resource.logical_id] = resource
        sections = {
            name.lower(): {entry.key.name: self._named(entry) for entry in self._section(name)}
            for name in ("Parameters", "Mappings", "Conditions", "Rules", "Outputs")
        }
        return Template(
            source=self.source,
            start=self.source.span(0, 0),
            resources=resources,
            loops=self.loops,
            is_partial=self.is_partial,
            diagnostics=tuple(self.diagnostics),
            **sections,
        )

    def _named(self, entry: Entry) -> Named:
        return Named(self.source.span(entry.key.start, entry.key.end), entry.value)

    def _section(self, name: str) -> Iterator[Entry]:
        node = self.root.get(name) if isinstance(self.root, MapNode) else None
        if node is None or _is_null(node):
            return
        section = followed(node)
        if not isinstance(section, MapNode):
            self._wrong(node, f"expected {name} to be a map")
            return
        loops: list[Entry] = []
        for entry in section.entries.values():
            if entry.key.name.startswith("Fn::ForEach::"):
                loops.append(entry)
            elif entry.key.name == "Fn::Transform":
                self._macro(entry.value, f"Fn::Transform in {name}")
            else:
                yield entry
        self.loops[name] = tuple(loops)

    def _resource(self, entry: Entry) -> Resource | None:
        resource, problem = read_resource(self.source, entry)
        self.diagnostics += problem
        if any(one.rule == NOT_EVALUATED for one in problem):
            self.is_partial = True
        return resource

    def _transforms(self) -> None:
        node = self.root.get("Transform") if isinstance(self.root, MapNode) else None
        if node is None:
            return
        listed = followed(node)
        for element in listed.elements if isinstance(listed, ListNode) else (node,):
            name = text_of(element)
            if name is None and isinstance(inner := followed(element), MapNode):
                name = text_of(inner.get("Name"))
            if name == SERVERLESS:
                # It declares roles, permissions and stages by names of its own.
                self.is_partial = True
            if name not in _HARMLESS_TRANSFORMS:
                self._macro(element, f"transform {name}" if name else "transform")

    def _macro(self, node: Node, subject: str) -> None:
        self.is_partial = True
        self.diagnostics.append(_not_evaluated(self.source, node, subject))

    def _wrong(self, node: Node, summary: str) -> None:
        self.diagnostics.append(wrong_shape(self.source.span(node.start, node.end), summary))


def read_resource(
    source: Source, entry: Entry, logical_id: str = "", bindings: Mapping[str, str] | None = None
) -> tuple[Resource | None, tuple[Diagnostic, ...]]:
    """Return one resource of the section, or what is wrong with its shape."""
    name = logical_id or entry.key.name
    body = followed(entry.value)
    header = source.span(entry.key.start, entry.key.end)
    written_type = body.get("Type") if isinstance(body, MapNode) else None
    if isinstance(body, Tagged) or isinstance(written_type, Tagged):
        # The unknown tag has its diagnostic.
        return None, ()
    if not isinstance(body, MapNode):
        return None, (wrong_shape(header, f"expected resource {name} to be a map"),)
    type_ = text_of(body.get("Type"))
    macro = body.entries.get("Fn::Transform")
    if type_ is None and macro is not None:
        return None, (_not_evaluated(source, macro.value, f"Fn::Transform in resource {name}"),)
    if type_ is None:
        return None, (wrong_shape(header, f"expected resource {name} to have a Type"),)
    problems: list[Diagnostic] = []
    condition_span: SourceSpan | None = None
    written = body.get("Properties")
    properties = followed(written) if written is not None and not _is_null(written) else None
    if properties is not None and not isinstance(properties, MapNode):
        span = source.span(properties.start, properties.end)
        problems.append(wrong_shape(span, f"expected the Properties of {name} to be a map"))
        properties = None
    if macro is not None:
        # What is put beside the properties may be properties.
        properties = properties or MapNode(body.start, body.end, {})
        beside = {**properties.entries, macro.key.name: macro}
        properties = properties._replace(entries=beside)
    named = body.get("Condition")
    condition = text_of(named)
    if named is not None:
        condition_span = source.span(named.start, named.end)
    if condition_span is not None and condition is None:
        problems.append(
            wrong_shape(condition_span, f"expected the Condition of {name} to be a name")
        )
        # A resource whose condition cannot be read may or may not exist.
        condition = ""
    resource = Resource(
        logical_id=name,
        type=type_,
        header=header,
        body=body,
        properties=properties,
        condition=condition,
        condition_span=condition_span,
        bindings=bindings or {},
    )
    return resource, tuple(problems)


def _not_evaluated(source: Source, node: Node, subject: str) -> Diagnostic:
    return Diagnostic(
        rule=NOT_EVALUATED,
        level=Level.NOTE,
        summary=f"{subject} {_MACRO}",
        detail="What it adds or changes at deployment is not known.",
        subject=source.span(node.start, node.end),
    )


def wrong_shape(span: SourceSpan, summary: str) -> Diagnostic:
    """Return the diagnostic on a part of a template that CloudFormation would refuse."""
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary=summary,
        detail="This part was not judged; the rest of the template was.",
        subject=span,
    )


def _is_null(node: Node) -> bool:
    scalar = followed(node)
    return isinstance(scalar, Scalar) and scalar.value is None
