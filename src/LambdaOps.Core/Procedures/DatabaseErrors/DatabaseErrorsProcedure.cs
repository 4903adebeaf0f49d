using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.DatabaseErrors;

/// <summary>
/// データベース接続エラー, a table throttles or fails. The runbook's paragraph:
/// <code>
/// 1. テーブル状態確認        aws dynamodb describe-table
/// 2. スロットリング確認      get-metric-statistics (here: throttled requests by cause, for the table and each index)
/// 3. エラーログ確認          filter-log-events --filter-pattern "DynamoDB" (here: shown to on-call)
/// </code>
/// What is throttled for its provisioned capacity, or for the maximum of on-demand capacity, gets twice as much, up to
/// the estate's cap; what is scaled automatically by its bounds, as UpdateTable would be undone. A hot key range, an
/// account's limit and errors without throttling are on-call's, with the numbers. One change at a time; what was added
/// is restored at night, never under alarm.
/// </summary>
public sealed class DatabaseErrorsProcedure : Remedy<OperatedTable, DatabaseErrorsPolicy, DatabaseErrorsSight>
{
    public static ProcedureName ProcedureName { get; } = new("databaseErrors");

    public override ProcedureName Name => ProcedureName;

    public override Paragraph Paragraph { get; } =
        new(
            When: "a DynamoDB table throttles or fails",
            Does: "raises what is throttled, at most ×2 in one step, up to the cap; then on-demand where allowed; "
                + "restores it at night",
            StopsWhen: "5 min without throttling, and restored; hot keys, account limits, errors without throttling: on-call"
        )
        {
            Runbook = "データベース接続エラー",
        };

    public override ImmutableArray<Look> Looks { get; } =
    [TableLooks.State, TableLooks.Load, AlarmLooks.Own, AlarmLooks.Active];

    public override ImmutableArray<Look> LooksForPeople { get; } = [TableLooks.ErrorLines];

    public override ImmutableArray<ChangeKind> Changes =>
        [
            ChangeKind.SetTableThroughput,
            ChangeKind.SetTableBillingMode,
            ChangeKind.SetOnDemandMaximum,
            ChangeKind.SetTableScalingBounds,
        ];

    protected override Severity HandOffAt => Severity.P2;

    protected override NextStep Next => NextStep.TableCapacity;

    public override Incident Remember(Incident incident, Evidence seen, Resource target, DateTimeOffset now) =>
        incident with
        {
            Memory = incident.OfDatabase.After(DatabaseErrorsSight.Of(seen), now),
        };

    public override bool LooksWell(Evidence seen, Resource target) =>
        DatabaseErrorsSight.Of(seen) is { IsQuiet: true, State.IsActive: true };

    protected override DatabaseErrorsSight? See(Incident incident, Evidence seen, OperatedTable target) =>
        DatabaseErrorsSight.Of(seen);

    protected override Decision OnSight(
        Incident incident,
        DatabaseErrorsSight sight,
        OperatedTable target,
        DatabaseErrorsPolicy policy,
        DateTimeOffset now
    )
    {
        var held = CapacityHeld.Of(incident, sight.State);
        return sight switch
        {
            _ when incident.IsHandedOff && !(sight.IsQuiet && sight.State.IsActive) => Attend(
                policy,
                $"handed off to on-call: {sight}"
            ),
            { State.IsChanging: false } => Ask($"the table is not ACTIVE: {sight}", policy),
            { State.IsActive: false } => Expect(
                DatabaseErrorsPhase.WaitingForTable,
                policy,
                $"the table is being changed: {sight}",
                incident.OfDatabase.BusySince ?? now,
                policy.ActiveWithin,
                Ask(Text($"the table is not ACTIVE after {policy.ActiveWithin.TotalMinutes:0} min: {sight}"), policy)
            ),
            _ when !incident.IsHandedOff && incident.LastAttempt is { Outcome: AttemptOutcome.Refused } refused => Ask(
                $"AWS refused '{refused.Change.Description}' ({refused.Detail}): {sight}",
                policy
            ),
            { Worst: { } worst } => WhileThrottled(incident, sight, worst, held, target, policy, now),
            { Load.SystemErrors: var errors } when errors >= policy.SystemErrorsMeanFailing => Ask(
                $"DynamoDB itself answers with errors: {sight}",
                policy,
                NextStep.DatabaseService
            ),
            { IsQuiet: false } => Expect(
                DatabaseErrorsPhase.Diagnosing,
                policy,
                $"a few system errors: {sight}",
                incident.LastAttempt?.At ?? incident.RungSince,
                policy.NotifyWithin,
                Ask(
                    Text($"a few system errors for {policy.NotifyWithin.TotalMinutes:0} min: {sight}"),
                    policy,
                    NextStep.DatabaseService
                )
            ),
            { AlarmFiring: true } => WhileUnexplained(incident, sight, policy),
            _ => WhileQuiet(incident, sight, held, target, policy, now),
        };
    }

