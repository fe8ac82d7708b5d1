"""What Terraform deploys before a trail."""

from __future__ import annotations

from typing import Any

import pytest
from terraform_configurations import TextFiles, plain

from iacguard.frontends.protocol import FrontendRequest
from iacguard.frontends.terraform.frontend import TerraformFrontend

POLICY = 'resource "aws_s3_bucket_policy" "p" {\n  bucket = "logs"\n  policy = "{}"\n}\n'
ADDRESS = "aws_s3_bucket_policy.p"


def is_after(files: str | dict[str, str], address: str = ADDRESS, trail: int = 0) -> Any:
    """Return whether a trail comes after an address, in plain words."""
    texts = {"main.tf": files} if isinstance(files, str) else files
    request = FrontendRequest(files=TextFiles(texts), candidates=tuple(sorted(texts)))
    scope = next(each for each in TerraformFrontend().scopes(request) if each.name == ".")
    order = scope.deployments[0].model.trails[trail].order
    assert order is not None
    return plain(order.is_after(address))


def trail(body: str) -> str:
    """Return a trail with this body, beside a bucket policy."""
    return f'{POLICY}resource "aws_cloudtrail" "t" {{\n  name = "t"\n{body}\n}}\n'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", False),
        ('s3_bucket_name = "logs"', False),
        ("depends_on = [aws_s3_bucket_policy.p]", True),
        ("s3_bucket_name = aws_s3_bucket_policy.p.bucket", True),
        ('s3_bucket_name = "${aws_s3_bucket_policy.p.id}"', True),
        ("s3_bucket_name = aws_s3_bucket_policy.p[*].bucket", True),
        # Terraform waits for what is referred to, whichever branch is taken.
        ("s3_bucket_name = true ? \"logs\" : aws_s3_bucket_policy.p.bucket", True),
        ("count = length(aws_s3_bucket_policy.p.bucket) > 0 ? 1 : 0", True),
        ("event_selector {\n read_write_type = aws_s3_bucket_policy.p.id\n}", True),
        (
            'dynamic "event_selector" {\n for_each = [aws_s3_bucket_policy.p.id]\n content {}\n}',
            True,
        ),
        ("lifecycle {\n precondition {\n condition = aws_s3_bucket_policy.p.id != \"\"\n"
         ' error_message = "no policy"\n}\n}', True),
        ("lifecycle {\n replace_triggered_by = [aws_s3_bucket_policy.p]\n}", True),
        ("depends_on = [aws_s3_bucket_policy.other]", False),
    ],
)  # fmt: skip
def test_a_trail_comes_after_what_its_block_refers_to(body: str, expected: bool) -> None:
    """All expressions count, and nothing else does."""
    assert expected is is_after(trail(body))


@pytest.mark.parametrize(
    "between",
    [
        'locals {\n  b = aws_s3_bucket_policy.p.bucket\n}\n',
        'locals {\n  b = local.c\n  c = [aws_s3_bucket_policy.p.bucket][0]\n}\n',
        'locals {\n  b = null_resource.n.id\n}\n'
        'resource "null_resource" "n" {\n  depends_on = [aws_s3_bucket_policy.p]\n}\n',
        'locals {\n  b = data.aws_s3_bucket.b.id\n}\n'
        'data "aws_s3_bucket" "b" {\n  bucket = aws_s3_bucket_policy.p.bucket\n}\n',
        'locals {\n  b = null_resource.n.id\n}\nresource "null_resource" "n" {\n'
        '  provisioner "local-exec" {\n    command = "test ${aws_s3_bucket_policy.p.id}"\n  }\n}\n',
    ],
)  # fmt: skip
def test_what_lies_between_hands_the_order_on(between: str) -> None:
    """Locals, data sources and resources of any type."""
    assert is_after(trail("s3_bucket_name = local.b") + between) is True


MODULE = 'output "bucket" {\n  value = "logs"\n  depends_on = [aws_s3_bucket_policy.p]\n}\n'
BARE = 'output "bucket" {\n  value = "logs"\n}\noutput "other" {\n  value = 1\n}\n'
CALL = 'module "storage" {\n  source = "./storage"\n}\n'
IN_MODULE = f"module.storage.{ADDRESS}"


