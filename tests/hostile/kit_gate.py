"""Files that try to switch the gate off or to have their code run."""

from __future__ import annotations

from collections.abc import Iterator

from canaries import MODULE
from hostile_case import HOSTILE, Case, files, hcl, template

SHADOWS = (
    "abc", "ast", "click", "conftest", "encodings", "hcl2", "iacguard", "json", "lark", "posixpath",
    "re", "regex", "rules", "setup", "sitecustomize", "tomllib", "unicodedata", "usercustomize",
    "yaml",
)  # fmt: skip
"""Modules that a careless Python program would import from its working directory."""

PROOF = "hostile-code-was-run"
"""The file that hostile code makes."""

CODE = f"import pathlib\npathlib.Path({PROOF!r}).write_text('')\nraise SystemExit(0)\n"

SUPPRESSIONS = """\
# checkov:skip=*
# checkov:skip=CKV_AWS_67:reason
#trivy:ignore:*
# tfsec:ignore:*
# kics-scan ignore
# tflint-ignore-file: all
# nosemgrep
# iacguard:ignore
# iacguard:ignore=*
# iacguard:ignore=ALL reason
# iacguard:ignore-file=CT101
# iacguard:off
"""

_COMPLETE = "owner=x exp=2027-01-01 reason="

EXCEPTIONS = "".join(
    f"# iacguard:ignore={rest}\n"
    for rest in (
        "CT101," * 10_000,
        "=" * 50_000,
        " " * 50_000 + "x",
        f"CT101 {_COMPLETE}{'x' * 50_000}",
        f"CT101 {'owner=x ' * 5_000}",
        f"CT101 {_COMPLETE}\x1b[2J::error::##[error]\u202e",
        *[f"CT101 {_COMPLETE}x"] * 4_000,
    )
)
"""None of them stands at a block that another file declares."""

METADATA = """\
  Trail:
    Type: AWS::CloudTrail::Trail
    Metadata:
      iacguard: &again
        ignore: [*again, {rules: [[]], owner: {Ref: X}}, {? [a] : b}, !Foo x, null]
    Properties: {IsLogging: true, S3BucketName: logs}
"""

SETTINGS = {
    ".checkov.yaml": "external-checks-dir: [.]\nskip-check: ['*']\nsoft-fail: true\n",
    ".tflint.hcl": 'plugin "x" {\n  enabled = true\n}\n',
    ".trivyignore": "*\n",
    "trivy.yaml": "exit-code: 0\nscan:\n  skip-files: ['**']\n",
    ".cfnlintrc": "ignore_checks: [E, W, I]\nappend_rules: [.]\n",
    ".iacguardignore": "*\n",
    ".gitignore": "*\n",
    ".gitattributes": "* linguist-generated\n",
    ".terraformignore": "*\n",
}


def gate_cases() -> Iterator[Case]:
    """Yield the cases; none of them stands where the scan's own configuration is looked for."""
    code = {f"{name}.py": CODE for name in SHADOWS}
    code["yaml/__init__.py"] = code["iacguard/__main__.py"] = CODE
    code["iacguard/__init__.py"] = CODE
    code["x.pth"] = f"import pathlib; pathlib.Path({PROOF!r}).write_text('')\n"
    yield files("python-files", code, ())
    yield files("python-files-of-a-module", {f"{MODULE}/{path}": CODE for path in code}, ())
    yield files("settings-of-others", {**SETTINGS, **_in_module(SETTINGS)}, ())
    ours = 'ignore = ["ALL"]\nselect = ["CT502"]\nfail-on = "critical"\n'
    ours_in_project = '[tool.iacguard]\nignore = ["ALL"]\n'
    settings = {".iacguard.toml": ours, "pyproject.toml": ours_in_project}
    yield files("settings-of-a-module", _in_module(settings), ())
    yield hcl("suppressions", SUPPRESSIONS + SUPPRESSIONS.replace("#", "//"))
    yield hcl("exceptions", EXCEPTIONS + EXCEPTIONS.replace("#", "//") + f"/*\n{EXCEPTIONS}*/\n")
    yield template("exceptions", f"{EXCEPTIONS}Resources:\n{EXCEPTIONS}{METADATA}")
    metadata = (
        "Metadata:\n  checkov: {skip: [{id: '*'}]}\n  cfn-lint: {config: {ignore_checks: [E]}}\n"
    )
    yield template("suppressions", SUPPRESSIONS + metadata, is_named=False)
    yield files("git-files", {".git/config": GIT, f"{MODULE}/.git/HEAD": "ref: ../../../x\n"}, ())
    yield files("environment-files", {".env": "IACGUARD_DEBUG=1\n", HOSTILE: ""}, ())


GIT = '[core]\n  fsmonitor = "touch hostile-code-was-run"\n[remote "origin"]\n  url = ::error::x\n'


def _in_module(texts: dict[str, str]) -> dict[str, str]:
    return {f"{MODULE}/{path}": text for path, text in texts.items()}
