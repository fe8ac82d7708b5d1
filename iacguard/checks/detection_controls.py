"""What has to be noticed: the events that each control of CT4xx names.

The events are those of the newest CIS AWS Foundations benchmark, section 4 (5 since 6.0), each with
the service that it belongs to, so that a pattern may name the service or leave it out. Where the
versions of the benchmark differ in what they leave out, an event belongs to all of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedEvents:
    """Events that a reader calls by one name, as a filter pattern."""

    name: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """Something that somebody has to be told of."""

    what: str
    """In the plural, after "does not notice": "IAM policy changes"."""

    events: tuple[NamedEvents, ...]

    literal: str = ""
    """The text that AWS Security Hub compares with; empty where it has no such control."""


def _calls(source: str, *names: str) -> tuple[NamedEvents, ...]:
    """Return the calls of a service by their names."""
    return tuple(
        NamedEvents(name, f'{{ $.eventSource = "{source}" && $.eventName = "{name}" }}')
        for name in names
    )


def _choice(*names: str) -> str:
    """Return a choice of event names as Security Hub's guide prints it."""
    return " || ".join(f"($.eventName={name})" for name in names)


# https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
_IAM = (
    "DeleteGroupPolicy",
    "DeleteRolePolicy",
    "DeleteUserPolicy",
    "PutGroupPolicy",
    "PutRolePolicy",
    "PutUserPolicy",
    "CreatePolicy",
    "DeletePolicy",
    "CreatePolicyVersion",
    "DeletePolicyVersion",
    "AttachRolePolicy",
    "DetachRolePolicy",
    "AttachUserPolicy",
    "DetachUserPolicy",
    "AttachGroupPolicy",
    "DetachGroupPolicy",
)
_CLOUDTRAIL = ("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging")
_KEYS = ("DisableKey", "ScheduleKeyDeletion")
_BUCKETS = (
    "PutBucketAcl",
    "PutBucketPolicy",
    "PutBucketCors",
    "PutBucketLifecycle",
    "PutBucketReplication",
    "DeleteBucketPolicy",
    "DeleteBucketCors",
    "DeleteBucketLifecycle",
    "DeleteBucketReplication",
)
_CONFIG = (
    "StopConfigurationRecorder",
    "DeleteDeliveryChannel",
    "PutDeliveryChannel",
    "PutConfigurationRecorder",
)
_SECURITY_GROUPS = (
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "RevokeSecurityGroupIngress",
    "RevokeSecurityGroupEgress",
    "CreateSecurityGroup",
    "DeleteSecurityGroup",
)
_NETWORK_ACLS = (
    "CreateNetworkAcl",
    "CreateNetworkAclEntry",
    "DeleteNetworkAcl",
    "DeleteNetworkAclEntry",
    "ReplaceNetworkAclEntry",
    "ReplaceNetworkAclAssociation",
)
_GATEWAYS = (
    "CreateCustomerGateway",
    "DeleteCustomerGateway",
    "AttachInternetGateway",
    "CreateInternetGateway",
    "DeleteInternetGateway",
    "DetachInternetGateway",
)
_ROUTES = (
    "CreateRoute",
    "CreateRouteTable",
    "ReplaceRoute",
    "ReplaceRouteTableAssociation",
    "DeleteRouteTable",
    "DeleteRoute",
    "DisassociateRouteTable",
)
_VPCS = (
    "CreateVpc",
    "DeleteVpc",
    "ModifyVpcAttribute",
    "AcceptVpcPeeringConnection",
    "CreateVpcPeeringConnection",
    "DeleteVpcPeeringConnection",
    "RejectVpcPeeringConnection",
    "AttachClassicLinkVpc",
    "DetachClassicLinkVpc",
    "DisableVpcClassicLink",
    "EnableVpcClassicLink",
)
_ORGANIZATIONS = (
    "AcceptHandshake",
    "AttachPolicy",
    "CreateAccount",
    "CreateOrganizationalUnit",
    "CreatePolicy",
    "DeclineHandshake",
    "DeleteOrganization",
    "DeleteOrganizationalUnit",
    "DeletePolicy",
    "DetachPolicy",
    "DisablePolicyType",
    "EnablePolicyType",
    "InviteAccountToOrganization",
    "LeaveOrganization",
    "MoveAccount",
    "RemoveAccountFromOrganization",
    "UpdatePolicy",
    "UpdateOrganizationalUnit",
)

_NOT_NOISE = '$.sourceIPAddress != "delivery.logs.amazonaws.com" && $.eventName != "HeadBucket"'
"""What the benchmark leaves out since 4.0.1."""

