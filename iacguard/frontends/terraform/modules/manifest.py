"""What ``terraform init`` says of the modules that it downloaded.

The file lies in the tree and may say anything, so an entry counts only where the source of the
call can have led there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import join

from ....core.diagnostic import Diagnostic
from ....core.source import Source

DOWNLOADED = ".terraform"
"""The directory of a root that Terraform keeps what it downloads in."""

_MODULES = f"{DOWNLOADED}/modules"

MANIFEST = f"{_MODULES}/modules.json"

_GIT_ENDING = re.compile(r"\.git(?=//|\?|$)")

_REGISTRIES = ("registry.terraform.io/", "registry.opentofu.org/")
"""What stands before the address of a module of a public registry, where anything does."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A module call for which something was downloaded."""

    source: str | None
    """The source that it was downloaded from; None where the manifest does not say."""

    directory: str
    """Relative to the root module."""

    def is_of(self, source: str) -> bool:
        """Return whether the source of a call can have led to this entry."""
        return self.source is None or _address(self.source) == _address(source)


def read_manifest(source: Source | Diagnostic | None) -> Mapping[str, Installed]:
    """Return the entries of a manifest by the path of their calls: ``trail.bucket``."""
    if not isinstance(source, Source):
        return {}
    try:
        manifest = json.loads(source.text)
    except (ValueError, RecursionError):
        return {}
    modules = manifest.get("Modules") if isinstance(manifest, dict) else None
    found: dict[str, Installed] = {}
    for module in modules if isinstance(modules, list) else ():
        if isinstance(module, dict):
            key, directory, written = module.get("Key"), module.get("Dir"), module.get("Source")
            if isinstance(key, str) and isinstance(directory, str):
                found[key] = Installed(written if isinstance(written, str) else None, directory)
    return found


def is_downloaded(directory: str, root: str) -> bool:
    """Return whether a directory is one that Terraform downloads modules of a root to."""
    return directory.startswith(f"{join(root, _MODULES)}/")


def _address(source: str) -> str:
    """Return a source without what Terraform itself puts before it."""
    for forced in ("git::", "hg::", "s3::", "gcs::"):
        source = source.removeprefix(forced)
    for registry in _REGISTRIES:
        source = source.removeprefix(registry)
    for scheme in ("https://", "ssh://", "http://"):
        source = source.removeprefix(scheme)
    return _GIT_ENDING.sub("", source.removeprefix("git@").replace(":", "/"))
