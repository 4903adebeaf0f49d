using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// On what each permission of a look or change is granted: a line each, in the order of a role's statements. Where a
/// permission stands in several lines, each says of which resources it is (<see cref="Line.Of"/>).
/// </summary>
internal static class GrantTable
{
    private static readonly ImmutableArray<Line> s_lines =
    [
        // What IAM allows on everything or not at all.
        new("LookAtAlarmsAndTargets", "application-autoscaling:DescribeScalableTargets", static _ => ["*"]),
        new("LookAtAlarmsAndTargets", "cloudwatch:DescribeAlarmContributors", static named => named.AlarmsBySeries),
        new("LookAtAlarmsAndTargets", "cloudwatch:DescribeAlarmHistory", static _ => ["*"]),
        new("LookAtAlarmsAndTargets", "cloudwatch:DescribeAlarms", static _ => ["*"]),
        new("LookAtAlarmsAndTargets", "cloudwatch:GetMetricData", static _ => ["*"]),
        new("LookAtAlarmsAndTargets", "elasticloadbalancing:DescribeListeners", static _ => ["*"]),
        new("LookAtAlarmsAndTargets", "elasticloadbalancing:DescribeRules", static _ => ["*"]),
        new("LookAtAlarmsAndTargets", "elasticloadbalancing:DescribeTargetHealth", static _ => ["*"]),
        new("LookAtAlarmsAndTargets", "logs:GetQueryResults", static _ => ["*"]),
        new("LookAtZones", "arc-zonal-shift:ListAutoshifts", static _ => ["*"]),
        new("LookAtZones", "ec2:DescribeAvailabilityZones", static _ => ["*"]),
        new("LookAtZones", "elasticloadbalancing:DescribeLoadBalancerAttributes", static _ => ["*"]),
        new("LookAtZones", "elasticloadbalancing:DescribeLoadBalancers", static _ => ["*"]),
        new("LookAtZones", "elasticloadbalancing:DescribeTargetGroups", static _ => ["*"]),
        new("LookAtShifts", "arc-zonal-shift:GetManagedResource", static named => named.ShiftedLoadBalancers),
        new("LookAtLogGroups", "logs:DescribeLogGroups", static _ => ["*"]),
        new("LookAtBackups", "backup:ListBackupVaults", static _ => ["*"]),
        new("LookAtBackups", "dynamodb:ListBackups", static _ => ["*"]),
        new("LookIntoVaults", "backup:ListRecoveryPointsByBackupVault", static named => named.Vaults),
        new("LookAtTables", "dynamodb:DescribeContinuousBackups", static named => named.BackedUpTables)
        {
            Of = static one => one is BackedUpTables,
        },
        new("LookAtTables", "dynamodb:DescribeTable", static named => named.BackedUpTables)
        {
            Of = static one => one is BackedUpTables or PerformanceScope or RecoverySide,
        },
        new("LookAtTableSizes", "dynamodb:DescribeTable", static named => named.BackedUpTables)
        {
            Of = static one => one is StoredData,
        },
        new("LookAtSecurityGroups", "ec2:DescribeNetworkInterfaces", static _ => ["*"]),
        new("LookAtSecurityGroups", "ec2:DescribeSecurityGroups", static _ => ["*"]),
        new("LookAtSecurityGroups", "ec2:GetManagedPrefixListEntries", static _ => ["*"]),
        new("ReadCredentialReport", "iam:GenerateCredentialReport", static _ => ["*"]),
        new("ReadCredentialReport", "iam:GetCredentialReport", static _ => ["*"]),
        new("LookAtIdentities", "iam:GetAccountAuthorizationDetails", static _ => ["*"]),
        new("ReadSecurityFindings", "access-analyzer:ListAnalyzers", static _ => ["*"]),
        new("ReadSecurityFindings", "access-analyzer:ListFindings", static _ => ["*"]),
        new("ReadSecurityFindings", "guardduty:GetDetector", static _ => ["*"]),
        new("ReadSecurityFindings", "guardduty:GetFindings", static _ => ["*"]),
        new("ReadSecurityFindings", "guardduty:ListDetectors", static _ => ["*"]),
        new("ReadSecurityFindings", "guardduty:ListFindings", static _ => ["*"]),
        new("ReadSecurityFindings", "inspector2:BatchGetAccountStatus", static _ => ["*"]),
        new("ReadSecurityFindings", "inspector2:ListFindings", static _ => ["*"])
        {
            Of = static one => one is SecurityPlaces,
        },
        new("ReadSecurityFindings", "securityhub:GetFindings", static _ => ["*"]),
        // CloudFormation reads what it compares with the caller's permissions: an operator adds those that the stack needs.
        new("RehearseAFailover", "cloudformation:DescribeStackDriftDetectionStatus", static _ => ["*"]),
        new(
            "LookAtTheRecoveryStack",
            "cloudformation:DescribeStackResourceDrifts",
            static named => named.RecoveryStack
        ),
        new("LookAtTheRecoveryStack", "cloudformation:DescribeStacks", static named => named.RecoveryStack),
        new("LookAtTheRecoveryStack", "cloudformation:DetectStackDrift", static named => named.RecoveryStack),
        new("LookAtFailoverRecords", "route53:GetHealthCheck", static named => named.FailoverCheck),
        new("LookAtFailoverRecords", "route53:GetHostedZone", static named => named.FailoverZone),
        new("LookAtFailoverRecords", "route53:ListResourceRecordSets", static named => named.FailoverZone),
        new("ListCertificates", "acm:ListCertificates", static _ => ["*"]),
        new("LookAtCertificates", "acm:DescribeCertificate", static named => named.Certificates),
        // Alarms name any topics, and mute rules and event rules are asked for as a whole.
        new("AskAfterAlarms", "cloudwatch:GetAlarmMuteRule", static _ => ["*"]),
        new("AskAfterAlarms", "cloudwatch:ListAlarmMuteRules", static _ => ["*"]),
        new("AskAfterAlarms", "events:ListRuleNamesByTarget", static _ => ["*"]),
        new("AskAfterAlarms", "events:ListRules", static _ => ["*"]),
        new("AskAfterAlarms", "sns:ListSubscriptionsByTopic", static _ => ["*"]),
        new("LookAtTaskDefinitions", "ecs:DescribeTaskDefinition", static _ => ["*"]),
        new("LookAtCosts", "ce:GetCostAndUsage", static _ => ["*"]),
        new("LookAtCosts", "ce:GetCostComparisonDrivers", static _ => ["*"]),
        // A repository is nowhere in the estate: it is what a task definition names.
        new("LookAtImages", "ecr:DescribeImageScanFindings", static named => named.Repositories),
        new("LookAtImages", "ecr:DescribeImages", static named => named.Repositories),
        new("LookAtFindingsOfImages", "inspector2:ListFindings", static _ => ["*"])
        {
            Of = static one => one is ImageBatch,
        },
        new("LookAtDistributions", "cloudfront:GetDistributionConfig", static named => named.AllDistributions),
        // A policy is nowhere in the estate: it is what a distribution names, and many are AWS's own.
        new("LookAtCachePolicies", "cloudfront:GetCachePolicy", static _ => ["*"]),
        // The functions of other applications, too: Lambda has no list of some.
        new("ListFunctions", "lambda:ListFunctions", static _ => ["*"]),
        new("LookAtSecrets", "secretsmanager:DescribeSecret", static named => named.Secrets),
        new("LookAtSecrets", "secretsmanager:ListSecretVersionIds", static named => named.Secrets),
        new("LookAtServices", "ecs:DescribeServices", static named => named.EcsServices),
        new("LookAtServices", "ecs:DescribeServices", static named => named.StandbyServices)
        {
            Of = static one => one is RecoverySide,
        },
        new("LookAtServices", "ecs:ListServiceDeployments", static named => named.EcsServices),
        new("LookAtDeployments", "ecs:DescribeServiceDeployments", static named => named.ServiceDeployments),
        new("LookAtRevisions", "ecs:DescribeServiceRevisions", static named => named.ServiceRevisions),
        new("ListRunningTasks", "ecs:ListTasks", static _ => ["*"]),
        new("LookAtRunningTasks", "ecs:DescribeTasks", static named => named.Tasks),
        new("LookAtPages", "s3:ListBucket", static named => named.SiteBuckets),
        .. For<TemporaryFolder>(
            new("LookAtTemporaryFiles", "s3:GetBucketVersioning", static named => named.TemporaryBuckets),
            new("LookAtTemporaryFiles", "s3:GetLifecycleConfiguration", static named => named.TemporaryBuckets)
        ),
        .. For<StoredData>(
            new("LookAtBuckets", "s3:GetBucketVersioning", static named => named.Buckets),
            new("LookAtBuckets", "s3:GetLifecycleConfiguration", static named => named.Buckets)
        ),
        new("LookAtBuckets", "s3:GetReplicationConfiguration", static named => named.Buckets),
        .. For<TemporaryFolder>(
            new("LookAtTemporaryFiles", "s3:ListBucket", static named => named.TemporaryBuckets),
            new("DeleteTemporaryFiles", "s3:DeleteObject", static named => named.FoldersToDelete),
            new("DeleteTemporaryFiles", "s3:GetObject", static named => named.FoldersToDelete)
        ),
        new("SetLogRetention", "logs:PutRetentionPolicy", static named => named.LogGroupsToSet),
        new("ReadPages", "s3:GetObject", static named => named.PagesToRead),
        new("LookAtPages", "s3:GetObjectAcl", static named => named.Pages),
        new("AskTheRequestLog", "logs:StartQuery", static named => named.RequestLogs),
        new("AskTheRequestLog", "logs:StartQuery", static named => named.LogsOfWebAcls)
        {
            Of = static one => one is FigureDays { WebAcls.IsEmpty: false },
        },
        new("SampleRequests", "wafv2:GetSampledRequests", static named => named.WebAcls),
        .. For<OperatedTable>(
            new("LookAtNamedTables", "dynamodb:DescribeTable", static named => named.Tables),
            new("LookAtExpiringTables", "dynamodb:DescribeTimeToLive", static named => named.Tables),
            new("LookAtExpiringTables", "dynamodb:Scan", static named => named.Tables)
        ),
        new("DeleteExpiredItems", "dynamodb:DeleteItem", static named => named.TablesByAge)
        {
            Of = static one => one is OperatedTable,
        },
        .. ForRestores(),
        .. ForVerifications(),
        new("ChangeServices", "ecs:UpdateService", static named => named.EcsServices),
        new("ChangeDeployments", "ecs:ContinueServiceDeployment", static named => named.ServiceDeployments),
        new("ChangeDeployments", "ecs:StopServiceDeployment", static named => named.ServiceDeployments),
        new("ShiftTraffic", "elasticloadbalancing:ModifyRule", static named => named.TrafficRules),
        new("ShiftZones", "arc-zonal-shift:CancelZonalShift", static named => named.ShiftedLoadBalancers),
        new("ShiftZones", "arc-zonal-shift:StartZonalShift", static named => named.ShiftedLoadBalancers),
        new("ShiftZones", "arc-zonal-shift:UpdateZonalShift", static named => named.ShiftedLoadBalancers),
        new("RegisterTaskDefinitions", "ecs:RegisterTaskDefinition", static _ => ["*"]),
        new("TagWhatIsRegistered", "ecs:TagResource", static named => named.TaskDefinitions)
        {
            Only = [("ecs:CreateAction", "RegisterTaskDefinition")],
        },
        new("PassTheirRoles", "iam:PassRole", static named => named.TaskRoles)
        {
            Only = [("iam:PassedToService", "ecs-tasks.amazonaws.com")],
        },
        new("MoveLabelsOfSecrets", "secretsmanager:UpdateSecretVersionStage", static named => named.Secrets),
        new(
            "MoveTheScalingMinimum",
            "application-autoscaling:RegisterScalableTarget",
            static named => named.ScalableTargets
        )
        {
            Of = static one => one is OperatedService,
            Only =
            [
                ("application-autoscaling:service-namespace", "ecs"),
                ("application-autoscaling:scalable-dimension", "ecs:service:DesiredCount"),
            ],
        },
        new("ChangeTables", "dynamodb:UpdateTable", static named => named.TablesToScale),
        new(
            "MoveTheScalingBounds",
            "application-autoscaling:RegisterScalableTarget",
            static named => named.ScalableTargets
        )
        {
            Of = static one => one is OperatedTable,
            Only = [("application-autoscaling:service-namespace", "dynamodb")],
        },
        new("BackUpTables", "dynamodb:CreateBackup", static named => named.BackedUpTables),
        new("DeleteBackups", "dynamodb:DeleteBackup", static named => named.TableBackups),
        new("CopyPages", "s3:GetObjectTagging", static named => named.PagesToRead),
        new("SwapPages", "s3:PutObject", static named => named.PagesToSwap),
        new("StoreReports", "s3:PutObject", static named => named.ReportsToStore)
        {
            Of = static one => one is FigureDays or RecoverySide,
        },
        new("SwapPages", "s3:PutObjectTagging", static named => named.PagesToSwap),
        .. For<DisasterRecovery>(
            new("LookAtRegions", "ecs:DescribeServices", static named => named.RegionServices),
            new("LookAtReplicas", "dynamodb:DescribeTable", static named => named.Replicas),
            new("LookAtTheSwitch", "s3:ListBucket", static named => named.SwitchBucket),
            new("ReadTheSwitch", "s3:GetObject", static named => named.Switch),
            new("ChangeRegions", "ecs:UpdateService", static named => named.RegionServices),
            new("TurnTheSwitch", "s3:DeleteObject", static named => named.Switch),
            new("TurnTheSwitch", "s3:PutObject", static named => named.Switch)
        ),
        new("InvalidatePages", "cloudfront:CreateInvalidation", static named => named.Distributions),
    ];

