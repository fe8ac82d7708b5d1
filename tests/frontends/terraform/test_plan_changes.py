"""Sections and changes of a plan that say more than what is created: what exists after apply."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from test_plan_reading import TRAIL, addresses, change, noted, plan, scope_of, trails

from iacguard.api import check
from iacguard.core.source import Source
from iacguard.core.value import Known
from iacguard.core.verdict import Verdict
from iacguard.frontends.protocol import FrontendRequest
from iacguard.frontends.terraform.plan.frontend import TerraformPlanFrontend
from iacguard.options import Options


def test_what_drifted_is_judged_as_it_will_be() -> None:
    """Drift is what somebody else has done; the changes tell what comes of it."""
    drifted = change(actions=["update"], after={**TRAIL, "is_multi_region_trail": False})
    gone = change("aws_cloudtrail.gone", actions=["delete"], after=None)
    planned = change(actions=["update"], after={**TRAIL, "is_multi_region_trail": True})

    (trail,) = trails(plan(planned, resource_drift=[drifted, gone]))

    assert isinstance(trail.is_multi_region, Known)
    assert trail.is_multi_region.value is True


def test_what_is_moved_or_imported_exists() -> None:
    """Under its new address, with what it was called before or by whom it is known."""
    moved = change("aws_cloudtrail.new", actions=["no-op"])
    moved["previous_address"] = "aws_cloudtrail.old"
    imported = change("aws_cloudtrail.imported", actions=["no-op"], importing={"id": "main"})

    assert ["aws_cloudtrail.imported", "aws_cloudtrail.new"] == addresses(plan(moved, imported))


def test_what_is_left_to_a_later_plan_is_judged_as_far_as_it_is_known() -> None:
    """A deferred change is in a section of its own, and the plan is not complete."""
    unknown = {"is_multi_region_trail": True}
    deferred = {
        "reason": "provider_config_unknown",
        "resource_change": change("aws_cloudtrail.later", after_unknown=unknown),
    }

    scope = scope_of(plan(change(), complete=False, deferred_changes=[deferred]))

    assert scope is not None
    found = scope.deployments[0].model.trails
    assert ["aws_cloudtrail.later", "aws_cloudtrail.main"] == [each.address for each in found]
    assert ["IG002 note plan.json:26 the plan defers changes to a later plan"] == noted(scope)


def test_a_plan_that_ended_in_an_error_is_told_and_judged() -> None:
    """What Terraform planned before the error is there; the rest may be missing."""
    scope = scope_of(plan(change(), errored=True))

    assert scope is not None
    assert ["aws_cloudtrail.main"] == [each.address for each in scope.deployments[0].model.trails]
    assert ["IG001 error plan.json:26 the plan failed with an error"] == noted(scope)


def test_a_data_source_alone_is_nothing_to_judge() -> None:
    """A plan that only reads has no scope."""
    read = change("data.aws_caller_identity.current", mode="data", actions=["read"], after={})
    read["type"] = "aws_caller_identity"

    assert scope_of(plan(read)) is None


def test_a_plan_file_is_told_from_its_json() -> None:
    """`terraform plan -out=plan.json` writes an archive, whatever its name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("tfplan", b"\x08\x03")
        archive.writestr("tfstate", b"{}")
    content = stream.getvalue()
    frontend = TerraformPlanFrontend()

    (scope,) = frontend.scopes(
        FrontendRequest(files=OneFile(content), candidates=("infra/plan.json",))
    )

    assert frontend.claims_content("infra/plan.json", content)
    assert not frontend.claims_content("other.json", content[:30] + b"others" + content[36:])
    (diagnostic,) = scope.diagnostics
    assert "the plan is in Terraform's binary format, not JSON" == diagnostic.summary
    assert (
        "Convert it to JSON and scan that: `terraform show -json plan.json > tfplan.json`."
    ) == diagnostic.detail


def test_no_section_that_is_not_read_costs_anything() -> None:
    """Checks, outputs and the time of a plan may be of any shape."""
    others: dict[str, Any] = {
        "checks": 7,
        "output_changes": {"a": {"after": "x"}},
        "relevant_attributes": [None],
        "resource_drift": "none",
        "timestamp": {},
        "action_invocations": [{}],
    }

    assert ["aws_cloudtrail.main"] == addresses(plan(change(), **others))


def test_a_plan_with_line_ends_of_windows_is_read() -> None:
    """PowerShell's redirection writes them."""
    assert ["aws_cloudtrail.main"] == addresses(plan(change()).replace("\n", "\r\n"))


@pytest.mark.parametrize("flag", [{"errored": True}, {"complete": False}])
def test_what_a_plan_leaves_out_may_be_anything(tmp_path: Path, flag: dict[str, Any]) -> None:
    """No trail is certainly missing from a part of a plan."""
    group = change("aws_cloudwatch_log_group.other", after={"name": "other"})
    verdicts = []
    for flags in ({}, flag):
        (tmp_path / "plan.json").write_text(plan(group, **flags), encoding="utf-8")
        options = Options(selected=("CT102",), require_trail=True)
        verdicts += [one.verdict for one in check([tmp_path], options, root=tmp_path).outcomes]

    assert [Verdict.FAIL, Verdict.UNKNOWN] == verdicts


@dataclass(frozen=True)
class OneFile:
    """A tree with one file that is no text."""

    content: bytes

    def read(self, path: str) -> Source | None:
        """Return nothing: it is not read as text."""
        raise AssertionError(path)

    def find_bytes(self, path: str) -> bytes:
        """Return the file's bytes."""
        return self.content

    def list(self, directory: str) -> tuple[str, ...]:
        """Return no file."""
        return ()
