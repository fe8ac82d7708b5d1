"""The output formats, by the name that a user gives."""

from __future__ import annotations

from collections.abc import Mapping

from .json_v1 import json_v1
from .presentation import Renderer
from .sarif import sarif
from .text import text

RENDERERS: Mapping[str, Renderer] = {"text": text, "json": json_v1, "sarif": sarif}
