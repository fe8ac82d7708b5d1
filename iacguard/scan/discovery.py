"""Which files of the tree are scanned, and by which front ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from ..core.diagnostic import Diagnostic
from ..frontends.protocol import Frontend
from ..frontends.registry import FRONTENDS, row_of
from ..options import Options
from .ignored_files import Kept, kept_files, note_on
from .tree import Tree, candidates, files_below, not_read


def files_to_scan(tree: Tree, paths: Sequence[str], options: Options) -> Kept:
    """Return which files are scanned; what a hook or the configuration names is named, too."""

    def may_be_code(file: str) -> bool:
        return any(row.may_claim(file) for row in FRONTENDS)

    named = (
        *paths,
        *(options.touched or ()),
        *(path for account in options.accounts for path in account.paths),
        *(one.path for one in options.inputs.environments),
    )
    return kept_files(tree, files_below(tree, paths), named, options.choice, may_be_code)


def notes_on_left_out(tree: Tree, kept: Kept) -> Iterator[Diagnostic]:
    """Yield notes on the code that is not scanned."""
    yield from kept.problems
    if kept.left_out:
        left_out = tuple(kept.left_out)
        mattering = {
            file
            for frontend in frontends(left_out)
            for file in candidates(tree, left_out, frontend)
            if row_of(frontend.name).is_code(file)
        }
        yield from note_on(kept.left_out, mattering)


def known_by_content(tree: Tree, paths: Sequence[str]) -> Mapping[str, str]:
    """Return the language of each file that the user names and whose name tells nothing."""
    found = {}
    for path in paths:
        if not any(row.may_claim(path) for row in FRONTENDS) and not tree.is_directory(path):
            content = tree.find_bytes(path) or b""
            language = next((row.name for row in FRONTENDS if row.knows(content)), None)
            if language is not None:
                found[path] = language
    return found


def frontends(
    files: Sequence[str], known: Mapping[str, str] = MappingProxyType({})
) -> list[Frontend]:
    """Load the front ends that some file asks for, by its name or by what is known of it."""
    wanted = set(known.values())
    return [row.load() for row in FRONTENDS if row.name in wanted or any(map(row.may_claim, files))]


def unclaimed(tree: Tree, paths: Sequence[str], known: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Say of files that the user named, and no front end knows, that they are not read."""
    for path in paths:
        if tree.is_directory(path):
            continue
        content = tree.find_bytes(path) or b""
        if path in known:
            continue
        mistaken = [said for row in FRONTENDS if (said := row.mistaken(path, content)) is not None]
        if mistaken:
            yield from mistaken
        elif not any(row.may_claim(path) for row in FRONTENDS):
            yield not_read(path, "no supported language uses this file extension")
