using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.BackupVerify;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.BackupVerify;

/// <summary>A table is restored, compared and forgotten; and nothing but the scratch table is ever deleted.</summary>
public sealed class BackupVerifyTests
{
    private const string Table = "events";

    private const string Scratch = "lambdaops-verify-events-20260104";

    private const string Earlier = "lambdaops-verify-events-20251207";

    /// <summary>02:30 on a Sunday in Tokyo.</summary>
    private static readonly DateTimeOffset s_night = new(2026, 1, 3, 17, 30, 0, TimeSpan.Zero);

    private readonly BackupVerifyProcedure _check = new();
    private readonly List<Change> _changes = [];
    private readonly Dictionary<string, (string? Source, DateTimeOffset At, DateTimeOffset Until)> _made = [];
    private readonly HashSet<Look> _unanswered = [];
    private DateTimeOffset _now = s_night;
    private CheckRun _run = new(s_night, s_night) { ScheduledFor = s_night };
    private RestoreSource _source = new(Features("HASH id (S)"), s_night.AddDays(-35), s_night.AddMinutes(-5))
    {
        Bytes = 3_000_000_000,
    };
    private TableFeatures _restored = Features("HASH id (S)");
    private TableComparison _compared = new(600, true, 610)
    {
        Sampled = 25,
        Same = 24,
        ChangedSince = 1,
    };
    private RecoveryGoal _goal = RecoveryGoals.Default[RecoveryLevel.Data];
    private TimeSpan _takes = TimeSpan.FromMinutes(11);
    private Func<Change, (ChangeOutcome Outcome, bool TakesEffect)> _answer = _ => (ChangeOutcome.Done, true);

    [Fact]
    public void Table_IsRestoredComparedAndDeleted()
    {
        var findings = Report();

        Assert.Equal(
            [
                new Change.RestoreScratchTable(Table, Scratch, s_night.AddMinutes(-5)),
                new Change.DeleteScratchTable(Table, Scratch),
            ],
            _changes
        );
        var said = Assert.Single(findings);
        Assert.Equal(FindingLevel.Fine, said.Level);
        Assert.StartsWith(
            "events: restored as of 2026-01-03 17:25:00 UTC (RPO 5 min) in 12 min (RTO, seen every 120 s)",
            said.Text,
            StringComparison.Ordinal
        );
        Assert.Empty(_made);
    }

