using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.TableBackups;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Tests.Procedures.Backups.BackupNight;

namespace LambdaOps.Core.Tests.Procedures.Backups;

public sealed class TableBackupsTests
{
    private static BackupNight Night(params string[] tables) => new(new TableBackupsProcedure(), tables);

    private static VaultedTable ByPlan(DateTimeOffset at) => new(at) { ByPlan = at };

    private static OnDemandBackup Own(string name, int daysAgo, bool isAvailable = true) =>
        new($"arn:{name}", name, Two.AddDays(-daysAgo), isAvailable);

    private static string Daily(string table, int daysAgo) =>
        OwnBackup.DailyName(table, DateOnly.FromDateTime(Two.AddHours(9).AddDays(-daysAgo).DateTime));

    private static IEnumerable<string> Made(BackupNight night) =>
        night.Changes.OfType<Change.CreateTableBackup>().Select(change => change.Name);

    private static IEnumerable<string> Deleted(BackupNight night) =>
        night.Changes.OfType<Change.DeleteTableBackup>().Select(change => change.Name);

    [Fact]
    public void Decide_BacksUpWhatNoPlanHas()
    {
        var night = Night("events", "users");
        night.Points["users"] = ByPlan(Two.AddHours(-23));
        // Tonight's comes, too.
        night.AtWait = at => at.Points["users"] = ByPlan(Two.AddMinutes(20));

        var findings = night.Report();

        Assert.Equal(["lambdaops-events-20260115"], Made(night));
        Assert.Equal(
            "2 tables, 1 of them in a working backup plan; 1 backed up here, 0 old backups deleted",
            Of(findings, "tables")!.Text
        );
        Assert.DoesNotContain(findings, finding => finding.IsProblem);
    }

    [Theory]
    [InlineData(24.9, 0)]
    [InlineData(25.1, 1)]
    public void Decide_TakesAPlanForWorkingByItsNewestPoint(double hoursAgo, int made)
    {
        var night = Night("events");
        night.Points["events"] = ByPlan(Two.AddHours(-hoursAgo));
        night.AtWait = at => at.Points["events"] = ByPlan(at.Now);

        night.Report();

        Assert.Equal(made, Made(night).Count());
    }

    /// <summary>A person's own recovery point is good, and no plan makes the next.</summary>
    [Fact]
    public void Decide_DoesNotTakeAPersonsRecoveryPointForAPlan()
    {
        var night = Night("events");
        night.Points["events"] = new VaultedTable(Two.AddHours(-1));

        night.Report();

        Assert.Single(Made(night));
    }

