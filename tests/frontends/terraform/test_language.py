"""The language as Terraform 1.15 and OpenTofu 1.11 have it."""

from __future__ import annotations

import pytest
from terraform_configurations import Terraform, TextFiles, plain

from iacguard.core.limits import Limits
from iacguard.core.text import ACCOUNT
from iacguard.core.value import Known, Unknown
from iacguard.frontends.lowering.row_reading import as_flag
from iacguard.frontends.protocol import Inputs
from iacguard.frontends.terraform.frontend import parse_file
from iacguard.frontends.terraform.modules.loader import Loader
from iacguard.frontends.terraform.modules.static_sources import called_directories


def test_the_long_form_of_a_reference_means_the_resource(terraform: Terraform) -> None:
    """``resource.TYPE.NAME`` is ``TYPE.NAME``: alone, indexed, in a splat and through a module."""
    found = terraform(
        """
        resource "aws_s3_bucket" "b" { bucket = "logs" }
        resource "aws_s3_bucket" "many" {
          count  = 2
          bucket = "logs-${count.index}"
        }
        resource "aws_cloudtrail" "t" {
          one   = resource.aws_s3_bucket.b.bucket
          index = resource.aws_s3_bucket.many[1].bucket
          all   = resource.aws_s3_bucket.many[*].bucket
        }
        """
    )

    assert {"one": "logs", "index": "logs-1", "all": ["logs-0", "logs-1"]} == found.plain(
        "aws_cloudtrail.t"
    )
    assert [] == found.problems


def test_an_undeclared_resource_is_named_in_either_form(terraform: Terraform) -> None:
    """The long form is no way around the check."""
    found = terraform('resource "aws_cloudtrail" "t" { a = resource.aws_s3_bucket.b.id }\n')

    assert ["error main.tf:1: reference to undeclared resource aws_s3_bucket.b"] == found.problems


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("convert(var.text, bool)", True),
        ('convert("1", number)', 1),
        ('convert(["b", "a", "b"], set(string))', ["a", "b"]),
        (
            'convert({ a = 1 }, object({ a = string, b = optional(string, "x") }))',
            {"a": "1", "b": "x"},
        ),
        ('try(convert("TRUE", bool), "refused")', "refused"),
        ("can(convert(1, bool))", False),
        ('try(convert(["a"], tuple([string])), 0)', ["a"]),
        ('try(convert(tolist(["a"]), tuple([string])), "refused")', "refused"),
    ],
)
def test_convert_takes_a_value_and_a_type(
    terraform: Terraform, written: str, expected: object
) -> None:
    """``convert(value, type)`` of Terraform 1.15."""
    found = terraform(
        'variable "text" { default = "true" }\n'
        f'resource "aws_cloudtrail" "t" {{ a = {written} }}\n'
    )

    assert {"a": expected} == found.plain("aws_cloudtrail.t")
    assert [] == found.problems


@pytest.mark.parametrize(
    ("enabled", "expected"), [("true", "yes"), ("false", "left out"), ('"0"', "left out")]
)
def test_a_resource_that_is_not_enabled_is_left_out(
    terraform: Terraform, enabled: str, expected: str
) -> None:
    """``lifecycle { enabled }`` of OpenTofu; what refers to it sees null."""
    found = terraform(
        {
            "main.tf": f"""
        resource "aws_s3_bucket" "b" {{
          bucket = "yes"
          lifecycle {{
            enabled = {enabled}
          }}
        }}
        module "m" {{
          source = "./m"
          lifecycle {{
            enabled = {enabled}
          }}
        }}
        resource "aws_cloudtrail" "t" {{
          a = try(aws_s3_bucket.b.bucket, "left out")
          b = try(module.m.name, "left out")
        }}
        """,
            "m/main.tf": """
        resource "aws_s3_bucket" "n" { bucket = "yes" }
        output "name" { value = aws_s3_bucket.n.bucket }
        """,
        }
    )
    there = ["aws_s3_bucket.b", "aws_cloudtrail.t", "module.m.aws_s3_bucket.n"]

    assert {"a": expected, "b": expected} == found.plain("aws_cloudtrail.t")
    assert (there if expected == "yes" else ["aws_cloudtrail.t"]) == found.addresses
    assert [] == found.problems


def test_whether_an_open_switch_enables_a_resource_is_not_known(terraform: Terraform) -> None:
    """The resource is there or not; a reference to it is deployed only with it."""
    found = terraform(
        """
        variable "on" { type = bool }
        resource "aws_s3_bucket" "b" {
          bucket = "logs"
          lifecycle { enabled = var.on }
        }
        resource "aws_cloudtrail" "t" { a = aws_s3_bucket.b.bucket }
        """
    )

    exists = found.block("aws_s3_bucket.b").exists
    assert "?var.on has no value (set it with --var or --var-file)" == plain(exists)
    assert {"a": "logs"} == found.plain("aws_cloudtrail.t")
    assert [] == found.problems


