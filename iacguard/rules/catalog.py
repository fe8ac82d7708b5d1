"""The catalogue of rules: one YAML file each, or all of them compiled to one JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core import user_cache
from ..errors import RuleError
from .checks_by_name import refused_patterns
from .rule import Rule
from .rule_file import rule_from

COMPILED = "catalog.json"
"""The name of the compiled catalogue inside the wheel."""

FRAMEWORKS = "frameworks"
"""The folder of the standards' own titles and sections; it holds no rules."""

_FORM = "rules, form 2"


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every rule, in order of id."""

    rules: tuple[Rule, ...]

    def find(self, word: str) -> Rule | None:
        """Return the rule of this id or name."""
        for rule in self.rules:
            if word.lower() in (rule.id.lower(), rule.name):
                return rule
        return None


def rules_directory() -> Path:
    """Return where the rules lie: in the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_rules"
    return shipped if shipped.is_dir() else package.parent / "rules"


def load_catalog(directory: Path | None = None) -> Catalog:
    """Return all rules of a directory; raise RuleError where one is malformed."""
    directory = directory or rules_directory()
    compiled = directory / COMPILED
    if compiled.is_file():
        # Its filter patterns were read when it was compiled; reading them takes another 10 ms.
        raw = json.loads(compiled.read_text(encoding="utf-8"))["rules"]
        read = [rule_from(text, path) for path, text in raw.items()]
    else:
        raw = json.loads(_compiled(directory))["rules"]
        read = [rule_from(text, path, refused_patterns) for path, text in raw.items()]
    rules = sorted(read, key=lambda rule: rule.id)
    _refuse_twins(rules)
    return Catalog(tuple(rules))


def rule_texts(directory: Path) -> dict[str, str]:
    """Return the text of every rule file by its path in the directory."""
    paths = (file.relative_to(directory) for file in sorted(directory.rglob("*.yaml")))
    return {
        path.as_posix(): (directory / path).read_text(encoding="utf-8")
        for path in paths
        if path.parts[0] != FRAMEWORKS
    }


def read_rule_files(directory: Path) -> dict[str, Mapping[str, Any]]:
    """Return the raw mapping of every rule file by its path in the directory."""
    return _maps_of(rule_texts(directory))


def _maps_of(texts: Mapping[str, str]) -> dict[str, Mapping[str, Any]]:
    return {path: _map_of(text, path) for path, text in texts.items()}


def read_yaml(file: Path, path: str) -> Mapping[str, Any]:
    """Return the map that a YAML file holds; raise RuleError, under `path`, where it holds none."""
    return _map_of(file.read_text(encoding="utf-8"), path)


def _map_of(text: str, path: str) -> Mapping[str, Any]:
    # PyYAML takes 25 ms to import; a compiled catalogue does without.
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        raise RuleError(f"{path}: {error}") from error
    if not isinstance(raw, Mapping):
        raise RuleError(f"{path}: the file holds no map")
    return raw


def compile_catalog(directory: Path) -> str:
    """Return the compiled catalogue as JSON text; examples stay in the rule files."""
    return _compile(rule_texts(directory))


def _compiled(directory: Path) -> str:
    """Return the compiled catalogue of rule files that may have changed since the last run.

    YAML takes 200 ms to read, in each run of a checkout.
    """
    texts = rule_texts(directory)
    key = user_cache.key_of(_FORM, json.dumps(texts).encode())
    compiled = user_cache.read(key)
    if compiled is None:
        compiled = _compile(texts)
        user_cache.write(key, compiled)
    return compiled


def _compile(texts: Mapping[str, str]) -> str:
    rules = {
        path: {key: value for key, value in rule.items() if key != "examples"}
        for path, rule in _maps_of(texts).items()
    }
    return json.dumps({"rules": rules}, separators=(",", ":"))


def _refuse_twins(rules: Iterable[Rule]) -> None:
    seen: dict[str, Rule] = {}
    for rule in rules:
        for word in (rule.id, rule.name):
            if word in seen:
                raise RuleError(f"{rule.id} and {seen[word].id} are both called {word}")
            seen[word] = rule
