"""The AWS managed policies that matter for writing to CloudWatch Logs, by name.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..core.text import parts_of
from ..core.value import Hop, Value
from .document import PolicyDocument, read_document, unread_document
from .json_text import read_json

_WRITES = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")

# What each allows of CloudWatch Logs, on every resource; none of them denies anything.
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "AdministratorAccess": ("*",),
    "CloudWatchFullAccess": ("logs:*",),
    "CloudWatchFullAccessV2": ("logs:*",),
    "CloudWatchLogsFullAccess": ("logs:*",),
    "CloudWatchLogsReadOnlyAccess": (),
    "CloudWatchReadOnlyAccess": (),
    "ReadOnlyAccess": (),
    "SecurityAudit": (),
    "ViewOnlyAccess": (),
    "CloudWatchAgentServerPolicy": _WRITES,
    "service-role/AWSLambdaBasicExecutionRole": _WRITES,
    "service-role/AmazonAPIGatewayPushToCloudWatchLogs": _WRITES,
}

# PowerUserAccess allows everything but a few services, none of which is CloudWatch Logs.
_EXCEPT: Mapping[str, tuple[str, ...]] = {
    "PowerUserAccess": ("iam:*", "organizations:*", "account:*"),
}

_PATH = ":iam::aws:policy/"


def aws_managed_policy(arn: Value[str]) -> PolicyDocument | None:
    """Return the policy that an ARN of AWS's own names; None for any other ARN.

    One that is not in the table is an unread document; only those that are named for it deny.
    """
    parts = parts_of(arn) or ()
    last = parts[-1] if parts else None
    if not isinstance(last, str) or _PATH not in last:
        return None
    name = last.rpartition(_PATH)[2]
    if name not in _ALLOWED and name not in _EXCEPT:
        reason = f"what the AWS managed policy `{name[:128]}` allows is not known to iacguard"
        may_deny = "Deny" in name or "Quarantine" in name
        return unread_document(arn.provenance, reason, may_deny=may_deny)
    place = tuple(Hop(hop.span, f"the AWS managed policy {name}") for hop in arn.provenance[:1])
    return _document(name, place)


def _document(name: str, place: tuple[Hop, ...]) -> PolicyDocument | None:
    actions = {"NotAction": _EXCEPT[name]} if name in _EXCEPT else {"Action": _ALLOWED[name]}
    statement = {"Sid": name, "Effect": "Allow", "Resource": "*", **actions}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return read_document(read_json((text,), place, ""))
