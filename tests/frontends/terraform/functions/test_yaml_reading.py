"""YAML texts made to exhaust a reader."""

from __future__ import annotations

import itertools
import time

import pytest
import yaml

from iacguard.frontends.terraform.functions.yaml_reading import decode
from iacguard.frontends.terraform.values.values import EvaluationError

DOUBLED = "".join(f"k{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))


@pytest.mark.parametrize("parser", [yaml.CSafeLoader, yaml.SafeLoader])
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[" * 5_000 + "]" * 5_000, "the value is nested more than 200 deep"),
        ("[" * 5_000, "the value is nested more than 200 deep"),
        ("- " * 150 + "[" * 5_000, "the value is nested more than 200 deep"),
        ("- " * 5_000 + "a", "the value is nested more than 200 deep"),
        ("{a: " * 5_000, "the value is nested more than 200 deep"),
        (f"k0: &a0 [x, x]\n{DOUBLED}", "the value has more than 200000 elements"),
        ("&a [*a]", "a YAML anchor refers to itself"),
        ("&a {<<: *a}", "a YAML anchor refers to itself"),
        ("a: *b", "a YAML alias refers to no anchor"),
        ("a: \0", "the text is not YAML"),
        ("", "the text contains no YAML document"),
    ],
    ids=itertools.count(),
)
def test_it_is_refused_at_once(text: str, problem: str, parser: type) -> None:
    """Neither depth nor aliases take more time than the text takes to read."""
    begun = time.process_time()
    with pytest.raises(EvaluationError) as raised:
        decode(text, parser)

    assert problem == raised.value.summary
    assert time.process_time() - begun < 20
