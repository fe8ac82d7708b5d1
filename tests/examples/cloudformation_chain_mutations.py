"""Changes of the example in CloudFormation, from the log group to the person who is told."""

from __future__ import annotations

from mutations import DETECTION, Mutation

TRAIL = "Trail"
FILE = "audit.yaml"
ALERTS = "detection.yaml"

MASK = "      DataProtectionPolicy: {Name: mask, Version: '2021-06-01', Statement: []}\n"
CLASS = "      RetentionInDays: 731\n"
DELIVERIES = "      TopicName: !Sub ${TrailName}-deliveries\n"
GROUP_NAME = "          LogGroupName: !Ref LogGroup\n"
VALUE = '              MetricValue: "1"\n'
STATISTIC = "          Statistic: Sum\n"
MISSING = "          TreatMissingData: notBreaching\n"
ACTIONS = "          AlarmActions:\n            - !Ref AlarmTopic\n"
TOPIC_NAME = "      TopicName: !Sub ${Name}-alarms\n"
ALARM_KEY = """\
            Action:
              - kms:Decrypt
              - kms:GenerateDataKey*
"""
POLICY = """\
      Topics:
        - !Ref AlarmTopic
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
"""
CONTACT = "      Protocol: email\n      Endpoint: !Ref SecurityContact\n"


def mute(name: str, duration: str) -> str:
    """Return rules that mute every alarm from midnight on."""
    return f"""\
{ACTIONS}\
      {name}${{Event}}:
        Type: AWS::CloudWatch::AlarmMuteRule
        Properties:
          Rule:
            Schedule:
              Expression: cron(0 0 * * *)
              Duration: {duration}
          MuteTargets:
            AlarmNames:
              - !Sub ${{Name}}-${{Event}}
"""


def composite(rule: str, more: str = "") -> str:
    """Return composite alarms that act in the alarms' stead."""
    return f"""\
          AlarmActions: []
      Any${{Event}}:
        Type: AWS::CloudWatch::CompositeAlarm
        Properties:
          AlarmRule: !Sub {rule}
          AlarmActions:
            - !Ref AlarmTopic
{more}"""


FILTERS = (
    Mutation(
        name="a policy masks text in the log group",
        file=FILE,
        old=CLASS,
        new=f"{CLASS}{MASK}",
        unknown=DETECTION,
        at=MASK,
    ),
    Mutation(
        name="a policy of the account masks text in every log group",
        file=ALERTS,
        old="  AlarmTopic:\n    Type: AWS::SNS::Topic\n",
        new="""\
  Mask:
    Type: AWS::Logs::AccountPolicy
    Properties:
      PolicyName: mask
      PolicyType: DATA_PROTECTION_POLICY
      PolicyDocument: '{"Name": "mask", "Version": "2021-06-01", "Statement": []}'
  AlarmTopic:
    Type: AWS::SNS::Topic
""",
        unknown=DETECTION,
    ),
    Mutation(
        name="the alarms share one name",
        file=ALERTS,
        old="          AlarmName: !Sub ${Name}-${Event}\n",
        new="          AlarmName: !Ref Name\n",
        unknown=DETECTION,
    ),
    Mutation(
        name="the log group is of a class for seldom access",
        file=FILE,
        old=CLASS,
        new=f"{CLASS}      LogGroupClass: INFREQUENT_ACCESS\n",
        fails=DETECTION,
        at="      LogGroupClass: INFREQUENT_ACCESS\n",
    ),
    Mutation(
        name="the log group is of a class that keeps events for a day",
        file=FILE,
        old=CLASS,
        new=f"{CLASS}      LogGroupClass: DELIVERY\n",
        fails=(*DETECTION, "CT305 LogGroup"),
        at="      LogGroupClass: DELIVERY\n",
    ),
    Mutation(
        name="the filters take events of another account",
        file=ALERTS,
        old=GROUP_NAME,
        new=f"{GROUP_NAME}          FieldSelectionCriteria: '@aws.account = \"999999999999\"'\n",
        unknown=DETECTION,
    ),
    Mutation(
        name="the filters read transformed events",
        file=ALERTS,
        old=GROUP_NAME,
        new=f"{GROUP_NAME}          ApplyOnTransformedLogs: true\n",
        unknown=DETECTION,
    ),
    Mutation(
        name="a pattern has three regular expressions",
        file=ALERTS,
        old='($.errorCode = "*UnauthorizedOperation")',
        new="($.errorCode = %UnauthorizedOperation$%) || ($.a = %b%) || ($.a = %c%)",
        fails=("CT401 the account",),
    ),
)

STATES = (
    Mutation(
        name="the alarms ask for another unit",
        file=ALERTS,
        old=STATISTIC,
        new=f"{STATISTIC}          Unit: Count\n",
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms take a maximum that a match does not reach",
        file=ALERTS,
        old=f"{STATISTIC}          ComparisonOperator: GreaterThanOrEqualToThreshold\n"
        "          Threshold: 1\n",
        new="          Statistic: Maximum\n          ComparisonOperator: GreaterThanThreshold\n"
        "          Threshold: 1\n",
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms take an average of quiet minutes",
        file=ALERTS,
        old=STATISTIC,
        new="          Statistic: Average\n",
        also=(ALERTS, VALUE, f"{VALUE}              DefaultValue: 0\n"),
        unknown=DETECTION,
    ),
    Mutation(
        name="the alarms go off for nothing",
        file=ALERTS,
        old="          Threshold: 1\n",
        new="          Threshold: 0\n",
        also=(ALERTS, VALUE, f"{VALUE}              DefaultValue: 0\n"),
        fails=DETECTION,
    ),
    Mutation(
        name="quiet periods are breaching",
        file=ALERTS,
        old=MISSING,
        new="          TreatMissingData: breaching\n",
        fails=DETECTION,
    ),
)

