"""Whatever scanned code is called or holds, no report moves a cursor or commands a build log."""

from __future__ import annotations

import json
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from render_examples import IN_GITHUB, SINGLE_REGION
from searches import searched

from iacguard.core.diagnostic import Diagnostic, Level
from iacguard.core.outcome import Mark, Outcome, RuleRef
from iacguard.core.report import Report, Scanned
from iacguard.core.severity import Severity
from iacguard.core.source import Source
from iacguard.core.verdict import Verdict
from iacguard.frontends.registry import DOWNLOAD_DIRECTORIES, NOTATIONS
from iacguard.render.presentation import Presentation
from iacguard.render.registry import RENDERERS

SHOWN = Presentation(tool_version="0.1.0", shown=frozenset(Verdict))

# Text that hurts, more often than chance would have it.
PAYLOADS = st.sampled_from(
    [
        "::error file=a::b", "##[error]", "##vso[task.setvariable]", "#", "##", "[", ":", "::",
        "\x1b[31m", "\x9b", "\r", "\n", "\t", " ", "\u202e", "\u2028", "\u3000", "\x85", "\0",
        '"', "\\", "](", "{0}", "<script>", "]]>", "\ud83d", "\udcff", "\U000e0041", "…", "\ufeff",
    ]
)  # fmt: skip
CHARACTERS = st.characters()
TEXTS = st.lists(st.one_of(PAYLOADS, CHARACTERS), max_size=8).map("".join)
PATHS = TEXTS.map(lambda text: f"{text}.tf")


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draw a report with hostile text in every place that holds text."""
    sources = {path: Source(path, draw(TEXTS)) for path in draw(st.sets(PATHS, max_size=3))}

    def mark() -> Mark:
        gone = Source(draw(PATHS), "gone")
        source = sources[draw(st.sampled_from(sorted(sources)))] if sources else gone
        start, end = sorted(draw(st.tuples(st.integers(0, 30), st.integers(0, 30))))
        return Mark(source.span(start, end), draw(TEXTS))

    def marks() -> tuple[Mark, ...]:
        return tuple(mark() for _ in range(draw(st.integers(0, 2))))

    def outcome() -> Outcome:
        return Outcome(
            rule=draw(
                st.sampled_from([SINGLE_REGION.ref, RuleRef("CT999", "other-rule", Severity.LOW)])
            ),
            subject=draw(TEXTS),
            scope=draw(TEXTS),
            verdict=draw(st.sampled_from(Verdict)),
            severity=draw(st.sampled_from(Severity)),
            message=draw(TEXTS),
            primary=mark(),
            related=marks(),
            callers=marks(),
            remedy=draw(TEXTS),
            suppression=draw(st.none() | TEXTS),
            fingerprint=draw(TEXTS),
        )

    def diagnostic() -> Diagnostic:
        return Diagnostic(
            rule="IG001",
            level=draw(st.sampled_from(Level)),
            summary=draw(TEXTS),
            detail=draw(TEXTS),
            subject=mark().span,
        )

    return Report(
        outcomes=tuple(outcome() for _ in range(draw(st.integers(0, 3)))),
        diagnostics=tuple(diagnostic() for _ in range(draw(st.integers(0, 2)))),
        scanned=Scanned(files=1, scopes=1, subjects=1, not_read=(draw(PATHS),)),
        sources=sources,
        notations=NOTATIONS,
        downloads=DOWNLOAD_DIRECTORIES,
    )


def moving(text: str) -> list[str]:
    """Return what moves a cursor, hides, or is a command anywhere in a line."""
    categories = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    characters = [
        hex(ord(one)) for one in text if one != "\n" and unicodedata.category(one) in categories
    ]
    return characters + re.findall(r"##\w*\[", text)


def commands(text: str) -> list[str]:
    """Return the lines that GitHub's runner obeys."""
    return [line for line in text.split("\n") if line.lstrip().startswith("::")]


def texts(node: object) -> list[str]:
    """Return every text in a document."""
    if isinstance(node, dict):
        return [text for value in node.values() for text in texts(value)]
    if isinstance(node, list):
        return [text for value in node for text in texts(value)]
    return [node] if isinstance(node, str) else []


def messages(node: object) -> list[str]:
    """Return every text of a message in a document."""
    if isinstance(node, list):
        return [text for value in node for text in messages(value)]
    if not isinstance(node, dict):
        return []
    own = texts(node["message"]) if "message" in node else []
    return own + [text for value in node.values() for text in messages(value)]


@searched(100)
@given(report=reports())
def test_no_format_carries_a_command(report):
    """Every format is free of controls, bidirectional marks and workflow commands."""
    for presentation in (SHOWN, IN_GITHUB):
        for renderer in RENDERERS.values():
            shown = renderer(report, presentation)

            assert moving(shown) + commands(shown) == []


@searched(100)
@given(report=reports())
def test_documents_can_be_read_back(report):
    """JSON and SARIF parse, keep what was found, and are the same bytes each time."""
    document = json.loads(RENDERERS["json"](report, SHOWN))
    log = json.loads(RENDERERS["sarif"](report, SHOWN))

    assert sorted(outcome.message for outcome in report.outcomes) == sorted(
        outcome["message"] for outcome in document["outcomes"]
    )
    assert len(log["runs"]) == 1
    for renderer in RENDERERS.values():
        assert renderer(report, SHOWN) == renderer(report, SHOWN)


@searched(100)
@given(report=reports())
def test_nothing_in_sarif_is_unsafe_when_read(report):
    """What a reader of SARIF shows is harmless after JSON's own escapes are undone."""
    run = json.loads(RENDERERS["sarif"](report, IN_GITHUB))["runs"][0]

    assert [text for text in texts([run["results"], run["invocations"]]) if moving(text)] == []
    assert [message for message in messages(run["results"]) if commands(message)] == []
