"""`iacguard rules`, run as a program; its whole output stands here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from iacguard.render.coverage_text import coverage_table, version_list
from iacguard.render.prose import WIDTH, command, filled, paragraphs
from iacguard.render.rule_text import explained, rule_list
from iacguard.rules.catalog import load_catalog
from iacguard.rules.frameworks import framework_ids, load_framework

CATALOG = load_catalog()

EXPLAINED = """\
CT410  security-group-changes-unmonitored
Nobody is alerted to security group changes

What is checked
  Passes when one CloudWatch Logs metric filter catches every event listed here, reads the log group
  of a trail that covers the account (CT102), and has an alarm that a single event sets off, that
  stays quiet otherwise, and that notifies an SNS topic, directly or through a composite alarm, and
  the topic accepts the message (region, policy, key) and delivers it to a subscription or a chat
  channel; also passes when an EventBridge rule in the region where all these events occur catches
  them and has a target that alerts somebody. Fails when no filter and no rule does all of that; the
  message names the missing link of the nearest one. Unknown when a rule sees only one of several
  regions, when a link is declared elsewhere or known only at deployment, when one event may not be
  enough to set off the alarm, when the alarm is muted at times, or when the code declares no trail
  and nothing says that it is a whole account.

Events
  ec2.amazonaws.com: AuthorizeSecurityGroupIngress, AuthorizeSecurityGroupEgress,
    RevokeSecurityGroupIngress, RevokeSecurityGroupEgress, CreateSecurityGroup, DeleteSecurityGroup,
    ModifySecurityGroupRules
  AWS Security Hub compares with this pattern:
    {($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=AuthorizeSecurityGroupEgress)
    || ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupEgress)
    || ($.eventName=CreateSecurityGroup) || ($.eventName=DeleteSecurityGroup)}
  CIS has named `ModifySecurityGroupRules` since 5.0. Older versions and Security Hub's pattern do
  not, so a filter with exactly that pattern misses it.

Severity low, off by default; judges the account as a whole.

Why
  A rule added to a security group can open a port to the world at once. `ModifySecurityGroupRules`
  does so too: the CIS benchmark has named it since version 5.0, Security Hub's pattern does not.

In the code
  Add a metric filter that catches them, an alarm on its metric, and an SNS topic with a
  subscription.
  Depending on the cause:
    * extend the pattern to catch what it misses
    * use the exact pattern of AWS Security Hub
    * attach the filter to the log group that the trail writes to
    * make the trail cover the account (see CT102)
    * add an alarm on the filter's metric
    * set the metric value to 1, so that each match counts
    * enable the alarm's actions
    * give the alarm an action that notifies an SNS topic
    * add a subscription to the topic
    * enable the EventBridge rule
    * put the EventBridge rule in the region where these events occur
    * give the EventBridge rule a target that alerts somebody
    * grant events.amazonaws.com access to the rule's target and to the target's key
    * send the trail to a log group of the class STANDARD
    * use at most two regular expressions in the pattern, of supported characters only
    * remove the unit from the alarm
    * set a threshold that one match reaches
    * keep quiet periods below the threshold, and set missing data to notBreaching
    * remove the alarm from the mute rule
    * notify a topic in the alarm's own region
    * grant cloudwatch.amazonaws.com SNS:Publish in the topic's policy
    * encrypt the topic with a customer managed key that grants cloudwatch.amazonaws.com kms:Decrypt
      and kms:GenerateDataKey*
    * notify a standard topic
    * exclude the service from the statement that denies it
    * make the condition accept what the service sends
    * add the action to the statement
    * give the subscription an endpoint that fits its protocol
    * allow sns.amazonaws.com to send to the queue or to invoke the function
    * make the filter policy accept alarm messages, or remove it
  Safe: what works today keeps working, and nothing is replaced.

On the command line
  aws logs put-metric-filter --log-group-name <log-group> --filter-name <name> \\
      --filter-pattern '<pattern>' \\
      --metric-transformations metricName=<metric>,metricNamespace=<namespace>,metricValue=1 \\
  && aws cloudwatch put-metric-alarm --alarm-name <name> --namespace <namespace> \\
      --metric-name <metric> --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 \\
      --comparison-operator GreaterThanOrEqualToThreshold --alarm-actions <topic-arn> \\
  && aws sns subscribe --topic-arn <topic-arn> --protocol email --notification-endpoint <address>

