"""Functions on hostile arguments: bounded, confined, and never a guess."""

from __future__ import annotations

import time

import pytest

from iacguard.core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.core.value import Hole, Known, Symbol
from iacguard.frontends.terraform.expressions.function_calls import called
from iacguard.frontends.terraform.functions import FUNCTIONS
from iacguard.frontends.terraform.values.types import STRING
from iacguard.frontends.terraform.values.values import (
    CallContext,
    EvaluationError,
    TerraformValue,
    null,
    number,
    object_value,
    string,
    tuple_value,
    unknown,
)

OPEN = unknown("var.x has no value", STRING, never_null=True, parts=(Symbol("x"),))


class Folder:
    """A root with one file; it records what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, path: str) -> Source | Diagnostic | None:
        """Return the one file's text; another one cannot be read."""
        self.asked.append(path)
        if path == "linked":
            span = Source("linked", "").span(0, 0)
            return Diagnostic(
                rule=NOT_EVALUATED, level=Level.NOTE, summary="it leads outside", subject=span
            )
        return Source(path, "text") if path == "live/a.txt" else None

    def find_bytes(self, path: str) -> bytes | None:
        """Return the one file's bytes."""
        self.asked.append(path)
        return b"text" if path == "live/a.txt" else None

    def list(self, directory: str) -> tuple[str, ...]:
        """Return nothing."""
        return ()


def call(name: str, *arguments: TerraformValue, folder: Folder | None = None) -> TerraformValue:
    """Return what a function makes of its arguments in the root ``live``."""
    context = CallContext(
        limits=Limits(),
        files=folder or Folder(),
        module_directory="live",
        root_directory="live",
        render=lambda source, variables: string(source.text),
    )
    return called(name, FUNCTIONS[name], arguments, context)[0]


LONG = string("a" * 999_999)
MANY = tuple_value([number(index) for index in range(9_000)])


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("format", (string("%1000000000d"), number(1))),
        ("format", (string("%.900000000f"), number(1))),
        ("format", (string("%s%s"), LONG, LONG)),
        ("replace", (LONG, string("a"), string("bbbb"))),
        ("replace", (LONG, string(""), string("bbbb"))),
        ("replace", (string("a" * 3_000), string("/a/"), string("b" * 1_000))),
        ("join", (LONG, tuple_value([string("")] * 5))),
        ("indent", (number(10**9), string("a\nb"))),
        ("setproduct", (MANY, MANY)),
        ("concat", (MANY, MANY)),
        ("flatten", (tuple_value([MANY, MANY]),)),
        ("split", (string(","), string("," * 20_000))),
        ("regexall", (string("a"), string("a" * 20_000))),
        ("regex", (string(".*.*.*=.*"), string("a" * 5_000))),
        ("regex", (string("(a+)+$"), string("a" * 40))),
        ("regex", (string("(a|a)*$"), string("a" * 40))),
        ("regex", (string("x" * 2_000), string("a"))),
        ("jsonencode", (tuple_value([LONG, LONG]),)),
        ("jsondecode", (string("[" * 5_000 + "]" * 5_000),)),
        ("formatlist", (string("%s"), MANY, *[LONG] * 3)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_too_large_is_unknown_and_cheap(
    name: str, arguments: tuple[TerraformValue, ...]
) -> None:
    """A result over the limits is unknown, or refused, and takes no time."""
    start = time.process_time()
    try:
        result = call(name, *arguments)
    except EvaluationError:
        assert name == "formatlist"  # too many arguments come first
    else:
        assert result.unknown is not None
        assert result.reason
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../a.txt/../../x", "../../etc/passwd", "~/.aws/credentials", "a\0b"]
)
@pytest.mark.parametrize("name", ["file", "fileexists", "filemd5", "filebase64"])
def test_no_file_outside_the_root_is_asked_for(name: str, path: str) -> None:
    """A path that leads out of the scanned directory is unknown, and nothing is opened."""
    folder = Folder()

    result = call(name, string(path), folder=folder)

    assert result.unknown is not None
    assert [] == folder.asked


def test_a_file_is_found_from_the_roots_directory() -> None:
    """Relative paths start at the Terraform root; they may go up inside the scan's root."""
    assert "text" == call("file", string("../live/./a.txt")).content


def test_a_file_that_cannot_be_read_is_unknown_with_the_reason() -> None:
    """What the confined tree refuses is unknown, and says why."""
    result = call("file", string("../linked"))

    assert "the file '../linked' cannot be read: it leads outside" == result.reason


def test_json_of_a_partly_known_object_keeps_its_pieces() -> None:
    """The text around an unknown is kept, and so is the structure."""
    result = call("jsonencode", object_value({"a": OPEN, "b": null(), "c": string("<")}))

    assert ('{"a":"', Symbol("x"), '","b":null,"c":"\\u003c"}') == result.parts
    assert isinstance(result.encodes, Known)
    assert ["a", "b", "c"] == list(result.encodes.value)


def test_format_and_join_keep_the_pieces_of_a_text() -> None:
    """Plain verbs and elements are kept; a padded one is a hole."""
    assert ("x-", Symbol("x"), "-y") == call("format", string("x-%s-%s"), OPEN, string("y")).parts
    assert ("x-", Hole()) == call("format", string("x-%5s"), OPEN).parts
    joined = call("join", string("/"), tuple_value([string("a"), OPEN, string("b")]))
    assert ("a/", Symbol("x"), "/b") == joined.parts


def test_an_unknown_argument_gives_its_reason() -> None:
    """What hangs on an unknown is unknown for the same reason."""
    assert "var.x has no value" == call("upper", OPEN).reason


def test_every_function_refuses_nonsense_with_an_error_of_its_own() -> None:
    """No function raises anything but EvaluationError, whatever it is given."""
    many = tuple_value([number(index) for index in range(500)])
    long = string("a" * 20_000)
    odd = (null(), string(""), number(-1), tuple_value([]), object_value({}), OPEN, many, long)
    for name in sorted(FUNCTIONS):
        for arguments in [(), *[(a,) for a in odd], *[(a, b) for a in odd for b in odd]]:
            try:
                call(name, *arguments)
            except EvaluationError:
                continue
