"""Every form of an expression, shown as nested lists in prefix form."""

from __future__ import annotations

import pytest
from terraform_expressions import parse_expression

from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.frontends.terraform.syntax import nodes as syntax


def shown(node: object) -> str:
    """Return a tree as text: what it is, then what is in it."""
    match node:
        case syntax.Literal(value=value):
            return repr(value)
        case syntax.Variable(name=name):
            return name
        case syntax.GetAttribute(source=source, name=name):
            return f"{shown(source)}.{name}"
        case syntax.Index(source=source, key=key):
            return f"{shown(source)}[{shown(key)}]"
        case syntax.Splat(source=source, each=each, full=full):
            return f"(splat{'' if full else '-attributes'} {shown(source)} {shown(each)})"
        case syntax.SplatElement():
            return "@"
        case syntax.Call(name=name, arguments=arguments, expands_last=expands):
            listed = ", ".join(map(shown, arguments))
            return f"{name}({listed}{'...' if expands else ''})"
        case syntax.Conditional(condition=condition, then=then, otherwise=otherwise):
            return f"(if {shown(condition)} {shown(then)} {shown(otherwise)})"
        case syntax.Binary(operator=operator, left=left, right=right):
            return f"({operator} {shown(left)} {shown(right)})"
        case syntax.Unary(operator=operator, operand=operand):
            return f"({operator} {shown(operand)})"
        case syntax.Parenthesized(inner=inner):
            return f"(in {shown(inner)})"
        case syntax.TupleConstructor(elements=elements):
            return f"[{', '.join(map(shown, elements))}]"
        case syntax.ObjectConstructor(entries=entries):
            return f"{{{', '.join(f'{shown(key)}: {shown(value)}' for key, value in entries)}}}"
        case syntax.ForTuple():
            names = ", ".join(filter(None, (node.key, node.value)))
            test = f" if {shown(node.condition)}" if node.condition else ""
            return f"[for {names} in {shown(node.collection)}: {shown(node.element)}{test}]"
        case syntax.ForObject():
            names = ", ".join(filter(None, (node.key, node.value)))
            test = f" if {shown(node.condition)}" if node.condition else ""
            groups = "..." if node.groups else ""
            result = f"{shown(node.result_key)} => {shown(node.result_value)}{groups}"
            return f"{{for {names} in {shown(node.collection)}: {result}{test}}}"
        case syntax.Template(pieces=pieces):
            return f"<{' '.join(map(shown, pieces))}>"
        case syntax.TextPiece(text=text):
            return repr(text)
        case syntax.Interpolation(expression=expression):
            return f"${shown(expression)}"
        case syntax.TemplateIf(condition=condition, then=then, otherwise=otherwise):
            branches = " else ".join(" ".join(map(shown, one)) for one in (then, otherwise))
            return f"%if({shown(condition)} then {branches})"
        case syntax.TemplateFor():
            names = ", ".join(filter(None, (node.key, node.value)))
            body = " ".join(map(shown, node.body))
            return f"%for({names} in {shown(node.collection)}: {body})"
        case _:
            raise AssertionError(node)


