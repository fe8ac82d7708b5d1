"""Scopes that make up one account, and accounts that make up one organization."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.configuration.file import read_configuration
from iacguard.errors import UsageError
from iacguard.options import Account, Options

GOOD = """\
resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "audit-logs"
  is_multi_region_trail = true
}
"""
SINGLE = GOOD.replace("= true", "= false")
NO_TRAIL = """\
resource "aws_cloudwatch_log_group" "app" {
  name = "app"
}
"""
TEMPLATE = """\
Parameters:
  Stage:
    Type: String
    AllowedValues: [dev, prod]
Conditions:
  IsProduction: !Equals [!Ref Stage, prod]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: audit-logs
      IsLogging: true
      IncludeGlobalServiceEvents: true
      IsMultiRegionTrail: !If [IsProduction, true, false]
"""


@pytest.fixture
def outcomes(tmp_path: Path):
    """Scan some files as some accounts; return rule, verdict and message of each outcome."""

    def scan(files: dict[str, str], *accounts: Account, select: tuple[str, ...] = ("CT10",)):
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        options = Options(selected=select, accounts=accounts)
        report = check([tmp_path], options, root=tmp_path)
        return [
            (one.rule.id, one.scope, one.verdict.word, one.message)
            for one in report.outcomes
            if one.rule.id in ("CT101", "CT102") and one.verdict.word != "pass"
        ]

    return scan


def test_a_trail_in_one_root_covers_the_other_roots_of_its_account(outcomes):
    """A single-region trail beside a covering one is informational, wherever it lies."""
    files = {"audit/main.tf": GOOD, "live/main.tf": SINGLE}
    single = "aws_cloudtrail.main records only its home region"

    assert [] == outcomes(files, Account(name="prod", paths=("audit", "live")))
    assert {("CT101", "live", "fail", single)} <= set(outcomes(files))


def test_another_account_is_not_covered(outcomes):
    """What one account records says nothing of another."""
    files = {"audit/main.tf": GOOD, "live/main.tf": NO_TRAIL}
    accounts = (Account(name="prod", paths=("audit",)), Account(name="dev", paths=("live",)))

    said = "account dev is not covered: no trail is declared in live"
    assert [("CT102", "dev", "fail", said)] == outcomes(files, *accounts)


def test_an_organization_trail_covers_the_other_accounts_of_the_organization(outcomes):
    """Only a trail that says so does, and only for accounts that name the organization."""
    plain = {"audit/main.tf": GOOD, "live/main.tf": NO_TRAIL}
    wide = {"audit/main.tf": GOOD.replace("}", "  is_organization_trail = true\n}")}
    audit = Account(name="audit", paths=("audit",), organization="o-1")
    member = Account(name="member", paths=("live",), organization="o-1")
    stranger = Account(name="stranger", paths=("live",))

    told = "is not covered by any trail: aws_cloudtrail.main records only its own account"
    alone = "account stranger is not covered: no trail is declared in live"
    assert [("CT102", "member", "fail", f"account member {told}")] == outcomes(plain, audit, member)
    assert [] == outcomes({**plain, **wide}, audit, member)
    assert [("CT102", "stranger", "fail", alone)] == outcomes({**plain, **wide}, audit, stranger)


def test_equal_addresses_of_two_roots_are_told_apart(outcomes):
    """Both are reported, each with the name of its root."""
    files = {"eu/main.tf": SINGLE, "us/main.tf": SINGLE}

    found = outcomes(files, Account(name="prod", paths=("eu", "us")), select=("CT101",))

    assert [
        ("CT101", "prod", "fail", "eu:aws_cloudtrail.main records only its home region"),
        ("CT101", "prod", "fail", "us:aws_cloudtrail.main records only its home region"),
    ] == found


def test_equal_addresses_of_two_accounts_are_told_apart(outcomes):
    """The trail of the account itself has its own name, and others that of their root."""
    files = {"eu/main.tf": SINGLE, "us/main.tf": GOOD}
    accounts = (
        Account(name="dev", paths=("eu",), organization="o-1"),
        Account(name="prod", paths=("us",), organization="o-1"),
    )

    assert [
        (
            "CT102",
            "dev",
            "fail",
            "account dev is not covered by any trail: aws_cloudtrail.main records only its home"
            " region; us:aws_cloudtrail.main records only its own account",
        )
    ] == outcomes(files, *accounts, select=("CT102",))


def test_an_account_is_judged_for_every_deployment_of_its_templates(outcomes):
    """Open questions of a template stay open questions of the account."""
    files = {"stacks/trail.yaml": TEMPLATE, "live/main.tf": NO_TRAIL}

    found = outcomes(files, Account(name="prod", paths=("stacks", "live")), select=("CT102",))

    assert [
        (
            "CT102",
            "prod",
            "fail",
            "account prod is not covered by any trail: Trail records only its home region"
            " when Stage is dev",
        )
    ] == found


def test_named_accounts_are_asked_for_coverage_by_default(tmp_path):
    """Naming an account is asking for CT102; a directory that nobody named is not asked."""
    (tmp_path / "main.tf").write_text(NO_TRAIL, encoding="utf-8")
    account = Account(name="prod", paths=(".",))

    named = check([tmp_path], Options(accounts=(account,)), root=tmp_path)
    unnamed = check([tmp_path], Options(), root=tmp_path)

    assert (["CT102"], []) == (
        [one.rule.id for one in named.outcomes],
        [one.rule.id for one in unnamed.outcomes],
    )


def test_links_between_roots_of_one_account_hold_by_name(tmp_path):
    """A bucket declared in one root is the bucket that a trail of another root names."""
    bucket = 'resource "aws_s3_bucket" "logs" {\n  bucket        = "audit-logs"\n'
    bucket += "  force_destroy = true\n}\n"
    for name, text in {"a": GOOD, "b": bucket}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text, encoding="utf-8")
    account = Account(name="prod", paths=("a", "b"))

    together = check([tmp_path], Options(selected=("CT212",), accounts=(account,)), root=tmp_path)
    apart = check([tmp_path], Options(selected=("CT212",)), root=tmp_path)

    assert ["aws_s3_bucket.logs can be destroyed with all log files in it"] == [
        one.message for one in together.outcomes
    ]
    assert () == apart.outcomes


CONFIGURATION = """\
# Which directories make up which account.