    [Fact]
    public void Decide_BacksUpTheSameNightWhatAPlanDidNot()
    {
        var night = Night("events");
        night.Points["events"] = ByPlan(Two.AddHours(-24));

        var findings = night.Report();

        Assert.Equal(["lambdaops-events-20260115"], Made(night));
        Assert.True(night.Now >= Two.AddMinutes(90));
        Assert.Contains(
            "0 of them in a working backup plan; 1 backed up",
            Of(findings, "tables")!.Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Decide_BacksUpAllWhereAWSBackupCannotBeSeenAndSaysSo()
    {
        var night = Night("events", "users");
        night.Points["users"] = ByPlan(Two);
        night.Unanswered.Add(BackupLooks.Vaulted);

        var findings = night.Report();

        Assert.Equal(2, Made(night).Count());
        Assert.Equal(FindingLevel.Missing, Of(findings, "AWS Backup")!.Level);
    }

    [Fact]
    public void Decide_MakesNoSecondBackupOfANight()
    {
        var night = Night("events");
        night.Backups["events"].Add(Own(Daily("events", 0), 0, isAvailable: false));

        night.Report();

        Assert.Empty(night.Changes);
    }

    [Fact]
    public void Decide_DeletesOwnBackupsAfterTheirDays()
    {
        var night = Night("events");
        night.Backups["events"].AddRange([.. Enumerable.Range(29, 4).Select(days => Own(Daily("events", days), days))]);

        night.Report();

        Assert.Equal([Daily("events", 32), Daily("events", 31)], Deleted(night));
    }

    [Fact]
    public void Decide_KeepsTheLastGoodOne()
    {
        var night = Night("events");
        night.Backups["events"].AddRange([Own(Daily("events", 90), 90), Own(Daily("events", 60), 60)]);
        night.Backups["events"].Add(Own(Daily("events", 40), 40, isAvailable: false));
        night.Answer = change => (ChangeOutcome.Refused, false);

        night.Report();

        Assert.Equal([Daily("events", 90)], Deleted(night));
    }

    /// <summary>A backup that is being made is none yet, and none of someone else's stands in for an own one.</summary>
    [Fact]
    public void Decide_KeepsTheLastGoodOneWhileTheNextIsBeingMade()
    {
        var night = Night("events");
        night.Backups["events"].Add(Own(Daily("events", 60), 60));
        night.Backups["events"].Add(Own("events-20260114", 1));

        night.Report();

        Assert.Single(Made(night));
        Assert.Empty(Deleted(night));
    }

    [Theory]
    [InlineData("events-20251101")]
    [InlineData("lambdaops-events-before-migration")]
    [InlineData("lambdaops-events-20251301")]
    [InlineData("lambdaops-users-20251101")]
    [InlineData("my-lambdaops-events-20251101")]
    [InlineData("lambdaops-events-20251101-copy")]
    [InlineData("LambdaOps-events-20251101")]
    [InlineData("lambdaops-full-events-20251")]
    public void Decide_LeavesWhatIsSomeoneElses(string name)
    {
        var night = Night("events");
        night.Backups["events"].AddRange([Own(name, 500), Own(Daily("events", 1), 1)]);

        night.Report();

        Assert.Empty(Deleted(night));
    }

    [Fact]
    public void Decide_DeletesNothingOfATableWhoseBackupsItCannotList()
    {
        var night = Night("events", "users");
        night.Backups["events"].AddRange([Own(Daily("events", 90), 90), Own(Daily("events", 1), 1)]);
        night.Unlisted.Add("events");

        var findings = night.Report();

        Assert.All(night.Changes, change => Assert.Equal("users", ((Change.CreateTableBackup)change).Table));
        Assert.Equal(FindingLevel.Missing, Of(findings, "backups events")!.Level);
    }

    [Fact]
    public void Decide_MakesTheFullOneOnTheFirstSundayOfEveryTable()
    {
        var sunday = Two.AddDays(17);
        var night = Night("events", "users");
        (night.Now, night.Run) = (sunday, new CheckRun(sunday, sunday) { ScheduledFor = sunday });
        night.Points["users"] = ByPlan(sunday.AddHours(-24));
        night.AtWait = at => at.Points["users"] = ByPlan(at.Now);
        night.Backups["events"].Add(Own(OwnBackup.FullName("events", new DateOnly(2024, 12, 1)), 420));
        night.Backups["events"].Add(Own(OwnBackup.FullName("events", new DateOnly(2025, 1, 5)), 380));
        night.Backups["events"].Add(Own(Daily("events", 1), 1));

        night.Report();

        Assert.Equal(["lambdaops-full-events-202602", "lambdaops-full-users-202602"], Made(night).Order());
        Assert.Equal(["lambdaops-full-events-202412"], Deleted(night));
    }

    [Fact]
    public void Decide_OnlySaysWhatItWouldDoWhereItIsHeld()
    {
        var night = Night("events", "users");
        night.Run = night.Run with { WhyHeld = "mode is 'Observe'" };
        night.Backups["events"].AddRange([Own(Daily("events", 90), 90), Own(Daily("events", 1), 1)]);

        var findings = night.Report();

        Assert.Empty(night.Changes);
        Assert.Equal(
            "2 tables, 0 of them in a working backup plan; would back up 2 (events, users) and delete 1 old backups",
            Of(findings, "tables")!.Text
        );
    }

    [Fact]
    public void Decide_TriesOnceMoreLaterAndThenSaysWhatWasRefused()
    {
        var night = Night("events");
        night.Answer = _ => (ChangeOutcome.Refused, false);

        var findings = night.Report();

        Assert.Equal(2, Made(night).Count());
        Assert.True(night.Now >= Two.AddMinutes(90));
        Assert.Equal(FindingLevel.Danger, Of(findings, "backup events")!.Level);
    }

    [Fact]
    public void Decide_BelievesTheListAndNotAnAnswerThatNeverCame()
    {
        var night = Night("events");
        night.Answer = _ => (ChangeOutcome.Unknown, true);

        var findings = night.Report();

        Assert.Single(Made(night));
        Assert.DoesNotContain(findings, finding => finding.IsProblem);
    }

    /// <summary>Killed after the call and before anything of it was written down: the list says what happened.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Decide_GoesOnFromTheListAfterADeath(bool tookEffect, int madeAfterwards)
    {
        var night = Night("events");
        var check = new TableBackupsProcedure();
        var part = check.PartsOf(night.Estate)[0];
        night.Run = night.Run with
        {
            Memory = new CheckMemory.TableBackupsMemory(TableBackupsStage.Tables) { Tables = ["events"] },
            Intent = ["back up the table events"],
        };
        if (tookEffect)
        {
            night.TakeEffect(new Change.CreateTableBackup("events", Daily("events", 0)));
        }

        night.Report();

        Assert.Equal("all", part.Name);
        Assert.Equal(madeAfterwards, Made(night).Count());
        Assert.Single(night.Backups["events"]);
    }

    [Fact]
    public void Decide_StaysUnderDynamoDbsRates()
    {
        string[] tables = [.. Enumerable.Range(0, 5000).Select(number => $"table-{number:0000}")];
        var night = Night(tables);
        foreach (var table in tables)
        {
            night.Backups[table].AddRange([.. Enumerable.Range(30, 5).Select(days => Own(Daily(table, days), days))]);
        }

        var parts = new TableBackupsProcedure().PartsOf(night.Estate);
        Assert.Equal(25, parts.Length);
        Assert.Equal(tables, parts.SelectMany(part => ((BackedUpTables)part.About).Names));
        var began = new List<TimeSpan>();
        for (var part = 0; part < parts.Length; part++)
        {
            (night.Now, night.Run) = (Two, new CheckRun(Two, Two) { ScheduledFor = Two });
            var steps = night.Steps.Count;
            night.Report(part);
            began.Add(night.Now - Two);
            Assert.Equal(part == 0 ? $"look {BackupLooks.Vaulted}" : "wait", night.Steps[steps]);
        }

        Assert.Equal(5000, Made(night).Count());
        Assert.Equal(4 * 5000, Deleted(night).Count());
        Assert.Equal((10, 10), (night.MostAtOnce, night.MostDeletesAtOnce));
        // The last one has its turn within twenty minutes, and all is over within the night's window.
        Assert.True(began.Max() < TimeSpan.FromHours(2), $"{began.Max()}");
    }

    [Fact]
    public void Names_FitDynamoDb()
    {
        var longest = new string('t', 255);
        var (daily, full) = (
            OwnBackup.DailyName(longest, new(2026, 1, 15)),
            OwnBackup.FullName(longest, new(2026, 1, 15))
        );

        Assert.Equal((255, 255), (daily.Length, full.Length));
        Assert.Equal(OwnBackupKind.Daily, OwnBackup.KindOf(Own(daily, 0), longest));
        Assert.Equal(OwnBackupKind.Full, OwnBackup.KindOf(Own(full, 0), longest));
        // The daily one of a table that is called full-…, and the full one of the other.
        Assert.Null(OwnBackup.KindOf(Own("lambdaops-full-events-20260115", 0), "events"));
        Assert.Null(OwnBackup.KindOf(Own("lambdaops-full-events-202601", 0), "full-events"));
    }
}
