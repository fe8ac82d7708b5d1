"""Files of the tree that are not scanned: by ``.gitignore``, and as the user says.

They are no code of their own then; what refers to one of them still reads it.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ..core.source import Source
from ..core.wording import listed
from ..errors import UsageError
from ..options import FileChoice
from .accounts import base_of
from .git_index import tracked_files
from .tree import Tree

if TYPE_CHECKING:
    from pathspec.pattern import RegexPattern as Pattern

GITIGNORE = ".gitignore"

BUILT = frozenset({".aws-sam", ".serverless", "cdk.out"})
"""Directories that tools write templates to. Git ignores them, and they are what is deployed."""

EXAMPLES = tuple(
    f"{name}/"
    for name in (
        "example",
        "examples",
        "fixture",
        "fixtures",
        "spec",
        "test",
        "testdata",
        "tests",
    )
)
"""Directories of a repository that hold code that nobody deploys."""

_DIRECTORY_MARK = "ps_d"
"""The group of pathspec's expressions that the slash behind a directory is in."""

_MOST_LINES = 10_000
_LONGEST_LINE = 1_000
_MOST_WILDCARDS = 2
"""Wildcards of one name in a pattern, and ``**`` of a whole one. The time that a pattern takes
grows with the length of a path to the power of this."""

_OWN_WORD = "an `exclude` pattern"
"""What a report calls the user's own patterns."""

_CURES: Mapping[str, str] = {
    GITIGNORE: "To scan it, name it on the command line or in `include`, or use --no-gitignore."
}

_NAMED = 3
"""Files that the note names; the others are counted."""


Code = Callable[[str], bool]
"""Whether a file may be code, by its name."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The files of a scan."""

    files: tuple[str, ...]

    left_out: Mapping[str, str]
    """By the path of every other file: what leaves it out, such as ``.gitignore``."""

    problems: tuple[Diagnostic, ...]


def kept_files(
    tree: Tree, files: Sequence[str], paths: Sequence[str], choice: FileChoice, may_be_code: Code
) -> Kept:
    """Return which files of a tree are scanned.

    `paths` are what the user named: a file that is named is scanned, and so is what lies in a named
    directory that Git ignores as a whole. Only of what `may_be_code` is anything asked.
    """
    finder = _Finder(tree, paths, choice)
    named = frozenset(paths)
    left_out = {
        file: why
        for file in files
        if file not in named and may_be_code(file) and (why := finder.leaves_out(file))
    }
    kept = tuple(file for file in files if file not in left_out)
    return Kept(kept, left_out, tuple(finder.problems))


