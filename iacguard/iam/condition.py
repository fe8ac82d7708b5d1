"""Condition operators, decided for one request.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from ipaddress import IPv4Network, ip_network
from typing import TypeAlias

from ..core.text import Text, equal, normal
from ..core.verdict import Verdict
from .arn import fields_of
from .dates import decide_now
from .match import Matched, Pattern, Token, Wildcard, matches
from .request import UNNAMED, Carried, ContextValue, NotCarried, OneOf, carried

Comparator: TypeAlias = "Callable[[Matched, Text, Pattern], Verdict]"
"""Whether the text that a request carries fits one of a policy's texts."""


class Quantifier(Enum):
    """How the values of a key that has several are put together."""

    ONE = ""
    ANY = "ForAnyValue:"
    ALL = "ForAllValues:"


@dataclass(frozen=True, slots=True)
class Operator:
    """A condition operator taken apart."""

    name: str
    quantifier: Quantifier
    if_exists: bool

    @property
    def is_quantified(self) -> bool:
        """Whether it says how the values of a key that has several are put together."""
        return self.quantifier is not Quantifier.ONE


def operator_of(written: str) -> Operator:
    """Return the operator of a condition block: ``ForAnyValue:StringLikeIfExists``."""
    quantifier = Quantifier.ONE
    for candidate in (Quantifier.ANY, Quantifier.ALL):
        if written.startswith(candidate.value):
            quantifier = candidate
    name = written[len(quantifier.value) :]
    if_exists = name.endswith("IfExists")
    return Operator(name.removesuffix("IfExists"), quantifier, if_exists)


def is_known(operator: Operator) -> bool:
    """Return whether policies have an operator of this name, to the letter case.

    IAM refuses ``stringEquals`` as an invalid condition type.
    https://github.com/ministryofjustice/modernisation-platform-environments/pull/8893
    """
    return operator.name in _COMPARISONS or operator.name in _UNDECIDED


def decide(operator: Operator, value: ContextValue | None, wanted: Iterable[Pattern]) -> Verdict:
    """Decide whether what a request carries of one key satisfies an operator.

    `value` is None where nothing is known of the key; `wanted` are the policy's texts. A key
    that the requester chooses must be dealt with before.
    """
    texts = tuple(wanted)
    if isinstance(value, OneOf):
        answers = {decide(operator, carried(one), texts) for one in value.values}
        if value.or_missing:
            answers.add(decide(operator, NotCarried.MISSING, texts))
        return answers.pop() if len(answers) == 1 else Verdict.UNKNOWN
    if operator.name == "Null":
        return _is_missing(operator, value, texts)
    if value is NotCarried.NOW:
        return _at_present(operator, texts)
    compare, is_negated = _COMPARISONS.get(operator.name, (None, False))
    if compare is None:
        return Verdict.UNKNOWN
    if value is None or value is NotCarried.CHOSEN:
        return Verdict.UNKNOWN
    if not isinstance(value, Carried):
        return _without_key(operator, is_negated)
    if value.is_list and not operator.is_quantified:
        # Such keys "require" a quantifier, and no document says what becomes of them without one.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
        return Verdict.UNKNOWN

    def satisfies(text: Text) -> Verdict:
        fits = partial(compare, Matched(text), text)
        verdict = max(map(fits, texts), default=Verdict.FAIL)
        return Verdict(2 - verdict) if is_negated else verdict

    found = [satisfies(text) for text in value.values]
    if operator.quantifier is Quantifier.ALL:
        return min(found, default=Verdict.PASS)
    if operator.quantifier is Quantifier.ANY or not is_negated:
        return max(found, default=Verdict.FAIL)
    return min(found, default=Verdict.PASS)


def _is_missing(
    operator: Operator, value: ContextValue | None, wanted: tuple[Pattern, ...]
) -> Verdict:
    if operator.is_quantified or operator.if_exists or len(wanted) != 1:
        return Verdict.UNKNOWN
    if value is None or value is NotCarried.CHOSEN:
        return Verdict.UNKNOWN
    word = "true" if value is NotCarried.MISSING else "false"
    return equal((word,), _folded(_plain(wanted[0])))


def _at_present(operator: Operator, wanted: tuple[Pattern, ...]) -> Verdict:
    plain = [_plain(text) for text in wanted]
    # A Not operator with several texts asks that none of them fits, every other that one does.
    choose = min if operator.name == "DateNotEquals" else max
    found = (
        decide_now(operator.name, text[0])
        if len(text) == 1 and isinstance(text[0], str)
        else Verdict.UNKNOWN
        for text in plain
    )
    return Verdict.UNKNOWN if operator.is_quantified else choose(found, default=Verdict.UNKNOWN)