ACTING = (
    Mutation(
        name="the alarms are muted at times",
        file=ALERTS,
        old=ACTIONS,
        new=mute("Night", "PT4H"),
        unknown=DETECTION,
    ),
    Mutation(
        name="the alarms are muted always",
        file=ALERTS,
        old=ACTIONS,
        new=mute("Always", "P1D"),
        fails=DETECTION,
    ),
    Mutation(
        name="composite alarms act in their stead",
        file=ALERTS,
        old=ACTIONS,
        new=composite("ALARM(${Name}-${Event}) OR ALARM(other)"),
    ),
    Mutation(
        name="composite alarms are suppressed",
        file=ALERTS,
        old=ACTIONS,
        new=composite(
            "ALARM(${Name}-${Event})",
            "          ActionsSuppressor: maintenance\n",
        ),
        unknown=DETECTION,
    ),
    Mutation(
        name="the alarms call a function",
        file=ALERTS,
        old=ACTIONS,
        new="          AlarmActions:\n"
        "            - arn:aws:lambda:eu-west-1:111122223333:function:tell\n",
        unknown=DETECTION,
    ),
)

TOPICS = (
    Mutation(
        name="the alarms' topic is for another service",
        file=ALERTS,
        old="              Service: cloudwatch.amazonaws.com\n            Action: sns:Publish\n",
        new="              Service: budgets.amazonaws.com\n            Action: sns:Publish\n",
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms' topic takes subscribers only",
        file=ALERTS,
        old="Action: sns:Publish",
        new="Action: sns:Subscribe",
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms' topic refuses everybody",
        file=ALERTS,
        old=POLICY,
        new=f"""{POLICY}\
          - Effect: Deny
            Principal: "*"
            Action: "*"
            Resource: "*"
""",
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms' topic is a FIFO topic",
        file=ALERTS,
        old=TOPIC_NAME,
        new="      TopicName: !Sub ${Name}-alarms.fifo\n      FifoTopic: true\n",
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms' topic has the key of AWS",
        file=ALERTS,
        old="      KmsMasterKeyId: !Ref AlarmKey\n",
        new="      KmsMasterKeyId: alias/aws/sns\n",
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms' key lets them decrypt only",
        file=ALERTS,
        old=ALARM_KEY,
        new="            Action: kms:Decrypt\n",
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms' key is disabled",
        file=ALERTS,
        old="      EnableKeyRotation: true\n",
        new="      EnableKeyRotation: true\n      Enabled: false\n",
        fails=DETECTION,
    ),
    Mutation(
        name="the trail's topic has the key of AWS",
        file=FILE,
        old=DELIVERIES,
        new=f"{DELIVERIES}      KmsMasterKeyId: alias/aws/sns\n",
        fails=(f"CT214 {TRAIL}",),
    ),
    Mutation(
        name="the trail's topic has the lake's key",
        file=FILE,
        old=DELIVERIES,
        new=f"{DELIVERIES}      KmsMasterKeyId: !Ref TrailKey\n",
        fails=(f"CT214 {TRAIL}",),
        at="            Action: kms:GenerateDataKey*\n",
    ),
)

SUBSCRIBED = (
    Mutation(
        name="the contact is empty",
        file=ALERTS,
        old=CONTACT,
        new='      Protocol: email\n      Endpoint: ""\n',
        fails=DETECTION,
    ),
    Mutation(
        name="the contact's messages are filtered by attributes",
        file=ALERTS,
        old=CONTACT,
        new=f"{CONTACT}      FilterPolicy:\n        severity: [high]\n",
        fails=DETECTION,
    ),
    Mutation(
        name="the contact is told that all is well",
        file=ALERTS,
        old=CONTACT,
        new=f"{CONTACT}      FilterPolicyScope: MessageBody\n"
        "      FilterPolicy:\n        NewStateValue: [OK]\n",
        fails=DETECTION,
    ),
    Mutation(
        name="a function is told that nobody may call",
        file=ALERTS,
        old=CONTACT,
        new="""\
      Protocol: lambda
      Endpoint: !GetAtt Tell.Arn
  Tell:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/tell
      Code: {ZipFile: "def handler(event, context): pass"}
""",
        fails=DETECTION,
    ),
    Mutation(
        name="a function is told that SNS may call",
        file=ALERTS,
        old=CONTACT,
        new="""\
      Protocol: lambda
      Endpoint: !GetAtt Tell.Arn
  Tell:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::111122223333:role/tell
      Code: {ZipFile: "def handler(event, context): pass"}
  TellPermission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Tell
      Action: lambda:InvokeFunction
      Principal: sns.amazonaws.com
      SourceArn: !Ref AlarmTopic
""",
    ),
    Mutation(
        name="a channel is told",
        file=ALERTS,
        old=f"""\
  Contact:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !Ref AlarmTopic
{CONTACT}\
""",
        new="""\
  Contact:
    Type: AWS::Chatbot::SlackChannelConfiguration
    Properties:
      ConfigurationName: security
      IamRoleArn: arn:aws:iam::111122223333:role/chat
      SlackChannelId: C0123456789
      SlackWorkspaceId: T0123456789
      SnsTopicArns: [!Ref AlarmTopic]
""",
    ),
)

CHAIN = (*FILTERS, *STATES, *ACTING, *TOPICS, *SUBSCRIBED)
