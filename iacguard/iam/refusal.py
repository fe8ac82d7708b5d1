"""Why AWS refuses a policy document that has the form of one, so that it is never in force.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..core.text import parts_of
from ..core.value import Absent, Hop, Known, Unknown, Value, is_hidden
from ..core.verdict import Verdict
from .condition import is_known, operator_of
from .match import Matched, pattern_of
from .policy_kind import PolicyKind
from .policy_text import shown_all
from .statement import Effect, Principals, Statement, Texts, UnreadStatement, read_texts

VERSIONS = ("2012-10-17", "2008-10-17")

_SID = re.compile("[A-Za-z0-9]*")
_ARN_FIELDS = 6
_ARN = "arn:"
_WILDCARDS = frozenset("*?$")
_PUT_POLICY = "kms:putkeypolicy"

Problem = tuple[str, tuple[Hop, ...]]
"""What is wrong, as a clause, and where."""


def refusals(
    elements: Mapping[str, Value[Any]],
    statements: Sequence[Statement | UnreadStatement],
    provenance: tuple[Hop, ...],
    kind: PolicyKind,
) -> Iterator[Problem]:
    """Yield what keeps AWS from taking a document, of which `statements` were read.

    A statement that is not of its form says so itself.
    """
    version = elements.get("Version", Absent())
    if isinstance(version, Known) and version.value not in VERSIONS:
        yield (
            f"the Version of the policy is neither `{VERSIONS[0]}` nor `{VERSIONS[1]}`",
            (version.provenance or provenance),
        )
    for statement, written in zip(statements, _written(elements.get("Statement", Absent()))):
        if isinstance(statement, Statement):
            yield from _of_statement(statement, written, kind)
    if kind.of_iam:
        yield from _repeated_sids(_written(elements.get("Statement", Absent())))
    if kind.most_characters is not None and least_length(elements) > kind.most_characters:
        said = f"the policy is longer than the {kind.most_characters:,} characters that AWS accepts"
        yield said, provenance
    if kind.keeps_its_managers and not any(map(_may_let_replace, statements)):
        yield "the policy allows nobody to replace it (kms:PutKeyPolicy)", provenance


def _written(statement: Value[Any]) -> tuple[Value[Any], ...]:
    """Return the statements as they are written, as far as they are known."""
    match statement:
        case Known(value=tuple() as values) | Unknown(elements=values):
            return values
        case _:
            return (statement,)


def _of_statement(statement: Statement, written: Value[Any], kind: PolicyKind) -> Iterator[Problem]:
    label, place = statement.label, statement.provenance
    elements = written.value if isinstance(written, Known) else {}
    for name in ("Action", "NotAction"):
        if name in elements:
            yield from _of_actions(read_texts(elements[name], ""), f"the {name} of {label}", place)
    for name in ("Resource", "NotResource"):
        value = elements.get(name, Absent())
        if isinstance(value, Absent):
            continue
        if kind.has_resources is False:
            yield f"{label} has a `{name}`, which a trust policy may not have", value.provenance
        elif kind.has_resources:
            yield from _of_resources(read_texts(value, ""), f"the {name} of {label}", place)
    if kind.has_resources and statement.resources is None:
        yield f"{label} has neither `Resource` nor `NotResource`", place
    if kind.has_principals and statement.principals is None:
        yield f"{label} has neither `Principal` nor `NotPrincipal`", place
    if kind.has_principals is False and statement.principals is not None:
        yield f"{label} names a principal, which an identity's own policy may not", place
    for condition in statement.conditions:
        if not is_known(operator_of(condition.operator)):
            said = (
                f"the condition on `{condition.key[:64]}` in {label} has the unknown operator "
                f"`{condition.operator[:64]}`"
            )
            yield said, condition.texts.provenance or place
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        value = elements.get(name, Absent())
        if _is_misshapen(value):
            yield (
                f"the {name} of {label} is neither a string nor a list of strings",
                value.provenance,
            )
    sid = elements.get("Sid", Absent())
    if kind.of_iam and isinstance(sid, Known) and not _SID.fullmatch(str(sid.value)):
        yield f"the Sid of {label} may hold only letters and digits", sid.provenance


def _is_misshapen(value: Value[Any]) -> bool:
    match value:
        case Known(value=tuple() as values):
            return any(
                isinstance(one, Known) and isinstance(one.value, (tuple, Mapping)) for one in values
            )
        case Known(value=Mapping()):
            return True
        case _:
            return False


def _of_actions(texts: Texts, place: str, around: tuple[Hop, ...]) -> Iterator[Problem]:
    if not texts.values and texts.more is None:
        yield f"{place} is empty", texts.provenance or around
    for text in texts.values:
        if isinstance(text, Known) and ":" not in text.value and text.value.strip("*"):
            yield f"{place} names no service{_shown(text)}", text.provenance or around


def _of_resources(texts: Texts, place: str, around: tuple[Hop, ...]) -> Iterator[Problem]:
    if not texts.values and texts.more is None:
        yield f"{place} is empty", texts.provenance or around
    for text in texts.values:
        if isinstance(text, Known) and not _may_be_arn(text.value):
            yield f"{place} is not an ARN{_shown(text)}", text.provenance or around


def _may_be_arn(text: str) -> bool:
    """Return whether a text may be taken as an ARN; where wildcards end, nobody documents."""
    if not _WILDCARDS.isdisjoint(text[: len(_ARN)]):
        return True
    if not text.startswith(_ARN):
        return False
    return text.count(":") >= _ARN_FIELDS - 1 or not _WILDCARDS.isdisjoint(text)


def _shown(text: Known[str]) -> str:
    written = "" if is_hidden(text.provenance) else shown_all([Texts((text,), ())])
    return f": {written}" if written else ""


def _repeated_sids(statements: Iterable[Value[Any]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for statement in statements:
        if not isinstance(statement, Known) or not isinstance(statement.value, Mapping):
            continue
        sid = statement.value.get("Sid", Absent())
        if not isinstance(sid, Known) or not isinstance(sid.value, str) or not sid.value:
            continue
        if sid.value in seen:
            which = "" if is_hidden(sid.provenance) else f' "{sid.value[:64]}"'
            yield (
                f"two statements of the policy have the Sid{which}",
                (sid.provenance or statement.provenance),
            )
        seen.add(sid.value)


def least_length(elements: Mapping[str, Value[Any]]) -> int:
    """Return how many characters a document has at least in JSON, white space aside."""
    length = 0
    waiting: list[Value[Any]] = [Known(elements)]
    while waiting:
        match waiting.pop():
            case Known(value=Mapping() as entries):
                written = {k: v for k, v in entries.items() if not isinstance(v, Absent)}
                # Braces; quotes and a colon for each key; commas between entries.
                length += 2 + sum(_visible(key) + 3 for key in written) + max(len(written) - 1, 0)
                waiting += written.values()
            case Known(value=tuple() as values):
                length += 2 + max(len(values) - 1, 0)
                waiting += values
            case Known(value=str()) | Unknown(parts=(_, *_)) as text:
                parts = parts_of(text) or ()
                length += 2 + sum(_visible(part) for part in parts if isinstance(part, str))
            case Unknown(elements=known):
                waiting += known
            case Known(value=scalar):
                length += len(str(scalar))
            case Absent():
                pass
    return length


def _visible(text: str) -> int:
    return len("".join(text.split()))


def _may_let_replace(statement: Statement | UnreadStatement) -> bool:
    """Return whether a statement may let somebody of an account replace a key's policy.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
    """
    if isinstance(statement, UnreadStatement):
        return True
    if statement.effect is not Effect.ALLOW:
        return False
    principals = statement.principals
    if principals is not None and _are_services(principals):
        return False
    asked = Matched((_PUT_POLICY,))
    texts = statement.actions.texts
    if statement.actions.is_negated or texts.more is not None:
        return True
    return any(
        asked.by(pattern_of([p.lower() if isinstance(p, str) else p for p in parts]))
        is not Verdict.FAIL
        for parts in map(parts_of, texts.values)
        if parts is not None
    )


def _are_services(principals: Principals) -> bool:
    """Return whether nobody but services is named, of which none replaces a policy."""
    is_told = principals.more is None and not principals.is_negated
    return is_told and principals.by_type.keys() <= {"Service"}
