"""Laws of the evaluator, on random policies over a small domain."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from reference import allowed
from searches import searched

from iacguard.core.text import text_value
from iacguard.core.value import Known, Symbol
from iacguard.core.verdict import Verdict
from iacguard.iam.document import read_document
from iacguard.iam.evaluate import allows
from iacguard.iam.request import NotCarried, Request, ServicePrincipal, carried, carried_list

FREE = Symbol("free")
NARROW = Symbol("narrow", excludes=":*/", never_empty=True)
WORLDS = [
    {"<free>": free, "<narrow>": narrow}
    for free, narrow in product(["", "a", "b", "a/b", "ab"], ["a", "b", "ab"])
]
SYMBOLS = {"<free>": FREE, "<narrow>": NARROW}

PRINCIPALS = st.sampled_from(
    ["*", {"AWS": "*"}, {"Service": "s.com"}, {"Service": ["t.com", "s.com"]}, {"Service": "t.com"}]
)
ACTIONS = st.lists(st.sampled_from(["x:Put", "x:*", "*", "x:P?t", "y:Put", "x:Get"]), max_size=2)
TEXTS = st.sampled_from(
    [
        "a",
        "<free>",
        "<narrow>",
        "a/<narrow>",
        "<free>/b",
        "a*",
        "*<narrow>",
        "?",
        "*",
        "<narrow>/<free>",
        "${k:narrow}",
        "${*}",
        "b/${k:narrow}*",
    ]
)
TEXT_LISTS = st.lists(TEXTS, max_size=2)
ARN = "arn:aws:s3:::"
RESOURCE_LISTS = st.lists(TEXTS.map(lambda text: text if text == "*" else ARN + text), max_size=2)
OPERATORS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "ForAnyValue:", "ForAllValues:"]),
    st.sampled_from(["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "ArnX"]),
    st.sampled_from(["", "", "IfExists"]),
)
KEYS = st.sampled_from(["k:Narrow", "K:many", "k:missing", "k:open"])
CONDITIONS = st.dictionaries(OPERATORS, st.dictionaries(KEYS, TEXT_LISTS, max_size=2), max_size=2)
NULLS = st.builds(lambda key, word: {"Null": {key: word}}, KEYS, st.sampled_from(["true", "false"]))


@st.composite
def statements(draw, effects=("Allow", "Deny")) -> dict[str, Any]:
    """Draw a statement."""
    statement = {
        "Effect": draw(st.sampled_from(effects)),
        draw(st.sampled_from(["Principal", "Principal", "NotPrincipal"])): draw(PRINCIPALS),
        draw(st.sampled_from(["Action", "Action", "NotAction"])): draw(ACTIONS),
        draw(st.sampled_from(["Resource", "Resource", "NotResource"])): draw(RESOURCE_LISTS),
    }
    condition = draw(st.one_of(CONDITIONS, NULLS))
    return {**statement, "Condition": condition} if condition else statement


POLICIES = st.lists(statements(), max_size=4)
RESOURCES = st.sampled_from(["a", "<narrow>", "a/<narrow>", "<free>", "<narrow>/<free>", "ab"]).map(
    ARN.__add__
)


def parts(text: str) -> tuple[Any, ...]:
    """Return a text with its symbols."""
    for word, symbol in SYMBOLS.items():
        if word in text:
            before, _, after = text.partition(word)
            return (*parts(before), symbol, *parts(after))
    return (text,)


def judged(statements: list[dict[str, Any]], resource: str) -> Verdict:
    """Return what the evaluator says of a request on a policy of these statements."""
    written = json.dumps({"Version": "2012-10-17", "Statement": statements})
    document = read_document(text_value(parts(written), (), "it is open"))
    assert document is not None
    context = {
        "k:narrow": carried((NARROW,)),
        "k:many": carried_list("a", ("a/", NARROW)),
        "k:missing": NotCarried.MISSING,
    }
    request = Request(
        principal=ServicePrincipal("s.com"),
        action="x:Put",
        resource=parts(resource),
        context=context,
    )
    return allows([document], request).verdict


def meant(content: Any, world: dict[str, str]) -> Any:
    """Return plain data with the symbols' words replaced by what they stand for."""
    text = json.dumps(content)
    for word, meaning in world.items():
        text = text.replace(word, meaning)
    return json.loads(text)


@searched(500)
@given(POLICIES, RESOURCES)
def test_the_verdict_holds_in_every_world(policy, resource):
    """A pass is allowed and a fail refused, whatever symbols and open keys turn out to be."""
    assume("ArnX" not in json.dumps(policy))
    verdict = judged(policy, resource)

    found = set()
    for world, opened in product(WORLDS, [None, ["a"], ["b/x"]]):
        context = {
            "k:narrow": [world["<narrow>"]],
            "k:many": ["a", "a/" + world["<narrow>"]],
            "k:missing": None,
            "k:open": opened,
        }
        concrete = meant({"Statement": policy}, world)
        found.add(allowed(concrete, "s.com", "x:Put", meant(resource, world), context))

    assert verdict is Verdict.UNKNOWN or found == {verdict is Verdict.PASS}


@searched(300)
@given(POLICIES, statements(effects=("Deny",)), RESOURCES)
def test_a_further_deny_lets_nothing_more_through(policy, deny, resource):
    """Adding a Deny never raises the verdict."""
    assert judged([*policy, deny], resource) <= judged(policy, resource)


@searched(300)
@given(POLICIES, statements(effects=("Allow",)), RESOURCES)
def test_a_further_allow_stops_nothing(policy, allow, resource):
    """Adding an Allow never lowers the verdict."""
    assert judged([*policy, allow], resource) >= judged(policy, resource)


@searched(200)
@given(st.permutations(range(3)), st.lists(statements(), min_size=3, max_size=3), RESOURCES)
def test_the_order_of_statements_does_not_matter(order, policy, resource):
    """The verdict is that of the set of statements."""
    assert judged(policy, resource) is judged([policy[i] for i in order], resource)


@searched(200)
@given(POLICIES, RESOURCES)
def test_several_documents_are_judged_as_one(policy, resource):
    """Statements say the same in one document and in one document each."""
    together = judged(policy, resource)
    documents = [
        read_document(
            text_value(
                parts(json.dumps({"Version": "2012-10-17", "Statement": statement})), (), "open"
            ),
            Known(True),
        )
        for statement in policy
    ]
    context = {
        "k:narrow": carried((NARROW,)),
        "k:many": carried_list("a", ("a/", NARROW)),
        "k:missing": NotCarried.MISSING,
    }
    request = Request(
        principal=ServicePrincipal("s.com"),
        action="x:Put",
        resource=parts(resource),
        context=context,
    )

    assert together is allows([d for d in documents if d is not None], request).verdict
