"""From an event to a person: which link is missing, and which filter is told of."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from builders import (
    alarm,
    hops,
    log_group,
    metric_filter,
    model,
    span,
    subscription,
    topic,
    topic_arn,
    trail,
    unknown,
    value,
)

from iacguard.checks.detection_chain import is_noticed
from iacguard.core.text import ACCOUNT, PARTITION, REGION
from iacguard.core.value import Hop
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.model.entity import HERE, Place
from iacguard.rules.catalog import load_catalog

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
EQUIVALENT = {"mode": "equivalent"}


def group_arn(name: str = "audit", suffix: str = ":*"):
    """Return the ARN by which a trail names a log group of this scope."""
    parts = ("arn:", PARTITION, ":logs:", REGION, ":", ACCOUNT, f":log-group:{name}{suffix}")
    return unknown("the log group is not deployed yet", parts=parts)


TRAIL = trail(log_group_arn=group_arn())
STOPPED = (
    "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) "
    "|| ($.eventName = StartLogging) || ($.eventName = StopLogging) }"
)
CHAIN = (TRAIL, log_group(), topic(), subscription(), alarm("stopped"))
FILTER = metric_filter("stopped", STOPPED)
CONTROLS = {
    rule.name.removesuffix("-unmonitored").replace("-", "_"): rule.control
    for rule in load_catalog().rules
    if rule.control is not None
}


def judged_by(control, subject, options=EQUIVALENT):
    """Return the judgement on whether somebody is told of what a rule's control names."""
    return is_noticed(CONTROLS[control], subject, options)


check = partial(judged_by, "cloudtrail_configuration_changes")


def judged(*entities):
    return check(model(*entities))


def without(kind):
    return [entity for entity in (*CHAIN, FILTER) if not isinstance(entity, kind)]


def test_a_whole_chain_passes():
    """Trail, log group, filter, metric, alarm, topic and subscription are all there."""
    assert PASS is judged(*CHAIN, FILTER).verdict


def test_a_log_group_that_is_given_by_its_name_is_the_one_that_was_meant():
    """CloudTrail refuses the name (CT302); nothing behind it is to blame."""
    assert PASS is judged(trail(log_group_arn="audit"), *CHAIN[1:], FILTER).verdict


def test_a_log_group_that_no_trail_writes_to_shows_where_trails_write():
    """Either end may be the one to mend."""
    elsewhere = trail(log_group_arn=replace(group_arn("other"), provenance=hops(40)))

    judgement = judged(elsewhere, *CHAIN[1:], FILTER)

    said = "aws_cloudwatch_log_metric_filter.stopped reads a log group that no trail writes to"
    place = (Hop(span(40), "aws_cloudtrail.main"),)
    assert Judgement(FAIL, (Reason(said, place, remedy="not-fed"),)) == judgement


def test_a_pattern_that_leaves_a_call_out_is_not_about_other_calls():
    """The pattern of unauthorized calls names `HeadBucket`, and says nothing of keys."""
    refused = metric_filter(
        "refused", '{ $.errorCode = "AccessDenied*" && $.eventName != "HeadBucket" }'
    )
    subject = model(*CHAIN, refused)

    judgement = judged_by("customer_key_disabled_or_deleted", subject)

    said = "no metric filter catches these events"
    assert Judgement(FAIL, (Reason(said),)) == judgement


def test_code_without_trails_leaves_the_account_open():
    """What another repository declares may notice it."""
    subject = model(is_whole_account=False)

    judgement = check(subject)

    assert (
        Judgement(
            UNKNOWN,
            (Reason("no trail is declared in this code (--require-trail makes that a failure)"),),
        )
        == judgement
    )


