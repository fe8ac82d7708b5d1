"""A two-valued evaluator of known policies, as plain as it can be, to judge the real one by."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

Context = dict[str, list[str] | None]
"""By lower-case key: the values that are carried, or None where the key is missing."""


def allowed(policy: dict[str, Any], service: str, action: str, resource: str, context: Context):
    """Return whether a policy lets a service do an action on a resource."""
    covering = [
        statement["Effect"]
        for statement in policy["Statement"]
        if _principal(statement, service)
        and _element(statement, "Action", action.lower(), context, fold=True)
        and _element(statement, "Resource", resource, context, fold=False)
        and all(
            _condition(operator, context.get(key.lower()), values, context)
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    ]
    return "Allow" in covering and "Deny" not in covering


def _listed(written: Any) -> list[Any]:
    return written if isinstance(written, list) else [written]


def _principal(statement: dict[str, Any], service: str) -> bool:
    written = statement.get("Principal", statement.get("NotPrincipal"))
    types = {"AWS": "*"} if written == "*" else written
    found = "*" in _listed(types.get("AWS", [])) or service in _listed(types.get("Service", []))
    return found is ("Principal" in statement)


def _element(
    statement: dict[str, Any], name: str, asked: str, context: Context, fold: bool
) -> bool:
    patterns = _listed(statement.get(name, statement.get(f"Not{name}")))
    found = any(_like(asked, p.lower() if fold else p, context) for p in patterns)
    return found is (name in statement)


def _like(asked: str, pattern: str, context: Context) -> bool:
    return fnmatchcase(asked, _filled(pattern, context, "[*]"))


def _filled(text: str, context: Context, star: str) -> str:
    for key, values in context.items():
        if values is not None and len(values) == 1:
            text = text.replace("${" + key + "}", values[0])
    return text.replace("${*}", star)


def _condition(written: str, carried: list[str] | None, values: Any, context: Context) -> bool:
    wanted = [str(value).lower() if isinstance(value, bool) else value for value in _listed(values)]
    quantifier, _, operator = written.rpartition(":")
    if_exists = operator.endswith("IfExists")
    operator = operator.removesuffix("IfExists")
    if operator == "Null":
        return wanted == ["true" if carried is None else "false"]
    negated = "Not" in operator
    if carried is None:
        return quantifier == "ForAllValues" or (not quantifier and (if_exists or negated))

    def satisfies(value: str) -> bool:
        if "Like" in operator:
            found = any(_like(value, pattern, context) for pattern in wanted)
        elif operator == "Bool":
            found = value.lower() in [text.lower() for text in wanted]
        else:
            found = value in [_filled(text, context, "*") for text in wanted]
        return found is not negated

    answers = map(satisfies, carried)
    if quantifier == "ForAllValues" or (negated and not quantifier):
        return all(answers)
    return any(answers)
