"""Who asks without being named: people of other accounts, and CloudTrail on their behalf.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from string import ascii_letters

from ..core.text import PARTITION, Text, parts_of
from ..core.value import Hole
from ..iam.document import PolicyDocument
from ..iam.request import (
    OUTSIDER,
    Anyone,
    Context,
    NotCarried,
    Principal,
    Request,
    ServicePrincipal,
    carried,
)
from ..iam.wildcard_principals import Chosen, Foreign, Form, Forms, Strangers, some, strangers
from ..model.bucket import Bucket
from .cloudtrail_requests import OF_EVERY_SERVICE, SERVICE

_ACCOUNT = Foreign(excludes=ascii_letters + ":*/-.", length=12)
_ORGANIZATION: Form = ("o-", Foreign())
_ORGANIZATION_PATH: Form = (*_ORGANIZATION, "/r-", Foreign(), "/", Chosen(""))
_ANY_ARN: Form = ("arn:", PARTITION, ":", Chosen(":*"), ":", Chosen(":*"), ":", _ACCOUNT, ":")

_OF_CALLERS: Forms = {
    "aws:principalorgid": (_ORGANIZATION,),
    "aws:principalorgpaths": (_ORGANIZATION_PATH,),
    "aws:principalaccount": ((_ACCOUNT,),),
    "aws:principalarn": (("arn:", PARTITION, ":iam::", _ACCOUNT, ":", Chosen(":*")),),
    "aws:userid": ((Foreign(),), (Foreign(), ":", Chosen(":*"))),
    "aws:sourcevpc": (("vpc-", Foreign()),),
    "aws:sourcevpce": (("vpce-", Foreign()),),
    "aws:sourceaccount": ((_ACCOUNT,),),
    "aws:sourceowner": ((_ACCOUNT,),),
    # The ARN of a bucket names no account, and nobody else has a bucket of the same name.
    "aws:sourcearn": (
        (*_ANY_ARN, Chosen(":*")),
        (*_ANY_ARN, Chosen("*")),
        ("arn:", PARTITION, ":s3:::", Foreign(":*/")),
    ),
    "aws:sourceorgid": (_ORGANIZATION,),
    "aws:sourceorgpaths": (_ORGANIZATION_PATH,),
    "s3:dataaccesspointaccount": ((_ACCOUNT,),),
    "s3:dataaccesspointarn": (
        ("arn:", PARTITION, ":s3:", Chosen(":*"), ":", _ACCOUNT, ":accesspoint/", Chosen(":*")),
    ),
}

# Not everybody's account is in an organization, nor does everybody come through an endpoint, a
# service or an access point.
_AT_WILL = tuple(
    frozenset(key for key in _OF_CALLERS if key.startswith(beginnings))
    for beginnings in (
        ("aws:principalorg",),
        ("aws:sourcevpc",),
        ("aws:sourcea", "aws:sourceo"),
        ("s3:dataaccesspoint",),
    )
)

_CHOSEN_BY_ALL = (
    "aws:securetransport",
    "aws:referer",
    "aws:useragent",
    "s3:authtype",
    "s3:delimiter",
    "s3:max-keys",
    "s3:prefix",
    "s3:signatureversion",
    "s3:tlsversion",
    "s3:x-amz-acl",
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-content-sha256",
)

# In an account of one's own anybody has roles with any tags, devices that give a second factor,
# and networks with any private addresses.
_CHOSEN_BY_CALLERS = ("aws:principaltag/*", "aws:multifactorauthpresent", "aws:vpcsourceip")

_OF_EVERYBODY: Context = {
    **dict.fromkeys(_CHOSEN_BY_ALL, NotCarried.CHOSEN),
    "aws:sourceip": carried(OUTSIDER),
    "aws:principalisawsservice": carried("false"),
    "aws:viaawsservice": carried("false"),
    "aws:principalservicename": NotCarried.MISSING,
    "aws:principalservicenameslist": NotCarried.MISSING,
}

ANONYMOUS: Context = {
    **_OF_EVERYBODY,
    **dict.fromkeys((*_OF_CALLERS, *_CHOSEN_BY_CALLERS), NotCarried.MISSING),
}
"""The request of somebody who gives no name."""

STRANGER: Context = {
    **_OF_EVERYBODY,
    **dict.fromkeys(_CHOSEN_BY_CALLERS, NotCarried.CHOSEN),
    **{key: carried(some(forms[0])) for key, forms in _OF_CALLERS.items()},
}
"""The request of somebody with an AWS account that nobody here knows."""


def everybody(documents: Sequence[PolicyDocument], bucket: Bucket) -> Strangers:
    """Return what the requests of everybody carry whom a bucket's policies do not name."""
    request = Request(
        principal=Anyone(),
        action="s3:GetObject",
        resource=parts_of(bucket.arn) or (Hole(),),
        context=STRANGER,
    )
    named = strangers(documents, request, _OF_CALLERS, _AT_WILL)
    return replace(named, carried=(ANONYMOUS, *named.carried))


_OF_SERVICE: Forms = {
    "aws:sourcearn": (
        ("arn:", PARTITION, ":cloudtrail:", Chosen(":*/"), ":", _ACCOUNT, ":trail/", Chosen(":*")),
    ),
    "aws:sourceaccount": ((_ACCOUNT,),),
    "aws:sourceorgid": (_ORGANIZATION,),
    "aws:sourceorgpaths": (_ORGANIZATION_PATH,),
}


def delivery_for_others(
    documents: Sequence[PolicyDocument], resource: Text, principal: Principal = SERVICE
) -> tuple[Request, Strangers]:
    """Return CloudTrail's request to write for others, and what it carries of their trails."""
    context: Context = {
        **(OF_EVERY_SERVICE if isinstance(principal, ServicePrincipal) else {}),
        "aws:securetransport": carried("true"),
        "s3:x-amz-acl": carried("bucket-owner-full-control"),
        **{key: carried(some(forms[0])) for key, forms in _OF_SERVICE.items()},
    }
    at_will = [frozenset(key for key in _OF_SERVICE if key.startswith("aws:sourceorg"))]
    request = Request(
        principal=principal, action="s3:PutObject", resource=resource, context=context
    )
    return request, strangers(documents, request, _OF_SERVICE, at_will)
