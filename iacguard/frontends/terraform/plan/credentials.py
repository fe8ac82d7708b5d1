"""Which credentials a plan's provider configuration names, and the account they lead to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..modules.providers import CREDENTIALS, account_of_role

DEFAULT = "aws"
"""The key of the configuration that resources use which name none."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """The credentials of one provider configuration; equal ones lead to one account."""

    names: tuple[str, ...] = ()
    """Each argument with its value, or with the configuration where the value is not told."""

    account_id: str | None = None
    """The account that the configuration itself says it is."""

    is_for_each: bool = False
    """Whether it depends on the key of a ``for_each``, so that it is one of several."""


def credentials_of(key: str, expressions: Mapping[str, Any] | None) -> Credentials:
    """Return the credentials of a configuration; None stands for one that is not declared."""
    if expressions is None:
        # One with an alias is passed from somewhere that the plan does not tell.
        return Credentials((key,) if "." in key.rpartition(":")[2] else ())
    named = list(_named(key, expressions))
    roles = [role for name, role in named if name.startswith("assume_role")]
    is_for_each = any(
        reference.startswith("each.")
        for expression in _expressions(expressions.values())
        for reference in _references(expression)
    )
    return Credentials(
        names=tuple(f"{name}={value}" for name, value in named),
        account_id=_only_allowed(expressions) or (account_of_role(roles[-1]) if roles else None),
        is_for_each=is_for_each,
    )


def _named(key: str, expressions: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each argument that leads to an account, with what tells its values apart."""
    for name in sorted(CREDENTIALS & expressions.keys()):
        written = expressions[name]
        for each in written if isinstance(written, list) else [written]:
            argument = each
            if isinstance(each, Mapping) and not each.keys() & {"references", "constant_value"}:
                argument = each.get("role_arn")
            if argument is None:
                continue
            constant = argument.get("constant_value") if isinstance(argument, Mapping) else None
            if isinstance(constant, str):
                if constant:
                    yield name, constant
            elif constant is not None:
                yield name, json.dumps(constant, sort_keys=True)
            elif _references(argument):
                # Plans tell what an expression refers to and not what stands around it.
                yield name, f"({key})"


def _only_allowed(expressions: Mapping[str, Any]) -> str | None:
    """Return the one account that a configuration allows."""
    written = expressions.get("allowed_account_ids")
    allowed = written.get("constant_value") if isinstance(written, Mapping) else None
    only = allowed[0] if isinstance(allowed, list) and len(allowed) == 1 else None
    return only if isinstance(only, str) and only.isdecimal() else None


def _references(expression: object) -> tuple[str, ...]:
    """Return what an expression refers to."""
    listed = expression.get("references") if isinstance(expression, Mapping) else None
    return tuple(map(str, listed)) if isinstance(listed, list) else ()


def _expressions(values: Iterable[Any]) -> Iterator[Any]:
    """Yield the expressions of arguments, and of those in blocks."""
    for value in values:
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Mapping):
                yield each
                yield from (inner for inner in each.values() if isinstance(inner, Mapping))
