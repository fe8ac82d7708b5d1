"""Whether a trail's logs arrive: policies with open accounts, prefixes and attachments."""

from __future__ import annotations

import pytest
from builders import hops, insight, span, topic, trail, unknown, value
from documented_policies import SERVICE
from storage_builders import (
    as_json,
    attached,
    bucket,
    place,
    policy,
    public_access_block,
    scope,
    text,
    tree,
)

from iacguard.checks.delivery import (
    bucket_policy_lets_cloudtrail_deliver,
    bucket_policy_names_its_source,
    topic_policy_lets_cloudtrail_publish,
)
from iacguard.core.value import Hop, Known
from iacguard.core.verdict import Judgement, Reason, Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ACL = {
    "Sid": "Look",
    "Effect": "Allow",
    "Principal": SERVICE,
    "Action": "s3:GetBucketAcl",
    "Resource": "arn:aws:s3:::logs",
}
OWNER = {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}


def write(resource="arn:aws:s3:::logs/AWSLogs/{account}/*", **elements):
    """Return the statement that lets CloudTrail write."""
    return {
        "Sid": "Write",
        "Effect": "Allow",
        "Principal": SERVICE,
        "Action": "s3:PutObject",
        "Resource": resource,
        "Condition": OWNER,
        **elements,
    }


def delivers(*statements, **fields):
    """Return the verdict on a trail whose bucket has a policy of these statements."""
    main = trail(**fields)
    model = scope(main, bucket(policies=(attached(policy(*statements)),)))
    return bucket_policy_lets_cloudtrail_deliver(main, model, {})


def test_a_bucket_with_requester_pays_takes_no_log_file() -> None:
    """CloudTrail does not pay for its requests, whatever the policy allows."""
    main = trail()
    paid = bucket(policies=(attached(policy(ACL, write())),), is_requester_pays=value(True, 5))
    judgement = bucket_policy_lets_cloudtrail_deliver(main, scope(main, paid), {})

    said = "cannot deliver to its bucket: Requester Pays is on, which CloudTrail does not support"
    assert judgement == Judgement(FAIL, (Reason(said, hops(5), "true", "requester-pays"),))


@pytest.mark.parametrize(
    ("resource", "fields", "expected"),
    [
        ("arn:aws:s3:::logs/AWSLogs/{account}/*", {}, PASS),
        ("arn:{partition}:s3:::logs/AWSLogs/{account}/*", {}, PASS),
        ("arn:*:s3:::logs/AWSLogs/*", {}, PASS),
        ("arn:aws:s3:::logs/*", {}, PASS),
        ("*", {}, PASS),
        ("arn:aws:s3:::logs/AWSLogs/{account}/CloudTrail*", {}, PASS),
        ("arn:aws:s3:::logs/AWSLogs/{account}/CloudTrail/*", {}, FAIL),
        (
            "arn:aws:s3:::logs/AWSLogs/{account}/CloudTrail/*",
            {"validates_log_files": False},
            PASS,
        ),
        ("arn:aws:s3:::logs/AWSLogs/{account}", {}, FAIL),
        ("arn:aws:s3:::logs", {}, FAIL),
        ("arn:aws:s3:::logs/awslogs/{account}/*", {}, FAIL),
        ("arn:aws:s3:::logs/AWSLogs/111122223333/*", {}, UNKNOWN),
        ("arn:aws:s3:::logs/AWSLogs/{organization}/*", {}, FAIL),
        ("arn:aws:s3:::logs/AWSLogs/{account}/*", {"key_prefix": "audit"}, FAIL),
        ("arn:aws:s3:::logs/audit/AWSLogs/{account}/*", {"key_prefix": "audit"}, PASS),
        ("arn:aws:s3:::logs/audit/AWSLogs/{account}/*", {"key_prefix": "audit/"}, PASS),
        ("arn:aws:s3:::logs/audit/AWSLogs/{account}/*", {"key_prefix": ""}, FAIL),
        ("arn:aws:s3:::logs/audit/AWSLogs/{account}/*", {}, FAIL),
        ("arn:aws:s3:::logs/*/AWSLogs/{account}/*", {}, FAIL),
        ("arn:aws:s3:::logs/audit/AWSLogs/{account}/*", {"key_prefix": unknown()}, UNKNOWN),
        ("arn:aws:s3:::logs/*", {"key_prefix": unknown()}, PASS),
        ("arn:aws:s3:::logs/AWSLogs/{account}/*", {"is_organization_trail": True}, FAIL),
        ("arn:aws:s3:::logs/AWSLogs/*", {"is_organization_trail": True}, PASS),
        ("arn:aws:s3:::logs/AWSLogs/*", {"is_organization_trail": unknown()}, PASS),
        (
            "arn:aws:s3:::logs/AWSLogs/{account}/*",
            {"is_organization_trail": unknown()},
            UNKNOWN,
        ),
    ],
)
def test_log_files_lie_under_the_trails_own_prefix_and_account(resource, fields, expected):
    """What the trail writes must be covered, wherever the account is only known later."""
    assert expected is delivers(ACL, write(resource), **fields).verdict


