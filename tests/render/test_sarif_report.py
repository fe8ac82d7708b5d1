"""The SARIF report: what GitHub makes alerts of."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from render_examples import (
    EXPLAINED,
    IN_GITHUB,
    NOT_LOGGING,
    PLAIN,
    SINGLE_REGION,
    TRAIL,
    VARIABLES,
    mark_of,
    outcome_at,
    report_of,
    span_of,
    unread,
)

from iacguard.core.diagnostic import Level
from iacguard.core.outcome import Mark
from iacguard.core.report import Report
from iacguard.core.severity import Severity
from iacguard.core.source import Position, Source, SourceSpan
from iacguard.core.verdict import Verdict
from iacguard.model.control import Calls, Control, NamedEvents
from iacguard.render.fingerprint import line_hashes
from iacguard.render.presentation import Presentation, Repository
from iacguard.render.sarif import sarif


def run_of(report: Report, presentation: Presentation = IN_GITHUB) -> dict[str, Any]:
    """Return the one run of a report."""
    log = json.loads(sarif(report, presentation))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def regions(report: Report) -> list[tuple[int, int, int, int]]:
    """Return the primary region of every result."""
    names = ("startLine", "startColumn", "endLine", "endColumn")
    return [
        tuple(result["locations"][0]["physicalLocation"]["region"][name] for name in names)
        for result in run_of(report)["results"]
    ]


def failing(*sources: Source) -> Report:
    """Return a report of a failure at every `false`."""
    outcomes = [outcome_at(mark_of(source, "false")) for source in sources]
    return report_of(*outcomes, sources=sources)


def test_a_run_names_the_tool_and_the_commit():
    """Everything of a run but its rules and results."""
    run = run_of(report_of())

    del run["tool"]["driver"]["rules"]
    assert run == {
        "tool": {
            "driver": {
                "name": "iacguard",
                "semanticVersion": "0.1.0",
                "informationUri": IN_GITHUB.information_uri,
            }
        },
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": []}],
        "automationDetails": {"id": "iacguard/"},
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": {"text": "The root of the repository."}}
        },
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "versionControlProvenance": [
            {
                "repositoryUri": "https://github.com/acme/infra.git",
                "revisionId": "a" * 40,
                "mappedTo": {"uriBaseId": "%SRCROOT%"},
                "branch": "main",
            }
        ],
        "results": [],
    }


def test_a_result_points_at_the_attribute_and_says_why():
    """A failure with its hops as a code flow."""
    run = run_of(report_of(EXPLAINED))

    trail = {"uri": "live/eu%20west/infra/trail.tf", "uriBaseId": "%SRCROOT%"}
    variables = {"uri": "live/eu%20west/infra/variables.tf", "uriBaseId": "%SRCROOT%"}
    attribute = {
        "artifactLocation": trail,
        "region": {
            "startLine": 3,
            "startColumn": 27,
            "endLine": 3,
            "endColumn": 43,
            "snippet": {"text": "var.multi_region"},
        },
    }
    default = {
        "physicalLocation": {
            "artifactLocation": variables,
            "region": {
                "startLine": 3,
                "startColumn": 13,
                "endLine": 3,
                "endColumn": 18,
                "snippet": {"text": "false"},
            },
        },
        "message": {"text": "default of var.multi_region"},
    }
    context = (
        'resource "…" "…" {\n'
        '  name                  = "…"\n'
        "  is_multi_region_trail = var.multi_region\n"
        "}\n"
    )
    assert run["results"] == [
        {
            "ruleId": "CT101",
            "ruleIndex": 0,
            "level": "warning",
            "message": {
                "text": "aws_cloudtrail.main records only its home region.",
                "id": "found",
                "arguments": ["aws_cloudtrail.main records only its home region"],
            },
            "locations": [
                {
                    "physicalLocation": {
                        **attribute,
                        "contextRegion": {
                            "startLine": 1,
                            "endLine": 5,
                            "snippet": {"text": context},
                        },
                    },
                    "message": {"text": "false"},
                    "logicalLocations": [
                        {"fullyQualifiedName": "aws_cloudtrail.main", "kind": "resource"}
                    ],
                }
            ],
            "partialFingerprints": {
                "primaryLocationLineHash": line_hashes(TRAIL, {3})[3],
                "iacguard/v1": "0123456789abcdef0123456789abcdef",
            },
            "relatedLocations": [{"id": 1, **default}],
            "codeFlows": [
                {
                    "threadFlows": [
                        {
                            "locations": [
                                {
                                    "location": {
                                        "physicalLocation": attribute,
                                        "message": {"text": "false"},
                                    }
                                },
                                {"location": default},
                            ]
                        }
                    ]
                }
            ],
        }
    ]


def test_a_rule_is_described_whole():
    """What GitHub shows beside an alert does not depend on what was scanned."""
    rules = run_of(report_of())["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == ["CT101", "CT106"]
    assert rules[0] == {
        "id": "CT101",
        "name": "TrailSingleRegion",
        "shortDescription": {"text": "CloudTrail trail records only its home region."},
        "fullDescription": {
            "text": "What happens in every other region leaves no trace. Attackers know that."
        },
        "messageStrings": {"found": {"text": "'{0}'."}},
        "defaultConfiguration": {"level": "warning"},
        "helpUri": "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/trails.html",
        "help": {
            "text": """\