In the console
  CloudWatch, Log groups, choose the trail's log group, Metric filters, Create metric filter. Then
  choose the filter, Create alarm, and select a topic that has a subscription. The pattern:

  { ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = AuthorizeSecurityGroupEgress)
  || ($.eventName = RevokeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupEgress)
  || ($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup)
  || ($.eventName = ModifySecurityGroupRules) }

Options
  mode = equivalent
    `equivalent` judges a pattern by what it matches; `exact` also requires the exact text that AWS
    Security Hub compares with.
  ways = any
    `any` also accepts an EventBridge rule that alerts somebody to every event; `metric-filter`
    requires a metric filter and an alarm.

Standards
  aws-security-hub
    controls        CloudWatch.10  Security group changes are noticed
  cis-aws-foundations
    1.2.0           3.10  Security group changes are noticed
    1.4.0 to 5.0.0  4.10  Security group changes are noticed
    6.0.0, 7.0.0    5.10  Security group changes are noticed
  cis-controls
    8.1             8.11  Audit logs are reviewed
                    13.1  Alerts of security events come to one place
  cmmc
    2.0             SI.L2-3.14.6  Systems are monitored for attacks
  dora
    2022-2554       10  Detection
                    17  Management of incidents
  fedramp-20x
    0.9.43-beta     KSI-MLA-RVL  Logs are reviewed all the time
  nis2
    2024-2690       3.2.2     Monitoring is automated
                    3.2.3(a)  Logs show network traffic in and out
                    3.2.4     Logs are reviewed, and alarms tell of what is unusual
  nist-csf
    2.0             DE.AE-06  Staff and tools are told of events that may do harm
                    DE.CM-01  Networks are monitored
  pci-dss
    4.0.1           10.4.1.1  Audit logs are reviewed automatically

References
  https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html
  https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-10
"""

EXPLAINED_SCAN = """\
IG004  exception-unused
Exception matches no finding

What is checked
  Reported for every exception that matches no finding of this scan.

Severity low, on by default; judges the scan itself.

Why
  An exception that matches nothing is a hole waiting for the next finding to fall into it.

In the code
  Remove the exception.
"""

LISTED = """\
CT5  Guardrails
  CT501  scp-does-not-protect-trail  low       off
         No service control policy keeps CloudTrail trails from being disabled
  CT502  no-config-rule              low       off
         No AWS Config rule checks for a CloudTrail trail
"""

VERSIONS = """\
CIS Amazon Web Services Foundations Benchmark
Center for Internet Security, https://www.cisecurity.org/benchmark/amazon_web_services

The sections on logging and monitoring, as the benchmark numbers them. Titles are iacguard's own.
Sections that the benchmark calls manual are judged too, as far as code shows them.

  cis-aws-foundations@1.2.0  21 of 23 sections covered by rules
  cis-aws-foundations@1.4.0  24 of 26 sections covered by rules
  cis-aws-foundations@1.5.0  24 of 27 sections covered by rules
  cis-aws-foundations@2.0.0  24 of 27 sections covered by rules
  cis-aws-foundations@3.0.0  22 of 25 sections covered by rules
  cis-aws-foundations@4.0.1  22 of 25 sections covered by rules
  cis-aws-foundations@5.0.0  22 of 25 sections covered by rules
  cis-aws-foundations@6.0.0  22 of 25 sections covered by rules
  cis-aws-foundations@7.0.0  22 of 26 sections covered by rules

`iacguard rules --framework cis-aws-foundations@7.0.0` lists the rules that show each section.
"""

BENCHMARK = """\
CIS Amazon Web Services Foundations Benchmark (cis-aws-foundations@3.0.0)
Center for Internet Security, https://www.cisecurity.org/benchmark/amazon_web_services

The sections on logging and monitoring, as the benchmark numbers them. Titles are iacguard's own.
Sections that the benchmark calls manual are judged too, as far as code shows them.

22 sections covered by 23 rules, 3 that code cannot show. `--framework` judges all of these rules,
even if off by default.

