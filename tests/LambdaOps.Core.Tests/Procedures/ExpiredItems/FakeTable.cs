using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.ExpiredItems;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.ExpiredItems;

/// <summary>A table that answers the check's looks and takes its deletes as DynamoDB does.</summary>
internal sealed class FakeTable(OperatedTable table)
{
    private readonly SortedDictionary<string, ItemValue?> _items = new(StringComparer.Ordinal);

    public OperatedTable Table { get; } = table;

    public IReadOnlyDictionary<string, ItemValue?> Items => _items;

    public (long Read, long Write)? Provisioned { get; set; }

    public TimeToLiveSetting Setting { get; set; } = new("ENABLED", "expiresAt");

    public double? Expirations { get; set; } = 1;

    /// <summary>How many requests are throttled from now on.</summary>
    public int Throttles { get; set; }

    /// <summary>Whether no look is answered.</summary>
    public bool IsGone { get; set; }

    /// <summary>Called before each change.</summary>
    public Action Meanwhile { get; set; } = () => { };

    public bool RefusesDeletes { get; set; }

    /// <summary>What was deleted, with its value and when.</summary>
    public List<(string Key, ItemValue Value, DateTimeOffset At)> Deleted { get; } = [];

    public double Units { get; private set; }

    public void Put(string key, ItemValue? value) => _items[$$$"""{"id":{"S":"{{{key}}}"}}"""] = value;

    public Evidence Answer(CheckDecision.Look look) =>
        Evidence.NotAsked.With([.. look.Looks.Select(one => (one, Answer(one, look.About)))]);

    public ChangeResult Make(Change change, DateTimeOffset now)
    {
        Meanwhile();
        var delete = Assert.IsType<Change.DeleteExpiredItems>(change);
        Assert.InRange(delete.Items.Length, 1, Change.DeleteExpiredItems.Most);
        if (RefusesDeletes)
        {
            return new ChangeResult(change, ChangeOutcome.Refused, "AccessDeniedException");
        }

        var (done, left) = (0, 0);
        foreach (var item in delete.Items)
        {
            if (Throttles > 0)
            {
                Throttles--;
                break;
            }

            Units++;
            if (_items.TryGetValue(item.Key, out var value) && value == item.Time)
            {
                Deleted.Add((item.Key, value!, now));
                _ = _items.Remove(item.Key);
                done++;
            }
            else
            {
                left++;
            }
        }

        return new ChangeResult(change, ChangeOutcome.Done, "") { Tally = new ChangeTally(done, left, done + left) };
    }

    private Fact Answer(Look look, Resource about) =>
        IsGone ? look.Missing("ResourceNotFoundException")
        : look == TableLooks.Shape
            ? Fact.Known(new TableShape(["id"], _items.Count, Provisioned?.Read, Provisioned?.Write), Some.Now)
        : look == TableLooks.TimeToLive ? Fact.Known(Setting, Some.Now)
        : look == TableLooks.Expirations ? Fact.Known(new ExpirationCount(Expirations), Some.Now)
        : Fact.Known(Page((ScanStep)about), Some.Now);

    private ScanPage Page(ScanStep step)
    {
        if (Throttles > 0)
        {
            Throttles--;
            return ScanPage.Throttled;
        }

        var rest = _items
            .Where(item => SegmentOf(item.Key, step.Segments) == step.Place.Segment)
            .Where(item => step.Place.After is not { } after || string.CompareOrdinal(item.Key, after) > 0)
            .ToList();
        var page = rest.Take(step.Limit).ToList();
        var units = Math.Max(1, Math.Ceiling(page.Count * 300 / 4096.0)) / 2;
        Units += units;
        return new ScanPage(
            [.. page.Select(item => new ScannedItem(item.Key, item.Value))],
            page.Count < rest.Count ? page[^1].Key : null,
            units
        );
    }

    private static int SegmentOf(string key, int segments) => (int)(Chance.Hash(0, key) % (ulong)segments);
}

/// <summary>Plays nights of the check on a table, as the engine does; an invocation may die between any two steps.</summary>
internal sealed class PlayedNights(FakeTable table, ExpiredItemsPolicy policy)
{
    private const int MostSteps = 20_000;

    public ExpiredItemsPolicy Policy { get; } = policy;

    public DateTimeOffset Now { get; set; } = Some.Now;

    public string? WhyHeld { get; set; }

    public CheckReport? Last { get; set; }

    /// <summary>Whether the invocation dies at this step: before what the step does, or after it.</summary>
    public Func<(bool Before, bool After)> Dies { get; set; } = () => (false, false);

    public List<TimeSpan> Waits { get; } = [];

    /// <summary>The next night's report.</summary>
    public CheckReport Play()
    {
        Waits.Clear();
        Now += TimeSpan.FromDays(1);
        var check = new ExpiredItemsProcedure();
        var estate = new Core.Estates.Estate("estate", null, "eu-west-1", "UTC", [], [])
        {
            Tables = [table.Table],
            Checks = Core.Procedures.Settings.None.With(
                new Core.Procedures.Setting<ExpiredItemsPolicy>(Core.Estates.Mode.Act, Policy)
            ),
        };
        var part = Assert.Single(check.PartsOf(estate));
        var run = new CheckRun(Now, Now);
        var (saved, seen, results) = (run, Evidence.NotAsked, ImmutableArray<ChangeResult>.Empty);
        for (var step = 0; step < MostSteps; step++)
        {
            run = run with { WhyHeld = WhyHeld };
            var decision = check.Decide(new CheckSituation(estate, part, run, seen, results, Last, Now));
            (run, seen, results) = (run with { Memory = decision.Memory, Intent = [] }, Evidence.NotAsked, []);
            var (before, after) = Dies();
            switch (decision)
            {
                case CheckDecision.Report report:
                    return Last = CheckReport.Of(run, report.Findings, report.Keep, Last, Now);
                case CheckDecision.Wait wait:
                    Assert.InRange(wait.For, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
                    Waits.Add(wait.For);
                    Now += wait.For;
                    saved = run;
                    break;
                case CheckDecision.Look look when !before:
                    seen = table.Answer(look);
                    break;
                case CheckDecision.Act act:
                    Assert.Null(WhyHeld);
                    saved = run with { Intent = ["an intent"] };
                    results = before ? [] : [.. act.Changes.Select(change => table.Make(change, Now))];
                    run = saved;
                    break;
            }

            if (before || after)
            {
                (run, seen, results) = (saved, Evidence.NotAsked, []);
            }
        }

        throw new InvalidOperationException("the run does not end");
    }
}
