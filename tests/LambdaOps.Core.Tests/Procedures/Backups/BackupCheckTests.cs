using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.BackupCheck;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Tests.Procedures.Backups.BackupNight;

namespace LambdaOps.Core.Tests.Procedures.Backups;

public sealed class BackupCheckTests
{
    private static readonly DateTimeOffset s_nine = Two.AddHours(7);

    private static readonly string[] s_tables = ["events", "users"];

    /// <summary>Two tables in a plan, copied, recoverable, protected.</summary>
    private static BackupNight Morning(string? region = "us-west-2", params string[] tables)
    {
        var names = tables.Length > 0 ? tables : s_tables;
        var morning = new BackupNight(new BackupCheckProcedure(), names)
        {
            Now = s_nine,
            Run = new CheckRun(s_nine, s_nine),
        };
        morning.Estate = morning.Estate with
        {
            DisasterRecovery = region is null ? null : new DisasterRecovery(region),
        };
        foreach (var table in names)
        {
            morning.Points[table] = new VaultedTable(Two) { ByPlan = Two };
            morning.Copies[table] = new VaultedTable(Two);
        }

        return morning;
    }

    private static IEnumerable<Finding> Problems(ImmutableArray<Finding> findings) =>
        findings.Where(finding => finding.IsProblem);

    [Fact]
    public void Decide_FindsNothingWhereAllIsWell()
    {
        var findings = Morning().Report();

        Assert.Empty(Problems(findings));
        Assert.Equal(
            "2 tables: 2 with a young backup by AWS Backup, 0 on demand; the oldest of them is 7 h old",
            Of(findings, "tables")!.Text
        );
    }

