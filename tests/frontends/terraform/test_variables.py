"""Variables: where their values come from, and what their types make of them."""

from __future__ import annotations

from terraform_configurations import Terraform

from iacguard.core.value import Symbol, Unknown
from iacguard.frontends.protocol import Inputs

TRAIL = 'resource "aws_cloudtrail" "t" { name = var.x }\n'


def name(terraform: Terraform, texts: dict[str, str], inputs: Inputs | None = None) -> object:
    return terraform(texts, inputs).plain("aws_cloudtrail.t")["name"]


def test_later_sources_win(terraform: Terraform) -> None:
    """Environment, terraform.tfvars, its JSON, *.auto.tfvars by name, --var-file, --var."""
    sources = [
        ("terraform.tfvars", 'x = "tfvars"\n'),
        ("terraform.tfvars.json", '{"x": "json"}'),
        ("a.auto.tfvars", 'x = "a"\n'),
        ("b.auto.tfvars.json", '{"x": "b"}'),
    ]
    texts = {"main.tf": 'variable "x" { default = "default" }\n' + TRAIL}
    environment = {"x": "environment"}

    found = [name(terraform, texts), name(terraform, texts, Inputs(environment=environment))]
    for path, text in sources:
        texts[path] = text
        found.append(name(terraform, texts, Inputs(environment=environment)))
    texts["more/v.tfvars"] = 'x = "file"\n'
    files = ("more/v.tfvars",)
    found.append(name(terraform, texts, Inputs(variable_files=files)))
    found.append(
        name(terraform, texts, Inputs(variable_files=files, variables={"x": "command line"}))
    )

    assert [
        "default",
        "environment",
        "tfvars",
        "json",
        "a",
        "b",
        "file",
        "command line",
    ] == found


def test_a_text_from_outside_is_read_by_the_type(terraform: Terraform) -> None:
    """A string stays as it is; a structure is read as an expression."""
    texts = {
        "main.tf": 'variable "x" { type = string }\nvariable "l" { type = list(number) }\n'
        'resource "aws_cloudtrail" "t" {\n  name = var.x\n  l = var.l\n}\n'
    }

    found = terraform(texts, Inputs(variables={"x": "[1]", "l": "[1, 2]"}))

    assert {"name": "[1]", "l": [1, 2]} == found.plain("aws_cloudtrail.t")


def test_optional_attributes_take_their_defaults(terraform: Terraform) -> None:
    """Defaults apply at any depth, also in lists, and a missing one is null."""
    found = terraform(
        """
        variable "x" {
          type = object({
            a = optional(string, "A")
            b = optional(number)
            c = optional(list(object({ d = optional(bool, true) })), [{}])
          })
          default = {}
        }
        resource "aws_cloudtrail" "t" { name = var.x }
        """
    )

    assert {"name": {"a": "A", "b": None, "c": [{"d": True}]}} == found.plain("aws_cloudtrail.t")


def test_null_gives_way_to_the_default_where_null_is_not_allowed(terraform: Terraform) -> None:
    """`nullable = false` makes an argument of null mean: nothing is passed."""
    module = 'variable "x" {\n  default = "d"\n  nullable = %s\n}\n' + TRAIL
    call = 'module "m" {\n  source = "./m"\n  x = null\n}\n'

    strict = terraform({"main.tf": call, "m/main.tf": module % "false"})
    lenient = terraform({"main.tf": call, "m/main.tf": module % "true"})

    assert {"name": "d"} == strict.plain("module.m.aws_cloudtrail.t")
    assert {"name": None} == lenient.plain("module.m.aws_cloudtrail.t")


def test_a_value_that_does_not_fit_is_reported_at_the_value(terraform: Terraform) -> None:
    """The file that sets it is at fault, not the declaration."""
    found = terraform(
        {
            "main.tf": 'variable "x" { type = number }\n' + TRAIL,
            "terraform.tfvars": 'x = "many"\n',
        }
    )

    assert [
        (
            "error terraform.tfvars:1: the value of var.x does not match its type: a "
            "number is required"
        )
    ] == found.problems


def test_a_variable_without_value_is_itself_everywhere(terraform: Terraform) -> None:
    """It is unknown, but two uses of it are the same text; so are two of its attributes."""
    found = terraform(
        """
        variable "x" {}
        variable "o" { type = object({ n = string }) }
        resource "aws_cloudtrail" "t" {
          name = "a-${var.x}"
          same = var.x == var.x
          attribute = var.o.n
        }
        """
    )

    attributes = found.block("aws_cloudtrail.t").attributes
    unknown_name, attribute = attributes["name"], attributes["attribute"]
    assert isinstance(unknown_name, Unknown) and isinstance(attribute, Unknown)
    assert ("a-", Symbol("var.x")) == unknown_name.parts
    assert (Symbol("var.o.n"),) == attribute.parts
    assert found.plain("aws_cloudtrail.t")["same"] is True


def test_an_undeclared_variable_is_an_error(terraform: Terraform) -> None:
    """The reference is reported, and only what depends on it is unknown."""
    found = terraform(
        'resource "aws_cloudtrail" "t" {\n  name = var.y\n  enable_logging = false\n}'
    )

    assert ["error main.tf:2: reference to undeclared variable var.y"] == found.problems
    assert {"name": "?variable var.y is not declared", "enable_logging": False} == found.plain(
        "aws_cloudtrail.t"
    )


def test_a_broken_variable_file_may_set_any_variable(terraform: Terraform) -> None:
    """Neither a default nor a weaker source counts; what is read, or is stronger, does."""
    names = ("lost", "weaker", "read", "stronger")
    texts = {
        "main.tf": "".join(f'variable "{each}" {{ default = "default" }}\n' for each in names)
        + 'resource "aws_cloudtrail" "t" {\n'
        + "".join(f"  {each} = var.{each}\n" for each in names)
        + "}\n",
        "terraform.tfvars": 'lost = = "file"\nread = "file"\n',
        "a.auto.tfvars": 'stronger = "automatic"\n',
    }

    broken = terraform(texts, Inputs(environment={"weaker": "environment"}))

    assert {
        "lost": "?terraform.tfvars could not be read",
        "weaker": "?terraform.tfvars could not be read",
        "read": "file",
        "stronger": "automatic",
    } == broken.plain("aws_cloudtrail.t")
    texts["terraform.tfvars"] = 'read = "file"\n'
    whole = terraform(texts, Inputs(environment={"weaker": "environment"}))
    assert {
        "lost": "default",
        "weaker": "environment",
        "read": "file",
        "stronger": "automatic",
    } == whole.plain("aws_cloudtrail.t")
