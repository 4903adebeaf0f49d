using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>The AWS CLI as the client of AWS Backup, in both regions.</summary>
[Trait("Category", "AwsCli")]
public sealed class BackupCliTests
{
    private static readonly WorldPlan s_plan = new()
    {
        Region = Endpoint.Region,
        Tables = [new TablePlan("shop-events") { Items = 1 }],
        BackupPlans =
        [
            new AwsBackupPlan("nightly")
            {
                Zone = TimeZoneInfo.Utc,
                KeptDays = 2,
                CopyTo = new VaultPlan("us-west-2", "recovery"),
            },
        ],
    };

    [AwsCliFact]
    public async Task Backups_AreSeenWhereTheyAre()
    {
        await using var aws = await Endpoint.StartAsync(s_plan);
        var url = aws.Server.Url;

        var plans = await AwsCli.RunAsync(url, "backup", "list-backup-plans");
        var plan = (string)plans["BackupPlansList"]![0]!["BackupPlanId"]!;
        var whole = await AwsCli.RunAsync(url, "backup", "get-backup-plan", "--backup-plan-id", plan);
        Assert.Equal("cron(0 2 * * ? *)", (string)whole["BackupPlan"]!["Rules"]![0]!["ScheduleExpression"]!);

        var table = $"arn:aws:dynamodb:{Endpoint.Region}:{Endpoint.Account}:table/shop-events";
        string[] ofTable = ["backup", "list-recovery-points-by-resource", "--resource-arn", table];
        var points = await AwsCli.RunAsync(url, ofTable);
        Assert.Equal(2, points["RecoveryPoints"]!.AsArray().Count);
        Assert.Equal("COMPLETED", (string)points["RecoveryPoints"]![0]!["Status"]!);

        string[] elsewhere = ["backup", "list-recovery-points-by-backup-vault", "--region", "us-west-2"];
        var copies = await AwsCli.RunAsync(
            url,
            [.. elsewhere, "--backup-vault-name", "recovery", "--by-created-after", "2031-02-03T00:00:00Z"]
        );
        Assert.Equal(table, (string)Assert.Single(copies["RecoveryPoints"]!.AsArray())!["ResourceArn"]!);

        var (code, _, errors) = await AwsCli.TryAsync(url, [.. elsewhere, "--backup-vault-name", "Default"]);
        Assert.NotEqual(0, code);
        Assert.Contains("ResourceNotFoundException", errors, StringComparison.Ordinal);
    }
}
