"""Trees of any shape are read and judged without a crash."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from searches import searched

from iacguard.core.text import ACCOUNT
from iacguard.core.value import Absent, Hole, Known, Unknown
from iacguard.core.verdict import Verdict
from iacguard.iam.document import read_document
from iacguard.iam.evaluate import allows, exposes
from iacguard.iam.request import Anyone, Holder, Request, ServicePrincipal, carried

WORDS = st.sampled_from(
    ["*", "s.com", "Allow", "Deny", "s3:*", "arn:aws:s3:::b/*", "2012-10-17", "${a", "${a:b}", ""]
)
LEAVES = st.one_of(
    WORDS.map(Known),
    st.text(max_size=5).map(Known),
    st.booleans().map(Known),
    st.integers().map(Known),
    st.floats().map(Known),
    st.just(Absent()),
    st.just(Unknown((), "open")),
    st.just(Unknown((), "open", parts=("a", ACCOUNT, Hole(), "*"))),
)
ELEMENTS = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource"]
OPERATORS = ["Bool", "StringLike", "Null", "NumericLessThan", "IpAddress", "ForAllValues:ArnLike"]
OTHERS = [
    "Version",
    "Statement",
    "NotResource",
    "Condition",
    "AWS",
    "Service",
    "aws:SourceArn",
    "x",
]
KEYS = st.sampled_from([*ELEMENTS, *OPERATORS, *OTHERS])


def nested(children: Any) -> Any:
    """Return lists, maps and partly known lists of values."""
    lists = st.lists(children, max_size=3).map(tuple)
    return st.one_of(
        lists.map(Known),
        lists.map(lambda elements: Unknown((), "more", elements=elements)),
        st.dictionaries(KEYS, children, max_size=5).map(Known),
        children.map(lambda child: Known("text", encodes=child)),
    )


TREES = st.recursive(LEAVES, nested, max_leaves=25)
STATEMENTS = st.dictionaries(KEYS, TREES, max_size=6).map(
    lambda elements: Known({"Effect": Known("Allow"), "Action": Known("*"), **elements})
)
DOCUMENTS = st.one_of(
    TREES,
    st.lists(STATEMENTS, max_size=3).map(lambda found: Known({"Statement": Known(tuple(found))})),
)
REQUESTS = st.builds(
    Request,
    principal=st.sampled_from([ServicePrincipal("s.com"), Anyone(), Holder()]),
    action=st.just("s3:PutObject"),
    resource=st.sampled_from([None, ("arn:aws:s3:::b/", ACCOUNT, Hole())]),
    context=st.just({"aws:sourcearn": carried(("arn:aws:x:r:", ACCOUNT, ":y"))}),
)


@searched(500)
@given(DOCUMENTS, REQUESTS)
def test_any_tree_is_judged(tree, request):
    """Whatever is written, there is a verdict, and an unknown one has its reason."""
    document = read_document(tree)
    documents = [] if document is None else [document]

    for judgement in (allows(documents, request), exposes(documents, request)):
        assert judgement.verdict is not Verdict.UNKNOWN or judgement.reasons
        assert all(reason.message for reason in judgement.reasons)


@searched(500)
@given(st.lists(st.one_of(st.text(max_size=20), st.just(ACCOUNT), st.just(Hole())), max_size=6))
def test_any_text_is_judged(parts):
    """Texts that are no policies are no policies."""
    document = read_document(Unknown((), "open", parts=tuple(parts) or (Hole(),)))
    request = Request(principal=Anyone(), action="s3:GetObject", resource=("arn",))

    assert Verdict.PASS is not allows([document] if document else [], request).verdict