def test_both_paths_of_an_organization_may_be_two_resources():
    """An organization's trail writes under the account's and the organization's path."""
    paths = ["arn:aws:s3:::logs/AWSLogs/{account}/*", "arn:aws:s3:::logs/AWSLogs/{organization}/*"]

    judgement = delivers(ACL, write(paths), is_organization_trail=True)

    assert PASS is judgement.verdict


def test_a_failure_points_at_the_element_that_differs():
    """The place is the resource of the nearest statement, inside that statement."""
    judgement = delivers(ACL, write("arn:aws:s3:::logs/other/*"), validates_log_files=False)

    said = (
        "cannot deliver to its bucket: the bucket policy does not allow "
        "cloudtrail.amazonaws.com to perform s3:PutObject under "
        '`AWSLogs/<account>/` (statement "Write" applies to '
        "`arn:aws:s3:::logs/other/*`, not "
        "`arn:aws:s3:::logs/AWSLogs/<account>/CloudTrail/….json.gz`)"
    )
    where = (*hops(127), Hop(span(122), 'statement "Write"'))
    assert Judgement(FAIL, (Reason(said, where),)) == judgement


def test_a_denial_points_at_the_statement_that_denies():
    """The place is the Deny that wins."""
    deny = {"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": "s3:Put*", "Resource": "*"}

    judgement = delivers(ACL, write(), deny, validates_log_files=False)

    said = (
        "cannot deliver to its bucket: the bucket policy does not allow "
        "cloudtrail.amazonaws.com to perform s3:PutObject under "
        '`AWSLogs/<account>/` (statement "No" denies it)'
    )
    where = (Hop(span(132), 'statement "No"'),)
    assert Judgement(FAIL, (Reason(said, where, remedy="denied"),)) == judgement


def test_a_failure_tells_the_prefix_that_the_trail_writes_under():
    """The resource that is needed and the one that is written stand side by side."""
    judgement = delivers(ACL, write("arn:aws:s3:::logs/AWSLogs/*"), key_prefix="audit")

    said = (
        "cannot deliver to its bucket: the bucket policy does not allow "
        "cloudtrail.amazonaws.com to perform s3:PutObject under "
        '`audit/AWSLogs/<account>/` (statement "Write" applies to '
        "`arn:aws:s3:::logs/AWSLogs/*`, not "
        "`arn:aws:s3:::logs/audit/AWSLogs/<account>/CloudTrail/….json.gz`)"
    )
    assert [said] == [reason.message for reason in judgement.reasons]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("{organization}/*/CloudTrail*", PASS),
        ("{organization}/CloudTrail*", FAIL),
        ("{organization}/{account}/*", UNKNOWN),
    ],
)
def test_an_organization_trail_writes_below_each_account(path, expected):
    """Whether there are accounts besides the one that is named only the deployment tells."""
    paths = [f"arn:aws:s3:::logs/AWSLogs/{one}" for one in ("{account}/*", path)]

    judgement = delivers(ACL, write(paths), is_organization_trail=True)

    assert expected is judgement.verdict