LINKS = [
    ("no filter", CHAIN, FAIL, "no metric filter catches these events"),
    (
        "no trail",
        without(type(TRAIL)),
        FAIL,
        "aws_cloudwatch_log_metric_filter.stopped reads a log group that no trail writes to",
    ),
    (
        "another log group",
        [*without(type(FILTER)), metric_filter("stopped", STOPPED, group="other")],
        FAIL,
        "aws_cloudwatch_log_metric_filter.stopped reads a log group that no trail writes to",
    ),
    (
        "a trail that does not cover the account",
        [*without(type(TRAIL)), trail(log_group_arn=group_arn(), is_multi_region=False)],
        FAIL,
        "aws_cloudtrail.main, which writes to the log group of "
        "aws_cloudwatch_log_metric_filter.stopped, records only its home region",
    ),
    (
        "no alarm",
        without(type(alarm("x"))),
        FAIL,
        "no alarm watches the metric of aws_cloudwatch_log_metric_filter.stopped",
    ),
    (
        "an alarm in another namespace",
        [*without(type(alarm("x"))), alarm("stopped", namespace="Other")],
        FAIL,
        "no alarm watches the metric of aws_cloudwatch_log_metric_filter.stopped: "
        "aws_cloudwatch_metric_alarm.stopped watches its name in another namespace",
    ),
    (
        "an alarm on an expression",
        [*without(type(alarm("x"))), alarm("stopped", metric_name=None, namespace=None)],
        UNKNOWN,
        "aws_cloudwatch_metric_alarm.stopped watches an expression of metrics, which is not "
        "evaluated",
    ),
    (
        "actions switched off",
        [*without(type(alarm("x"))), alarm("stopped", actions_enabled=False)],
        FAIL,
        "aws_cloudwatch_metric_alarm.stopped has its actions switched off",
    ),
    (
        "no action",
        [*without(type(alarm("x"))), alarm("stopped", alarm_actions=())],
        FAIL,
        "aws_cloudwatch_metric_alarm.stopped does nothing when it goes off",
    ),
    (
        "an action that tells nobody",
        [
            *without(type(alarm("x"))),
            alarm("stopped", alarm_actions=(value("arn:aws:automate:us-east-1:ec2:stop"),)),
        ],
        FAIL,
        "aws_cloudwatch_metric_alarm.stopped notifies no SNS topic",
    ),
    (
        "no subscription",
        without(type(subscription())),
        FAIL,
        "aws_sns_topic.alerts has no subscription",
    ),
    (
        "a subscription to another topic",
        [
            *without(type(subscription())),
            topic("other"),
            subscription(topic_arn=topic_arn("other")),
        ],
        FAIL,
        "aws_sns_topic.alerts has no subscription",
    ),
    (
        "a topic elsewhere",
        [
            *without(type(alarm("x"))),
            alarm("stopped", alarm_actions=(value("arn:aws:sns:us-east-1:123456789012:a"),)),
        ],
        UNKNOWN,
        "the topic of aws_cloudwatch_metric_alarm.stopped is declared elsewhere",
    ),
    (
        "unknown actions",
        [*without(type(alarm("x"))), alarm("stopped", alarm_actions=unknown())],
        UNKNOWN,
        "var.open has no value",
    ),
    (
        "an alarm that may not be deployed",
        [*without(type(alarm("x"))), alarm("stopped", exists=unknown())],
        UNKNOWN,
        "aws_cloudwatch_metric_alarm.stopped may not be deployed: var.open has no value",
    ),
    (
        "an unknown pattern",
        [*without(type(FILTER)), metric_filter("stopped", unknown())],
        UNKNOWN,
        "var.open has no value",
    ),
    (
        "a pattern with a typing error",
        [*without(type(FILTER)), metric_filter("stopped", "{ $.eventName == DeleteTrail }")],
        UNKNOWN,
        (
            "the pattern of aws_cloudwatch_log_metric_filter.stopped cannot be read: "
            "filter patterns compare with `=`, not `==`"
        ),
    ),
    (
        "an unknown log group",
        [*without(type(FILTER)), metric_filter("stopped", STOPPED, group=unknown())],
        UNKNOWN,
        "var.open has no value",
    ),
    (
        "a log group and a trail elsewhere",
        [
            *(e for e in without(type(TRAIL)) if e is not FILTER),
            metric_filter("stopped", STOPPED, group="elsewhere"),
        ],
        UNKNOWN,
        "the log group of aws_cloudwatch_log_metric_filter.stopped is declared elsewhere",
    ),
    (
        "a near miss",
        [
            *without(type(FILTER)),
            metric_filter("stopped", "{ $.eventName = CreateTrail || $.eventName = *eTrail }"),
        ],
        FAIL,
        "the pattern of aws_cloudwatch_log_metric_filter.stopped misses StartLogging and "
        "StopLogging",
    ),
    (
        "a pattern for successes only",
        [
            *without(type(FILTER)),
            metric_filter(
                "stopped",
                "{ ($.eventName = *Trail || $.eventName = *Logging) && $.errorCode NOT EXISTS "
                "|| $.eventName = CreateTrail }",
            ),
        ],
        FAIL,
        "the pattern of aws_cloudwatch_log_metric_filter.stopped misses "
        'UpdateTrail, DeleteTrail, StartLogging and 1 more when $.errorCode is "other"',
    ),
]


