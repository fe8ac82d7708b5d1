"""The one place where the stages meet: paths in, report out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .configuration.selected_rules import SelectedRules, selected_rules
from .core.diagnostic import (
    EXCEPTION_EXPIRED,
    EXCEPTION_MALFORMED,
    EXCEPTION_UNUSED,
    FILE_NOT_READ,
    Diagnostic,
    Level,
)
from .core.limits import Limits
from .core.outcome import Outcome
from .core.report import Report, Scanned
from .errors import UsageError
from .frontends.protocol import AttributeName, FrontendRequest, Scope, contains
from .frontends.registry import DOWNLOAD_DIRECTORIES, NOTATIONS
from .frontends.unbuilt import unbuilt
from .iam.invalid_policies import refused_policies
from .options import Options
from .rules.catalog import Catalog, load_catalog
from .rules.judge import judge
from .scan.accounts import located, owner_of
from .scan.called_paths import refuse_called_paths
from .scan.discovery import (
    files_to_scan,
    frontends,
    known_by_content,
    notes_on_left_out,
    unclaimed,
)
from .scan.environments import environments, refuse_idle
from .scan.followers import without_followers
from .scan.idle_errors import note_on_idle, split
from .scan.merge_conflicts import with_conflicts_named
from .scan.other_deployments import with_failures_of
from .scan.plan_duplicates import told_once, with_scanned_sources
from .scan.together import Together, judged_together
from .scan.tree import Tree, candidates
from .scan.undeclared_inputs import refuse_surplus

_VOID_EXCEPTIONS = frozenset({EXCEPTION_EXPIRED, EXCEPTION_MALFORMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedScan:
    """A scan that may start: its paths exist, and its options name something."""

    tree: Tree
    paths: tuple[str, ...]
    """What is scanned, relative to the root."""

    options: Options
    """With every path in them relative to the root."""

    rules: SelectedRules

    @property
    def root(self) -> Path:
        """The directory that nothing is read outside of."""
        return self.tree.root

    def report(self) -> Report:
        """Scan, and return what the selected rules say."""
        return _report(self.tree, self.paths, self.options, self.rules)


def check(
    paths: Sequence[str | os.PathLike[str]] | str | os.PathLike[str] = (".",),
    options: Options | None = None,
    *,
    root: str | os.PathLike[str] | None = None,
    catalog: Catalog | None = None,
) -> Report:
    """Scan files and directories, or one, and return what the selected rules say of them.

    `root` is the directory that nothing is read outside of, and that reported paths are relative
    to; by default the repository that holds the paths, or else what is common to them.

    Raise UsageError for a path that does not exist, a root that is no directory, or an option that
    names nothing.
    """
    return prepare(paths, options, root=root, catalog=catalog).report()


def prepare(
    paths: Sequence[str | os.PathLike[str]] | str | os.PathLike[str] = (".",),
    options: Options | None = None,
    *,
    root: str | os.PathLike[str] | None = None,
    catalog: Catalog | None = None,
) -> PreparedScan:
    """Return the scan that `check` makes, with all that is asked for held against what there is.

    Raise UsageError as `check` does.
    """
    options = options or Options()
    rules = selected_rules(catalog or load_catalog(), options)
    real = [Path(path) for path in _listed(paths)]
    for path in real:
        if not path.exists():
            raise UsageError(f"{path}: no such file or directory")
    if root is not None and not Path(root).is_dir():
        raise UsageError(f"{root}: the root must be an existing directory")
    named = [*real, *map(Path, options.inputs.plan_sources)]
    tree = Tree(Path(root) if root is not None else _root_of(named), options.limits)
    inside = tuple(tree.relative(path) for path in real)
    return PreparedScan(tree=tree, paths=inside, options=_inside(options, tree), rules=rules)


def _listed(
    paths: Sequence[str | os.PathLike[str]] | str | os.PathLike[str],
) -> Sequence[str | os.PathLike[str]]:
    # A text is a sequence of texts, too, and would be a path for each of its letters.
    return (paths,) if isinstance(paths, str | os.PathLike) else paths


def _root_of(paths: Sequence[Path]) -> Path:
    """Return the repository that holds the paths, or the directory that is common to them."""
    directories = [path if path.is_dir() else path.parent for path in paths]
    common = Path(os.path.commonpath([str(directory.resolve()) for directory in directories]))
    for directory in (common, *common.parents):
        if (directory / ".git").exists():
            return directory
    return common


def _inside(options: Options, tree: Tree) -> Options:
    """Return the options with the paths that a user wrote turned into paths below the root."""

    def below(paths: Iterable[str]) -> tuple[str, ...]:
        for path in paths:
            if not Path(path).is_file():
                raise UsageError(f"{path}: no such file")
        return tuple(tree.relative(Path(path)) for path in paths)

    accounts = tuple(located(account, tree) for account in options.accounts)
    inputs = replace(
        options.inputs,
        environments=environments(options.roots, accounts, tree) if options.roots else (),
        accounts=tuple((path, account.id) for account in accounts for path in account.paths),
        variable_files=below(options.inputs.variable_files),
        parameter_files=below(options.inputs.parameter_files),
        plan_sources=_directories(options.inputs.plan_sources, tree),
    )
    touched = options.touched
    if touched is not None:
        touched = frozenset(tree.relative(Path(path)) for path in touched)
    return replace(options, inputs=inputs, touched=touched, accounts=accounts)


def _directories(paths: Iterable[str], tree: Tree) -> tuple[str, ...]:
    for path in paths:
        if not Path(path).is_dir():
            raise UsageError(f"{path}: no such directory")
    return tuple(tree.relative(Path(path)) for path in paths)


def _report(tree: Tree, paths: Sequence[str], options: Options, rules: SelectedRules) -> Report:
    kept = files_to_scan(tree, paths, options)
    files = kept.files
    known = known_by_content(tree, paths)
    lowered = list(_scopes(tree, files, options, known))
    scopes = with_scanned_sources([one for one in lowered if not one[0].supposing])
    others = [one for one in lowered if one[0].supposing]
    refuse_called_paths(options.accounts, [scope for scope, _ in scopes])
    if options.inputs.environments:
        refuse_idle(options.inputs.environments, [scope for scope, _ in scopes], paths)
    surplus = refuse_surplus(tree, files, [scope for scope, _ in scopes])
    together = judged_together(
        scopes, options.accounts, scanned=paths, are_whole=options.require_trail
    )
    touched = _touched([scope for scope, _ in scopes], options)
    outcomes = [
        outcome
        for one in together
        if one.cases[0].model.scope in touched
        for outcome in _judged(one, rules, options.limits)
    ]
    reported = [scope for scope, _ in scopes if _name(scope, options) in touched]
    for other in others:
        if options.touched is None or not options.touched.isdisjoint(other[0].files):
            # A template that cannot be deployed in any way is judged in none.
            for alone in judged_together([other], ()):
                together.append(alone)
                failing = _judged(alone, rules, options.limits)
                outcomes = with_failures_of(outcomes, failing, other[0].supposing)
    outcomes = told_once(_without_secrets(outcomes, together, lowered), reported)
    problems = [*surplus, *notes_on_left_out(tree, kept)]
    if options.touched is None:
        problems += tree.problems
        problems += unclaimed(tree, paths, known)
        unnamed = [file for file in files if file not in paths]
        problems += unbuilt(tree, unnamed, is_empty=not outcomes)
    told = (*reported, *(scope for scope, _ in others))
    written = list(dict.fromkeys(each for scope in told for each in scope.exceptions))
    if written and options.heeds_exceptions:
        # Most code holds no exception, and does without.
        from .scan.exceptions import accepted

        has_account = any(one.is_named for one in together)
        judged = rules.of_accounts if has_account else rules.of_scopes
        outcomes, found = accepted(outcomes, written, judged, rules.known, options.today)
        # An exception in a shared module may be needed by a scope that is not reported on.
        is_whole = options.touched is None
        problems += [one for one in found if is_whole or one.rule != EXCEPTION_UNUSED]
    models = (case.model for one in together for case in one.cases)
    outcomes = without_followers(outcomes, models, (*rules.of_accounts, *rules.of_scopes))
    return _ordered(tree, paths, outcomes, reported, problems, rules, options)


def _without_secrets(
    outcomes: list[Outcome],
    together: Iterable[Together],
    scopes: Iterable[tuple[Scope, AttributeName]],
) -> list[Outcome]:
    """Return the outcomes without the sensitive texts of what was judged."""
    if not any(scope.sensitive for scope, _ in scopes):
        return outcomes
    # Most code holds no secret, and does without.
    from .scan.redaction import hidden_texts, without

    models = [case.model for one in together for case in one.cases]
    return without(outcomes, {text for model in models for text in hidden_texts(model)})


def _scopes(
    tree: Tree, files: Sequence[str], options: Options, known: Mapping[str, str]
) -> Iterator[tuple[Scope, AttributeName]]:
    """Yield what every front end makes of the files that it claims.

    `known` are files that are claimed by content, each with its language.
    """
    for frontend in frontends(files, known):
        own = [path for path, language in known.items() if language == frontend.name]
        request = FrontendRequest(
            files=tree,
            candidates=tuple(sorted({*candidates(tree, files, frontend), *own})),
            inputs=options.inputs,
            limits=options.limits,
        )
        for scope in frontend.scopes(request):
            yield scope, frontend.attribute_name


def _touched(scopes: Iterable[Scope], options: Options) -> set[str]:
    """Return the names of the scopes and accounts that are reported on.

    Where nothing of an account is judged, it is what its entry in the configuration and all files
    below its paths make it.
    """
    touched = options.touched
    scopes = list(scopes)
    reported = {
        _name(scope, options)
        for scope in scopes
        if touched is None or not touched.isdisjoint(scope.files)
    }
    return reported | {
        account.name
        for account in options.accounts
        if touched is None
        or (account.place is not None and account.place.path in touched)
        or (
            all(owner_of(scope, options.accounts) != account for scope in scopes)
            and any(contains(path, file) for path in account.paths for file in touched)
        )
    }


def _name(scope: Scope, options: Options) -> str:
    owner = owner_of(scope, options.accounts)
    return scope.name if owner is None else owner.name


def _judged(together: Together, selected: SelectedRules, limits: Limits) -> list[Outcome]:
    name_of, limit = together.attribute_name, limits.deployments
    rules = selected.of_accounts if together.is_named else selected.of_scopes
    return [
        outcome
        for rule in rules
        if rule.claim is not None
        for outcome in judge(
            rule,
            selected.options[rule.id],
            together.cases,
            name_of,
            limit,
            is_asked_for=selected.is_asked_for,
        )
    ]


def _ordered(
    tree: Tree,
    paths: Sequence[str],
    outcomes: Sequence[Outcome],
    scopes: Sequence[Scope],
    problems: Iterable[Diagnostic],
    rules: SelectedRules,
    options: Options,
) -> Report:
    """Put everything into its total order, and count."""
    diagnostics = {*problems, *_told_of(scopes, outcomes, tree, paths, options)}
    for outcome in outcomes:
        # An account of which nothing was read is reported in the configuration file.
        tree.read(outcome.primary.span.path)
    named = set(with_conflicts_named(diagnostics, tree.sources))
    every = sorted(named, key=lambda one: (one.subject, one.rule, one.summary, one.detail))
    judged = sorted(
        outcomes, key=lambda one: (one.primary.span, one.rule.id, one.subject, one.scope)
    )
    selected = {rule.id for rule in rules.of_scopes}
    scanned = Scanned(
        files=len({file for scope in scopes for file in scope.files}),
        scopes=len(scopes),
        subjects=len({(one.scope, one.subject) for one in judged}),
        not_read=tuple(sorted({one.subject.path for one in every if _is_loss(one)})),
        incomplete=any(
            one.level is Level.ERROR and one.rule in selected - _VOID_EXCEPTIONS for one in every
        ),
        void_exceptions=tuple(
            dict.fromkeys(one.subject for one in every if one.rule in _VOID_EXCEPTIONS)
        ),
    )
    return Report(
        outcomes=tuple(judged),
        diagnostics=tuple(one for one in every if one.rule in selected),
        scanned=scanned,
        sources=dict(tree.sources),
        sensitive=tuple(sorted({span for scope in scopes for span in scope.sensitive})),
        notations=NOTATIONS,
        downloads=DOWNLOAD_DIRECTORIES,
    )


def _told_of(
    scopes: Iterable[Scope],
    outcomes: Iterable[Outcome],
    tree: Tree,
    paths: Sequence[str],
    options: Options,
) -> Iterator[Diagnostic]:
    """Yield what is told of scopes; errors on which no verdict depends are counted in one note."""
    judged = {one.scope for one in outcomes if one.header is not None}
    idle: list[Diagnostic] = []
    for scope in scopes:
        told = [
            *scope.diagnostics,
            *scope.found_while_judging(),
            *(one for each in scope.deployments for one in refused_policies(each.model)),
        ]
        if not options.strict and not judged & {scope.name, _name(scope, options)}:
            told, of_nothing = split(told, tree, paths)
            idle += of_nothing
        yield from told
    yield from note_on_idle(idle)


def _is_loss(diagnostic: Diagnostic) -> bool:
    return diagnostic.rule == FILE_NOT_READ and diagnostic.level is Level.ERROR
