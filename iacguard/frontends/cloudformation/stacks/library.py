"""The templates of a scanned tree, each read once."""

from __future__ import annotations

import posixpath

from ....core.diagnostic import Diagnostic
from ....core.limits import Limits
from ....core.source import Source
from ...protocol import Files
from ..text.document import LoadedDocument
from ..text.json_loader import load_json
from ..text.recognise import is_misread_template, is_template
from ..text.yaml_loader import load_yaml
from .template import Template, read_template


class Library:
    """Reads templates and parameter files by their paths, and remembers them."""

    def __init__(self, files: Files, limits: Limits) -> None:
        """Read from these files."""
        self._files = files
        self._limits = limits
        self._documents: dict[str, LoadedDocument | Diagnostic | None] = {}
        self._templates: dict[str, Template] = {}
        self._sources: dict[str, Source | None] = {}

    def document(self, path: str) -> LoadedDocument | Diagnostic | None:
        """Return a loaded file, why it cannot be read, or None where there is no such file."""
        if path not in self._documents:
            source = self._files.read(path)
            loaded = load(source, self._limits) if isinstance(source, Source) else source
            self._documents[path] = loaded
        return self._documents[path]

    def source(self, path: str) -> Source | None:
        """Return the text of a file that is no template."""
        if path not in self._sources:
            found = self._files.read(path)
            self._sources[path] = found if isinstance(found, Source) else None
        return self._sources[path]

    def template(self, path: str) -> Template | Diagnostic | None:
        """Return a template, why it cannot be read, or None for anything else."""
        document = self.document(path)
        if not isinstance(document, LoadedDocument):
            return document
        if not is_template(document.root):
            # Of a broken file nobody can tell whether it was a template.
            is_lost = not document.is_complete or is_misread_template(document.root)
            return document.diagnostics[0] if is_lost and document.diagnostics else None
        if path not in self._templates:
            self._templates[path] = read_template(document)
        return self._templates[path]


def load(source: Source, limits: Limits) -> LoadedDocument:
    """Load a text as JSON or as YAML, as it looks."""
    is_json = source.text.lstrip()[:1] in ("{", "[")
    if not is_json:
        return load_yaml(source, limits)
    document = load_json(source, limits)
    if document.is_complete or source.path.lower().endswith(".json"):
        return document
    # A flow mapping of YAML begins like JSON.
    as_yaml = load_yaml(source, limits)
    return as_yaml if as_yaml.is_complete else document


def beside(path: str, location: str) -> str | None:
    """Return the path of a local file named from another file; None where it is not local."""
    if not location or ":" in location or location.startswith(("/", "\\", "~")):
        return None
    if "${" in location or "{{" in location or "\0" in location:
        return None
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), location))
    return None if found == ".." or found.startswith("../") else found
