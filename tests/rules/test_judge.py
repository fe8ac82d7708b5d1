"""Judging a rule over the deployments of a scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from iacguard.core.outcome import Mark, Outcome, RuleRef
from iacguard.core.severity import Severity
from iacguard.core.source import Position, SourceSpan
from iacguard.core.value import Hop, Known, Unknown
from iacguard.core.verdict import Verdict
from iacguard.model.event_data_store import EventDataStore
from iacguard.model.model import Model
from iacguard.rules.judge import judge
from iacguard.rules.rule import Field, Remedy, Rule, Safety

FAIL, UNKNOWN, PASS = Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS


def span(line: int) -> SourceSpan:
    return SourceSpan("a.yaml", Position(line, 1, line * 100), Position(line, 5, line * 100 + 4))


RULE = Rule(
    id="CT111",
    name="event-data-store-single-region",
    title="Event data store records only one region",
    subject="event_data_store",
    severity=Severity.LOW,
    on=True,
    clause="records only one region",
    passing="records every region",
    checked="Passes when the store is multi-region.",
    claim=Field(operator="is_true", name="is_multi_region", otherwise="records only one region"),
    options={},
    why="Because.",
    remedy=Remedy(
        set={"is_multi_region": True}, text="record all", safety=Safety.SAFE, cli="", console=""
    ),
    frameworks={},
    references=(),
)


def model(value) -> Model:
    """A scope with one event data store of this setting; None for a scope without."""
    nothing = Known(None)
    store = EventDataStore(
        address="Store",
        type="AWS::CloudTrail::EventDataStore",
        span=span(1),
        name=nothing,
        is_multi_region=value,
        is_organization_store=nothing,
        is_termination_protected=nothing,
        is_ingesting=nothing,
        retention_days=nothing,
        kms_key=nothing,
        advanced_event_selectors=nothing,
    )
    stores = () if value is None else (store,)
    return Model(scope="a.yaml", span=span(1), event_data_stores=stores)


@dataclass(frozen=True)
class Tree:
    """A case whose narrower cases are written down."""

    model: Model
    chosen: Mapping[str, str] = field(default_factory=dict)
    below: Mapping[str, tuple[Tree, ...]] = field(default_factory=dict)

    def narrow(self, question: str) -> tuple[Tree, ...]:
        return self.below.get(question, ())


def leaf(value, **chosen: str) -> Tree:
    return Tree(model(value), chosen)


def known(value: bool, line: int = 2) -> Known[bool]:
    return Known(value, (Hop(span(line), ""), Hop(span(9), "default of parameter All")))


def unsure(question: str = "") -> Unknown:
    return Unknown((Hop(span(2), ""), Hop(span(8), "", question)), f"{question or 'it'} is open")


def judged(*cases: Tree, limit: int = 100) -> tuple[Outcome, ...]:
    names = {("AWS::CloudTrail::EventDataStore", "is_multi_region"): "MultiRegionEnabled"}
    return judge(RULE, {}, cases, lambda type_, name: names.get((type_, name)), limit)


def brief(outcomes: tuple[Outcome, ...]) -> list[tuple[Verdict, str]]:
    return [(outcome.verdict, outcome.message) for outcome in outcomes]


FAILS = "Store records only one region"
PASSES = "Store records every region"


def test_a_failure_is_placed_at_the_value_with_its_hops():
    """The value's span is the primary mark, the way to the literal is related."""
    (outcome,) = judged(leaf(known(False)))

    assert (
        Outcome(
            rule=RuleRef("CT111", "event-data-store-single-region", Severity.LOW),
            subject="Store",
            scope="a.yaml",
            verdict=FAIL,
            severity=Severity.LOW,
            message=FAILS,
            primary=Mark(span(2), "false, from"),
            header=span(1),
            related=(Mark(span(9), "default of parameter All"),),
            remedy="set MultiRegionEnabled to true",
            fingerprint=outcome.fingerprint,
        )
        == outcome
    )


