from __future__ import annotations

import pytest

from iacguard.patterns.match import Reading, catches
from iacguard.patterns.parse import parse

EVENT = {
    "eventType": "UpdateTrail",
    "sourceIPAddress": "111.111.111.111",
    "arrayKey": ["value", "another value"],
    "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
    "SomeObject": None,
    "ThisFlag": True,
    "latency": 404,
    "user": {"id": 1, "email": "john@example.com"},
    "coordinates": [[0, 1, 2], [4, 5, 6]],
}

# The first part is the guide's own list of examples.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
CASES = [
    ('{ $.eventType = "UpdateTrail" }', True),
    ("{ $.sourceIPAddress != 123.123.* }", True),
    ('{ $.arrayKey[0] = "value" }', True),
    ("{ $.objectList[1].id = 2 }", True),
    ("{ $.SomeObject IS NULL }", True),
    ("{ $.SomeOtherObject NOT EXISTS }", True),
    ("{ $.ThisFlag IS TRUE }", True),
    ("{ $.ThisFlag IS FALSE }", False),
    ("{ $.latency > 75 }", True),
    ("{ $.latency < 75 }", False),
    ("{ $.latency >= 404 }", True),
    ("{ $.latency <= 403 }", False),
    ("{ $.latency = * }", True),
    ("{ $.latency = 4* }", True),
    ("{ $.latency != 4.04e2 }", False),
    ("{ ($.user.id = 2 && $.eventType = nonmatch) || $.arrayKey[1] = GET }", False),
    ("{ $.user.email = john* || $.coordinates[0][1] = nonmatch && $.eventType = nomatch }", True),
    (
        "{ ($.user.email = john* || $.coordinates[0][1] = nonmatch) && $.eventType = nomatch }",
        False,
    ),
    ("{ $.arrayKey = 1 }", False),
    ("{ $.arrayKey != 1 }", False),
    ("{ $.user != 1 }", False),
    ("{ $.eventType = Update* }", True),
    ("{ $.eventType = *Trail }", True),
    ("{ $.eventType = *date* }", True),
    ("{ $.eventType = Up*il }", False),
    ("{ $.eventType = updatetrail }", False),
    ("{ $.missing = * }", False),
    ("{ $.missing != x }", False),
    ("{ $.SomeObject NOT EXISTS }", False),
    ("{ $.eventType[0] = U }", False),
    ("{ $.arrayKey.name NOT EXISTS }", True),
    ("{ $.arrayKey[7] NOT EXISTS }", True),
    ("{ $.eventType = %Update|Delete% }", True),
    ("{ $.eventType = %^Delete% }", False),
    ("{ $.eventType = %[A-Z]% }", None),
    ("", True),
    ("UpdateTrail", True),
    ("?Nothing ?UpdateTrail", True),
    ("UpdateTrail -john", False),
    ("[a, b]", None),
]


@pytest.mark.parametrize(("pattern", "expected"), CASES)
def test_a_pattern_matches_as_the_guide_says(pattern, expected):
    """What the guide states, and what the console was seen to do."""
    assert expected is catches(parse(pattern), EVENT)


READINGS = [
    ("{ $.missing != x }", Reading(missing_differs=True)),
    ("{ $.SomeObject != x }", Reading(null_differs=True)),
    ("{ $.ThisFlag = true }", Reading(booleans_are_texts=True)),
    ("{ $.ThisFlag != x }", Reading(booleans_are_texts=True)),
    ('{ $.latency = "404" }', Reading(numbers_are_texts=True)),
    ("{ $.eventType = Up*il }", Reading(inner_asterisks_are_gaps=True)),
]


@pytest.mark.parametrize(("pattern", "reading"), READINGS)
def test_a_reading_answers_what_the_guide_leaves_open(pattern, reading):
    """Each open question turns one answer around."""
    parsed = parse(pattern)

    assert (catches(parsed, EVENT), catches(parsed, EVENT, reading)) == (False, True)