    private Decision WhileThrottled(
        Incident incident,
        DatabaseErrorsSight sight,
        PartLoad worst,
        ImmutableArray<CapacityHeld> held,
        OperatedTable table,
        DatabaseErrorsPolicy policy,
        DateTimeOffset now
    ) =>
        worst.Reason switch
        {
            _ when now - ChangedAt(incident) < policy.SettleFor => Watch(
                DatabaseErrorsPhase.RaisingCapacity,
                policy,
                $"the capacity was raised; waiting for the metrics to catch up: {sight}"
            ),
            _ when held.FirstOrDefault(one => one.IsOthers) is { } others => Ask(
                $"someone else changed what '{others.Last.Description}' had set; leaving it alone: {sight}",
                policy
            ),
            ThrottleReason.KeyRange => Ask(
                $"one range of keys is asked for too much; more capacity would not help: {sight}",
                policy,
                NextStep.HotKeys
            ),
            ThrottleReason.AccountLimit => Ask(
                $"the account's limit throttles; more capacity cannot be had: {sight}",
                policy,
                NextStep.TableQuota
            ),
            ThrottleReason.Provisioned or ThrottleReason.OnDemandMaximum => incident.Failures<Change>()
            < PageSteps.MostTries
                ? CapacityRaise.Of(sight.State, worst, table) switch
                {
                    ({ } change, var why) => new Decision.Act(
                        change,
                        DatabaseErrorsPhase.RaisingCapacity,
                        policy.CheckEvery,
                        $"{why}: {sight}"
                    ),
                    (null, var why) => Ask($"{why}: {sight}", policy),
                }
                : Ask($"raising the capacity did not take effect in {PageSteps.MostTries} tries: {sight}", policy),
            _ => Ask($"throttled, and no cause is counted: {sight}", policy),
        };

    /// <summary>
    /// Nothing is throttled, and an alarm fires. What was throttled before is waited for: alarms follow later. (One on a
    /// metric of AWS/DynamoDB alone never goes back by silence; then on-call is notified of it.)
    /// </summary>
    private Decision.Wait WhileUnexplained(Incident incident, DatabaseErrorsSight sight, DatabaseErrorsPolicy policy) =>
        incident switch
        {
            { IsHandedOff: true } => Attend(policy, $"handed off to on-call: {sight}"),
            { OfDatabase.TroubledAt: not null } => Watch(
                DatabaseErrorsPhase.Watching,
                policy,
                $"nothing is throttled any more; the alarm still fires: {sight}"
            ),
            _ => Expect(
                DatabaseErrorsPhase.Diagnosing,
                policy,
                $"an alarm fires, and nothing is throttled: {sight}",
                incident.RungSince,
                policy.SettleFor,
                Ask(
                    $"errors without throttling: not the table's capacity: {sight}",
                    policy,
                    NextStep.DatabaseAccess
                ) with
                {
                    Shows = TableLooks.ErrorLines,
                }
            ),
        };