def test_what_a_written_block_lacks_may_be_computed(terraform: Terraform) -> None:
    """In a block, in a block inside of one, in a generated one, and of a data source."""
    found = terraform(
        """
        resource "aws_eks_cluster" "c" {
          vpc_config {
            subnet_ids = ["s"]
            inner { a = 1 }
          }
          dynamic "extra" {
            for_each = ["x"]
            content { name = extra.value }
          }
        }
        data "aws_lb" "l" {
          filter { name = "n" }
        }
        resource "aws_cloudtrail" "t" {
          written = aws_eks_cluster.c.vpc_config[0].subnet_ids
          one     = "x-${aws_eks_cluster.c.vpc_config[0].group_id}"
          inner   = aws_eks_cluster.c.vpc_config[0].inner[0].b
          dynamic = aws_eks_cluster.c.extra[0].id
          all     = aws_eks_cluster.c.vpc_config[*].group_id
          data    = data.aws_lb.l.filter[0].values
        }
        """
    )

    open_one = "?aws_eks_cluster.c.vpc_config[0] is not deployed yet"
    assert {
        "written": ["s"],
        "one": open_one,
        "inner": "?aws_eks_cluster.c.vpc_config[0].inner[0] is not deployed yet",
        "dynamic": "?aws_eks_cluster.c.extra[0] is not deployed yet",
        "all": [open_one],
        "data": "?data.aws_lb.l.filter[0] is read only at deployment",
    } == found.plain("aws_cloudtrail.t")
    assert [] == found.problems


def test_an_error_where_nothing_may_be_deployed_is_only_a_reason(terraform: Terraform) -> None:
    """In a module, a resource and a data source whose number is not known."""
    found = terraform(
        {
            "main.tf": """
                variable "on" { type = bool }
                variable "names" { type = set(string) }
                variable "options" { default = null }
                module "m" {
                  source = "./m"
                  count  = var.on ? 1 : 0
                  engine = var.options.engine
                }
                resource "aws_cloudtrail" "some" {
                  for_each = var.names
                  name     = var.options.name
                }
                resource "aws_cloudtrail" "one" { name = try(module.m[0].out, "none") }
            """,
            "m/main.tf": """
                variable "engine" { type = number }
                locals { wrong = tobool("TRUE") }
                resource "aws_cloudtrail" "t" {
                  name = var.engine
                  a    = local.wrong
                }
                output "out" { value = local.wrong }
            """,
        }
    )

    why = "?the expression cannot be evaluated: "
    null = "this value is null, so it does not have any attributes"
    assert [] == found.problems
    assert {"name": why + null} == found.plain('aws_cloudtrail.some["?"]')
    assert why + null == found.plain("module.m[0].aws_cloudtrail.t")["name"]


def test_an_error_that_is_certainly_met_is_told(terraform: Terraform) -> None:
    """The same body, with a number that is known."""
    found = terraform(
        """
        variable "options" { default = null }
        resource "aws_cloudtrail" "t" {
          count = 1
          name  = var.options.name
        }
        resource "aws_cloudtrail" "none" {
          count = 0
          name  = var.options.name
        }
        """
    )

    assert [
        "error main.tf:5: this value is null, so it does not have any attributes"
    ] == found.problems


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[for x in var.open : x if false]", []),
        ("[for x in var.open : x if contains(keys(coalesce(var.none, {})), x)]", []),
        ("{ for k, x in var.open : k => x if length(var.empty) > 0 }", {}),
        ('[for x in var.open : x.a if x == "a" && false]', []),
    ],
)
def test_a_filter_that_leaves_everything_out_decides(
    terraform: Terraform, written: str, expected: object
) -> None:
    """Whatever the collection holds, nothing of it is kept."""
    found = terraform(
        f"""
        variable "open" {{}}
        variable "none" {{
          type    = map(string)
          default = null
        }}
        variable "empty" {{ default = [] }}
        resource "aws_cloudtrail" "t" {{ a = {written} }}
        """
    )

    assert {"a": expected} == found.plain("aws_cloudtrail.t")
    assert [] == found.problems