@pytest.mark.parametrize(
    ("entities", "verdict", "message"), [row[1:] for row in LINKS], ids=[row[0] for row in LINKS]
)
def test_a_missing_link_is_named(entities, verdict, message):
    """Each link of the chain can be the one that is missing or not known."""
    judgement = judged(*entities)

    messages = [reason.message for reason in judgement.reasons]
    assert verdict is judgement.verdict
    assert message in messages


def test_the_place_of_a_miss_is_the_pattern():
    """The pattern is what has to be changed."""
    narrow = metric_filter("stopped", value("{ $.eventName = *Trail }", 12))

    judgement = judged(*CHAIN, narrow)

    said = (
        "the pattern of "
        "aws_cloudwatch_log_metric_filter.stopped misses StartLogging and StopLogging"
    )
    assert Judgement(FAIL, (Reason(said, hops(12), remedy="misses"),)) == judgement


def test_the_nearest_filter_is_the_one_that_is_named():
    """A filter for something else is no candidate."""
    other = metric_filter("console", "{ $.eventName = ConsoleLogin }")
    narrow = metric_filter("stopped", "{ $.eventName = StopLogging }")

    judgement = judged(*CHAIN, other, narrow)

    assert tuple(reason.message for reason in judgement.reasons) == (
        "the pattern of "
        "aws_cloudwatch_log_metric_filter.stopped misses CreateTrail, UpdateTrail, DeleteTrail "
        "and 1 more",
    )


def test_a_filter_that_catches_events_is_told_of_though_it_singles_none_out():
    """It catches everything but one call, and only its alarm is missing."""
    vague = metric_filter("vague", '{ $.eventName != "HeadBucket" }')

    judgement = judged(*CHAIN, vague)

    said = "no alarm watches the metric of aws_cloudwatch_log_metric_filter.vague"
    assert (FAIL, [said]) == (judgement.verdict, [one.message for one in judgement.reasons])


def test_the_filter_that_catches_most_is_nearest_whatever_else_it_lacks():
    """Another log group and an alarm are sooner mended than a pattern of five calls."""
    whole = metric_filter("whole", STOPPED, group="other")
    narrow = metric_filter("stopped", "{ $.eventName = StopLogging }")

    for filters in ((whole, narrow), (narrow, whole)):
        messages = [reason.message for reason in judged(*CHAIN, *filters).reasons]
        assert messages == [
            "aws_cloudwatch_log_metric_filter.whole reads a log group that no trail writes to",
            "no alarm watches the metric of aws_cloudwatch_log_metric_filter.whole",
        ]


def test_of_filters_that_catch_as_much_the_one_that_lacks_fewer_links_is_nearest():
    """The other one has no alarm either."""
    alone = metric_filter("alone", "{ $.eventName = CreateTrail }")
    narrow = metric_filter("stopped", "{ $.eventName = StopLogging }")

    for filters in ((alone, narrow), (narrow, alone)):
        messages = [reason.message for reason in judged(*CHAIN, *filters).reasons]
        assert messages == [
            "the pattern of "
            "aws_cloudwatch_log_metric_filter.stopped misses CreateTrail, UpdateTrail, "
            "DeleteTrail and 1 more"
        ]


def test_a_filter_for_another_control_is_not_blamed():
    """The sign-in filter that fails here is meant for failures, not for missing second factors."""
    other = '{ $.eventName = ConsoleLogin && $.errorMessage = "Failed authentication" }'
    subject = model(*CHAIN, metric_filter("stopped", other))

    judgement = judged_by("console_sign_in_without_mfa", subject)

    said = "no metric filter catches these events"
    assert Judgement(FAIL, (Reason(said),)) == judgement


@pytest.mark.parametrize("group", [group_arn(), group_arn(suffix="")])
def test_a_log_group_is_found_by_name_or_by_arn(group):
    """The group may be declared here or elsewhere."""
    entities = [e for e in CHAIN if e is not TRAIL]

    judgements = [
        judged(*entities, FILTER, trail(log_group_arn=group)).verdict,
        judged(*entities[1:], FILTER, trail(log_group_arn=group)).verdict,
    ]

    assert judgements == [PASS, PASS]


