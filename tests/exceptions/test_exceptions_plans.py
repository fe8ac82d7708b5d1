"""Exceptions of the source, held for the findings of its plans."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from exception_texts import EXCEPTION, JSON_TRAIL, MAIN, OTHER, TODAY, TRAIL, Accepted

from iacguard import Options, Verdict, check

PLANNED = ["plan.json aws_cloudtrail.main CT101"]


def planned(*addresses: str) -> str:
    """Return a plan that creates these trails."""
    changes = [
        {
            "address": address,
            **(
                {"module_address": address.rpartition(".aws_")[0]}
                if address.startswith("module.")
                else {}
            ),
            "mode": "managed",
            "type": "aws_cloudtrail",
            "name": "main",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {
                "actions": ["create"],
                "before": None,
                "after": JSON_TRAIL,
                "after_unknown": {},
            },
        }
        for address in addresses
    ]
    whole = {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {}},
        "resource_changes": changes,
    }
    return json.dumps(whole, indent=1)


def test_a_comment_of_the_source_holds_for_the_plan_beside_it(accepted: Accepted):
    """The plan's findings point at the source, where the comment stands."""
    files = {"main.tf": f"# {EXCEPTION}\n{TRAIL}{OTHER}", "plan.json": planned(MAIN[0].split()[1])}

    assert accepted(files, path="plan.json") == (PLANNED, [])
    assert accepted(files) == (MAIN, [])


def test_a_comment_of_a_json_source_holds_for_the_plan_beside_it(accepted: Accepted):
    """As one in native syntax does."""
    source = {"resource": {"aws_cloudtrail": {"main": {"//": EXCEPTION, **JSON_TRAIL}}}}
    files = {"main.tf.json": json.dumps(source), "plan.json": planned("aws_cloudtrail.main")}

    assert accepted(files, path="plan.json") == (PLANNED, [])
    assert accepted(files) == (MAIN, [])


@pytest.mark.parametrize("where", ["main.tf", "m/main.tf"])
def test_a_comment_of_a_module_or_its_call_holds_for_the_plan(accepted: Accepted, where):
    """Instances of the call are all accepted."""
    files = {
        "main.tf": 'module "a" {\n  source = "./m"\n  for_each = toset(["x", "y"])\n}\n',
        "m/main.tf": TRAIL,
        "plan.json": planned(
            'module.a["x"].aws_cloudtrail.main', 'module.a["y"].aws_cloudtrail.main'
        ),
    }
    files[where] = f"# {EXCEPTION}\n{files[where]}"

    assert accepted(files, path="plan.json") == (
        [f'plan.json module.a["{key}"].aws_cloudtrail.main CT101' for key in "xy"],
        [],
    )


def test_a_comment_at_a_call_of_a_module_that_is_not_read_holds_for_the_plan(accepted: Accepted):
    """A plan knows what a remote module makes; the source says what calls it."""
    files = {
        "main.tf": 'module "a" {\n  source = "./m"\n}\n',
        "m/main.tf": f'# {EXCEPTION}\nmodule "b" {{\n  source = "example/trail/aws"\n}}\n',
        "plan.json": planned(
            'module.a.module.b["x.y"].aws_cloudtrail.main',
            "module.a.module.b.module.c[0].aws_cloudtrail.main",
            "module.a.module.c.aws_cloudtrail.main",
        ),
    }

    assert accepted(files, path="plan.json")[0] == [
        "plan.json module.a.module.b.module.c[0].aws_cloudtrail.main CT101",
        'plan.json module.a.module.b["x.y"].aws_cloudtrail.main CT101',
    ]


def test_a_comment_in_a_source_that_a_plan_only_resembles_holds_at_its_block(accepted: Accepted):
    """The source was changed since; its block is still the one."""
    text = f"# {EXCEPTION}\n" + TRAIL.replace('name                  = "main"', 'name = "new"')

    files = {"main.tf": text, "plan.json": planned("aws_cloudtrail.main")}

    assert accepted(files, path="plan.json")[0] == PLANNED


@pytest.mark.parametrize("directory", ["module", "modules_in_modules", "module_for_each"])
def test_exceptions_hold_for_plans_of_terraform_itself(tmp_path: Path, directory):
    """The plans were made by Terraform and the provider, of the source beside them."""
    copy = tmp_path / directory
    shutil.copytree(Path(__file__).parent.parent / "fixtures/plans" / directory, copy)
    source = (copy / "main.tf").read_text(encoding="utf-8")
    options = Options(selected=("CT101", "CT201", "CT202"), today=TODAY)
    said = f"# {EXCEPTION}\n".replace("CT101", "CT101,CT201,CT202")

    before = check([copy / "plan.json"], options, root=tmp_path)
    called = re.sub("^module ", f"{said}module ", source, flags=re.MULTILINE)
    (copy / "main.tf").write_text(called, encoding="utf-8")
    after = check([copy / "plan.json"], options, root=tmp_path)

    failed = [
        one.subject
        for one in before.outcomes
        if one.verdict is not Verdict.PASS and one.subject.startswith("module.")
    ]
    assert failed
    assert failed == [one.subject for one in after.outcomes if one.suppression is not None]
