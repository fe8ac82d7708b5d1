"""Terraform that is small to write and large to evaluate."""

from __future__ import annotations

from collections.abc import Iterator

from canaries import MODULE
from hostile_case import HOSTILE, VICTIM, Case, evaluated, files

DOUBLINGS = 40
TRAIL = 'resource "aws_cloudtrail" "t" {\n  name = "t"\n}\n'
ANCHORS = 'a: &a ["x","x","x","x","x","x","x","x","x"]\n'


def evaluation_cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _names()
    yield from _values()
    yield from _growth()
    yield from _loops()
    yield from _texts()


def local(value: str) -> str:
    """Return a block of one local that the victim needs."""
    return f"locals {{\n  x = {value}\n}}\n"


def chain(step: str, first: str, length: int = DOUBLINGS) -> str:
    """Return locals that each hold the one before, `step` says how with `@` for it."""
    rows = [f"  l0 = {first}"]
    rows += [f"  l{n} = " + step.replace("@", f"local.l{n - 1}") for n in range(1, length)]
    return "\n".join(["locals {", *rows, f"  x = local.l{length - 1}", "}\n"])


def _names() -> Iterator[Case]:
    yield evaluated("local-of-itself", local("local.x"))
    ring = "".join(f"  r{n} = local.r{(n + 1) % 5_000}\n" for n in range(5_000))
    yield evaluated("ring-of-locals", f"locals {{\n{ring}  x = local.r0\n}}\n")
    yield evaluated("variable-of-itself", 'variable "v" {\n  default = var.v\n}\n' + local("var.v"))
    yield evaluated(
        "resource-of-itself",
        'resource "aws_s3_bucket" "b" {\n  bucket = aws_s3_bucket.b.id\n}\n'
        + local("aws_s3_bucket.b.bucket"),
    )
    yield files(
        "modules-in-a-ring",
        {
            HOSTILE: 'module "a" {\n  source = "./a"\n}\n' + VICTIM + local('"x"'),
            f"{MODULE}/a/main.tf": 'module "b" {\n  source = "../b"\n}\n',
            f"{MODULE}/b/main.tf": 'module "a" {\n  source = "../a"\n}\n' + TRAIL,
        },
        (f"{MODULE}/b/main.tf",),
    )
    yield evaluated("module-of-itself", 'module "me" {\n  source = "./"\n}\n' + local('"x"'))
    doubling = {
        f"{MODULE}/m{level}/main.tf": "".join(
            f'module "{name}" {{\n  source = "../m{level + 1}"\n}}\n' for name in "ab"
        )
        for level in range(24)
    }
    bottom = {f"{MODULE}/m24/main.tf": TRAIL}
    top = {HOSTILE: 'module "a" {\n  source = "./m0"\n}\n' + VICTIM + local('"x"')}
    cut = (f"{MODULE}/m9/main.tf",)
    yield files("modules-that-double", {**top, **doubling, **bottom}, cut)


def _values() -> Iterator[Case]:
    yield evaluated("exponent", local("1e999999"))
    yield evaluated("exponents", local("1e-999999999999 + 1e308 * 1e308"), is_named=False)
    yield evaluated("power", local("pow(10, 999999999)"), is_named=False)
    yield evaluated("powers", chain("@ * @", "10"))
    yield evaluated("range", local("length(range(1000000000))"))
    yield evaluated("range-steps", local("length(range(0, 1, 0.000000001))"))
    yield evaluated("format-width", local('format("%1000000000d", 1)'))
    yield evaluated("format-precision", local('format("%.1000000000f", 1)'))
    yield evaluated("parse-int", local(f'parseint("{"1" * 900_000}", 2)'))
    arguments = ", ".join("4" for _ in range(100_000))
    yield evaluated("cidr-subnets", local(f'cidrsubnets("10.0.0.0/8", {arguments})'))
    yield evaluated("cidr-host", local('cidrhost("::/0", 1e38)'), is_named=False)
    yield evaluated("zeros", local('format("%0999999999s", "x")'))


