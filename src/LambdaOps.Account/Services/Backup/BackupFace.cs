using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.Backup;

/// <summary>
/// AWS Backup's reads, region by region: plans, selections, vaults, recovery points and jobs. Copies of recovery points
/// are in the vaults of the region that they were copied to.
/// </summary>
public sealed class BackupFace(SimulatedWorld world, BackupPlans plans) : IServiceFace
{
    private const string SelectionName = "tables";

    private static readonly PageTerms s_pages = new("NextToken", "MaxResults", "InvalidParameterValueException")
    {
        Usual = 1000,
        Most = 1000,
    };

    public string Model => "backup";

    public BackupPlans Plans => plans;

    public JsonObject Handle(ServiceCall call)
    {
        var region = call.Region ?? plans.Region;
        var isHome = region == plans.Region;
        return call.Operation switch
        {
            "ListBackupPlans" => ListPlans(call.Input, isHome),
            "GetBackupPlan" => GetPlan(PlanIn(call.Input, isHome)),
            "ListBackupSelections" => ListSelections(call.Input, PlanIn(call.Input, isHome)),
            "GetBackupSelection" => GetSelection(call.Input, PlanIn(call.Input, isHome)),
            "ListBackupVaults" => ListVaults(call.Input, region),
            "ListRecoveryPointsByBackupVault" => ListPointsOfVault(call.Input, region),
            "ListRecoveryPointsByResource" => ListPointsOfResource(call.Input, region),
            "DescribeRecoveryPoint" => DescribePoint(call.Input, region),
            "ListProtectedResources" => ListProtected(call.Input, region),
            "ListBackupJobs" => ListBackupJobs(call.Input, isHome),
            "ListCopyJobs" => ListCopyJobs(call.Input, isHome),
            "DescribeRegionSettings" => DescribeSettings(),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's AWS Backup does not have {call.Operation} yet.",
                404
            ),
        };
    }

    private DateTimeOffset Now => world.Clock.Now;

    private JsonObject ListPlans(JsonObject input, bool isHome)
    {
        var withDeleted = input.Flag("IncludeDeleted") == true;
        var found = plans.All.Where(plan => isHome && (withDeleted || plan.DeletedAt is null)).ToList();
        return Paging.Answer(found, input, s_pages, "BackupPlansList", plan => Head(plan, plan.Plan.Name));
    }

    private JsonObject GetPlan(RunningPlan plan)
    {
        var rule = new JsonObject
        {
            ["RuleName"] = "daily",
            ["RuleId"] = SeededIds.UuidOf(world.Seed, $"rule {plan.Id}"),
            ["TargetBackupVaultName"] = plan.Plan.Vault,
            ["ScheduleExpression"] = plan.Plan.Schedule,
            ["ScheduleExpressionTimezone"] = plan.Plan.Zone.Id,
            ["StartWindowMinutes"] = 60,
            ["CompletionWindowMinutes"] = 180,
            ["Lifecycle"] = new JsonObject { ["DeleteAfterDays"] = plan.Plan.KeptDays },
        };
        if (plan.Plan.CopyTo is { } vault)
        {
            rule["CopyActions"] = new JsonArray(
                new JsonObject
                {
                    ["DestinationBackupVaultArn"] = plans.ArnOf(vault),
                    ["Lifecycle"] = new JsonObject { ["DeleteAfterDays"] = plan.Plan.KeptDays },
                }
            );
        }

        var written = Head(plan, name: null);
        written["BackupPlan"] = new JsonObject { ["BackupPlanName"] = plan.Plan.Name, ["Rules"] = new JsonArray(rule) };
        return written;
    }

    private JsonObject Head(RunningPlan plan, string? name)
    {
        var written = new JsonObject
        {
            ["BackupPlanArn"] = plans.ArnOf(plan),
            ["BackupPlanId"] = plan.Id,
            ["CreationDate"] = plan.CreatedAt.Iso(),
            ["VersionId"] = VersionOf(plan),
        };
        written.PutUnlessNull("BackupPlanName", name);
        written.PutUnlessNull("DeletionDate", plan.DeletedAt);
        written.PutUnlessNull("LastExecutionDate", plan.LastRunAt);
        return written;
    }

    /// <summary>Another one when the plan is edited.</summary>
    private string VersionOf(RunningPlan plan) => SeededIds.UuidOf(world.Seed, $"version {plan.Id} {plan.Plan}");

    private JsonObject ListSelections(JsonObject input, RunningPlan plan) =>
        Paging.Answer(
            [plan],
            input,
            s_pages,
            "BackupSelectionsList",
            one => new JsonObject
            {
                ["SelectionId"] = SelectionOf(one),
                ["SelectionName"] = SelectionName,
                ["BackupPlanId"] = one.Id,
                ["CreationDate"] = one.CreatedAt.Iso(),
                ["IamRoleArn"] = Role,
            }
        );

    private JsonObject GetSelection(JsonObject input, RunningPlan plan)
    {
        if (input.Text("SelectionId") != SelectionOf(plan))
        {
            throw NotFound($"Cannot find Backup plan selection with ID {input.Text("SelectionId")}");
        }

        return new JsonObject
        {
            ["BackupPlanId"] = plan.Id,
            ["SelectionId"] = SelectionOf(plan),
            ["CreationDate"] = plan.CreatedAt.Iso(),
            ["BackupSelection"] = new JsonObject
            {
                ["SelectionName"] = SelectionName,
                ["IamRoleArn"] = Role,
                ["Resources"] = FaceJson.Array(plan.Plan.Resources),
                ["NotResources"] = FaceJson.Array(plan.Plan.NotResources),
                ["ListOfTags"] = new JsonArray(),
            },
        };
    }

    private JsonObject ListVaults(JsonObject input, string region)
    {
        var found = plans.Vaults.Where(vault => vault.Region == region).OrderBy(v => v.Name, StringComparer.Ordinal);
        return Paging.Answer(
            [.. found],
            input,
            s_pages,
            "BackupVaultList",
            vault => new JsonObject
            {
                ["BackupVaultName"] = vault.Name,
                ["BackupVaultArn"] = plans.ArnOf(vault),
                ["VaultType"] = "BACKUP_VAULT",
                ["NumberOfRecoveryPoints"] = plans.Points.Count(point => point.Vault == vault),
                ["Locked"] = false,
            }
        );
    }

    /// <summary>Newest first.</summary>
    private JsonObject ListPointsOfVault(JsonObject input, string region)
    {
        var vault = VaultIn(input, region);
        var (after, before) = (input.Moment("ByCreatedAfter"), input.Moment("ByCreatedBefore"));
        var (arn, type) = (input.Text("ByResourceArn"), input.Text("ByResourceType"));
        var plan = input.Text("ByBackupPlanId");
        var found = plans
            .Points.Where(point => point.Vault == vault && (type ?? "DynamoDB") == "DynamoDB")
            .Where(point => arn is null || plans.ArnOfTable(point.Table) == arn)
            .Where(point => plan is null || point.By?.Id == plan)
            .Where(point => (after is null || point.At > after) && (before is null || point.At < before))
            .Where(point => point.At <= Now && (point.Source is null || point.DoneAt <= Now))
            .OrderByDescending(point => point.At)
            .ThenBy(point => point.Arn, StringComparer.Ordinal)
            .ToList();
        return Paging.Answer(found, input, s_pages, "RecoveryPoints", Whole);
    }

    private JsonObject ListPointsOfResource(JsonObject input, string region)
    {
        var arn = input.Text("ResourceArn");
        var found = plans
            .Points.Where(point => point.Vault.Region == region && plans.ArnOfTable(point.Table) == arn)
            .Where(point => point.At <= Now && (point.Source is null || point.DoneAt <= Now))
            .OrderByDescending(point => point.At)
            .ToList();
        return Paging.Answer(
            found,
            input,
            s_pages,
            "RecoveryPoints",
            point => new JsonObject
            {
                ["RecoveryPointArn"] = point.Arn,
                ["CreationDate"] = point.At.Iso(),
                ["Status"] = point.StatusAt(Now),
                ["BackupSizeBytes"] = point.Bytes,
                ["BackupVaultName"] = point.Vault.Name,
                ["IsParent"] = false,
                ["ResourceName"] = point.Table,
                ["VaultType"] = "BACKUP_VAULT",
            }
        );
    }

    private JsonObject DescribePoint(JsonObject input, string region)
    {
        var vault = VaultIn(input, region);
        var arn = input.Text("RecoveryPointArn");
        return plans.Points.FirstOrDefault(point => point.Vault == vault && point.Arn == arn) is { } found
            ? Whole(found)
            : throw NotFound($"Recovery point does not exist: {arn}");
    }

    private JsonObject Whole(RecoveryPoint point)
    {
        var status = point.StatusAt(Now);
        var written = new JsonObject
        {
            ["RecoveryPointArn"] = point.Arn,
            ["BackupVaultName"] = point.Vault.Name,
            ["BackupVaultArn"] = plans.ArnOf(point.Vault),
            ["ResourceArn"] = plans.ArnOfTable(point.Table),
            ["ResourceType"] = "DynamoDB",
            ["ResourceName"] = point.Table,
            ["IamRoleArn"] = Role,
            ["Status"] = status,
            ["CreationDate"] = point.At.Iso(),
            ["InitiationDate"] = point.At.Iso(),
            ["BackupSizeInBytes"] = point.Bytes,
            ["IsEncrypted"] = true,
            ["IsParent"] = false,
            ["VaultType"] = "BACKUP_VAULT",
        };
        if (status != "CREATING")
        {
            written["CompletionDate"] = point.DoneAt.Iso();
        }

        if (point.Source is { } source)
        {
            written["SourceBackupVaultArn"] = plans.ArnOf(source);
        }

        if (point.By is { } plan)
        {
            written["CreatedBy"] = Creator(plan);
        }

        return written;
    }

    private JsonObject Creator(RunningPlan plan) =>
        new()
        {
            ["BackupPlanId"] = plan.Id,
            ["BackupPlanArn"] = plans.ArnOf(plan),
            ["BackupPlanName"] = plan.Plan.Name,
            ["BackupPlanVersion"] = VersionOf(plan),
            ["BackupRuleId"] = SeededIds.UuidOf(world.Seed, $"rule {plan.Id}"),
        };

    /// <summary>What has a whole recovery point in this region.</summary>
    private JsonObject ListProtected(JsonObject input, string region)
    {
        var found = plans
            .Points.Where(point => point.Vault.Region == region && point.StatusAt(Now) == "COMPLETED")
            .GroupBy(point => point.Table)
            .Select(points => points.MaxBy(point => point.At)!)
            .OrderBy(point => point.Table, StringComparer.Ordinal)
            .ToList();
        return Paging.Answer(
            found,
            input,
            s_pages,
            "Results",
            point => new JsonObject
            {
                ["ResourceArn"] = plans.ArnOfTable(point.Table),
                ["ResourceType"] = "DynamoDB",
                ["ResourceName"] = point.Table,
                ["LastBackupTime"] = point.At.Iso(),
                ["LastBackupVaultArn"] = plans.ArnOf(point.Vault),
                ["LastRecoveryPointArn"] = point.Arn,
            }
        );
    }

    private JsonObject ListBackupJobs(JsonObject input, bool isHome)
    {
        var found = JobsIn(input, isHome, areCopies: false);
        return Paging.Answer(
            found,
            input,
            s_pages,
            "BackupJobs",
            job =>
            {
                var written = Written(job);
                written["BackupJobId"] = job.Id;
                written["BackupVaultName"] = job.Vault.Name;
                written["BackupVaultArn"] = plans.ArnOf(job.Vault);
                written.PutUnlessNull("RecoveryPointArn", job.Makes?.Arn);
                return written;
            }
        );
    }

    private JsonObject ListCopyJobs(JsonObject input, bool isHome)
    {
        var found = JobsIn(input, isHome, areCopies: true);
        return Paging.Answer(
            found,
            input,
            s_pages,
            "CopyJobs",
            job =>
            {
                var written = Written(job);
                written["CopyJobId"] = job.Id;
                written["SourceBackupVaultArn"] = plans.ArnOf(job.Copies!.Vault);
                written["SourceRecoveryPointArn"] = job.Copies.Arn;
                written["DestinationBackupVaultArn"] = plans.ArnOf(job.Vault);
                written.PutUnlessNull("DestinationRecoveryPointArn", job.Makes?.Arn);
                return written;
            }
        );
    }

    /// <summary>Newest first.</summary>
    private List<RecoveryJob> JobsIn(JsonObject input, bool isHome, bool areCopies)
    {
        var (after, before) = (input.Moment("ByCreatedAfter"), input.Moment("ByCreatedBefore"));
        var (arn, state) = (input.Text("ByResourceArn"), input.Text("ByState"));
        return
        [
            .. plans
                .Jobs.Where(job => isHome && job.Copies is not null == areCopies && job.At <= Now)
                .Where(job => arn is null || plans.ArnOfTable(job.Table) == arn)
                .Where(job => state is null || job.StateAt(Now) == state)
                .Where(job => (after is null || job.At > after) && (before is null || job.At < before))
                .OrderByDescending(job => job.At)
                .ThenBy(job => job.Id, StringComparer.Ordinal),
        ];
    }

    private JsonObject Written(RecoveryJob job)
    {
        var state = job.StateAt(Now);
        var written = new JsonObject
        {
            ["AccountId"] = world.Plan.AccountId,
            ["ResourceArn"] = plans.ArnOfTable(job.Table),
            ["ResourceType"] = "DynamoDB",
            ["ResourceName"] = job.Table,
            ["IamRoleArn"] = Role,
            ["CreationDate"] = job.At.Iso(),
            ["State"] = state,
            ["CreatedBy"] = Creator(job.By),
        };
        written.PutUnlessNull("StatusMessage", state == "FAILED" ? job.WhyFailed : null);
        written.PutUnlessNull("CompletionDate", job.DoneAt <= Now ? job.DoneAt : null);
        return written;
    }

    private JsonObject DescribeSettings() =>
        new()
        {
            ["ResourceTypeOptInPreference"] = new JsonObject { ["DynamoDB"] = plans.IsOptedIn },
            ["ResourceTypeManagementPreference"] = new JsonObject { ["DynamoDB"] = true },
        };

    private RunningPlan PlanIn(JsonObject input, bool isHome)
    {
        var id = input.Text("BackupPlanId");
        return plans.All.FirstOrDefault(plan => isHome && plan.Id == id && plan.DeletedAt is null)
            ?? throw NotFound($"Failed reading Backup plan with provided version {id}");
    }

    private VaultPlan VaultIn(JsonObject input, string region)
    {
        var name = input.Text("BackupVaultName");
        return plans.Vaults.FirstOrDefault(vault => vault.Region == region && vault.Name == name)
            ?? throw NotFound($"Backup vault {name} does not exist in {region}");
    }

    private static ServiceFault NotFound(string message) => new("ResourceNotFoundException", message);

    private string SelectionOf(RunningPlan plan) => SeededIds.UuidOf(world.Seed, $"selection {plan.Id}");

    private string Role => $"arn:aws:iam::{world.Plan.AccountId}:role/service-role/AWSBackupDefaultServiceRole";
}
