"""Buckets, keys, roles and policy documents with harmless defaults, for tests of checks."""

from __future__ import annotations

import json
import re
from typing import Any

from builders import entity, hops, model, unknown, value

from iacguard.core.text import ACCOUNT, ORGANIZATION, PARTITION, REGION, text_value
from iacguard.core.value import Absent, Known, Unknown
from iacguard.model.bucket import (
    AccountPublicAccessBlock,
    AclGrant,
    Bucket,
    LifecycleRule,
    PublicAccessBlock,
)
from iacguard.model.key import Alias, Key
from iacguard.model.model import Model
from iacguard.model.policy import AttachedPolicy, ManagedAttachment, ManagedPolicy
from iacguard.model.role import Role

PIECES = {
    "{account}": (ACCOUNT,),
    "{region}": (REGION,),
    "{partition}": (PARTITION,),
    "{organization}": ORGANIZATION,
}
_PIECE = re.compile("|".join(map(re.escape, PIECES)))


def parts(text: str) -> tuple[Any, ...]:
    """Return the parts of a text in which ``{account}`` and the like are symbols."""
    found: list[Any] = []
    start = 0
    for match in _PIECE.finditer(text):
        found += [text[start : match.start()], *PIECES[match.group()]]
        start = match.end()
    return (*found, text[start:])


def text(written: str, line: int = 0) -> Any:
    """Return the value of a text with symbols in it."""
    reason = "the account is known when it is deployed"
    return text_value(parts(written), hops(line) if line else (), reason)


def tree(content: Any, line: int = 0) -> Any:
    """Return plain Python data as a tree of values, one line further for every element."""
    provenance = hops(line) if line else ()
    if isinstance(content, dict):
        items = enumerate(content.items(), 1)
        return Known({k: tree(v, line and line + i) for i, (k, v) in items}, provenance)
    if isinstance(content, (list, tuple)):
        elements = [tree(e, line and line + 10 * i) for i, e in enumerate(content, 1)]
        return Known(tuple(elements), provenance)
    return text(content, line) if isinstance(content, str) else value(content, line)


def as_json(content: Any, line: int = 0) -> Any:
    """Return plain Python data as JSON text, partly known where it holds symbols."""
    return text(json.dumps(content, indent=2), line)


def policy(*statements: Any, version: str = "2012-10-17") -> dict[str, Any]:
    """Return a policy document of these statements."""
    return {"Version": version, "Statement": list(statements)}


def attached(document: Any, line: int = 100, exists: Any = True) -> AttachedPolicy:
    """Return a policy that is attached; plain data becomes a tree of values."""
    written = tree(document, line) if isinstance(document, dict) else document
    return AttachedPolicy(
        address="aws_s3_bucket_policy.logs",
        exists=value(exists),
        document=written,
        provenance=hops(line),
    )


def bucket(name: str = "logs", **fields: Any) -> Bucket:
    """Return a bucket without any configuration."""
    defaults: dict[str, Any] = {
        "name": name,
        "arn": text("arn:{partition}:s3:::" + name),
        "canned_acl": None,
        "acl_grants": None,
        "object_ownership": None,
        "public_access_block": None,
        "website": None,
        "is_versioned": False,
        "has_mfa_delete": False,
        "has_object_lock": False,
        "default_retention": None,
        "default_encryption": None,
        "default_key": None,
        "is_destroyable": False,
        "access_log_bucket": None,
        "access_log_prefix": None,
        "lifecycle_rules": None,
        "is_requester_pays": False,
    }
    return Bucket(**entity(name, "aws_s3_bucket", {**defaults, **fields}))


def public_access_block(**switches: Any) -> PublicAccessBlock:
    """Return a public access block with every switch off but these."""
    names = (
        "blocks_public_acls",
        "ignores_public_acls",
        "blocks_public_policy",
        "restricts_public_buckets",
    )
    return PublicAccessBlock(**{name: value(switches.get(name, False)) for name in names})