Passes when the trail is multi-region. Fails when it is not.

Why: What happens in every other region leaves no trace. Attackers know that.

Remedy: record all regions

With the AWS CLI: aws cloudtrail update-trail --name <trail> --is-multi-region-trail

In the console: Open the trail and choose Apply trail to all regions

Frameworks: aws-config managed-rules: MULTI_REGION_CLOUD_TRAIL_ENABLED; \
cis-aws-foundations 1.2.0: 2.1; cis-aws-foundations 3.0.0: 3.1

References: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/trails.html""",
            "markdown": """\
# CloudTrail trail records only its home region (`CT101`, `trail-single-region`)

Passes when the trail is multi-region. Fails when it is not.

## Why

What happens in every other region leaves no trace.
Attackers know that.

## Remedy

**In code**: record all regions.

**With the AWS CLI**:

```sh
aws cloudtrail update-trail --name <trail> --is-multi-region-trail
```

**In the console**: Open the trail and choose Apply trail to all regions.

## Frameworks

* aws-config managed-rules: MULTI_REGION_CLOUD_TRAIL_ENABLED
* cis-aws-foundations 1.2.0: 2.1
* cis-aws-foundations 3.0.0: 3.1

## References

* <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/trails.html>""",
        },
        "properties": {
            "tags": ["security", "aws-config", "cis-aws-foundations"],
            "precision": "very-high",
            "security-severity": "5.5",
            "frameworks": {
                "aws-config@managed-rules": ["MULTI_REGION_CLOUD_TRAIL_ENABLED"],
                "cis-aws-foundations@1.2.0": ["2.1"],
                "cis-aws-foundations@3.0.0": ["3.1"],
            },
        },
    }


@pytest.mark.parametrize(
    ("severity", "level", "score"),
    [
        (Severity.LOW, "note", "2.0"),
        (Severity.MEDIUM, "warning", "5.5"),
        (Severity.HIGH, "error", "8.0"),
        (Severity.CRITICAL, "error", "9.5"),
    ],
)
def test_severities_are_levels_and_scores(severity, level, score):
    """A rule's severity is a score; a result's own is its level."""
    presentation = replace(IN_GITHUB, rules=(replace(SINGLE_REGION, severity=severity),))

    run = run_of(report_of(replace(EXPLAINED, severity=severity)), presentation)

    rule = run["tool"]["driver"]["rules"][0]
    assert run["results"][0]["level"] == level
    assert rule["defaultConfiguration"] == {"level": level}
    assert rule["properties"]["security-severity"] == score


def test_a_rule_has_at_most_ten_tags():
    """GitHub keeps no more."""
    frameworks = {f"framework-{number:02}": {"1": ("a",)} for number in range(30)}
    presentation = replace(IN_GITHUB, rules=(replace(SINGLE_REGION, frameworks=frameworks),))

    rule = run_of(report_of(), presentation)["tool"]["driver"]["rules"][0]

    assert rule["properties"]["tags"] == [
        "security",
        *(f"framework-{number:02}" for number in range(9)),
    ]


def test_a_long_reason_is_cut_to_what_github_takes():
    """A description has at most 1,024 characters."""
    rule = replace(SINGLE_REGION, why="many words " * 200)

    described = run_of(report_of(), replace(IN_GITHUB, rules=(rule,)))["tool"]["driver"]["rules"][0]

    text = described["fullDescription"]["text"]
    assert len(text) <= 1_024
    assert text.endswith("many words many …")


def test_the_help_of_a_rule_of_detection_lists_its_events():
    """What is checked speaks of the events that follow it."""
    control = Control(
        what="changes",
        calls=(Calls("kms.amazonaws.com", ("DisableKey", "ScheduleKeyDeletion")),),
        patterns=(NamedEvents("use of the root user", '{ $.userIdentity.type = "Root" }'),),
    )
    rule = replace(SINGLE_REGION, control=control)

    described = run_of(report_of(), replace(IN_GITHUB, rules=(rule,)))["tool"]["driver"]["rules"][0]

    assert described["help"]["text"].split("\n\n")[:3] == [
        "Passes when the trail is multi-region. Fails when it is not.",
        "Events: kms.amazonaws.com: DisableKey, ScheduleKeyDeletion; "
        'use of the root user: `{ $.userIdentity.type = "Root" }`',
        "Why: What happens in every other region leaves no trace. Attackers know that.",
    ]
    assert described["help"]["markdown"].split("\n\n")[1:4] == [
        "Passes when the trail is multi-region. Fails when it is not.",
        "* kms.amazonaws.com: DisableKey, ScheduleKeyDeletion\n"
        '* use of the root user: `{ $.userIdentity.type = "Root" }`',
        "## Why",
    ]


def test_only_open_failures_are_results():
    """GitHub would open an alert for a pass, an unknown or an accepted failure."""
    report = report_of(
        replace(EXPLAINED, verdict=Verdict.PASS),
        replace(EXPLAINED, verdict=Verdict.UNKNOWN),
        replace(EXPLAINED, suppression="agreed"),
    )

    run = run_of(report, replace(IN_GITHUB, shown=frozenset(Verdict)))

    assert run["results"] == []


def test_accepted_failures_are_results_where_they_are_marked():
    """Either every result of a run says whether it is suppressed, or none does."""
    report = report_of(
        EXPLAINED,
        outcome_at(mark_of(VARIABLES, "false"), suppression="agreed"),
        outcome_at(mark_of(VARIABLES, "false"), suppression="agreed", subject="b"),
        outcome_at(mark_of(VARIABLES, "bool"), suppression="::agreed\x1b", subject="c"),
        replace(EXPLAINED, verdict=Verdict.UNKNOWN, suppression="agreed"),
    )

    run = run_of(report, replace(IN_GITHUB, marks_accepted=True))

    assert [result["suppressions"] for result in run["results"]] == [
        [],
        [{"kind": "inSource", "status": "accepted", "justification": r"\x3a:agreed\x1b"}],
        [{"kind": "inSource", "status": "accepted", "justification": "agreed"}],
    ]


def test_an_accepted_failure_beside_an_open_one_on_its_line_is_no_result():
    """The two would be one alert, and that alert is open."""
    report = report_of(EXPLAINED, replace(EXPLAINED, suppression="agreed", subject="b"))

    run = run_of(report, replace(IN_GITHUB, marks_accepted=True))

    assert [(result["suppressions"], result["message"]["text"]) for result in run["results"]] == [
        ([], "aws_cloudtrail.main records only its home region.")
    ]


def test_what_was_not_read_is_a_result_and_a_notification():
    """An alert list is never silently short; literals of unread code are hidden."""
    source = Source("net.tf", 'x = { password = "hunter2"\n')
    report = report_of(
        diagnostics=(
            unread(source.span(4, 26)),
            unread(source.span(0, 1), rule="IG002", level=Level.NOTE, summary="no", detail=""),
        ),
        sources=(source,),
        not_read=("net.tf",),
    )

    run = run_of(report, PLAIN)

    results, notifications = run["results"], run["invocations"][0]["toolExecutionNotifications"]
    rules = run["tool"]["driver"]["rules"]
    assert "hunter2" not in json.dumps(run)
    assert [(rule["id"], rule["name"]) for rule in rules] == [
        ("IG001", "FileNotRead"),
        ("IG002", "NotEvaluated"),
    ]
    assert [(result["ruleId"], result["level"]) for result in results] == [
        ("IG002", "note"),
        ("IG001", "error"),
    ]
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": "net.tf", "uriBaseId": "%SRCROOT%"},
            "region": {
                "startLine": 1,
                "startColumn": 5,
                "endLine": 1,
                "endColumn": 27,
                "snippet": {"text": '{ password = "…"'},
            },
            "contextRegion": {
                "startLine": 1,
                "endLine": 2,
                "snippet": {"text": 'x = { password = "…"\n'},
            },
        }
    }
    assert results[1] == {
        "ruleId": "IG001",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": "expected a value after `=`.",
            "id": "found",
            "arguments": ["expected a value after `=`"],
        },
        "locations": [location],
        "partialFingerprints": {"primaryLocationLineHash": line_hashes(source, {1})[1]},
    }
    assert notifications == [
        {
            "level": "note",
            "message": {"text": "no."},
            "associatedRule": {"id": "IG002", "index": 1},
            "locations": [
                {"physicalLocation": notifications[0]["locations"][0]["physicalLocation"]}
            ],
        },
        {
            "level": "error",
            "message": {
                "text": "expected a value after `=`. The rest of this file was not judged."
            },
            "associatedRule": {"id": "IG001", "index": 0},
            "locations": [location],
        },
    ]


def test_a_file_without_text_has_a_place_and_a_fingerprint():
    """A file that cannot be decoded is reported like any other."""
    place = Position(1, 1, 0)
    report = report_of(diagnostics=(unread(SourceSpan("gone.tf", place, place)),), sources=())

    (result,) = run_of(report)["results"]

    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "live/eu%20west/gone.tf", "uriBaseId": "%SRCROOT%"},
                "region": {
                    "startLine": 1,
                    "startColumn": 1,
                    "endLine": 1,
                    "endColumn": 2,
                    "snippet": {"text": "…"},
                },
                "contextRegion": {"startLine": 1, "endLine": 2, "snippet": {"text": "…"}},
            }
        }
    ]
    assert result["partialFingerprints"] == {"primaryLocationLineHash": "ea4aeda16e1b1f55:1"}


def test_results_of_one_rule_on_one_line_are_one():
    """GitHub knows alerts by rule and line, so the message names the others."""
    report = report_of(
        *(
            replace(
                EXPLAINED,
                subject=f"module.m[{number}].aws_cloudtrail.main",
                message=f"module.m[{number}].aws_cloudtrail.main records only its home region",
                fingerprint=f"{number:032}",
                callers=(mark_of(VARIABLES, "type", f"module.m[{number}]"),),
                related=(),
            )
            for number in range(8)
        )
    )

    (result,) = run_of(report)["results"]

    names = [f"module.m[{number}].aws_cloudtrail.main" for number in range(8)]
    assert result["message"]["text"] == (
        (
            "module.m[0].aws_cloudtrail.main records only its home region; the same "
            "line also affects "
        )
        + ", ".join(names[1:6])
        + " and 2 more."
    )
    assert result["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": name, "kind": "resource"} for name in names
    ]
    assert [
        (location["id"], location["message"]["text"]) for location in result["relatedLocations"]
    ] == [(number + 1, f"module.m[{number}]") for number in range(8)]


def test_subjects_of_equal_names_are_told_apart_by_their_roots():
    """A module has the same address in each root that calls it."""
    twins = [replace(EXPLAINED, scope=f"live/{name}") for name in ("dev", "prod")]

    (result,) = run_of(report_of(*twins))["results"]

    assert result["message"]["text"] == (
        f"{EXPLAINED.message}; the same line also affects {EXPLAINED.subject} in live/prod."
    )


def test_a_merged_result_has_a_fingerprint_of_its_own():
    """It is that of all its outcomes, whatever their order; equal ones keep theirs."""
    twins = [replace(EXPLAINED, fingerprint=name * 32) for name in ("a", "b")]

    (merged,) = run_of(report_of(*twins))["results"]
    (equal,) = run_of(report_of(twins[0], replace(twins[0], subject="b")))["results"]

    assert merged["partialFingerprints"]["iacguard/v1"] == "f76d6da2c879fda8c5fae44f6cdc897a"
    assert equal["partialFingerprints"]["iacguard/v1"] == "a" * 32


def test_five_further_subjects_are_named():
    """A merged message counts only what it does not name."""
    twins = [replace(EXPLAINED, subject=f"s{number}", message="s0 fails") for number in range(6)]

    (result,) = run_of(report_of(*twins))["results"]

    assert result["message"]["text"] == (
        "s0 fails; the same line also affects s1, s2, s3, s4 and s5."
    )


@pytest.mark.parametrize(
    ("text", "start", "end", "first", "last", "shown"),
    [
        ("x = 1", 0, 5, 1, 2, "x = 1"),
        ("x = 1", 0, 4, 1, 1, "x = 1"),
        ("x = 1", 1, 5, 1, 1, "x = 1"),
        ("a\nb\nc\nd\ne\nf\ng", 6, 7, 2, 6, "b\nc\nd\ne\nf"),
        ("a\n" * 40, 0, 60, 1, 33, "\n".join(["a…", *["a"] * 20, "…"])),
    ],
)
def test_a_result_shows_the_lines_around_it(text, start, end, first, last, shown):
    """Two lines on each side, always more than the span itself, never a whole file."""
    source = Source("a.tf", text)
    place = source.span(start, end)

    (result,) = run_of(report_of(outcome_at(Mark(place)), sources=(source,)))["results"]

    context = result["locations"][0]["physicalLocation"]["contextRegion"]
    assert context == {"startLine": first, "endLine": last, "snippet": {"text": shown}}


def test_results_of_one_rule_on_equal_lines_differ():
    """The hash counts equal lines."""
    source = Source("a.tf", "enable_logging = false\n" * 200)
    places = [source.span(start, start + 5) for start in (17, 40)]
    report = report_of(*(outcome_at(Mark(place)) for place in places), sources=(source,))

    hashes = [
        result["partialFingerprints"]["primaryLocationLineHash"]
        for result in run_of(report)["results"]
    ]

    assert [digest.split(":")[1] for digest in hashes] == ["1", "2"]


def test_a_downloaded_module_is_reported_where_it_is_called():
    """Files under .terraform are not committed; GitHub could show nothing of them."""
    module = Source(".terraform/modules/audit/main.tf", "enable_logging = false\n")
    outcome = outcome_at(
        mark_of(module, "false"), callers=(mark_of(TRAIL, "name", "module.audit"),)
    )

    (result,) = run_of(report_of(outcome, sources=(module, TRAIL)), PLAIN)["results"]

    location = result["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "infra/trail.tf"
    assert location["message"] == {"text": "module.audit"}


def test_of_several_calls_the_innermost_committed_one_is_the_place():
    """Callers stand outermost first; what is nearest to the failure is what has to be changed."""
    module = Source(".terraform/modules/audit/main.tf", "enable_logging = false\n")
    outcome = outcome_at(
        mark_of(module, "false"),
        callers=(
            mark_of(TRAIL, "name", "module.audit"),
            mark_of(VARIABLES, "type", "module.audit.module.trail"),
            mark_of(module, "enable_logging", "module.audit.module.trail.module.inner"),
        ),
    )

    (result,) = run_of(report_of(outcome, sources=(module, TRAIL, VARIABLES)), PLAIN)["results"]

    location = result["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "infra/variables.tf"
    assert location["message"] == {"text": "module.audit.module.trail"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = false\n", (1, 5, 1, 10)),
        ("é漢 = false\n", (1, 6, 1, 11)),
        ("😀😀 = false\n", (1, 8, 1, 13)),
        ("\r\rx = false\r", (3, 5, 3, 10)),
        ("\u2028x = false", (1, 6, 1, 11)),
    ],
)
def test_columns_are_utf_16_units(text, expected):
    """An emoji counts twice; every line break of a source is one of the region."""
    assert regions(failing(Source("a.tf", text))) == [expected]


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("", 0, 0, (1, 1, 1, 2)),
        ("x = 1\n", 2, 2, (1, 3, 1, 4)),
        ("x = 1\n", 5, 5, (1, 6, 1, 7)),
        ("x {\n  y\n}\nz\n", 0, 10, (1, 1, 3, 2)),
        ("x {\n\n", 0, 5, (1, 1, 2, 1)),
    ],
)
def test_regions_are_never_empty(text, start, end, expected):
    """A region marks something, and ends on a line that it marks."""
    source = Source("a.tf", text)

    assert regions(report_of(outcome_at(Mark(source.span(start, end))), sources=(source,))) == [
        expected
    ]


@pytest.mark.parametrize(
    ("path", "prefix", "uri"),
    [
        ("main.tf", "", "main.tf"),
        ("a b/100%/x#y?.tf", "live", "live/a%20b/100%25/x%23y%3F.tf"),
        ("😀/é.tf", "", "%F0%9F%98%80/%C3%A9.tf"),
        ("new\nline.tf", "", "new%0Aline.tf"),
        ("byte\udcff.tf", "", "byte%FF.tf"),
        ("half\ud83d.tf", "", "half%ED%A0%BD.tf"),
        ("\u202egnp.tf", "", "%E2%80%AEgnp.tf"),
        ("git::https://x/y.tf", "/a/", "a/git%3A%3Ahttps%3A//x/y.tf"),
        ("back\\slash.tf", "", "back%5Cslash.tf"),
    ],
)
def test_files_have_percent_encoded_addresses(path, prefix, uri):
    """Every name, bytes that are no UTF-8 included, is a relative address."""
    report = failing(Source(path, "x = false\n"))

    (result,) = run_of(report, replace(IN_GITHUB, root_prefix=prefix))["results"]

    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("a b", "a b."),
        ("a b.", "a b."),
        ("see [here](https://evil.example)", "see [here] (https://evil.example)."),
        ("a\x1b[31m\nb\u202e", r"a\x1b[31m\nb\u202e."),
    ],
)
def test_messages_are_one_sentence_without_links(message, text):
    """Nothing in a name becomes a link, a line or a command."""
    (result,) = run_of(report_of(replace(EXPLAINED, message=message)))["results"]

    assert result["message"] == {"text": text, "id": "found", "arguments": [text[:-1]]}


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@github.com:acme/infra.git", "https://github.com/acme/infra.git"),
        ("https://user:token@github.com/acme/infra", "https://github.com/acme/infra"),
        ("ssh://git@host.example:22/a", "ssh://host.example:22/a"),
        ("https://host.example/a b\n", "https://host.example/a%20b%0A"),
    ],
)
def test_the_remote_is_an_address_without_credentials(remote, address):
    """A token in a remote's address is not published."""
    repository = Repository(uri=remote, revision="b" * 40)

    run = run_of(report_of(), replace(IN_GITHUB, repository=repository))

    assert run["versionControlProvenance"] == [
        {
            "repositoryUri": address,
            "revisionId": "b" * 40,
            "mappedTo": {"uriBaseId": "%SRCROOT%"},
        }
    ]


