"""What reports say of judgements: choices, remedies by cause, and pairs of clauses."""

from __future__ import annotations

import ast
from pathlib import Path

from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.rules.catalog import load_catalog
from iacguard.rules.messages import Judged, caveat, joined, message, remedy, when
from iacguard.rules.rule import Field, Junction, Rule

ROOT = Path(__file__).parents[2]
RULES = {rule.id: rule for rule in load_catalog(ROOT / "rules").rules}
FAIL, UNKNOWN, PASS = Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS


def judged(verdict: Verdict, message: str = "fails", **chosen: str) -> Judged:
    return Judged(None, Judgement(verdict, (Reason(message),)), chosen)


def said(*cases: Judged) -> str:
    worst = min(one.judgement.verdict for one in cases)
    return when(next(one for one in cases if one.judgement.verdict is worst), cases)


def test_every_answer_that_fails_alike_is_named() -> None:
    """A reader who deploys for testing learns that testing fails, too."""
    cases = (
        judged(FAIL, Stage="development"),
        judged(FAIL, Stage="test"),
        judged(PASS, Stage="production"),
    )

    assert " when Stage is development or test" == said(*cases)


def test_of_many_answers_some_are_named_and_the_rest_counted() -> None:
    """A sentence stays readable."""
    cases = (*(judged(FAIL, Stage=f"s{n}") for n in range(9)), judged(PASS, Stage="production"))

    assert " when Stage is s0, s1, s2, s3 or 5 more" == said(*cases)


def test_answers_to_two_questions_fail_together() -> None:
    """Only both of them lead to the failure."""
    cases = [
        judged(FAIL if (a, b) == ("dev", "eu") else PASS, Stage=a, Region=b)
        for a in ("dev", "prod")
        for b in ("eu", "us")
    ]

    assert " when Region is eu and Stage is dev" == said(*cases)


def test_either_of_two_answers_is_enough() -> None:
    """Failures that no one set of answers holds are told one after the other."""
    cases = [
        judged(FAIL if a == "dev" or b == "us" else PASS, Stage=a, Region=b)
        for a in ("dev", "prod")
        for b in ("eu", "us")
    ]

    assert " when Stage is dev, and when Region is us" == said(*cases)


def test_answers_that_fail_otherwise_are_set_apart() -> None:
    """What is said of one case is not said of another."""
    cases = (
        judged(FAIL, "keeps events for 30 days", Stage="dev"),
        judged(FAIL, "keeps events for 90 days", Stage="test"),
        judged(PASS, Stage="prod"),
    )

    assert " when Stage is dev, and also fails when Stage is test" == said(*cases)


def test_a_sentence_that_names_its_subject_ends_in_what_was_found() -> None:
    """An account notices nothing: people do, or things go unnoticed in it."""
    rule, found = RULES["CT404"], (Reason("no metric filter catches these events"),)

    said = [message(rule, "account production", verdict, found) for verdict in (FAIL, UNKNOWN)]

    assert said == [
        "IAM policy changes in account production can go unnoticed: "
        "no metric filter catches these events",
        "no metric filter catches these events, so it is not known whether somebody is alerted to "
        "IAM policy changes in account production",
    ]
    assert "somebody is alerted to IAM policy changes in test" == message(rule, "test", PASS, ())


def test_what_is_not_known_is_asked_as_a_claim_that_passes() -> None:
    """A question holds no negation that its answer would double."""
    rule = RULES["CT201"]

    said = message(rule, "Main", UNKNOWN, (Reason("parameter Validate has no value"),))

    assert (
        "parameter Validate has no value, so it is not known whether Main validates its log files"
        == said
    )


def test_what_two_reasons_begin_with_is_said_once() -> None:
    """The second goes on where the first did."""
    reasons = (Reason("cannot write: A denies it"), Reason("cannot write: B is full"))

    assert "Main cannot write: A denies it; B is full" == message(
        RULES["CT304"], "Main", FAIL, reasons
    )


def test_what_several_things_keep_open_is_said_once() -> None:
    """A policy of many statements repeats no sentence; the other ones are named."""
    of_statements = [
        Reason(f'the condition on `aws:SourceArn` in statement "{name}" cannot be decided')
        for name in "ABCDEFG"
    ]
    of_variables = [Reason(f"var.{name} has no value (set it)") for name in ("one", "two")]

    said = joined((*of_statements, *of_variables, Reason("its bucket is declared elsewhere")))

    assert (
        'the condition on `aws:SourceArn` in statement "A" cannot be decided; the same goes for '
        'statement "B", statement "C", statement "D", statement "E" and 2 more; '
        "var.one has no value (set it); the same goes for var.two; its bucket is declared elsewhere"
        == said
    )


def test_reasons_that_compare_two_statements_stay_apart() -> None:
    """Which of the two another message names instead could not be told."""
    reasons = [Reason(f"statement 1 is wider than statement {number}") for number in (2, 3)]

    assert "statement 1 is wider than statement 2; statement 1 is wider than statement 3" == joined(
        reasons
    )


def test_a_pass_says_what_holds() -> None:
    """Nobody need know the name of a rule to read it."""
    assert "Main validates its log files" == message(RULES["CT201"], "Main", PASS, ())


def test_only_a_pass_has_a_caveat() -> None:
    """A failure says all that it has to say in its message."""
    reasons = (Reason("catches them"), Reason("matches nearly every event", is_caveat=True))

    found = [caveat(Judgement(verdict, reasons)) for verdict in (FAIL, UNKNOWN, PASS)]

    assert ["", "", "matches nearly every event"] == found


def test_the_remedy_is_that_of_the_cause() -> None:
    """A key that is disabled is not mended by its policy."""
    rule = RULES["CT203"]

    def of(*causes: str) -> str:
        reasons = [Reason("cannot", remedy=cause) for cause in causes]
        return remedy(rule, {}, "aws_cloudtrail", lambda type_, field: None, reasons)

    expected = [
        "enable the key",
        "enable the key, and exclude cloudtrail.amazonaws.com from the statement that denies it",
        rule.remedy.text,
        f"enable the key, and {rule.remedy.text}",
    ]
    assert expected == [of("disabled"), of("disabled", "denied"), of(), of("disabled", "")]


def test_every_cause_that_a_check_names_has_a_remedy_in_some_rule() -> None:
    """A cause without a remedy would fall back to the usual one in silence, and so would a typo."""
    written = {cause for rule in RULES.values() for cause in rule.remedy.reasons}
    modules = [*(ROOT / "iacguard/checks").glob("*.py"), ROOT / "iacguard/iam/evaluate.py"]
    named = {cause for module in modules for cause in _causes(ast.parse(module.read_text()))}
    expected = {field.cause for rule in RULES.values() for field in _fields(rule) if field.cause}

    assert written == named | expected


def _fields(rule: Rule) -> tuple[Field, ...]:
    match rule.claim:
        case Junction(parts=parts):
            return parts
        case Field() as field:
            return (field,)
        case _:
            return ()


def _causes(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="remedy", value=ast.Constant(value=str() as cause)):
                found.add(cause)
            case ast.Call(func=ast.Name("caused_by"), args=[_, ast.Constant(value=cause)]):
                found.add(cause)
            case ast.Assign(targets=[ast.Name("_CAUSES")], value=ast.Call(args=[ast.Set(elts)])):
                found |= {one.value for one in elts if isinstance(one, ast.Constant)}
            case _:
                pass
    return found
