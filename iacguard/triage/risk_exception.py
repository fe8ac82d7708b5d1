"""An accepted risk as the source states it: which rules, who owns it, until when, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..core.written_exception import WrittenException

LONGEST_LIFE = 365
"""Days that an exception may lie ahead."""

LONGEST = 1_000
"""Characters of an exception."""

LONGEST_OWNER = 100
MOST_RULES = 50

_START = "iacguard:ignore="
_FIELDS = ("owner", "exp", "reason")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = 40
"""Characters that a message quotes of what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What exceptions are held against."""

    today: date
    """The day in UTC."""

    rules: frozenset[str]
    """Ids of the rules that judge subjects."""

    account_wide: frozenset[str]
    """Ids of those that judge an account as a whole."""

    judged: frozenset[str]
    """Ids of those that this scan judges."""

    ids: Mapping[str, str] = field(default_factory=dict)
    """The ids of rules by their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskException:
    """An exception that is complete. It may have expired."""

    written: WrittenException
    rules: tuple[str, ...]
    owner: str

    expires: date
    """The last day on which it holds, in UTC."""

    reason: str

    @property
    def line(self) -> str:
        """One line that says who accepts a finding."""
        return f"accepted by {self.owner} until {self.expires}: {self.reason}"


def read_exception(written: WrittenException, terms: Terms) -> RiskException | tuple[str, ...]:
    """Return a complete exception, or all that is wrong with it."""
    if written.problem:
        return (written.problem,)
    if len(written.text) > LONGEST or sum(len(text) for _, text in written.fields) > LONGEST:
        return (f"it is longer than {LONGEST:,} characters",)
    problems: list[str] = []
    fields = dict(written.fields) if written.fields else _fields_of_comment(written.text, problems)
    rules = _rules(fields, terms, problems)
    owner, reason = _text(fields, "owner", problems), _text(fields, "reason", problems)
    expires = _expires(fields, terms.today, problems)
    if len(owner) > LONGEST_OWNER:
        problems.append(f"its owner is longer than {LONGEST_OWNER} characters")
    if written.block is None:
        problems.append("it is not attached to a resource, data source or module call")
    if problems or expires is None:
        return tuple(problems)
    return RiskException(written=written, rules=rules, owner=owner, expires=expires, reason=reason)


def _fields_of_comment(text: str, problems: list[str]) -> Mapping[str, str]:
    """Return the fields of ``iacguard:ignore=CT209 owner=… exp=… reason=…``."""
    if not text.startswith(_START):
        problems.append(f"it does not start with `{_START}` and rule ids")
        return {}
    # Nothing but a blank may end the ids, so `ignore= CT209` names none.
    rules, rest = _first_word(text[len(_START) :])
    fields = {"rules": rules}
    before = ""
    while rest := rest.strip():
        word, following = _first_word(rest)
        name, equals, value = word.partition("=")
        if not equals or name not in _FIELDS:
            if before == "owner":
                # What follows is not read, so that nothing of it is called missing.
                problems.append(
                    f"an owner in a comment cannot contain spaces; found `{word[:_SHOWN]}`"
                )
                return {}
            problems.append(f"`{word[:_SHOWN]}` is not one of owner=, exp=, reason=")
            break
        if name in fields:
            problems.append(f"{name}= is written twice")
        if name == "reason":
            value, following = rest[len("reason=") :].strip(), ""
        fields[name] = value
        rest, before = following, name
    return fields


def _first_word(text: str) -> tuple[str, str]:
    found = re.match(r"\S*", text)
    assert found is not None
    return found[0], text[found.end() :]


def _rules(fields: Mapping[str, str], terms: Terms, problems: list[str]) -> tuple[str, ...]:
    named = [name.strip() for name in fields.get("rules", "").split(",")]
    if len(named) > MOST_RULES:
        problems.append(f"it names more than {MOST_RULES} rules")
        return ()
    if fields:
        problems += filter(None, (_problem(name, terms) for name in dict.fromkeys(named)))
    return tuple(dict.fromkeys(named))


def _problem(name: str, terms: Terms) -> str:
    """Return what is wrong with a rule's id; empty where nothing is."""
    if name in terms.rules:
        return ""
    if not name:
        return "a rule id is missing"
    shown = f"`{name[:_SHOWN]}`"
    if "*" in name or name.upper() == "ALL" or _is_prefix(name, terms.rules):
        return f"{shown} means several rules: name each by its id"
    meant = terms.ids.get(name.lower(), name.upper())
    if meant in terms.rules:
        return f"{shown} is not an id: write {meant}"
    return f"{shown} is not the id of a rule that can be excepted"


def _is_prefix(name: str, rules: frozenset[str]) -> bool:
    return any(rule.startswith(name.upper()) and rule != name.upper() for rule in rules)


def _text(fields: Mapping[str, str], name: str, problems: list[str]) -> str:
    text = fields.get(name, "")
    if not text and fields:
        problems.append(f"it has no {name}")
    return text


def _expires(fields: Mapping[str, str], today: date, problems: list[str]) -> date | None:
    written = fields.get("exp", "")
    if not written:
        if fields:
            problems.append("it has no expiry date (exp=YYYY-MM-DD)")
        return None
    try:
        expires = date.fromisoformat(written) if _DATE.fullmatch(written) else None
    except ValueError:
        expires = None
    if expires is None:
        problems.append(f"`{written[:_SHOWN]}` is not a date in the form YYYY-MM-DD")
    elif expires - today > timedelta(days=LONGEST_LIFE):
        problems.append(f"{expires} is more than {LONGEST_LIFE} days away")
    return expires