DUBLIN = Place(value("123456789012"), value("eu-west-1"))
OREGON = Place(value("123456789012"), value("us-west-2"))
OF_ANOTHER_ACCOUNT = Place(value("999999999999"), value("eu-west-1"))


@pytest.mark.parametrize(
    ("place", "verdict"),
    [(DUBLIN, PASS), (HERE, UNKNOWN), (OREGON, FAIL), (OF_ANOTHER_ACCOUNT, FAIL)],
)
def test_a_literal_arn_names_a_log_group_of_its_region_and_account(place, verdict):
    """A filter reads the group of that name where the filter itself is."""
    literal = "arn:aws:logs:eu-west-1:123456789012:log-group:audit:*"
    entities = [
        replace(entity, place=place)
        for entity in (*CHAIN[2:], FILTER, trail(log_group_arn=literal))
    ]

    assert verdict is judged(*entities).verdict


@pytest.mark.parametrize(
    ("place", "verdict"), [(OREGON, FAIL), (OF_ANOTHER_ACCOUNT, FAIL), (HERE, UNKNOWN)]
)
def test_a_metric_is_another_one_in_another_region(place, verdict):
    """An alarm of one region never sees the metric of equal name in another one."""
    chain = (trail(log_group_arn="audit"), *CHAIN[1:], FILTER)
    entities = [
        replace(entity, place=place if entity == alarm("stopped") else DUBLIN) for entity in chain
    ]

    assert verdict is judged(*entities).verdict


def test_an_alarm_of_another_region_is_named():
    """The name is right, so a reader would look for the fault elsewhere."""
    entities = [
        replace(entity, place=OREGON if entity == alarm("stopped") else DUBLIN)
        for entity in (trail(log_group_arn="audit"), *CHAIN[1:], FILTER)
    ]

    (reason,) = judged(*entities).reasons

    assert reason.message == (
        "no alarm watches the metric of "
        "aws_cloudwatch_log_metric_filter.stopped: aws_cloudwatch_metric_alarm.stopped watches "
        "its name in another region"
    )


def names(*events, template="($.eventName = {})"):
    return " || ".join(template.format(event) for event in events)


