"""What each rule asks of policies, once as iacguard's check and once as concrete requests."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

from iam_policies import Near, Policy, policy

from iacguard.checks.delivery import (
    bucket_policy_lets_cloudtrail_deliver,
    topic_policy_lets_cloudtrail_publish,
)
from iacguard.checks.guardrails import scp_protects_trail
from iacguard.checks.keys import key_policy_lets_cloudtrail_encrypt
from iacguard.checks.roles import role_can_write_to_log_group
from iacguard.core.limits import Limits
from iacguard.core.text import ACCOUNT, ORGANIZATION, PARTITION, REGION
from iacguard.core.value import Known, Part, Symbol
from iacguard.core.verdict import Verdict
from iacguard.frontends.protocol import FrontendRequest
from iacguard.frontends.registry import FRONTENDS
from iacguard.model.model import Model
from iacguard.model.policy import AttachedPolicy
from iacguard.model.symbols import with_symbols
from iacguard.scan.tree import Tree

ID, OTHER_ID, HOME, ORG = "111122223333", "444455556666", "us-east-1", "o-exampleorg1"
SERVICE = "cloudtrail.amazonaws.com"
TRAIL = f"arn:aws:cloudtrail:{HOME}:{ID}:trail/main"
KEY = f"arn:aws:kms:{HOME}:{ID}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
TOPIC = f"arn:aws:sns:{HOME}:{ID}:deliveries"
GROUP = f"arn:aws:logs:{HOME}:{ID}:log-group:trail"
ROLE = f"arn:aws:iam::{ID}:role/trail-to-logs"

Request = tuple[str, str, str, dict[str, Any]]
"""Principal, action, resource, context."""

World = tuple[Request, ...]
"""Requests that must all be let through, in one way that a deployment may turn out."""


@dataclass(frozen=True)
class Question:
    """One random case of a rule."""

    policies: dict[str, Any]
    """As the simulator takes them."""

    worlds: tuple[World, ...]
    verdict: Callable[[dict[str, Any]], Verdict]
    """iacguard's answer, for these or for smaller policies."""

    asks_for_denial: bool = False
    """Whether the rule passes where the requests are denied."""


def _lowered(terraform: str) -> Model:
    """Return the model of a Terraform text in a known account and region of an organization."""
    known = {ACCOUNT: ID, REGION: HOME, PARTITION: "aws", ORGANIZATION[1]: ORG[2:]}

    def settled(symbol: Symbol) -> Part:
        return known.get(symbol, "1234abcd-12ab-34cd-56ef-1234567890ab")

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.tf").write_text(terraform, encoding="utf-8")
        row = next(row for row in FRONTENDS if row.name == "terraform")
        files = Tree(Path(folder), Limits())
        (scope,) = row.load().scopes(FrontendRequest(files=files, candidates=("main.tf",)))
        return with_symbols(scope.deployments[0].model, settled)


_TERRAFORM = """
resource "aws_cloudtrail" "main" {{
  name                       = "main"
  s3_bucket_name             = aws_s3_bucket.logs.bucket
  sns_topic_name             = aws_sns_topic.deliveries.name
  cloud_watch_logs_group_arn = "${{aws_cloudwatch_log_group.trail.arn}}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.trail.arn
  {settings}
}}
resource "aws_s3_bucket" "logs" {{
  bucket = "audit-logs"
}}
resource "aws_s3_bucket_policy" "logs" {{
  bucket = aws_s3_bucket.logs.bucket
  policy = jsonencode({{}})
}}
resource "aws_sns_topic" "deliveries" {{
  name   = "deliveries"
  policy = jsonencode({{}})
}}
resource "aws_kms_key" "logs" {{
  policy = jsonencode({{}})
}}
resource "aws_cloudwatch_log_group" "trail" {{
  name = "trail"
}}
resource "aws_iam_role" "trail" {{
  name                 = "trail-to-logs"
  assume_role_policy   = jsonencode({{}})
  {boundary}
}}
resource "aws_iam_role_policy" "trail" {{
  role   = aws_iam_role.trail.name
  policy = jsonencode({{}})
}}
resource "aws_iam_policy" "limit" {{
  name   = "limit"
  policy = jsonencode({{}})
}}
resource "aws_organizations_policy" "guard" {{
  content = jsonencode({{}})
}}
resource "aws_organizations_policy_attachment" "guard" {{
  policy_id = aws_organizations_policy.guard.id
  target_id = "r-abcd"
}}
"""