def _without_key(operator: Operator, is_negated: bool) -> Verdict:
    """Decide an operator on a request without the key."""
    if operator.quantifier is Quantifier.ALL:
        return Verdict.PASS
    if operator.quantifier is Quantifier.ANY:
        return Verdict.UNKNOWN if operator.if_exists else Verdict.FAIL
    return Verdict.of(operator.if_exists or is_negated)


def _exact(matched: Matched, carried: Text, wanted: Pattern) -> Verdict:
    plain = _plain(wanted)
    if _names_outsider(carried) and not _names_outsider(plain):
        return Verdict.FAIL
    return equal(normal(carried), plain)


def _ignoring_case(matched: Matched, carried: Text, wanted: Pattern) -> Verdict:
    if _names_outsider(carried) and not _names_outsider(_plain(wanted)):
        return Verdict.FAIL
    return _same_word(matched, carried, wanted)


def _same_word(matched: Matched, carried: Text, wanted: Pattern) -> Verdict:
    return equal(_folded(carried), _folded(_plain(wanted)))


def _plain(wanted: Pattern) -> Text:
    """Return a pattern's text for operators that know no wildcards."""
    return normal(token.value if isinstance(token, Wildcard) else token for token in wanted)


def _folded(text: Text) -> Text:
    return normal(part.lower() if isinstance(part, str) else part for part in text)


def _names_outsider(text: Text) -> bool:
    return any(isinstance(part, str) and UNNAMED in part for part in text)


def _like(matched: Matched, carried: Text, wanted: Pattern) -> Verdict:
    return matched.by(wanted)


def _arn(matched: Matched, carried: Text, wanted: Pattern) -> Verdict:
    """Compare ARNs field by field; a wildcard stays inside its field."""
    if matched.by(wanted) is Verdict.FAIL:
        return Verdict.FAIL
    given, asked = fields_of(carried), fields_of(wanted)
    if given is None or asked is None:
        return Verdict.UNKNOWN
    return min(matches(field, _plain(text)) for field, text in zip(asked, given))


def _arn_of_form(matched: Matched, carried: Text, wanted: Pattern) -> Verdict:
    """Compare ARNs for an operator that is negated: what is no ARN is not known to differ."""
    if fields_of(wanted) is None:
        return Verdict.UNKNOWN
    return _arn(matched, carried, wanted)


def _address(matched: Matched, carried: Text, wanted: Pattern) -> Verdict:
    """Decide whether somebody else's address lies in a range.

    A range wider than these lengths is no restriction, as S3 defines a public policy:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    """
    text = _plain(wanted)
    if not _names_outsider(carried) or len(text) != 1 or not isinstance(text[0], str):
        return Verdict.UNKNOWN
    try:
        network = ip_network(text[0], strict=False)
    except ValueError:
        return Verdict.UNKNOWN
    widest = 8 if isinstance(network, IPv4Network) else 32
    return Verdict.of(network.prefixlen < widest)


def _number(compare: Callable[[float, float], bool]) -> Comparator:
    def decided(matched: Matched, carried: Text, wanted: Pattern) -> Verdict:
        try:
            left, right = (float("".join(map(_literal, text))) for text in (carried, wanted))
        except ValueError:
            return Verdict.UNKNOWN
        return Verdict.of(compare(left, right))

    return decided


def _literal(token: Token) -> str:
    if isinstance(token, str):
        return token
    raise ValueError("a number that is not known")


# Binary values, and dates other than the present one, are no part of how CloudTrail is let in; a
# policy that depends on them stays undecided.
_UNDECIDED = frozenset(
    {
        "BinaryEquals",
        "DateEquals",
        "DateGreaterThan",
        "DateGreaterThanEquals",
        "DateLessThan",
        "DateLessThanEquals",
        "DateNotEquals",
        "Null",
    }
)

_COMPARISONS: Mapping[str, tuple[Comparator, bool]] = {
    "StringEquals": (_exact, False),
    "StringNotEquals": (_exact, True),
    "StringEqualsIgnoreCase": (_ignoring_case, False),
    "StringNotEqualsIgnoreCase": (_ignoring_case, True),
    "StringLike": (_like, False),
    "StringNotLike": (_like, True),
    "ArnEquals": (_arn, False),
    "ArnLike": (_arn, False),
    "ArnNotEquals": (_arn_of_form, True),
    "ArnNotLike": (_arn_of_form, True),
    "Bool": (_same_word, False),
    "IpAddress": (_address, False),
    "NotIpAddress": (_address, True),
    "NumericEquals": (_number(lambda a, b: a == b), False),
    "NumericNotEquals": (_number(lambda a, b: a == b), True),
    "NumericLessThan": (_number(lambda a, b: a < b), False),
    "NumericLessThanEquals": (_number(lambda a, b: a <= b), False),
    "NumericGreaterThan": (_number(lambda a, b: a > b), False),
    "NumericGreaterThanEquals": (_number(lambda a, b: a >= b), False),
}
