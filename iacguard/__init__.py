"""iacguard proves, before deployment, that an AWS account's audit pipeline works."""

from __future__ import annotations