def _growth() -> Iterator[Case]:
    yield evaluated("texts-that-double", chain('"${@}${@}"', '"0123456789"'))
    yield evaluated("lists-that-double", chain("[@, @]", '"x"'), is_named=False)
    yield evaluated("concat", chain("concat(@, @)", '["x"]'))
    yield evaluated("objects-that-double", chain("{ a = @, b = @ }", '"x"'), is_named=False)
    yield evaluated(
        "merge", chain('merge(@, { for k, v in @ : "${k}0" => v })', "{ a = 1 }"), is_named=False
    )
    yield evaluated("join", chain('join("", [@, @])', '"0123456789"'))
    yield evaluated("format", chain('format("%s%s", @, @)', '"x"'))
    yield evaluated("replace", chain('replace(@, "a", "aaaa")', '"a"'))
    yield evaluated("json-encode", chain("jsonencode(@)", '"\\"\\""'))
    yield evaluated("json-encode-twice", chain("jsonencode([@, @])", '"x"'))
    yield evaluated("setproduct", chain("setproduct(@, @)", "[1, 2, 3]", 12))
    yield evaluated("flatten", chain("flatten([@, @])", '["x"]'))
    yield evaluated("format-list", chain('formatlist("%s-%s", @, @)', "range(1000)"))
    anchors = ANCHORS + "".join(
        f"{new}: &{new} [{','.join(f'*{old}' for _ in range(9))}]\n"
        for old, new in zip("abcdefghi", "bcdefghij")
    )
    yield evaluated(
        "yaml-decode",
        f"locals {{\n  y = <<Y\n{anchors}Y\n" + "  x = yamldecode(local.y)\n}\n",
    )
    deep = "[" * 50_000 + "]" * 50_000
    yield evaluated("yaml-decode-depth", local(f'yamldecode("{deep}")'))
    yield evaluated("json-decode-depth", local(f'jsondecode("{deep}")'), is_named=False)
    yield evaluated("json-decode-number", local(f'jsondecode("{"9" * 500_000}")'))
    yield evaluated("yaml-recursion", local('yamldecode("&a [*a]")'))
    bomb = "x = " + "[" * 30_000 + "]" * 30_000 + "\n"
    yield files(
        "tfvars",
        {
            f"{MODULE}/terraform.tfvars": bomb,
            HOSTILE: 'variable "x" {}\n' + local("var.x") + VICTIM,
        },
        (f"{MODULE}/terraform.tfvars",),
    )


def _loops() -> Iterator[Case]:
    trail = 'resource "aws_cloudtrail" "many" {\n  %s\n  name = "many"\n}\n'
    yield evaluated("count", local('"x"') + trail % "count = 1e9")
    yield evaluated("count-negative", local('"x"') + trail % "count = -1")
    yield evaluated("for-each-of-itself", local('"x"') + trail % "for_each = aws_cloudtrail.many")
    yield evaluated(
        "for-each", local('"x"') + trail % "for_each = toset([for n in range(9000) : tostring(n)])"
    )
    numbers = "".join(f"[for {name} in range(1000) : " for name in "abcde")
    yield evaluated("nested-loops", local(f"{numbers}a{']' * 5}"))
    yield evaluated("loop-depth", local("[for a in [1] : " * 20_000 + "1" + "]" * 20_000))
    dynamic = "".join(
        f'  dynamic "event_selector" {{\n    for_each = range(1000)\n    iterator = i{n}\n'
        "    content {\n"
        for n in range(50)
    )
    yield evaluated(
        "dynamic", local('"x"') + trail % (dynamic + "read_write_type = i0.value" + "}}\n" * 50)
    )
    wide = (
        'dynamic "event_selector" {\n  for_each = range(10000)\n  content {\n'
        '    dynamic "data_resource" {\n      for_each = range(10000)\n'
        '      content {\n        type = "AWS::S3::Object"\n      }\n    }\n  }\n}\n'
    )
    yield evaluated("dynamic-width", local('"x"') + trail % wide)
    directive = "%{for a in range(10000)}" * 5 + "x" + "%{endfor}" * 5
    yield evaluated("template-loops", local(f'"{directive}"'))


def _texts() -> Iterator[Case]:
    long = "a" * 40
    yield evaluated("regex", local(f'regex("^(a+)+$", "{long}!")'), is_named=False)
    yield evaluated(
        "regex-alternatives", local(f'regexall("(a|a|aa)+$", "{long}!")'), is_named=False
    )
    yield evaluated("regex-replace", local(f'replace("{long}!", "/(a*)*b/", "x")'), is_named=False)
    yield evaluated("regex-repeats", local('regex("((a{1000}){1000}){1000}", "a")'), is_named=False)
    yield evaluated(
        "regex-depth", local(f'regex("{"(" * 20_000}a{")" * 20_000}", "a")'), is_named=False
    )
    call = 'templatefile("t.tftpl", {})'
    yield files(
        "template-of-itself",
        {HOSTILE: local(call) + VICTIM, f"{MODULE}/t.tftpl": "${" + call + "}"},
        (f"{MODULE}/t.tftpl",),
    )
    yield evaluated("indent", chain('indent(1000, "${@}\\n${@}")', '"\\n"'))
    yield evaluated("split", chain('join("ab", split("a", @))', '"aaaa"'), is_named=False)
    yield evaluated("decompression", local('base64decode("H4sIAAAAAAAA")'))