[[accounts]]
name = "audit"
paths = ["audit"]
organization = "o-1"

[[accounts]]
name = "prod"
id = "111122223333"
paths = ["live/prod"]
organization = "o-1"
"""
NETWORK = 'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n'
ORGANIZATION = GOOD.replace("}", "  is_organization_trail = true\n}")


@pytest.fixture
def coverage(tmp_path: Path):
    """Scan a tree that holds a configuration file; return each outcome of CT102 with its place."""

    def scan(files: dict[str, str], *paths: str, **options: object):
        for name, text in {".iacguard.toml": CONFIGURATION, **files}.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        settings = read_configuration(tmp_path / ".iacguard.toml")
        report = check(
            [tmp_path / path for path in paths or (".",)],
            Options(selected=("CT102",), accounts=settings.accounts, **options),
            root=tmp_path,
        )
        assert {one.primary.span.path for one in report.outcomes} <= {*report.sources, "audit"}
        return [
            (one.message, f"{one.primary.span.path}:{one.primary.span.start.line}")
            for one in report.outcomes
            if one.verdict.word != "pass"
        ]

    return scan


PROD = "account prod is not covered: no trail is declared in live/prod"


def test_an_account_without_any_audit_resource_fails_at_its_entry(coverage):
    """Nothing of it was read, and the configuration says that it is there."""
    files = {"audit/main.tf": GOOD, "live/prod/main.tf": NETWORK}
    other = CONFIGURATION.replace('"o-1"', '"o-2"', 1)

    assert [(PROD, ".iacguard.toml:8")] == coverage({**files, ".iacguard.toml": other})


def test_an_account_without_any_file_fails_at_its_entry(coverage, tmp_path):
    """An empty directory is there; whoever named it expects a trail."""
    (tmp_path / "live" / "prod").mkdir(parents=True)
    other = CONFIGURATION.replace('"o-1"', '"o-2"', 1)

    assert [(PROD, ".iacguard.toml:8")] == coverage(
        {"audit/main.tf": GOOD, ".iacguard.toml": other}
    )


def test_an_organization_trail_covers_an_account_without_code(coverage):
    """What another account of the organization declares is enough."""
    files = {"live/prod/main.tf": NETWORK}
    said = "is not covered by any trail: aws_cloudtrail.main records only its own account"

    assert [] == coverage({**files, "audit/main.tf": ORGANIZATION})
    assert [(f"account prod {said}", "audit/main.tf:1")] == coverage(
        {**files, "audit/main.tf": GOOD}
    )


def test_a_path_that_does_not_exist_is_refused_at_its_place(coverage):
    """A misspelt path would be judged by nobody."""
    with pytest.raises(UsageError) as refused:
        coverage({"audit/main.tf": GOOD, "live/main.tf": GOOD})

    said = "account prod: live/prod: no such file or directory"
    assert str(refused.value).endswith(f"/.iacguard.toml:11: {said}")


def test_a_path_out_of_the_tree_is_refused(coverage):
    """Nothing outside of it is read, so nobody would judge it."""
    text = CONFIGURATION.replace("live/prod", "../live")

    with pytest.raises(UsageError) as refused:
        coverage({".iacguard.toml": text, "audit/main.tf": GOOD})

    assert str(refused.value).endswith("account prod: ../live: it leads outside the scanned tree")


def test_an_account_of_a_called_module_is_refused(coverage):
    """Its trail counts for the account of the root that calls it."""
    text = CONFIGURATION.replace("live/prod", "modules/trail")
    call = 'module "trail" {\n  source = "../modules/trail"\n}\n'
    files = {".iacguard.toml": text, "audit/main.tf": call, "modules/trail/main.tf": GOOD}

    with pytest.raises(UsageError) as refused:
        coverage(files)

    assert str(refused.value).endswith(
        "/.iacguard.toml:11: account prod: modules/trail is judged as part of "
        "what calls it; name audit, or something else that is deployed to the "
        "account"
    )
    assert [] == coverage(files, "modules/trail")


def test_an_account_of_a_directory_that_others_read_is_judged(coverage):
    """What a root only reads as a text is no code of the root."""
    values = 'locals {\n  policy = file("../live/prod/policy.json")\n}\n'
    other = CONFIGURATION.replace('"o-1"', '"o-2"', 1)
    files = {".iacguard.toml": other, "live/prod/policy.json": "{}"}

    assert [(PROD, ".iacguard.toml:8")] == coverage({**files, "audit/main.tf": GOOD + values})


def test_a_file_beside_the_tree_names_paths_of_the_tree(tmp_path):
    """One configuration file may serve many repositories."""
    (tmp_path / "tree" / "live").mkdir(parents=True)
    (tmp_path / "central").mkdir()
    file = tmp_path / "central" / "iacguard.toml"
    file.write_text('[[accounts]]\nname = "prod"\npaths = ["live"]\n', encoding="utf-8")
    options = Options(accounts=read_configuration(file).accounts)

    report = check(tmp_path / "tree", options, root=tmp_path / "tree")

    assert [("account prod is not covered: no trail is declared in live", "live")] == [
        (one.message, one.primary.span.path) for one in report.outcomes
    ]


def test_an_account_that_is_not_scanned_is_not_judged(coverage):
    """What was not looked at is not said to be missing."""
    files = {"audit/main.tf": ORGANIZATION, "live/prod/main.tf": NETWORK, "live/dev/main.tf": GOOD}

    assert [] == coverage(files, "live/dev")


@pytest.mark.parametrize("resources", [NETWORK, SINGLE])
def test_a_part_of_an_account_or_organization_leaves_it_open(coverage, resources):
    """Another part may declare the trail that covers it."""
    files = {"audit/main.tf": ORGANIZATION, "live/prod/main.tf": resources}

    ((found, _),) = coverage(files, "live/prod")

    assert (
        "account audit was not scanned, or only in part (scan all of it), "
        "so it is not known whether account prod is covered by a trail"
    ) == found


def test_a_file_that_cannot_be_read_leaves_accounts_open(coverage):
    """It may declare the trail, and one that covers the other accounts of the organization."""
    broken = '{"Resources": {"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {'

    found = coverage({"live/prod/main.tf": NETWORK, "audit/broken.json": broken})

    assert [
        "account audit was not scanned, or only in part (scan all of it), "
        "so it is not known whether account prod is covered by a trail",
        "audit/broken.json may declare a trail but was not read: the text ends before its last "
        "bracket is closed, so it is not known whether account audit is covered by a trail",
    ] == [message for message, _ in found]


def test_paths_are_relative_to_the_configuration_file(coverage, tmp_path):
    """The file may lie anywhere in the scanned tree."""
    text = CONFIGURATION.replace('"live/prod"', '"../live/prod", "."')
    files = {"infra/.iacguard.toml": text, "live/prod/main.tf": GOOD, "infra/audit/main.tf": GOOD}

    coverage({**files, ".iacguard.toml": ""})
    accounts = read_configuration(tmp_path / "infra" / ".iacguard.toml").accounts
    report = check([tmp_path], Options(accounts=accounts, selected=("CT101",)), root=tmp_path)

    assert [("audit", "audit"), ("prod", "prod")] == sorted(
        {(one.scope, one.scope) for one in report.outcomes}
    )


@pytest.mark.parametrize(
    ("touched", "expected"),
    [
        (frozenset({"audit/main.tf"}), []),
        (frozenset({"live/prod/main.tf"}), [(PROD, ".iacguard.toml:8")]),
        (frozenset({".iacguard.toml"}), [(PROD, ".iacguard.toml:8")]),
    ],
)
def test_a_hook_reports_an_account_whose_entry_changes(coverage, tmp_path, touched, expected):
    """Where nothing of an account was read, its entry is what it consists of."""
    files = {"audit/main.tf": GOOD, "live/prod/main.tf": NETWORK}
    files[".iacguard.toml"] = CONFIGURATION.replace('"o-1"', '"o-2"', 1)

    found = coverage(files, touched=frozenset(str(tmp_path / path) for path in touched))

    assert expected == found


def test_the_innermost_path_decides_whose_a_scope_is(outcomes):
    """A directory of one account may lie in that of another."""
    files = {"main.tf": GOOD, "live/dev/main.tf": NO_TRAIL, "live/main.tf": SINGLE}
    accounts = (Account(name="main", paths=(".",)), Account(name="dev", paths=("live/dev",)))

    said = "account dev is not covered: no trail is declared in live/dev"
    assert [("CT102", "dev", "fail", said)] == outcomes(files, *accounts)


AUDIT = """
Resources:
  Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: trail}}
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      IsMultiRegionTrail: true
      IncludeGlobalServiceEvents: true
      S3BucketName: logs
      CloudWatchLogsLogGroupArn: !GetAtt Logs.Arn
      CloudWatchLogsRoleArn: !Sub arn:aws:iam::${AWS::AccountId}:role/delivery