3.1   CloudTrail records every region                                             level 1, automated
      CT101  trail-single-region                           on
      CT102  account-not-covered                           off
3.2   CloudTrail log files are validated                                          level 2, automated
      CT201  log-file-validation-disabled                  on
3.3   AWS Config records every region                                             level 2, automated
      Code cannot show this. AWS Config is enabled region by region; code shows the regions that it
      is deployed to, but not that none is missing.
3.4   Access to the log files is logged                                           level 1, automated
      CT208  bucket-access-not-logged                      on
3.5   Log files are encrypted with a KMS key                                      level 2, automated
      CT202  logs-not-encrypted-with-kms                   on
3.6   Customer managed KMS keys rotate every year                                 level 2, automated
      CT204  key-rotation-disabled                         on
3.7   Flow logs are on in every VPC                                               level 2, automated
      Code cannot show this. It is about every VPC in the account, including those that no code
      declares; CloudTrail has no part in flow logs.
3.8   S3 object write events are recorded                                         level 2, automated
      CT107  s3-object-writes-not-recorded                 off
3.9   S3 object read events are recorded                                          level 2, automated
      CT108  s3-object-reads-not-recorded                  off
4.1   Unauthorized API calls are noticed                                          level 1, automated
      CT401  unauthorized-api-calls-unmonitored            off
4.2   Console sign-ins without MFA are noticed                                    level 1, automated
      CT402  console-sign-in-without-mfa-unmonitored       off
4.3   Use of the root user is noticed                                             level 1, automated
      CT403  root-account-use-unmonitored                  off
4.4   IAM policy changes are noticed                                              level 1, automated
      CT404  iam-policy-changes-unmonitored                off
4.5   CloudTrail configuration changes are noticed                                level 1, automated
      CT405  cloudtrail-configuration-changes-unmonitored  off
4.6   Failed console sign-ins are noticed                                         level 2, automated
      CT406  console-authentication-failures-unmonitored   off
4.7   Disabling or deleting customer managed keys is noticed                      level 2, automated
      CT407  customer-key-disabled-or-deleted-unmonitored  off
4.8   S3 bucket policy changes are noticed                                        level 1, automated
      CT408  s3-bucket-policy-changes-unmonitored          off
4.9   AWS Config changes are noticed                                              level 2, automated
      CT409  config-changes-unmonitored                    off
4.10  Security group changes are noticed                                          level 2, automated
      CT410  security-group-changes-unmonitored            off
4.11  Network ACL changes are noticed                                             level 2, automated
      CT411  network-acl-changes-unmonitored               off
4.12  Network gateway changes are noticed                                         level 1, automated
      CT412  network-gateway-changes-unmonitored           off
4.13  Route table changes are noticed                                             level 1, automated
      CT413  route-table-changes-unmonitored               off
4.14  VPC changes are noticed                                                     level 1, automated
      CT414  vpc-changes-unmonitored                       off
4.15  AWS Organizations changes are noticed                                       level 1, automated
      CT415  organizations-changes-unmonitored             off
4.16  AWS Security Hub is enabled                                                 level 2, automated
      Code cannot show this. Security Hub is enabled once for an account, often by its organization;
      its absence from a piece of code proves nothing.
"""

ONLY_VERSION = """\
FedRAMP 20x Key Security Indicators (fedramp-20x@0.9.43-beta)
General Services Administration, https://www.fedramp.gov/docs/20x/key-security-indicators

Indicators of the theme Monitoring, Logging, and Auditing, as FedRAMP's machine-readable
documentation of April 2026 (github.com/FedRAMP/docs) names them; KSI-MLA-OSM was KSI-MLA-01. Titles
and the relation of rules to them are iacguard's own. An indicator covers more than configuration;
the rules show the part that code can show.

5 sections covered by 41 rules. `--framework` judges all of these rules, even if off by default.

KSI-MLA-ALA  Access to logs is granted as narrowly as it can be
          CT206  bucket-policy-confused-deputy                 on
          CT207  bucket-public                                 on
          CT208  bucket-access-not-logged                      on
KSI-MLA-EVC  The configuration of resources is evaluated all the time
          CT502  no-config-rule                                off
