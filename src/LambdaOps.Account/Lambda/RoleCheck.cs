using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.Services;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// IAM for the stack's functions: what a call needs, and whether the function's role allows it. Callers that are no
/// function of the stack are people with all permissions.
/// </summary>
/// <param name="shiftedBy">The load balancer that a zonal shift of that id moves; null where none is known.</param>
public sealed class RoleCheck(DeployedStack stack, Func<string, string?>? shiftedBy = null)
{
    private const string PassRole = "iam:PassRole";
    private const string TagResource = "ecs:TagResource";

    /// <summary>What DynamoDB asks for of the new table: it is written in the caller's name.</summary>
    private static readonly string[] s_restoring =
    [
        "dynamodb:BatchWriteItem",
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:Scan",
        "dynamodb:UpdateItem",
    ];

    private static readonly string[] s_roles = ["taskRoleArn", "executionRoleArn"];

    private readonly Dictionary<string, StackFunction> _functions = stack.Functions.ToDictionary(one => one.Name);

    private readonly HashSet<RoleUse> _uses = [];

    /// <summary>What the functions have asked for until now, each once.</summary>
    public IReadOnlySet<RoleUse> Uses => _uses;

    private string Here => $"{stack.Region}:{stack.AccountId}";

    /// <summary>AWS's sentence on a call that the caller's role does not allow; null when it does.</summary>
    public string? WhyDenied(ServiceCall call)
    {
        if (!_functions.TryGetValue(call.Caller, out var function))
        {
            return null;
        }

        foreach (var need in NeedsOf(call))
        {
            var isMet = need.IsMetBy(function.Policy);
            _uses.Add(new RoleUse(function.LogicalId, need.Action, isMet ? null : need.Resource));
            if (!isMet)
            {
                var role = function.RoleArn[(function.RoleArn.LastIndexOf('/') + 1)..];
                return $"User: arn:aws:sts::{stack.AccountId}:assumed-role/{role}/{function.Name} is not authorized to "
                    + $"perform: {need.Action} on resource: {need.Resource} because no identity-based policy "
                    + $"allows the {need.Action} action";
            }
        }

        return null;
    }

    /// <summary>The IAM actions that AWS asks for when it gets this call, each with its resources.</summary>
    public IEnumerable<PermissionNeed> NeedsOf(ServiceCall call)
    {
        var context = ContextOf(call);
        return from action in ActionsOf(call)
            from resource in ResourcesOf(call, action)
            select new PermissionNeed(action, resource, context);
    }

    private static string[] ActionsOf(ServiceCall call) =>
        (call.Service, call.Operation) switch
        {
            ("dynamodb", "TransactWriteItems") => ["dynamodb:PutItem", "dynamodb:UpdateItem"],
            ("dynamodb", "RestoreTableToPointInTime") => ["dynamodb:RestoreTableToPointInTime", .. s_restoring],
            ("elbv2", _) => [$"elasticloadbalancing:{call.Operation}"],
            ("sts", "GetCallerIdentity") => [],
            ("accessanalyzer", "ListFindingsV2") => ["access-analyzer:ListFindings"],
            ("accessanalyzer", _) => [$"access-analyzer:{call.Operation}"],
            ("ecs", "RegisterTaskDefinition") =>
            [
                "ecs:RegisterTaskDefinition",
                .. call.Input["tags"] is JsonArray { Count: > 0 } ? [TagResource] : Array.Empty<string>(),
                .. PassedRoles(call).Any() ? [PassRole] : Array.Empty<string>(),
            ],

            // Findings of enhanced scanning are Inspector's, which is asked in the caller's name.
            ("ecr", "DescribeImageScanFindings") => ["ecr:DescribeImageScanFindings", "inspector2:ListFindings"],

            // Without ListBucket a missing object would be a 403; a copy carries the tags along.
            ("s3", "HeadObject") => ["s3:GetObject", "s3:ListBucket"],
            ("s3", "CopyObject") => ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging"],
            ("s3", "DeleteObject") => DeletionOf(call.Input, "IfMatch"),
            ("s3", "DeleteObjects") =>
            [
                .. call.Input["Delete"]!["Objects"]!
                    .AsArray()
                    .SelectMany(one => DeletionOf((JsonObject)one!, "ETag"))
                    .Distinct(),
            ],
            ("s3", "ListObjects" or "ListObjectsV2") => ["s3:ListBucket"],
            ("s3", "ListObjectVersions") => ["s3:ListBucketVersions"],
            ("s3", "ListMultipartUploads") => ["s3:ListBucketMultipartUploads"],
            ("s3", "GetBucketLifecycleConfiguration") => ["s3:GetLifecycleConfiguration"],
            ("s3", "GetBucketReplication") => ["s3:GetReplicationConfiguration"],
            ("s3", "PutBucketLifecycleConfiguration" or "DeleteBucketLifecycle") => ["s3:PutLifecycleConfiguration"],
            _ => [$"{call.Service}:{call.Operation}"],
        };