    /// <summary>Lines for procedures that are about such resources alone.</summary>
    private static IEnumerable<Line> For<T>(params IEnumerable<Line> lines)
        where T : Resource => lines.Select(line => line with { Of = static one => one is T });

    /// <summary>
    /// Of a table that is restored what is looked at, and to restore it; anything else on the tables that are made of it.
    /// </summary>
    private static IEnumerable<Line> ForRestores()
    {
        const string Old = "LookAtTablesToRestore";
        const string New = "LookAtRestoredTables";
        const string Make = "MakeRestoredTables";
        return
        [
            .. Each(
                Old,
                static named => named.TablesToRestore,
                "DescribeContinuousBackups GetItem GetResourcePolicy ListTagsOfResource"
            ),
            .. Each(
                New,
                static named => named.RestoredTables,
                "DescribeContinuousBackups DescribeTable DescribeTimeToLive GetItem ListTagsOfResource Scan"
            ),
            new("RestoreTables", "dynamodb:RestoreTableToPointInTime", static named => named.TablesToRestore),
            .. Each(
                Make,
                static named => named.RestoredTables,
                "BatchWriteItem DeleteItem PutItem Query TagResource UpdateContinuousBackups UpdateItem UpdateTable "
                    + "UpdateTimeToLive"
            ),
        ];
    }

