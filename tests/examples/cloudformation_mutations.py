"""Changes of the example in CloudFormation."""

from __future__ import annotations

import re
from pathlib import Path

from cloudformation_chain_mutations import CHAIN
from mutations import DETECTION, Mutation

TRAIL = "Trail"
BUCKET = "LogBucket"
FILE = "audit.yaml"
DETECTION_FILE = "detection.yaml"
GUARDRAILS_FILE = "guardrails.yaml"

NOT_COVERED = ("CT102 the account", *DETECTION)
NO_OBJECTS = ("CT107 the account", "CT108 the account")

BY_KMS = """\
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: !GetAtt TrailKey.Arn
"""

READY = """\
  Ready:
    Type: AWS::CloudFormation::WaitConditionHandle
    DependsOn: LogBucketPolicy

"""

INLINE_POLICY = """\
      Policies:
        - PolicyName: write-to-log-group
          PolicyDocument:
"""
OWN_POLICY = """\

  DeliveryPolicy:
    Type: AWS::IAM::Policy
    Properties:
      Roles:
        - !Ref DeliveryRole
      PolicyName: write-to-log-group
      PolicyDocument:
"""

TRAIL_HEADER = "  Trail:\n"
BUCKET_HEADER = "  LogBucket:\n    Type: AWS::S3::Bucket\n"

SELECTOR = """\
        - ReadWriteType: All
          IncludeManagementEvents: true
"""
OBJECTS = """\
          # Every bucket, those that are made tomorrow and the trail's own included.
          DataResources:
            - Type: AWS::S3::Object
              Values:
                - !Sub arn:${AWS::Partition}:s3
"""
SOURCE_ARN = "aws:SourceArn: !Sub arn:${AWS::Partition}:cloudtrail:${AWS::Region}:"

EXAMPLE = Path(__file__).parents[2] / "examples" / "complete" / "cloudformation"
BUCKET_POLICY = re.search(
    r"^  LogBucketPolicy:\n(?:    .*\n|\n)+",
    (EXAMPLE / FILE).read_text(encoding="utf-8"),
    re.MULTILINE,
)[0]