IAM = names(
    *(
        f"{verb}{who}Policy"
        for verb in ("Delete", "Put", "Attach", "Detach")
        for who in ("Group", "Role", "User")
    ),
    "CreatePolicy",
    "DeletePolicy",
    "CreatePolicyVersion",
    "DeletePolicyVersion",
)
GROUPS = names(
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "RevokeSecurityGroupIngress",
    "RevokeSecurityGroupEgress",
    "CreateSecurityGroup",
    "DeleteSecurityGroup",
)
ROUTES = names(
    "CreateRoute",
    "CreateRouteTable",
    "ReplaceRoute",
    "ReplaceRouteTableAssociation",
    "DeleteRouteTable",
    "DeleteRoute",
    "DisassociateRouteTable",
)
UNAUTHORIZED = '($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")'
BUCKETS = names(
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

SPELLINGS = [
    ("unauthorized_api_calls", f"{{{UNAUTHORIZED}}}", PASS),
    (
        "unauthorized_api_calls",
        f'{{ {UNAUTHORIZED} || ($.sourceIPAddress!="delivery.logs.amazonaws.com") '
        '|| ($.eventName!="HeadBucket") }',
        PASS,
    ),
    (
        "unauthorized_api_calls",
        "{ ($.errorCode =*UnauthorizedOperation) || ($.errorCode =AccessDenied*) && "
        "($.sourceIPAddress!=delivery.logs.amazonaws.com) && ($.eventName!=HeadBucket) }",
        PASS,
    ),
    (
        "unauthorized_api_calls",
        f"{{ ({UNAUTHORIZED}) && ($.sourceIPAddress!=delivery.logs.amazonaws.com) "
        "&& ($.eventName!=HeadBucket) }",
        PASS,
    ),
    (
        "unauthorized_api_calls",
        f'{{ ({UNAUTHORIZED}) && $.userIdentity.invokedBy != "cloudfront.amazonaws.com" }}',
        FAIL,
    ),
    ("unauthorized_api_calls", '{ $.errorCode = "AccessDenied*" }', FAIL),
    ("unauthorized_api_calls", '{ $.errorCode = "*" }', PASS),
    (
        "console_sign_in_without_mfa",
        '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
        PASS,
    ),
    (
        "console_sign_in_without_mfa",
        '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && '
        '($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
        PASS,
    ),
    (
        "console_sign_in_without_mfa",
        '{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed = "No" }',
        PASS,
    ),
    (
        "root_account_use",
        '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && '
        '$.eventType !="AwsServiceEvent"}',
        PASS,
    ),
    ("root_account_use", '{ $.userIdentity.type = "Root" }', PASS),
    (
        "root_account_use",
        '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && '
        '$.eventType = "AwsApiCall" }',
        FAIL,
    ),
    (
        "root_account_use",
        '{ $.userIdentity.type = "root" && $.userIdentity.invokedBy NOT EXISTS }',
        FAIL,
    ),
    ("iam_policy_changes", f"{{{IAM}}}", PASS),
    ("iam_policy_changes", f"{{ ($.eventSource = iam.amazonaws.com) && ({IAM}) }}", PASS),
    ("iam_policy_changes", f"{{{IAM}}}".replace("($.eventName = CreatePolicy) || ", ""), FAIL),
    ("iam_policy_changes", f"{{{IAM}}}".replace("(", "").replace(")", "").replace(" ", ""), PASS),
    ("iam_policy_changes", "{ $.eventName = *Policy || $.eventName = *PolicyVersion }", PASS),
    ("iam_policy_changes", "{ $.eventSource = iam.amazonaws.com }", PASS),
    ("iam_policy_changes", "?Policy", PASS),
    ("iam_policy_changes", "?DeletePolicy ?CreatePolicy", UNKNOWN),
    (
        "console_authentication_failures",
        '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
        PASS,
    ),
    (
        "console_authentication_failures",
        "{ ($.eventName = ConsoleLogin) && ($.errorMessage = Failed) }",
        FAIL,
    ),
    (
        "customer_key_disabled_or_deleted",
        "{($.eventSource = kms.amazonaws.com) && "
        "(($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }",
        PASS,
    ),
    (
        "customer_key_disabled_or_deleted",
        "{($.eventSource = kms.amazonaws.com) && "
        "($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion) }",
        PASS,
    ),
    (
        "customer_key_disabled_or_deleted",
        "{($.eventSource = kms.amazonaws.com) && ($.eventName=DisableKey) && "
        "($.eventName=ScheduleKeyDeletion) }",
        FAIL,
    ),
    ("s3_bucket_policy_changes", f"{{ ($.eventSource = s3.amazonaws.com) && ({BUCKETS}) }}", PASS),
    ("s3_bucket_policy_changes", f"{{ {BUCKETS} }}", PASS),
    (
        "config_changes",
        "{ ($.eventSource = config.amazonaws.com) && "
        "(($.eventName=StopConfigurationRecorder)||($.eventName=DeleteDeliveryChannel)"
        "||($.eventName=PutDeliveryChannel)||($.eventName=PutConfigurationRecorder)) }",
        PASS,
    ),
    ("security_group_changes", f"{{ {GROUPS} || ($.eventName = ModifySecurityGroupRules) }}", PASS),
    ("security_group_changes", f"{{ {GROUPS} }}", FAIL),
    ("network_acl_changes", "{ $.eventName = *NetworkAcl* }", PASS),
    (
        "network_acl_changes",
        "{ $.eventName = CreateNetworkAcl* || $.eventName = DeleteNetworkAcl* }",
        FAIL,
    ),
    (
        "network_gateway_changes",
        "{ $.eventName = *InternetGateway || $.eventName = *CustomerGateway }",
        PASS,
    ),
    ("route_table_changes", f"{{ {ROUTES} }}", PASS),
    ("route_table_changes", f"{{ ($.eventSource = ec2.amazonaws.com) && ({ROUTES}) }}", PASS),
    ("vpc_changes", "{ $.eventName = *Vpc* }", PASS),
    ("organizations_changes", "{ $.eventSource = organizations.amazonaws.com }", PASS),
    (
        "event_selector_changes",
        "{ $.eventName = PutEventSelectors || $.eventName = PutInsightSelectors }",
        PASS,
    ),
    ("event_selector_changes", STOPPED, FAIL),
]


@pytest.mark.parametrize(("control", "pattern", "expected"), SPELLINGS)
def test_a_pattern_is_judged_by_what_it_means(control, pattern, expected):
    """Order, quotes, spaces and further alternatives do not matter; a narrowing does."""
    subject = model(*CHAIN, metric_filter("stopped", pattern))

    assert expected is judged_by(control, subject).verdict


def test_a_pattern_that_matches_nearly_everything_passes_and_says_so():
    """The benchmark's own text of 1.4 to 3.0 joins its exclusions by `||`."""
    text = f'{{ {UNAUTHORIZED} || ($.sourceIPAddress!="x") || ($.eventName!="HeadBucket") }}'
    subject = model(*CHAIN, metric_filter("stopped", text))

    judgement = judged_by("unauthorized_api_calls", subject)

    said = (
        "the pattern of aws_cloudwatch_log_metric_filter.stopped matches nearly every event, "
        "so its alarm tells little"
    )
    assert PASS is judgement.verdict
    assert [said] == [reason.message for reason in judgement.reasons if reason.is_caveat]


def test_a_filter_that_needs_no_caveat_is_told_before_one_that_does():
    """What tells little does no harm beside what tells enough."""
    text = f'{{ {UNAUTHORIZED} || ($.sourceIPAddress!="x") || ($.eventName!="HeadBucket") }}'
    precise = metric_filter("stopped", f"{{ {UNAUTHORIZED} }}")
    subject = model(*CHAIN, metric_filter("stopped", text), precise)

    judgement = judged_by("unauthorized_api_calls", subject)

    assert [] == [reason.message for reason in judgement.reasons if reason.is_caveat]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (STOPPED.replace(" ", ""), PASS),
        (STOPPED, PASS),
        (STOPPED.replace("CreateTrail", '"CreateTrail"'), FAIL),
        (STOPPED.replace("{", "{ $.eventName = x || "), FAIL),
    ],
)
def test_the_exact_mode_asks_for_security_hubs_text(pattern, expected):
    """Security Hub refuses a pattern that says the same in other words."""
    subject = model(*CHAIN, metric_filter("stopped", pattern))

    judgement = check(subject, {"mode": "exact"})

    assert expected is judgement.verdict


