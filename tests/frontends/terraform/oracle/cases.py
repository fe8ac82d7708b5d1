"""The expressions that real Terraform is asked about, by family.

`U` in an expression stands for ``terraform_data.u.id``: a string that no plan knows and that is
never null.
"""

from __future__ import annotations

from itertools import product

TEXTS = (
    '""', '"a"', '"Hello World"', '"  padded\\t\\n"', '"ÄÖü ß"', '"e\\u0301te\\u0301"',
    '"a,b,,c"', '"x\\ny\\n"', '"a-b_c.d e1f"', '"<&>\\"\\\\"', '"日本語"', '"👨‍👩‍👧 🇩🇪"', "12",
    "1.5", "true", "null", "U", '"pre-${U}"', "[]", "{}",
)  # fmt: skip
NUMBERS = (
    "0", "1", "-1", "1.5", "-1.5", "2.9999", '"7"', '"x"', "true", "null", "1e30", "0.1", "1/3",
    "length(U)", "[]",
)  # fmt: skip
LISTS = (
    "[]", '["a"]', '["b", "a", "b"]', "[1, 2, 3]", '[1, "a", true]', '["a", null]', "[[1], [2, 3]]",
    'toset(["b", "a"])', 'tolist(["a", "b"])', '["a", U]', '[U]', 'split(",", U)', "null",
    '"a"', '{ a = 1 }', 'tolist([])', 'toset(["a", U])', "[null]", '["", "a", ""]',
)  # fmt: skip
MAPS = (
    "{}", "{ a = 1 }", '{ b = "x", a = "y" }', '{ a = 1, b = "x" }', "tomap({ a = 1, b = 2 })",
    "{ a = null }", "{ a = U }", '{ "${U}" = 1 }', "null", "[]", '"a"', "tomap({})",
    "{ a = { b = 1 } }", 'tomap({ a = U })', "jsondecode(U)",
)  # fmt: skip


def _calls(names: str, *arguments: tuple[str, ...]) -> list[str]:
    return [f"{name}({', '.join(args)})" for name in names.split() for args in product(*arguments)]