def test_an_organization_trail_needs_no_path_of_its_account():
    """AWS documents that path for the day that the trail stops being an organization's."""
    statement = write("arn:aws:s3:::logs/AWSLogs/{organization}/*")

    assert PASS is delivers(ACL, statement, is_organization_trail=True).verdict
    assert UNKNOWN is delivers(ACL, statement, is_organization_trail=unknown()).verdict
    assert FAIL is delivers(ACL, statement).verdict


def test_an_organization_trail_tells_the_path_of_the_organization():
    """The account's own path is written, the organization's is not."""
    account = write("arn:aws:s3:::logs/AWSLogs/{account}/*")

    judgement = delivers(ACL, account, is_organization_trail=True)

    said = (
        "cannot deliver to its bucket: the bucket policy does not allow "
        "cloudtrail.amazonaws.com to perform s3:PutObject under "
        '`AWSLogs/<organization>/` (statement "Write" applies to '
        "`arn:aws:s3:::logs/AWSLogs/<account>/*`, not "
        "`arn:aws:s3:::logs/AWSLogs/<organization>/…/CloudTrail/….json.gz`)"
    )
    assert [(said, "organization")] == [(one.message, one.remedy) for one in judgement.reasons]


def test_a_bucket_without_a_policy_takes_no_logs():
    """The place is the bucket's header."""
    main, logs = trail(), bucket()

    judgement = bucket_policy_lets_cloudtrail_deliver(main, scope(main, logs), {})

    said = "cannot deliver to its bucket: the bucket has no policy"
    assert Judgement(FAIL, (Reason(said, (Hop(span(1), "aws_s3_bucket.logs"),)),)) == judgement


