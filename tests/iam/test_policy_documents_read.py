"""Reading policy documents: their shapes, their unknown pieces and their limits."""

from __future__ import annotations

import json
from time import process_time

import pytest

from iacguard.core.source import Position, SourceSpan
from iacguard.core.text import ACCOUNT
from iacguard.core.value import Absent, Hole, Hop, Known, Unknown
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.iam.document import PolicyDocument, read_document
from iacguard.iam.evaluate import allows
from iacguard.iam.request import Request, ServicePrincipal, carried_list
from iacguard.iam.statement import UnreadStatement

HERE = (Hop(SourceSpan("main.tf", Position(3, 1, 20), Position(3, 9, 28)), ""),)
THERE = (Hop(SourceSpan("main.tf", Position(5, 1, 50), Position(5, 9, 58)), ""),)
ALLOW = {"Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": "*"}
REQUEST = Request(
    principal=ServicePrincipal("s.com"),
    action="s3:PutObject",
    resource=("arn:aws:s3:::logs/x",),
    context={"aws:names": carried_list("a")},
)


def reason(value) -> str:
    """Return why a document of one unread statement is not read."""
    document = read_document(value)
    assert document is not None
    (statement,) = document.statements
    assert isinstance(statement, UnreadStatement)
    judgement = allows([document], REQUEST)
    assert judgement.verdict is Verdict.UNKNOWN
    assert statement.reason == judgement.reasons[0].message
    return statement.reason


def policy(**elements) -> Known:
    """Return a policy's JSON text with elements of its statement changed; None leaves one out."""
    statement = {k: v for k, v in {**ALLOW, **elements}.items() if v is not None}
    return Known(json.dumps({"Version": "2012-10-17", "Statement": [statement]}), HERE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "the policy is not valid JSON (line 1, column 2: the text ends before its last"),
        ("nonsense", "the policy is not valid JSON (line 1, column 1: not a JSON value)"),
        ('{"a": NaN}', "the policy is not valid JSON (line 1, column 7: not a JSON value)"),
        ('{"a": 1' + "0" * 5_000 + "}", "the policy is not valid JSON (a value is out of range)"),
        ('{"Statement": [], "Statement": []}', "(an object has the same key twice)"),
        ("[]", "the policy is not an object"),
        ("7", "the policy is not an object"),
        ('"text"', "the policy is not an object"),
        ("{}", "the policy has no valid `Statement`"),
        ('{"Statement": "x"}', "the policy has no valid `Statement`"),
        ('{"Statement": [], "Extra": 1}', "the policy has an unknown element `Extra`"),
        ('{"Statement": ["x"]}', "statement 1 of the policy is not an object"),
        ('{"Statement": [null]}', "statement 1 of the policy is not an object"),
        ("[" * 100_000, "the policy is nested more than 32 levels deep"),
        ('{"a":' * 40 + "1" + "}" * 40, "the policy is nested more than 32 levels deep"),
        ('"' + '\\"' * 60_000, "the policy is not valid JSON"),
        ("[" + "1," * 100_000 + "1]", "the policy is longer than 131,072 characters"),
        (json.dumps({"Statement": [ALLOW] * 501}), "the policy is larger than AWS accepts"),
        ("\ufdd0".join(map(chr, range(0xFDD0, 0xFDF0))), "the policy contains characters that AWS"),
    ],
    ids=range(19),
)
def test_what_is_no_policy_is_unknown_with_its_reason(text, expected):
    """A text that no service takes is not judged, and says why."""
    assert expected in reason(Known(text, HERE))


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({"Effect": None}, "statement 1 has no `Effect`"),
        ({"Effect": "allow"}, "the Effect of statement 1 is neither `Allow` nor `Deny`"),
        ({"Action": None}, "statement 1 has neither `Action` nor `NotAction`"),
        ({"NotAction": "s3:*"}, "statement 1 has both `Action` and `NotAction`"),
        ({"Actions": "x"}, "statement 1 has an unknown element `Actions`"),
        ({"Sid": "W", "Effect": 7}, 'the Effect of statement "W" is neither `Allow` nor `Deny`'),
    ],
)
def test_a_statement_that_no_service_takes_is_unknown(elements, expected):
    """A statement with a wrong element is not judged, and says which."""
    assert expected == reason(policy(**elements))


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({"Principal": None}, "statement 1 names no principal"),
        ({"Principal": "s.com"}, "the Principal of statement 1 is malformed"),
        ({"Principal": {"User": "x"}}, "statement 1 names an unknown principal type"),
        ({"Principal": {"Service": "*"}}, "statement 1 applies to `*`, and AWS does not"),
        ({"Resource": None}, "statement 1 names no resource"),
        (
            {"Resource": "arn:aws:s3*"},
            "statement 1 names `arn:aws:s3*`, and AWS does not document that its wildcards reach "
            "so far",
        ),
        (
            {"Resource": None, "NotResource": "logs"},
            "statement 1 names `logs`, which is not an ARN",
        ),
        ({"Resource": [["arn"]]}, "the Resource of statement 1 is malformed"),
        ({"Action": {"a": "b"}}, "the Action of statement 1 is malformed"),
        ({"Condition": "x"}, "the Condition of statement 1 is malformed"),
        ({"Condition": {"Bool": 1}}, "the Condition of statement 1 is malformed"),
        ({"Condition": {"Odd": {"k": "v"}}}, "the condition on `k` in statement 1 has the"),
        ({"Condition": {"Bool": {"aws:x": "true"}}}, "the condition on `aws:x` in statement 1"),
        (
            {"Condition": {"StringLike": {"aws:names": "a"}}},
            "the condition on `aws:names` in statement 1 uses a key with several values without "
            "`ForAnyValue:` before its operator",
        ),
    ],
)
def test_an_element_that_cannot_be_judged_is_unknown(elements, expected):
    """One element of the wrong shape leaves the request undecided, and says which."""
    document = read_document(policy(**elements))
    assert document is not None

    judgement = allows([document], REQUEST)

    assert Verdict.UNKNOWN is judgement.verdict
    assert expected in judgement.reasons[0].message


