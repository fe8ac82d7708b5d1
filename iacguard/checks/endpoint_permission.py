"""Whether queues and functions take what a topic delivers to them.

https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..core.text import ACCOUNT, Text, parts_of
from ..core.value import Absent, Hole, Hop, Known, Value
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of
from ..iam.arn import account_of
from ..iam.document import PolicyDocument, read_document
from ..iam.evaluate import allows
from ..iam.request import Context, Request, ServicePrincipal, carried
from ..model.endpoint import Function, FunctionPermission, Queue
from ..model.link import Elsewhere, Here, Link, follow
from ..model.model import Model
from ..model.topic import Subscription, Topic
from .cloudtrail_requests import OF_EVERY_SERVICE, each_alone, in_force, worded
from .links import is_deployed, may_be_in

_SNS = "sns.amazonaws.com"
_SERVICES = ".amazonaws.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A service that sends to queues and calls functions on behalf of some resource."""

    service: str
    """``sns.amazonaws.com``."""

    arn: Text
    """The ARN of the resource: a topic, a rule."""

    on_behalf_of: str
    """What messages call the resource."""

    def context(self) -> Context:
        """Return what the service's requests carry."""
        return {
            **OF_EVERY_SERVICE,
            "aws:principalservicename": carried(self.service),
            "aws:principalservicenameslist": carried(self.service),
            "aws:sourcearn": carried(self.arn),
            "aws:sourceaccount": carried(account_of(self.arn) or (ACCOUNT,)),
        }


def queue_takes(subscription: Subscription, topic: Topic, model: Model) -> Judgement:
    """Judge that a queue's policy lets SNS send it what a topic is told."""
    link = follow(subscription.endpoint, subscription.place, model.queues, _arn_of)
    if not isinstance(link, Here):
        return _elsewhere(link, subscription, "queue")
    return queue_lets(link.entity, _caller_for(topic))


def queue_lets(queue: Queue, caller: Caller) -> Judgement:
    """Judge that a queue is deployed, and that its policy lets a service send to it."""
    return all_of((is_deployed(queue), _policy_lets(queue, caller)))


def _policy_lets(queue: Queue, caller: Caller) -> Judgement:
    said = (
        f"the policy of {queue.address} does not allow {caller.service} to perform sqs:SendMessage"
    )
    if not in_force(queue.policies):
        said = (
            f"{queue.address} has no policy that allows {caller.service} to perform sqs:SendMessage"
        )
        place = (Hop(queue.span, queue.address),)
        return Judgement(Verdict.FAIL, (Reason(said, place, remedy="endpoint-permission"),))
    request = Request(
        principal=ServicePrincipal(caller.service),
        action="sqs:SendMessage",
        resource=parts_of(queue.arn) or (Hole(),),
        context=caller.context(),
    )

    def judged(documents: list[PolicyDocument]) -> Judgement:
        return worded(allows(documents, request), said, queue)

    return each_alone(queue.policies, judged)


def function_takes(subscription: Subscription, topic: Topic, model: Model) -> Judgement:
    """Judge that SNS may call a Lambda function with what a topic is told."""
    link = follow(subscription.endpoint, subscription.place, model.functions, _arn_of)
    if not isinstance(link, Here):
        return _elsewhere(link, subscription, "function")
    return function_lets(link.entity, _caller_for(topic), model)


def function_lets(function: Function, caller: Caller, model: Model) -> Judgement:
    """Judge that a function is deployed, and that a service may call it."""
    permitted = [_policies_permit(function, caller)] if in_force(function.policies) else []
    permitted += [
        all_of((is_deployed(permission), named, _permits(permission, caller)))
        for permission in model.function_permissions
        if (named := _is_of(permission, function, model)).verdict is not Verdict.FAIL
    ]
    unread = model.reaching((function.arn, function.name))
    if unread is not None:
        permitted.append(may_be_in(unread, f"what may call {function.address}"))
    found = any_of(permitted)
    if found.verdict is not Verdict.FAIL:
        return all_of((is_deployed(function), found))
    said = f"nothing allows {caller.service} to invoke {function.address} for {caller.on_behalf_of}"
    place = (Hop(function.span, function.address),)
    return Judgement(Verdict.FAIL, (Reason(said, place, remedy="endpoint-permission"),))


def _policies_permit(function: Function, caller: Caller) -> Judgement:
    """Judge that a function's own policy lets a service call it."""
    request = _call(parts_of(function.arn) or (Hole(),), caller)
    return each_alone(function.policies, lambda documents: allows(documents, request))


def _is_of(permission: FunctionPermission, function: Function, model: Model) -> Judgement:
    """Judge that a permission is on a function."""
    link = follow(
        permission.function, permission.place, (function,), lambda one: (one.arn, one.name)
    )
    if isinstance(link, Here):
        return Judgement(Verdict.PASS)
    if isinstance(link, Elsewhere):
        return Judgement(Verdict.FAIL)
    said = f"{permission.address} may be on another function"
    return Judgement(Verdict.UNKNOWN, (Reason(said, permission.function.provenance),))


def _permits(permission: FunctionPermission, caller: Caller) -> Judgement:
    """Judge the statement that a permission adds, which lets a service call a function."""
    principal = permission.principal
    is_service = not isinstance(principal, Known) or principal.value.endswith(_SERVICES)
    conditions = {
        operator: Known({key: written})
        for operator, key, written in (
            ("ArnLike", "aws:SourceArn", permission.source_arn),
            ("StringEquals", "aws:SourceAccount", permission.source_account),
        )
        if not isinstance(written, Absent)
    }
    statement = {
        "Effect": Known("Allow"),
        "Principal": Known({"Service" if is_service else "AWS": principal}),
        "Action": permission.action,
        "Resource": Known("*"),
        "Condition": Known(conditions),
    }
    place = (Hop(permission.span, permission.address),)
    document = read_document(Known({"Statement": Known((Known(statement, place),))}, place))
    return allows([] if document is None else [document], _call(("arn:",), caller))


def _call(function: Text, caller: Caller) -> Request:
    """Return a service's request to call a function."""
    return Request(
        principal=ServicePrincipal(caller.service),
        action="lambda:InvokeFunction",
        resource=function,
        context=caller.context(),
    )


def _caller_for(topic: Topic) -> Caller:
    return Caller(service=_SNS, arn=_arn(topic), on_behalf_of=topic.address)


def _elsewhere(
    link: Link[Queue] | Link[Function], subscription: Subscription, what: str
) -> Judgement:
    value = subscription.endpoint
    said = f"the {what} that {subscription.address} delivers to is declared elsewhere"
    if isinstance(value, Absent):
        return Judgement(Verdict.PASS)
    return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),))


def _arn_of(one: Queue | Function) -> Iterable[Value[str]]:
    return (one.arn,)


def _arn(topic: Topic) -> Text:
    return parts_of(topic.arn) or (Hole(),)
