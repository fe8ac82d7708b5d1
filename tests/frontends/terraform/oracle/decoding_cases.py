"""The cases of decoding functions and of points in time that Terraform is asked about."""

from __future__ import annotations

SCALARS = (
    "y", "Y", "yes", "No", "ON", "off", "n", "True", "TRUE", "tRue", "null", "Null", "NULL", "~",
    "nUll", "2012-10-17", "2012-13-17", "2012-1-7", "2012-10-17T00:00:00Z", "2012-10-17 01:02:03",
    "1", "-1", "+1", "01", "010", "0", "-0", "0x1F", "0o17", "0b11", "1_000", "1.5", "1.0", "0.10",
    "1.", "-.5", ".5", "1e3", "1.5e3", "1e+3", "1E-3", "-0.0", ".nan", "12345678901234567890123",
    "123456789012", "1:30", "12:30:45", "a b", "a#b", "a # c", "*", "&a x", "!!str 1", "!foo 1",
    "!!int 1", "=", "<<", "1/2", "1.2.3", "10.0.0.0/8", "1e3x", "5m", "30 days", "1st", "a\\n  b",
    "arn:aws:s3:::x", "'q'", "'1'", "''", "\\\"2012-10-17\\\"", "\\\"a\\\\tb\\\"", "|\\n  x\\n  y",
    "|-\\n  x\\n", ">\\n  x\\n  y\\n", "-", "- ", "...", "---", "", "# only", "? a", "ÄÖü", "日本",
    "+", "-a", ".", ".a", "..", "%", "@", "`a`", "a:b", "a :b", "[", "]", "{}", "[]", "{a}",
    "e3", "1-2", "1,000", "0.0.0.0", "0777", "08", "1e", "1e400", "+.5", "-1.5e-2", "0e0", "o1",
)  # fmt: skip
DOCUMENTS = (
    "a: 1\\nb: 2", "a: &x [1]\\nb: *x", "a: {}\\nb: []", "a:\\nb: ~", "1: a\\n2: b", "true: a",
    "1.5: a", "null: a", "a: 1\\na: 2", "a: &x {k: v}\\nb: {<<: *x, j: 1}",
    "a: &x {k: v}\\nb:\\n  <<: *x\\n  k: w", "a: &x {k: v}\\nb:\\n  <<: [*x]\\n", "<<: a",
    "'<<': {a: 1}", "---\\na: 1\\n---\\nb: 1", "---\\na: 1\\n...", "- 1\\n- a: 1\\n  b: 2",
    "? [a]\\n: 1", "a: b: c", "a: [", "\\ta: 1", "&a [*a]", "[*a]", "x: !!set {a}", "[&a 1, *a]",
    "[&a 1, &a 2, *a]", "%YAML 1.1\\n---\\na", "a: >-\\n  b\\n  c\\n", "2012-10-17: a", "a:\\n- b",
    "a: 'b'\\nc: \\\"d\\\"", "{a: [b, {c: d}]}", "- - - a", "[a, [b], {c: 1}]", "a: b # c\\n# d\\n",
    "Version: '2012-10-17'\\nStatement:\\n- Effect: Allow\\n  Action: ['s3:*']\\n"
    "  Resource: '*'\\n",
    "a: !!str 1", "!!map {a: 1}", "!!seq [a]", "[a,]", "{a: 1,}",
    "a: |\\n  $${x}\\n",
)  # fmt: skip
YAML = [f'yamldecode("{text}")' for text in (*SCALARS, *DOCUMENTS)] + [
    "yamldecode(U)", "yamldecode(null)", "yamldecode(1)", "yamldecode()", 'try(yamldecode("["), 1)',
    'yamldecode(yamlencode({ a = [1, "b", null], c = { d = true } }))',
]  # fmt: skip

