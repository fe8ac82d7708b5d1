"""What a scan did beyond reading the scanned tree and the program."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import iacguard
from iacguard.core import user_cache

PACKAGE = Path(iacguard.__file__).parent
TEMPORARY = ("os.remove", "os.rename")
"""How a report is written; the tree is never written to."""

CODES = (".py", ".pyc", ".so")
"""What is only opened to be run."""


def strange_events(
    tree: Path, reports: Path, events: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the events that neither read the tree nor belong to the program."""
    places = [tree.resolve(), *own_places(reports)]
    strange = []
    for event, what in events:
        place = Path(os.path.realpath(tree / what))
        is_read = event in ("open", "os.listdir", "os.scandir", *TEMPORARY)
        is_allowed = is_read and any(place.is_relative_to(own) for own in places)
        if not is_allowed or (place.suffix in CODES and place.is_relative_to(places[0])):
            strange.append((event, what))
    return strange


def own_places(reports: Path) -> list[Path]:
    """Return where Python, the program, its cache and the reports are."""
    cache = user_cache.directory()
    places = [Path(sys.prefix), Path(sys.base_prefix), PACKAGE, PACKAGE.parent / "rules", reports]
    return [place.resolve() for place in (*places, *([cache] if cache else []))]
