"""Who else reaches a trail's bucket: by its ACL, its policy, or as a website."""

from __future__ import annotations

import pytest
from builders import hops, span, trail, unknown, value
from storage_builders import (
    account_public_access_block,
    attached,
    bucket,
    grant,
    policy,
    public_access_block,
    scope,
)

from iacguard.checks.public_access import bucket_is_private
from iacguard.core.severity import Severity
from iacguard.core.value import Hop, Known
from iacguard.core.verdict import Judgement, Reason, Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"


def private(*others, **fields):
    """Return the verdict on a trail's bucket with these fields."""
    logs = bucket(**fields)
    return bucket_is_private(logs, scope(trail(), logs, *others), {}).verdict


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, PASS),
        ({"canned_acl": "private"}, PASS),
        ({"canned_acl": "log-delivery-write"}, PASS),
        ({"canned_acl": "public-read"}, FAIL),
        ({"canned_acl": "public-read-write"}, FAIL),
        ({"canned_acl": "authenticated-read"}, FAIL),
        ({"canned_acl": unknown()}, UNKNOWN),
        ({"acl_grants": (grant(ALL_USERS),)}, FAIL),
        ({"acl_grants": (grant(AUTHENTICATED_USERS),)}, FAIL),
        ({"acl_grants": (grant("http://acs.amazonaws.com/groups/s3/LogDelivery"),)}, PASS),
        ({"acl_grants": (grant(None), grant(ALL_USERS, "WRITE"))}, FAIL),
        ({"acl_grants": unknown()}, UNKNOWN),
        ({"website": True}, FAIL),
        ({"website": False}, PASS),
        ({"canned_acl": "public-read", "object_ownership": "BucketOwnerEnforced"}, PASS),
        ({"canned_acl": "public-read", "object_ownership": "BucketOwnerPreferred"}, FAIL),
        ({"canned_acl": "public-read", "object_ownership": unknown()}, UNKNOWN),
    ],
)
def test_acls_and_websites(fields, expected):
    """A bucket is private unless something opens it that is in force."""
    assert expected is private(**fields)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({"website": True}, Severity.LOW), ({"website": True, "canned_acl": "public-read"}, None)],
)
def test_a_website_alone_weighs_little(fields, expected):
    """A website shows no object that no policy and no ACL opens."""
    logs = bucket(**fields)
    judgement = bucket_is_private(logs, scope(trail(), logs), {})

    assert (FAIL, expected) == (judgement.verdict, judgement.severity)


PUBLIC = {"Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
PUBLIC = {**PUBLIC, "Resource": "arn:aws:s3:::logs/*"}


@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        ({}, FAIL),
        ({"ignores_public_acls": True}, PASS),
        ({"blocks_public_acls": True}, UNKNOWN),
        ({"ignores_public_acls": unknown()}, UNKNOWN),
        ({"restricts_public_buckets": True, "blocks_public_policy": True}, FAIL),
    ],
)
def test_a_public_access_block_overrules_acls(switches, expected):
    """The bucket's switches count, and those of the account as well."""
    block = public_access_block(**switches)
    fields = {"canned_acl": "public-read"}

    assert expected is private(public_access_block=Known(block), **fields)
    assert expected is private(account_public_access_block(block), **fields)