    /// <summary>No alarm, nothing throttled: what was added is restored at night, then it is over.</summary>
    private static Decision WhileQuiet(
        Incident incident,
        DatabaseErrorsSight sight,
        ImmutableArray<CapacityHeld> held,
        OperatedTable table,
        DatabaseErrorsPolicy policy,
        DateTimeOffset now
    )
    {
        var quiet = now - (incident.OfDatabase.QuietSince ?? now);
        var ours = held.RemoveAll(one => one.IsOthers);
        return ours switch
        {
            _ when quiet < policy.WatchFor => Watch(
                Quietly(incident, DatabaseErrorsPhase.Watching),
                policy,
                Text($"nothing throttled for {quiet.TotalMinutes:0} min: {sight}")
            ),
            [] => new Decision.Resolved(
                Text($"nothing throttled for {quiet.TotalMinutes:0} min")
                    + (held.IsEmpty ? "" : "; someone else changed the capacity; leaving it alone")
                    + $": {sight}"
            ),
            _ when !table.RestoreAt.Contains(now) => Hold(
                incident,
                ours,
                policy,
                $"restored from {table.RestoreAt}: {sight}"
            ),
            _ => Restore(incident, sight, ours, policy),
        };
    }

    private static Decision Restore(
        Incident incident,
        DatabaseErrorsSight sight,
        ImmutableArray<CapacityHeld> ours,
        DatabaseErrorsPolicy policy
    )
    {
        // The mode first: units are provisioned again only then.
        var next = ours.FirstOrDefault(one => one.First is Change.SetTableBillingMode) ?? ours[^1];
        var former = next.Former(ours).ToList();
        var busy = former.Find(part =>
            sight.Load.UnitsOf(part.Index, part.Unit) * 100 > (double)part.Units * policy.RestoreBelowPercent
        );
        return next.WayBack(sight.State, ours) switch
        {
            _ when busy is { Units: > 0 } => Hold(
                incident,
                ours,
                policy,
                Text(
                    $"the added capacity is still needed: more than {policy.RestoreBelowPercent} % of {busy.Units} units/s: {sight}"
                )
            ),
            Change.SetTableThroughput { Index: var index }
                when sight.State.Part(index) is { DecreasesToday: >= TablePart.FreeDecreases } => Hold(
                incident,
                ours,
                policy,
                $"DynamoDB takes no more decreases today: {sight}"
            ),
            null => Hold(incident, ours, policy, $"the table is not as it was left: {sight}"),
            { } back => new Decision.Act(
                back,
                Quietly(incident, DatabaseErrorsPhase.RestoringCapacity),
                policy.CheckEvery,
                $"nothing throttled, and the night's window is open: {sight}"
            ),
        };
    }

    /// <summary>From when on the metrics are of the capacity that is there; null when nothing was changed.</summary>
    private static DateTimeOffset? ChangedAt(Incident incident) =>
        incident.LastAttempt is { Outcome: AttemptOutcome.Done, At: var at }
            ? incident.OfDatabase.ActiveAt is { } active && active > at
                ? active
                : at
            : null;

    /// <summary>What is still needed after days is another normal: whether it stays is on-call's to decide.</summary>
    private static Decision.Wait Hold(
        Incident incident,
        ImmutableArray<CapacityHeld> ours,
        DatabaseErrorsPolicy policy,
        string because
    ) =>
        new(
            Quietly(incident, DatabaseErrorsPhase.Holding),
            Decision.LongestCheckAgainIn,
            incident.IsHandedOff
                ? new Until.OnCall()
                : new Until.Moment(
                    ours.Min(one => one.Since) + policy.HoldAtMost,
                    new Decision.Escalate(
                        Severity.P4,
                        NextStep.TableCapacity,
                        Rollouts.Seldom(policy.CheckEvery),
                        Text($"added capacity has been held for {policy.HoldAtMost.TotalHours:0} h: {because}")
                    )
                ),
            $"holding the added capacity: {because}"
        );

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