@pytest.mark.parametrize(
    "written",
    [
        'coalesce(var.none, ACCOUNT, "x")',
        'compact(["", ACCOUNT])[0]',
        'concat([], [ACCOUNT], ["x"])[0]',
        "distinct([ACCOUNT, ACCOUNT])[0]",
        "one(toset([ACCOUNT]))",
        "one(setunion([ACCOUNT], []))",
        "flatten([[ACCOUNT], []])[0]",
        "merge({ a = ACCOUNT }, { b = 1 }).a",
        'lookup({ a = ACCOUNT }, "a", "x")',
        'try(ACCOUNT, "x")',
        'can(ACCOUNT) ? ACCOUNT : "x"',
        'try(coalesce(ACCOUNT, "x"), "y")',
        'try(one([ACCOUNT]), "y")',
        'trimspace("  ${ACCOUNT}\\n")',
        'chomp("${ACCOUNT}\\n")',
        "indent(2, ACCOUNT)",
        "lower(ACCOUNT)",
        "upper(ACCOUNT)",
        'replace(ACCOUNT, "arn:", "")',
        'split(":", "arn:aws:iam::${ACCOUNT}:root")[4]',
        'element(split(":", "arn:aws:iam::${ACCOUNT}:root"), 4)',
        "jsondecode(jsonencode({ a = [ACCOUNT] })).a[0]",
        "length([ACCOUNT]) > 0 ? ACCOUNT : null",
        'length(ACCOUNT) > 0 ? ACCOUNT : "x"',
        "[for x in [ACCOUNT] : x][0]",
        "convert(ACCOUNT, string)",
    ],
)
def test_functions_keep_what_they_are_given(terraform: Terraform, written: str) -> None:
    """The account that only a deployment tells is the account when a function has passed it on."""
    found = terraform(
        f"""
        data "aws_caller_identity" "me" {{}}
        variable "none" {{ default = null }}
        resource "aws_cloudtrail" "t" {{
          a = {written.replace("ACCOUNT", "data.aws_caller_identity.me.account_id")}
        }}
        """
    )

    value = found.block("aws_cloudtrail.t").attributes["a"]
    assert isinstance(value, Unknown)
    assert (ACCOUNT,) == value.parts
    assert [] == found.problems


@pytest.mark.parametrize("written", ["trimspace(var.n)", "lower(var.n)", "upper(var.n)"])
def test_a_function_makes_the_same_of_the_same(terraform: Terraform, written: str) -> None:
    """What it makes of a text that is not known is not that text, and equals itself."""
    found = terraform(
        f"""
        variable "n" {{ type = string }}
        resource "aws_cloudtrail" "t" {{
          same  = {written} == {written}
          other = {written} == var.n
        }}
        """
    )

    why = "?var.n has no value (set it with --var or --var-file)"
    assert {"same": True, "other": why} == found.plain("aws_cloudtrail.t")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"true"', True),
        ('"1"', True),
        ('"0"', False),
        ('"false"', False),
        ('"TRUE"', None),
        ('"True"', None),
        ('"yes"', None),
    ],
)
def test_a_flag_is_read_from_the_texts_that_terraform_converts(
    written: str, expected: bool | None
) -> None:
    """Any other text is refused by Terraform, and so is no fact."""
    value = as_flag(Known(written.strip('"')))

    assert expected == (value.value if isinstance(value, Known) else None)


def test_a_conditional_of_two_texts_is_one_of_them(terraform: Terraform) -> None:
    """Also where a branch is a conditional itself, or null."""
    found = terraform(
        """
        variable "on" { type = bool }
        variable "off" { type = bool }
        resource "aws_s3_bucket" "b" { bucket = "b" }
        resource "aws_cloudtrail" "t" {
          a = var.on ? aws_s3_bucket.b.id : (var.off ? "c" : null)
        }
        """
    )

    value = found.block("aws_cloudtrail.t").attributes["a"]
    assert isinstance(value, Unknown)
    assert ["b", "c", None] == [plain(choice) for choice in value.choices]


@pytest.mark.parametrize(
    ("block", "problems"),
    [
        ('data "archive_file" "z" { output_path = "./out/a.zip" }', []),
        ('data "archive_file" "z" { output_path = "${path.module}/out/a.zip" }', []),
        ('resource "local_file" "f" { filename = "out/${var.name}" }', []),
        ('resource "local_file" "f" { filename = filebase64("out/a.zip") }', []),
        (
            'resource "local_file" "f" { filename = "out/b.zip" }',
            ["error main.tf:3: no file exists at 'out/a.zip'"],
        ),
    ],
)
def test_a_file_that_the_configuration_writes_is_not_missing(
    terraform: Terraform, block: str, problems: list[str]
) -> None:
    """It is there when Terraform needs it; what it holds is not known."""
    found = terraform(
        f"""variable "name" {{}}
        {block}
        resource "aws_cloudtrail" "t" {{ a = filebase64sha256("out/a.zip") }}
        """
    )

    assert problems == found.problems