MOMENTS = (
    "2018-01-02T23:12:01Z", "2018-01-02T23:12:01-08:00", "2020-02-29T00:00:00+05:30",
    "2018-12-31T12:00:59+00:00",
)  # fmt: skip
FORMATS = (
    "DD MMM YYYY hh:mm ZZZ", "EEEE, DD-MMM-YY hh:mm:ss ZZZ", "EEE, DD MMM YYYY hh:mm:ss ZZZ",
    "EEE, DD MMM YYYY hh:mm:ss ZZZZ", "YYYY-MM-DD'T'hh:mm:ssZ", "YYYY-MM-DD'T'hh:mm:ssZZZZZ",
    "H:mm aa", "h AA", "M/D/YY", "MMMM", "s m", "HH", "''", "'it''s'", "'", "x", "YYY", "EE", "ZZ",
    "aaa", "", "- / .", "''''", "hhh", "A", "é", "'é'", "'a' 'b'", "mmm", "DDD", "'a", "MMMMM",
)  # fmt: skip
DURATIONS = (
    "10m", "1h", "-1h", "1h30m", "90s", "1.5h", "0", "24h", "+1h", "-0.5s", "1", "", "x", "1d",
    "8760h", "1000ms", "1us", "1h 1m", "h", "-", "1m1m", ".5h", "1.h",
)  # fmt: skip
BAD_MOMENTS = (
    "2018-01-02", "2018-01-02T23:12Z", "2018-02-30T00:00:00Z", "2018-01-02t23:12:01z", "x", "",
    "2018-01-02T24:00:00Z", "2018-01-02T23:12:01", "2018-01-02T23:12:60Z", "2018-1-02T23:12:01Z",
    "2018-01-02T23:12:01+24:00", "2018-01-02T23:12:01.5Z", "0000-01-01T00:00:00Z",
)  # fmt: skip
TIMES = [
    *(f'formatdate("{form}", "{moment}")' for form in FORMATS for moment in MOMENTS[:2]),
    *(f'formatdate("{FORMATS[index]}", "{moment}")' for moment in MOMENTS for index in range(9)),
    *(f'formatdate("YYYY", "{moment}")' for moment in BAD_MOMENTS),
    *(f'timeadd("{moment}", "{length}")' for length in DURATIONS for moment in MOMENTS[:2]),
    *(f'timecmp("{first}", "{second}")' for first in MOMENTS for second in MOMENTS),
    'timecmp("x", "2018-01-02T23:12:01Z")', "formatdate(U, U)", 'timeadd(U, "1h")',
    'timecmp(U, "2018-01-02T23:12:01Z")', "formatdate()", "formatdate(null, null)",
]  # fmt: skip

DECODED = r"""
textdecodebase64("YWI=", "UTF-8")
textdecodebase64("YQBiAA==", "UTF-16LE")
textdecodebase64("AGEAYg==", "UTF-16BE")
textdecodebase64("YWI", "UTF-8")
textdecodebase64("!", "UTF-8")
textdecodebase64("YWI=", "nope")
textdecodebase64(U, "UTF-8")
uuidv5("dns", "www.terraform.io")
uuidv5("url", "https://www.terraform.io/")
uuidv5("oid", "1.3.6.1.4")
uuidv5("x500", "CN=Example,C=GB")
uuidv5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.terraform.io")
uuidv5("nope", "a")
uuidv5("dns", "")
uuidv5("dns", U)
filebase64sha256("a.txt")
filebase64sha512("a.txt")
filebase64sha256("missing")
filebase64sha256("d/b.json")
fileset(".", "*.txt")
fileset(".", "*.tpl")
fileset("d", "*.json")
fileset(".", "d/*")
fileset(".", "d/*.json")
fileset(".", "?.txt")
fileset(".", "a.txt")
fileset(".", "missing*")
fileset("missing", "*")
fileset(".", "")
fileset(U, "*")
fileset("d", "b*")
length(fileset("d", "*"))
[for f in fileset("d", "*.json") : jsondecode(file("d/${f}"))]
""".strip().split("\n")
