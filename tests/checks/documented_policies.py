"""The policies that AWS documents for CloudTrail, and changes that break or keep them.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from builders import topic, trail
from storage_builders import attached, bucket, key, policy, role, scope, text

from iacguard.checks.delivery import (
    bucket_policy_lets_cloudtrail_deliver,
    topic_policy_lets_cloudtrail_publish,
)
from iacguard.checks.keys import key_policy_lets_cloudtrail_encrypt
from iacguard.checks.roles import role_can_write_to_log_group, role_is_assumable_by_cloudtrail
from iacguard.core.verdict import Judgement

SERVICE = {"Service": "cloudtrail.amazonaws.com"}
ACCOUNT = "111122223333"
TRAIL = f"arn:aws:cloudtrail:us-east-2:{ACCOUNT}:trail/main"
GROUP = f"arn:aws:logs:us-east-2:{ACCOUNT}:log-group:audit"
SETTLED_TRAIL = {
    "arn": TRAIL,
    "kms_key": "0000-trail",
    "log_group_arn": f"{GROUP}:*",
    "log_group_role_arn": f"arn:aws:iam::{ACCOUNT}:role/delivery",
    "sns_topic": "alerts",
}


def acl_check() -> dict[str, Any]:
    return {
        "Sid": "AWSCloudTrailAclCheck20150319",
        "Effect": "Allow",
        "Principal": SERVICE,
        "Action": "s3:GetBucketAcl",
        "Resource": "arn:aws:s3:::logs",
        "Condition": {"StringEquals": {"aws:SourceArn": TRAIL}},
    }


def write(owner: str, sid: str = "AWSCloudTrailWrite20150319") -> dict[str, Any]:
    equals = {"s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": TRAIL}
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": SERVICE,
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::logs/AWSLogs/{owner}/*",
        "Condition": {"StringEquals": equals},
    }


def encrypt() -> dict[str, Any]:
    arn = {"kms:EncryptionContext:aws:cloudtrail:arn": f"arn:aws:cloudtrail:*:{ACCOUNT}:trail/*"}
    return {
        "Sid": "Allow CloudTrail to encrypt logs",
        "Effect": "Allow",
        "Principal": SERVICE,
        "Action": "kms:GenerateDataKey*",
        "Resource": f"arn:aws:kms:us-east-2:{ACCOUNT}:key/0000-trail",
        "Condition": {"StringEquals": {"aws:SourceArn": TRAIL}, "StringLike": arn},
    }


def assume() -> dict[str, Any]:
    return {"Sid": "Trust", "Effect": "Allow", "Principal": SERVICE, "Action": "sts:AssumeRole"}


def streams(action: str) -> dict[str, Any]:
    name = f"{ACCOUNT}_CloudTrail_us-east-2*"
    return {
        "Sid": f"AWSCloudTrail{action}20141101",
        "Effect": "Allow",
        "Action": f"logs:{action}",
        "Resource": f"{GROUP}:log-stream:{name}",
    }


def publish() -> dict[str, Any]:
    return {
        "Sid": "AWSCloudTrailSNSPolicy20131101",
        "Effect": "Allow",
        "Principal": SERVICE,
        "Action": "SNS:Publish",
        "Resource": f"arn:aws:sns:us-east-2:{ACCOUNT}:alerts",
        "Condition": {"StringEquals": {"aws:SourceArn": TRAIL}},
    }


@dataclass(frozen=True)
class Documented:
    """A documented policy, and the check that it satisfies."""

    name: str
    statements: tuple[dict[str, Any], ...]

    def judge(self, document: Any) -> Judgement | None:
        """Return the verdict of the check on a scope whose policy is this document."""
        policies = (attached(document),)
        match self.name:
            case "bucket":
                main = trail(**SETTLED_TRAIL)
                model = scope(main, bucket(policies=policies))
                return bucket_policy_lets_cloudtrail_deliver(main, model, {})
            case "organization bucket":
                main = trail(**SETTLED_TRAIL, is_organization_trail=True)
                model = scope(main, bucket(policies=policies))
                return bucket_policy_lets_cloudtrail_deliver(main, model, {})
            case "key":
                main = trail(**SETTLED_TRAIL)
                arn = f"arn:aws:kms:us-east-2:{ACCOUNT}:key/0000-trail"
                model = scope(main, key(arn=arn, policies=policies, skips_lockout_check=True))
                return key_policy_lets_cloudtrail_encrypt(main, model, {})
            case "trust":
                main = trail(**SETTLED_TRAIL)
                trusting = policies[0].document
                arn = SETTLED_TRAIL["log_group_role_arn"]
                model = scope(main, role(arn=arn, trust_policy=trusting))
                return role_is_assumable_by_cloudtrail(main, model, {})
            case "streams":
                main = trail(**SETTLED_TRAIL)
                arn = SETTLED_TRAIL["log_group_role_arn"]
                model = scope(main, role(arn=arn, policies=policies))
                return role_can_write_to_log_group(main, model, {})
            case _:
                main = trail(**SETTLED_TRAIL)
                arn = f"arn:aws:sns:us-east-2:{ACCOUNT}:alerts"
                model = scope(main, topic(arn=arn, policies=policies))
                return topic_policy_lets_cloudtrail_publish(main, model, {})


DOCUMENTED = (
    Documented("bucket", (acl_check(), write(ACCOUNT))),
    Documented("organization bucket", (acl_check(), write("{organization}", "Org"))),
    Documented("key", (encrypt(),)),
    Documented("trust", (assume(),)),
    Documented("streams", (streams("CreateLogStream"), streams("PutLogEvents"))),
    Documented("topic", (publish(),)),
)

BREAKS: dict[str, Any] = {
    "Effect": {"denied": "Deny"},
    "Action": {
        "another action": "s3:ListAllMyBuckets",
        "another service": "ec2:*",
        "no action": [],
        "too long an action": "s3:PutObjectAcl",
        "one character more": "?3:PutObject??",
    },
    "Principal": {
        "another service": {"Service": "config.amazonaws.com"},
        "a regional name": {"Service": "cloudtrail.us-east-2.amazonaws.com"},
        "an account": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "an account's number": {"AWS": ACCOUNT},
        "nobody": {"Service": []},
        "a federated user": {"Federated": "cognito-identity.amazonaws.com"},
    },
    "Resource": {
        "another bucket": "arn:aws:s3:::other",
        "another bucket's objects": "arn:aws:s3:::other/*",
        "another account's key": "arn:aws:kms:us-east-2:444455556666:key/0000-trail",
        "another group": f"{GROUP}-other:log-stream:*",
        "the group itself": GROUP,
        "no resource": [],
        "another prefix": f"arn:aws:s3:::logs/other/AWSLogs/{ACCOUNT}/*",
        "another account's logs": "arn:aws:s3:::logs/AWSLogs/444455556666/*",
        "another partition": "arn:aws-cn:s3:::logs/AWSLogs/*",
    },
}

FALSE_CONDITIONS: dict[str, Any] = {
    "another trail": {"StringEquals": {"aws:SourceArn": f"{TRAIL}-other"}},
    "another account's trails": {
        "ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:*:444455556666:trail/*"}
    },
    "not this trail": {"ArnNotEquals": {"AWS:SourceArn": TRAIL}},
    "another account": {"StringEquals": {"aws:SourceAccount": "444455556666"}},
    "not this account": {"StringNotEquals": {"aws:SourceAccount": [ACCOUNT, "444455556666"]}},
    "no encryption in transit": {"Bool": {"aws:SecureTransport": "false"}},
    "an organization's principals": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}},
    "a caller's ARN": {"ArnLike": {"aws:PrincipalArn": "*"}},
    "no service": {"Bool": {"aws:PrincipalIsAWSService": False}},
    "an external id": {"StringEquals": {"sts:ExternalId": "x"}},
    "a second factor": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    "a private network": {"StringLike": {"aws:SourceVpce": "vpce-*"}},
    "any of another service": {
        "ForAnyValue:StringEquals": {"aws:PrincipalServiceNamesList": ["config.amazonaws.com"]}
    },
}

DENIES: dict[str, Any] = {
    "everything to everyone": {"Principal": "*", "NotAction": "x:Nothing"},
    "everything to all accounts": {"Principal": {"AWS": ["*"]}, "Action": "*"},
    "everything to CloudTrail": {"Principal": SERVICE, "Action": "*:*"},
    "everything to all but one account": {
        "NotPrincipal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "*",
    },
    "everything encrypted in transit": {
        "Principal": "*",
        "Action": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "true"}},
    },
    "all callers outside an organization": {
        "Principal": "*",
        "Action": "*",
        "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}},
    },
    "all services": {
        "Principal": "*",
        "Action": "*",
        "Condition": {"Null": {"aws:PrincipalServiceName": "false"}},
    },
}

HARMLESS_DENIES: dict[str, Any] = {
    "plain text": {
        "Principal": "*",
        "Action": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    },
    "another service": {"Principal": {"Service": "config.amazonaws.com"}, "Action": "*"},
    "an account": {"Principal": {"AWS": ACCOUNT}, "Action": "*"},
    "all but CloudTrail": {"NotPrincipal": SERVICE, "Action": "*"},
    "another action": {"Principal": "*", "Action": ["s3:DeleteObject", "kms:Disable*"]},
    "callers outside an organization": {
        "Principal": "*",
        "Action": "*",
        "Condition": {
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        },
    },
}

TRUE_CONDITIONS: dict[str, Any] = {
    "this account's trails": {
        "ArnLike": {"aws:sourcearn": f"arn:*:cloudtrail:*:{ACCOUNT}:trail/*"}
    },
    "this account": {"StringEquals": {"aws:SourceAccount": ["444455556666", ACCOUNT]}},
    "not another account": {"StringNotLike": {"aws:SourceAccount": "4444*"}},
    "encryption in transit": {"Bool": {"aws:SecureTransport": True}},
    "a source": {"Null": {"aws:SourceArn": "false"}},
    "a service": {"BoolIfExists": {"aws:PrincipalIsAWSService": "true"}},
    "a missing key": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"}},
    "all of no keys": {"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-abcdefghij/*"}},
    "the service's name": {
        "StringEqualsIgnoreCase": {"aws:PrincipalServiceName": "CloudTrail.AmazonAWS.com"}
    },
    "a variable": {"StringEquals": {"aws:SourceAccount": "${aws:SourceAccount}"}},
}


def broken() -> Iterator[tuple[str, Documented, dict[str, Any]]]:
    """Yield every documented policy with one thing changed that CloudTrail depends on."""
    for documented in DOCUMENTED:
        for index, statement in enumerate(documented.statements):
            for change, changed in _changes(documented, statement):
                statements = deepcopy(list(documented.statements))
                statements[index : index + 1] = [changed] if changed else []
                name = f"{documented.name}/{statement['Sid']}/{change}"
                yield name, documented, policy(*statements)
        for name, deny in DENIES.items():
            document = policy(*documented.statements, _deny(documented, deny))
            yield f"{documented.name}/Deny/{name}", documented, document


def kept() -> Iterator[tuple[str, Documented, dict[str, Any]]]:
    """Yield every documented policy, and with changes that CloudTrail does not mind."""
    for documented in DOCUMENTED:
        yield f"{documented.name}/as documented", documented, policy(*documented.statements)
        yield (
            f"{documented.name}/reversed",
            documented,
            policy(*reversed(documented.statements)),
        )
        for name, deny in HARMLESS_DENIES.items():
            if documented.name == "streams":
                continue
            document = policy(*documented.statements, _deny(documented, deny))
            yield f"{documented.name}/Deny/{name}", documented, document
        if documented.name in ("trust", "streams"):
            continue
        for name, condition in TRUE_CONDITIONS.items():
            statements = [_narrowed(statement, condition) for statement in documented.statements]
            yield f"{documented.name}/only with {name}", documented, policy(*statements)


def _changes(
    documented: Documented, statement: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    yield "left out", None
    for element, changes in BREAKS.items():
        if element in statement:
            for name, changed in changes.items():
                yield f"{element}/{name}", {**statement, element: changed}
            if element != "Effect":
                negated = {k: v for k, v in statement.items() if k != element}
                yield f"Not{element}", {**negated, f"Not{element}": statement[element]}
    for name, condition in FALSE_CONDITIONS.items():
        source = "aws:source" in str(condition).lower()
        unsure = documented.name == "trust" and source
        if documented.name != "streams" and not unsure:
            yield f"only with {name}", _narrowed(statement, condition)


def _narrowed(statement: dict[str, Any], condition: dict[str, Any]) -> dict[str, Any]:
    merged = deepcopy(statement.get("Condition", {}))
    for operator, keys in condition.items():
        merged[operator] = {**merged.get(operator, {}), **keys}
    return {**statement, "Condition": merged}


def _deny(documented: Documented, deny: dict[str, Any]) -> dict[str, Any]:
    statement = {"Sid": "Deny", "Effect": "Deny", **deepcopy(deny)}
    if documented.name == "streams":
        for element in ("Principal", "NotPrincipal", "Condition"):
            statement.pop(element, None)
    if documented.name != "trust":
        statement["Resource"] = "*"
    return statement


def named(written: str) -> Any:
    """Return a text with symbols, for tests that leave the account open."""
    return text(written)
