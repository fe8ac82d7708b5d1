"""Hooks: commands around Terraform's, which may write files of the module.

https://docs.terragrunt.com/features/units/hooks
"""

from __future__ import annotations

from collections.abc import Iterator

from ...core.diagnostic import Diagnostic
from .configuration import Configuration
from .notes import note

_HOOKS = frozenset({"before_hook", "after_hook"})
_WRITING = frozenset(
    {"cp", "curl", "git", "ln", "mv", "rm", "rsync", "sed", "tar", "tee", "unzip", "wget"}
)
"""Programs that are there to write files; others most often check or tell something."""

_EARLY = frozenset({"init", "init-from-module", "plan", "apply"})


def notes_on_hooks(unit: Configuration) -> Iterator[Diagnostic]:
    """Yield a note on each hook that writes files before a module is applied, as far as is told."""
    included = [each.configuration for each in unit.includes() if each.strategy != "no_merge"]
    for owner in (unit, *(each for each in included if each is not None)):
        for block in owner.blocks("terraform"):
            for hook in block.body.blocks:
                if hook.type not in _HOOKS:
                    continue
                commands, executed = (
                    owner.argument(hook, "commands"),
                    owner.argument(hook, "execute"),
                )
                named = commands.content if commands is not None else None
                words = executed.content if executed is not None else None
                early = isinstance(named, tuple) and any(each.content in _EARLY for each in named)
                if early and isinstance(words, tuple) and words and words[0].content in _WRITING:
                    span = owner.file.source.span(hook.start, hook.header_end)
                    detail = "What it writes was not judged."
                    yield note(
                        f"the command of this hook is not run: {words[0].content}", span, detail
                    )
