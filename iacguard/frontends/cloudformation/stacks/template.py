"""The sections of one template, typed; what has a wrong shape is a diagnostic and left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ....core.diagnostic import FILE_NOT_READ, NOT_EVALUATED, Diagnostic, Level
from ....core.source import Source, SourceSpan
from ..text.document import (
    Comment,
    Entry,
    ListNode,
    LoadedDocument,
    MapNode,
    Node,
    Scalar,
    Tagged,
    followed,
)

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
INCLUDE = "AWS::Include"
_AS_WRITTEN = "is not evaluated; the template was judged as written"
_NOTHING_CERTAIN = "is not evaluated and may change anything in this template"

# Sections whose entries decide what is deployed. A macro sees what stands beside it.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html
_DECIDING = ("Resources", "Parameters", "Mappings", "Conditions")


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

    lost: SourceSpan | None = None
    """Properties of the wrong shape, of which nothing could be read."""

    bindings: Mapping[str, str] = field(default_factory=dict)
    """The variables of the `Fn::ForEach` loops around it."""


@dataclass(frozen=True, slots=True)
class Named:
    """One condition, output or rule: its name's place and its node."""

    header: SourceSpan
    node: Node
    bindings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A part of a template that may declare anything, and was not read."""

    name: str
    """What it is: ``transform Mine``, ``a part of the template``."""

    reason: str
    """Why it was not read, as a clause: "it is not evaluated"."""

    span: SourceSpan
    rewrites: bool = False
    """Whether it may change what is written elsewhere in the template, as a macro may."""


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

    lost: tuple[Lost, ...] = ()
    """What may declare resources, and was not read."""

    diagnostics: tuple[Diagnostic, ...] = ()
    comments: tuple[Comment, ...] = ()

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
        self.comments = document.comments
        self.root = followed(document.root) if document.root is not None else None
        self.diagnostics: list[Diagnostic] = []
        self.loops: dict[str, tuple[Entry, ...]] = {}
        self.is_partial = not document.is_complete
        self.lost: list[Lost] = list(_unreadable(document))

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
            lost=tuple(self.lost),
            diagnostics=tuple(self.diagnostics),
            comments=self.comments,
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
                self._macro(entry.value, f"Fn::Transform in {name}", section=name)
            else:
                yield entry
        self.loops[name] = tuple(loops)
        if name == "Resources":
            self.lost += (second_of(self.source, entry) for entry in section.duplicates)

    def _resource(self, entry: Entry) -> Resource | None:
        resource, problem = read_resource(self.source, entry)
        self.diagnostics += problem
        if any(one.rule == NOT_EVALUATED for one in problem):
            self.is_partial = True
        if resource is None:
            self.lost.append(lost_resource(self.source, entry))
        return resource

    def _transforms(self) -> None:
        node = self.root.get("Transform") if isinstance(self.root, MapNode) else None
        if node is None or _is_null(node):
            return
        listed = followed(node)
        for element in listed.elements if isinstance(listed, ListNode) else (node,):
            name = name_of_transform(element)
            if name == SERVERLESS:
                # It declares roles, permissions and stages by names of its own.
                self.is_partial = True
            if not name:
                self._wrong(element, "expected a transform to have a name")
            elif name not in _HARMLESS_TRANSFORMS:
                self._macro(element, f"transform {name}")

    def _macro(self, node: Node, subject: str, section: str = "Resources") -> None:
        self.is_partial = True
        rewrites = name_of_transform(node) != INCLUDE and section in _DECIDING
        self.diagnostics.append(_not_evaluated(self.source, node, subject, rewrites=rewrites))
        if rewrites or section == "Resources":
            span = self.source.span(node.start, node.end)
            lost = Lost(name=subject, reason="it is not evaluated", span=span, rewrites=rewrites)
            self.lost.append(lost)

    def _wrong(self, node: Node, summary: str) -> None:
        self.diagnostics.append(wrong_shape(self.source.span(node.start, node.end), summary))


def bound_name(name: str, bindings: Mapping[str, str]) -> str:
    """Return a text with the variables of loops filled in."""
    for variable, text in bindings.items():
        name = name.replace("${" + variable + "}", text)
        # `&{Name}` keeps letters and digits only, as logical ids must.
        plain = "".join(character for character in text if character.isalnum())
        name = name.replace("&{" + variable + "}", plain)
    return name


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
    if type_ is not None and bindings:
        type_ = bound_name(type_, bindings)
    macro = body.entries.get("Fn::Transform")
    if type_ is None and macro is not None:
        return None, (_not_evaluated(source, macro.value, f"Fn::Transform in resource {name}"),)
    if type_ is None:
        return None, (wrong_shape(header, f"expected resource {name} to have a Type"),)
    problems: list[Diagnostic] = []
    condition_span: SourceSpan | None = None
    lost: SourceSpan | None = None
    written = body.get("Properties")
    properties = followed(written) if written is not None and not _is_null(written) else None
    if properties is not None and not isinstance(properties, MapNode):
        span = source.span(properties.start, properties.end)
        problems.append(wrong_shape(span, f"expected the Properties of {name} to be a map"))
        properties, lost = None, span
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
        lost=lost,
        bindings=bindings or {},
    )
    return resource, tuple(problems)


def lost_resource(source: Source, entry: Entry) -> Lost:
    """Return what is lost with a resource that could not be read."""
    span = source.span(entry.key.start, entry.key.end)
    return Lost(name=entry.key.name, reason="it could not be read", span=span)


def second_of(source: Source, entry: Entry) -> Lost:
    """Return what is lost with an entry whose key is written a second time."""
    span = source.span(entry.key.start, entry.key.end)
    return Lost(
        name=f"the second {entry.key.name}", reason="only the first one was read", span=span
    )


def _unreadable(document: LoadedDocument) -> Iterator[Lost]:
    """Yield what could not be parsed of a file."""
    reason = "it could not be read"
    for found in document.diagnostics if not document.is_complete else ():
        place = found.context or found.subject
        yield Lost(name=f"part of {place.path}", reason=reason, span=found.subject)
        break
    root = followed(document.root) if document.root is not None else None
    for entry in root.duplicates if isinstance(root, MapNode) else ():
        if entry.key.name == "Resources":
            yield second_of(document.source, entry)


def name_of_transform(transform: Node) -> str | None:
    """Return the name of a transform, which is written alone or beside its parameters."""
    written = followed(transform)
    return text_of(written.get("Name") if isinstance(written, MapNode) else written)


def _not_evaluated(
    source: Source, node: Node, subject: str, *, rewrites: bool = False
) -> Diagnostic:
    return Diagnostic(
        rule=NOT_EVALUATED,
        level=Level.NOTE,
        summary=f"{subject} {_NOTHING_CERTAIN if rewrites else _AS_WRITTEN}",
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