SETTINGS: Mapping[str, str] = {
    "plain": "",
    "everywhere": "is_multi_region_trail = true",
    "prefix": 's3_key_prefix = "audit"',
    "validated": "enable_log_file_validation = true",
    "encrypted": "kms_key_id = aws_kms_key.logs.arn",
    "organization": "is_organization_trail = true",
}
BOUNDARY = "permissions_boundary = aws_iam_policy.limit.arn"


def models() -> Mapping[str, Model]:
    """Return a model for each setting of the trail, and one with a permissions boundary."""
    found = {
        name: _lowered(_TERRAFORM.format(settings=settings, boundary=""))
        for name, settings in SETTINGS.items()
    }
    return {**found, "boundary": _lowered(_TERRAFORM.format(settings="", boundary=BOUNDARY))}


def _attached(policies: Sequence[AttachedPolicy], *documents: Policy) -> tuple[AttachedPolicy, ...]:
    return tuple(replace(policies[0], document=_text(one)) for one in documents)


def _text(document: Policy) -> Known[str]:
    return Known(json.dumps(document))


# What is known of requests that CloudTrail makes by its own name.
_CARRIED: dict[str, Any] = {
    "aws:SourceArn": TRAIL,
    "aws:SourceAccount": ID,
    "aws:SecureTransport": "true",
    "aws:PrincipalIsAWSService": "true",
    "aws:PrincipalServiceName": SERVICE,
    "aws:PrincipalServiceNamesList": [SERVICE],
    "aws:ViaAWSService": "false",
    # An address of AWS, which is in no range that a policy lists.
    "aws:SourceIp": "198.51.100.7",
}

_NOW = "2026-12-01T00:00:00Z"
_TIMES = ("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z")

# Keys of callers with an account, which the service's requests do not carry.
_NOT_CARRIED: Mapping[str, Sequence[str]] = {
    "aws:PrincipalOrgID": (ORG, "o-other", "o-*"),
    "aws:PrincipalArn": (f"arn:aws:iam::{ID}:role/admin", "arn:aws:iam::*:role/*"),
    "aws:PrincipalAccount": (ID, OTHER_ID),
    "aws:MultiFactorAuthPresent": ("true", "false"),
    "aws:SourceVpce": ("vpce-1a2b3c4d", "vpce-*"),
}

# Nothing is known of these: each world may carry them or not.
_OPEN: Mapping[str, Sequence[str]] = {
    "aws:SourceIp": ("203.0.113.0/24", "10.0.0.0/8", "192.0.0.0/2"),
    "aws:RequestedRegion": (HOME, "eu-west-1", "us-*"),
    "aws:ResourceAccount": (ID, OTHER_ID),
    "aws:SourceOrgID": (ORG, "o-other"),
    "aws:UserAgent": ("cloudtrail*", "x"),
}
_OPEN_VALUES: Mapping[str, Sequence[str]] = {
    "aws:SourceIp": ("203.0.113.9", "10.1.2.3", "198.51.100.7"),
    "aws:RequestedRegion": (HOME, "eu-west-1"),
    "aws:ResourceAccount": (ID,),
    "aws:SourceOrgID": (ORG,),
    "aws:UserAgent": ("cloudtrail.amazonaws.com",),
}

