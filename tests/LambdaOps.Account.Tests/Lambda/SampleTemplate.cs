namespace LambdaOps.Account.Tests.Lambda;

/// <summary>A template in the shape that Amazon.Lambda.Annotations and this project's deployment use.</summary>
internal static class SampleTemplate
{
    public const string Text = """
        {
          "AWSTemplateFormatVersion": "2010-09-09",
          "Transform": "AWS::Serverless-2016-10-31",
          "Parameters": {
            "Mode": { "Type": "String", "Default": "observe", "AllowedValues": ["observe", "act"] },
            "Memory": { "Type": "Number", "Default": 256 },
            "NoticeEmail": { "Type": "String", "Default": "" },
            "Clusters": { "Type": "CommaDelimitedList", "Default": "shop, web" }
          },
          "Conditions": {
            "Acts": { "Fn::Equals": [{ "Ref": "Mode" }, "act"] },
            "Mails": { "Fn::Not": [{ "Fn::Equals": [{ "Ref": "NoticeEmail" }, ""] }] },
            "ActsAndMails": { "Fn::And": [{ "Condition": "Acts" }, { "Condition": "Mails" }] },
            "ActsOrMails": { "Fn::Or": [{ "Condition": "Acts" }, { "Condition": "Mails" }] }
          },
          "Globals": {
            "Function": {
              "Environment": { "Variables": { "LAMBDAOPS_MODE": { "Ref": "Mode" }, "SHARED": "global" } },
              "Timeout": 10
            }
          },
          "Resources": {
            "RespondToAlarm": {
              "Type": "AWS::Serverless::Function",
              "Metadata": { "Tool": "Amazon.Lambda.Annotations", "SyncedEvents": ["Ticks"] },
              "Properties": {
                "Runtime": "provided.al2023",
                "CodeUri": "src/LambdaOps.Functions",
                "MemorySize": { "Ref": "Memory" },
                "Timeout": 60,
                "Policies": [
                  "AWSLambdaBasicExecutionRole",
                  { "Version": "2012-10-17", "Statement": [
                    { "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
                      "Resource": { "Fn::GetAtt": ["Journal", "Arn"] } },
                    { "Effect": "Allow", "Action": "ecs:UpdateService",
                      "Resource": { "Fn::Sub": "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:service/*" },
                      "Condition": { "ArnLike": { "ecs:cluster": "arn:aws:ecs:*:*:cluster/shop" } } }
                  ] }
                ],
                "Handler": "bootstrap",
                "DeadLetterQueue": { "Type": "SQS", "TargetArn": { "Fn::GetAtt": ["Dead", "Arn"] } },
                "Environment": { "Variables": {
                  "ANNOTATIONS_HANDLER": "RespondToAlarm",
                  "SHARED": "own",
                  "JOURNAL": { "Ref": "Journal" },
                  "TICKS_URL": { "Ref": "Ticks" },
                  "NOTICES": { "Ref": "Notices" },
                  "CLUSTER": { "Fn::Select": [1, { "Ref": "Clusters" }] },
                  "ALL": { "Fn::Join": ["+", { "Fn::Split": ["-", "a-b-c"] }] },
                  "SUB": { "Fn::Sub": ["${Journal.Arn}|${!Literal}|${Own}|${Mode}",
                    { "Own": { "Ref": "AWS::StackName" } }] },
                  "IF": { "Fn::If": ["ActsOrMails", "some", "none"] },
                  "GONE": { "Fn::If": ["ActsAndMails", "both", { "Ref": "AWS::NoValue" }] }
                } },
                "Events": {
                  "Ticks": { "Type": "SQS", "Properties": { "Queue": { "Fn::GetAtt": ["Ticks", "Arn"] },
                    "BatchSize": 1, "FunctionResponseTypes": ["ReportBatchItemFailures"],
                    "ScalingConfig": { "MaximumConcurrency": 5 } } },
                  "Alarms": { "Type": "SNS", "Properties": { "Topic": { "Ref": "AlarmTopic" } } },
                  "Changes": { "Type": "EventBridgeRule", "Properties": { "Pattern": {
                    "source": ["aws.cloudwatch"], "detail": { "state": { "value": [{ "anything-but": "OK" }] } } } } },
                  "Nightly": { "Type": "ScheduleV2", "Properties": { "ScheduleExpression": "cron(0 3 * * ? *)",
                    "ScheduleExpressionTimezone": "Asia/Tokyo", "Input": "{\"check\":\"backups\"}" } }
                }
              }
            },
            "Sweep": {
              "Type": "AWS::Serverless::Function",
              "Properties": {
                "Runtime": "provided.al2023", "Handler": "bootstrap", "ReservedConcurrentExecutions": 2,
                "Role": { "Fn::GetAtt": ["SweepRole", "Arn"] },
                "EventInvokeConfig": { "MaximumRetryAttempts": 1, "MaximumEventAgeInSeconds": 300,
                  "DestinationConfig": { "OnFailure": { "Type": "SNS", "Destination": { "Ref": "Notices" } } } }
              }
            },
            "SweepRole": {
              "Type": "AWS::IAM::Role",
              "Properties": {
                "ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
                "Policies": [{ "PolicyName": "own", "PolicyDocument": { "Statement":
                  { "Effect": "Deny", "Action": "*", "Resource": "*" } } }]
              }
            },
            "Ticks": {
              "Type": "AWS::SQS::Queue",
              "Properties": { "DelaySeconds": 5, "VisibilityTimeout": 360,
                "RedrivePolicy": { "deadLetterTargetArn": { "Fn::GetAtt": ["Dead", "Arn"] }, "maxReceiveCount": 4 } }
            },
            "Dead": { "Type": "AWS::SQS::Queue",
              "Properties": { "QueueName": { "Fn::Sub": "${AWS::StackName}-dead" } } },
            "Journal": {
              "Type": "AWS::DynamoDB::Table",
              "DeletionPolicy": "Retain",
              "Properties": {
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{ "AttributeName": "pk", "AttributeType": "S" },
                  { "AttributeName": "sk", "AttributeType": "S" }],
                "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" },
                  { "AttributeName": "sk", "KeyType": "RANGE" }],
                "TimeToLiveSpecification": { "AttributeName": "expires", "Enabled": true },
                "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": true }
              }
            },
            "AlarmTopic": { "Type": "AWS::SNS::Topic" },
            "Notices": { "Type": "AWS::SNS::Topic",
              "Properties": { "TopicName": "notices",
                "Subscription": [{ "Protocol": "https", "Endpoint": "https://a.example" }] } },
            "NoticeMail": { "Type": "AWS::SNS::Subscription", "Condition": "Mails",
              "Properties": { "TopicArn": { "Ref": "Notices" }, "Protocol": "email",
                "Endpoint": { "Ref": "NoticeEmail" } } },
            "Rule": {
              "Type": "AWS::Events::Rule",
              "Properties": { "State": { "Fn::If": ["Acts", "ENABLED", "DISABLED"] },
                "EventPattern": { "source": ["aws.ecs"] },
                "Targets": [{ "Id": "respond", "Arn": { "Fn::GetAtt": "RespondToAlarm.Arn" },
                  "InputPath": "$.detail" }] }
            },
            "RuleMayInvoke": {
              "Type": "AWS::Lambda::Permission",
              "Properties": { "FunctionName": { "Ref": "RespondToAlarm" }, "Action": "lambda:InvokeFunction",
                "Principal": "events.amazonaws.com", "SourceArn": { "Fn::GetAtt": ["Rule", "Arn"] } }
            },
            "Errors": {
              "Type": "AWS::CloudWatch::Alarm",
              "Properties": { "Namespace": "AWS/Lambda", "MetricName": "Errors", "Threshold": 1,
                "Dimensions": [{ "Name": "FunctionName", "Value": { "Ref": "RespondToAlarm" } }] }
            },
            "Everything": {
              "Type": "AWS::CloudWatch::CompositeAlarm",
              "Properties": { "AlarmName": "all", "AlarmRule": { "Fn::Sub": "ALARM(${Errors})" } }
            },
            "Site": { "Type": "AWS::S3::Bucket",
              "Properties": { "VersioningConfiguration": { "Status": "Enabled" } } }
          },
          "Outputs": { "TicksUrl": { "Value": { "Ref": "Ticks" } },
            "Mail": { "Condition": "Mails", "Value": { "Ref": "NoticeEmail" } } }
        }
        """;
}