CALLED = 'variable "n" { default = "d" }\nresource "aws_cloudtrail" "t" { name = var.n }\n'


@pytest.mark.parametrize(
    ("source", "declared"),
    [
        ("var.where", 'variable "where" { default = "./m" }'),
        ("local.where", 'locals { where = "./m" }'),
        ('"./${local.name}"', 'locals { name = "m" }'),
        ('"${path.module}/m"', ""),
        (
            "(local.where)",
            'variable "n" {\n const = true\n default = "m"\n}\nlocals { where = "./${var.n}" }',
        ),
    ],
)
def test_a_source_may_be_an_expression(terraform: Terraform, source: str, declared: str) -> None:
    """It is evaluated before anything else, from variables and locals."""
    found = terraform(
        {
            "main.tf": f'{declared}\nmodule "a" {{\n  source = {source}\n  n = "x"\n}}\n',
            "m/main.tf": CALLED,
        }
    )

    assert {"name": "x"} == found.plain("module.a.aws_cloudtrail.t")
    assert [] == found.problems


def test_a_source_that_is_not_known_is_a_module_that_was_not_read(terraform: Terraform) -> None:
    """The note says what decides on it."""
    found = terraform('variable "where" {}\nmodule "a" { source = var.where }\n')

    assert [
        "note main.tf:2: module.a was not read: its source is not known "
        "(var.where has no value (set it with --var or --var-file))"
    ] == found.problems


@pytest.mark.parametrize(
    ("source", "called"),
    [
        ('"./m/${var.x}"', {"m/a", "m/b"}),
        ('"./${var.x}/a"', {"m/a"}),
        ("var.x", {"m/a", "m/b", "n"}),
        ('"../m/${var.x}"', set()),
        ('"git::https://x/${var.x}"', set()),
        ('"./m/${local.b}"', {"m/b"}),
    ],
)
def test_a_partly_known_source_may_mean_what_agrees_with_it(source: str, called: set[str]) -> None:
    """So that a module is not judged with its defaults which a caller may well set."""
    text = f'variable "x" {{}}\nlocals {{ b = "b" }}\nmodule "c" {{\n  source = {source}\n}}\n'
    loader = Loader(TextFiles({"main.tf": text}), Limits(), parse_file)
    module = loader.module("")
    assert module is not None

    assert called == called_directories(module, ("m/a", "m/b", "n"))


def test_arguments_that_a_module_does_not_take_are_errors(terraform: Terraform) -> None:
    """And so are those that it asks for in vain; what every call takes is no such argument."""
    found = terraform(
        {
            "main.tf": """
                module "a" {
                  source     = "./m"
                  count      = 1
                  depends_on = [module.b]
                  n          = "n"
                  multi      = true
                }
                module "b" { source = "./m" }
            """,
            "m/main.tf": 'variable "n" {}\nvariable "d" { default = 1 }\n',
        }
    )

    assert [
        "error main.tf:7: module.a has no variable named `multi`",
        "error main.tf:9: module.b has no value for its variable `n`",
    ] == found.problems


def test_what_a_broken_file_declares_is_not_missed(terraform: Terraform) -> None:
    """A module of which a part was lost may declare any variable."""
    found = terraform(
        {
            "main.tf": 'module "a" {\n  source = "./m"\n  n = 1\n}\n',
            "m/main.tf": 'variable "n" {\n  default = = 1\n}\n',
        }
    )

    assert ["m/main.tf"] == [each.subject.path for each in found.diagnostics]


@pytest.mark.parametrize(
    ("workspace", "expected"),
    [("prod", ["prod", "prod", True]), (None, ["?", "?", "?"])],
)
def test_the_workspace_is_what_the_user_says(
    terraform: Terraform, workspace: str | None, expected: list[object]
) -> None:
    """In every module; `tofu.workspace` is its other name."""
    text = """
        module "m" { source = "./m" }
        resource "aws_cloudtrail" "t" {
          a = terraform.workspace
          b = tofu.workspace
          c = module.m.is_prod
        }
    """
    module = 'output "is_prod" { value = terraform.workspace == "prod" }\n'

    found = terraform({"main.tf": text, "m/main.tf": module}, Inputs(workspace=workspace))

    plain_values = found.plain("aws_cloudtrail.t").values()
    assert expected == ["?" if str(each).startswith("?") else each for each in plain_values]
    assert [] == found.problems
