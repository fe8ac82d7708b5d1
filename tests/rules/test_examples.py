"""Every example of every rule gives the verdict that it states, at the line that it marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.options import Options
from iacguard.rules.catalog import load_catalog
from iacguard.rules.examples import LANGUAGES, Example, load_examples
from iacguard.rules.subjects import SCAN

RULES = Path(__file__).parents[2] / "rules"
CATALOG = load_catalog(RULES)
EXAMPLES = load_examples(RULES)

NOT_EXPRESSIBLE = {
    # CloudFormation has no MFA delete.
    ("CT210", "cloudformation"): {Verdict.FAIL, Verdict.PASS},
}


def identity(example: Example) -> str:
    verdict = example.verdict.word if example.verdict is not None else "none"
    return f"{example.rule}/{example.name}/{example.language}/{verdict}".replace(" ", "-")


@pytest.mark.parametrize("example", EXAMPLES, ids=identity)
def test_an_example_gives_its_verdict(example: Example, tmp_path: Path) -> None:
    """The worst outcome of the rule is the example's verdict, on the marked line."""
    name = LANGUAGES[example.language]
    (tmp_path / name).write_text(example.text, encoding="utf-8")
    options = Options(
        selected=(example.rule,),
        rule_options={example.rule: example.options},
        # An example is all that its account has.
        require_trail=True,
    )

    report = check([tmp_path], options, root=tmp_path, catalog=CATALOG)

    own = [outcome for outcome in report.outcomes if outcome.rule.id == example.rule]
    outcomes = sorted(own, key=lambda outcome: outcome.verdict)
    assert [d for d in report.diagnostics if d.rule == "IG001"] == []
    assert example.verdict == (outcomes[0].verdict if outcomes else None)
    if example.marked_line is not None:
        place = outcomes[0].primary.span
        assert (name, example.marked_line) == (place.path, place.start.line)


@pytest.mark.parametrize(
    "rule", [r for r in CATALOG.rules if r.subject != SCAN], ids=lambda rule: rule.id
)
def test_a_rule_has_examples_of_every_verdict(rule) -> None:
    """Fail and pass in both languages, as far as they can say it, and unknown in one."""
    own = [example for example in EXAMPLES if example.rule == rule.id]
    shown = {(example.language, example.verdict) for example in own}

    for language in LANGUAGES:
        silent = NOT_EXPRESSIBLE.get((rule.id, language), set())
        needed = {Verdict.FAIL, Verdict.PASS} - silent
        assert needed == {verdict for verdict in needed if (language, verdict) in shown}
    assert Verdict.UNKNOWN in {verdict for _, verdict in shown}
