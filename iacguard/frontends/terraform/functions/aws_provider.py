"""The functions of the AWS provider.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/functions/arn_parse
"""

from __future__ import annotations

from collections.abc import Mapping

from ....core.text import normal, starts_with
from ....core.value import Part
from ....core.verdict import Verdict
from ..values.types import STRING, ObjectType
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    TerraformValue,
    object_value,
)
from .partial_texts import Parts
from .signature import Arguments, Declared, Parameter, pieces, text_of, undecided

_FIELDS = ("partition", "service", "region", "account_id", "resource")
_ARN = ObjectType(dict.fromkeys(sorted(_FIELDS), STRING))


def _sections(parts: Parts) -> list[Parts] | None:
    """Return the sections of an ARN, the resource as one; None where that is not known."""
    sections: list[list[Part]] = [[]]
    for part in normal(parts):
        if len(sections) == len(_FIELDS) + 1:
            sections[-1].append(part)
        elif isinstance(part, str):
            first, *rest = part.split(":", len(_FIELDS) + 1 - len(sections))
            sections[-1].append(first)
            sections.extend([section] for section in rest)
        elif ":" in part.excludes:
            sections[-1].append(part)
        else:
            return None
    return [normal(section) for section in sections]


def _parsed(arn: TerraformValue) -> list[Parts] | None:
    sections = _sections(pieces(arn))
    if starts_with(pieces(arn), "arn:") is Verdict.FAIL or (
        sections is not None and len(sections) <= len(_FIELDS)
    ):
        raise EvaluationError("the text is not an ARN")
    return None if sections is None or sections[0] != ("arn",) else sections[1:]


def _parse(arguments: Arguments, context: CallContext) -> TerraformValue:
    sections = _parsed(arguments[0])
    if sections is None:
        return undecided(arguments[0], _ARN)
    cause = arguments[0] if arguments[0].unknown is not None else None
    return object_value({name: text_of(section, cause) for name, section in zip(_FIELDS, sections)})


def _build(arguments: Arguments, context: CallContext) -> TerraformValue:
    parts: list[Part] = ["arn"]
    for argument in arguments:
        parts += (":", *pieces(argument))
    cause = next((each for each in arguments if each.unknown is not None), None)
    return text_of(parts, cause)


def _trim(arguments: Arguments, context: CallContext) -> TerraformValue:
    arn = arguments[0]
    sections = _parsed(arn)
    if sections is None:
        return undecided(arn, STRING)
    partition, service, region, account, resource = sections
    if service != ("iam",) or region or starts_with(resource, "role/") is Verdict.FAIL:
        raise EvaluationError("the text is not the ARN of a role")
    last = resource[-1]
    path = resource[0]
    if not isinstance(path, str) or not path.startswith("role/"):
        return undecided(arn, STRING)
    if not isinstance(last, str) and "/" not in last.excludes:
        return undecided(arn, STRING)
    name = _behind_last_slash(resource)
    parts = ("arn:", *partition, ":iam::", *account, ":role/", *name)
    return text_of(parts, arn if arn.unknown is not None else None)


def _behind_last_slash(parts: Parts) -> Parts:
    kept: list[Part] = []
    for part in reversed(parts):
        if isinstance(part, str) and "/" in part:
            return normal((part.rpartition("/")[2], *reversed(kept)))
        kept.append(part)
    return normal(reversed(kept))


def aws_provider_functions() -> Mapping[str, Function]:
    """Return these functions by name."""
    arn = (Parameter("arn", STRING, allows_unknown=True),)
    fields = tuple(Parameter(name, STRING, allows_unknown=True) for name in _FIELDS)
    return {
        "provider::aws::arn_parse": Declared(_parse, arn, _ARN),
        "provider::aws::arn_build": Declared(_build, fields, STRING),
        "provider::aws::trim_iam_role_path": Declared(_trim, arn, STRING),
    }