KSI-MLA-LET  The chosen kinds of events are logged
          CT101  trail-single-region                           on
          CT102  account-not-covered                           off
          CT103  global-service-events-excluded                on
          CT104  management-events-incomplete                  on
          CT105  management-event-sources-excluded             on
          CT106  trail-not-logging                             on
          CT107  s3-object-writes-not-recorded                 off
          CT108  s3-object-reads-not-recorded                  off
KSI-MLA-OSM  Logs go to one place where they cannot be altered
          CT102  account-not-covered                           off
          CT201  log-file-validation-disabled                  on
          CT203  key-policy-blocks-cloudtrail                  on
          CT205  bucket-policy-blocks-delivery                 on
          CT207  bucket-public                                 on
          CT209  bucket-versioning-disabled                    off
          CT213  bucket-without-object-lock                    off
          CT301  not-sent-to-cloudwatch-logs                   on
          CT303  delivery-role-not-assumable                   on
          CT304  delivery-role-cannot-write                    on
          CT305  log-group-retention-short                     on
          CT307  log-group-key-blocks-logs                     on
          CT308  log-group-deletion-unprotected                off
KSI-MLA-RVL  Logs are reviewed all the time
          CT109  insights-not-enabled                          off
          CT401  unauthorized-api-calls-unmonitored            off
          CT402  console-sign-in-without-mfa-unmonitored       off
          CT403  root-account-use-unmonitored                  off
          CT404  iam-policy-changes-unmonitored                off
          CT405  cloudtrail-configuration-changes-unmonitored  off
          CT406  console-authentication-failures-unmonitored   off
          CT407  customer-key-disabled-or-deleted-unmonitored  off
          CT408  s3-bucket-policy-changes-unmonitored          off
          CT409  config-changes-unmonitored                    off
          CT410  security-group-changes-unmonitored            off
          CT411  network-acl-changes-unmonitored               off
          CT412  network-gateway-changes-unmonitored           off
          CT413  route-table-changes-unmonitored               off
          CT414  vpc-changes-unmonitored                       off
          CT415  organizations-changes-unmonitored             off
          CT416  event-selector-changes-unmonitored            off
          CT417  alarm-without-action                          off
"""

LAST = (
    "A rule that is off, or on in part, is judged in full when --select or --framework names it. "
    "`iacguard rules CT101` explains a rule. `iacguard rules --framework NAME` shows how the rules "
    f"cover a standard: {', '.join(framework_ids())}."
)


@pytest.fixture
def rules(tmp_path: Path):
    """Run `iacguard rules` outside of the checkout, with nothing of the caller's environment."""

    def run(*arguments: str) -> tuple[int, str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        done = subprocess.run(
            (sys.executable, "-m", "iacguard", "rules", *arguments),
            cwd=tmp_path,
            env={**kept, "COLUMNS": "100"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.mark.parametrize("word", ["CT410", "ct410", "security-group-changes-unmonitored"])
def test_a_rule_is_explained_by_its_id_or_name(rules, word: str) -> None:
    """Why, what to do in three places, options, the sections of standards, references."""
    assert (0, EXPLAINED, "") == rules(word)


def test_a_rule_about_the_scan_names_no_risk_of_its_remedy(rules) -> None:
    """There is no fix that could replace a resource."""
    assert (0, EXPLAINED_SCAN, "") == rules("exception-unused")


def test_the_first_characters_of_ids_list_their_rules(rules) -> None:
    """A chapter, its rules, their severity and whether they are on."""
    assert (0, LISTED, "") == rules("CT5")


def test_without_a_word_all_rules_are_listed(rules) -> None:
    """The list ends with what else can be asked."""
    expected = rule_list(CATALOG.rules, framework_ids())

    code, out, err = rules()

    assert (0, expected, "") == (code, out, err)
    assert f"{filled(LAST)}\n" == out.split("\n\n")[-1]


def test_a_standard_without_a_version_lists_its_versions(rules) -> None:
    """Nobody has to know which versions there are."""
    assert (0, VERSIONS, "") == rules("--framework", "cis-aws-foundations")


def test_a_version_of_a_standard_shows_its_coverage(rules) -> None:
    """Every section, its rules, or the reason why no code can show it."""
    assert (0, BENCHMARK, "") == rules("--framework", "cis-aws-foundations@3.0.0")


def test_the_only_version_of_a_standard_need_not_be_named(rules) -> None:
    """Names are read without regard to case."""
    assert (0, ONLY_VERSION, "") == rules("--framework", "FedRAMP-20x")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("CT999",), "unknown rule 'CT999'; `iacguard rules` lists all"),
        (("CT101", "--framework", "hipaa"), "a rule and --framework cannot be given together"),
        (
            ("--framework", "sox"),
            f"unknown framework 'sox'; known: {', '.join(framework_ids())}",
        ),
        (
            ("--framework", "pci-dss@5"),
            "framework 'pci-dss@5' needs one of these versions: pci-dss@3.2.1, pci-dss@4.0, "
            "pci-dss@4.0.1",
        ),
        (("a\x1b[2J\u202e",), "unknown rule 'a\\x1b[2J\\u202e'; `iacguard rules` lists all"),
    ],
)
def test_what_nobody_wrote_is_refused(rules, arguments: tuple[str, ...], message: str) -> None:
    """The message says what would have been understood; nothing in it moves a cursor."""
    assert (2, "", f"error: {message}\n") == rules(*arguments)


