"""Cloud assemblies: what ``cdk synth`` writes beside its templates into ``cdk.out``.

https://docs.aws.amazon.com/cdk/v2/guide/assembly.html
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ....core.source import Source, SourceSpan
from ....core.value import Hop
from ..text.document import ListNode, LoadedDocument, MapNode, Node, Scalar, followed, walk
from .library import Library, beside
from .template import text_of

_STACK = "aws:cloudformation:stack"
_ASSETS = "cdk:asset-manifest"
_ASSET = re.compile(r"/([0-9a-f]{64})\.json")
_FRAME = re.compile(r"([^()]{1,1000}):(\d{1,7}):(\d{1,7})\)?$")
_TRACE = "aws:cdk:creationStack"
_MOST_SUFFIXES = 20
"""How many directories of a path of another machine are compared."""


@dataclass(frozen=True, slots=True)
class Construct:
    """The construct that a resource was made by."""

    path: str
    """``Prod/Audit/Trail/Resource``."""

    span: SourceSpan
    """Where the program makes it, or where the assembly names it."""


@dataclass(frozen=True, slots=True)
class AssemblyStack:
    """One stack of an assembly."""

    name: str
    template: str
    """The path of its template."""

    environment: str
    """``aws://111122223333/eu-west-1``; account and region may be unknown."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """The stacks of one stage, and what is known of their resources."""

    directory: str
    stacks: tuple[AssemblyStack, ...]

    assets: Mapping[str, str] = field(default_factory=dict)
    """The paths of assets by their hashes."""

    constructs: Mapping[tuple[str, str], Construct] = field(default_factory=dict)
    """By the path of the template and the logical id."""

    files: tuple[str, ...] = ()
    """What was read for it."""

    def labels(self, template: str, logical_id: str) -> tuple[Hop, ...]:
        """Return the place in the program that made a resource."""
        construct = self.constructs.get((template, logical_id))
        return () if construct is None else (Hop(construct.span, f"construct {construct.path}"),)

    def nested(self, location: Node) -> str | None:
        """Return the path of the template that the URL of a nested stack names by its hash."""
        for node in walk(location):
            found = _ASSET.search(node.text) if isinstance(node, Scalar) else None
            if found is not None and found[1] in self.assets:
                return self.assets[found[1]]
        return None


def read_assembly(library: Library, directory: str) -> Assembly | None:
    """Return the assembly in a directory; None where there is none."""
    return _Reader(library, directory).assembly()


