"""Functions whose result is known only when Terraform runs, or is not evaluated here."""

from __future__ import annotations

from collections.abc import Mapping

from ..values.types import STRING
from ..values.values import CallContext, Function, TerraformValue, unknown

AT_RUN_TIME = ("timestamp", "plantimestamp", "uuid", "bcrypt")


NOT_EVALUATED = {
    "base64gzip": "`base64gzip` packs a text in a way that is not reproduced",
    "rsadecrypt": "`rsadecrypt` needs a private key",
    "provider::terraform::encode_tfvars": "`encode_tfvars` is not evaluated",
    "provider::terraform::decode_tfvars": "`decode_tfvars` is not evaluated",
    "provider::terraform::encode_expr": "`encode_expr` is not evaluated",
}
"""Functions that are known by name only, with the reason."""


def _always(reason: str) -> Function:
    def function(arguments: tuple[TerraformValue, ...], context: CallContext) -> TerraformValue:
        return unknown(reason, STRING, never_null=True)

    return function


def _open(reason: str) -> Function:
    def function(arguments: tuple[TerraformValue, ...], context: CallContext) -> TerraformValue:
        return unknown(reason, never_null=True)

    return function


def run_time_functions() -> Mapping[str, Function]:
    """Return these functions by name."""
    return {
        **{
            name: _always(f"the result of `{name}` is known only when it runs")
            for name in AT_RUN_TIME
        },
        **{name: _open(reason) for name, reason in NOT_EVALUATED.items()},
    }
