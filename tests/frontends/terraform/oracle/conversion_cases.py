"""Cases around conversions, conditionals, and loops over what is not known."""

from __future__ import annotations

from itertools import product

ARMS = (
    "null", '"a"', "1", "true", "[]", '["a"]', '["a", 1]', "[1, [2]]", "[{ a = 1 }, { b = 1 }]",
    "tolist([])", 'tolist(["a", "b"])', "tolist([1])", "toset([])", 'toset(["a"])', "toset([1])",
    "{}", "{ a = 1 }", '{ a = 1, b = "x" }', "{ a = [1], b = 2 }", "{ b = true }", "tomap({})",
    'tomap({ a = "x" })', "tomap({ a = 1 })", "[[1], [2]]", "tolist([tolist([1])])",
)  # fmt: skip

CONDITIONALS = [
    f"{test} ? {then} : {otherwise}"
    for (number, then), (other, otherwise) in product(enumerate(ARMS), enumerate(ARMS))
    for test in ("true", "false", '(U == "x")')
    if number != other and (number * 7 + other * 3 + len(test)) % 5 == 0
]

TEXTS_OF_BOOLS = (
    '"true"', '"false"', '"1"', '"0"', '"TRUE"', '"True"', '"False"', '"FALSE"', '"yes"', '"no"',
    '"t"', '"01"', '" true"', '"true "', '""', "1", "0", "true", "null", "U", "[]", '["true"]',
)  # fmt: skip
BOOLS = [
    written.replace("X", text)
    for text in TEXTS_OF_BOOLS
    for written in ("tobool(X)", "X ? 1 : 2", "X && true", "!X", "convert(X, bool)")
]

VALUES = (
    '"1"', "1", '"x"', "true", "null", "[]", '["a", "b", "a"]', '["a", 1]', "[1, true]", "[null]",
    'tolist(["a"])', 'toset(["b", "a"])', "{}", "{ a = 1 }", '{ a = 1, b = "x" }',
    '{ a = [1], b = "x" }', "tomap({ a = 1 })", "U", "[U]", "{ a = U }",
)  # fmt: skip
TYPES = (
    "string", "number", "bool", "any", "list(string)", "set(string)", "map(string)", "list(any)",
    "map(any)", "tuple([string])", "tuple([string, number])", "object({ a = string })",
    "object({ a = optional(string), c = optional(number, 3) })", "list(object({ a = string }))",
    "nonsense", '"string"',
)  # fmt: skip
CONVERTED = [
    f"convert({value}, {kind})"
    for (number, value), (other, kind) in product(enumerate(VALUES), enumerate(TYPES))
    if (number + other * 3) % 2 == 0
]

COLLECTIONS = ('split(",", U)', "jsondecode(U)", 'toset([U, "a"])', '[U, "a"]', "[]")
FILTERED = [
    loop.replace("C", collection)
    for collection in COLLECTIONS
    for loop in (
        "[for x in C : x if false]", "[for x in C : x if true]", "{ for x in C : x => 1 if false }",
        '[for x in C : upper(x) if contains([], x)]', '[for x in C : x if x == "a" && false]',
        '[for x in C : x if x == "a"]', "[for x in C : x if null]", '[for x in C : x if "no"]',
        "length([for x in C : x if false])", "[for k, x in C : k if false]",
        '{ for x in C : "a" => x... if false }', "concat([for x in C : x if false], [1])",
    )
]  # fmt: skip

KEPT = """
coalesce("", U)
coalesce(null, U, "x")
coalesce(U, "x")
coalesce("", "pre-${U}")
coalesce([], U)
compact(["", U, null])
compact(["a-${U}", ""])
distinct(["a", U, "a"])
distinct(["a-${U}", "b-${U}"])
length(compact(["a-${U}", ""]))
length(split(",", U)) > 0
length(split(",", U)) < 0
length(toset(["a", U])) > 0
length(toset(["a", U])) > 2
length(toset(["a", U])) <= 2
length(U == "x" ? tolist(["a"]) : tolist(["b", "c"])) > 0
length(U == "x" ? tolist(["a"]) : tolist(["b", "c"])) < 3
length(U == "x" ? tolist(["a"]) : tolist(["b", "c"])) > 1
trimspace(U)
trimspace("  a${U}  ")
trimspace("a${U}b")
chomp("a${U}")
chomp("${U}\\n")
indent(2, "a\\n${U}")
lower("A${U}")
upper("a${U}")
replace("a-${U}", "a-", "b")
replace("a-${U}", "-", "+")
jsondecode(jsonencode({ a = U, b = [1, true, null] }))
jsondecode(jsonencode({ a = U, b = [1, true, null] })).b
jsondecode(jsonencode([U]))[0]
jsondecode(jsonencode(U))
try(coalesce("a", U), "x")
try(coalesce(U, "a"), "x")
try(one([U]), "x")
try(element([U], 0), "x")
try(lookup({ a = U }, "a"), "x")
try(lookup({ a = 1 }, "b"), "x")
can(element(split(",", U), 0))
can(coalesce("a", U))
try(convert(U, number), 1)
try(convert("x", number), 1)
can(convert("1", number))
""".strip().split("\n")
