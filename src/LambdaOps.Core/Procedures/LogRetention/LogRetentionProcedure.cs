using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.LogRetention;

/// <summary>
/// Runbook 夜間バッチ処理, データクリーンアップ: ログローテーション (rotate-logs.sh). CloudWatch Logs deletes by itself what is older
/// than a group's retention, so this looks at the retention, and sets it where the estate says so.
/// </summary>
public sealed class LogRetentionProcedure : Check<LogRetentionPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("logRetention");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("NightlyCleanup");

    public override Paragraph Paragraph { get; } =
        new(
            When: "daily at 02:30",
            Does: "looks at how long each log group keeps its events; sets it where the estate enforces it, a shorter one a "
                + "night after it was announced",
            StopsWhen: "each group is reported"
        )
        {
            Runbook = "rotate-logs.sh",
        };

    public override Schedule Schedule { get; } = new Schedule.Daily(new TimeOnly(2, 30));

    public override ImmutableArray<Look> Looks => [LogGroupLooks.Retention];

    public override ImmutableArray<ChangeKind> Changes => [ChangeKind.SetLogRetention];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate)
    {
        var batches = estate.AllLogGroups.Chunk(LogGroupLooks.MostGroups).ToList();
        return
        [
            .. batches.Select(
                (groups, at) =>
                    new CheckPart(
                        batches.Count == 1 ? "all" : string.Create(CultureInfo.InvariantCulture, $"{at + 1}"),
                        new LogGroupBatch([.. groups])
                    )
            ),
        ];
    }

    public override CheckDecision Decide(CheckSituation situation)
    {
        var before = (situation.Run.Memory as CheckMemory.LogRetention)?.Tried ?? [];
        var memory = new CheckMemory.LogRetention([.. before, .. situation.Results.Select(TriedRetention.Of)]);
        return situation.Seen.Of(LogGroupLooks.Retention) switch
        {
            Fact<LogGroupStates>.Known(var groups, _) => On(situation, groups, memory),
            Fact<LogGroupStates>.Missing(var reason) => new CheckDecision.Report([
                new Finding(FindingLevel.Missing, "log groups", $"log groups could not be looked at: {reason}"),
            ]),
            Fact<LogGroupStates>.NotAsked => new CheckDecision.Look(
                situation.Part.About,
                [LogGroupLooks.Retention],
                memory
            ),
            _ => throw new UnreachableException(),
        };
    }

    private static CheckDecision On(CheckSituation situation, LogGroupStates groups, CheckMemory.LogRetention memory)
    {
        var shortenAfter = PolicyIn(situation.Estate).ShortenAfter;
        ImmutableArray<SeenLogGroup> seen =
        [
            .. ((LogGroupBatch)situation.Part.About).Groups.Select(rule => new SeenLogGroup(
                rule,
                groups.Of(rule.Name),
                situation,
                shortenAfter
            )
            {
                Tried = memory.Tried.LastOrDefault(tried => tried.Group == rule.Name),
            }),
        ];
        ImmutableArray<Change> due = [.. seen.Select(group => group.Due).OfType<Change>()];
        return due.IsEmpty
            ? new CheckDecision.Report([.. seen.Select(group => group.Finding())])
            : new CheckDecision.Act(situation.Part.About, due, "the estate enforces it", memory);
    }
}

/// <summary>A group that was set in this run.</summary>
/// <param name="HasWorked">Whether CloudWatch Logs took it.</param>
/// <param name="Said">How it went, for people.</param>
public sealed record TriedRetention(string Group, bool HasWorked, string Said)
{
    internal static TriedRetention Of(ChangeResult result)
    {
        var set = (Change.SetLogRetention)result.Change;
        var lost = set.Lost is { } words ? $"; {words} within 72 hours" : "";
        return result.Outcome == ChangeOutcome.Done
            ? new TriedRetention(
                set.Group,
                true,
                $"set in this run, before: {SeenLogGroup.InWords(set.Before is 0 ? null : set.Before)}{lost}"
            )
            : new TriedRetention(set.Group, false, $"setting it: {result.Outcome}: {result.Detail}");
    }
}

/// <summary>A log group as the estate wants it and as it is.</summary>
/// <param name="State">Null where there is none.</param>
internal sealed record SeenLogGroup(
    LogGroupRule Rule,
    LogGroupState? State,
    CheckSituation Situation,
    TimeSpan ShortenAfter
)
{
    /// <summary>Null while it was not set in this run.</summary>
    public TriedRetention? Tried { get; init; }

    /// <summary>The change that is to be made now; null for none.</summary>
    public Change.SetLogRetention? Due =>
        Wanted is { } change
        && Rule.Enforce
        && Situation.Run.WhyHeld is null
        && Tried is null
        && (change.Lost is null || ShortensAt <= Situation.Now)
            ? change
            : null;

    /// <summary>What would make it as the estate wants it; null where it is.</summary>
    private Change.SetLogRetention? Wanted =>
        State is { } state && Rule.RetentionDays is { } days && state.RetentionDays != days
            ? new Change.SetLogRetention(Rule.Name, days, state.RetentionDays ?? 0)
            : null;

    /// <summary>When a shorter one is set that stands in reports; null where none has it yet.</summary>
    private DateTimeOffset? ShortensAt =>
        Situation.Last?.Since.TryGetValue(ShortenKey, out var since) == true ? since + ShortenAfter : null;

    /// <summary>With the numbers in it, so that another wish is announced anew.</summary>
    private string ShortenKey =>
        FormattableString.Invariant($"shorten {Rule.Name} from {State!.RetentionDays ?? 0} to {Rule.RetentionDays}");

    private string Key => $"retention {Rule.Name}";

    public Finding Finding() =>
        State is not { } state ? Warn("does not exist: nothing is logged there, or the estate misspells it")
        : Wanted is { } change ? Other(change)
        : Rule.RetentionDays is null && state.RetentionDays is null
            ? Warn("keeps its events for ever: say under logGroups for how long, and with enforce it is set")
        : Fine(state);

    private Finding Other(Change.SetLogRetention change)
    {
        var found = FormattableString.Invariant(
            $"keeps its events {InWords(State!.RetentionDays)}, and the estate wants {change.Days} days"
        );
        return Tried is { HasWorked: true } ? Warn($"{found}: {Tried.Said}, and not seen yet")
            : Tried is { } tried ? Warn($"{found}; {tried.Said}")
            : !Rule.Enforce ? Warn($"{found}: set it, or say enforce")
            : change.Lost is { } lost
                ? new Finding(
                    FindingLevel.Warning,
                    ShortenKey,
                    $"{Rule.Name} {found}: {Planned(ShortensAt ?? Situation.Now + ShortenAfter)}; {lost} for good within 72 hours after that"
                )
            : Warn($"{found}: would be set: {Situation.Run.WhyHeld}");
    }

    private string Planned(DateTimeOffset at) =>
        Situation.Run.WhyHeld is { } held
            ? $"would be set: {held}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"is set in the first run after {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
            );

    private Finding Fine(LogGroupState state) =>
        new(
            FindingLevel.Fine,
            Key,
            $"{Rule.Name} keeps its events {InWords(state.RetentionDays)}"
                + (Tried is { } tried ? $": {tried.Said}" : "")
        );

    private Finding Warn(string text) => new(FindingLevel.Warning, Key, $"{Rule.Name} {text}");

    internal static string InWords(int? days) =>
        days is { } some ? FormattableString.Invariant($"for {some} days") : "for ever";
}
