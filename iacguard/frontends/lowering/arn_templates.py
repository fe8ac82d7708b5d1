"""How AWS composes the ARNs of the resources in the model, the same in every language.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from ...core.text import ACCOUNT, PARTITION, REGION
from .fields import AttributeTemplate, Own

# Characters that the services' own naming rules forbid.
LOG_GROUP_EXCLUDES = ":* "
BUCKET_EXCLUDES = ":*/ "
NAME_EXCLUDES = ":*/ "


PATH = Own("path", default="/")
"""An IAM path, which begins and ends with a slash."""


def own(attribute: str, excludes: str = NAME_EXCLUDES) -> AttributeTemplate:
    """Return the template of an attribute that is what is written, or generated."""
    return (Own(attribute, excludes),)


def arn(service: str, *resource: str | Own) -> AttributeTemplate:
    """Return the template of a regional ARN."""
    return ("arn:", PARTITION, f":{service}:", REGION, ":", ACCOUNT, ":", *resource)


def global_arn(service: str, *resource: str | Own) -> AttributeTemplate:
    """Return the template of an ARN without a region."""
    return ("arn:", PARTITION, f":{service}::", ACCOUNT, ":", *resource)


def bucket_arn(attribute: str) -> AttributeTemplate:
    """Return the template of a bucket's ARN, which names neither account nor region."""
    return ("arn:", PARTITION, ":s3:::", Own(attribute, BUCKET_EXCLUDES))
