"""What is said of YAML that no parser takes: the same of libyaml's parser and of Python's."""

from __future__ import annotations

import pytest
import yaml
from cloudformation_trees import LIMITS

from iacguard.core.source import Source
from iacguard.frontends.cloudformation.text.yaml_loader import load_yaml

PARSERS = [yaml.CSafeLoader, yaml.SafeLoader]
TAB = "a tab: indent YAML with spaces"
LIST = "a list without a closing bracket, or a missing comma"
MAP = "a map without a closing brace, or a missing comma"
QUOTE = "a string without a closing quote"
KEY = "expected `:` after this key"
DEEP = "nested more than 100 levels deep"
HANDLE = "a tag whose handle is not declared"

FAULTS = {
    "a tab": ("a:\n\tb: 1\n", (3, TAB)),
    "a tab below a key": ("a:\n  b: 1\n \tc: 2\n", (11, TAB)),
    "a key alone": ("a: 1\nb\nc: 2\n", (5, KEY)),
    "a key alone in quotes": ('a: 1\n"b"\nc: 2\n', (5, KEY)),
    "a key alone with an anchor": ("a: 1\n&x b\nc: 2\n", (5, KEY)),
    "a key alone at the end": ("a: 1\nb", (5, KEY)),
    "a long key alone": (f"a: 1\n{'k' * 2_000} x\nb: 1\n", (5, KEY)),
    "no closing quote": ('a: "x\nb: 1\n', (3, QUOTE)),
    "no closing quote of a document": ("a: 'x\n--- \nb: 'y'\n", (3, QUOTE)),
    "an escape": ('a: "b\\xzz"\n', (7, "an escape sequence that YAML does not have")),
    "no closing bracket": ("a: [1, 2\nb: 1\n", (3, LIST)),
    "no comma": ('a: ["x" "y"]\n', (3, LIST)),
    "no closing bracket at the end": ("a: [[1, 2", (4, LIST)),
    "no closing brace": ("a: {b: 1\nc: 1\n", (3, MAP)),
    "no closing brace at the end": ("a: {b: [1, {", (11, MAP)),
    "an entry between two indentations": (
        "a:\n   b: 1\n  c: 2\n",
        (13, "expected a key with the same indentation as those above"),
    ),
    "an entry below a list": (
        "a:\n  - b\n  c: 1\n",
        (11, "expected `-` with the same indentation as above"),
    ),
    "two colons": ("a: b: c\n", (4, "`:` where a key is not allowed")),
    "a list behind a key": ("a: - b\n", (3, "`-` where a list is not allowed")),
    "a question behind a key": ("a: ? b\n", (3, "a key where none is allowed")),
    "an at sign": ("a: @b\n", (3, "a character that cannot start anything")),
    "text after the end": ("a: 1\n...\nb\n", (9, "text after the end of the template")),
    "a block text": ("a: |x\n  b\n", (4, "a block string with more than `|` on its first line")),
    "an anchor": ("a: & b\n", (4, "an anchor without a valid name")),
    "an alias": ("a: *\n", (4, "an alias without a valid name")),
    "a tag": ("a: !<x\n", (6, "an invalid YAML tag")),
    "a handle": ("a: !x!y z\n", (3, HANDLE)),
    "a directive": (
        "%TAG x\n---\na: 1\n",
        (5, "an invalid YAML directive"),
    ),
    "a version": ("%YAML 3.0\n---\na: 1\n", (0, "a version of YAML other than 1")),
    "a bracket alone": ("]\n", (0, "expected a value")),
    "a comma alone": ("a: ,\n", (3, "expected a value")),
    "a dash between brackets": ("a: [- b]\n", (4, "expected a value")),
    "lists on one line": (f"a: {'[' * 2_000}{']' * 2_000}\n", (102, DEEP)),
    "lists on lines": ("a:\n" + " [\n" * 2_000, (3 + 99 * 3 + 1, DEEP)),
    "lists that never close": (f"a: {'[' * 2_000}", (102, DEEP)),
    "lists behind texts": (f"a: [{'x, ' * 200}{'[' * 2_000}", (4 + 600 + 98, DEEP)),
    "lists below brackets in texts": (
        f"- '{'[' * 300}'\n- b{'[' * 300}\n- {'[' * 2_000}",
        (305 + 304 + 2 + 99, DEEP),
    ),
    "maps on one line": (f"a: {'{a: ' * 2_000}", (399, DEEP)),
    "dashes": ("- " * 2_000 + "a", (200, DEEP)),
    "questions": ("? " * 2_000 + "a", (200, DEEP)),
    "indentation": (
        "".join(f"{' ' * depth}k:\n" for depth in range(1_100)),
        (100 + sum(range(100)) + 100 * 3, DEEP),
    ),
    "brackets in a text": (f"a: b{'[' * 300}: c\n", (304, "`:` where a key is not allowed")),
}


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_our_words(name, parser):
    """Where, and what is wrong; whatever words a parser has for it."""
    text, (offset, summary) = FAULTS[name]
    found = load_yaml(Source("t.yaml", text), LIMITS, parser).diagnostics[0]

    assert (offset, summary) == (found.subject.start.offset, found.summary)
