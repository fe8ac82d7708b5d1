"""Who is told of what happens in the account: the controls of CT4xx.

Options: ``mode`` is ``equivalent``, which decides on the meaning of a filter pattern, or
``exact``, which asks for the text that AWS Security Hub compares with as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..core.verdict import Judgement, Verdict, all_of, any_of
from ..model.alarm import Alarm
from ..model.model import Model
from . import detection_controls as controls
from .alarms import alarm_acts, watches
from .detection_chain import is_fed, is_noticed
from .links import judge_used
from .partial_lists import elements


def unauthorized_api_calls_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that calls that are refused are noticed."""
    return is_noticed(controls.UNAUTHORIZED_API_CALLS, model, options)


def console_sign_ins_without_mfa_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that console sign-ins without a second factor are noticed."""
    return is_noticed(controls.CONSOLE_SIGN_IN_WITHOUT_MFA, model, options)


def root_account_use_is_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that use of the root account is noticed."""
    return is_noticed(controls.ROOT_ACCOUNT_USE, model, options)


def iam_policy_changes_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that changes of IAM policies are noticed."""
    return is_noticed(controls.IAM_POLICY_CHANGES, model, options)


def cloudtrail_configuration_changes_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that changes of trails are noticed."""
    return is_noticed(controls.CLOUDTRAIL_CONFIGURATION_CHANGES, model, options)


def console_authentication_failures_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that failed console sign-ins are noticed."""
    return is_noticed(controls.CONSOLE_AUTHENTICATION_FAILURES, model, options)


def customer_keys_disabled_or_deleted_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that the loss of a customer managed key is noticed."""
    return is_noticed(controls.CUSTOMER_KEY_DISABLED_OR_DELETED, model, options)


def s3_bucket_policy_changes_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that changes of bucket policies are noticed."""
    return is_noticed(controls.S3_BUCKET_POLICY_CHANGES, model, options)


def config_changes_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that changes of the AWS Config recorder are noticed."""
    return is_noticed(controls.CONFIG_CHANGES, model, options)


def security_group_changes_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that changes of security groups are noticed."""
    return is_noticed(controls.SECURITY_GROUP_CHANGES, model, options)


def network_acl_changes_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that changes of network ACLs are noticed."""
    return is_noticed(controls.NETWORK_ACL_CHANGES, model, options)


def network_gateway_changes_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that changes of network gateways are noticed."""
    return is_noticed(controls.NETWORK_GATEWAY_CHANGES, model, options)


def route_table_changes_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that changes of route tables are noticed."""
    return is_noticed(controls.ROUTE_TABLE_CHANGES, model, options)


def vpc_changes_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that changes of VPCs are noticed."""
    return is_noticed(controls.VPC_CHANGES, model, options)


def organizations_changes_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that changes of the organization are noticed."""
    return is_noticed(controls.ORGANIZATIONS_CHANGES, model, options)


def event_selector_changes_are_noticed(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that changes of what a trail records are noticed."""
    return is_noticed(controls.EVENT_SELECTOR_CHANGES, model, options)


def alarm_reaches_somebody(
    alarm: Alarm, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that an alarm on a trail's metric acts when it goes off.

    None for an alarm on any other metric.
    """
    return judge_used(_watches_a_trail(alarm, model), lambda: alarm_acts(alarm, model))


def _watches_a_trail(alarm: Alarm, model: Model) -> Judgement:
    """Judge that an alarm is on a metric that counts the events of some trail."""
    return any_of(
        all_of((watching, fed))
        for source in model.metric_filters
        for transformation in elements(source.transformations).certain
        for trail in model.trails
        if (watching := watches(alarm, source, transformation)).verdict is not Verdict.FAIL
        and (fed := is_fed(source, trail, model)).verdict is not Verdict.FAIL
    )