def account_public_access_block(switches: PublicAccessBlock) -> AccountPublicAccessBlock:
    """Return the same switches for the whole account."""
    fields = {
        "blocks_public_acls": switches.blocks_public_acls,
        "ignores_public_acls": switches.ignores_public_acls,
        "blocks_public_policy": switches.blocks_public_policy,
        "restricts_public_buckets": switches.restricts_public_buckets,
        "account": Absent(),
    }
    return AccountPublicAccessBlock(
        **entity("account", "aws_s3_account_public_access_block", fields)
    )


def grant(uri: Any, permission: Any = "READ") -> AclGrant:
    """Return a grant of an access control list."""
    return AclGrant(grantee_uri=value(uri, 7), permission=value(permission))


def lifecycle_rule(**fields: Any) -> LifecycleRule:
    """Return a lifecycle rule that is in force for every object and does nothing."""
    defaults: dict[str, Any] = {
        "is_enabled": True,
        "prefix": None,
        "narrowing": None,
        "expiration_days": None,
        "expiration_date": None,
        "noncurrent_days": None,
        "newer_noncurrent_versions": None,
        "transition_days": (),
    }
    return LifecycleRule(**{name: value(f) for name, f in {**defaults, **fields}.items()})


def key(name: str = "trail", **fields: Any) -> Key:
    """Return a symmetric key that does not rotate."""
    defaults: dict[str, Any] = {
        "key_id": f"0000-{name}",
        "arn": text("arn:{partition}:kms:{region}:{account}:key/0000-" + name),
        "skips_lockout_check": False,
        "rotates": False,
        "key_spec": "SYMMETRIC_DEFAULT",
        "is_enabled": True,
        "origin": "AWS_KMS",
    }
    known = {field: f for field, f in defaults.items() if field in Key.__dataclass_fields__}
    return Key(**entity(name, "aws_kms_key", {**known, **fields}))


def alias(name: str = "trail", target: str = "0000-trail", **fields: Any) -> Alias:
    """Return an alias of a key."""
    defaults: dict[str, Any] = {
        "name": f"alias/{name}",
        "arn": text("arn:{partition}:kms:{region}:{account}:alias/" + name),
        "target": target,
    }
    return Alias(**entity(name, "aws_kms_alias", {**defaults, **fields}))


def managed_attachment(arn: Any, holder: str = "delivery") -> ManagedAttachment:
    """Return a managed policy as a role attaches it."""
    return ManagedAttachment(address=f"aws_iam_role.{holder}", arn=arn)


def role(name: str = "delivery", **fields: Any) -> Role:
    """Return a role without any policy; `managed_policy_arns` are attached by the role itself."""
    arns = fields.pop("managed_policy_arns", ())
    fields.setdefault("managed_policies", tuple(managed_attachment(arn, name) for arn in arns))
    defaults: dict[str, Any] = {
        "name": name,
        "arn": text("arn:{partition}:iam::{account}:role/" + name),
        "trust_policy": None,
        "boundary": None,
    }
    return Role(**entity(name, "aws_iam_role", {**defaults, **fields}))


def managed_policy(name: str, document: Any, **fields: Any) -> ManagedPolicy:
    """Return a customer managed policy."""
    defaults: dict[str, Any] = {
        "name": name,
        "arn": text("arn:{partition}:iam::{account}:policy/" + name),
        "document": tree(document, 300) if isinstance(document, dict) else document,
    }
    return ManagedPolicy(**entity(name, "aws_iam_policy", {**defaults, **fields}))


COLLECTIONS = {
    Bucket: "buckets",
    Key: "keys",
    Alias: "aliases",
    Role: "roles",
    ManagedPolicy: "managed_policies",
    AccountPublicAccessBlock: "account_public_access_blocks",
}


def scope(*entities: Any) -> Model:
    """Return a model of these entities, each in its collection."""
    stored: dict[str, tuple[Any, ...]] = {}
    others = []
    for each in entities:
        name = COLLECTIONS.get(type(each))
        if name is None:
            others.append(each)
        else:
            stored[name] = (*stored.get(name, ()), each)
    return model(*others, **stored)


def hole(reason: str = "var.open has no value") -> Unknown:
    """Return a value of which nothing is known."""
    return unknown(reason)


def place(judgement: Any) -> Any:
    """Return the span of a judgement's primary place."""
    return judgement.reasons[0].provenance[0].span