    [Fact]
    public void Decide_SaysThatNoRestoreWasTried() =>
        Assert.Contains(
            "not verified while backupVerify may not act",
            Of(Morning().Report(), "restore")!.Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void Decide_AsksDynamoDbOnlyForWhatAWSBackupDoesNotHave()
    {
        var morning = Morning();
        morning.Report();
        Assert.DoesNotContain("look on-demand backups", morning.Steps);

        var other = Morning();
        other.Points.Remove("users");
        other.Backups["users"].Add(new OnDemandBackup("arn", "by-hand", s_nine.AddHours(-3), IsAvailable: true));
        var findings = other.Report();
        Assert.Contains("look on-demand backups", other.Steps);
        Assert.Empty(Problems(findings));
        Assert.Contains(
            "1 with a young backup by AWS Backup, 1 on demand",
            Of(findings, "tables")!.Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(24.9, false)]
    [InlineData(25.1, true)]
    public void Decide_KnowsHowOldTheNewestMayBe(double hours, bool isDanger)
    {
        var morning = Morning();
        morning.Points["users"] = new VaultedTable(s_nine.AddHours(-hours));

        var found = Of(morning.Report(), "backup users");

        Assert.Equal(isDanger, found is { Level: FindingLevel.Danger });
    }

    [Fact]
    public void Decide_CountsOnlyWhatIsComplete()
    {
        var morning = Morning();
        morning.Points["users"] = new VaultedTable(Two.AddDays(-1)) { Newer = "PARTIAL", NewestIncomplete = Two };
        morning.Points.Remove("events");
        morning.Backups["events"].Add(new OnDemandBackup("arn", "by-hand", s_nine, IsAvailable: false));

        var findings = morning.Report();

        Assert.Equal(
            "users: its newest good backup is 31 h old (a newer one is PARTIAL)",
            Of(findings, "backup users")!.Text
        );
        Assert.Equal(
            "events: it has no good backup, neither by AWS Backup nor on demand",
            Of(findings, "backup events")!.Text
        );
    }

    [Theory]
    [InlineData(null, FindingLevel.Danger, "recovery is off")]
    [InlineData(7, FindingLevel.Warning, "reaches back 7 days, expected 35")]
    [InlineData(34, FindingLevel.Warning, "reaches back 34 days")]
    [InlineData(35, null, "")]
    public void Decide_WantsRecoveryOfAllDays(int? days, FindingLevel? level, string text)
    {
        var morning = Morning();
        morning.Protections["users"] = new TableProtection(true) { IsDeletionProtected = true, RecoveryDays = days };

        var found = Of(morning.Report(), "recovery users");

        Assert.Equal(level, found?.Level);
        Assert.Contains(text, found?.Text ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_WantsDeletionProtection()
    {
        var morning = Morning();
        morning.Protections["users"] = new TableProtection(true) { RecoveryDays = 35 };

        Assert.Equal("deletion users", Assert.Single(Problems(morning.Report())).Key);
    }

    [Fact]
    public void Decide_WantsACopyWhereTheEstateNamesARegion()
    {
        var morning = Morning();
        morning.Copies.Remove("users");
        morning.Copies["events"] = new VaultedTable(Two.AddDays(-1));
        var findings = morning.Report();
        Assert.Equal(
            ["events: its newest copy in us-west-2 is 31 h old", "users: no copy of the last 4 days is in us-west-2"],
            Problems(findings).Select(finding => finding.Text)
        );

        var none = Morning(region: null);
        none.Copies.Clear();
        Assert.Empty(Problems(none.Report()));
    }

    [Fact]
    public void Decide_NamesATableThatDoesNotExist()
    {
        var morning = Morning();
        morning.Protections.Remove("users");
        morning.Backups.Remove("users");
        morning.Points.Remove("users");

        var found = Assert.Single(Problems(morning.Report()), one => one.Key != "copy users");

        Assert.Equal((FindingLevel.Danger, "users: there is no such table"), (found.Level, found.Text));
    }

    public static TheoryData<string, string> Unseen =>
        new()
        {
            { BackupLooks.Vaulted.Name, "AWS Backup" },
            { BackupLooks.Copies.Name, "copies" },
            { BackupLooks.Protection.Name, "protection events" },
        };

    [Theory]
    [MemberData(nameof(Unseen))]
    public void Decide_NeverCallsFineWhatItCouldNotSee(string look, string key)
    {
        var morning = Morning();
        morning.Unanswered.Add(new BackupCheckProcedure().Looks.Single(one => one.Name == look));

        Assert.Equal(FindingLevel.Missing, Of(morning.Report(), key)!.Level);
    }

    [Fact]
    public void Decide_DoesNotCallABackupMissingThatItCouldNotSee()
    {
        var morning = Morning();
        morning.Unanswered.Add(BackupLooks.Vaulted);
        Assert.Equal(FindingLevel.Missing, Of(morning.Report(), "backup users")!.Level);

        var other = Morning();
        other.Points.Clear();
        other.Unlisted.Add("users");
        other.Unanswered.Clear();
        var findings = other.Report();
        Assert.Equal(FindingLevel.Missing, Of(findings, "backup users")!.Level);
        Assert.Equal(FindingLevel.Danger, Of(findings, "backup events")!.Level);
    }

    [Fact]
    public void Decide_LooksAtFiveThousandTables()
    {
        string[] tables = [.. Enumerable.Range(0, 5000).Select(number => $"table-{number:0000}")];
        var morning = Morning(tables: tables);
        var check = new BackupCheckProcedure();
        var longest = TimeSpan.Zero;
        for (var part = 0; part < check.PartsOf(morning.Estate).Length; part++)
        {
            (morning.Now, morning.Run) = (s_nine, new CheckRun(s_nine, s_nine));
            var findings = morning.Report(part);
            Assert.StartsWith("200 tables: 200 with", Of(findings, "tables")!.Text, StringComparison.Ordinal);
            Assert.Empty(Problems(findings));
            longest = morning.Now - s_nine > longest ? morning.Now - s_nine : longest;
        }

        Assert.Equal(10, morning.MostAtOnce);
        Assert.True(longest < TimeSpan.FromMinutes(20), $"{longest}");
    }
}