    /// <summary>Whoever asks whether an object still has an ETag must be allowed to read it.</summary>
    private static string[] DeletionOf(JsonObject one, string condition)
    {
        var action = one["VersionId"] is null ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
        return one[condition] is { } etag && (string?)etag != "*" ? [action, "s3:GetObject"] : [action];
    }

    private IEnumerable<string> ResourcesOf(ServiceCall call, string action)
    {
        var here = $"{call.Region ?? stack.Region}:{stack.AccountId}";
        string Arn(string service, string kind, string member) =>
            $"arn:aws:{service}:{here}:{kind}{call.Input[member]}";
        return (call.Service, call.Operation) switch
        {
            ("dynamodb", "TransactWriteItems") => call.Input["TransactItems"]!
                .AsArray()
                .Select(item => item!.AsObject().First(part => part.Value is not null).Value!)
                .Select(part => $"arn:aws:dynamodb:{here}:table/{part["TableName"]}"),
            ("dynamodb", "Query") when call.Input["IndexName"] is { } index =>
            [
                $"{Arn("dynamodb", "table/", "TableName")}/index/{index}",
            ],
            ("dynamodb", "ListBackups" or "ListTables") => ["*"],
            ("dynamodb", "DeleteBackup" or "DescribeBackup") => [(string)call.Input["BackupArn"]!],
            ("dynamodb", "RestoreTableToPointInTime") when action == "dynamodb:RestoreTableToPointInTime" =>
            [
                (string?)call.Input["SourceTableArn"] ?? Arn("dynamodb", "table/", "SourceTableName"),
            ],
            ("dynamodb", "RestoreTableToPointInTime") => [Arn("dynamodb", "table/", "TargetTableName")],
            ("dynamodb", "ListTagsOfResource" or "TagResource" or "GetResourcePolicy") =>
            [
                (string)call.Input["ResourceArn"]!,
            ],
            ("dynamodb", _) => [Arn("dynamodb", "table/", "TableName")],
            ("ecs", "UpdateService" or "ListServiceDeployments") =>
            [
                Arn("ecs", $"service/{call.Input["cluster"]}/", "service"),
            ],
            ("ecs", "StopServiceDeployment" or "ContinueServiceDeployment") =>
            [
                (string)call.Input["serviceDeploymentArn"]!,
            ],
            ("ecs", "DescribeTasks") => Texts(call, "tasks"),
            ("elbv2", "ModifyRule") => [(string)call.Input["RuleArn"]!],
            ("ecs", "DescribeServiceDeployments") => Texts(call, "serviceDeploymentArns"),
            ("ecs", "DescribeServiceRevisions") => Texts(call, "serviceRevisionArns"),
            ("ecs", "RegisterTaskDefinition") when action == PassRole => PassedRoles(call),
            ("ecs", "RegisterTaskDefinition") when action == TagResource =>
            [
                $"arn:aws:ecs:{here}:task-definition/{call.Input["family"]}:*",
            ],
            ("secretsmanager", _) => [SecretOf((string)call.Input["SecretId"]!)],
            ("ecs", "DescribeServices") => call.Input["services"]!
                .AsArray()
                .Select(service => $"arn:aws:ecs:{here}:service/{call.Input["cluster"]}/{service}"),
            ("cloudformation", "DescribeStacks" or "DetectStackDrift" or "DescribeStackResourceDrifts") =>
            [
                $"arn:aws:cloudformation:{here}:stack/{call.Input["StackName"]}/0",
            ],
            ("sqs", _) => [$"arn:aws:sqs:{here}:{((string)call.Input["QueueUrl"]!).Split('/')[^1]}"],
            ("sns", _) => [(string?)call.Input["TopicArn"] ?? "*"],
            ("s3", "DeleteObjects") => call.Input["Delete"]!["Objects"]!
                .AsArray()
                .Select(one => $"arn:aws:s3:::{call.Input["Bucket"]}/{one!["Key"]}")
                .Distinct(),
            ("s3", _) => [PlaceOf(call, action)],
            ("cloudfront", _) =>
            [
                $"arn:aws:cloudfront::{stack.AccountId}:distribution/{call.Input["DistributionId"] ?? call.Input["Id"]}",
            ],
            ("logs", "StartQuery" or "PutRetentionPolicy" or "DeleteRetentionPolicy") =>
            [
                $"arn:aws:logs:{call.Region ?? stack.Region}:{stack.AccountId}:log-group:{call.Input["logGroupName"]}:*",
            ],
            ("route53", "GetHealthCheck" or "GetHealthCheckStatus") =>
            [
                $"arn:aws:route53:::healthcheck/{call.Input["HealthCheckId"]}",
            ],
            ("route53", _) => [$"arn:aws:route53:::hostedzone/{call.Input["Id"] ?? call.Input["HostedZoneId"]}"],
            ("acm", "DescribeCertificate") => [(string)call.Input["CertificateArn"]!],
            ("backup", "ListRecoveryPointsByBackupVault") =>
            [
                $"arn:aws:backup:{call.Region ?? stack.Region}:{stack.AccountId}:backup-vault:"
                    + call.Input["BackupVaultName"],
            ],
            ("arc-zonal-shift", "GetManagedResource" or "StartZonalShift") =>
            [
                (string)call.Input["resourceIdentifier"]!,
            ],
            ("arc-zonal-shift", "UpdateZonalShift" or "CancelZonalShift") =>
            [
                shiftedBy?.Invoke((string)call.Input["zonalShiftId"]!) ?? "*",
            ],
            ("wafv2", "GetSampledRequests") => [(string)call.Input["WebAclArn"]!],
            ("ecr", _) when action.StartsWith("ecr:", StringComparison.Ordinal) =>
            [
                $"arn:aws:ecr:{call.Region ?? stack.Region}:{call.Input["registryId"] ?? stack.AccountId}:repository/"
                    + call.Input["repositoryName"],
            ],
            ("application-autoscaling", "RegisterScalableTarget") =>
            [
                $"arn:aws:application-autoscaling:{here}:scalable-target/0123456789abcdef",
            ],
            _ => ["*"],
        };
    }