RECORDING = (
    Mutation(
        name="the trail does not log",
        file=FILE,
        old="IsLogging: true",
        new="IsLogging: false",
        fails=(f"CT106 {TRAIL}", *NOT_COVERED, *NO_OBJECTS),
    ),
    Mutation(
        name="the trail is in one region",
        file=FILE,
        old="IsMultiRegionTrail: true",
        new="IsMultiRegionTrail: 'false'",
        fails=(f"CT101 {TRAIL}", *NOT_COVERED, *NO_OBJECTS),
    ),
    Mutation(
        name="the trail does not say whether it is in all regions",
        file=FILE,
        old="      IsMultiRegionTrail: true\n",
        fails=(f"CT101 {TRAIL}", *NOT_COVERED, *NO_OBJECTS),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the trail does not say whether it takes global services",
        file=FILE,
        old="      IncludeGlobalServiceEvents: true\n",
        fails=(f"CT103 {TRAIL}", *NOT_COVERED),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the selector takes no management events",
        file=FILE,
        old="IncludeManagementEvents: true",
        new="IncludeManagementEvents: false",
        fails=(f"CT104 {TRAIL}", *NOT_COVERED),
    ),
    Mutation(
        name="the selector takes reads only",
        file=FILE,
        old="ReadWriteType: All",
        new="ReadWriteType: ReadOnly",
        fails=(f"CT104 {TRAIL}", *NOT_COVERED, "CT107 the account"),
    ),
    Mutation(
        name="the selector takes writes only",
        file=FILE,
        old="ReadWriteType: All",
        new="ReadWriteType: WriteOnly",
        fails=(f"CT104 {TRAIL}", *NOT_COVERED, "CT108 the account"),
    ),
    Mutation(
        name="calls of the key service are excluded",
        file=FILE,
        old=SELECTOR,
        new=SELECTOR + "          ExcludeManagementEventSources: [kms.amazonaws.com]\n",
        fails=(f"CT105 {TRAIL}", *NOT_COVERED),
    ),
    Mutation(
        name="the selector takes no object events",
        file=FILE,
        old=OBJECTS,
        fails=NO_OBJECTS,
        at=SELECTOR,
    ),
    Mutation(
        name="object events are those of one bucket",
        file=FILE,
        old="- !Sub arn:${AWS::Partition}:s3\n",
        new="- !Sub arn:${AWS::Partition}:s3:::payroll/\n",
        fails=NO_OBJECTS,
    ),
    Mutation(
        name="there are no Insights",
        file=FILE,
        old="""\
      InsightSelectors:
        - InsightType: ApiCallRateInsight
        - InsightType: ApiErrorRateInsight
""",
        fails=(f"CT109 {TRAIL}",),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the trail is the organization's, and its bucket and role are not",
        file=FILE,
        old="IsOrganizationTrail: false",
        new="IsOrganizationTrail: true",
        fails=(f"CT205 {TRAIL}", f"CT304 {TRAIL}"),
        mends=(f"CT110 {TRAIL}",),
    ),
    Mutation(
        name="the event data store is in one region",
        file=FILE,
        old="MultiRegionEnabled: true",
        new="MultiRegionEnabled: false",
        fails=("CT111 Lake",),
    ),
    Mutation(
        name="the event data store has no key",
        file=FILE,
        old="      KmsKeyId: !GetAtt LakeKey.Arn\n",
        new="      KmsKeyId: !Ref AWS::NoValue\n",
        fails=("CT112 Lake",),
        at="  Lake:\n",
    ),
    Mutation(
        name="the event data store can be deleted",
        file=FILE,
        old="TerminationProtectionEnabled: true",
        new="TerminationProtectionEnabled: false",
        fails=("CT113 Lake",),
    ),
    Mutation(
        name="the event data store takes no events",
        file=FILE,
        old="      RetentionPeriod: 2555\n",
        new="      RetentionPeriod: 2555\n      IngestionEnabled: false\n",
        fails=("CT113 Lake",),
    ),
)

