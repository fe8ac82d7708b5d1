"""What field tables read where a resource is not simply one entity."""

from __future__ import annotations

from template_runs import plain, scopes_of

from iacguard.model.model import Model


def model_of(text: str) -> Model:
    (scope,) = scopes_of({"a.yaml": text})
    return scope.deployments[0].model


def subscriptions(text: str) -> list[tuple[object, object, object]]:
    """Return protocol, endpoint and existence of each subscription."""
    return [
        (plain(found.protocol), plain(found.endpoint), plain(found.exists))
        for found in model_of(text).subscriptions
    ]


def test_every_subscription_of_a_topic_is_one() -> None:
    """A topic may declare several; one that a condition decides may not be deployed."""
    text = """
Parameters:
  Mail: {Type: String}
Conditions:
  HasMail: !Not [!Equals [!Ref Mail, '']]
Resources:
  Audit:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: audit
      Subscription:
        - {Protocol: https, Endpoint: 'https://example.com/audit'}
        - {Protocol: sqs, Endpoint: 'arn:aws:sqs:eu-west-1:111122223333:audit'}
        - !If [HasMail, {Protocol: email, Endpoint: !Ref Mail}, !Ref 'AWS::NoValue']
"""
    (scope,) = scopes_of({"a.yaml": text})
    whole = scope.whole()
    assert whole is not None

    certain = [
        ("https", "https://example.com/audit", True),
        ("sqs", "arn:aws:sqs:eu-west-1:111122223333:audit", True),
    ]
    found = [
        (plain(one.protocol), plain(one.endpoint), plain(one.exists))
        for one in whole.model.subscriptions
    ]
    opened = "<condition HasMail depends on the deployment>"
    assert [*certain, (opened, opened, opened)] == found
    assert {
        (*certain, ("email", "<parameter:Mail>", True)),
        (*certain,),
    } == {
        tuple(
            (plain(one.protocol), plain(one.endpoint), plain(one.exists))
            for one in deployment.model.subscriptions
        )
        for deployment in scope.deployments
    }


def test_all_subscriptions_of_a_topic_name_it() -> None:
    """A name that the service generates is the same for the topic and for each of them."""
    model = model_of(
        """
Resources:
  Audit:
    Type: AWS::SNS::Topic
    Properties:
      Subscription: [{Protocol: https, Endpoint: x}, {Protocol: https, Endpoint: y}]
"""
    )

    (topic,) = model.topics
    assert [plain(topic.arn)] * 2 == [plain(found.topic_arn) for found in model.subscriptions]


def test_a_topic_without_subscriptions_has_none() -> None:
    """An empty list declares none; one that is not known may declare some."""
    text = """
Parameters: {Given: {Type: String}}
Resources:
  Audit:
    Type: AWS::SNS::Topic
    Properties: {}
"""

    assert [] == subscriptions(text.replace("{}\n", "{Subscription: []}\n"))
    assert [] == subscriptions(text)
    opened = "<Fn::Transform is not evaluated>"
    assert [(opened, opened, opened)] == subscriptions(
        text.replace("{}\n", "{Subscription: {Fn::Transform: {Name: Mine}}}\n")
    )


def test_cdk_empties_a_bucket_with_its_stack() -> None:
    """`autoDeleteObjects` deletes the objects as Terraform's `force_destroy` does."""
    model = model_of(
        """
Resources:
  Logs: {Type: 'AWS::S3::Bucket'}
  Other: {Type: 'AWS::S3::Bucket'}
  LogsAutoDeleteObjectsCustomResource12345678:
    Type: Custom::S3AutoDeleteObjects
    Properties:
      ServiceToken: !Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:empty'
      BucketName: !Ref Logs
"""
    )

    assert {"Logs": True, "Other": False} == {
        bucket.address: plain(bucket.is_destroyable) for bucket in model.buckets
    }


def test_cdk_sets_the_retention_of_a_log_group() -> None:
    """Without days the events are kept for ever."""
    text = """
Resources:
  Audit: {Type: 'AWS::Logs::LogGroup'}
  Retention:
    Type: Custom::LogRetention
    Properties:
      ServiceToken: !Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:retention'
      LogGroupName: !Ref Audit
      RetentionInDays: 30
"""
    (short,) = model_of(text).log_groups
    (for_ever,) = model_of(text.replace("      RetentionInDays: 30\n", "")).log_groups

    assert (30, None) == (plain(short.retention_days), plain(for_ever.retention_days))


def test_sam_subscribes_a_function_to_a_topic() -> None:
    """What else of a function's events leads to is no doubt."""
    text = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Audit: {Type: 'AWS::SNS::Topic', Properties: {TopicName: audit}}
  Logs: {Type: 'AWS::S3::Bucket', Properties: {BucketName: logs}}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Events:
        Told: {Type: SNS, Properties: {Topic: !Ref Audit}}
        Written: {Type: S3, Properties: {Bucket: !Ref Logs, Events: 's3:ObjectCreated:*'}}
"""
    (unread,) = model_of(text).unread

    assert "AWS::Serverless::Function Work" == unread.name
    assert ["arn:<aws:partition>:sns:<aws:region>:<aws:account>:audit"] == [
        plain(value) for value in unread.given or ()
    ]