    private static IEnumerable<string> Texts(ServiceCall call, string member) =>
        call.Input[member]!.AsArray().Select(one => (string)one!);

    private static IEnumerable<string> PassedRoles(ServiceCall call) =>
        s_roles.Select(member => (string?)call.Input[member]).OfType<string>();

    /// <summary>A name stands for an ARN with six letters at its end, which a policy can only leave open.</summary>
    private string SecretOf(string nameOrArn) =>
        nameOrArn.StartsWith("arn:", StringComparison.Ordinal)
            ? nameOrArn
            : $"arn:aws:secretsmanager:{Here}:secret:{nameOrArn}-Ab12Cd";

    private static string PlaceOf(ServiceCall call, string action) =>
        action == "s3:ListBucket" || call.Input["Key"] is null ? $"arn:aws:s3:::{call.Input["Bucket"]}"
        : call.Operation == "CopyObject" && action.StartsWith("s3:Get", StringComparison.Ordinal)
            ? $"arn:aws:s3:::{Uri.UnescapeDataString((string)call.Input["CopySource"]!).TrimStart('/')}"
        : $"arn:aws:s3:::{call.Input["Bucket"]}/{call.Input["Key"]}";

    /// <summary>Condition keys that the service takes out of the request.</summary>
    private static Dictionary<string, string> ContextOf(ServiceCall call) =>
        (call.Service, call.Operation) switch
        {
            ("application-autoscaling", "RegisterScalableTarget") => new()
            {
                ["application-autoscaling:service-namespace"] = (string?)call.Input["ServiceNamespace"] ?? "",
                ["application-autoscaling:scalable-dimension"] = (string?)call.Input["ScalableDimension"] ?? "",
            },
            ("ecs", "RegisterTaskDefinition") => new()
            {
                ["ecs:CreateAction"] = call.Operation,
                ["iam:PassedToService"] = "ecs-tasks.amazonaws.com",
            },
            _ => [],
        };
}

/// <summary>One action that a role has to allow.</summary>
/// <param name="Resource">An ARN, or "*" where IAM knows no resource.</param>
public sealed record PermissionNeed(string Action, string Resource, IReadOnlyDictionary<string, string> Context)
{
    public bool IsMetBy(RolePolicy policy) => policy.Allows(Action, Resource, Context);
}

/// <summary>What a function of the stack asked of AWS.</summary>
/// <param name="Function">Its logical id in the template.</param>
/// <param name="Action">As IAM names it.</param>
/// <param name="RefusedOn">The resource on which its role does not allow it; null where it is allowed.</param>
public sealed record RoleUse(string Function, string Action, string? RefusedOn);