STORAGE = (
    Mutation(
        name="access logs are encrypted with KMS",
        file=FILE,
        old="              SSEAlgorithm: AES256\n",
        new="              SSEAlgorithm: aws:kms # here\n",
        fails=(f"CT208 {BUCKET}",),
    ),
    Mutation(
        name="access logs are delivered below another prefix",
        file=FILE,
        old="            Resource: !Sub ${AccessLogBucket.Arn}/trail/*\n",
        new="            Resource: !Sub ${AccessLogBucket.Arn}/others/*\n",
        fails=(f"CT208 {BUCKET}",),
    ),
    Mutation(
        name="another service may deliver access logs",
        file=FILE,
        old="              Service: logging.s3.amazonaws.com\n",
        new="              Service: delivery.logs.amazonaws.com\n",
        fails=(f"CT208 {BUCKET}",),
    ),
    Mutation(
        name="log files are not validated",
        file=FILE,
        old="EnableLogFileValidation: true",
        new="EnableLogFileValidation: false",
        fails=(f"CT201 {TRAIL}",),
    ),
    Mutation(
        name="the trail names no key",
        file=FILE,
        old="      KMSKeyId: !GetAtt TrailKey.Arn\n",
        fails=(f"CT202 {TRAIL}",),
        # Whether the bucket's key lets in log files that name none is another question (CT205).
        also=(FILE, BY_KMS, "              SSEAlgorithm: AES256\n"),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the key is for another trail",
        file=FILE,
        old="cloudtrail:*:${AWS::AccountId}:trail/*",
        new="cloudtrail:*:${AWS::AccountId}:trail/other",
        fails=(f"CT203 {TRAIL}",),
    ),
    Mutation(
        name="the key lets CloudTrail decrypt only",
        file=FILE,
        old="            Action: kms:GenerateDataKey*\n",
        new="            Action: kms:Decrypt\n",
        fails=(f"CT203 {TRAIL}",),
    ),
    Mutation(
        name="the key refuses CloudTrail",
        file=FILE,
        old="          - Sid: CloudTrailEncrypts\n            Effect: Allow\n",
        new="          - Sid: CloudTrailEncrypts\n            Effect: Deny\n",
        fails=(f"CT203 {TRAIL}",),
    ),
    Mutation(
        name="the key is disabled",
        file=FILE,
        old="its log group\n      EnableKeyRotation: true\n",
        new="its log group\n      Enabled: false\n      EnableKeyRotation: true\n",
        fails=(f"CT203 {TRAIL}", "CT307 LogGroup"),
    ),
    Mutation(
        name="the key does not rotate",
        file=FILE,
        old="its log group\n      EnableKeyRotation: true\n",
        new="its log group\n      EnableKeyRotation: false\n",
        fails=("CT204 TrailKey",),
    ),
    Mutation(
        name="CloudTrail may not look at the bucket",
        file=FILE,
        old="s3:GetBucketAcl",
        new="s3:GetBucketPolicy",
        fails=(f"CT205 {TRAIL}",),
    ),
    Mutation(
        name="CloudTrail may write elsewhere in the bucket",
        file=FILE,
        old="/AWSLogs/",
        new="/audit/AWSLogs/",
        fails=(f"CT205 {TRAIL}",),
    ),
    Mutation(
        name="the trail writes elsewhere in the bucket",
        file=FILE,
        old="      S3BucketName: !Ref LogBucket\n",
        new="      S3BucketName: !Ref LogBucket\n      S3KeyPrefix: audit\n",
        fails=(f"CT205 {TRAIL}",),
        at="/AWSLogs/",
    ),
    Mutation(
        name="the bucket asks for another ACL",
        file=FILE,
        old="bucket-owner-full-control\n                aws",
        new="private\n                aws",
        fails=(f"CT205 {TRAIL}",),
    ),
    Mutation(
        name="the bucket refuses everybody",
        file=FILE,
        old="              - !Sub ${LogBucket.Arn}/*\n"
        "            Condition:\n"
        "              Bool:\n"
        '                aws:SecureTransport: "false"\n',
        new="              - !Sub ${LogBucket.Arn}/*\n",
        fails=(f"CT205 {TRAIL}",),
        at="          - Sid: EncryptedTransportOnly\n"
        "            Effect: Deny\n"
        '            Principal: "*"\n'
        "            Action: s3:*\n"
        "            Resource:\n"
        "              - !GetAtt LogBucket.Arn\n",
    ),
    Mutation(
        name="the bucket has no policy",
        file=FILE,
        old=BUCKET_POLICY,
        fails=(f"CT205 {TRAIL}",),
        at=BUCKET_HEADER,
    ),
    Mutation(
        name="anybody's trail may write to the bucket",
        file=FILE,
        old="                s3:x-amz-acl: bucket-owner-full-control\n"
        f"                {SOURCE_ARN}${{AWS::AccountId}}:trail/${{TrailName}}\n",
        new="                s3:x-amz-acl: bucket-owner-full-control\n",
        fails=(f"CT206 {BUCKET}",),
        at="- Sid: CloudTrailDelivers",
    ),
    Mutation(
        name="the whole world reads the bucket",
        file=FILE,
        old="          - Sid: EncryptedTransportOnly\n"
        "            Effect: Deny\n"
        '            Principal: "*"\n'
        "            Action: s3:*\n"
        "            Resource:\n"
        "              - !GetAtt LogBucket.Arn\n",
        new="          - Sid: EncryptedTransportOnly\n"
        "            Effect: Allow\n"
        '            Principal: "*"\n'
        "            Action: s3:*\n"
        "            Resource:\n"
        "              - !GetAtt LogBucket.Arn\n",
        also=(
            FILE,
            "        BlockPublicPolicy: true\n"
            "        IgnorePublicAcls: true\n"
            "        RestrictPublicBuckets: true\n"
            "      # Switches",
            "        IgnorePublicAcls: true\n      # Switches",
        ),
        fails=(f"CT207 {BUCKET}",),
    ),
    Mutation(
        name="nobody logs who reads the bucket",
        file=FILE,
        old="""\
      LoggingConfiguration:
        DestinationBucketName: !Ref AccessLogBucket
        LogFilePrefix: trail/
""",
        fails=(f"CT208 {BUCKET}",),
        at=BUCKET_HEADER,
    ),
    Mutation(
        name="the bucket keeps no versions",
        file=FILE,
        old="        Status: Enabled\n      # Nobody",
        new="        Status: Suspended\n      # Nobody",
        fails=(f"CT209 {BUCKET}",),
    ),
    Mutation(
        name="the lifecycle is switched off",
        file=FILE,
        old="          - Id: archive-then-expire\n            Status: Enabled\n",
        new="          - Id: archive-then-expire\n            Status: Disabled\n",
        fails=(f"CT211 {BUCKET}",),
    ),
    Mutation(
        name="log files are deleted after a quarter",
        file=FILE,
        old="ExpirationInDays: 2557",
        new="ExpirationInDays: 91",
        also=(FILE, "NoncurrentDays: 365", "NoncurrentDays: 31"),
        # For how long the lock keeps them is not read.
        unknown=(f"CT211 {BUCKET}",),
        at="            Mode: COMPLIANCE\n",
    ),
    Mutation(
        name="what expires after a quarter stays for a year",
        file=FILE,
        old="ExpirationInDays: 2557",
        new="ExpirationInDays: 91",
    ),
    Mutation(
        name="log files are not locked",
        file=FILE,
        old="      ObjectLockEnabled: true\n",
        new="      ObjectLockEnabled: false\n",
        fails=(f"CT213 {BUCKET}",),
    ),
    Mutation(
        name="the topic lets CloudTrail subscribe only",
        file=FILE,
        old="sns:Publish",
        new="sns:Subscribe",
        fails=(f"CT214 {TRAIL}",),
    ),
    Mutation(
        name="the topic's policy is for another topic",
        file=FILE,
        old="      Topics:\n        - !Ref DeliveriesTopic\n",
        new="      Topics:\n        - arn:aws:sns:eu-central-1:111122223333:elsewhere\n",
        fails=(f"CT214 {TRAIL}",),
        at="  DeliveriesTopic:\n    Type: AWS::SNS::Topic\n",
    ),
)

