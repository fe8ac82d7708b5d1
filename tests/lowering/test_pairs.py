"""Both languages, and both forms of CloudFormation, lower to one golden model."""

from __future__ import annotations

from pathlib import Path

import pytest
from model_text import model_text

from iacguard.core.limits import Limits
from iacguard.discover import Tree
from iacguard.frontends.protocol import Request, Scope
from iacguard.frontends.registry import FRONTENDS

CASES = Path(__file__).parents[1] / "fixtures" / "lowering"
TEXTS = {"main.tf": "terraform", "template.yaml": "cloudformation"}
TEXTS["template.json"] = "cloudformation"


def lowered(case: Path, name: str) -> str:
    """Return the models of one text of a case, each headed by the choices that lead to it."""
    row = next(row for row in FRONTENDS if row.name == TEXTS[name])
    tree = Tree(case, Limits())
    scopes = list(row.load().scopes(Request(files=tree, candidates=(name,))))
    assert [] == [diagnostic for scope in scopes for diagnostic in scope.diagnostics]
    return "\n".join(_deployments(scope) for scope in scopes)


def _deployments(scope: Scope) -> str:
    texts = []
    for deployment in scope.deployments:
        chosen = ", ".join(f"{one.name}={one.value}" for one in deployment.choices)
        head = f"when {chosen}\n" if chosen else ""
        texts.append(head + model_text(deployment.model))
    return "\n".join(texts)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_a_case_lowers_to_its_golden_model(case: Path, name: str, update_golden: bool) -> None:
    """What differs between the languages is how a thing is written, not what it is."""
    if not (case / name).exists():
        assert name != "main.tf"
        return
    golden = case / "model.txt"
    if update_golden and name == "main.tf":
        golden.write_text(lowered(case, name), encoding="utf-8")

    assert golden.read_text(encoding="utf-8") == lowered(case, name)
