"""Loads a template, whichever of its two languages it is written in."""

from __future__ import annotations

from ....core.limits import Limits
from ....core.source import Source
from .document import LoadedDocument
from .json_loader import load_json


def load(source: Source, limits: Limits) -> LoadedDocument:
    """Load the template of one file.

    The first character tells JSON from YAML. What looks like JSON but only reads as YAML, such as
    a flow mapping with unquoted keys, is YAML.
    """
    looks_like_json = source.text[:1000].lstrip().startswith("{")
    if looks_like_json or source.path.lower().endswith(".json"):
        document = load_json(source, limits)
        if document.is_complete:
            return document
        flow = _load_yaml(source, limits)
        return flow if flow.is_complete else document
    return _load_yaml(source, limits)


def _load_yaml(source: Source, limits: Limits) -> LoadedDocument:
    # PyYAML costs 25 ms to import; a scan of JSON alone does without it.
    from .yaml_loader import load_yaml

    return load_yaml(source, limits)