@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        ({}, FAIL),
        ({"restricts_public_buckets": True}, PASS),
        ({"blocks_public_policy": True}, UNKNOWN),
        ({"ignores_public_acls": True, "blocks_public_acls": True}, FAIL),
    ],
)
def test_a_public_access_block_overrules_policies(switches, expected):
    """Access through a public policy is restricted by one switch; another only refuses new ones."""
    block = public_access_block(**switches)
    fields = {"policies": (attached(policy(PUBLIC)),)}

    assert expected is private(public_access_block=Known(block), **fields)
    assert expected is private(account_public_access_block(block), **fields)


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({}, FAIL),
        ({"Principal": {"AWS": "*"}}, FAIL),
        ({"Principal": {"AWS": ["arn:aws:iam::111122223333:root", "*"]}}, FAIL),
        ({"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, PASS),
        ({"Principal": {"Service": "cloudtrail.amazonaws.com"}}, PASS),
        ({"Effect": "Deny"}, PASS),
        ({"Action": "s3:*"}, FAIL),
        ({"Action": ["s3:PutObject"]}, FAIL),
        ({"Action": "s3:GetBucketLocation"}, PASS),
        ({"Resource": "arn:aws:s3:::logs/public/*"}, FAIL),
        ({"Resource": "arn:aws:s3:::logs/public/index.html"}, FAIL),
        ({"Resource": "arn:aws:s3:::other/*"}, PASS),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, FAIL),
        ({"Condition": {"StringLike": {"aws:Referer": "https://example.com/*"}}}, FAIL),
        ({"Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}, PASS),
        ({"Condition": {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/0"]}}}, FAIL),
        ({"Condition": {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}, FAIL),
        ({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}}, PASS),
        ({"Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"}}}, FAIL),
        ({"Condition": {"StringLike": {"aws:PrincipalOrgID": "*"}}}, FAIL),
        ({"Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}, PASS),
        ({"Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}}, FAIL),
        ({"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:*"}}}, PASS),
        ({"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Audit"}}}, FAIL),
        ({"Condition": {"Bool": {"aws:PrincipalIsAWSService": "true"}}}, PASS),
        ({"Condition": {"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}}, UNKNOWN),
    ],
)
def test_policies(elements, expected):
    """A policy is open when some stranger can meet a statement that allows."""
    policies = (attached(policy({**PUBLIC, **elements})),)

    assert expected is private(policies=policies)


def test_a_statement_for_all_but_some_is_open():
    """Allow with NotPrincipal lets in everyone who is not named."""
    statement = {k: v for k, v in PUBLIC.items() if k != "Principal"}
    statement["NotPrincipal"] = {"AWS": "arn:aws:iam::111122223333:root"}

    assert FAIL is private(policies=(attached(policy(statement)),))


# The actions of Amazon S3 that list, read, write or delete log files, or change what guards them.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
ON_BUCKETS = [
    "ListBucket",
    "ListBucketMultipartUploads",
    "ListBucketVersions",
    "DeleteBucket",
    "DeleteBucketPolicy",
    "DeleteBucketWebsite",
    "PutAccelerateConfiguration",
    "PutAnalyticsConfiguration",
    "PutBucketAcl",
    "PutBucketCORS",
    "PutBucketLogging",
    "PutBucketNotification",
    "PutBucketObjectLockConfiguration",
    "PutBucketOwnershipControls",
    "PutBucketPolicy",
    "PutBucketPublicAccessBlock",
    "PutBucketRequestPayment",
    "PutBucketTagging",
    "PutBucketVersioning",
    "PutBucketWebsite",
    "PutEncryptionConfiguration",
    "PutIntelligentTieringConfiguration",
    "PutInventoryConfiguration",
    "PutLifecycleConfiguration",
    "PutMetricsConfiguration",
    "PutReplicationConfiguration",
]
ON_OBJECTS = [
    "GetObject",
    "GetObjectVersion",
    "GetObjectVersionForReplication",
    "AbortMultipartUpload",
    "BypassGovernanceRetention",
    "DeleteObject",
    "DeleteObjectTagging",
    "DeleteObjectVersion",
    "DeleteObjectVersionTagging",
    "ObjectOwnerOverrideToBucketOwner",
    "PutObject",
    "PutObjectAcl",
    "PutObjectLegalHold",
    "PutObjectRetention",
    "PutObjectTagging",
    "PutObjectVersionAcl",
    "PutObjectVersionTagging",
    "ReplicateDelete",
    "ReplicateObject",
    "ReplicateTags",
    "RestoreObject",
]

HARMLESS = [
    "GetBucketAcl",
    "GetBucketLocation",
    "GetBucketPolicyStatus",
    "GetBucketVersioning",
    "ListAllMyBuckets",
]


@pytest.mark.parametrize(
    ("resource", "action"),
    [
        *(("arn:aws:s3:::logs", action) for action in ON_BUCKETS),
        *(("arn:aws:s3:::logs/*", action) for action in ON_OBJECTS),
    ],
)
def test_each_action_that_reaches_log_files_opens_the_bucket(resource, action):
    """One action for everyone is enough, on the bucket or on its objects, and it is named."""
    statement = {**PUBLIC, "Action": f"s3:{action}", "Resource": resource}
    logs = bucket(policies=(attached(policy(statement)),))

    judgement = bucket_is_private(logs, scope(trail(), logs), {})

    said = f'is open to everyone through its policy (statement "Open" allows s3:{action})'
    assert (FAIL, [said]) == (judgement.verdict, [one.message for one in judgement.reasons])


@pytest.mark.parametrize("action", HARMLESS)
def test_an_action_that_reaches_no_log_file_opens_nothing(action):
    """What tells only how the bucket is set up is nobody's secret."""
    statement = {**PUBLIC, "Action": f"s3:{action}", "Resource": "*"}

    assert PASS is private(policies=(attached(policy(statement)),))


def test_everything_at_once_opens_the_bucket_by_each_of_these_actions():
    """The message counts them, so that no action is judged that no test knows."""
    statement = {**PUBLIC, "Action": "s3:*", "Resource": ["arn:aws:s3:::logs", PUBLIC["Resource"]]}
    logs = bucket(policies=(attached(policy(statement)),))

    (reason,) = bucket_is_private(logs, scope(trail(), logs), {}).reasons

    more = len({*ON_BUCKETS, *ON_OBJECTS}) - 3
    assert reason.message == (
        'is open to everyone through its policy (statement "Open" allows s3:ListBucket, '
        f"s3:ListBucketMultipartUploads, s3:ListBucketVersions and {more} more actions)"
    )


def test_an_open_policy_points_at_its_statement():
    """One reason, at the statement that lets everyone in."""
    logs = bucket(policies=(attached(policy({**PUBLIC, "Action": "s3:*"})),))

    judgement = bucket_is_private(logs, scope(trail(), logs), {})

    said = (
        'is open to everyone through its policy (statement "Open" allows '
        "s3:GetObject, s3:GetObjectVersion, s3:GetObjectVersionForReplication "
        "and 18 more actions)"
    )
    where = (Hop(span(112), 'statement "Open"'),)
    assert Judgement(FAIL, (Reason(said, where, remedy="policy"),)) == judgement


def test_an_open_acl_points_at_its_value():
    """The place is the ACL that is written."""
    logs = bucket(canned_acl=value("public-read", 4))

    judgement = bucket_is_private(logs, scope(trail(), logs), {})

    assert Judgement(FAIL, (Reason("is open to everyone through its ACL", hops(4)),)) == judgement
