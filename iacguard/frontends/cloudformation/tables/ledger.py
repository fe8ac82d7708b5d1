"""What CloudFormation's modelled resource types hold beside the properties that rows read.

Each is harmless to every pass, with the reason, or voids the passes that rest on it. The schemas
are recorded in `tests/fixtures/schemas`, and a test asks for the class of every property there.
"""

from __future__ import annotations

from ...lowering.fields import EVERY_OTHER, LINK, Ledger, harmless, voids

_LABELS = harmless("a label", "Tags", "Description")

_TELEMETRY = {
    **_LABELS,
    **harmless(
        "no pass rests on such a rule",
        "RuleName",
        *(
            f"Rule.{name}"
            for name in (
                "AllRegions",
                "AllowFieldUpdates",
                "Regions",
                "SelectionCriteria",
                "TelemetrySourceTypes",
            )
        ),
        *(
            f"Rule.DestinationConfiguration.{name}"
            for name in (
                "CloudtrailParameters",
                "DestinationPattern",
                "ELBLoadBalancerLoggingParameters",
                "KmsKeyArn",
                "LogDeliveryParameters",
                "MskMonitoringParameters",
                "RetentionInDays",
                "VPCFlowLogParameters",
                "WAFLoggingParameters",
            )
        ),
    ),
}

_CHANNEL = {
    **_LABELS,
    **harmless("a label", "ConfigurationName"),
    **harmless(
        "what a channel shows besides, and who may do what from it",
        "CustomizationResourceArns",
        "GuardrailPolicies",
        "IamRoleArn",
        "LoggingLevel",
        "UserRoleRequired",
    ),
}