@pytest.mark.parametrize("remote", ["/srv/git/infra.git", "../infra", "file:///srv/x", ""])
def test_a_remote_on_this_machine_is_not_named(remote):
    """A path of this machine is nobody's address."""
    repository = Repository(uri=remote, revision="b" * 40)

    run = run_of(report_of(), replace(IN_GITHUB, repository=repository))

    assert "versionControlProvenance" not in run


@pytest.mark.long
def test_no_more_results_than_github_takes():
    """The gravest 25,000 stay, in order of place, and a notification counts the others."""
    source = Source("a.tf", "x\n" * 25_003)
    places = [source.span(2 * number, 2 * number + 1) for number in range(25_003)]
    high = replace(EXPLAINED, related=(), rule=NOT_LOGGING.ref, severity=Severity.HIGH)
    report = report_of(
        *(replace(EXPLAINED, related=(), primary=Mark(place)) for place in places[:-1]),
        replace(high, primary=Mark(places[-1])),
        sources=(),
    )

    run = run_of(report)

    results = run["results"]
    assert (len(results), results[-1]["ruleId"]) == (25_000, "CT106")
    assert run["invocations"][0]["toolExecutionNotifications"] == [
        {
            "level": "warning",
            "message": {"text": "3 results of the lowest severity were left out of this file."},
        }
    ]