ORDER = (
    Mutation(
        name="the trail does not wait for the bucket's policy",
        file=FILE,
        old="      - LogBucketPolicy\n",
        fails=(f"CT216 {TRAIL}",),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the trail waits for something that waits for the bucket's policy",
        file=FILE,
        old="      - LogBucketPolicy\n",
        new="      - Ready\n",
        also=(FILE, "  LogGroup:\n    Type", f"{READY}  LogGroup:\n    Type"),
    ),
    Mutation(
        name="the role's policy is a resource of its own",
        file=FILE,
        old=INLINE_POLICY,
        new=OWN_POLICY,
        fails=(f"CT216 {TRAIL}",),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the trail waits for the role's own policy",
        file=FILE,
        old=INLINE_POLICY,
        new=OWN_POLICY,
        also=(
            FILE,
            "      - LogBucketPolicy\n",
            "      - LogBucketPolicy\n      - DeliveryPolicy\n",
        ),
    ),
)

LOGS = (
    Mutation(
        name="the trail names no log group",
        file=FILE,
        old="      CloudWatchLogsLogGroupArn: !GetAtt LogGroup.Arn\n",
        fails=(f"CT301 {TRAIL}", *DETECTION),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the trail names no role",
        file=FILE,
        old="      CloudWatchLogsRoleArn: !GetAtt DeliveryRole.Arn\n",
        fails=(f"CT301 {TRAIL}",),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the log group is given by its name",
        file=FILE,
        old="CloudWatchLogsLogGroupArn: !GetAtt LogGroup.Arn",
        new="CloudWatchLogsLogGroupArn: !Ref LogGroup",
        fails=(f"CT302 {TRAIL}",),
    ),
    Mutation(
        name="the role trusts another service",
        file=FILE,
        old="Service: cloudtrail.amazonaws.com\n            Action: sts:AssumeRole",
        new="Service: config.amazonaws.com\n            Action: sts:AssumeRole",
        fails=(f"CT303 {TRAIL}",),
    ),
    Mutation(
        name="the role may not write events",
        file=FILE,
        old="                  - logs:PutLogEvents\n",
        fails=(f"CT304 {TRAIL}",),
        at="                  - logs:CreateLogStream\n",
    ),
    Mutation(
        name="the role may write to other streams",
        file=FILE,
        old="_CloudTrail_",
        new="_Config_",
        fails=(f"CT304 {TRAIL}",),
    ),
    Mutation(
        name="the log group keeps events for a quarter",
        file=FILE,
        old="RetentionInDays: 731",
        new="RetentionInDays: 90",
        fails=("CT305 LogGroup",),
    ),
    Mutation(
        name="the log group has no key",
        file=FILE,
        old="      RetentionInDays: 731\n      KmsKeyId: !GetAtt TrailKey.Arn\n",
        new="      RetentionInDays: 731\n",
        fails=("CT306 LogGroup",),
        at="  LogGroup:\n    Type: AWS::Logs::LogGroup\n",
    ),
    Mutation(
        name="the log group's key lets in CloudWatch Logs of one region",
        file=FILE,
        old="Service: !Sub logs.${AWS::Region}.${AWS::URLSuffix}\n",
        new="Service: logs.eu-west-1.amazonaws.com\n",
        unknown=("CT307 LogGroup",),
    ),
    Mutation(
        name="the log group can be deleted",
        file=FILE,
        old="      DeletionProtectionEnabled: true\n",
        new="      DeletionProtectionEnabled: false\n",
        fails=("CT308 LogGroup",),
    ),
    Mutation(
        name="the log group is not protected from deletion",
        file=FILE,
        old="      DeletionProtectionEnabled: true\n",
        fails=("CT308 LogGroup",),
        at="  LogGroup:\n    Type: AWS::Logs::LogGroup\n",
    ),
    Mutation(
        name="another stack says whether the log group is protected from deletion",
        file=FILE,
        old="      DeletionProtectionEnabled: true\n",
        new="      DeletionProtectionEnabled: !ImportValue protected\n",
        unknown=("CT308 LogGroup",),
    ),
    Mutation(
        name="the log group's key is for another log group",
        file=FILE,
        old=":log-group:/audit/${TrailName}\n",
        new=":log-group:/audit/${TrailName}-other\n",
        fails=("CT307 LogGroup",),
    ),
    Mutation(
        name="the log group's key lets nobody decrypt",
        file=FILE,
        old="              - kms:Decrypt\n              - kms:DescribeKey\n",
        new="              - kms:DescribeKey\n",
        fails=("CT307 LogGroup",),
    ),
    Mutation(
        name="the log group's key is not described",
        file=FILE,
        old="              - kms:Decrypt\n              - kms:DescribeKey\n",
        new="              - kms:Decrypt\n",
        unknown=("CT307 LogGroup",),
        at="              - kms:Decrypt\n              - kms:Encrypt\n",
    ),
)