"""
FILTER = """
Resources:
  Root:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: trail
      FilterPattern: >-
        { $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS &&
        $.eventType != "AwsServiceEvent" }
      MetricTransformations: [{MetricName: Root, MetricNamespace: Audit, MetricValue: "1"}]
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      MetricName: Root
      Namespace: Audit
      Statistic: Sum
      Period: 300
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: GreaterThanOrEqualToThreshold
      AlarmActions: [!Ref Topic]
  Topic:
    Type: AWS::SNS::Topic
    Properties: {Subscription: [{Protocol: email, Endpoint: audit@example.com}]}
"""


@pytest.mark.parametrize(("region", "verdict"), [(None, "unknown"), ("eu-west-1", "pass")])
def test_names_hold_between_templates_of_one_region(tmp_path, region, verdict):
    """Two stacks may be in two regions, unless the configuration names one for both."""
    (tmp_path / "audit.yaml").write_text(AUDIT, encoding="utf-8")
    (tmp_path / "filters.yaml").write_text(FILTER, encoding="utf-8")
    account = Account(name="prod", paths=("audit.yaml", "filters.yaml"), region=region)
    options = Options(selected=("CT403",), accounts=(account,))

    (outcome,) = check([tmp_path], options, root=tmp_path).outcomes

    assert outcome.verdict.word == verdict


STACK_SET = """\
Resources:
  Everywhere:
    Type: AWS::CloudFormation::StackSet
    Properties:
      StackSetName: audit
      PermissionModel: SERVICE_MANAGED
      TemplateBody: |
        Resources:
          Trail:
            Type: AWS::CloudTrail::Trail
            Properties:
              S3BucketName: !Sub "logs-${AWS::AccountId}"
              IsLogging: true
              IncludeGlobalServiceEvents: true
              IsMultiRegionTrail: true
