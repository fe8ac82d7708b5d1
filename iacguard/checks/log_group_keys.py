"""The keys that CloudWatch Logs encrypts log groups with.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from ..core.text import PARTITION, REGION, URL_SUFFIX, Text, equal, normal, parts_of
from ..core.value import Hole, Hop, Part, is_hidden
from ..core.verdict import Judgement, Reason, Verdict, all_of
from ..iam.arn import region_of
from ..iam.document import PolicyDocument
from ..iam.evaluate import allows
from ..iam.policy_kind import of_key
from ..iam.policy_text import shown_text
from ..iam.request import Context, Request, ServicePrincipal, carried, carried_list
from ..model.key import Key
from ..model.log_group import LogGroup
from ..model.model import Model
from ..model.partitions import settled_region
from .cloudtrail_requests import OF_EVERY_SERVICE, each_alone, in_force, worded
from .keys import is_usable
from .links import judge_linked, key_named

_NEEDED = ("kms:GenerateDataKey", "kms:Decrypt")
"""Without these no event is encrypted, and none is read again."""

_LISTED = ("kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:DescribeKey")
"""What AWS lists beside them, and does not say what comes of leaving it out."""

_DOMAIN = "amazonaws.com"

_CANNOT = "cannot be encrypted with its key"


def key_policy_lets_logs_encrypt(
    group: LogGroup, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that the key of a log group lets CloudWatch Logs of its region use it.

    None where the group names no key.
    """
    link = key_named(group.kms_key, group.place, model)
    return judge_linked(link, "key", partial(_is_let_in, group))


def _is_let_in(group: LogGroup, key: Key) -> Judgement:
    usable = is_usable(key, f"{_CANNOT}: the key")
    return all_of((usable, _is_near(group, key), _is_allowed(group, key)))


def _is_near(group: LogGroup, key: Key) -> Judgement:
    """Judge that a key is in the region of its log group."""
    verdict = equal(_region(group), parts_of(key.place.region) or (Hole(),))
    said = f"{_CANNOT}: the key is in another region"
    if verdict is Verdict.UNKNOWN:
        said = "whether its key is in its region depends on the deployment"
    places = (Hop(key.span, key.address), Hop(group.span, group.address))
    return Judgement(verdict, (Reason(said, places, remedy="region"),))


def _is_allowed(group: LogGroup, key: Key) -> Judgement:
    """Judge that a key's policy lets CloudWatch Logs do with it all that AWS documents."""
    if not in_force(key.policies):
        # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
        said = f"{_CANNOT}: the key has the default key policy, which allows no AWS service"
        return Judgement(Verdict.FAIL, (Reason(said, (Hop(key.span, key.address),)),))

    def judged(documents: list[PolicyDocument]) -> Judgement:
        needed = [_allows(documents, action, group, key) for action in _NEEDED]
        listed = [_allows_listed(documents, action, group, key) for action in _LISTED]
        # What is wrong with one action is wrong with the others, and is told once.
        return min((*needed, *listed), key=lambda judgement: judgement.verdict)

    return each_alone(key.policies, judged, of_key(key.skips_lockout_check))


def _allows(documents: list[PolicyDocument], action: str, group: LogGroup, key: Key) -> Judgement:
    """Judge that policies let CloudWatch Logs do something with a key for a log group."""
    service = _service(group)
    request = _asked(service, action, group, key)
    said = (
        f"{_CANNOT}: the key policy does not allow {service.name} to perform {action} "
        "for this log group"
    )
    judged = worded(allows(documents, request), said, key)
    if judged.verdict is not Verdict.FAIL:
        return judged
    for other in _others(group):
        by_other_name = allows(documents, _asked(other, action, group, key))
        if by_other_name.verdict is not Verdict.FAIL:
            said = (
                f"the key policy allows `{other.name}`, and AWS documents only `{service.name}` "
                "for the keys of log groups"
            )
            first = by_other_name.reasons[0]
            return Judgement(Verdict.UNKNOWN, (Reason(said, first.provenance),))
    return judged


def _allows_listed(
    documents: list[PolicyDocument], action: str, group: LogGroup, key: Key
) -> Judgement:
    """Judge that policies allow what AWS asks for, and may do without."""
    judged = _allows(documents, action, group, key)
    if judged.verdict is not Verdict.FAIL:
        return judged
    said = (
        f"AWS documents that {_service(group).name} has to be allowed {action}, too, and not what "
        "comes of leaving it out"
    )
    first, *rest = judged.reasons
    return Judgement(Verdict.UNKNOWN, (replace(first, message=said), *rest))


def _asked(service: ServicePrincipal, action: str, group: LogGroup, key: Key) -> Request:
    arn = parts_of(group.arn) or (Hole(),)
    # By which names a regional service goes in these keys is not documented.
    known = {k: v for k, v in OF_EVERY_SERVICE.items() if not k.startswith("aws:principalservice")}
    context: Context = {
        **known,
        "kms:encryptioncontext:aws:logs:arn": carried(arn),
        "kms:encryptioncontextkeys": carried_list("aws:logs:arn"),
    }
    return Request(
        principal=service,
        action=action,
        resource=parts_of(key.arn) or (Hole(),),
        context=context,
        is_hidden=any(is_hidden(one.provenance) for one in (group.arn, key.arn)),
    )


def _service(group: LogGroup) -> ServicePrincipal:
    """Return CloudWatch Logs as key policies have to name it in a log group's region."""
    region = _region(group)
    names = _named(region, _domain(region)), _named(region, URL_SUFFIX)
    return ServicePrincipal(shown_text(names[0]).strip("`"), names)


def _others(group: LogGroup) -> Iterator[ServicePrincipal]:
    """Yield what CloudWatch Logs may ask as besides; no document says so, or says otherwise."""
    yield ServicePrincipal("logs.amazonaws.com")
    region = _region(group)
    if _domain(region) != _DOMAIN:
        name = _named(region, _DOMAIN)
        yield ServicePrincipal(shown_text(name).strip("`"), (name,))


def _named(region: Text, domain: Part) -> Text:
    return normal(("logs.", *region, ".", domain))


def _domain(region: Text) -> str:
    """Return the domain that services of a region are named by."""
    match region:
        case (str() as name,) if settled_region(name).get(PARTITION) == "aws-cn":
            return "amazonaws.com.cn"
    return _DOMAIN


def _region(group: LogGroup) -> Text:
    return region_of(parts_of(group.arn) or ()) or parts_of(group.place.region) or (REGION,)