EVENTS = (
    (
        "CT401",
        "UnauthorizedApiCalls",
        '($.errorCode = "*UnauthorizedOperation")',
        '($.errorCode = "Throttled")',
    ),
    (
        "CT402",
        "ConsoleSignInWithoutMfa",
        '($.responseElements.ConsoleLogin = "Success")',
        "($.recipientAccountId = 1)",
    ),
    ("CT403", "RootAccountUse", '!= "AwsServiceEvent"', '= "AwsApiCall"'),
    ("CT404", "IamPolicyChanges", "        || ($.eventName = DetachUserPolicy)\n", ""),
    ("CT405", "CloudTrailConfigurationChanges", "        || ($.eventName = StartLogging)\n", ""),
    (
        "CT406",
        "ConsoleAuthenticationFailures",
        'authentication")',
        'authentication") && ($.sourceIPAddress = "10.*")',
    ),
    ("CT407", "CustomerKeyDisabledOrDeleted", "= ScheduleKeyDeletion", "= EnableKey"),
    ("CT408", "S3BucketPolicyChanges", "PutBucketPolicy", "PutBucketTagging"),
    ("CT409", "ConfigChanges", "        || ($.eventName = PutDeliveryChannel)\n", ""),
    ("CT410", "SecurityGroupChanges", "ModifySecurityGroupRules", "ModifyInstanceAttribute"),
    ("CT411", "NetworkAclChanges", "        || ($.eventName = ReplaceNetworkAclEntry)\n", ""),
    ("CT412", "NetworkGatewayChanges", "        || ($.eventName = AttachInternetGateway)\n", ""),
    ("CT413", "RouteTableChanges", "        || ($.eventName = ReplaceRoute)\n", ""),
    ("CT414", "VpcChanges", "        || ($.eventName = DeleteVpc)\n", ""),
    ("CT415", "OrganizationsChanges", "        || ($.eventName = LeaveOrganization)\n", ""),
    ("CT416", "EventSelectorChanges", "PutInsightSelectors", "GetInsightSelectors"),
)