OPERANDS = ("1", "2.5", '"3"', '"a"', "true", "null", "U", "length(U)", "[1]")
OPERATORS = [
    f"{left} {operator} {right}"
    for operator in ("+", "-", "*", "/", "%", "<", ">=", "==")
    for left, right in product(OPERANDS, OPERANDS)
    if operator in "+==" or (OPERANDS.index(left) + OPERANDS.index(right)) % 3 == 0
]
TRUTHS = ("true", "false", '"true"', "null", 'U == "x"', "1", '"yes"')
LOGIC = [f"{a} {operator} {b}" for operator in ("&&", "||") for a, b in product(TRUTHS, TRUTHS)] + [
    f"!{a}" for a in ("true", "false", '"true"', "null", '(U == "x")', "1", "!true")
]
EQUALITY = [
    f"{a} {operator} {b}"
    for operator in ("==", "!=")
    for a, b in (
        ("1", '"1"'), ("true", '"true"'), ("null", "null"), ("null", '""'), ("U", "null"),
        ("[1]", "[1]"), ("[1]", "[2]"), ("[1]", '["1"]'), ("{ a = 1 }", "{ a = 1 }"),
        ("{ a = 1 }", "{ a = 2 }"), ("{ a = 1 }", "{ b = 1 }"), ("[]", "tolist([])"),
        ('tolist(["a"])', '["a"]'), ('toset(["a"])', 'toset(["a"])'), ("U", "U"), ("U", '"a"'),
        ('"a${U}"', '"b"'), ('"a${U}"', '"a"'), ('"a${U}"', '"ab"'), ("[U]", "[U]"),
        ("[U, 1]", "[U, 2]"), ("[U]", "[]"), ("{ a = U }", "{ b = U }"), ("upper(U)", "null"),
        ("length(U)", "null"), ("jsondecode(U)", "null"), ("U", "1"), ("U", "[]"),
        ("1.0", "1"), ("0.1 + 0.2", "0.3"), ('"e\\u0301"', '"é"'), ("split(\",\", U)", "null"),
        ("jsonencode({ a = U })", "null"), ('jsonencode({ a = U })', '"x"'),
        ("try(U, 1)", "null"), ("lookup({ a = U }, \"a\", 1)", "null"), ("null", "[]"),
    )
]  # fmt: skip
PRECEDENCE = """
1 + 2 * 3
(1 + 2) * 3
10 - 2 - 3
100 / 10 / 2
7 % 4 * 2
-7 % 4
-2 + 5
- -2
!true || true
true || false && false
(true || false) && false
1 + 1 == 2
1 < 2 == true
2 > 1 && 3 > 2
1 == 1 ? "a" : "b"
true ? 1 : false ? 2 : 3
false ? 1 : false ? 2 : 3
1 < 2 && 2 < 3 || false
"a" == "a" && "b" != "c"
-(3)
-(-3)
1 +
-1
!(1 == 2)
5 / 0
0 / 0
5 % 0
1 / 3 * 3
1e3
1.50
0x10
1E-2
.5
1.
9007199254740993
123456789012345678901234567890
0.1 + 0.2
1.0000000000000000000000000001
2 * "3"
"2" * "3"
"5" + 1
"a" + "b"
true + 1
1 && true
"1" && true
null + 1
null ? 1 : 2
"true" ? 1 : 2
"x" ? 1 : 2
1 ? 1 : 2
U ? 1 : 2
U == "a" ? 1 : 1
U == "a" ? 1 : 2
U == "a" ? "x" : "x"
U == "a" ? "xy" : "xz"
U == "a" ? null : "x"
U == "a" ? [1] : [2]
U == "a" ? [1] : [1, 2]
length(U == "a" ? tolist([1]) : tolist([1, 2]))
(U == "a" ? "xy" : "xz") == null
startswith(U == "a" ? "xy" : "xz", "x")
true ? 1 : "a"
false ? 1 : "a"
true ? [1] : ["a"]
true ? [] : ["a"]
true ? { a = 1 } : { b = 2 }
true ? { a = 1 } : {}
true ? tomap({ a = 1 }) : {}
true ? null : "a"
false ? null : 1
true ? [1, 2] : [1]
true ? [1, "a"] : [true]
true ? "a" : ["b"]
true ? 1 : { a = 1 }
true ? toset(["a"]) : ["b"]
true ? U : "x"
false ? U : "x"
true ? [U] : []
false ? upper(null) : 1
true ? 1 : upper(null)
false ? [][0] : 1
U == "a" && false
false && U == "a"
true || U == "a"
U == "a" || true
U == "a" && true
U == "a" || false
""".strip().split("\n")
INDEXES = """
[1, 2, 3][0]
[1, 2, 3][2]
[1, 2, 3][3]
[1, 2, 3][-1]
[1, 2, 3]["1"]
[1, 2, 3]["a"]
[1, 2, 3][1.5]
[1, 2, 3][true]
[1, 2, 3][null]
[1, 2, 3][length(U)]
[1, 2, 3][U]
[1, 2, 3].0
[[1, 2], [3]][0][1]
[{ a = 1 }][0].a
[{ a = 1 }].0.a
{ a = 1 }.a
{ a = 1 }["a"]
{ a = 1 }["b"]
{ a = 1 }.b
{ a = 1 }[null]
{ "1" = "x" }[1]
{ true = "x" }[true]
{ a = { b = [1, 2] } }.a.b[1]
tomap({ a = 1 })["b"]
tomap({ a = 1 })["a"]
tomap({ a = 1 }).a
tomap({ a = 1 })[U]
{ a = 1 }[U]
tolist([1, 2])[5]
toset(["a"])[0]
"abc"[0]
"abc".a
null.a
null[0]
U[0]
U.a
true.a
split(",", U)[0]
jsondecode(U).a
jsondecode(U)[0]
[U, 1][1]
[U, 1][0]
{ a = U, b = 1 }.b
[1, 2, 3][*]
[][*]
null[*]
"a"[*]
{ a = 1 }[*]
[{ a = 1 }, { a = 2 }][*].a
[{ a = 1 }, { a = 2 }].*.a
[{ a = [1] }, { a = [2] }][*].a[0]
[{ a = [1] }, { a = [2] }].*.a[0]
[{ a = 1 }, { b = 2 }][*].a
[{ a = U }][*].a
[{ a = 1 }][*].b
{ a = 1 }[*].a
{ a = 1 }.*.a
null[*].a
null.*.a
toset(["b", "a"])[*]
tolist([{ a = 1 }])[*].a
tomap({ a = 1 })[*]
split(",", U)[*]
U[*]
jsondecode(U)[*]
[[1, 2], [3]][*][0]
[for x in [1, 2] : { v = x }][*].v
[[{ a = 1 }], [{ a = 2 }]][*][0].a
[{ a = { b = 1 } }].*.a.b
length([{ a = 1 }, { a = 2 }][*].a)
length(null[*])
length("x"[*])
length(U[*])
{ a = 1, a = 2 }
{ (1) = 2 }
{ 1 = 2 }
{ "a${1}" = 2 }
{ (null) = 1 }
{ ([]) = 1 }
{ a : 1, b = 2 }
{ "a b" = 1 }.a
{ (U) = 1 }
{ a = 1, (U) = 2 }
[1, 2,]
[]
{}
[[], {}, null, ""]
{ a = [], b = {}, c = null }
""".strip().split("\n")
FORS = """
[for x in [1, 2, 3] : x * 2]
[for x in [1, 2, 3] : x if x > 1]
[for i, x in ["a", "b"] : "${i}${x}"]
[for k, v in { b = 1, a = 2 } : "${k}${v}"]
[for v in { b = 1, a = 2 } : v]
[for x in toset(["b", "a"]) : x]
[for k, x in toset(["b", "a"]) : k == x]
[for x in [] : x]
[for x in {} : x]
[for x in null : x]
[for x in "abc" : x]
[for x in 1 : x]
[for x in [1] : x if null]
[for x in [1] : x if "true"]
[for x in [1] : x if "x"]
[for x in [1] : x if 1]
[for x in [1, 2] : x if U == "a"]
[for x in [U, 1] : x]
[for x in split(",", U) : x]
[for x in jsondecode(U) : x]
[for x in [U] : x if x == "a"]
[for x in [1, 2] : [for y in [3, 4] : x * y]]
flatten([for x in [1, 2] : [for y in [3, 4] : x * y]])
[for x in [1, 2] : x...]
{ for x in ["a", "b"] : x => upper(x) }
{ for i, x in ["a", "b"] : x => i }
{ for k, v in { a = 1, b = 2 } : v => k }
{ for k, v in { a = 1, b = 2 } : k => v if v > 1 }
{ for x in ["a", "a"] : x => 1 }
{ for x in ["a", "a", "b"] : x => 1... }
{ for s in ["ab", "ac", "bc"] : substr(s, 0, 1) => s... }
{ for x in ["a"] : null => x }
{ for x in ["a"] : [] => x }
{ for x in [1, true] : x => x }
{ for x in [] : x => x }
{ for x in null : x => x }
{ for x in [U] : x => 1 }
{ for x in ["a"] : x => U }
{ for x in split(",", U) : x => 1 }
{ for x in ["a", "b"] : x => 1 if U == "x" }
{ for x in ["a", U] : x => 1... }
[for x in [1] : y]
[for x in [{ a = 1 }] : x.a]
[for x in [{ a = 1 }] : x.b]
[for x in [1, 2, 3] : x if x > 1 && x < 3]
{ for k, v in tomap({ a = "1" }) : k => tonumber(v) }
[for k, v in { a = U } : k]
[for k, v in { a = U } : v]
length([for x in [1, 2] : x if U == "a"])
keys({ for x in ["b", "a"] : x => 1 })
[for x in [3, 1, 2] : x]
[for x in toset([3, 1, 2]) : x]
[for x in toset([true, false]) : x]
[for x in toset([10, 9, 1.5, -1]) : x]
[for x in toset(["10", "9", "a", "B", "ä"]) : x]
tolist(toset([[2], [1, 1], []]))
nonsensitive([for x in sensitive([1]) : 1]) == [1]
""".strip().split("\n")
TEMPLATES = r"""
"plain"
"${1}"
"${true}"
"${[1]}"
"a${1}"
"a${true}b"
"a${null}"
"${null}"
"a${[1]}"
"a${{}}"
"a${U}"
"${U}"
"a${U}b${U}c"
"${1.50}x"
"${1e20}x"
"${1/3}x"
"$${x}"
"%%{x}"
"$$"
"$"
"%"
"a$b"
"100%"
"\n\t\"\\"
"\u00e9\U0001F600"
"\q"
"${"${"a"}"}"
"${"a" == "a" ? "x${1}" : "y"}"
"%{ if true }a%{ else }b%{ endif }"
"%{ if false }a%{ else }b%{ endif }"
"%{ if false }a%{ endif }"
"%{ if null }a%{ endif }"
"%{ if "true" }a%{ endif }"
"%{ if 1 }a%{ endif }"
"%{ if U == "x" }a%{ else }b%{ endif }"
"%{ if U == "x" }a%{ else }a%{ endif }"
"z%{ if U == "x" }ab%{ else }ac%{ endif }"
"%{ for x in [1, 2] }${x},%{ endfor }"
"%{ for i, x in ["a", "b"] }${i}=${x};%{ endfor }"
"%{ for k, v in { b = 1, a = 2 } }${k}${v}%{ endfor }"
"%{ for x in [] }${x}%{ endfor }"
"%{ for x in null }${x}%{ endfor }"
"%{ for x in split(",", U) }${x}%{ endfor }"
"%{ for x in [1, 2] }%{ if x > 1 }${x}%{ endif }%{ endfor }"
"a ${~ "b" ~} c"
"a ${~ "b"} c"
"a ${"b" ~} c"
"a %{~ if true ~} b %{~ endif ~} c"
"a %{ if true ~} b %{ endif } c"
"x%{ for x in [1, 2] ~}
"
"%{ if true }a"
"${"
"${1 2}"
"%{ foo }"
"a\
"
startswith("abc-${U}", "abc")
startswith("abc-${U}", "abd")
startswith("abc-${U}", "abc-d")
startswith("ab${U}", "abc")
startswith(U, "")
startswith(U, "a")
endswith(U, "")
strcontains("abc${U}", "b")
strcontains("abc${U}", "z")
strcontains(U, "")
"${U}" == U
"a${U}" == "b${U}"
"a${U}" == null
length("a${U}") > 0
upper("a${U}")
"<${U}>" == "x"
"${~ 1 ~}"
" ${~ 1 ~} "
nonsensitive("${sensitive("a")}") == "a"
""".strip().split("\n")
HEREDOCS = [
    "<<E\na\nb\nE\n", "<<E\n  a\n  b\nE\n", "<<-E\n  a\n    b\n  E\n", "<<-E\n\ta\n\t\tb\n\tE\n",
    "<<E\nE\n", "<<-E\n    a\n\n  b\n  E\n", "<<E\n${1}x\nE\n", "<<E\n${U}x\nE\n",
    "<<E\na\\nb \"q\" $${x}\nE\n", "<<E\n%{ if true }\nyes\n%{ endif }\nE\n",
    "<<E\n%{ if true ~}\nyes\n%{ endif ~}\nE\n",
    "<<E\n%{ for x in [1, 2] }\n${x}\n%{ endfor }\nE\n",
    "<<E\n%{ for x in [1, 2] ~}\n${x}\n%{ endfor ~}\nE\n", "<<-E\n  ${1}\n    ${2}\n  E\n",
    "<<-E\n  a ${~ 1 ~}\n  b\n  E\n", "<<E\n{\"a\": \"${U}\"}\nE\n",
    "jsondecode(<<E\n{\"a\": 1}\nE\n)",
    "<<E\na\n  E\n", "<<-E\n  %{ for x in [1, 2] ~}\n  - ${x}\n  %{ endfor ~}\n  E\n",
    "<<-E\n${1}\n  a\n  E\n", "[<<E\na\nE\n, 1]", "<<E\n\tx ${\"a\"}\n\n\nE\n",
    "chomp(<<E\na\n\n\nE\n)",
]  # fmt: skip

