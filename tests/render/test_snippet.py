"""Quoted source lines: carets under the marked stretch, nothing secret beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_examples import span_of
from searches import searched

from iacguard.core.source import Position, Source, SourceSpan
from iacguard.frontends.registry import NOTATIONS
from iacguard.render.display import columns
from iacguard.render.snippet import Quoter, Snippet


def drawn(source: Source, span: SourceSpan, width: int = 90) -> str:
    """Return the quoted line of a span with its carets below."""
    snippet = Quoter({source.path: source}, notations=NOTATIONS).quote(span, width)
    assert snippet is not None
    return f"{snippet.text}\n{' ' * snippet.start}{'^' * snippet.length}"


@pytest.mark.parametrize(
    ("line", "marked", "shown"),
    [
        (
            "  enable_logging = false",
            "false",
            "  enable_logging = false\n" + " " * 19 + "^^^^^",
        ),
        (
            "\tx\t= {\tenable_logging\t= false }",
            "enable_logging\t= false",
            "    x   = { enable_logging  = false }\n" + " " * 12 + "^" * 23,
        ),
        ("记录 = false", "false", "记录 = false\n       ^^^^^"),
        ("ｶﾅ = false", "false", "ｶﾅ = false\n     ^^^^^"),
        ("😀 = 漢字", "漢字", "😀 = 漢字\n     ^^^^"),
        ("e\u0301 = fa\u0301lse", "fa\u0301lse", "e\u0301 = fa\u0301lse\n    ^^^^^"),
        ("x = \x1b[31m", "\x1b[31m", "x = \\x1b[31m\n    ^^^^^^^^"),
        ("\u202ex = y", "y", "\\u202ex = y\n" + " " * 10 + "^"),
        ("x = ##vso[a] b", "##vso[a]", "x = #\\x23vso[a]…\n    ^^^^^^^^^^^"),
        ("x = y", "", "x = y\n^"),
    ],
)
def test_carets_stand_under_the_marked_stretch(line, marked, shown):
    """Tabs, wide, joining and escaped characters take the columns that they take."""
    source = Source("main.tf", f"{line}\n")

    assert drawn(source, span_of(source, marked)) == shown


def test_a_span_of_several_lines_shows_its_first():
    """The first line is marked to its end; a sign says that there is more."""
    source = Source("main.tf", 'policy = <<EOF  \n{"a": 1}\nEOF\n')

    assert drawn(source, span_of(source, 'EOF  \n{"a": 1}\nEOF')) == (
        "policy = <<EOF…\n           ^^^"
    )


def test_a_long_line_is_cut_around_the_span():
    """What fits on both sides is shown, with a sign where more is left out."""
    source = Source("main.tf", f"x = [{'aaaa, ' * 900}here, {'bbbb, ' * 900}]\n")

    assert drawn(source, span_of(source, "here"), width=40) == (
        "…aaa, aaaa, aaaa, here, bbbb, bbbb, bbb…\n" + " " * 18 + "^^^^"
    )


def test_a_long_span_is_cut_at_its_end():
    """The start of the span is always shown."""
    source = Source("main.tf", f"x = [{'aaaa, ' * 900}]\n")

    assert drawn(source, source.span(4, 5_000), width=30) == (
        "…[aaaa, aaaa, aaaa, aaaa, aaa…\n " + "^" * 28
    )


def test_a_line_that_fits_is_not_cut():
    """A line of exactly the width is shown whole; one column more is cut at both ends."""
    source = Source("main.tf", "0123456789abcdefghij\n")
    place = source.span(8, 10)

    assert drawn(source, place, width=20) == "0123456789abcdefghij\n        ^^"
    assert drawn(source, place, width=19) == "0123456789abcdefg…\n        ^^"


def test_an_empty_text_is_quoted():
    """A finding on an empty file marks one column."""
    source = Source("main.tf", "")

    assert drawn(source, source.span(0, 0)) == "\n^"


def test_no_text_is_no_snippet():
    """A place outside what was read is not quoted."""
    source = Source("main.tf", "x = 1\n")
    place = Position(7, 1, 100)

    assert Quoter({}).quote(source.span(0, 1), 80) is None
    quoter = Quoter({"main.tf": source}, notations=NOTATIONS)
    assert quoter.quote(SourceSpan("main.tf", place, place), 80) is None


@pytest.mark.parametrize(
    ("path", "line", "marked", "shown"),
    [
        ("a.tf", 'x = { password = "hunter2", on = false }', "false", 'password = "…"'),
        ("a.tf", 'x = { p = "${f("hunter2")}hunter2", on = false }', "false", 'p = "…"'),
        ("a.tf", 'x = { p = "a\\"hunter2", on = false }', "false", 'p = "…"'),
        ("a.tf", 'x = { p = "$${hunter2", on = false }', "false", 'p = "…"'),
        ("a.tf", "x = false # hunter2", "false", "x = false #…"),
        ("a.tf", "x = false // hunter2", "false", "x = false //…"),
        ("a.tf", "x = /* hunter2 */ false", "false", "x = /*…*/ false"),
        ("a.tf", "x = false /* hunter2", "false", "x = false /*…"),
        ("a.tf", 'x = /* hunter2 */"hunter2" + false', "false", '/*…*/"…" + false'),
        ("a.tf", 'x = "hunter2""hunter2" + false', "false", 'x = "…""…" + false'),
        ("a.tf", '"hunter2" = false', "false", '"…" = false'),
        ("a.yaml", "x: false, y: '", "false", "x: false, y: '"),
        ("a.tf", 'x = false, y = "hunter2', "false", 'y = "…'),
        ("a.tf", 'x = "hunter2-${var.on}-hunter2"', "var.on", '"…var.on…"'),
        ("a.yaml", 'Password: "hunter2" # hunter2', "Password", 'Password: "…" #…'),
        ("a.yaml", "Password: hunter2 and hunter2", "Password", "Password: … …"),
        ("a.yaml", "{Password: 'hunter''2', On: false}", "false", "{Password: '…', On: false}"),
        ("a.yaml", "{P: hunter2, On: false, T: !Ref hunter2}", "false", "T: !Ref …}"),
        ("a.yaml", "- hunter2 false", "false", "- … false"),
        ("a.json", '{"Password":"hunter2","On":false,"N":1}', "false", '{"Password":"…","On":'),
        ("a.json", '{"On":false,"P":["hunter2\\"hunter2",true]}', "false", '"P":["…",true]}'),
        ("a.template", '{"On":false,"P":"hunter2', "false", '"P":"…'),
    ],
)
def test_literals_and_comments_beside_the_span_are_hidden(path, line, marked, shown):
    """Names and structure stay readable; what may be a secret does not."""
    source = Source(path, f"{line}\n")

    snippet = Quoter({path: source}, notations=NOTATIONS).quote(span_of(source, marked), 120)

    assert snippet is not None
    assert "hunter2" not in snippet.text
    assert shown in snippet.text
    assert marked == snippet.marked


def test_heredocs_hold_no_code():
    """Bare words of a heredoc are hidden, as those of YAML are; the code behind it is not."""
    source = Source("a.tf", "x = <<-EOF\n  hunter2 ${var.on} hunter2\n  EOF\ny = hunter1\n")

    inside = drawn(source, span_of(source, "var.on"))
    behind = drawn(source, span_of(source, "y"))

    assert inside == "  … …{var.on} …\n      ^^^^^^"
    assert behind == "y = hunter1\n^"


def test_what_was_not_understood_is_outlined():
    """Inside the span of a diagnostic literals are hidden too."""
    source = Source("a.tf", 'x = { password = "hunter2"\n')

    snippet = Quoter({"a.tf": source}, notations=NOTATIONS).outline(source.span(4, 26), 80)

    assert snippet == Snippet(
        line=1, text='x = { password = "…"', start=4, length=16, marked='{ password = "…"'
    )


@searched(100)
@given(
    text=st.text(st.characters(), max_size=200),
    path=st.sampled_from(["a.tf", "a.yaml"]),
    edges=st.tuples(st.integers(0, 200), st.integers(0, 200)),
    width=st.integers(20, 60),
)
def test_any_line_fits_its_width(text, path, edges, width):
    """Whatever a source holds, a quotation is one safe line, and its carets lie under it."""
    source = Source(path, text)
    start, stop = sorted(edges)

    snippet = Quoter({path: source}, notations=NOTATIONS).quote(source.span(start, stop), width)

    assert snippet is not None
    assert columns(snippet.text) <= width
    assert snippet.start + snippet.length <= max(columns(snippet.text), snippet.start + 1)
    assert snippet.marked in snippet.text
    assert all(character.isprintable() or character == "\u3000" for character in snippet.text)