    [Fact]
    public void Held_SaysWhatItWouldRestoreAndWhatThatCosts()
    {
        _run = _run with { WhyHeld = "mode is 'Observe'" };

        var said = Assert.Single(Report());

        Assert.Empty(_changes);
        Assert.Equal(FindingLevel.Fine, said.Level);
        Assert.Contains(
            "would restore it as of 2026-01-03 17:25:00 UTC into " + Scratch,
            said.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("about $0.60 for 3 GB", said.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(749, 1000, FindingLevel.Danger)]
    [InlineData(750, 1000, FindingLevel.Fine)]
    [InlineData(0, 10, FindingLevel.Danger)]
    [InlineData(0, 0, FindingLevel.Fine)]
    public void FewerItems_AreADanger(int items, int old, FindingLevel level)
    {
        _compared = _compared with { Items = items, OldItems = old };

        Assert.Equal(level, Verdict(Report()).Level);
        Assert.Empty(_made);
    }

    /// <summary>Of what was not counted to its end nobody knows how many there are.</summary>
    [Fact]
    public void FewerItems_OfAnUnfinishedCountSayNothing()
    {
        _compared = _compared with { Items = 10_000, OldItems = 1_000_000, IsWhole = false };

        Assert.Equal(FindingLevel.Fine, Verdict(Report()).Level);
    }

    [Fact]
    public void Mismatch_IsADangerAndTheScratchTableIsDeleted()
    {
        _restored = Features("HASH id (S), RANGE at (N)");

        var said = Verdict(Report());

        Assert.Equal(FindingLevel.Danger, said.Level);
        Assert.Contains(
            "it is not what the table was: its keys and indexes are [",
            said.Text,
            StringComparison.Ordinal
        );
        Assert.Empty(_made);
    }

    [Fact]
    public void Samples_OfWhichNoneIsTheSameAreAWarning()
    {
        _compared = _compared with { Same = 0, ChangedSince = 0 };

        Assert.Contains(Report(), one => one is { Level: FindingLevel.Warning, Key: "samples" });
    }

    [Theory]
    [InlineData(480, false)]
    [InlineData(481, true)]
    public void Restore_ThatIsNotOverInTimeIsADangerAndTold(int minutes, bool isLate)
    {
        _takes = TimeSpan.FromMinutes(minutes);

        var said = Verdict(Report());

        Assert.Equal(isLate ? FindingLevel.Danger : FindingLevel.Fine, said.Level);
        Assert.Equal(isLate, said.Text.Contains($"{Scratch} is left, and is billed", StringComparison.Ordinal));
        Assert.Equal(isLate, _made.ContainsKey(Scratch));
    }

    [Theory]
    [InlineData(10, 5, true, "the restore took 12 min")]
    [InlineData(12, 4, true, "5 min would be lost")]
    [InlineData(12, 5, false, "")]
    public void Restore_ThatMissesAGoalIsAWarning(int rto, int rpo, bool isMissed, string says)
    {
        _goal = new RecoveryGoal(TimeSpan.FromMinutes(rto), TimeSpan.FromMinutes(rpo));

        var findings = Report();

        Assert.Equal(isMissed, findings.Any(one => one is { Level: FindingLevel.Warning, Key: "goal" }));
        Assert.Contains(findings, one => one.Text.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Leftover_IsDeletedFirst()
    {
        _made[Earlier] = (Table, s_night.AddDays(-28), s_night.AddDays(-28));

        Assert.All(Report(), one => Assert.Equal(FindingLevel.Fine, one.Level));

        Assert.Equal(new Change.DeleteScratchTable(Table, Earlier), _changes[0]);
        Assert.Empty(_made);
    }

    [Fact]
    public void Leftover_IsOnlyToldWhereNothingMayBeChanged()
    {
        _made[Earlier] = (Table, s_night.AddDays(-28), s_night.AddDays(-28));
        _run = _run with { WhyHeld = "mode is 'Observe'" };

        Assert.Contains(Report(), one => one.Text.StartsWith(Earlier, StringComparison.Ordinal) && one.IsProblem);
        Assert.Empty(_changes);
    }

    /// <summary>By hand, from another table, or with any other name.</summary>
    [Theory]
    [InlineData(Earlier, null, true)]
    [InlineData(Earlier, "users", true)]
    [InlineData("lambdaops-verify-events-kept", Table, false)]
    [InlineData("events-restored-202601010000", Table, false)]
    public void Other_TablesAreLeftAlone(string name, string? source, bool isTold)
    {
        _made[name] = (source, s_night.AddDays(-28), s_night.AddDays(-28));

        Assert.Equal(isTold, Report().Any(one => one.IsProblem));

        Assert.DoesNotContain(
            _changes,
            change => change is Change.DeleteScratchTable deleted && deleted.Name != Scratch
        );
        Assert.True(_made.ContainsKey(name));
    }

    [Fact]
    public void Name_OfSomeoneElseIsNotRestoredInto()
    {
        _made[Scratch] = (null, s_night, s_night);

        Assert.Contains(Report(), one => one is { Level: FindingLevel.Missing, Key: "verify" });
        Assert.Empty(_changes);
    }

    [Fact]
    public void AnotherRestore_IsWaitedFor()
    {
        _made["events-restored-202601031720"] = (Table, s_night, s_night.AddMinutes(50));

        Assert.All(Report(), one => Assert.Equal(FindingLevel.Fine, one.Level));
        Assert.True(_now > s_night.AddMinutes(60));
    }

    /// <summary>Between two requests, too.</summary>
    [Fact]
    public void AnotherRestore_ThatBeganMeanwhileIsWaitedFor()
    {
        const string Other = "events-restored-202601031728";
        _answer = change =>
        {
            if (change is not Change.RestoreScratchTable || _made.ContainsKey(Other))
            {
                Assert.DoesNotContain(_made, one => one.Value.Until > _now);
                return (ChangeOutcome.Done, true);
            }

            _made[Other] = (Table, s_night, _now.AddMinutes(30));
            return (ChangeOutcome.Unknown, false);
        };

        Assert.Equal(FindingLevel.Fine, Verdict(Report()).Level);
    }

    [Fact]
    public void AnotherRestore_ThatNeverEndsIsNotWaitedForWithoutEnd()
    {
        _made["events-restored-202601031720"] = (Table, s_night, DateTimeOffset.MaxValue);

        Assert.Equal(FindingLevel.Missing, Verdict(Report()).Level);
        Assert.Empty(_changes);
    }

    [Fact]
    public void Recovery_ThatIsOffIsMissing()
    {
        _source = _source with { Earliest = null, Latest = null };

        Assert.Equal(FindingLevel.Missing, Verdict(Report()).Level);
        Assert.Empty(_changes);
    }

    [Fact]
    public void Refusal_IsADangerAndNotTriedAgain()
    {
        _answer = _ => (ChangeOutcome.Refused, false);

        Assert.Contains("it cannot be restored", Verdict(Report()).Text, StringComparison.Ordinal);
        Assert.Single(_changes);
    }

    /// <summary>What DynamoDB took and nobody was told is found; what it did not take is asked for again.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 12)]
    public void Answer_ThatIsLostIsLookedFor(bool takesEffect, int restores)
    {
        _answer = change =>
            change is Change.RestoreScratchTable ? (ChangeOutcome.Unknown, takesEffect) : (ChangeOutcome.Done, true);

        var level = Verdict(Report()).Level;

        Assert.Equal(takesEffect ? FindingLevel.Fine : FindingLevel.Danger, level);
        Assert.Equal(restores, _changes.OfType<Change.RestoreScratchTable>().Count());
        Assert.Empty(_made);
    }

    [Fact]
    public void Comparison_ThatIsNotAnsweredIsMissingAndTheTableIsDeleted()
    {
        _unanswered.Add(RestoreLooks.Trial);

        Assert.Equal(FindingLevel.Missing, Verdict(Report()).Level);
        Assert.Empty(_made);
    }

    [Fact]
    public void Deletion_ThatIsRefusedIsTold()
    {
        _answer = change =>
            change is Change.DeleteScratchTable ? (ChangeOutcome.Refused, false) : (ChangeOutcome.Done, true);

        var findings = Report();

        Assert.Contains(
            findings,
            one =>
                one.Level == FindingLevel.Warning
                && one.Text.Contains($"{Scratch} was not deleted", StringComparison.Ordinal)
        );
        Assert.Equal(3, _changes.OfType<Change.DeleteScratchTable>().Count());
    }

    /// <summary>No change can name a table that is not a scratch table of that table.</summary>
    [Theory]
    [InlineData("events")]
    [InlineData("lambdaops-verify-events")]
    [InlineData("lambdaops-verify-users-20260104")]
    [InlineData("lambdaops-verify-events-20261304")]
    [InlineData("lambdaops-verify-events-20260104-kept")]
    [InlineData("my-lambdaops-verify-events-20260104")]
    public void Deletion_OfAnyOtherNameCannotBeMade(string name)
    {
        Assert.Throws<ArgumentException>(() => new Change.DeleteScratchTable(Table, name));
        Assert.Throws<ArgumentException>(() => new Change.RestoreScratchTable(Table, name, s_night));
    }

    [Fact]
    public void Name_OfALongTableFits()
    {
        var table = new string('t', 255);
        var name = ScratchTable.NameFor(table, new DateOnly(2026, 1, 4));

        Assert.Equal(255, name.Length);
        Assert.True(ScratchTable.IsNameFor(name, table));
    }

    private static Finding Verdict(ImmutableArray<Finding> findings) => findings.Single(one => one.Key == "verify");

    private static TableFeatures Features(string layout) => new(TablePart.Active, layout);

    /// <summary>Decides until the report; each step could have been another invocation's.</summary>
    private ImmutableArray<Finding> Report()
    {
        var estate = new Estate(
            "shop",
            null,
            "ap-northeast-1",
            "Asia/Tokyo",
            [Some.Service with { Tables = [Table] }],
            []
        )
        {
            RecoveryGoals = new RecoveryGoals(RecoveryGoals.Default.ByLevel.SetItem(RecoveryLevel.Data, _goal)),
        };
        var part = Assert.Single(_check.PartsOf(estate));
        var (seen, results) = (Evidence.NotAsked, ImmutableArray<ChangeResult>.Empty);
        for (var step = 0; step < 2000; step++)
        {
            var decision = _check.Decide(new CheckSituation(estate, part, _run, seen, results, null, _now));
            _run = _run with { Memory = decision.Memory };
            (seen, results) = (Evidence.NotAsked, []);
            switch (decision)
            {
                case CheckDecision.Report report:
                    return report.Findings;
                case CheckDecision.Look look:
                    seen = look.Looks.Aggregate(seen, (shown, one) => Look(shown, one, (VerifiedTable)look.About));
                    break;
                case CheckDecision.Wait wait:
                    Assert.InRange(wait.For, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
                    _now += wait.For;
                    break;
                case CheckDecision.Act act:
                    Assert.Null(_run.WhyHeld);
                    results = [.. act.Changes.Select(Make)];
                    break;
            }
        }

        throw new InvalidOperationException("no report");
    }

    private Evidence Look(Evidence seen, Look look, VerifiedTable about) =>
        _unanswered.Contains(look) ? seen.With([(look, look.Missing("no answer"))])
        : look == RestoreLooks.Source ? seen.Shows(RestoreLooks.Source, _source)
        : look == RestoreLooks.Made
            ? seen.Shows(
                RestoreLooks.Made,
                new MadeTables([
                    .. _made.Select(one => new MadeTable(
                        one.Key,
                        one.Value.Source,
                        StatusOf(one.Value.Until),
                        one.Value.Until > _now
                    )),
                ])
            )
        : look == RestoreLooks.Trial ? seen.Shows(RestoreLooks.Trial, _compared)
        : seen.Shows(RestoreLooks.Restored, Restored(about.Aim!.Name));

    private string StatusOf(DateTimeOffset until) => until > _now ? "CREATING" : TablePart.Active;

    private RestoredTable Restored(string name) =>
        _made.TryGetValue(name, out var one)
            ? new RestoredTable(_restored with { Status = StatusOf(one.Until) }, one.Until > _now, one.Source, one.At)
            : RestoredTable.None;

    private ChangeResult Make(Change change)
    {
        var (outcome, takesEffect) = _answer(change);
        _changes.Add(change);
        if (takesEffect && change is Change.RestoreScratchTable made)
        {
            _made.Add(made.Name, (made.Table, made.At, _now + _takes));
        }
        else if (takesEffect && change is Change.DeleteScratchTable deleted)
        {
            Assert.True(_made.Remove(deleted.Name));
        }

        return new ChangeResult(change, outcome, $"{outcome}");
    }
}
