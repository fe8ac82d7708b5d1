"""Those who administer an account, and what their requests to blind a trail carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..core.text import ACCOUNT, ORGANIZATION, PARTITION, Text, parts_of
from ..core.value import Known, Value
from ..core.verdict import Verdict
from ..iam.arn import FIELDS
from ..iam.document import PolicyDocument
from ..iam.match import Matched, pattern_of
from ..iam.request import OUTSIDER, UNNAMED, Context, NotCarried, carried
from ..iam.statement import Statement

_PRINCIPAL = "aws:principalarn"

# Who AWS itself makes an administrator under a name that is the same in every account.
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access-cross-account-role.html
# https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
_PERMISSION_SET = "AWSReservedSSO_AdministratorAccess_0123456789abcdef"
_KNOWN = (
    "role/OrganizationAccountAccessRole",
    "role/Admin",
    "role/Administrator",
    "user/Admin",
    "user/Administrator",
    f"role/aws-reserved/sso.amazonaws.com/{_PERMISSION_SET}",
    f"role/aws-reserved/sso.amazonaws.com/eu-west-1/{_PERMISSION_SET}",
)


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody who may do everything that no organization's policy denies."""

    called: str
    """As a message ends with it: "", " to IAM users"."""

    carried: Context


def administrators(
    documents: Iterable[PolicyDocument], account: Text = (ACCOUNT,)
) -> Iterator[Administrator]:
    """Yield administrators: those whom nobody names, and those whom policies take in by a wildcard.

    Whom a policy names in full, or by a tag, is an exception that somebody chose.
    """
    own = ("arn:", PARTITION, ":iam::", *account)
    yield Administrator("", _carried((*own, f":role/{OUTSIDER}"), "AssumedRole", account))
    yield Administrator(" to IAM users", _carried((*own, f":user/{OUTSIDER}"), "User", account))
    for resource in dict.fromkeys(_taken_in(documents)):
        type = "User" if resource.startswith("user/") else "AssumedRole"
        principal = (*own, f":{resource}")
        yield Administrator(
            " to administrators whom a wildcard exempts", _carried(principal, type, account)
        )


def _carried(principal: Text, type: str, account: Text) -> Context:
    return {
        _PRINCIPAL: carried(principal),
        "aws:principaltype": carried(type),
        "aws:principalaccount": carried(account),
        "aws:principalorgid": carried(ORGANIZATION),
        "aws:principaltag/*": NotCarried.MISSING,
        "aws:principalisawsservice": carried("false"),
        "aws:principalservicename": NotCarried.MISSING,
        "aws:viaawsservice": carried("false"),
        "aws:securetransport": carried("true"),
        "aws:multifactorauthpresent": carried("true"),
    }


def _taken_in(documents: Iterable[PolicyDocument]) -> Iterator[str]:
    """Yield the last field of the ARNs of administrators that wildcards of conditions stand for."""
    for document in documents:
        for statement in document.statements:
            if not isinstance(statement, Statement):
                continue
            for condition in statement.conditions:
                if condition.key.lower() == _PRINCIPAL:
                    for text in condition.texts.values:
                        yield from _named(text)


def _named(text: Value[str]) -> Iterator[str]:
    pattern = _resource(text)
    if not any(wildcard in pattern for wildcard in "*?"):
        return
    wanted = pattern_of((pattern,))
    yield from (name for name in _KNOWN if Matched((name,)).by(wanted) is Verdict.PASS)
    if "admin" in pattern.lower():
        yield pattern.replace("*", OUTSIDER).replace("?", UNNAMED)


def _resource(text: Value[str]) -> str:
    """Return the last field of a principal's ARN, or nothing where it is not written out."""
    if not isinstance(text, Known):
        # What stands before may be open: the account, the partition.
        (*_, last) = parts_of(text) or ("",)
        return last.rpartition(":")[2] if isinstance(last, str) and ":" in last else ""
    fields = text.value.split(":", FIELDS - 1)
    return fields[-1] if len(fields) == FIELDS or text.value == "*" else ""
