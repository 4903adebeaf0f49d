using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.DataRestore;

/// <summary>
/// The steps of a restore. Each is found as done by looking, so that one that nobody wrote down is not made twice.
/// </summary>
internal sealed class RestoreSteps(
    Incident incident,
    DataRestoreSight sight,
    OperatedTable target,
    DataRestorePolicy policy
)
{
    /// <summary>Changes without any answer or effect, after which it is handed off to on-call.</summary>
    private const int MostTries = 3;

    /// <summary>A table that was asked for is not shown at once everywhere.</summary>
    private static readonly TimeSpan s_shownWithin = TimeSpan.FromMinutes(5);

    private string Name => RestoreAim.NameFor(target.Name, At);

    private DateTimeOffset At => incident.DataRestore.Request?.At ?? default;

    /// <summary>The arms stand in order of precedence.</summary>
    public Decision Next() =>
        incident switch
        {
            { IsHandedOff: true } => Attended(incident, policy, $"{sight}"),
            { DataRestore.Request: null, IsSignalled: true } => Ask(
                "an alarm cannot say to which time: a person has to ask for it"
            ),
            { DataRestore.Request: not { Wish: RestoreWish.Begin, At: not null } } => Answer($"{sight}"),
            { DataRestore.IsAborted: true } when !incident.HasAskedForRestore => Answer(
                "an operator aborts it: nothing was restored"
            ),
            { DataRestore.IsAborted: true } => new Decision.Resolved(
                $"an operator aborts it: {Name} stays as it is, neither completed nor relied on: {sight}"
            ),
            { IsSignalled: true } when MayGiveWay => new Decision.SwitchTo(
                DatabaseErrorsProcedure.ProcedureName,
                $"an alarm of {target.Id} does not wait for a restore{DataRestoreMemory.Unfinished(incident)}"
            ),
            { Offer.Answer: { Approved: false } no } => Answer(
                $"{no.By} declined it: nothing was restored ({no.Because})"
            ),
            _ when !incident.HasAskedForRestore => WhyNot() is { } because
                ? Answer($"{target.Id} is not restored: {because}")
                : Act(RestoreChange, DataRestorePhase.Restoring, Terms()),
            _ => sight.Restored.Table is { } made ? WhileThere(made) : WhileNotThere(),
        };

    /// <summary>On-call has it: nothing more is done, and it ends when they have acknowledged it, or in time.</summary>
    internal static Decision Attended(Incident incident, DataRestorePolicy policy, string what)
    {
        var over = new Decision.Resolved($"handed off to on-call; nothing more is done here: {what}") { IsLeft = true };
        return incident.Escalation is { Acknowledged: null, HandedOffAt: var since }
            ? new Decision.Wait(
                Phase.HandedOff,
                Rollouts.Seldom(policy.CheckEvery),
                new Until.Moment(since + policy.AttendAtMost, over),
                $"handed off to on-call: {what}"
            )
            : over;
    }

    private bool MayGiveWay =>
        target.DatabaseErrors is { Mode: not Mode.Off }
        && !incident.Rung.Climbed.Contains(DatabaseErrorsProcedure.ProcedureName);

    private Change.RestoreTable RestoreChange => new(target.Id, Name, At);

    /// <summary>Why nothing can be restored as it was asked for; null when it can.</summary>
    private string? WhyNot() =>
        sight switch
        {
            { Source.Table: null } => "DynamoDB has no such table",
            { Source.Table.Status: var status } when status is not (TablePart.Active or "UPDATING") =>
                $"the table is {status}",
            { Source: { Earliest: null } or { Latest: null } } =>
                "its point-in-time recovery is off: restore a backup by hand (aws dynamodb restore-table-from-backup, or AWS Backup)",
            { Source.Earliest: { } earliest } when At < earliest =>
                $"{Moment(At)} is before {Moment(earliest)}, from when on it can be restored",
            { Source.Latest: { } latest } when At > latest =>
                $"{Moment(At)} is after {Moment(latest)}, up to when it can be restored now; DynamoDB is some minutes behind",
            { Restored.Table: not null } =>
                $"there is a table {Name} already, and nothing is written over: name another minute",
            _ => null,
        };

    /// <summary>What a person approves: what is made, what it does not have, what it costs, what cannot be undone.</summary>
    private string Terms()
    {
        var besides = sight.Source.Table!.Besides;
        var replicas = sight.Source.Table.Replicas;
        return $"{Name} becomes a new table with what {target.Id} had at {Moment(At)}; what was written after that is not in it. "
            + $"{target.Id} stays as it is, and is used until you switch. A restore cannot be taken back or stopped: it is billed by "
            + "its size, as the new table is, until you delete that. The new table has on-demand capacity"
            + (
                replicas.IsEmpty
                    ? ""
                    : $", is in this region only (the old one is also in {string.Join(", ", replicas)})"
            )
            + (besides.IsEmpty ? "" : $", and does not have: {string.Join("; ", besides)}")
            + ". Alarms on the old table say nothing of the new one";
    }

    private Decision WhileNotThere() =>
        incident switch
        {
            { DataRestore.WasThere: true } => Ask($"{Name} is not there any more: someone deleted it"),
            { LastAttempt: { Outcome: AttemptOutcome.Refused } refused } => Refused(refused),
            _ when incident.Failures<Change.RestoreTable>() >= MostTries => Ask(
                $"{MostTries} restores did not take effect"
            ),
            { LastAttempt: { Outcome: AttemptOutcome.Done, Change: Change.RestoreTable, At: var asked } } => Expect(
                DataRestorePhase.Restoring,
                $"DynamoDB has accepted the restore, and does not show {Name} yet",
                asked,
                s_shownWithin
            ),
            _ when WhyNot() is { } because => Ask($"the restore took no effect, and cannot be tried again: {because}"),
            _ => Act(RestoreChange, DataRestorePhase.Restoring, Terms()),
        };

    private Decision WhileThere(TableFeatures made) =>
        sight.Restored switch
        {
            var other when !other.IsOf(target.Name, At) => Ask(
                $"{Name} is no restore of {target.Id} to {Moment(At)}: someone else made it; leaving it alone"
            ),
            { IsRestoring: true } or { Table.Status: "CREATING" } => Expect(
                DataRestorePhase.Restoring,
                $"DynamoDB restores {target.Id} to {Moment(At)} into {Name}",
                AskedAt,
                policy.RestoreWithin
            ),
            { Table.Status: "UPDATING" } => Expect(
                DataRestorePhase.Completing,
                $"{Name} is being changed",
                incident.LastAttempt?.At ?? AskedAt,
                incident.LastAttempt is { Change: Change.OfRestore and not Change.RestoreTable }
                    ? policy.ActiveWithin
                    : policy.RestoreWithin
            ),
            { Table.IsActive: false } => Ask($"{Name} is {made.Status}"),
            _ when incident.LastAttempt
                    is { Outcome: AttemptOutcome.Refused, Change: Change.OfRestore and not Change.RestoreTable } no =>
                Refused(no),
            _ when incident.Failures<Change.OfRestore>(change => change is not Change.RestoreTable) >= MostTries => Ask(
                $"{MostTries} changes of {Name} did not take effect"
            ),
            _ when sight.Source.Table is not { } source => Ask($"{target.Id} is not there any more; {Name} is"),
            _ => Complete(sight.Source.Table!, made),
        };

    private Decision Complete(TableFeatures source, TableFeatures made) =>
        (RestoreLooks.LacksOf(source, made), sight.Compared) switch
        {
            (RestoredLack.Tags, _) => Act(
                new Change.TagRestoredTable(target.Id, Name, made.Arn, source.Tags),
                DataRestorePhase.Completing,
                "a restore brings no tags back"
            ),
            (RestoredLack.Recovery, _) => Act(
                new Change.ProtectRestoredTable(target.Id, Name, source.RecoveryDays!.Value),
                DataRestorePhase.Completing,
                "a restore leaves point-in-time recovery off"
            ),
            (RestoredLack.Stream, _) => Act(
                new Change.StreamRestoredTable(target.Id, Name, source.Stream!),
                DataRestorePhase.Completing,
                "a restore brings no stream back"
            ),
            (_, null) => Expect(
                DataRestorePhase.Completing,
                "both tables are compared at the next look",
                incident.LastAttempt?.At ?? AskedAt,
                policy.RestoreWithin + policy.ActiveWithin
            ),
            (_, { } compared) when compared.WhyWrong(source, made) is { } because => Ask(
                $"{Name} is restored, and is not what {target.Id} was: {because}; {compared}"
            ),
            _ when source.TimeToLive is { } attribute && made.TimeToLive is null => Act(
                new Change.ExpireRestoredTable(target.Id, Name, attribute),
                DataRestorePhase.Completing,
                "the table is compared, and its items expire as those of the old one"
            ),
            (_, { } compared) => new Decision.Resolved(Finished(source, compared)),
        };

    private string Finished(TableFeatures source, TableComparison compared)
    {
        var differ = compared.Sampled - compared.Same - compared.ChangedSince;
        return $"restored {target.Id} to {Moment(At)} as {Name}, and compared: keys and indexes are the same, {compared}"
            + (
                differ > 0 && target.ChangedAttribute is null
                    ? "; the estate names no attribute that says when an item was changed, so nobody can tell whether the others were changed since"
                    : ""
            )
            + $". {target.Id} was not touched, and is still in use. To switch: put {Name} where the application reads its table's name "
            + "(a new version of its secret), allow its task role the new table, then ask for configChange with that version"
            + ". Still to do by hand: alarms for the new name"
            + (source.Stream is null ? "" : ", the readers of the old table's stream")
            + (source.Besides.IsEmpty ? "" : $", {string.Join(", ", source.Besides)}")
            + "; delete what you do not need yourself";
    }

    private DateTimeOffset AskedAt =>
        incident.RungAttempts.FirstOrDefault(attempt => attempt.Change is Change.RestoreTable)?.At
        ?? incident.Intent?.At
        ?? incident.RungSince;

    private Decision.Escalate Refused(Attempt refused) =>
        Ask($"AWS refused '{refused.Change.Description}' ({refused.Detail})");

    private Decision.Act Act(Change change, Phase then, string because) =>
        new(change, then, policy.CheckEvery, because);

    private Decision.Wait Expect(Phase phase, string because, DateTimeOffset since, TimeSpan within) =>
        new(
            phase,
            policy.CheckEvery,
            new Until.Moment(
                since + within,
                Ask(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"not finished after {within.TotalMinutes:0} min: {because}"
                    )
                )
            ),
            $"{because}: {sight}"
        );

    private static Decision.Answer Answer(string because) => new(because);

    private Decision.Escalate Ask(string because) =>
        new(Severity.P2, NextStep.RestoredTable, Rollouts.Seldom(policy.CheckEvery), $"{because}: {sight}");

    private static string Moment(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
}