def test_nothing_written_is_no_policy():
    """An absent document and an empty text are no policy at all."""
    found = {read_document(Absent()), read_document(Known("  \n"))}

    assert {None} == found


def test_unknown_pieces_stand_inside_strings():
    """A partly known text is read around its unknown pieces, which keep their reason."""
    before, after = json.dumps({"Statement": {**ALLOW, "Resource": "arn:@:x"}}).split("@")
    text = Unknown(HERE, "the account is known later", parts=(before, ACCOUNT, after))

    document = read_document(text)

    assert document is not None
    (statement,) = document.statements
    (resource,) = statement.resources.texts.values
    expected = Unknown(
        HERE, "the account is known later", never_null=True, parts=("arn:", ACCOUNT, ":x")
    )
    assert expected == resource


@pytest.mark.parametrize(
    "parts",
    [
        ('{"Statement": ', Hole(), "}"),
        ("{", Hole(), '"Statement": []}'),
        (Hole(),),
        ('{"Statement": "\\', ACCOUNT, '"}'),
        ('{"Statement": [{"Condition": {"Bool": {"', ACCOUNT, '": "x"}}}]}'),
    ],
)
def test_an_unknown_piece_of_the_structure_leaves_it_unknown(parts):
    """Outside of a string a hole may be anything."""
    text = Unknown(HERE, "var.policy has no value", parts=parts)
    document = read_document(text)
    assert document is not None

    judgement = allows([document], REQUEST)

    assert Verdict.UNKNOWN is judgement.verdict


def test_the_structure_that_a_text_was_made_of_is_read_instead():
    """What `jsonencode` was given keeps its own places."""
    statement = Known({key: Known(text, THERE) for key, text in ALLOW.items()}, THERE)
    structure = Known({"Statement": Known((statement,), HERE)}, HERE)
    document = read_document(Unknown(HERE, "open", parts=(Hole(),), encodes=structure))
    assert document is not None

    judgement = allows([document], REQUEST)

    allowed = Reason("statement 1 allows it", (Hop(THERE[0].span, "statement 1"),))
    assert Judgement(Verdict.PASS, (allowed,)) == judgement


def test_a_list_of_which_something_is_known_may_hold_more():
    """A known element decides; otherwise the rest of the list may."""
    known = Unknown(HERE, "var.more has no value", elements=(Known("s3:Put*"),))
    other = Unknown(HERE, "var.more has no value", elements=(Known("s3:Get*"),))

    def judged(actions):
        elements = {key: Known(text) for key, text in {**ALLOW, "Action": None}.items()}
        statement = Known({**elements, "Action": actions})
        document = read_document(Known({"Statement": statement}, HERE))
        return allows([document], REQUEST)

    assert Verdict.PASS is judged(known).verdict
    assert Judgement(Verdict.UNKNOWN, (Reason("var.more has no value", HERE),)) == judged(other)


def test_an_attachment_that_may_be_left_out_is_not_certain():
    """What only an uncertain policy allows or denies is unknown, with the reason."""
    doubt = Unknown(THERE, "var.attach has no value")
    maybe = read_document(policy(), doubt)
    denied = read_document(policy(Effect="Deny"), doubt)
    certain = read_document(policy())
    gone = read_document(policy(Effect="Deny"), Known(False))

    answers = [
        allows(documents, REQUEST).verdict
        for documents in (
            [maybe],
            [maybe, certain],
            [certain, denied],
            [certain, gone],
            [],
        )
    ]

    words = ["unknown", "pass", "unknown", "pass", "fail"]
    assert words == [answer.word for answer in answers]


def test_variables_are_plain_text_before_the_version_that_has_them():
    """Without the version of 2012, `${…}` stands for itself."""
    old, new = (
        read_document(
            Known(
                json.dumps(
                    {
                        "Version": version,
                        "Statement": {**ALLOW, "Resource": "${aws:PrincipalOrgID}"},
                    }
                )
            )
        )
        for version in ("2008-10-17", "2012-10-17")
    )

    assert Verdict.FAIL is allows([old], REQUEST).verdict
    assert Verdict.UNKNOWN is allows([new], REQUEST).verdict


@pytest.mark.parametrize("patterns", [["*a" * 60 + "b"] * 900, ["*b"] * 20_000], ids=len)
def test_a_hostile_policy_costs_little(patterns):
    """The largest policy that is read is judged within seconds of the processor."""
    text = json.dumps({"Statement": {**ALLOW, "Resource": patterns}})
    start = process_time()

    document = read_document(Known(text))
    request = Request(
        principal=ServicePrincipal("s.com"),
        action="s3:PutObject",
        resource=("a" * 2_000, Hole(excludes="b")),
    )
    verdict = allows([document], request).verdict

    assert Verdict.FAIL is verdict
    assert process_time() - start < 30


def test_a_document_knows_whether_it_has_variables():
    """The whole of a small document, read."""
    document = read_document(Known('{"Version": "2012-10-17", "Statement": []}', HERE))

    assert (
        PolicyDocument(statements=(), provenance=HERE, has_variables=True, exists=Known(True))
        == document
    )


def test_where_no_policy_is_declared_that_is_the_reason():
    """Nobody looks for a statement in vain."""
    judgement = allows([], REQUEST)

    assert ["no policy is declared"] == [reason.message for reason in judgement.reasons]