class _Reader:
    """Reads the files of one assembly."""

    def __init__(self, library: Library, directory: str) -> None:
        self._library = library
        self._manifest = posixpath.join(directory, "manifest.json")
        self._directory = directory
        self._constructs: dict[tuple[str, str], Construct] = {}
        self._files: set[str] = set()

    def assembly(self) -> Assembly | None:
        artifacts = self._map(self._manifest, "artifacts")
        if artifacts is None:
            return None
        stacks: list[AssemblyStack] = []
        assets: dict[str, str] = {}
        for name, entry in artifacts.entries.items():
            artifact = followed(entry.value)
            if not isinstance(artifact, MapNode):
                continue
            properties = followed(artifact.get("properties") or artifact)
            if not isinstance(properties, MapNode):
                continue
            kind = text_of(artifact.get("type"))
            if kind == _ASSETS:
                assets.update(self._assets(properties))
            template = self._path(text_of(properties.get("templateFile")))
            if kind == _STACK and template is not None:
                shown = text_of(properties.get("stackName")) or name
                environment = text_of(artifact.get("environment")) or ""
                stacks.append(AssemblyStack(shown, template, environment))
                self._read_constructs(artifact, template)
        return Assembly(
            self._directory, tuple(stacks), assets, self._constructs, tuple(sorted(self._files))
        )

    def _path(self, name: str | None) -> str | None:
        return None if name is None else beside(self._manifest, name)

    def _map(self, path: str | None, section: str) -> MapNode | None:
        document = self._library.document(path) if path is not None else None
        if not isinstance(document, LoadedDocument) or document.root is None or path is None:
            return None
        root = followed(document.root)
        inner = root.get(section) if isinstance(root, MapNode) and section else document.root
        found = followed(inner) if inner is not None else None
        if not isinstance(found, MapNode):
            return None
        self._files.add(path)
        return found

    def _assets(self, properties: MapNode) -> Iterator[tuple[str, str]]:
        files = self._map(self._path(text_of(properties.get("file"))), "files")
        for name, entry in files.entries.items() if files is not None else ():
            asset = followed(entry.value)
            source = asset.get("source") if isinstance(asset, MapNode) else None
            written = followed(source) if source is not None else None
            path = text_of(written.get("path")) if isinstance(written, MapNode) else None
            resolved = self._path(path)
            if resolved is not None:
                yield name, resolved

    def _read_constructs(self, artifact: MapNode, template: str) -> None:
        """Read which construct made which resource, of a stack and the stacks nested in it."""
        separate = self._path(text_of(artifact.get("additionalMetadataFile")))
        inline = artifact.get("metadata")
        metadata, path = self._map(separate, ""), separate
        if metadata is None and inline is not None:
            found = followed(inline)
            metadata, path = (found if isinstance(found, MapNode) else None), self._manifest
        if metadata is None or path is None:
            return
        noted = {name: _noted(entry.value) for name, entry in metadata.entries.items()}
        templates = {
            name: self._path(text_of(notes["aws:cdk:templateFile"]))
            for name, notes in noted.items()
            if "aws:cdk:templateFile" in notes
        }
        for name, notes in noted.items():
            logical_id = notes.get("aws:cdk:logicalId")
            text = text_of(logical_id)
            if logical_id is None or text is None:
                continue
            owner = _owner(name, templates) or template
            span = self._made_at(notes) or self._span(path, logical_id)
            if span is not None:
                self._constructs[owner, text] = Construct(name.strip("/"), span)

    def _span(self, path: str, node: Node) -> SourceSpan | None:
        document = self._library.document(path)
        if not isinstance(document, LoadedDocument):
            return None
        return document.source.span(node.start, node.end)

    def _made_at(self, notes: Mapping[str, Node]) -> SourceSpan | None:
        """Return the first line of the program on the way to a construct, if it is scanned."""
        trace = followed(notes[_TRACE]) if _TRACE in notes else None
        for element in trace.elements if isinstance(trace, ListNode) else ():
            found = _FRAME.search(text_of(element) or "")
            if found is None:
                continue
            source = self._program(found[1].replace("\\", "/"))
            if source is not None:
                offset = source.offset(int(found[2]), int(found[3]))
                return source.span(offset, offset)
        return None

    def _program(self, path: str) -> Source | None:
        """Return the file of the scanned tree that a path of another machine ends like."""
        steps = [step for step in path.split("/") if step not in ("", ".", "..")]
        above = [""]
        for step in self._directory.split("/")[:_MOST_SUFFIXES]:
            above.append(posixpath.join(above[-1], step))
        for count in range(min(len(steps), _MOST_SUFFIXES), 0, -1):
            suffix = "/".join(steps[-count:])
            for base in reversed(above):
                candidate = posixpath.join(base, suffix)
                source = self._library.source(candidate)
                if source is not None:
                    self._files.add(candidate)
                    return source
        return None


def _noted(node: Node) -> Mapping[str, Node]:
    """Return the values of metadata entries by their types."""
    listed = followed(node)
    noted: dict[str, Node] = {}
    for element in listed.elements if isinstance(listed, ListNode) else ():
        entry = followed(element)
        if isinstance(entry, MapNode):
            kind, value = text_of(entry.get("type")), entry.get("data")
            if kind is not None and value is not None:
                noted[kind] = value
            trace = entry.get("trace")
            if trace is not None:
                noted.setdefault(_TRACE, trace)
    return noted


def _owner(path: str, templates: Mapping[str, str | None]) -> str | None:
    """Return the template of the innermost stack around a construct."""
    while path:
        if path in templates:
            return templates[path]
        path = path.rpartition("/")[0]
    return None
