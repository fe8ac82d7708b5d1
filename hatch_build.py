"""Ships the rules in the wheel, compiled to the one file that a scan loads."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulesBuildHook(BuildHookInterface[Any]):
    """Puts the rule files and the compiled catalogue into ``iacguard/_rules``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogue; in an editable install the rule files themselves are read."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from iacguard.rules.catalog import COMPILED, compile_catalog, load_catalog

            rules = root / "rules"
            load_catalog(rules)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", suffix=".json", delete=False
            ) as stream:
                stream.write(compile_catalog(rules))
        finally:
            sys.path.remove(str(root))
        included = build_data["force_include"]
        included[str(rules)] = "iacguard/_rules"
        included[stream.name] = f"iacguard/_rules/{COMPILED}"
        self._compiled = Path(stream.name)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary file."""
        compiled = getattr(self, "_compiled", None)
        if compiled is not None:
            compiled.unlink()
