"""Reading exceptions: what is complete, and everything that is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from iacguard.core.source import Source
from iacguard.core.written_exception import WrittenException
from iacguard.triage.risk_exception import RiskException, Terms, read_exception

PLACE = Source("main.tf", "x" * 100).span(0, 100)
TERMS = Terms(
    today=date(2026, 11, 21),
    rules=frozenset({"CT101", "CT102", "CT201", "CT209", "CT210"}),
    account_wide=frozenset({"CT102"}),
    judged=frozenset({"CT101", "CT201"}),
    ids={"bucket-versioning-disabled": "CT209", "file-not-read": "IG001"},
)
REST = "owner=team-security exp=2027-03-31 reason=rebuilt nightly"


def comment(text: str) -> WrittenException:
    """Return a comment that stands at a block."""
    return WrittenException(span=PLACE, block=PLACE, text=text)


def metadata(**fields: str) -> WrittenException:
    """Return metadata of a block."""
    return WrittenException(span=PLACE, block=PLACE, fields=tuple(fields.items()))


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (f"iacguard:ignore=CT209 {REST}", ("CT209",)),
        (f"iacguard:ignore=CT209,CT210 {REST}", ("CT209", "CT210")),
        (f"iacguard:ignore=CT209,CT209 {REST}", ("CT209",)),
        (f"iacguard:ignore=CT102 {REST}", ("CT102",)),
        (
            "iacguard:ignore=CT209\t exp=2027-03-31   owner=team-security reason=rebuilt nightly",
            ("CT209",),
        ),
    ],
)
def test_a_complete_comment_is_an_exception(text, rules):
    """Rules, owner and expiry date stand in any order; the reason is the rest of the line."""
    written = comment(text)

    assert read_exception(written, TERMS) == RiskException(
        written=written,
        rules=rules,
        owner="team-security",
        expires=date(2027, 3, 31),
        reason="rebuilt nightly",
    )


def test_complete_metadata_is_an_exception():
    """An owner in metadata may have blanks in it."""
    written = metadata(
        rules="CT209, CT210", owner="Jane Doe", exp="2027-03-31", reason="owner=x exp=y"
    )

    assert read_exception(written, TERMS) == RiskException(
        written=written,
        rules=("CT209", "CT210"),
        owner="Jane Doe",
        expires=date(2027, 3, 31),
        reason="owner=x exp=y",
    )


def test_an_exception_says_in_one_line_who_accepts_until_when_and_why():
    """Reports show this line."""
    found = read_exception(comment(f"iacguard:ignore=CT209 {REST}"), TERMS)

    assert isinstance(found, RiskException)
    assert found.line == "accepted by team-security until 2027-03-31: rebuilt nightly"


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ("*", "`*` means several rules: name each by its id"),
        ("ALL", "`ALL` means several rules: name each by its id"),
        ("all", "`all` means several rules: name each by its id"),
        ("CT", "`CT` means several rules: name each by its id"),
        ("CT2", "`CT2` means several rules: name each by its id"),
        ("ct20", "`ct20` means several rules: name each by its id"),
        ("CT2*", "`CT2*` means several rules: name each by its id"),
        ("CT999", "`CT999` is not the id of a rule that can be excepted"),
        ("ct209", "`ct209` is not an id: write CT209"),
        ("bucket-versioning-disabled", "`bucket-versioning-disabled` is not an id: write CT209"),
        ("file-not-read", "`file-not-read` is not the id of a rule that can be excepted"),
        ("IG001", "`IG001` is not the id of a rule that can be excepted"),
        ("bucket-public", "`bucket-public` is not the id of a rule that can be excepted"),
        ("", "a rule id is missing"),
        ("CT209,", "a rule id is missing"),
        ("CT209,CT999", "`CT999` is not the id of a rule that can be excepted"),
        ("X" * 100, f"`{'X' * 40}` is not the id of a rule that can be excepted"),
        (",".join(f"CT{n}" for n in range(101, 152)), "it names more than 50 rules"),
    ],
)
def test_rules_that_are_not_named_each_by_its_id_are_refused(rules, problem):
    """A wildcard, a prefix, a name or an unknown id accepts nothing."""
    assert read_exception(comment(f"iacguard:ignore={rules} {REST}"), TERMS) == (problem,)


@pytest.mark.parametrize(
    ("rest", "problems"),
    [
        ("exp=2027-03-31 reason=x", ("it has no owner",)),
        ("owner= exp=2027-03-31 reason=x", ("it has no owner",)),
        ("owner=x exp=2027-03-31", ("it has no reason",)),
        ("owner=x exp=2027-03-31 reason=", ("it has no reason",)),
        ("owner=x exp=2027-03-31 reason=  ", ("it has no reason",)),
        ("owner=x reason=y", ("it has no expiry date (exp=YYYY-MM-DD)",)),
        ("owner=x reason=y exp=2027-03-31", ("it has no expiry date (exp=YYYY-MM-DD)",)),
        (
            "",
            ("it has no owner", "it has no reason", "it has no expiry date (exp=YYYY-MM-DD)"),
        ),
        (
            "the bucket is rebuilt",
            (
                "`the` is not one of owner=, exp=, reason=",
                "it has no owner",
                "it has no reason",
                "it has no expiry date (exp=YYYY-MM-DD)",
            ),
        ),
        (
            "owner=Jane Doe exp=2027-03-31 reason=x",
            ("an owner in a comment cannot contain spaces; found `Doe`",),
        ),
        ("ticket=1", None),
        ("owner=x owner=y exp=2027-03-31 reason=z", ("owner= is written twice",)),
        (
            f"owner={'x' * 101} exp=2027-03-31 reason=z",
            ("its owner is longer than 100 characters",),
        ),
    ],
)
def test_fields_that_are_missing_or_strange_are_refused(rest, problems):
    """Owner, expiry date and reason are needed, and nothing else is understood."""
    found = read_exception(comment(f"iacguard:ignore=CT209 {rest}"), TERMS)

    if problems is None:
        assert found[0] == "`ticket=1` is not one of owner=, exp=, reason="
    else:
        assert found == problems


@pytest.mark.parametrize(
    "written",
    [
        "2027-13-01",
        "2027-02-29",
        "0000-01-01",
        "2099-99-99",
        "20270331",
        "2027-W13-3",
        "2027-3-31",
        "31.03.2027",
        "never",
        "2027-03-31T00:00",
        "２０２７-03-31",
    ],
)
def test_a_date_in_another_form_is_refused(written):
    """What cannot be read as a date accepts nothing."""
    text = f"iacguard:ignore=CT209 owner=x exp={written} reason=y"

    assert read_exception(comment(text), TERMS) == (
        f"`{written}` is not a date in the form YYYY-MM-DD",
    )


@pytest.mark.parametrize(
    ("expires", "expected"),
    [
        ("2026-11-20", True),
        ("2026-11-21", True),
        ("2027-11-21", True),
        ("2027-11-22", False),
        ("9999-12-31", False),
    ],
)
def test_an_exception_holds_for_a_year_at_most(expires, expected):
    """365 days ahead is allowed, one more is not."""
    text = f"iacguard:ignore=CT209 owner=x exp={expires} reason=y"

    found = read_exception(comment(text), TERMS)

    assert isinstance(found, RiskException) is expected
    if not expected:
        assert found == (f"{expires} is more than 365 days away",)


@pytest.mark.parametrize(
    "text",
    [
        "iacguard:ignore",
        "iacguard:ignore CT209 owner=x exp=2027-03-31 reason=y",
        "iacguard: ignore=CT209 owner=x exp=2027-03-31 reason=y",
        "iacguard:ignore-file=CT209 owner=x exp=2027-03-31 reason=y",
        "iacguard:ignored=CT209",
    ],
)
def test_another_beginning_is_refused(text):
    """What looks like an exception and is none is told."""
    assert read_exception(comment(text), TERMS) == (
        "it does not start with `iacguard:ignore=` and rule ids",
    )


def test_an_exception_that_stands_at_no_block_is_refused():
    """A comment never holds for a whole file."""
    written = replace(comment(f"iacguard:ignore=CT209 {REST}"), block=None)

    assert read_exception(written, TERMS) == (
        "it is not attached to a resource, data source or module call",
    )


def test_an_exception_that_is_too_long_is_refused():
    """The comment is somebody else's text, and a report quotes it."""
    long = "x" * 1_000

    for written in (
        comment(f"iacguard:ignore=CT209 owner=x exp=2027-03-31 reason={long}"),
        metadata(rules="CT209", owner="x", exp="2027-03-31", reason=long),
    ):
        assert read_exception(written, TERMS) == ("it is longer than 1,000 characters",)


def test_metadata_of_the_wrong_shape_is_refused():
    """The front end says what is wrong with it."""
    written = WrittenException(span=PLACE, block=PLACE, problem="its owner is not a string")

    assert read_exception(written, TERMS) == ("its owner is not a string",)
