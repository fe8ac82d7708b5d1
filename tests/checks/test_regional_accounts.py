"""The accounts that CloudTrail writes from in single regions."""

from __future__ import annotations

import pytest
from storage_builders import attached, policy

from iacguard.checks.regional_accounts import REGION_OF, accounts_named
from iacguard.iam.document import read_document

# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
ACCOUNTS = {
    "ap-northeast-1": "216624486486",
    "ap-northeast-2": "492519147666",
    "ap-south-1": "977081816279",
    "ap-southeast-1": "903692715234",
    "ap-southeast-2": "284668455005",
    "ca-central-1": "819402241893",
    "eu-central-1": "035351147821",
    "eu-west-1": "859597730677",
    "eu-west-2": "282025262664",
    "sa-east-1": "814480443879",
    "us-east-1": "086441151436",
    "us-east-2": "475085895292",
    "us-west-1": "388731089494",
    "us-west-2": "113285607260",
}


def named(principal, effect="Allow"):
    """Return the accounts that a statement for a principal names."""
    statement = {
        "Effect": effect,
        "Principal": principal,
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::logs/*",
    }
    document = attached(policy(statement)).document
    return set(accounts_named([read_document(document)]))


@pytest.mark.parametrize("region", ACCOUNTS)
@pytest.mark.parametrize("form", ["{}", "arn:aws:iam::{}:root"])
def test_each_account_is_known_by_its_number_and_its_arn(region, form):
    """A policy may write either."""
    account = ACCOUNTS[region]

    assert {account} == named({"AWS": ["arn:aws:iam::111122223333:root", form.format(account)]})
    assert region == REGION_OF[account]


def test_there_are_no_more_of_them():
    """Regions that came later have none, so a new row is a mistake."""
    assert set(ACCOUNTS.values()) == set(REGION_OF)


def test_only_what_is_let_in_counts():
    """A denial, another account and a service are no such accounts."""
    assert set() == named({"AWS": ACCOUNTS["us-east-1"]}, effect="Deny")
    assert set() == named({"AWS": "111122223333"})
    assert set() == named({"Service": "cloudtrail.amazonaws.com"})