def too_wide(text: str) -> list[str]:
    """Return the lines that are too long without need: links and quoted JSON stay whole."""
    lines = [line for line in text.splitlines() if len(line) > WIDTH]
    whole = ("  https://", "'[", "'{")
    return [line for line in lines if not any(mark in line for mark in whole)]


@pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: rule.id)
def test_every_explanation_fits_a_hundred_columns(rule) -> None:
    """No line is cut off or folded by a terminal, but for links and quoted JSON."""
    frameworks = [load_framework(name) for name in rule.frameworks]

    assert [] == too_wide(explained(rule, frameworks))


@pytest.mark.parametrize("name", framework_ids())
def test_every_coverage_table_fits_a_hundred_columns(name: str) -> None:
    """Long ids stand beside their titles."""
    framework = load_framework(name)
    tables = [coverage_table(framework, one, CATALOG.rules) for one in framework.versions]

    assert [] == too_wide("".join((*tables, version_list(framework))))


def test_the_list_of_rules_fits_a_hundred_columns() -> None:
    """Two lines a rule: what it is called, and what it flags."""
    assert [] == too_wide(rule_list(CATALOG.rules, framework_ids()))


def test_a_command_goes_on_in_the_next_line_outside_of_quotes_alone() -> None:
    """The shell joins the lines to the command that was written."""
    text = f"aws logs put --json '{{\"a --b\": 1}}' --name {'x' * 70} --last && aws next --one"

    expected = """\
  aws logs put --json '{"a --b": 1}' \\
      --name xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx --last \\
  && aws next --one"""

    assert expected == command(text, "  ")


def test_a_filter_pattern_breaks_at_its_operators() -> None:
    """No comparison is torn apart; an empty line between paragraphs stays."""
    pattern = " || ".join(f"($.eventName = {'A' * 20}{number})" for number in range(4))

    expected = """\
  The pattern:

  { ($.eventName = AAAAAAAAAAAAAAAAAAAA0) || ($.eventName = AAAAAAAAAAAAAAAAAAAA1)
  || ($.eventName = AAAAAAAAAAAAAAAAAAAA2) || ($.eventName = AAAAAAAAAAAAAAAAAAAA3) }"""

    assert expected == paragraphs(f"The\npattern:\n\n{{ {pattern} }}\n", "  ")


def test_a_text_that_moves_a_cursor_is_shown_as_an_escape() -> None:
    """A rule file is trusted no more than what it is shown beside."""
    assert r"a \x1b[2J b" == filled("a \x1b[2J b")
    assert r"  a --b \x1b[2J" == command("a --b \x1b[2J", "  ")


def test_a_single_section_and_a_single_rule_are_told_in_the_singular() -> None:
    """Nobody writes "1 rules"."""
    rules = [rule for rule in CATALOG.rules if rule.id == "CT301"]

    table = coverage_table(load_framework("iso-27001"), "2013", rules)

    expected = (
        "1 section covered by 1 rule. `--framework` judges this rule, even if off by default."
    )
    assert expected == table.split("\n\n")[2]