ONE_TEXT = _calls(
    "upper lower title trimspace chomp strrev length base64encode md5 urlencode jsonencode tostring"
    " tonumber tobool",
    TEXTS,
) + _calls(
    "sha1 sha256 sha512 base64sha256 basename dirname base64decode jsondecode",
    ('""', '"a"', '"ä"', "1", "null", "U", "[]", '"a/b/c"', '"/"', '"a//b/"', '"../x"', '"YWJj"',
     '"YWJ"', '"//"', '"a/./b/../c.txt"', '"/x"'),
)  # fmt: skip
NUMERIC = (
    _calls("abs ceil floor signum", NUMBERS)
    + _calls("log pow", ("1", "10", "2.5", "0", "null", "length(U)"), ("2", "10", "-1", "0.5"))
    + """
min()
min(1)
min(3, 1, 2)
max(3, "10", 2)
max(1, null)
max(1, "a")
max([1, 2]...)
max([]...)
min(1, length(U))
max(1.5, 1.25)
sum([])
sum([1, 2.5])
sum(["1", 2])
sum(["a"])
sum([1, null])
sum(null)
sum("a")
sum({ a = 1 })
sum(toset([1, 1, 2]))
sum([length(U), 1])
sum([true])
sum([0.1, 0.2])
parseint("100", 10)
parseint("ff", 16)
parseint("FF", 16)
parseint("-1011", 2)
parseint("+7", 10)
parseint("z", 36)
parseint("Z", 62)
parseint("z", 62)
parseint("12", 2)
parseint("", 10)
parseint("1_000", 10)
parseint("0x10", 16)
parseint("1", 1)
parseint("1", 63)
parseint(5, 10)
parseint(null, 10)
parseint("1.5", 10)
parseint(U, 10)
parseint("99999999999999999999999", 10)
parseint("10", 10.5)
range(3)
range(0)
range(-3)
range(1, 4)
range(4, 1)
range(1, 8, 2)
range(8, 1, -3)
range(1, 4, -1)
range(1, 4, 0)
range(0, 1, 0.25)
range(2.5)
range(1025)
range(1024)[1023]
range()
range(1, 2, 3, 4)
range("3")
range("a")
range(null)
range(length(U))
range(5, 5)
""".strip().split("\n")
)
