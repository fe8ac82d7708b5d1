"""The buckets that trails deliver to: who reaches them, and what they keep."""

from __future__ import annotations

import pytest
from builders import hops, span, trail, unknown, value
from storage_builders import (
    account_public_access_block,
    attached,
    bucket,
    grant,
    lifecycle_rule,
    policy,
    public_access_block,
    scope,
)

from iacguard.checks.buckets import (
    access_is_logged,
    bucket_is_private,
    has_lifecycle,
    has_mfa_delete,
    has_object_lock,
    is_versioned,
    outlives_a_destroy,
)
from iacguard.core.severity import Severity
from iacguard.core.value import Hop, Known
from iacguard.core.verdict import Judgement, Reason, Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"


def private(*others, **fields):
    """Return the verdict on a trail's bucket with these fields."""
    logs = bucket(**fields)
    judgement = bucket_is_private(logs, scope(trail(), logs, *others), {})
    return None if judgement is None else judgement.verdict


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


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringLike": {"aws:SourceVpce": "vpce-*"}}, FAIL),
        ({"StringLike": {"aws:SourceVpce": "vpce-0a*"}}, FAIL),
        ({"StringLike": {"aws:SourceVpc": "vpc-*"}}, FAIL),
        ({"StringLike": {"aws:PrincipalOrgID": ["o-abcdefghij", "o-*"]}}, FAIL),
        ({"StringLike": {"aws:PrincipalOrgID": "o-abcdefghij"}}, PASS),
        ({"StringLike": {"aws:PrincipalOrgID": "{organization}"}}, PASS),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-*/r-*/ou-*/*"}}, FAIL),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-abcdefghij/*"}}, PASS),
        ({"StringLike": {"aws:PrincipalAccount": "1111*"}}, FAIL),
        ({"StringLike": {"aws:PrincipalAccount": "111122223333*"}}, PASS),
        ({"StringLike": {"aws:PrincipalAccount": "{account}"}}, PASS),
        ({"StringLike": {"aws:userid": "*:admin"}}, FAIL),
        ({"StringLike": {"aws:userid": "AROAEXAMPLE:*"}}, PASS),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::logs-*"}}, FAIL),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::mine"}}, PASS),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:us-east-1:*:topic"}}, FAIL),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:{account}:*"}}, PASS),
        ({"ArnLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:*:accesspoint/*"}}, FAIL),
        ({"ArnLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:{account}:accesspoint/*"}}, PASS),
        ({"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}, FAIL),
        ({"StringEquals": {"aws:PrincipalTag/team": "audit"}}, FAIL),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, FAIL),
        ({"Null": {"aws:PrincipalOrgID": "false"}}, FAIL),
        ({"Null": {"aws:PrincipalOrgID": "true", "aws:PrincipalAccount": "false"}}, FAIL),
        (
            {
                "StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"},
                "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/reader"},
            },
            FAIL,
        ),
        (
            {
                "StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"},
                "StringLike": {"aws:SourceVpce": "vpce-*", "aws:PrincipalTag/team": "*"},
            },
            PASS,
        ),
    ],
)
def test_what_everybody_can_have_restricts_nothing(condition, expected):
    """A stranger has an account, an organization, an endpoint and roles of any name."""
    policies = (attached(policy({**PUBLIC, "Condition": condition})),)

    assert expected is private(policies=policies)


def test_a_statement_for_all_but_some_is_open():
    """Allow with NotPrincipal lets in everyone who is not named."""
    statement = {k: v for k, v in PUBLIC.items() if k != "Principal"}
    statement["NotPrincipal"] = {"AWS": "arn:aws:iam::111122223333:root"}

    assert FAIL is private(policies=(attached(policy(statement)),))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, PASS),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}, PASS),
        ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, PASS),
        ({"Bool": {"aws:SecureTransport": "false"}}, FAIL),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, FAIL),
        ({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/reader"}}, FAIL),
        ({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}, PASS),
        ({"StringNotLike": {"aws:PrincipalOrgID": "o-*"}}, FAIL),
        ({"StringNotEquals": {"aws:PrincipalTag/team": "audit"}}, FAIL),
    ],
)
def test_a_denial_that_strangers_cannot_evade_closes_the_bucket(condition, expected):
    """What every stranger meets shuts them out; what they can avoid does not."""
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
        "Condition": condition,
    }

    assert expected is private(policies=(attached(policy(PUBLIC, deny)),))


def test_an_open_policy_points_at_its_statement():
    """One reason, at the statement that lets everyone in."""
    logs = bucket(policies=(attached(policy({**PUBLIC, "Action": "s3:*"})),))

    judgement = bucket_is_private(logs, scope(trail(), logs), {})

    said = (
        'is open to everyone by its policy (statement "Open" allows s3:GetObject, '
        "s3:GetObjectVersion, s3:GetObjectVersionForReplication and 18 more actions)"
    )
    where = (Hop(span(112), 'statement "Open"'),)
    assert Judgement(FAIL, (Reason(said, where, remedy="policy"),)) == judgement


def test_an_open_acl_points_at_its_value():
    """The place is the ACL that is written."""
    logs = bucket(canned_acl=value("public-read", 4))

    judgement = bucket_is_private(logs, scope(trail(), logs), {})

    assert Judgement(FAIL, (Reason("is open to everyone by its ACL", hops(4)),)) == judgement


SWITCHES = [
    (access_is_logged, "access_log_bucket", "access", None),
    (is_versioned, "is_versioned", True, False),
    (has_mfa_delete, "has_mfa_delete", True, False),
    (has_object_lock, "has_object_lock", True, False),
    (outlives_a_destroy, "is_destroyable", False, True),
]


@pytest.mark.parametrize(("check", "field", "good", "bad"), SWITCHES)
def test_switches_of_a_trails_bucket(check, field, good, bad):
    """Each of these is one field of the bucket."""
    verdicts = []
    for content in (good, bad, unknown()):
        logs = bucket(**{field: content})
        verdicts.append(check(logs, scope(trail(), logs), {}).verdict)

    words = ["pass", "fail", "unknown"]
    assert words == [verdict.word for verdict in verdicts]


@pytest.mark.parametrize("check", [bucket_is_private, *(check for check, *_ in SWITCHES)])
def test_other_buckets_are_no_concern(check):
    """A bucket that no trail delivers to is not judged."""
    other = bucket("other", canned_acl="public-read", is_destroyable=True)

    assert check(other, scope(trail(), bucket(), other), {}) is None


def test_a_bucket_that_may_be_the_trails_is_unknown_where_it_fails():
    """With an open bucket name, what fails is only possible and what passes passes."""
    logs = bucket(canned_acl="public-read", is_versioned=True)
    model = scope(trail(bucket=unknown()), logs)

    assert UNKNOWN is bucket_is_private(logs, model, {}).verdict
    assert PASS is is_versioned(logs, model, {}).verdict


@pytest.mark.parametrize(
    ("rules", "verdict", "severity"),
    [
        (None, FAIL, None),
        ((), FAIL, None),
        (unknown(), UNKNOWN, None),
        ((lifecycle_rule(),), FAIL, None),
        ((lifecycle_rule(expiration_days=365),), PASS, None),
        ((lifecycle_rule(expiration_days=364),), FAIL, Severity.MEDIUM),
        ((lifecycle_rule(expiration_days=unknown()),), UNKNOWN, None),
        ((lifecycle_rule(expiration_date="2030-01-01"),), UNKNOWN, None),
        ((lifecycle_rule(expiration_date="2030-01-01", prefix="tmp/"),), FAIL, None),
        ((lifecycle_rule(expiration_days=30, narrowing="tags"),), FAIL, None),
        ((lifecycle_rule(expiration_days=30, narrowing="sizes"),), UNKNOWN, None),
        ((lifecycle_rule(expiration_days=30, narrowing=unknown()),), UNKNOWN, None),
        ((lifecycle_rule(transition_days=(value(90),)),), PASS, None),
        ((lifecycle_rule(transition_days=(value(90),), is_enabled=False),), FAIL, None),
        ((lifecycle_rule(expiration_days=30, is_enabled=False),), FAIL, None),
        ((lifecycle_rule(expiration_days=30, is_enabled=unknown()),), UNKNOWN, None),
        ((lifecycle_rule(expiration_days=30, prefix="AWSLogs/"),), FAIL, Severity.MEDIUM),
        ((lifecycle_rule(expiration_days=30, prefix="tmp/"),), FAIL, None),
        ((lifecycle_rule(expiration_days=400, prefix="tmp/"),), FAIL, None),
        ((lifecycle_rule(expiration_days=400, prefix="AWS"),), PASS, None),
        ((lifecycle_rule(expiration_days=400, prefix=unknown()),), UNKNOWN, None),
        (
            (
                lifecycle_rule(transition_days=(value(90),)),
                lifecycle_rule(expiration_days=30),
            ),
            FAIL,
            Severity.MEDIUM,
        ),
        (
            (
                lifecycle_rule(transition_days=(value(90),)),
                lifecycle_rule(expiration_days=30, prefix="tmp/"),
            ),
            PASS,
            None,
        ),
    ],
)
def test_logs_are_archived_or_expire_but_not_too_early(rules, verdict, severity):
    """No rule for the logs is a low finding, one that deletes them too early a medium one."""
    logs = bucket(lifecycle_rules=rules)

    judgement = has_lifecycle(logs, scope(trail(), logs), {"min_days": 365})

    assert (verdict, severity) == (judgement.verdict, judgement.severity)


ARCHIVED = lifecycle_rule(transition_days=(value(90),))


@pytest.mark.parametrize(
    ("rules", "verdict", "severity"),
    [
        ((ARCHIVED, lifecycle_rule(expiration_days=7, prefix="a/")), FAIL, Severity.MEDIUM),
        ((lifecycle_rule(expiration_days=7, prefix="a/"),), FAIL, Severity.MEDIUM),
        ((lifecycle_rule(expiration_days=400, prefix="a/"),), FAIL, None),
        (
            (
                lifecycle_rule(expiration_days=400, prefix="a/"),
                lifecycle_rule(expiration_days=500, prefix="b/"),
            ),
            PASS,
            None,
        ),
        ((ARCHIVED, lifecycle_rule(expiration_days=7, prefix="c/")), PASS, None),
    ],
)
def test_the_log_files_of_each_trail_are_kept(rules, verdict, severity):
    """What a rule does to one trail's prefix counts, whatever becomes of another's."""
    logs = bucket(lifecycle_rules=rules)
    trails = (trail("one", key_prefix="a"), trail("other", key_prefix="b"))

    judgement = has_lifecycle(logs, scope(*trails, logs), {"min_days": 365})

    assert (verdict, severity) == (judgement.verdict, judgement.severity)


def test_early_expiry_of_what_may_be_a_trails_is_unknown():
    """A trail whose bucket is not known may deliver elsewhere."""
    logs = bucket(lifecycle_rules=(ARCHIVED, lifecycle_rule(expiration_days=7, prefix="b/")))
    trails = (trail("one", key_prefix="a"), trail("other", key_prefix="b", bucket=unknown()))

    judgement = has_lifecycle(logs, scope(*trails, logs), {"min_days": 365})

    assert UNKNOWN is judgement.verdict


def test_early_expiry_says_how_early():
    """The message tells both numbers, and the place is the number that is written."""
    rule = lifecycle_rule(expiration_days=value(30, 6))
    logs = bucket(lifecycle_rules=(rule,))

    judgement = has_lifecycle(logs, scope(trail(), logs), {"min_days": 365})

    said = "keeps a trail's log files for 30 days, not the 365 asked for"
    expected = Judgement(FAIL, (Reason(said, hops(6), "30", "early"),), Severity.MEDIUM)
    assert expected == judgement


def test_a_policy_that_asks_for_more_strangers_than_are_looked_at_is_open():
    """What was not looked at proves nothing."""
    statements = [
        {
            **PUBLIC,
            "Condition": {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::111122223333:role/r{n}*"}},
        }
        for n in range(60)
    ]

    assert UNKNOWN is private(policies=(attached(policy(*statements)),))
    assert PASS is private(policies=(attached(policy(*statements[:20])),))
