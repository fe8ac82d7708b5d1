"""Compares the CPU time of iacguard's CloudFormation loader with cfn-lint's decoder.

Run it with the ``cfn-lint`` extra installed. Both read the same generated texts in one process,
in turn; the least of several runs counts. Ratios hold from machine to machine, seconds do not.

    python benchmarks/load_cloudformation.py [BYTES]
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable

from cfnlint.decode.decode import decode_str

from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.frontends.cloudformation.text.loader import load

RUNS = 5

RESOURCE = """\
  Trail{n}:
    Type: AWS::CloudTrail::Trail
    DependsOn: BucketPolicy{n}
    Condition: !Equals [!Ref Stage, prod]
    Properties:
      # The trail of stage {n}.
      TrailName: !Sub '${{AWS::StackName}}-trail-{n}'
      S3BucketName: !Ref Bucket{n}
      IsLogging: true
      IsMultiRegionTrail: !If [IsMain, true, false]
      EnableLogFileValidation: yes
      KMSKeyId: !GetAtt Key{n}.Arn
      EventSelectors:
        - ReadWriteType: All
          IncludeManagementEvents: true
          DataResources:
            - Type: AWS::S3::Object
              Values:
                - !Sub arn:${{AWS::Partition}}:s3:::${{Bucket{n}}}/
      Tags:
        - {{Key: stage, Value: "number {n}"}}
        - Key: description
          Value: |
            The first line of {n}.
            The second line.
"""

PLAIN_RESOURCE = {
    "Type": "AWS::CloudTrail::Trail",
    "DependsOn": ["BucketPolicy"],
    "Properties": {
        "TrailName": {"Fn::Sub": "${AWS::StackName}-trail"},
        "IsLogging": True,
        "EventSelectors": [{"ReadWriteType": "All", "DataResources": [{"Values": ["a", "b"]}]}],
        "Tags": [{"Key": "stage", "Value": "a \u00e9 b"}, {"Key": "number", "Value": 12}],
    },
}


def yaml_text(size: int) -> str:
    """Return a template of about this many bytes, as people write it."""
    count = size // len(RESOURCE) + 1
    return "Resources:\n" + "".join(RESOURCE.format(n=n) for n in range(count))


def json_text(size: int) -> str:
    """Return a template of about this many bytes, as CDK writes it."""
    count = size // len(json.dumps(PLAIN_RESOURCE, indent=1)) + 1
    return json.dumps({"Resources": {f"T{n}": PLAIN_RESOURCE for n in range(count)}}, indent=1)


def cpu_seconds(read: Callable[[], object]) -> float:
    """Return the CPU time of one reading."""
    gc.collect()
    start = time.process_time()
    read()
    return time.process_time() - start


def main(size: int) -> int:
    """Print the least time of each reader, and their ratio, for each language."""
    for name, text in (("t.yaml", yaml_text(size)), ("t.json", json_text(size))):
        ours, theirs = [], []
        for _ in range(RUNS):
            ours.append(
                cpu_seconds(lambda text=text, name=name: load(Source(name, text), Limits()))
            )
            theirs.append(cpu_seconds(lambda text=text: decode_str(text)))
        print(
            f"{name}: {len(text):,} characters; iacguard {min(ours):.3f} s, "
            f"cfn-lint {min(theirs):.3f} s, ratio {min(ours) / min(theirs):.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 800_000))