_ASKED: Mapping[str, Sequence[str]] = {
    "aws:SourceArn": (
        TRAIL,
        f"arn:aws:cloudtrail:*:{ID}:trail/*",
        f"arn:aws:cloudtrail:{HOME}:{ID}:trail/*",
        "arn:aws:cloudtrail:*:*:trail/main",
        "arn:*:cloudtrail:*:*:*",
        f"arn:aws:cloudtrail:{HOME}:${{aws:SourceAccount}}:trail/main",
        f"arn:aws:cloudtrail:eu-west-1:{ID}:trail/main",
        f"arn:aws:cloudtrail:{HOME}:{OTHER_ID}:trail/main",
        f"arn:aws:cloudtrail:{HOME}:{ID}:trail/other",
        f"arn:aws:cloudtrail:{HOME}:{ID}:*",
        "arn:aws:cloudtrail:*",
        "*",
        "main",
    ),
    "aws:SourceAccount": (ID, "1111*", "${aws:SourceAccount}", OTHER_ID, "222222222222", ""),
    "aws:SecureTransport": ("true", "false"),
    "aws:PrincipalIsAWSService": ("true", "false"),
    "aws:ViaAWSService": ("false", "true"),
    "aws:PrincipalServiceName": (SERVICE, "*.amazonaws.com", "config.amazonaws.com"),
    "aws:PrincipalServiceNamesList": (SERVICE, "cloudtrail.*", "config.amazonaws.com"),
    **_NOT_CARRIED,
    "aws:CurrentTime": _TIMES,
    **_OPEN,
}