    /// <summary>Of a table whose backup is verified what is read, and to restore it; the rest on scratch tables alone.</summary>
    private static IEnumerable<Line> ForVerifications() =>
        For<VerifiedTable>([
            new("ListTables", "dynamodb:ListTables", static _ => ["*"]),
            .. Each(
                "LookAtVerifiedTables",
                static named => named.BackedUpTables,
                "DescribeContinuousBackups DescribeTable DescribeTimeToLive GetItem GetResourcePolicy ListTagsOfResource "
                    + "Scan"
            ),
            new("LookAtOtherRestores", "dynamodb:DescribeTable", static named => named.OtherRestores),
            .. Each(
                "LookAtScratchTables",
                static named => named.ScratchTables,
                "DescribeContinuousBackups DescribeTable DescribeTimeToLive GetItem ListTagsOfResource Scan"
            ),
            new("RestoreVerifiedTables", "dynamodb:RestoreTableToPointInTime", static named => named.BackedUpTables),
            .. Each(
                "MakeScratchTables",
                static named => named.ScratchTables,
                "BatchWriteItem DeleteItem DeleteTable PutItem Query UpdateItem"
            ),
        ]);

    private static IEnumerable<Line> Each(
        string statement,
        Func<GrantScope, ImmutableArray<string>> scope,
        string actions
    ) => actions.Split(' ').Select(action => new Line(statement, $"dynamodb:{action}", scope));

