"""An S3 bucket, with everything that a language may spread over a dozen resources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..core.value import Symbol, Value
from .entity import Entity, NestedStructure, Reach
from .policy import AttachedPolicy

ITSELF = Symbol("the logged bucket itself", never_empty=True)
"""The bucket that access logs go to where a language lets none be named: the logged one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AclGrant(NestedStructure):
    """One grant of an access control list."""

    grantee_uri: Value[str]
    """A group's URI, such as ``http://acs.amazonaws.com/groups/global/AllUsers``."""

    permission: Value[str]
    """``READ``, ``WRITE``, ``READ_ACP``, ``WRITE_ACP`` or ``FULL_CONTROL``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleRule(NestedStructure):
    """What happens to objects as they age."""

    is_enabled: Value[bool]

    prefix: Value[str]
    """Absent or empty: every object."""

    narrowing: Value[str]
    """What else an object needs for the rule to apply to it: ``tags`` or ``sizes``."""

    expiration_days: Value[int]
    """Days until the current version expires."""

    expiration_date: Value[str]
    """The day from which on current versions expire, whatever their age."""

    noncurrent_days: Value[int]
    """Days that a version stays after another one, or a delete marker, has taken its place."""

    newer_noncurrent_versions: Value[int]
    """Noncurrent versions of an object that stay, however old they are."""

    transition_days: Value[tuple[Value[int], ...]]
    """Days until each transition to another storage class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAccessBlock(NestedStructure):
    """The four switches that overrule public ACLs and policies."""

    blocks_public_acls: Value[bool]
    ignores_public_acls: Value[bool]
    blocks_public_policy: Value[bool]
    restricts_public_buckets: Value[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPublicAccessBlock(Entity):
    """The four switches for every bucket of an account."""

    account: Value[str]
    """The account's id; absent, it is the account that the resource itself is deployed to."""

    blocks_public_acls: Value[bool]
    ignores_public_acls: Value[bool]
    blocks_public_policy: Value[bool]
    restricts_public_buckets: Value[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket(Entity):
    """A bucket and its configuration, joined."""

    name_reach: ClassVar[Reach] = Reach.WORLD

    name: Value[str]
    arn: Value[str]
    policies: tuple[AttachedPolicy, ...] = ()

    canned_acl: Value[str]
    """``private``, ``public-read``, ``log-delivery-write`` …"""

    acl_grants: Value[tuple[AclGrant, ...]]

    object_ownership: Value[str]
    """``BucketOwnerEnforced`` switches every ACL off."""

    public_access_block: Value[PublicAccessBlock]

    website: Value[bool]
    """Whether the bucket is a public website."""

    is_versioned: Value[bool]
    has_mfa_delete: Value[bool]
    has_object_lock: Value[bool]

    default_retention: Value[str]
    """The mode in which each new object is locked: ``GOVERNANCE`` or ``COMPLIANCE``."""

    default_encryption: Value[str]
    """How objects are encrypted whose request says nothing: ``AES256``, ``aws:kms`` …"""

    default_key: Value[str]
    """The key that ``aws:kms`` encrypts them with; absent, it is the one that AWS manages."""

    is_destroyable: Value[bool]
    """Whether a destroy deletes the objects as well (``force_destroy``)."""

    access_log_bucket: Value[str]
    """The bucket that server access logs go to."""

    access_log_prefix: Value[str]
    """What the names of access logs begin with."""

    lifecycle_rules: Value[tuple[LifecycleRule, ...]]
    is_requester_pays: Value[bool]
