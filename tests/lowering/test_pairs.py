"""Both languages, and both forms of CloudFormation, lower to one golden model."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from model_text import model_text, not_expressible, written_fields

from iacguard.core.limits import Limits
from iacguard.frontends.cloudformation.tables.all import TABLES as CLOUDFORMATION
from iacguard.frontends.protocol import FrontendRequest, Scope
from iacguard.frontends.registry import FRONTENDS
from iacguard.frontends.terraform.tables.all import TABLES as TERRAFORM
from iacguard.model.bucket import AccountPublicAccessBlock
from iacguard.model.entity import Entity, NestedStructure
from iacguard.model.model import Model
from iacguard.scan.tree import Tree

CASES = Path(__file__).parents[1] / "fixtures" / "lowering"
TEXTS = {
    "main.tf": "terraform",
    "template.yaml": "cloudformation",
    "template.json": "cloudformation",
}
TABLES = {"terraform": TERRAFORM, "cloudformation": CLOUDFORMATION}


NOT_WRITTEN: dict[str, dict[tuple[str, str], str]] = {
    "main.tf": {},
    "template.yaml": {
        ("Bucket", "has_mfa_delete"): "MFA delete is switched on by the root user alone",
        ("Bucket", "is_destroyable"): "a stack's deletion keeps a bucket that holds objects",
        ("Bucket", "is_requester_pays"): "there is no property for it",
        ("Bucket", "acl_grants"): "a bucket has a canned ACL or none",
        ("AclGrant", "grantee_uri"): "as for the bucket's grants",
        ("AclGrant", "permission"): "as for the bucket's grants",
        **{
            ("AccountPublicAccessBlock", field.name): "there is no such resource type"
            for field in fields(AccountPublicAccessBlock)
            if field.name not in {common.name for common in fields(Entity)}
        },
        ("Model", "account_public_access_blocks"): "there is no such resource type",
        ("Role", "inline_policy_lists"): "there is no such resource type",
        ("Role", "managed_policy_lists"): "there is no such resource type",
        ("PolicyList", "policies"): "as for the role's lists",
        ("Organization", "enabled_policy_types"): "no type of policies is enabled by a stack",
        ("Organization", "trusted_services"): "no service is trusted by a stack",
        ("Model", "trusted_services"): "as for the organization",
        ("TrustedService", "service_principal"): "as for the organization",
    },
}
"""What a language has no way to write, and why."""


def scopes_of(case: Path, name: str) -> list[Scope]:
    """Return the scopes of one text of a case."""
    row = next(row for row in FRONTENDS if row.name == TEXTS[name])
    tree = Tree(case, Limits())
    return list(row.load().scopes(FrontendRequest(files=tree, candidates=(name,))))


def lowered(case: Path, name: str) -> str:
    """Return the models of one text of a case, each headed by the choices that lead to it."""
    scopes = scopes_of(case, name)
    assert [] == [diagnostic for scope in scopes for diagnostic in scope.diagnostics]
    return "\n".join(_deployments(scope) for scope in scopes)


def _deployments(scope: Scope) -> str:
    """Return what is deployed with each choice; once where no choice makes a difference."""
    models = [model_text(deployment.model) for deployment in scope.deployments]
    if len(set(models)) == 1:
        return models[0]
    choices = (
        ", ".join(f"{one.name}={one.value}" for one in deployment.choices)
        for deployment in scope.deployments
    )
    return "\n".join(f"when {chosen}\n{model}" for chosen, model in zip(choices, models))


def golden_of(case: Path, name: str) -> Path:
    """Return the golden of a text; each language has its own where they are right to differ."""
    differs = (case / "differs.txt").exists()
    return case / (f"model.{TEXTS[name]}.txt" if differs else "model.txt")


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_a_case_lowers_to_its_golden_model(case: Path, name: str, update_golden: bool) -> None:
    """What differs between the languages is how a thing is written, not what it is."""
    if not (case / name).exists():
        assert (case / "differs.txt").exists()
        return
    golden = golden_of(case, name)
    model = lowered(case, name)
    if update_golden:
        # Another process may not have written it yet: each asks for what the first text gives.
        first = "main.tf" if golden.name != "model.cloudformation.txt" else "template.yaml"
        expected = model if name == first else lowered(case, first)
        if name == first:
            golden.write_text(model, encoding="utf-8")
    else:
        expected = golden.read_text(encoding="utf-8")

    assert expected == model


@pytest.mark.parametrize("name", ["main.tf", "template.yaml"])
def test_every_field_is_written_in_some_case(name: str) -> None:
    """A field that no case writes could be lost in one language, and nobody would know."""
    wanted = {
        (one.__name__, field.name)
        for kind in (Entity, NestedStructure)
        for one in kind.__subclasses__()
        # Other tests make entities of their own.
        if one.__module__.startswith("iacguard.")
        for field in fields(one)
        if field.name not in {common.name for common in fields(kind)} | {"exists"}
    }
    wanted |= {("Model", field.name) for field in fields(Model) if field.default == ()}
    wanted -= {
        # The trails of other accounts are put in when scopes become accounts.
        ("Model", "organization_trails"),
        ("Model", "stack_set_trails"),
        ("Model", "paths"),
        ("Model", "unscanned"),
        # What was not read is no part of what is written.
        ("Model", "unread"),
        # Nor is what is not deployed: tests/frontends/terraform/test_left_out.py.
        ("Model", "left_out"),
        # Every language has addresses of its own.
        ("AttachedPolicy", "address"),
        ("PolicyList", "address"),
    }

    written = {
        (one.__name__, field)
        for case in CASES.iterdir()
        if (case / name).exists()
        for scope in scopes_of(case, name)
        for deployment in scope.deployments
        for one, field in written_fields(deployment.model)
    }

    assert wanted - written == set(NOT_WRITTEN[name])
    assert {
        (one.__name__, field) for one, field in not_expressible(TABLES[TEXTS[name]])
    } <= wanted - written
