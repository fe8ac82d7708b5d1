"""The functions of ``iacguard.checks`` that rules name; nothing here imports them.

A rule's file names a check by its module and function; a kind of subject names the function that
tells which of its entities a rule concerns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, TypeAlias

from ..core.verdict import Judgement
from ..model.control import Control
from .rule import CheckName

Check: TypeAlias = "Callable[..., Judgement | None]"
"""``(subject, model, options)``, and the rule's `Control` where its file states one."""

_REFUSED = CheckName("detection", "refused_patterns")


def find_check(name: CheckName) -> Check:
    """Return a check's function. Raise AttributeError or ImportError where there is none."""
    check: Check = _found(name)
    return check


def refused_patterns(control: Control) -> Iterable[str]:
    """Return what is wrong with the filter patterns of a control."""
    problems: Iterable[str] = _found(_REFUSED)(control)
    return problems


def _found(name: CheckName) -> Any:  # noqa: ANN401 - any function
    return getattr(import_module(f"iacguard.checks.{name.module}"), name.function)