def matched(default):
    """A filter of which every match adds 1, with or without data where nothing matches."""
    transformation = metric_filter("stopped", STOPPED).transformations.value[0]
    counted = replace(transformation, default_value=value(default, 7))
    return metric_filter("stopped", STOPPED, transformations=(counted,))


@pytest.mark.parametrize(
    ("periods", "datapoints", "missing", "default", "verdict"),
    [
        (1, None, "notBreaching", None, PASS),
        (3, 1, "notBreaching", None, PASS),
        (3, 1, "ignore", "0", PASS),
        (3, 3, "notBreaching", None, UNKNOWN),
        (3, None, "notBreaching", None, UNKNOWN),
        (3, 2, "ignore", None, FAIL),
        (3, 2, "missing", None, PASS),
        (3, 2, "missing", "", PASS),
        (3, 2, "missing", "0", UNKNOWN),
        (3, 2, "breaching", "0", UNKNOWN),
        (3, 2, "missing", unknown(), UNKNOWN),
        (3, 2, unknown(), None, UNKNOWN),
        (unknown(), None, "notBreaching", None, UNKNOWN),
        (unknown(), None, "missing", None, PASS),
    ],
)
def test_an_alarm_goes_off_for_one_event_among_quiet_periods(
    periods, datapoints, missing, default, verdict
):
    """Periods without an event keep it quiet where they count as within the threshold."""
    subject = alarm(
        "stopped",
        evaluation_periods=periods,
        datapoints_to_alarm=datapoints,
        treat_missing_data=missing,
    )

    judgement = judged(*without(type(subject))[:-1], subject, matched(default))

    assert verdict is judgement.verdict


def test_an_alarm_that_one_event_never_trips_says_so():
    """The periods that are asked for are shown, with what a quiet one counts as."""
    subject = alarm(
        "stopped",
        datapoints_to_alarm=value(3, 4),
        treat_missing_data=value("notBreaching", 5),
    )

    (reason,) = judged(*without(type(subject)), subject).reasons

    assert (
        "aws_cloudwatch_metric_alarm.stopped does not go off for a single event",
        (*hops(4), *hops(5)),
    ) == (reason.message, reason.provenance)
