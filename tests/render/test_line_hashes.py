"""GitHub's hash of a line.

The recorded hashes are what github/codeql-action's own `src/fingerprints.ts` gives, run on these
bytes (commit f3f1edbedfb4a1d188d344570834df2996d45d39).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iacguard.core.source import Source
from iacguard.render.fingerprint import line_hashes

RECORDED = json.loads((Path(__file__).parent / "line_hashes.json").read_text(encoding="ascii"))


def source_of(content: bytes) -> Source:
    """Return the source of these bytes, whatever they are."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16")):
        if content.startswith(mark):
            return Source("main.tf", content.decode(encoding), encoding)
    return Source("main.tf", content.decode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("name", RECORDED)
def test_hashes_equal_those_of_the_upload_action(name):
    """Every line of every recorded text has the hash that codeql-action computes."""
    recorded = RECORDED[name]
    source = source_of(bytes.fromhex(recorded["bytes"]))

    hashes = line_hashes(source, range(1, source.line_count + 2))

    assert hashes == dict(enumerate(recorded["hashes"], start=1))


def test_lines_are_counted_as_sources_count_them():
    """There is a hash for each line of a source, and for none behind its last."""
    for recorded in RECORDED.values():
        source = source_of(bytes.fromhex(recorded["bytes"]))

        assert len(recorded["hashes"]) == source.line_count


def test_only_lines_that_are_asked_for_are_answered():
    """Equal lines are counted all the same."""
    source = Source("main.tf", "a\n" * 300)

    hashes = line_hashes(source, {1, 3})

    first, third = hashes[1], hashes[3]
    assert list(hashes) == [1, 3]
    assert first.endswith(":1")
    assert third == first.replace(":1", ":3")


def test_half_a_character_is_hashed_as_what_a_file_can_hold():
    """A text that no file can hold has hashes rather than an error."""
    assert list(line_hashes(Source("main.tf", "a\ud83d\nb"), {1, 2})) == [1, 2]


def test_a_text_that_is_too_long_has_no_hashes():
    """A huge plan is not hashed; the upload action does it where it matters."""
    assert line_hashes(Source("plan.json", "abcd"), {1}, longest=3) == {}
