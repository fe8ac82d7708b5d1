"""The functions of Terraform's language, one module a family."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..values.values import Function
from .aws_provider import aws_provider_functions
from .conversions import conversion_functions
from .encoding import encoding_functions
from .filesystem import file_functions
from .formatting import format_functions
from .lists import list_functions
from .maps import map_functions
from .network import network_functions
from .numbers import number_functions
from .regular_expressions import regular_expression_functions
from .run_time import run_time_functions
from .sets import set_functions
from .texts import text_functions
from .times import time_functions

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        **text_functions(),
        **format_functions(),
        **regular_expression_functions(),
        **number_functions(),
        **conversion_functions(),
        **list_functions(),
        **map_functions(),
        **set_functions(),
        **encoding_functions(),
        **file_functions(),
        **network_functions(),
        **time_functions(),
        **run_time_functions(),
        **aws_provider_functions(),
    }
)
"""Every function but ``try``, ``can`` and ``convert``, by name.

These get the call as it is written, see ``expressions/unevaluated.py``."""