    /// <summary>The statements that allow these actions, each on what the estate names; none where it names nothing.</summary>
    /// <exception cref="InvalidOperationException">An action has no line.</exception>
    public static ImmutableArray<Grant> Of(IEnumerable<string> actions, GrantScope named)
    {
        var needed = actions.ToHashSet();
        if (
            needed.Except(s_lines.Select(line => line.Action)).Order(StringComparer.Ordinal).ToList() is [var first, ..]
        )
        {
            throw new InvalidOperationException($"say in {nameof(GrantTable)} on what {first} may be allowed");
        }

        return Together(
            from line in s_lines
            where needed.Contains(line.Action) && named.About.Any(line.Of)
            let resources = line.On(named)
            where !resources.IsEmpty
            select new Grant(line.Sid, [line.Action], resources) { Only = line.Only }
        );
    }

    /// <summary>Statements of one name become one.</summary>
    public static ImmutableArray<Grant> Together(IEnumerable<Grant> grants) =>
        [
            .. grants
                .GroupBy(grant => grant.Sid)
                .Select(same =>
                    same.First() with
                    {
                        Actions = Sorted(same.SelectMany(grant => grant.Actions)),
                        Resources = Sorted(same.SelectMany(grant => grant.Resources)),
                    }
                ),
        ];

    private static ImmutableArray<string> Sorted(IEnumerable<string> names) =>
        [.. names.Distinct().Order(StringComparer.Ordinal)];

    /// <param name="Sid">The statement; lines of one statement have the same resources and conditions.</param>
    /// <param name="Action">The permission that a look or a kind of change says.</param>
    /// <param name="On">ARNs as Fn::Sub takes them; "*" where IAM knows no resource.</param>
    private sealed record Line(string Sid, string Action, Func<GrantScope, ImmutableArray<string>> On)
    {
        /// <summary>The resources of the procedures that it is for: the parts of a check, or what a remedy works on.</summary>
        public Func<Resource, bool> Of { get; init; } = static _ => true;

        /// <inheritdoc cref="Grant.Only"/>
        public ImmutableArray<(string Key, string Value)> Only { get; init; } = [];
    }
}
