using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.Backups;

/// <summary>
/// A small world of backups in which a check runs: its looks are answered, its changes take effect, its waits pass.
/// </summary>
internal sealed class BackupNight(Check check, params ReadOnlySpan<string> tables)
{
    /// <summary>02:00 on a Thursday in Tokyo.</summary>
    public static readonly DateTimeOffset Two = new(2026, 1, 14, 17, 0, 0, TimeSpan.Zero);

    private readonly List<string> _steps = [];

    public Estate Estate { get; set; } =
        new("shop", null, "ap-northeast-1", "Asia/Tokyo", [Some.Service with { Tables = [.. tables] }], []);

    public DateTimeOffset Now { get; set; } = Two;

    public CheckRun Run { get; set; } = new(Two, Two) { ScheduledFor = Two };

    /// <summary>By table, all backups that DynamoDB lists; a table that is not here does not exist.</summary>
    public Dictionary<string, List<OnDemandBackup>> Backups { get; } =
        tables.ToArray().ToDictionary(table => table, _ => new List<OnDemandBackup>());

    public Dictionary<string, VaultedTable> Points { get; } = [];

    public Dictionary<string, VaultedTable> Copies { get; } = [];

    public Dictionary<string, TableProtection> Protections { get; } =
        tables
            .ToArray()
            .ToDictionary(
                table => table,
                _ => new TableProtection(true) { IsDeletionProtected = true, RecoveryDays = 35 }
            );

    /// <summary>Looks that cannot be answered, by their names.</summary>
    public HashSet<Look> Unanswered { get; } = [];

    /// <summary>Tables whose backups cannot be listed.</summary>
    public HashSet<string> Unlisted { get; } = [];

    /// <summary>What AWS answers to a change; done where there is nothing.</summary>
    public Func<Change, (ChangeOutcome Outcome, bool TakesEffect)> Answer { get; set; } =
        _ => (ChangeOutcome.Done, true);

    /// <summary>Happens at each wait.</summary>
    public Action<BackupNight> AtWait { get; set; } = _ => { };

    /// <summary>Each decision, in a word: look NAME, act, wait.</summary>
    public IReadOnlyList<string> Steps => _steps;

    public List<Change> Changes { get; } = [];

    /// <summary>The most tables that a look was about, and the most changes of one kind that were made at once.</summary>
    public int MostAtOnce { get; private set; }

    public int MostDeletesAtOnce { get; private set; }

    /// <summary>Decides until the report; each step could have been another invocation's.</summary>
    /// <param name="part">The part of the run, from 0 on.</param>
    public ImmutableArray<Finding> Report(int part = 0, int mostSteps = 5000)
    {
        var one = check.PartsOf(Estate)[part];
        var (seen, results) = (Evidence.NotAsked, ImmutableArray<ChangeResult>.Empty);
        for (var step = 0; step < mostSteps; step++)
        {
            var decision = check.Decide(new CheckSituation(Estate, one, Run, seen, results, null, Now));
            Run = Run with { Memory = decision.Memory, Intent = [] };
            (seen, results) = (Evidence.NotAsked, []);
            switch (decision)
            {
                case CheckDecision.Report report:
                    return report.Findings;
                case CheckDecision.Look look:
                    seen = Look(look);
                    break;
                case CheckDecision.Wait wait:
                    Assert.InRange(wait.For, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
                    _steps.Add("wait");
                    Now += wait.For;
                    AtWait(this);
                    break;
                case CheckDecision.Act act:
                    Assert.Null(Run.WhyHeld);
                    results = Act(act);
                    break;
            }
        }

        throw new InvalidOperationException($"no report after {mostSteps} steps: {string.Join(", ", _steps.Take(50))}");
    }

    /// <summary>What the one finding of that key says; null where there is none.</summary>
    public static Finding? Of(ImmutableArray<Finding> findings, string key) =>
        findings.SingleOrDefault(finding => finding.Key == key);

    private Evidence Look(CheckDecision.Look look)
    {
        var batch = (BackedUpTables)look.About;
        var seen = Evidence.NotAsked;
        foreach (var one in look.Looks)
        {
            _steps.Add($"look {one}");
            seen =
                Unanswered.Contains(one) ? seen.With([(one, one.Missing("no answer"))])
                : one == BackupLooks.Vaulted ? seen.Shows(BackupLooks.Vaulted, Vaulted(Points, batch))
                : one == BackupLooks.Copies ? seen.Shows(BackupLooks.Copies, Vaulted(Copies, batch))
                : one == BackupLooks.OnDemand ? seen.Shows(BackupLooks.OnDemand, Listed(batch))
                : seen.Shows(BackupLooks.Protection, Protected(batch));
        }

        if (!look.Looks.Contains(BackupLooks.Vaulted))
        {
            MostAtOnce = Math.Max(MostAtOnce, batch.Names.Length);
        }

        return seen;
    }

    private static VaultedTables Vaulted(Dictionary<string, VaultedTable> points, BackedUpTables batch) =>
        new(points.Where(one => batch.Names.Contains(one.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal));

    private ListedBackups Listed(BackedUpTables batch) =>
        new(
            batch.Names.ToImmutableSortedDictionary(
                table => table,
                table =>
                    Unlisted.Contains(table) || !Backups.TryGetValue(table, out var backups)
                        ? new ListedTable([]) { WhyMissing = "TableNotFoundException" }
                        : new ListedTable([.. backups]),
                StringComparer.Ordinal
            )
        );

    private TableProtections Protected(BackedUpTables batch) =>
        new(
            batch.Names.ToImmutableSortedDictionary(
                table => table,
                table => Protections.GetValueOrDefault(table) ?? new TableProtection(Exists: false),
                StringComparer.Ordinal
            )
        );

    private ImmutableArray<ChangeResult> Act(CheckDecision.Act act)
    {
        _steps.Add("act");
        MostDeletesAtOnce = Math.Max(MostDeletesAtOnce, act.Changes.OfType<Change.DeleteTableBackup>().Count());
        return
        [
            .. act.Changes.Select(change =>
            {
                var (outcome, takesEffect) = Answer(change);
                Changes.Add(change);
                if (takesEffect)
                {
                    TakeEffect(change);
                }

                return new ChangeResult(change, outcome, $"{outcome}");
            }),
        ];
    }

    public void TakeEffect(Change change)
    {
        switch (change)
        {
            case Change.CreateTableBackup made:
                Backups[made.Table].Add(new OnDemandBackup($"arn:{made.Name}", made.Name, Now, IsAvailable: false));
                break;
            case Change.DeleteTableBackup deleted:
                Assert.Equal(1, Backups[deleted.Table].RemoveAll(backup => backup.Arn == deleted.Arn));
                break;
        }
    }
}