_PRINCIPALS: Sequence[Any] = (
    {"Service": SERVICE},
    {"Service": SERVICE},
    {"Service": [SERVICE, "config.amazonaws.com"]},
    {"Service": [SERVICE], "AWS": f"arn:aws:iam::{ID}:root"},
    "*",
    {"AWS": "*"},
    {"AWS": ["*"]},
    {"Service": "config.amazonaws.com"},
    {"Service": "logs.amazonaws.com"},
    {"AWS": ID},
    {"AWS": f"arn:aws:iam::{ID}:root"},
    {"AWS": [f"arn:aws:iam::{ID}:role/admin", OTHER_ID]},
    {"Federated": "cognito-identity.amazonaws.com"},
    {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
)


def _worlds(
    random: Random,
    policies: dict[str, Any],
    count: int,
    make: Callable[[dict[str, Any]], World],
    carried: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[World, ...]:
    """Return worlds whose open keys are carried or not; only those that policies ask for differ.

    What is `carried` is not open, and the time is carried always.
    """
    asked = json.dumps(policies).lower()
    open_keys = [key for key in _OPEN_VALUES if key not in carried]
    named = [key for key in open_keys if key.lower() in asked]
    worlds = []
    for _ in range(count if named else max(1, count // 2)):
        context = {key: random.choice(_OPEN_VALUES[key]) for key in named if random.random() < 0.7}
        worlds.append(make({**context, "aws:CurrentTime": _NOW}))
    return tuple(worlds)


def key_question(random: Random, found: Mapping[str, Model]) -> Question:
    """CT203: CloudTrail makes data keys for a trail."""
    near = Near(
        actions=(
            "kms:GenerateDataKey*",
            "kms:GenerateDataKey",
            "kms:*",
            "kms:G*",
            "*",
            "kms:generatedatakey*",
            "kms:GenerateDataKeyPair",
            "kms:DescribeKey",
            "kms:Decrypt",
            "kms:Encrypt*",
            "kms:GenerateDataKeyWithoutPlaintext",
            "s3:*",
        ),
        resources=("*", "*", KEY, f"arn:aws:kms:{HOME}:{ID}:key/*", f"{KEY[:-1]}0", KEY + "x"),
        principals=_PRINCIPALS,
        keys={
            **_ASKED,
            "kms:EncryptionContext:aws:cloudtrail:arn": _ASKED["aws:SourceArn"],
            "kms:EncryptionContextKeys": ("aws:cloudtrail:arn", "aws:s3:arn", "aws:*", "x"),
        },
    )
    document = policy(random, near)
    model = found["encrypted"]

    def verdict(policies: dict[str, Any]) -> Verdict:
        (key,) = model.keys
        changed = replace(key, policies=_attached(key.policies, policies["resource"]))
        return _verdict(key_policy_lets_cloudtrail_encrypt, replace(model, keys=(changed,)))

    def make(context: dict[str, Any]) -> World:
        more = {
            "kms:EncryptionContext:aws:cloudtrail:arn": TRAIL,
            "kms:EncryptionContextKeys": ["aws:cloudtrail:arn", "aws:s3:arn"],
        }
        return ((SERVICE, "kms:GenerateDataKey", KEY, {**_CARRIED, **more, **context}),)

    policies = {"resource": document}
    return Question(policies, _worlds(random, policies, 4, make, _CARRIED), verdict)


def topic_question(random: Random, found: Mapping[str, Model]) -> Question:
    """CT214: CloudTrail publishes to a topic."""
    near = Near(
        actions=(
            "sns:Publish",
            "SNS:Publish",
            "sns:*",
            "sns:P*",
            "*",
            "sns:Subscribe",
            "sns:PublishBatch",
            "sns:Get*",
            "sqs:*",
        ),
        resources=(
            TOPIC,
            "*",
            f"arn:aws:sns:{HOME}:{ID}:*",
            "arn:aws:sns:*:*:deliveries",
            f"arn:aws:sns:{HOME}:{ID}:other",
            f"arn:aws:sns:eu-west-1:{ID}:deliveries",
            f"arn:aws:sns:{HOME}:{OTHER_ID}:deliveries",
        ),
        principals=_PRINCIPALS,
        keys=_ASKED,
    )
    model = found["plain"]

    def verdict(policies: dict[str, Any]) -> Verdict:
        (topic,) = model.topics
        changed = replace(topic, policies=_attached(topic.policies, policies["resource"]))
        return _verdict(topic_policy_lets_cloudtrail_publish, replace(model, topics=(changed,)))

    def make(context: dict[str, Any]) -> World:
        return ((SERVICE, "sns:Publish", TOPIC, {**_CARRIED, **context}),)

    policies = {"resource": policy(random, near)}
    return Question(policies, _worlds(random, policies, 4, make, _CARRIED), verdict)


def bucket_question(random: Random, found: Mapping[str, Model]) -> Question:
    """CT205: CloudTrail looks at a bucket's ACL and writes log files."""
    setting = random.choice([name for name in SETTINGS if name != "boundary"])
    before = "audit/" if setting == "prefix" else ""
    owner = f"{ORG}/{ID}" if setting == "organization" else ID
    # An organization's trail writes for every member.
    owners = (owner, f"{ORG}/{OTHER_ID}") if setting == "organization" else (owner,)
    bucket = "arn:aws:s3:::audit-logs"
    logs = f"{bucket}/{before}AWSLogs"
    acl = "bucket-owner-full-control"
    keys = {
        **_ASKED,
        "s3:x-amz-acl": (acl, acl, "bucket-owner-*", "private", "public-read"),
        "s3:x-amz-server-side-encryption": ("AES256", "aws:kms", "aws:*"),
        "s3:TlsVersion": ("1.2", "1.0", "1.3"),
    }
    look = Near(
        actions=(
            "s3:GetBucketAcl",
            "s3:Get*",
            "s3:*",
            "S3:getbucketacl",
            "s3:GetObject",
            "s3:PutObject",
        ),
        resources=(bucket, f"{bucket}*", "*", f"{bucket}/*", "arn:aws:s3:::other"),
        principals=_PRINCIPALS,
        keys=keys,
        denies=0,
    )
    write = Near(
        actions=(
            "s3:PutObject",
            "s3:Put*",
            "s3:*",
            "s3:putobject*",
            "s3:PutObjectAcl",
            "s3:GetObject",
        ),
        resources=(
            f"{logs}/{owner}/*",
            f"{logs}/*",
            f"{bucket}/*",
            f"{logs}/{owner}/CloudTrail/*",
            f"{logs}/{ORG}/*",
            f"{logs}/{ORG}/*/CloudTrail/*",
            f"{logs}/{owner}/CloudTrail/{HOME}/*",
            f"{logs}/{owner}/CloudTrail*",
            "*",
            f"{logs}/${{aws:SourceAccount}}/*",
            f"{logs}/{OTHER_ID}/*",
            f"{bucket}/other/AWSLogs/{ID}/*",
            f"{logs}/{owner}/Config/*",
            f"{logs}/{owner}/CloudTrail/eu-west-1/*",
            f"{logs}/{owner}/*.gz",
            f"{logs}/{owner}/*.json",
            bucket,
        ),
        principals=_PRINCIPALS,
        keys=keys,
    )
    document = _joined(random, policy(random, look), policy(random, write))
    model = found[setting]

    def verdict(policies: dict[str, Any]) -> Verdict:
        (one,) = model.buckets
        changed = replace(one, policies=_attached(one.policies, policies["resource"]))
        return _verdict(bucket_policy_lets_cloudtrail_deliver, replace(model, buckets=(changed,)))

    def make(context: dict[str, Any]) -> World:
        tls = {"s3:TlsVersion": random.choice(("1.2", "1.3"))}
        carried = {**_CARRIED, **tls, **context}
        kinds = ["CloudTrail", "CloudTrail-Digest"] if setting == "validated" else ["CloudTrail"]
        regions = [HOME]
        if setting == "everywhere":
            regions += ["eu-west-1", "ap-south-1", "sa-east-1"]
        requests: list[Request] = [(SERVICE, "s3:GetBucketAcl", bucket, carried)]
        for kind in kinds:
            header = random.choice(("AES256", None))
            if setting == "encrypted":
                header = "aws:kms"
            more = {} if header is None else {"s3:x-amz-server-side-encryption": header}
            for region, of in product(regions, owners):
                name = f"{ID}_{kind}_{region}_20261201T0355Z_x9Kq0aBcDeFgHiJk.json.gz"
                path = f"{logs}/{of}/{kind}/{region}/2026/12/01/{name}"
                requests.append(
                    (SERVICE, "s3:PutObject", path, {**carried, "s3:x-amz-acl": acl, **more})
                )
        return tuple(requests)

    policies = {"resource": document}
    return Question(policies, _worlds(random, policies, 4, make, _CARRIED), verdict)


def _joined(random: Random, *documents: Policy) -> Policy:
    """Return a policy of the statements of several."""
    statements = [
        statement for document in documents for statement in _listed(document["Statement"])
    ]
    random.shuffle(statements)
    # The simulator fills in variables whatever the version, so one with variables needs the latest.
    latest = max(documents, key=lambda document: document.get("Version", ""))
    return {**latest, "Statement": statements}


def _listed(written: Any) -> list[Any]:
    return written if isinstance(written, list) else [written]


def role_question(random: Random, found: Mapping[str, Model]) -> Question:
    """CT304: a role that CloudTrail assumes writes to a log group."""
    near = Near(
        actions=(
            "logs:*",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "logs:*Log*",
            "*",
            "logs:Create*",
            "logs:Put*",
            "LOGS:putlogevents",
            "logs:DescribeLogStreams",
            "logs:CreateLogGroup",
            "s3:*",
            "logs:Get*",
        ),
        resources=(
            f"{GROUP}:*",
            "*",
            f"{GROUP}:log-stream:*",
            f"{GROUP}:log-stream:{ID}_CloudTrail_{HOME}*",
            f"arn:aws:logs:*:{ID}:log-group:*",
            f"arn:aws:logs:{HOME}:{ID}:*",
            "arn:aws:logs:*:*:*",
            f"{GROUP}:log-stream:{ID}_CloudTrail_*",
            GROUP,
            f"{GROUP}s:*",
            f"arn:aws:logs:eu-west-1:{ID}:log-group:trail:*",
            f"{GROUP}:log-stream:{ID}_CloudTrail_eu-west-1*",
            f"{GROUP}:log-stream:other",
            f"{GROUP}/*",
            ROLE,
        ),
        keys={
            **_NOT_CARRIED,
            **_OPEN,
            "aws:CurrentTime": _TIMES,
            "aws:SecureTransport": ("true", "false"),
        },
    )
    has_boundary = random.random() < 0.3
    model = found["boundary" if has_boundary else "plain"]
    policies: dict[str, Any] = {
        "identity": [policy(random, near) for _ in range(random.choice((1, 1, 2, 3)))]
    }
    if has_boundary:
        policies["boundary"] = [policy(random, near)]

    def verdict(policies: dict[str, Any]) -> Verdict:
        (role,) = model.roles
        attached = _attached(role.policies, *policies["identity"])
        changed = replace(model, roles=(replace(role, policies=attached),))
        if has_boundary:
            (limit,) = model.managed_policies
            limit = replace(limit, document=_text(policies["boundary"][0]))
            changed = replace(changed, managed_policies=(limit,))
        return _verdict(role_can_write_to_log_group, changed)

    def make(context: dict[str, Any]) -> World:
        end = random.choice(("", "_2", "_17"))
        stream = f"{GROUP}:log-stream:{ID}_CloudTrail_{HOME}{end}"
        session = f"arn:aws:sts::{ID}:assumed-role/trail-to-logs/CLOUDWATCH_LOGS_DELIVERY_SESSION"
        carried = {
            key: value
            for key, value in {
                "aws:SecureTransport": "true",
                "aws:PrincipalArn": ROLE,
                "aws:PrincipalAccount": ID,
                "aws:PrincipalOrgID": ORG,
            }.items()
            if random.random() < 0.8
        }
        return tuple(
            (session, action, stream, {**carried, **context})
            for action in ("logs:CreateLogStream", "logs:PutLogEvents")
        )

    return Question(policies, _worlds(random, policies, 6, make), verdict)


def guardrail_question(random: Random, found: Mapping[str, Model]) -> Question:
    """CT501: service control policies deny an administrator what blinds a trail."""
    near = Near(
        actions=(
            "cloudtrail:*",
            "cloudtrail:StopLogging",
            "cloudtrail:DeleteTrail",
            "cloudtrail:UpdateTrail",
            "cloudtrail:PutEventSelectors",
            "cloudtrail:*Trail",
            "*",
            "cloudtrail:stop*",
            "cloudtrail:Describe*",
            "ec2:*",
            "cloudtrail:CreateTrail",
            "s3:*",
        ),
        resources=(
            "*",
            "*",
            TRAIL,
            f"arn:aws:cloudtrail:*:{ID}:trail/*",
            "arn:aws:cloudtrail:*:*:*",
        ),
        keys={
            "aws:PrincipalArn": (
                "arn:aws:iam::*:role/break-glass",
                f"arn:aws:iam::{ID}:role/admin",
                "arn:aws:iam::*:role/Security*",
                "arn:aws:iam::*:role/*",
                f"arn:aws:iam::{ID}:root",
                "arn:aws:iam::*:user/*",
            ),
            "aws:PrincipalType": ("AssumedRole", "User", "Account"),
            "aws:PrincipalIsAWSService": ("false", "true"),
            "aws:ViaAWSService": ("false", "true"),
            "aws:SecureTransport": ("true", "false"),
            "aws:CurrentTime": _TIMES,
            **_OPEN,
        },
        denies=0.85,
    )
    model = found["plain"]
    policies = {"scp": [policy(random, near) for _ in range(random.choice((1, 1, 2)))]}

    def verdict(policies: dict[str, Any]) -> Verdict:
        (one,) = model.service_control_policies
        changed = tuple(replace(one, document=_text(each)) for each in policies["scp"])
        model_ = replace(model, organization_policies=changed)
        judgement = scp_protects_trail(model_, model_, {})
        assert judgement is not None
        return judgement.verdict

    def make(context: dict[str, Any]) -> World:
        region = "aws:requestedregion"
        carried = {
            "aws:PrincipalIsAWSService": "false",
            "aws:ViaAWSService": "false",
            "aws:SecureTransport": "true",
            **{key: value for key, value in context.items() if key.lower() != region},
            # CloudTrail changes a trail in its home region alone.
            region: "us-east-1",
        }
        name = "q7-nobody-names-this"
        role, user = f"arn:aws:iam::{ID}:role/{name}", f"arn:aws:iam::{ID}:user/{name}"
        session = f"arn:aws:sts::{ID}:assumed-role/{name}/somebody"
        return tuple(
            (
                who,
                f"cloudtrail:{action}",
                TRAIL,
                {"aws:PrincipalArn": arn, "aws:PrincipalType": type_, **carried},
            )
            for who, arn, type_ in ((session, role, "AssumedRole"), (user, user, "User"))
            for action in ("StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors")
        )

    found_worlds = _worlds(random, policies, 4, make)
    return Question(policies, found_worlds, verdict, asks_for_denial=True)


def _verdict(check: Callable[..., Any], model: Model) -> Verdict:
    (trail,) = model.trails
    judgement = check(trail, model, {})
    assert judgement is not None
    return judgement.verdict


QUESTIONS: Mapping[str, Callable[[Random, Mapping[str, Model]], Question]] = {
    "CT203": key_question,
    "CT205": bucket_question,
    "CT214": topic_question,
    "CT304": role_question,
    "CT501": guardrail_question,
}