LEDGER: Ledger = {
    # What the provider behind these takes is its own; what matters of it is read.
    "Custom::LogRetention": harmless("the provider's own", EVERY_OTHER),
    "Custom::S3AutoDeleteObjects": harmless("the provider's own", EVERY_OTHER),
    "AWS::CloudTrail::Trail": {
        **_LABELS,
        **harmless("summaries beside the events", "AggregationConfigurations"),
        **voids(
            "it may find no unusual management events",
            "InsightSelectors.EventCategories",
            fields=("insight_selectors",),
        ),
    },
    "AWS::CloudTrail::EventDataStore": {
        **_LABELS,
        **harmless("the price", "BillingMode"),
        **harmless("what is added to an event", "ContextKeySelectors", "MaxEventSize"),
        **harmless("another way to query", "FederationEnabled", "FederationRoleArn"),
        **harmless("beside the events", "InsightSelectors", "InsightsDestination"),
    },
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration": {
        **_CHANNEL,
        **harmless(
            "where the channel is", "TeamId", "TeamsChannelId", "TeamsChannelName", "TeamsTenantId"
        ),
    },
    "AWS::Chatbot::SlackChannelConfiguration": {
        **_CHANNEL,
        **harmless("where the channel is", "SlackChannelId", "SlackWorkspaceId"),
    },
    "AWS::CloudWatch::Alarm": {
        **_LABELS,
        **harmless("a label", "AlarmDescription", "Metrics.Label"),
        **harmless("the tags of what it starts", "ActionConfiguration"),
        **harmless("other changes of state", "OKActions", "InsufficientDataActions"),
        **harmless("of an expression, which is not evaluated", "Metrics.Period"),
        **harmless("what picks out the metric", "Metrics.MetricStat.Metric.Dimensions.Value"),
        **voids(
            "the alarm may look at other periods",
            "EvaluationInterval",
            "EvaluationWindow",
            "WarmUpConfiguration",
            fields=("evaluation_periods",),
        ),
        **voids("the alarm watches what these compute", "EvaluationCriteria"),
        **voids("the threshold moves", "ThresholdMetricId", fields=("threshold",)),
    },
    "AWS::CloudWatch::AlarmMuteRule": {
        **_LABELS,
        **harmless("a label, or when it mutes", "Description", "Name", "Rule.Schedule.Timezone"),
    },
    "AWS::CloudWatch::CompositeAlarm": {
        **_LABELS,
        **harmless("a label", "AlarmDescription"),
        **harmless("the tags of what it starts", "ActionConfiguration"),
        **harmless("other changes of state", "OKActions", "InsufficientDataActions"),
        **harmless(
            "how long a suppressor is waited for",
            "ActionsSuppressorExtensionPeriod",
            "ActionsSuppressorWaitPeriod",
        ),
    },
    "AWS::Config::ConfigRule": {
        **_LABELS,
        **harmless("a label", "ConfigRuleName"),
        **harmless("what it asks for besides", "InputParameters"),
        **harmless("how often it asks", "MaximumExecutionFrequency"),
        **voids(
            "the rule may ask only before a deployment",
            "EvaluationModes",
            fields=("source_identifier",),
        ),
        **voids("the rule may leave trails out", "Scope", fields=("source_identifier",)),
    },
    # Both rules about trails are evaluated at intervals, whatever is recorded.
    "AWS::Config::ConfigurationRecorder": harmless(
        "what else it records", "RecordingGroup", "RecordingMode", "RoleARN"
    ),
    "AWS::Config::ConformancePack": {
        **_LABELS,
        **harmless("a label", "ConformancePackName"),
        **harmless("where results go", "DeliveryS3Bucket", "DeliveryS3KeyPrefix"),
        **harmless(
            "a template elsewhere, whose rules are unknown",
            "TemplateS3Uri",
            "TemplateSSMDocumentDetails",
        ),
        **voids(
            "the pack's rules may hang on them",
            "ConformancePackInputParameters",
            fields=("source_identifier",),
        ),
    },
    "AWS::Config::OrganizationConfigRule": {
        **harmless("a label", "OrganizationConfigRuleName"),
        **harmless(
            "a rule of the user's own",
            "OrganizationCustomPolicyRuleMetadata",
            "OrganizationCustomRuleMetadata",
        ),
        **harmless("a label", "OrganizationManagedRuleMetadata.Description"),
        **harmless("what it asks for besides", "OrganizationManagedRuleMetadata.InputParameters"),
        **harmless(
            "how often it asks", "OrganizationManagedRuleMetadata.MaximumExecutionFrequency"
        ),
        **voids(
            "the rule may leave trails out",
            "OrganizationManagedRuleMetadata.ResourceIdScope",
            "OrganizationManagedRuleMetadata.ResourceTypesScope",
            "OrganizationManagedRuleMetadata.TagKeyScope",
            "OrganizationManagedRuleMetadata.TagValueScope",
            fields=("source_identifier",),
        ),
    },
    "AWS::Config::OrganizationConformancePack": {
        **harmless("a label", "OrganizationConformancePackName", "Tags"),
        **harmless("where results go", "DeliveryS3Bucket", "DeliveryS3KeyPrefix"),
        **harmless("a template elsewhere, whose rules are unknown", "TemplateS3Uri"),
        **voids(
            "the pack's rules may hang on them",
            "ConformancePackInputParameters",
            fields=("source_identifier",),
        ),
    },
    "AWS::IAM::ManagedPolicy": {
        **_LABELS,
        **harmless("other principals", "Groups", "Users"),
    },
    "AWS::IAM::Policy": harmless("other principals", "Groups", "Users"),
    "AWS::Events::Rule": {
        **_LABELS,
        **harmless("calls by the clock besides", "ScheduleExpression"),
        **voids("its targets may be called with a role", "RoleArn", fields=(LINK,)),
        **harmless("a label", "Targets.Id"),
        **harmless(
            "what a message says", "Targets.Input", "Targets.InputPath", "Targets.InputTransformer"
        ),
        **harmless(
            "how often a delivery is tried", "Targets.DeadLetterConfig", "Targets.RetryPolicy"
        ),
        **harmless(
            "how a target of one kind is called",
            *(
                f"Targets.{kind}Parameters"
                for kind in (
                    "AppSync",
                    "Batch",
                    "Ecs",
                    "Http",
                    "Kinesis",
                    "RedshiftData",
                    "RunCommand",
                    "SageMakerPipeline",
                    "Sqs",
                )
            ),
        ),
    },
    "AWS::ObservabilityAdmin::OrganizationTelemetryRule": {
        **_TELEMETRY,
        **harmless("no pass rests on such a rule", "Rule.Scope"),
    },
    "AWS::ObservabilityAdmin::TelemetryRule": _TELEMETRY,
    "AWS::CloudWatch::LogAlarm": {
        **_LABELS,
        **harmless(
            "no pass rests on such an alarm",
            "ActionConfiguration",
            "ActionLogLineCount",
            "ActionLogLineRoleArn",
            "ActionsEnabled",
            "AlarmDescription",
            "AlarmName",
            "ComparisonOperator",
            "InsufficientDataActions",
            "OKActions",
            "QueryResultsToAlarm",
            "QueryResultsToEvaluate",
            "ScheduledQueryConfiguration.AggregationExpression",
            "ScheduledQueryConfiguration.QueryString",
            "ScheduledQueryConfiguration.ScheduleConfiguration",
            "ScheduledQueryConfiguration.ScheduledQueryRoleARN",
            "ScheduledQueryConfiguration.Tags",
            "Threshold",
            "TreatMissingData",
            "WarmUpConfiguration",
        ),
    },
    "AWS::IAM::Role": {
        **_LABELS,
        **harmless("CloudTrail takes up the role anew", "MaxSessionDuration"),
    },
    "AWS::KMS::Key": {
        **_LABELS,
        **harmless("replicas elsewhere", "MultiRegion"),
        **harmless("how long a deletion waits", "PendingWindowInDays"),
        **harmless("how often it rotates", "RotationPeriodInDays"),
        **voids(
            "the key may not encrypt",
            "KeyUsage",
            fields=("is_enabled",),
            unless=("ENCRYPT_DECRYPT",),
        ),
    },
    "AWS::KMS::ReplicaKey": {
        **_LABELS,
        **harmless("how long a deletion waits", "PendingWindowInDays"),
    },
    "AWS::Logs::AccountPolicy": harmless("its type tells what it may do", EVERY_OTHER),
    "AWS::Logs::LogGroup": {
        **_LABELS,
        **harmless("another way to write", "BearerTokenAuthenticationEnabled"),
        **harmless("speed of queries", "FieldIndexPolicies"),
        **voids("metric filters see masked text", "DataProtectionPolicy", fields=(LINK,)),
        **voids("it may shut the role out", "ResourcePolicyDocument", fields=(LINK,)),
    },
    "AWS::Lambda::Function": {
        **harmless("what a function does", EVERY_OTHER),
        **voids(
            "a function without concurrency never runs",
            "ReservedConcurrentExecutions",
            fields=(LINK,),
            only=(0, "0"),
        ),
    },
    "AWS::Lambda::Permission": voids(
        "it may not be for calls of SNS",
        "EventSourceToken",
        "FunctionUrlAuthType",
        "InvokedViaFunctionUrl",
        "PrincipalOrgID",
        fields=(LINK,),
    ),
    "AWS::Logs::MetricFilter": {},
    "AWS::Organizations::Organization": {},
    "AWS::Organizations::Policy": {
        **_LABELS,
        **harmless("a label", "Name"),
    },
    "AWS::S3::Bucket": {
        **_LABELS,
        **harmless("speed", "AccelerateConfiguration", "MetadataConfiguration"),
        **harmless(
            "reports on the objects",
            "AnalyticsConfigurations",
            "InventoryConfigurations",
            "MetadataTableConfiguration",
            "MetricsConfigurations",
        ),
        **harmless("a cheaper place of the same objects", "IntelligentTieringConfigurations"),
        **harmless(
            "speed, and ways of encryption that nothing asks for",
            "BucketEncryption.ServerSideEncryptionConfiguration",
        ),
        **harmless("how a name is made up", "BucketNamePrefix", "BucketNamespace"),
        **harmless("browsers", "CorsConfiguration"),
        **harmless("who hears of new objects", "NotificationConfiguration"),
        **harmless("copies elsewhere", "ReplicationConfiguration"),
        **harmless("how long a lock holds by default", "ObjectLockConfiguration"),
        **harmless("a label", "LifecycleConfiguration.Rules.Id"),
        **harmless(
            "what is no current version",
            "LifecycleConfiguration.Rules.AbortIncompleteMultipartUpload",
            "LifecycleConfiguration.Rules.ExpiredObjectDeleteMarker",
            "LifecycleConfiguration.Rules.NoncurrentVersionTransition",
            "LifecycleConfiguration.Rules.NoncurrentVersionTransitions",
        ),
        **harmless(
            "how small an object moves", "LifecycleConfiguration.TransitionDefaultMinimumObjectSize"
        ),
        **voids(
            "policies may look at the bucket's tags",
            "AbacStatus",
            fields=("policies",),
            unless=("Disabled",),
        ),
    },
    "AWS::SecurityHub::Hub": {
        **_LABELS,
        **harmless(
            "how further controls are enabled and told of",
            "AutoEnableControls",
            "ControlFindingGenerator",
        ),
    },
    "AWS::SecurityHub::Standard": harmless("a label", "DisabledStandardsControls.Reason"),
    "AWS::SNS::Subscription": {
        **harmless("how often a delivery is tried", "DeliveryPolicy", "RedrivePolicy"),
        **harmless("the envelope of a message", "RawMessageDelivery"),
        **harmless("messages of the past", "ReplayPolicy"),
        **voids("the topic is another region's", "Region"),
    },
    "AWS::SNS::Topic": {
        **_LABELS,
        **harmless("a label", "DisplayName"),
        **harmless("messages of the past", "ArchivePolicy"),
        **harmless("records of deliveries", "DeliveryStatusLogging", "TracingConfig"),
        **harmless("how a message is signed", "SignatureVersion"),
        **voids("it may hold messages back", "DataProtectionPolicy", fields=(LINK,)),
        **voids("a longer message is refused", "MaximumMessageSize", fields=(LINK,)),
        **harmless("of FIFO topics only", "ContentBasedDeduplication", "FifoThroughputScope"),
    },
    "AWS::SQS::Queue": {
        **_LABELS,
        **voids("a longer message is refused", "MaximumMessageSize", fields=(LINK,)),
        **harmless(
            "how a queue keeps its messages, and gives them out",
            "DelaySeconds",
            "KmsDataKeyReusePeriodSeconds",
            "MessageRetentionPeriod",
            "ReceiveMessageWaitTimeSeconds",
            "RedriveAllowPolicy",
            "RedrivePolicy",
            "SqsManagedSseEnabled",
            "VisibilityTimeout",
        ),
        **harmless(
            "of FIFO queues only",
            "ContentBasedDeduplication",
            "DeduplicationScope",
            "FifoThroughputLimit",
        ),
        **voids("its key may shut SNS out", "KmsMasterKeyId", fields=(LINK,)),
        **voids(
            "a FIFO queue takes messages of FIFO topics",
            "FifoQueue",
            fields=(LINK,),
            unless=(False, "false"),
        ),
    },
}