def expression(text: str) -> str:
    """Return the tree of an expression as text."""
    source = Source("a.tf", text)
    parsed = parse_expression(source, 0, len(text), Limits())
    return shown(parsed)


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("1", "1"),
        ("1.5", "1.5"),
        ("1.0", "1"),
        ("1e3", "1000"),
        ("1.5E-1", "0.15"),
        ("007", "7"),
        ("true", "True"),
        ("null", "None"),
        ('"a"', "'a'"),
        ('""', "''"),
        ("var.a-b", "var.a-b"),
        ("var.für", "var.für"),
        ("a.true", "a.true"),
        ("a.0.b", "a.0.b"),
        ("a.1e2", "a.100"),
        ("a[0]", "a[0]"),
        ('a["k"].b', "a['k'].b"),
        ("a[b[1]]", "a[b[1]]"),
        ("f()", "f()"),
        ("f (a, b,)", "f(a, b)"),
        ("f(a...)", "f(a...)"),
        ("null(a)", "null(a)"),
        ("core::upper(a)", "core::upper(a)"),
        ("provider :: aws :: arn_parse(a)", "provider::aws::arn_parse(a)"),
        ("[]", "[]"),
        ("[a, [b], ]", "[a, [b]]"),
        ("(a)", "(in a)"),
        ("(\n  a # why\n  + b\n)", "(in (+ a b))"),
        ("[a, # one\n /* two */ b\n]", "[a, b]"),
    ],
)
def test_terms(written: str, tree: str):
    """Literals, references, calls and lists are read as Terraform reads them."""
    assert tree == expression(written)


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("a + b * c - d", "(- (+ a (* b c)) d)"),
        ("a / b % c", "(% (/ a b) c)"),
        ("a || b && c == d", "(|| a (&& b (== c d)))"),
        ("a < b == c >= d", "(== (< a b) (>= c d))"),
        ("a != b + 1", "(!= a (+ b 1))"),
        ("-a + b", "(+ (- a) b)"),
        ("!a.b", "(! a.b)"),
        ("!!a", "(! (! a))"),
        ("- -5", "(- (- 5))"),
        ("1-2", "(- 1 2)"),
        ("a -b", "(- a b)"),
        ("a ? b : c ? d : e", "(if a b (if c d e))"),
        ("a ? b ? c : d : e", "(if a (if b c d) e)"),
        ("a == 1 ? b + 1 : c", "(if (== a 1) (+ b 1) c)"),
    ],
)
def test_operators(written: str, tree: str):
    """Operators bind as in HCL: the left ones first on one level."""
    assert tree == expression(written)


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("a[*]", "(splat a @)"),
        ("a[*].b[0].c", "(splat a @.b[0].c)"),
        ("a[*].b[*].c", "(splat a (splat @.b @.c))"),
        ("a[*].b.*.c", "(splat a (splat-attributes @.b @.c))"),
        ("(a[*])[0]", "(in (splat a @))[0]"),
        ("a.*.b.c", "(splat-attributes a @.b.c)"),
        ("a.*.0", "(splat-attributes a @.0)"),
        ("a.*.b[0]", "(splat-attributes a @.b)[0]"),
        ("a.*.b[0].c", "(splat-attributes a @.b)[0].c"),
        ("a.*.b[*].c", "(splat (splat-attributes a @.b) @.c)"),
        ("a[ * ].b", "(splat a @.b)"),
        ("(a[\n*\n].b)", "(in (splat a @.b))"),
    ],
)
def test_splats(written: str, tree: str):
    """Everything behind ``[*]`` belongs to each element, behind ``.*`` only names do."""
    assert tree == expression(written)


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("{}", "{}"),
        ("{ a = 1 }", "{'a': 1}"),
        ("{ a = 1, b : 2 }", "{'a': 1, 'b': 2}"),
        ("{\n  a = 1\n\n  b = 2,\n  c = 3 }", "{'a': 1, 'b': 2, 'c': 3}"),
        ('{ "a b" = 1 }', "{'a b': 1}"),
        ('{ "${a}" = 1 }', "{<$a>: 1}"),
        ("{ (a) = 1 }", "{(in a): 1}"),
        ("{ true = 1, null = 2 }", "{'true': 1, 'null': 2}"),
        ("{ 1 = 2 }", "{1: 2}"),
        ("{ if = 1, in = 2 }", "{'if': 1, 'in': 2}"),
        ("{ a.b = c.d }", "{a.b: c.d}"),
        ("{ f(a) = 1 }", "{f(a): 1}"),
        ("{ a = b ? c : d, e = f }", "{'a': (if b c d), 'e': f}"),
    ],
)
def test_objects(written: str, tree: str):
    """A bare name is a text as a key; everything else is what it is elsewhere."""
    assert tree == expression(written)


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("[for x in y : x.a]", "[for x in y: x.a]"),
        ("[for k, v in y : v if v != 1]", "[for k, v in y: v if (!= v 1)]"),
        ("{for x in y : x.a => x}", "{for x in y: x.a => x}"),
        ("{for k, v in y : k => v... if v}", "{for k, v in y: k => v... if v}"),
        ("{\n  for x in y\n  : x => {\n    a = 1\n  }\n}", "{for x in y: x => {'a': 1}}"),
        ("[ # all\n for x in y : x]", "[for x in y: x]"),
        ("[for if in in : if if if]", "[for if in in: if if if]"),
        ("[for x in [for z in y : z] : x]", "[for x in [for z in y: z]: x]"),
        ("[for x in y : x ? 1 : 2]", "[for x in y: (if x 1 2)]"),
        ("for", "for"),
    ],
)
def test_for_expressions(written: str, tree: str):
    """``for``, ``in`` and ``if`` are keywords in for expressions only."""
    assert tree == expression(written)


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ('"a${b}c"', "<'a' $b 'c'>"),
        ('"${a}"', "<$a>"),
        ('"${ { a = "b" }.a }"', "<${'a': 'b'}.a>"),
        ('"${"${a}"}"', "<$<$a>>"),
        ('"$${a} %%{b} $ % $a"', "'${a} %{b} $ % $a'"),
        ('"$$${a}"', "'$${a}'"),
        ('"$${x ${y}}"', "<'${x ' $y '}'>"),
        (r'"\n\t\r\"\\ \u00e9 \U0001F600"', "'\\n\\t\\r\"\\\\ é 😀'"),
        ('"a ${~ b ~} c"', "<'a' $b 'c'>"),
        ('"${ # why\n b }"', "<$b>"),
        ('"%{ if a }b%{ endif }"', "<%if(a then 'b' else )>"),
        ('"%{if a}b%{else}${c}%{endif}"', "<%if(a then 'b' else $c)>"),
        ('"%{ for k, v in c }${k}%{ endfor }"', "<%for(k, v in c: $k)>"),
        ('"x %{~ for v in c ~} ${v} %{~ endfor ~} y"', "<'x' %for(v in c: $v) 'y'>"),
        ('"%{ if a }%{ if b }c%{ endif }%{ endif }"', "<%if(a then %if(b then 'c' else ) else )>"),
    ],
)
def test_templates(written: str, tree: str):
    """Strings hold interpolations, directives, escapes and strip markers."""
    assert tree == expression(written)


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("<<E\n  a\nE\n", "'  a\\n'"),
        ("<<E\nE\n", "''"),
        ("<<_E-1\na\n_E-1\n", "'a\\n'"),
        ("<<E\na\\n\n  E  \n", "'a\\\\n\\n'"),
        ("<<E\r\na\r\nE\r\n", "'a\\r\\n'"),
        ("<<-E\n    a\n      b\n\n    c\n  E\n", "'a\\n  b\\n\\nc\\n'"),
        ("<<-E\n    a\n  ${b} c\n    E\n", "<'  a\\n' $b ' c\\n'>"),
        ("<<-E\n  a\n${b}\n  E\n", "<'  a\\n' $b '\\n'>"),
        ("<<E\n${a} E\nE\n", "<$a ' E\\n'>"),
        ("<<E\n${a}E\nE\n", "<$a 'E\\n'>"),
        ("<<E\na ${~ b ~}\n  c\nE\n", "<'a' $b '  c\\n'>"),
        ("<<E\n$${a} %%{b}\nE\n", "'${a} %{b}\\n'"),
        ("<<E\n%{ for x in y ~}\n  ${x}\n%{ endfor ~}\nE\n", "<%for(x in y: '  ' $x '\\n')>"),
        ('<<E\n${ f("}", <<F\n  in\n  F\n) }\nE\n', "<$f('}', '  in\\n') '\\n'>"),
    ],
)
def test_heredocs(written: str, tree: str):
    """A heredoc ends at its marker alone on a line; ``<<-`` takes the common indentation away."""
    assert tree == expression(written)


def test_offsets_are_those_of_the_whole_text():
    """An expression in the middle of a text has its offsets there."""
    source = Source("a.tf", 'xx "${a}" yy')

    parsed = parse_expression(source, 3, 9, Limits())

    assert (
        syntax.Template(
            start=3,
            end=9,
            pieces=(
                syntax.Interpolation(
                    start=4, end=8, expression=syntax.Variable(start=6, end=7, name="a")
                ),
            ),
        )
        == parsed
    )


def test_every_node_covers_what_it_is_written_as():
    """The stretch between a node's offsets is its own text, without the comments around it."""
    text = "a.b[0] + /* c */ f( x )  # d"
    sum_ = parse_expression(Source("a.tf", text), 0, len(text), Limits())

    assert isinstance(sum_, syntax.Binary)
    assert ["a.b[0] + /* c */ f( x )", "a.b[0]", "f( x )"] == [
        text[node.start : node.end] for node in (sum_, sum_.left, sum_.right)
    ]