ALARMS = tuple(f"Detection/Alarm{name}" for _, name, _, _ in EVENTS)

ALERTING = (
    *(
        Mutation(
            name=f"the pattern of {rule} misses an event",
            file=DETECTION_FILE,
            old=old,
            new=new,
            fails=(f"{rule} the account",),
            at=new or f"    {name}:\n      Pattern: >-\n",
        )
        for rule, name, old, new in EVENTS
    ),
    Mutation(
        name="the filters read another log group",
        file=DETECTION_FILE,
        old="LogGroupName: !Ref LogGroup",
        new="LogGroupName: /aws/lambda/orders",
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms watch another namespace",
        file=DETECTION_FILE,
        old="          Namespace: !Sub ${Name}/cloudtrail\n",
        new="          Namespace: !Sub ${Name}/orders\n",
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms are switched off",
        file=DETECTION_FILE,
        old="ActionsEnabled: true",
        new="ActionsEnabled: false",
        fails=(*DETECTION, *(f"CT417 {alarm}" for alarm in ALARMS)),
    ),
    Mutation(
        name="the alarms do nothing",
        file=DETECTION_FILE,
        old="          AlarmActions:\n            - !Ref AlarmTopic\n",
        new="          AlarmActions: []\n",
        fails=(*DETECTION, *(f"CT417 {alarm}" for alarm in ALARMS)),
    ),
    Mutation(
        name="nobody has subscribed",
        file=DETECTION_FILE,
        old="""\
  Contact:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !Ref AlarmTopic
      Protocol: email
      Endpoint: !Ref SecurityContact
""",
        fails=DETECTION,
        at="  AlarmTopic:\n    Type: AWS::SNS::Topic\n",
    ),
)

EXCEPTION = """\
            Resource: !Ref TrailArn
            Condition:
              ArnNotLike:
                aws:PrincipalArn: arn:aws:iam::*:role/*Admin*
"""
ORGANIZATION = """\
Resources:
  Organization:
    Type: AWS::Organizations::Organization
    Properties:
      FeatureSet: CONSOLIDATED_BILLING
"""
RESOURCE_CONTROL = """\
Resources:
  NoWrites:
    Type: AWS::Organizations::Policy
    Properties:
      Name: no-writes
      Type: RESOURCE_CONTROL_POLICY
      TargetIds:
        - {}
      Content:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:PutObject
            Resource: "*"
"""
RECORDER = """\
Resources:
  Recorder:
    Type: AWS::Config::ConfigurationRecorder
    Properties:
      RoleARN: arn:aws:iam::111122223333:role/config
      StartedOnCreate: {}
"""