class _Finder:
    """Asks of one file after the other what leaves it out."""

    def __init__(self, tree: Tree, paths: Sequence[str], choice: FileChoice) -> None:
        self._tree = tree
        self._choice = choice
        self.problems: list[Diagnostic] = []
        self._by_directory: dict[str, Sequence[_Pattern]] = {}
        self._ignored: dict[str, bool] = {}
        self._tracked: tuple[frozenset[str] | None] | None = None
        """What the repository tracks, once somebody asked."""

        examples = EXAMPLES if choice.leaves_out_examples else ()
        self._excluded = self._own((*((None, one) for one in examples), *choice.exclude))
        self._included = self._own(choice.include)
        self._named_though_excluded = tuple(
            path for path in paths if path and _matches(self._excluded, path, "/")
        )
        # What the user names is looked at, whatever is above it.
        self._named = tuple(path for path in paths if path and self._is_ignored(path))

    def leaves_out(self, file: str) -> str:
        """Return what leaves a file out; empty where nothing does."""
        if self._included and _matches(self._included, file):
            return ""
        if self._excluded and _matches(self._excluded, file):
            # Who names a directory that is excluded as a whole wants it.
            named = any(file.startswith(f"{path}/") for path in self._named_though_excluded)
            return "" if named else _OWN_WORD
        return GITIGNORE if self._is_left_out_by_git(file) else ""

    def _is_left_out_by_git(self, file: str) -> bool:
        if not self._choice.gitignore or not BUILT.isdisjoint(file.split("/")[:-1]):
            return False
        if any(file.startswith(f"{path}/") for path in self._named):
            return False
        return self._is_ignored(file) and self._is_untracked(file)

    def _is_untracked(self, file: str) -> bool:
        """Return whether a file is certainly not a part of the repository.

        Git ignores no file that it tracks, whatever a pattern says: a change that adds a pattern
        hides nothing.
        """
        if self._tracked is None:
            tracked = tracked_files(self._tree.root)
            self._tracked = (tracked,)
        (known,) = self._tracked
        return known is not None and file not in known

    def _is_ignored(self, path: str) -> bool:
        """Return whether Git ignores a file, or a directory that holds it.

        Below an ignored directory nothing is taken in again.
        https://git-scm.com/docs/gitignore
        """
        if not self._choice.gitignore:
            return False
        steps = path.split("/")
        for number in range(1, len(steps)):
            directory = "/".join(steps[:number])
            if directory not in self._ignored:
                self._ignored[directory] = self._is_matched(directory, "/")
            if self._ignored[directory]:
                return True
        return self._is_matched(path, "/" if self._tree.is_directory(path) else "")

    def _is_matched(self, path: str, ending: str) -> bool:
        """Return what the innermost file says of a path that says anything."""
        steps = path.split("/")
        for number in range(len(steps) - 1, -1, -1):
            patterns = self._patterns("/".join(steps[:number]))
            found = _last_word(patterns, "/".join(steps[number:]), ending)
            if found is not None:
                return found
        return False

    def _patterns(self, directory: str) -> Sequence[_Pattern]:
        if directory not in self._by_directory:
            path = posixpath.join(directory, GITIGNORE)
            source = self._tree.read(path) if path in self._tree.list(directory) else None
            text = source.text if isinstance(source, Source) else ""
            lines = [line for line in text.splitlines() if line.strip() and line[0] != "#"]
            self._by_directory[directory] = self._compiled(lines, path)
        return self._by_directory[directory]

    def _compiled(self, lines: Sequence[str], path: str) -> Sequence[_Pattern]:
        if not lines:
            return ()
        if len(lines) > _MOST_LINES or not all(map(_is_tame, lines)):
            self.problems.append(_not_heeded(path))
            return ()
        # 30 ms to import, and only where a file may be ignored at all.
        from pathspec import GitIgnoreSpec

        try:
            spec = GitIgnoreSpec.from_lines(lines)
        except ValueError:
            self.problems.append(_not_heeded(path))
            return ()
        return [
            _Pattern(pattern, "/" not in line.rstrip().rstrip("/").removeprefix("!"))
            for line, pattern in zip(lines, spec.patterns)
        ]

    def _own(self, patterns: Sequence[tuple[Path | None, str]]) -> Sequence[_Own]:
        """Return the user's own patterns, each with the directory that it is relative to."""
        by_base: dict[str, list[str]] = {}
        for base, pattern in patterns:
            if not _is_tame(pattern):
                raise UsageError(f"{pattern}: a name in it has more than two wildcards")
            below = base_of(base, self._tree)
            within = Path(os.path.relpath(below, self._tree.root)).as_posix()
            by_base.setdefault("" if within == "." else within, []).append(pattern)
        return [(base, self._compiled(lines, base)) for base, lines in by_base.items()]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One line of a ``.gitignore``."""

    pattern: Pattern

    is_of_names: bool
    """Whether it is about the names of files and directories, wherever they are."""

    def says(self, path: str, ending: str) -> bool | None:
        """Return whether it leaves out just this path or takes it in; None where it says nothing.

        What it says of a directory above has been heard already.
        """
        text = (path.rpartition("/")[2] if self.is_of_names else path) + ending
        found = None if self.pattern.include is None else self.pattern.match_file(text)
        if found is None or _stops_above(found.match, text):
            return None
        return self.pattern.include


_Own: TypeAlias = "tuple[str, Sequence[_Pattern]]"


def _stops_above(match: re.Match[str], text: str) -> bool:
    """Return whether a match is one of a directory that holds the path."""
    mark = match.groupdict().get(_DIRECTORY_MARK)
    return mark is not None and match.end(_DIRECTORY_MARK) < len(text)


def _last_word(patterns: Sequence[_Pattern], path: str, ending: str) -> bool | None:
    """Return what the last pattern says that says anything of a path."""
    said = (pattern.says(path, ending) for pattern in reversed(patterns))
    return next((word for word in said if word is not None), None)


def _matches(patterns: Sequence[_Own], file: str, ending: str = "") -> bool:
    """Return whether patterns match a file or a directory that holds it.

    `ending` is a slash for what is a directory itself.
    """
    for base, own in patterns:
        path = posixpath.relpath(file, base) if base else file
        steps = path.split("/")
        if steps[0] == os.pardir:
            continue
        above = ("/".join(steps[:number]) for number in range(1, len(steps)))
        if any(_last_word(own, one, "/") for one in above) or _last_word(own, path, ending):
            return True
    return False


def _is_tame(line: str) -> bool:
    """Return whether a pattern takes no longer than it is worth."""
    names = line.split("/")
    is_short = len(line) <= _LONGEST_LINE and names.count("**") <= _MOST_WILDCARDS
    return is_short and all(
        len(re.findall(r"[*?]+", name)) <= _MOST_WILDCARDS for name in names if name != "**"
    )


def _not_heeded(path: str) -> Diagnostic:
    return Diagnostic(
        rule=NOT_EVALUATED,
        level=Level.NOTE,
        summary=f"it is not heeded: a pattern in it has more than {_MOST_WILDCARDS} wildcards in "
        "a name, or there are too many patterns",
        detail="The files that it names are scanned.",
        subject=Source(path, "").span(0, 0),
    )


def note_on(left_out: Mapping[str, str], mattering: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a note for each cause that leaves out files that would have been scanned."""
    by_cause: dict[str, list[str]] = {}
    for file in sorted(mattering):
        by_cause.setdefault(left_out[file], []).append(file)
    for cause, files in sorted(by_cause.items()):
        start = Source(files[0], "").span(0, 0)
        were = "file is" if len(files) == 1 else "files are"
        named = listed(files, _NAMED, more="more files")
        yield Diagnostic(
            rule=NOT_EVALUATED,
            level=Level.NOTE,
            summary=f"{len(files):,} {were} not scanned because of {cause}: {named}",
            detail=_CURES.get(cause, "Nothing of it is judged unless other code refers to it."),
            subject=start,
        )