UNAUTHORIZED_API_CALLS = Control(
    what="unauthorized API calls",
    events=(
        NamedEvents(
            "UnauthorizedOperation errors",
            f'{{ $.errorCode = "*UnauthorizedOperation" && {_NOT_NOISE} }}',
        ),
        NamedEvents("AccessDenied errors", f'{{ $.errorCode = "AccessDenied*" && {_NOT_NOISE} }}'),
    ),
    literal='{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
)
CONSOLE_SIGN_IN_WITHOUT_MFA = Control(
    what="console sign-ins without MFA",
    events=(
        # The benchmark accepts both the short form and this one, which spares single sign-on.
        NamedEvents(
            "successful sign-ins of IAM users",
            '{ $.eventSource = "signin.amazonaws.com" && $.eventName = "ConsoleLogin"'
            ' && $.additionalEventData.MFAUsed != "Yes" && $.userIdentity.type = "IAMUser"'
            ' && $.responseElements.ConsoleLogin = "Success" }',
        ),
    ),
    literal='{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && '
    '($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
)
ROOT_ACCOUNT_USE = Control(
    what="use of the root account",
    events=(
        NamedEvents(
            "what the root user does",
            '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS'
            ' && $.eventType != "AwsServiceEvent" }',
        ),
    ),
    literal='{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && '
    '$.eventType !="AwsServiceEvent"}',
)
IAM_POLICY_CHANGES = Control(
    what="IAM policy changes",
    events=_calls("iam.amazonaws.com", *_IAM),
    literal=f"{{{_choice(*_IAM)}}}",
)
CLOUDTRAIL_CONFIGURATION_CHANGES = Control(
    what="CloudTrail configuration changes",
    events=_calls("cloudtrail.amazonaws.com", *_CLOUDTRAIL),
    literal=f"{{{_choice(*_CLOUDTRAIL)}}}",
)
CONSOLE_AUTHENTICATION_FAILURES = Control(
    what="failed console sign-ins",
    events=(
        NamedEvents(
            "failed authentications",
            '{ $.eventSource = "signin.amazonaws.com" && $.eventName = "ConsoleLogin"'
            ' && $.errorMessage = "Failed authentication" }',
        ),
    ),
    literal='{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
)
CUSTOMER_KEY_DISABLED_OR_DELETED = Control(
    what="customer managed keys being disabled or deleted",
    events=_calls("kms.amazonaws.com", *_KEYS),
    literal=f"{{($.eventSource=kms.amazonaws.com) && ({_choice(*_KEYS)})}}",
)
S3_BUCKET_POLICY_CHANGES = Control(
    what="S3 bucket policy changes",
    events=_calls("s3.amazonaws.com", *_BUCKETS),
    literal=f"{{($.eventSource=s3.amazonaws.com) && ({_choice(*_BUCKETS)})}}",
)
CONFIG_CHANGES = Control(
    what="AWS Config changes",
    events=_calls("config.amazonaws.com", *_CONFIG),
    literal=f"{{($.eventSource=config.amazonaws.com) && ({_choice(*_CONFIG)})}}",
)
SECURITY_GROUP_CHANGES = Control(
    what="security group changes",
    # Since 5.0; the older versions, and Security Hub, do without ModifySecurityGroupRules.
    events=_calls("ec2.amazonaws.com", *_SECURITY_GROUPS, "ModifySecurityGroupRules"),
    literal=f"{{{_choice(*_SECURITY_GROUPS)}}}",
)
NETWORK_ACL_CHANGES = Control(
    what="network ACL changes",
    events=_calls("ec2.amazonaws.com", *_NETWORK_ACLS),
    literal=f"{{{_choice(*_NETWORK_ACLS)}}}",
)
NETWORK_GATEWAY_CHANGES = Control(
    what="network gateway changes",
    events=_calls("ec2.amazonaws.com", *_GATEWAYS),
    literal=f"{{{_choice(*_GATEWAYS)}}}",
)
ROUTE_TABLE_CHANGES = Control(
    what="route table changes",
    events=_calls("ec2.amazonaws.com", *_ROUTES),
    literal=f"{{{_choice(*_ROUTES)}}}",
)
VPC_CHANGES = Control(
    what="VPC changes",
    events=_calls("ec2.amazonaws.com", *_VPCS),
    literal=f"{{{_choice(*_VPCS)}}}",
)
ORGANIZATIONS_CHANGES = Control(
    what="AWS Organizations changes",
    events=_calls("organizations.amazonaws.com", *_ORGANIZATIONS),
)
EVENT_SELECTOR_CHANGES = Control(
    what="event selector changes",
    events=_calls("cloudtrail.amazonaws.com", "PutEventSelectors", "PutInsightSelectors"),
)

CONTROLS = (
    UNAUTHORIZED_API_CALLS,
    CONSOLE_SIGN_IN_WITHOUT_MFA,
    ROOT_ACCOUNT_USE,
    IAM_POLICY_CHANGES,
    CLOUDTRAIL_CONFIGURATION_CHANGES,
    CONSOLE_AUTHENTICATION_FAILURES,
    CUSTOMER_KEY_DISABLED_OR_DELETED,
    S3_BUCKET_POLICY_CHANGES,
    CONFIG_CHANGES,
    SECURITY_GROUP_CHANGES,
    NETWORK_ACL_CHANGES,
    NETWORK_GATEWAY_CHANGES,
    ROUTE_TABLE_CHANGES,
    VPC_CHANGES,
    ORGANIZATIONS_CHANGES,
    EVENT_SELECTOR_CHANGES,
)
"""CT401 to CT416, in order."""