def test_the_fingerprint_is_of_rule_scope_and_subject_alone():
    """An edit elsewhere, or another value, does not make another finding of it."""
    (one,) = judged(leaf(known(False)))
    (other,) = judged(leaf(known(False, line=7)))

    assert (32, one.fingerprint) == (len(one.fingerprint), other.fingerprint)


def test_a_subject_fails_when_one_deployment_fails_and_says_which():
    """The choices that all failing deployments share are named, no others."""
    cases = (
        leaf(known(True), Stage="prod", Region="eu"),
        leaf(known(False), Stage="dev", Region="eu"),
        leaf(known(True), Stage="prod", Region="us"),
        leaf(known(False), Stage="dev", Region="us"),
    )

    assert [(FAIL, f"{FAILS} when Stage is dev")] == brief(judged(*cases))


def test_a_failure_of_every_deployment_names_no_choice():
    """What always fails does not depend on anything."""
    cases = (leaf(known(False), Stage="dev"), leaf(known(False), Stage="prod"))

    assert brief(judged(*cases)) == [(FAIL, FAILS)]


def test_a_subject_that_one_deployment_leaves_out_is_judged_in_the_others():
    """What is not deployed cannot fail."""
    cases = (leaf(None, Stage="dev"), leaf(known(True), Stage="prod"))

    assert brief(judged(*cases)) == [(PASS, PASSES)]


def test_only_the_questions_that_the_verdict_hangs_on_are_asked():
    """A question that another value hangs on is never answered."""
    below = {
        "Stage": (leaf(known(True), Stage="prod"), leaf(known(True), Stage="dev")),
        "Other": (leaf(known(False), Other="a"),),
    }
    case = Tree(model(unsure("Stage")), {}, below)

    assert brief(judged(case)) == [(PASS, PASSES)]


def test_a_question_may_lead_to_another():
    """Answers are sought as deep as the verdict needs, and the failing way is told."""
    inner = Tree(
        model(unsure("Region")),
        {"Stage": "dev"},
        {
            "Region": (
                leaf(known(True), Stage="dev", Region="eu"),
                leaf(known(False), Stage="dev", Region="us"),
            )
        },
    )
    case = Tree(model(unsure("Stage")), {}, {"Stage": (leaf(known(True), Stage="prod"), inner)})

    assert [(FAIL, f"{FAILS} when Region is us and Stage is dev")] == brief(judged(case))


def test_beyond_the_limit_the_verdict_stays_unknown():
    """Nothing is cut in silence: what was not tried is not passed."""
    endless = Tree(model(unsure("Stage")))
    case = replace(endless, below={"Stage": (endless, endless)})
    for _ in range(10):
        case = replace(endless, below={"Stage": (case, case)})

    expected = f"Stage is open, so it is not known whether {PASSES}"
    assert [(UNKNOWN, expected)] == brief(judged(case, limit=8))


def test_an_unknown_without_a_question_stays_unknown():
    """No answer settles what no question names."""
    expected = f"it is open, so it is not known whether {PASSES}"

    assert [(UNKNOWN, expected)] == brief(judged(leaf(unsure())))


def test_a_pass_is_placed_by_what_makes_it_pass_alone():
    """What would be said of a failure is no label of a pass."""
    (outcome,) = judged(leaf(known(True)))

    assert (Mark(span(2), "true, from"), (Mark(span(9), "default of parameter All"),)) == (
        outcome.primary,
        outcome.related,
    )


def test_the_begin_of_what_is_marked_is_not_marked_again():
    """An error in the first name of an expression is told with the expression."""
    inside = SourceSpan("a.yaml", span(2).start, Position(2, 3, 202))
    value = Unknown((Hop(span(2), ""), Hop(inside, "the error is here")), "it is not declared")

    (outcome,) = judged(leaf(value))

    assert () == outcome.related