"""


@pytest.mark.parametrize(
    ("template", "verdict"),
    [(STACK_SET, "unknown"), (STACK_SET.replace("IsLogging: true", "IsLogging: false"), "fail")],
)
def test_a_stack_set_may_cover_any_account(outcomes, template, verdict):
    """Which accounts it is deployed to is not told by where it lies."""
    files = {"sets/audit.yaml": template, "live/main.tf": NO_TRAIL}
    accounts = (
        Account(name="audit", paths=("sets",), id="111122223333"),
        Account(name="prod", paths=("live",)),
    )

    found = outcomes(files, *accounts, select=("CT102",))

    alone = [one for one in found if one[1] not in ("audit", "prod")]
    assert [("audit", verdict), ("prod", verdict)] == [
        one[1:3] for one in found if one not in alone
    ]


def test_the_account_of_a_path_is_not_that_of_its_stack_sets(tmp_path):
    """Nobody says which accounts those are."""
    (tmp_path / "audit.yaml").write_text(
        STACK_SET.replace("IsLogging: true", "IsLogging: !Equals [!Ref AWS::AccountId, '1']"),
        encoding="utf-8",
    )
    account = Account(name="audit", paths=(".",), id="111122223333")

    options = Options(selected=("CT106",), accounts=(account,))
    report = check(tmp_path, options, root=tmp_path)

    assert [("audit.yaml (Everywhere)", "unknown")] == [
        (one.scope, one.verdict.word) for one in report.outcomes
    ]


DEPLOYED_ELSEWHERE = """
provider "aws" { region = "us-east-1" }
provider "aws" {
  alias  = "member"
  region = "us-east-1"
  assume_role { role_arn = "arn:aws:iam::222222222222:role/deploy" }
}
resource "aws_cloudtrail" "member" {
  provider              = aws.member
  name                  = "member"
  s3_bucket_name        = "logs"
  is_multi_region_trail = true
}
"""


def test_a_trail_counts_for_the_account_that_it_is_deployed_to(outcomes):
    """Whose root declares it says nothing of that, where ids are known."""
    files = {"management/main.tf": DEPLOYED_ELSEWHERE, "member/main.tf": NO_TRAIL}
    management = Account(name="management", paths=("management",), id="111111111111")
    member = Account(name="member", paths=("member",), id="222222222222")
    third = Account(name="third", paths=("member",), id="333333333333")

    said = "is not covered by any trail: aws_cloudtrail.member records only its own account"
    missed = ("CT102", "management", "fail", f"account management {said}")
    alone = "account third is not covered: no trail is declared in member"
    assert [missed] == outcomes(files, management, member, select=("CT102",))
    assert [missed, ("CT102", "third", "fail", alone)] == sorted(
        outcomes(files, management, third, select=("CT102",))
    )


def test_a_plan_that_an_account_names_is_a_part_of_it(tmp_path):
    """Its source is scanned, too, and judged by itself."""
    case = Path(__file__).parent / "fixtures" / "plans" / "bucket_named_after"
    shutil.copytree(case, tmp_path / "audit")
    plan = next(path.name for path in (tmp_path / "audit").glob("*.json"))
    account = Account(name="prod", paths=(f"audit/{plan}",))

    report = check([tmp_path], Options(selected=("CT102",), accounts=(account,)), root=tmp_path)

    (outcome,) = (one for one in report.outcomes if one.scope == "prod")
    assert "no trail is declared" not in outcome.message


TRAIL_AND_BUCKET = """
resource "aws_s3_bucket" "logs" { bucket = "prod-logs" }
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = aws_s3_bucket.logs.id
}
"""
CONFIGURED = """
resource "aws_s3_bucket_versioning" "logs" {
  bucket = "BUCKET"
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_policy" "logs" {
  bucket = "BUCKET"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:*",
    Resource = ["arn:aws:s3:::prod-logs", "arn:aws:s3:::prod-logs/*"] }] })
}
"""
AWAY = """
variable "bucket" {}
module "far" {
  source = "acme/far/aws"
  bucket = "prod-logs"
}
"""
IN_A_TEMPLATE = """
Resources:
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: prod-logs
      PolicyDocument:
        Statement: [{Effect: Allow, Principal: "*", Action: "s3:*", Resource: [
          "arn:aws:s3:::prod-logs", "arn:aws:s3:::prod-logs/*"]}]
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"policies/main.tf": CONFIGURED.replace("BUCKET", "prod-logs")},
            {"CT205": "pass", "CT207": "fail", "CT209": "pass"},
        ),
        (
            {"policies/main.tf": CONFIGURED.replace("BUCKET", "other-logs")},
            {"CT205": "fail", "CT207": "pass", "CT209": "fail"},
        ),
        (
            {"policies/main.tf": 'variable "b" {}' + CONFIGURED.replace('"BUCKET"', "var.b")},
            {"CT205": "unknown", "CT207": "unknown", "CT209": "unknown"},
        ),
        ({"policies/main.tf": AWAY}, {"CT205": "unknown", "CT207": "unknown", "CT209": "unknown"}),
        ({"policies.yaml": IN_A_TEMPLATE}, {"CT205": "pass", "CT207": "fail", "CT209": "fail"}),
    ],
)
def test_what_one_root_configures_another_may_declare(tmp_path, files, expected):
    """The bucket is in one root of the account, its policy and its versioning in another."""
    for path, text in {"audit/main.tf": TRAIL_AND_BUCKET, **files}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    account = Account(name="prod", paths=("audit", *files), id="111111111111")
    options = Options(selected=("CT205", "CT207", "CT209"), accounts=(account,))

    report = check([tmp_path], options, root=tmp_path)

    assert expected == {one.rule.id: one.verdict.word for one in report.outcomes}