def test_the_order_of_a_report_does_not_matter():
    """Equal outcomes in another order give the same bytes."""
    outcomes = [EXPLAINED, replace(EXPLAINED, subject="b"), outcome_at(mark_of(VARIABLES, "bool"))]
    diagnostics = (unread(span_of(VARIABLES, "bool")), unread(span_of(TRAIL, "main")))

    first = sarif(report_of(*outcomes, diagnostics=diagnostics), IN_GITHUB)
    second = sarif(report_of(*outcomes[::-1], diagnostics=diagnostics[::-1]), IN_GITHUB)

    assert first == second


def test_a_pass_that_wants_a_word_is_no_alert():
    """It is a note on the run, with its place."""
    passed = outcome_at(
        mark_of(TRAIL, "var.multi_region"),
        verdict=Verdict.PASS,
        message="refused calls are noticed, but the pattern matches all",
        caveat="the pattern matches all",
    )

    run = run_of(report_of(passed), PLAIN)

    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert ([], "note", "refused calls are noticed, but the pattern matches all.") == (
        run["results"],
        note["level"],
        note["message"]["text"],
    )
    assert {"id": "CT101", "index": 0} == note["associatedRule"]
    assert 3 == note["locations"][0]["physicalLocation"]["region"]["startLine"]
