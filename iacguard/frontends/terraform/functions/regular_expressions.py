"""``regex``, ``regexall`` and ``replace``: RE2 patterns, matched only where that is cheap.

Python's matcher backtracks, so a pattern whose matching could take long on a hostile text is not
run; the result is then unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ....core.value import Part
from ..values.bounds import check_length
from ..values.types import DYNAMIC, STRING, ListType, ObjectType, TupleType, Type
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    TerraformValue,
    list_value,
    null,
    object_value,
    string,
    tuple_value,
)
from .partial_texts import replaced
from .re2 import Pattern, read_pattern
from .signature import (
    Arguments,
    Declared,
    Parameter,
    check_count,
    parameters,
    pieces,
    undecided,
)
from .unmodelled import UndecidedResult

_MATCHING_STEPS = 4_000_000
_REFERENCE = re.compile(r"\$(?:\$|\{(\w+)\}|(\w+))?", re.ASCII)


def _compiled(pattern: str, text: str) -> re.Pattern[str]:
    read: Pattern = read_pattern(pattern)
    if (len(text) + 1) ** max(read.open_repetitions + 1, 1) > _MATCHING_STEPS:
        raise UndecidedResult("matching the regular expression could take too long")
    try:
        return re.compile(read.translated, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise EvaluationError("the regular expression is not valid") from error


def _matches(compiled: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches that Go finds: no empty one directly behind another match."""
    end = -1
    for found in compiled.finditer(text):
        if found.end() == found.start() == end:
            continue
        end = found.end()
        yield found


def _captured(found: re.Match[str]) -> TerraformValue:
    if not found.re.groups:
        return string(found[0])
    groups = [null(STRING) if group is None else string(group) for group in found.groups()]
    if found.re.groupindex:
        return object_value({name: groups[at - 1] for name, at in found.re.groupindex.items()})
    return tuple_value(groups)


def _captured_type(compiled: re.Pattern[str]) -> Type:
    if compiled.groupindex:
        if len(compiled.groupindex) != compiled.groups:
            raise EvaluationError("named and unnamed capture groups cannot be mixed")
        return ObjectType(dict.fromkeys(sorted(compiled.groupindex), STRING))
    return TupleType((STRING,) * compiled.groups) if compiled.groups else STRING


def _regex(arguments: Arguments, context: CallContext) -> TerraformValue:
    compiled = _compiled(arguments[0].text, arguments[1].text)
    _captured_type(compiled)
    found = compiled.search(arguments[1].text)
    if found is None:
        raise EvaluationError("pattern did not match any part of the given string")
    return _captured(found)


def _regex_all(arguments: Arguments, context: CallContext) -> TerraformValue:
    compiled = _compiled(arguments[0].text, arguments[1].text)
    kind = _captured_type(compiled)
    results: list[TerraformValue] = []
    for found in _matches(compiled, arguments[1].text):
        results.append(_captured(found))
        check_count(len(results) + 1, context)
    return list_value(kind, results)


def _replace(arguments: Arguments, context: CallContext) -> TerraformValue:
    if arguments[0].unknown is not None:
        return _replace_partly(*arguments)
    text, wanted, replacement = (argument.text for argument in arguments)
    if len(wanted) > 1 and wanted[0] == wanted[-1] == "/":
        return _replace_matches(text, wanted[1:-1], replacement)
    count = text.count(wanted) if wanted else len(text) + 1
    check_length(len(text) + count * max(len(replacement) - len(wanted), 0))
    return string(text.replace(wanted, replacement))


def _replace_partly(
    text: TerraformValue, wanted: TerraformValue, replacement: TerraformValue
) -> TerraformValue:
    parts: tuple[Part, ...] = ()
    is_pattern = len(wanted.text) > 1 and wanted.text[0] == wanted.text[-1] == "/"
    if wanted.text and not is_pattern:
        known = "".join(part for part in pieces(text) if isinstance(part, str))
        check_length(known.count(wanted.text) * len(replacement.text) + len(known))
        parts = replaced(pieces(text), wanted.text, replacement.text) or ()
    return undecided(text, STRING, parts=parts)


def _replace_matches(text: str, pattern: str, replacement: str) -> TerraformValue:
    compiled = _compiled(pattern, text)
    result: list[str] = []
    position = length = 0
    for found in _matches(compiled, text):
        expanded = _expanded(found, replacement)
        result += (text[position : found.start()], expanded)
        length += len(expanded) + len(text)
        check_length(sum(map(len, result[-2:])) + length - len(text))
        position = found.end()
        length -= len(text)
    return string("".join((*result, text[position:])))


def _expanded(found: re.Match[str], replacement: str) -> str:
    def referred(reference: re.Match[str]) -> str:
        if reference[0] in ("$", "$$"):
            return "$"
        name = reference[1] or reference[2]
        if name.isdigit():
            return (found[int(name)] or "") if int(name) <= found.re.groups else ""
        return (found[name] or "") if name in found.re.groupindex else ""

    return _REFERENCE.sub(referred, replacement)


def regular_expression_functions() -> Mapping[str, Function]:
    """Return the functions that match patterns by name."""
    both = parameters(("pattern", STRING), ("string", STRING))
    return {
        "regex": Declared(_regex, both, DYNAMIC),
        "regexall": Declared(_regex_all, both, ListType(DYNAMIC)),
        "replace": Declared(
            _replace,
            (
                Parameter("str", STRING, allows_unknown=True),
                Parameter("substr", STRING),
                Parameter("replace", STRING),
            ),
            STRING,
        ),
    }