GUARDRAILS = (
    Mutation(
        name="an administrator may stop the trail",
        file=GUARDRAILS_FILE,
        old="              - cloudtrail:StopLogging\n",
        fails=("CT501 the account",),
        at="- Sid: TrailStaysOn",
    ),
    Mutation(
        name="the service control policy allows",
        file=GUARDRAILS_FILE,
        old="          - Sid: TrailStaysOn\n            Effect: Deny\n",
        new="          - Sid: TrailStaysOn\n            Effect: Allow\n",
        fails=("CT501 the account",),
        at="  ProtectTrail:\n",
    ),
    Mutation(
        name="the service control policy is for another trail",
        file=GUARDRAILS_FILE,
        old="            Resource: !Ref TrailArn\n",
        new="            Resource: !Sub ${TrailArn}-2\n",
        fails=("CT501 the account",),
    ),
    Mutation(
        name="the service control policy leaves the trail out",
        file=GUARDRAILS_FILE,
        old="            Resource: !Ref TrailArn\n",
        new="            NotResource: !Ref TrailArn\n",
        fails=("CT501 the account",),
    ),
    Mutation(
        name="the service control policy is attached to nothing",
        file=GUARDRAILS_FILE,
        old="      TargetIds:\n        - !Ref AWS::AccountId\n",
        unknown=("CT501 the account",),
        at="  ProtectTrail:\n",
    ),
    Mutation(
        name="the service control policy is attached to another account",
        file=GUARDRAILS_FILE,
        old="        - !Ref AWS::AccountId\n",
        new='        - "444455556666"\n',
        unknown=("CT501 the account",),
    ),
    Mutation(
        name="the service control policy makes an exception of all administrators",
        file=GUARDRAILS_FILE,
        old="            Resource: !Ref TrailArn\n",
        new=EXCEPTION,
        fails=("CT501 the account",),
    ),
    Mutation(
        name="the organization has no policies",
        file=GUARDRAILS_FILE,
        old="Resources:\n",
        new=ORGANIZATION,
        fails=("CT501 the account",),
    ),
    Mutation(
        name="a resource control policy shuts CloudTrail out",
        file=GUARDRAILS_FILE,
        old="Resources:\n",
        new=RESOURCE_CONTROL.format("!Ref AWS::AccountId"),
        fails=("CT205 Trail",),
    ),
    Mutation(
        name="a resource control policy for the organization may shut CloudTrail out",
        file=GUARDRAILS_FILE,
        old="Resources:\n",
        new=RESOURCE_CONTROL.format("r-abcd"),
        unknown=("CT205 Trail",),
    ),
    Mutation(
        name="the recorder of AWS Config is not started",
        file=GUARDRAILS_FILE,
        old="Resources:\n",
        new=RECORDER.format("false"),
        fails=("CT502 the account",),
    ),
    Mutation(
        name="the recorder of AWS Config may be off",
        file=GUARDRAILS_FILE,
        old="Resources:\n",
        new=RECORDER.format("!Ref Name"),
        unknown=("CT502 the account",),
    ),
    Mutation(
        name="AWS Config watches something else",
        file=GUARDRAILS_FILE,
        old="CLOUDTRAIL_SECURITY_TRAIL_ENABLED",
        new="S3_BUCKET_VERSIONING_ENABLED",
        fails=("CT502 the account",),
    ),
)

MUTATIONS = (*RECORDING, *STORAGE, *ORDER, *LOGS, *ALERTING, *CHAIN, *GUARDRAILS)