@pytest.mark.parametrize(
    ("body", "outputs", "expected"),
    [
        ("s3_bucket_name = module.storage.bucket", MODULE, True),
        ("s3_bucket_name = module.storage.bucket", BARE, False),
        ("depends_on = [module.storage]", BARE, True),
        ("depends_on = [module.storage]", "", True),
        # Only one output is waited for, and not the whole module.
        ("s3_bucket_name = module.storage.other", f"{MODULE}{BARE[32:]}", False),
        ("s3_bucket_name = module.storage[*].bucket", BARE, True),
    ],
)
def test_an_output_hands_on_what_it_waits_for(body: str, outputs: str, expected: bool) -> None:
    """A reference waits for one output; the name of the module waits for all in it."""
    main = CALL + f'resource "aws_cloudtrail" "t" {{\n  name = "t"\n{body}\n}}\n'

    assert expected is is_after(
        {"main.tf": main, "storage/main.tf": POLICY + outputs}, address=IN_MODULE
    )


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("", False),
        ("depends_on = [aws_s3_bucket_policy.p]", True),
        ("bucket = aws_s3_bucket_policy.p.bucket", True),
        ("other = aws_s3_bucket_policy.p.bucket", False),
        ("count = length([aws_s3_bucket_policy.p.bucket])", True),
        ("for_each = toset([aws_s3_bucket_policy.p.bucket])", True),
    ],
)
def test_a_trail_in_a_module_comes_after_what_its_call_waits_for(call: str, expected: bool) -> None:
    """What repeats a call or stands in its `depends_on` goes before all in the module."""
    inner = (
        'variable "bucket" {\n  default = ""\n}\nvariable "other" {\n  default = ""\n}\n'
        'module "deep" {\n  source = "../trail"\n  bucket = var.bucket\n}\n'
    )
    leaf = (
        'variable "bucket" {}\n'
        'resource "aws_cloudtrail" "t" {\n  name = "t"\n  s3_bucket_name = var.bucket\n}\n'
    )
    files = {
        "main.tf": f'{POLICY}module "m" {{\n  source = "./m"\n{call}\n}}\n',
        "m/main.tf": inner,
        "trail/main.tf": leaf,
    }

    assert expected is is_after(files)


WHY = "?whether it waits for all that module.far is given is not known: that was not read"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", False),
        ("policy = aws_s3_bucket_policy.p.id", WHY),
        ("depends_on = [aws_s3_bucket_policy.p]", True),
    ],
)
def test_a_module_that_was_not_read_may_wait_for_what_it_is_given(
    arguments: str, expected: Any
) -> None:
    """It cannot refer to anything else."""
    call = f'module "far" {{\n  source = "example/far/aws"\n{arguments}\n}}\n'

    assert expected == is_after(trail("s3_bucket_name = module.far.bucket") + call)


def test_a_module_without_anything_of_use_is_looked_into() -> None:
    """A module that only waits, such as one that sleeps, hands the order on."""
    files = {
        "main.tf": trail("depends_on = [module.wait]")
        + 'module "wait" {\n  source = "./wait"\n  on = aws_s3_bucket_policy.p.id\n}\n',
        "wait/main.tf": 'variable "on" {}\nresource "time_sleep" "s" {\n  triggers = [var.on]\n}\n',
    }

    assert is_after(files) is True


def test_every_instance_comes_after_every_instance() -> None:
    """Terraform orders blocks, whatever the number of their instances."""
    main = (
        'resource "aws_s3_bucket_policy" "p" {\n  count = 2\n  bucket = "logs"\n}\n'
        'resource "aws_cloudtrail" "t" {\n  count = 2\n  name = "t"\n'
        "  s3_bucket_name = aws_s3_bucket_policy.p[count.index].bucket\n}\n"
    )

    found = [is_after(main, f"{ADDRESS}[{n}]", trail=m) for n in range(2) for m in range(2)]

    assert [True, True, True, True] == found


def test_what_is_not_among_the_resources_is_not_deployed_together() -> None:
    """Of another root's policy nothing is said."""
    assert is_after(trail(""), "aws_s3_bucket_policy.elsewhere") is None


def test_a_circle_leaves_the_order_open() -> None:
    """Terraform refuses it; nothing hangs, and nothing is claimed."""
    main = trail("s3_bucket_name = local.a") + "locals {\n  a = local.b\n  b = local.a\n}\n"

    assert "?what it refers to refers to itself" == is_after(main)


def test_a_long_chain_is_followed() -> None:
    """No recursion, and each step once."""
    steps = "".join(f"  a{n} = [local.a{n + 1}, local.a{n + 1}]\n" for n in range(3000))
    locals_ = f"locals {{\n{steps}  a3000 = aws_s3_bucket_policy.p.id\n}}\n"

    between = 'resource "null_resource" "n" {\n  triggers = local.a0\n}\n'

    assert is_after(trail("depends_on = [null_resource.n]") + locals_ + between) is True
