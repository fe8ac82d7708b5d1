"""The report for GitHub code scanning and other readers of SARIF 2.1.0: one run.

What GitHub reads of it:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from ..core.diagnostic import Diagnostic
from ..core.outcome import Outcome, RuleRef
from ..core.report import Report
from .display import display
from .json_v1 import JsonObject, written
from .ordering import diagnostics_in_order, in_order
from .presentation import Presentation, Repository
from .sarif_location import REPOSITORY_ROOT, Places, sentence
from .sarif_results import Alert, alerts, grouped, hashes, result
from .sarif_rules import descriptor, stand_in
from .snippet import Quoter

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

MOST_RESULTS = 25_000
"""GitHub refuses a run with more, and keeps the gravest 5,000."""

_NAME_AND_PASSWORD = re.compile(r"(?<=://)[^/@]*@")
_ADDRESS = re.compile(r"(?:https?|ssh|git)://[^/]")
_URI_SIGNS = "/:?#[]@!$&'()*+,;=%~"
_SECURE_COPY = re.compile(r"(?:[^@/:]+@)?([^/:]+):(?!//)(.+)")


def sarif(report: Report, presentation: Presentation) -> str:
    """Return failures that nobody accepts and diagnostics as one run.

    Passes and unknowns are left out, since GitHub would open an alert for each. It would open one
    for an accepted failure, too, so these are put in only where the presentation marks them.
    """
    places = Places(
        Quoter(report.sources, report.sensitive, report.notations), presentation.root_prefix
    )
    marks_accepted = presentation.marks_accepted
    groups = grouped(alerts(report, with_accepted=marks_accepted))
    kept = _gravest(groups)
    passes = [outcome for outcome in in_order(report.outcomes) if outcome.caveat]
    rules = _rules(
        presentation, [*(group[0].rule for group in groups), *(one.rule for one in passes)]
    )
    indexes = {rule["id"]: index for index, rule in enumerate(rules)}
    line_hashes = hashes(kept, places)
    run: JsonObject = {
        "tool": {
            "driver": {
                "name": "iacguard",
                "semanticVersion": presentation.tool_version,
                "informationUri": presentation.information_uri,
                "rules": rules,
            }
        },
        "invocations": [
            {
                # False would make GitHub drop every result of the run.
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    *_left_out(len(groups) - len(kept)),
                    *(
                        _notification(one, indexes, places)
                        for one in diagnostics_in_order(report.diagnostics)
                    ),
                    *(_told(one, indexes, places) for one in passes),
                ],
            }
        ],
        "automationDetails": {"id": f"{presentation.category}/"},
        "originalUriBaseIds": {
            REPOSITORY_ROOT: {"description": {"text": "The root of the repository."}}
        },
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        **_provenance(presentation.repository),
        "results": [
            result(
                group,
                indexes[group[0].rule.id],
                places,
                line_hashes.get((group[0].primary.span.path, group[0].primary.span.start.line)),
                marks_accepted=marks_accepted,
            )
            for group in kept
        ],
    }
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _gravest(groups: Sequence[tuple[Alert, ...]]) -> Sequence[tuple[Alert, ...]]:
    if len(groups) <= MOST_RESULTS:
        return groups
    order = sorted(range(len(groups)), key=lambda index: -groups[index][0].severity)
    return [groups[index] for index in sorted(order[:MOST_RESULTS])]


def _rules(presentation: Presentation, named: Iterable[RuleRef]) -> list[JsonObject]:
    """Return every selected rule, and every other that is named, in order of id."""
    rules = {rule.id: rule for rule in presentation.rules}
    for reference in named:
        rules.setdefault(reference.id, stand_in(reference))
    return [descriptor(rules[id_]) for id_ in sorted(rules)]


def _left_out(number: int) -> list[JsonObject]:
    if not number:
        return []
    results = "1 result" if number == 1 else f"{number:,} results"
    were = "was" if number == 1 else "were"
    text = f"{results} of the lowest severity {were} left out of this file."
    return [{"level": "warning", "message": {"text": text}}]


def _notification(
    diagnostic: Diagnostic, indexes: Mapping[object, int], places: Places
) -> JsonObject:
    text = " ".join(filter(None, (sentence(diagnostic.summary), display(diagnostic.detail))))
    return {
        "level": diagnostic.level.value,
        "message": {"text": text},
        "associatedRule": {"id": diagnostic.rule, "index": indexes[diagnostic.rule]},
        "locations": [{"physicalLocation": places.unread(diagnostic.subject)}],
    }


def _told(outcome: Outcome, indexes: Mapping[object, int], places: Places) -> JsonObject:
    """Return a pass that wants a word as a note on the run, since it is no alert."""
    return {
        "level": "note",
        "message": {"text": sentence(outcome.message)},
        "associatedRule": {"id": outcome.rule.id, "index": indexes[outcome.rule.id]},
        "locations": [{"physicalLocation": places.primary(outcome.primary.span)}],
    }


def _provenance(repository: Repository | None) -> JsonObject:
    address = None if repository is None else _web_address(repository.uri)
    if repository is None or address is None:
        return {}
    details: JsonObject = {
        "repositoryUri": address,
        "revisionId": display(repository.revision),
        "mappedTo": {"uriBaseId": REPOSITORY_ROOT},
    }
    if repository.branch:
        details["branch"] = display(repository.branch)
    return {"versionControlProvenance": [details]}


def _web_address(remote: str) -> str | None:
    """Return a remote as an absolute URI without credentials; None of a path on this machine.

    ``git@host:a/b`` is ``ssh://git@host/a/b`` in short.
    """
    copied = _SECURE_COPY.fullmatch(remote)
    if copied:
        remote = f"https://{copied[1]}/{copied[2]}"
    if not _ADDRESS.match(remote):
        return None
    return quote(_NAME_AND_PASSWORD.sub("", remote, count=1), safe=_URI_SIGNS, errors="replace")