ENCRYPTION = "s3:x-amz-server-side-encryption"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def denied_unless(**condition):
    """A denial of writes on what they say of their encryption."""
    return {
        "Sid": "Encrypted",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::logs/*",
        "Condition": condition,
    }


WITHOUT_HEADER = denied_unless(Null={ENCRYPTION: "true"})
UNLESS_S3 = denied_unless(StringNotEquals={ENCRYPTION: "AES256"})
UNLESS_KMS = denied_unless(StringNotEquals={ENCRYPTION: "aws:kms"})
UNLESS_KMS_IF_SAID = denied_unless(StringNotEqualsIfExists={ENCRYPTION: "aws:kms"})
UNLESS_EITHER = denied_unless(StringNotEquals={ENCRYPTION: ["AES256", "aws:kms"]})


@pytest.mark.parametrize(
    ("deny", "with_key", "without", "open_"),
    [
        (WITHOUT_HEADER, PASS, UNKNOWN, UNKNOWN),
        (UNLESS_S3, FAIL, UNKNOWN, UNKNOWN),
        (UNLESS_KMS, PASS, FAIL, UNKNOWN),
        (UNLESS_KMS_IF_SAID, PASS, FAIL, UNKNOWN),
        (UNLESS_EITHER, PASS, UNKNOWN, UNKNOWN),
    ],
)
def test_log_files_are_written_with_the_header_of_the_trails_key(deny, with_key, without, open_):
    """Without a key S3's own keys are used, and AWS does not say whether a header asks for them."""
    settings = {"validates_log_files": False}
    judged = [
        delivers(ACL, write(), deny, kms_key=key, **settings).verdict
        for key in (value(KEY), None, unknown())
    ]
    empty = delivers(ACL, write(), deny, kms_key=value(""), **settings).verdict

    assert [with_key, without, open_] == judged
    assert without is empty


def test_how_digest_files_are_encrypted_is_not_decided():
    """AWS's own pages say both."""
    judgement = delivers(ACL, write(), UNLESS_KMS, kms_key=value(KEY), validates_log_files=True)

    said = 'the condition on `s3:x-amz-server-side-encryption` in statement "Encrypted"'
    assert UNKNOWN is judgement.verdict
    assert judgement.reasons[0].message == (
        f"{said} cannot be decided: AWS does not document whether the request carries `aws:kms`, "
        "`AES256` or nothing"
    )


def test_a_denial_of_the_trails_encryption_says_so():
    """The statement that denies is named."""
    judgement = delivers(ACL, write(), UNLESS_S3, kms_key=value(KEY), validates_log_files=False)

    assert [
        (
            "cannot deliver to its bucket: the bucket policy does not allow "
            "cloudtrail.amazonaws.com to perform s3:PutObject under "
            '`AWSLogs/<account>/` (statement "Encrypted" denies it)'
        )
    ] == [reason.message for reason in judgement.reasons]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (value("elsewhere"), "its bucket is declared elsewhere"),
        (unknown(), "var.open has no value"),
        (None, None),
    ],
)
def test_a_bucket_that_is_not_declared_here_is_not_judged(named, expected):
    """A link that leads away is unknown; no link is no concern."""
    main = trail(bucket=named)

    judgement = bucket_policy_lets_cloudtrail_deliver(main, scope(main, bucket()), {})

    said = None if judgement is None else judgement.reasons[0].message
    assert expected == said


@pytest.mark.parametrize(
    ("exists", "statement", "expected"),
    [
        (unknown(), write("arn:aws:s3:::logs/*"), UNKNOWN),
        (False, write("arn:aws:s3:::logs/*"), FAIL),
        (True, write("arn:aws:s3:::logs/*"), PASS),
    ],
)
def test_an_attachment_counts_as_far_as_it_is_deployed(exists, statement, expected):
    """A policy resource that may be left out leaves delivery open."""
    main = trail()
    policies = (attached(policy(ACL, statement), exists=exists),)

    judgement = bucket_policy_lets_cloudtrail_deliver(
        main, scope(main, bucket(policies=policies)), {}
    )

    assert expected is judgement.verdict


def test_a_bucket_that_may_not_be_deployed_is_needed():
    """Delivery is open where the bucket is."""
    main = trail()
    policies = (attached(policy(ACL, write())),)
    logs = bucket(policies=policies, exists=unknown("var.create has no value"))

    judgement = bucket_policy_lets_cloudtrail_deliver(main, scope(main, logs), {})

    said = "aws_s3_bucket.logs may not be deployed: var.create has no value"
    assert Judgement(UNKNOWN, (Reason(said),)) == judgement


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([policy(ACL), policy(write())], FAIL),
        ([policy(ACL, write()), policy(write())], UNKNOWN),
        ([policy(ACL, write()), policy(ACL, write("*"))], PASS),
    ],
)
def test_of_several_policies_one_is_in_force(documents, expected):
    """A bucket has one policy: the last that was put; each is judged alone."""
    main = trail()
    policies = tuple(attached(as_json(document)) for document in documents)

    judgement = bucket_policy_lets_cloudtrail_deliver(
        main, scope(main, bucket(policies=policies)), {}
    )

    assert expected is judgement.verdict


TRAIL_ARN = "arn:aws:cloudtrail:{region}:{account}:trail/main"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, FAIL),
        (OWNER, FAIL),
        ({"StringEquals": {"aws:SourceArn": TRAIL_ARN}}, PASS),
        ({"StringEquals": {"AWS:SourceAccount": "{account}"}}, PASS),
        ({"StringEquals": {"aws:SourceAccount": "111122223333"}}, PASS),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:*:{account}:trail/*"}}, PASS),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/*"}}, FAIL),
        ({"StringLike": {"aws:SourceArn": "*"}}, FAIL),
        ({"StringLike": {"aws:SourceArn": "*:trail/main"}}, FAIL),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:*:trail/*"}}, FAIL),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:1111*:trail/main"}}, FAIL),
        ({"StringEquals": {"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:*:trail/*"}}, PASS),
        (
            {
                "ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:*:trail/*"},
                "StringEquals": {"aws:SourceAccount": "{account}"},
            },
            PASS,
        ),
        ({"StringLike": {"aws:SourceOrgID": "o-*"}}, FAIL),
        ({"StringEqualsIfExists": {"aws:SourceOrgID": "o-abcdefghij"}}, FAIL),
        ({"StringEquals": {"aws:SourceOrgID": "o-abcdefghij"}}, PASS),
        ({"StringEqualsIfExists": {"aws:SourceAccount": "{account}"}}, PASS),
        ({"StringNotEquals": {"aws:SourceAccount": "{account}"}}, FAIL),
        ({"StringEquals": {"aws:Odd": "x"}}, UNKNOWN),
    ],
)
def test_cloudtrail_writes_only_for_a_source_that_is_named(condition, expected):
    """A condition counts when no other account can meet it."""
    statement = write("arn:aws:s3:::logs/AWSLogs/{account}/*", Condition=condition)
    logs = bucket(policies=(attached(policy(ACL, statement)),))

    judgement = bucket_policy_names_its_source(logs, scope(trail(), logs), {})

    assert expected is judgement.verdict


def test_an_open_source_is_named_with_its_statement():
    """The place is the statement that lets CloudTrail write."""
    logs = bucket(policies=(attached(policy(ACL, write())),))

    judgement = bucket_policy_names_its_source(logs, scope(trail(), logs), {})

    said = (
        'lets CloudTrail write to it on behalf of any account: statement "Write" '
        "allows it, and no condition on aws:SourceArn or aws:SourceAccount names "
        "an account"
    )
    where = (Hop(span(122), 'statement "Write"'),)
    assert Judgement(FAIL, (Reason(said, where),)) == judgement


def test_a_denial_of_other_sources_is_as_good():
    """A Deny for all but one account closes what an Allow leaves open."""
    deny = {
        "Effect": "Deny",
        "Principal": SERVICE,
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::logs/*",
        "Condition": {"StringNotEquals": {"aws:SourceAccount": "{account}"}},
    }
    logs = bucket(policies=(attached(policy(ACL, write(), deny)),))

    judgement = bucket_policy_names_its_source(logs, scope(trail(), logs), {})

    assert PASS is judgement.verdict


def test_an_account_that_is_open_still_is_one_account():
    """Equality with a value that only a deployment knows is no open door."""
    condition = {"StringEquals": {"aws:SourceAccount": "@"}}
    document = attached(policy(write(Condition=condition))).document
    statements = document.value["Statement"]
    (statement,) = statements.value
    source = Known({"aws:SourceAccount": unknown()})
    changed = Known({**statement.value, "Condition": Known({"StringEquals": source})})
    document = Known({**document.value, "Statement": Known((changed,))})
    logs = bucket(policies=(attached(document),))

    judgement = bucket_policy_names_its_source(logs, scope(trail(), logs), {})

    assert PASS is judgement.verdict


PUBLISH = {"Effect": "Allow", "Principal": SERVICE, "Action": "SNS:Publish"}


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("arn:aws:sns:{region}:{account}:alerts", PASS),
        ("*", PASS),
        ("arn:aws:sns:{region}:{account}:other", FAIL),
        ("arn:aws:sns:us-east-1:{account}:alerts", UNKNOWN),
    ],
)
def test_a_topic_lets_cloudtrail_publish(resource, expected):
    """The topic's policy must cover the topic."""
    policies = (attached(policy({**PUBLISH, "Resource": resource})),)
    alerts = topic(policies=policies)

    for name in ("alerts", text("arn:{partition}:sns:{region}:{account}:alerts")):
        main = trail(sns_topic=name)
        judgement = topic_policy_lets_cloudtrail_publish(main, scope(main, alerts), {})
        assert expected is judgement.verdict


def test_a_topic_without_a_policy_lets_only_its_owner_publish():
    """The default policy names the account, not the service."""
    main = trail(sns_topic="alerts")

    judgement = topic_policy_lets_cloudtrail_publish(main, scope(main, topic()), {})

    assert FAIL is judgement.verdict
    assert span(1) == place(judgement)


def test_a_trail_without_a_topic_is_no_concern():
    """CloudTrail need not notify anybody."""
    main = trail()

    assert topic_policy_lets_cloudtrail_publish(main, scope(main, topic()), {}) is None


def regional(*accounts: str, resource: str = "arn:aws:s3:::logs/AWSLogs/{account}/*"):
    """Return statements that let CloudTrail's accounts of single regions deliver."""
    principal = {"AWS": [f"arn:aws:iam::{account}:root" for account in accounts]}
    return {**ACL, "Principal": principal}, {**write(resource), "Principal": principal}


def test_accounts_of_single_regions_do_not_deliver_from_all():
    """A trail of every region reaches regions that have no such account."""
    judgement = delivers(*regional("086441151436", "859597730677"), is_multi_region=True)

    said = (
        "cannot deliver to its bucket from every region: its policy names CloudTrail's accounts of "
        "eu-west-1 and us-east-1, not cloudtrail.amazonaws.com"
    )
    assert (FAIL, [said]) == (judgement.verdict, [one.message for one in judgement.reasons])


def test_accounts_of_single_regions_may_deliver_from_one():
    """Whether the trail's own region is among them is not judged."""
    judgement = delivers(*regional("086441151436"), is_multi_region=False)

    said = "its policy names CloudTrail's account of us-east-1, not cloudtrail.amazonaws.com"
    assert (UNKNOWN, [said]) == (judgement.verdict, [one.message for one in judgement.reasons])


def guarded(*statements):
    """Return the judgement on whether CloudTrail writes only for those who are named."""
    logs = bucket(policies=(attached(policy(*statements)),))
    return bucket_policy_names_its_source(logs, scope(trail(), logs), {})


@pytest.mark.parametrize(
    ("principal", "condition", "expected"),
    [
        ("arn:aws:iam::086441151436:root", {}, FAIL),
        ("arn:{partition}:iam::086441151436:root", {}, FAIL),
        ("086441151436", {}, FAIL),
        ("086441151436", {"StringEquals": {"aws:SourceAccount": "{account}"}}, PASS),
        ("arn:aws:iam::111122223333:root", {}, PASS),
    ],
)
def test_accounts_of_single_regions_write_for_everybody(principal, condition, expected):
    """CloudTrail's own accounts are no customer's, unlike any other account."""
    statement = {**write(Condition=condition), "Principal": {"AWS": principal}}

    assert expected is guarded(statement).verdict


def test_accounts_of_single_regions_are_told_by_their_regions():
    """One reason, at the statement, whose remedy is to name the service."""
    judgement = guarded(*regional("086441151436", "859597730677"))

    said = (
        'lets CloudTrail write to it on behalf of any account: statement "Write" '
        "allows it to CloudTrail's accounts of eu-west-1 and us-east-1, and no "
        "condition on aws:SourceArn or aws:SourceAccount names an account"
    )
    where = (Hop(span(122), 'statement "Write"'),)
    assert Judgement(FAIL, (Reason(said, where, remedy="accounts"),)) == judgement


def test_a_denial_of_all_but_aws_services_may_keep_those_accounts_out():
    """Nobody documents what their requests say of themselves."""
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "arn:aws:s3:::logs/*",
        "Condition": {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}},
    }

    assert UNKNOWN is guarded(*regional("086441151436"), deny).verdict


def below(region, account="{account}"):
    """Return the ARN of an account's files of one region."""
    return f"arn:aws:s3:::logs/AWSLogs/{account}/CloudTrail/{region}/*"


@pytest.mark.parametrize(
    ("statements", "everywhere", "expected"),
    [
        ((write(below("us-east-1")),), True, FAIL),
        ((write(below("us-east-1")), write(below("us-*"))), True, FAIL),
        ((write(below("*")),), True, PASS),
        ((write(below("us-east-1")),), False, UNKNOWN),
        ((write(below("us-east-1")),), unknown(), UNKNOWN),
        ((write(below("us-east-1", "111122223333")),), True, FAIL),
        ((write(below("us-east-1").replace("arn:aws:", "arn:aws-cn:")),), True, UNKNOWN),
        ((write(below("us-east-1").replace("arn:aws:", "arn:{partition}:")),), True, UNKNOWN),
        (
            (write(), {**write(below("eu-west-1")), "Effect": "Deny", "Condition": {}}),
            True,
            FAIL,
        ),
    ],
)
def test_a_trail_of_every_region_delivers_from_every_region(statements, everywhere, expected):
    """Files of some regions alone are too few; a trail of one region may need no others."""
    look = {**ACL, "Resource": "*"}

    judgement = delivers(look, *statements, is_multi_region=everywhere, validates_log_files=False)

    assert expected is judgement.verdict


def test_a_region_that_is_kept_out_is_named():
    """The setting that asks for every region is shown with the statement."""
    judgement = delivers(
        ACL,
        write(below("us-east-1", "111122223333")),
        arn=text("arn:aws:cloudtrail:us-east-1:111122223333:trail/main"),
        is_multi_region=value(True, 400),
        validates_log_files=False,
    )

    (reason,) = judgement.reasons
    said = (
        "cannot deliver to its bucket: the bucket policy does not allow "
        "cloudtrail.amazonaws.com to perform s3:PutObject under "
        '`AWSLogs/111122223333/` (statement "Write" applies to '
        "`arn:aws:s3:::logs/AWSLogs/111122223333/CloudTrail/us-east-1/*`, not "
        "`arn:aws:s3:::logs/AWSLogs/111122223333/CloudTrail/ap-northeast-1/….json.gz`)"
    )
    assert said == reason.message
    assert hops(400) == reason.provenance[-1:]


@pytest.mark.parametrize("operator", ["stringequals", "ForAnyvalue:StringEquals", "StringMatches"])
def test_an_operator_that_policies_do_not_know_is_named(operator):
    """IAM refuses another case as well; S3's answer to it is not documented."""
    condition = {operator: {"aws:SourceAccount": "{account}"}}

    judgement = delivers(ACL, write(Condition=condition))

    said = (
        'the condition on `aws:SourceAccount` in statement "Write" has the unknown '
        f"operator `{operator}`"
    )
    assert (UNKNOWN, {said}) == (judgement.verdict, {one.message for one in judgement.reasons})


@pytest.mark.parametrize(
    ("insights", "below", "expected"),
    [
        ([insight("ApiCallRateInsight")], "*", PASS),
        ([insight("ApiCallRateInsight")], "CloudTrail/*", FAIL),
        ([], "CloudTrail/*", PASS),
        (None, "CloudTrail/*", PASS),
    ],
)
def test_insights_lie_in_a_folder_of_their_own(insights, below, expected):
    """They are written under ``CloudTrail-Insight/``, where a trail has Insights."""
    statement = write("arn:aws:s3:::logs/AWSLogs/{account}/" + below)
    fields = {"insight_selectors": insights, "validates_log_files": False}

    assert expected is delivers(ACL, statement, **fields).verdict


@pytest.mark.parametrize(
    ("addresses", "more", "expected"),
    [
        (["203.0.113.0/24"], {}, FAIL),
        (["0.0.0.0/0"], {}, PASS),
        (["203.0.113.0/24"], {"Bool": {"aws:PrincipalIsAWSService": "false"}}, PASS),
    ],
)
def test_a_denial_of_other_addresses_keeps_cloudtrail_out(addresses, more, expected):
    """CloudTrail asks from an address of AWS, unless the policy exempts services of AWS."""
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"NotIpAddress": {"aws:SourceIp": addresses}, **more},
    }

    assert expected is delivers(ACL, write(), deny).verdict


@pytest.mark.parametrize(
    ("name", "expected"),
    [("*", PASS), ("*.json.gz", PASS), ("*.gz", PASS), ("*.log", FAIL), ("*.json", FAIL)],
)
def test_log_files_are_compressed_json(name, expected):
    """A policy may ask for the end of their names."""
    resource = f"arn:aws:s3:::logs/AWSLogs/{{account}}/{name}"

    assert expected is delivers(ACL, write(resource)).verdict


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"DateLessThan": {"aws:CurrentTime": "2025-06-01T00:00:00Z"}}, FAIL),
        ({"DateLessThan": {"aws:CurrentTime": "2099-06-01T00:00:00Z"}}, UNKNOWN),
        ({"DateGreaterThan": {"aws:CurrentTime": "2025-06-01T00:00:00Z"}}, PASS),
        ({"DateGreaterThan": {"aws:EpochTime": "1577836800"}}, PASS),
        ({"DateLessThan": {"aws:TokenIssueTime": "2025-06-01T00:00:00Z"}}, UNKNOWN),
    ],
)
def test_a_statement_that_has_expired_allows_nothing(condition, expected):
    """What was over before this release is over in every deployment."""
    statement = write(Condition={**OWNER, **condition})

    assert expected is delivers(ACL, statement).verdict


def test_an_expired_statement_is_told():
    """The message says that the condition can no longer hold."""
    condition = {"DateLessThan": {"aws:CurrentTime": "2025-06-01T00:00:00Z"}}
    judgement = delivers(ACL, write(Condition={**OWNER, **condition}), validates_log_files=False)

    said = (
        "cannot deliver to its bucket: the bucket policy does not allow "
        "cloudtrail.amazonaws.com to perform s3:PutObject under `AWSLogs/<account>/` (the "
        'condition on `aws:CurrentTime` in statement "Write" can no longer hold)'
    )
    assert [said] == [one.message for one in judgement.reasons]


@pytest.mark.parametrize(
    ("blocks", "statement", "expected"),
    [
        (True, {"Principal": "*"}, UNKNOWN),
        (False, {"Principal": "*"}, PASS),
        (True, {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, PASS),
        (True, {"Principal": "*", "Effect": "Deny", "Action": "s3:DeleteObject"}, PASS),
        (True, {"Principal": {"AWS": "${open}"}}, UNKNOWN),
    ],
)
def test_a_public_policy_may_be_refused(blocks, statement, expected):
    """S3 takes no public policy while these are blocked, and keeps what it had."""
    open_end = unknown("var.open has no value")
    read = {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::logs/*",
        **statement,
    }
    if statement["Principal"] == {"AWS": "${open}"}:
        read["Principal"] = Known({"AWS": open_end}, ())
    statements = policy(ACL, write())
    document = tree(statements, 100)
    document.value["Statement"] = Known(
        (*document.value["Statement"].value, tree(read, 200)), hops(100)
    )
    main = trail()
    held = bucket(
        policies=(attached(document),),
        public_access_block=value(public_access_block(blocks_public_policy=value(blocks))),
    )

    assert expected is bucket_policy_lets_cloudtrail_deliver(main, scope(main, held), {}).verdict


def test_a_public_policy_that_may_be_refused_is_told():
    """The place is the statement that is public."""
    read = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::logs/*",
    }
    main = trail()
    held = bucket(
        policies=(attached(policy(ACL, write(), read)),),
        public_access_block=value(public_access_block(blocks_public_policy=value(True))),
    )
    judgement = bucket_policy_lets_cloudtrail_deliver(main, scope(main, held), {})

    said = (
        "its policy is public, which its public access block refuses unless the policy was set "
        "before"
    )
    assert (UNKNOWN, [said]) == (judgement.verdict, [one.message for one in judgement.reasons])


@pytest.mark.parametrize(
    ("organization", "expected"),
    [("{organization}", PASS), ("o-abcdefghij", UNKNOWN), ("x-abcdefghij", FAIL)],
)
def test_the_organization_of_the_trail_is_carried(organization, expected):
    """Which one it is, only a reference to it tells."""
    condition = {**OWNER["StringEquals"], "aws:SourceOrgID": organization}

    assert expected is delivers(ACL, write(Condition={"StringEquals": condition})).verdict
