using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.BackupCheck;
using LambdaOps.Core.Procedures.BackupVerify;
using LambdaOps.Core.Procedures.MonthlyReport;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.PeriodReports;

/// <summary>フルバックアップテスト is ticked by restores, and by nothing that only looks.</summary>
public class BackupTestLineTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 6, 1, 0, 0, TimeSpan.Zero);

    /// <summary>In mode observe nothing was tried, whatever ran; of two tables both have to be restored.</summary>
    [Theory]
    [InlineData(Mode.Observe, 1, FindingLevel.Fine, ChecklistState.ForPeople, FindingLevel.Fine)]
    [InlineData(Mode.Act, 1, FindingLevel.Fine, ChecklistState.Done, FindingLevel.Fine)]
    [InlineData(Mode.Act, 1, FindingLevel.Danger, ChecklistState.Done, FindingLevel.Danger)]
    [InlineData(Mode.Act, 0, FindingLevel.Fine, ChecklistState.NotDone, FindingLevel.Missing)]
    public void Line_IsDoneWhereEachTableWasRestored(
        Mode mode,
        int restored,
        FindingLevel found,
        ChecklistState state,
        FindingLevel level
    )
    {
        var line = LineOf(mode, [Verified("events", 1), Verified("users", restored, found)]);

        Assert.Equal((state, level), (line.State, line.Level));
    }

    [Fact]
    public void Line_IsNotDoneWhereATableWasNotRunAtAll() =>
        Assert.Equal(ChecklistState.NotDone, LineOf(Mode.Act, [Verified("events", 1)]).State);

    [Fact]
    public void Line_IsForPeopleWhereTheEstateDoesNotNameTheCheck() =>
        Assert.Equal(ChecklistState.ForPeople, LineOf(null, [Verified("events", 1), Verified("users", 1)]).State);

    /// <param name="mode">Null where the estate does not name it.</param>
    private static ChecklistFact LineOf(Mode? mode, ImmutableArray<CheckRecord> verified)
    {
        var estate = Some.Estate with
        {
            Services = [Some.Service with { Tables = ["events", "users"] }],
            Tables = [],
            Checks = mode is { } set
                ? Settings.None.With(new Setting<BackupVerifyPolicy>(set, BackupVerifyPolicy.Default))
                : Settings.None,
        };
        var looked = new CheckRecord(BackupCheckProcedure.ProcedureName, "all")
        {
            Last = new CheckReport(s_now, s_now, []),
        };
        var check = new MonthlyReportProcedure();
        var report = check.Decide(
            new CheckSituation(
                estate,
                check.PartsOf(estate)[0],
                new CheckRun(s_now, s_now) { ScheduledFor = s_now },
                Evidence
                    .NotAsked.With(FigureLooks.Incidents, Fact.Known(new IncidentsOfDays([]), s_now))
                    .With(FigureLooks.Reports, Fact.Known(new LastReports([looked, .. verified]), s_now))
                    .With(FigureLooks.Ticks, Fact.Known(new TickedLines([]), s_now))
                    .With(FigureLooks.Kept, Fact.Known(new KeptFigures([]), s_now)),
                [],
                null,
                s_now
            )
        );
        return Assert
            .IsType<ReportFacts.Period>(Assert.IsType<CheckDecision.Report>(report).Facts)
            .Checklist.Single(line => line.Key == "backupTest");
    }

    private static CheckRecord Verified(string table, int restored, FindingLevel level = FindingLevel.Fine) =>
        new(BackupVerifyProcedure.ProcedureName, table)
        {
            Last = new CheckReport(s_now, s_now, [new Finding(level, "verify", "it")])
            {
                Counts = [new ChangeCount(ChangeKind.RestoreScratchTable.Name, restored, 0, 0)],
            },
        };
}
