using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// How a target's record takes an event of a deployment in: it says that there is something to look at, and the look
/// says what. A rollout's own incident is woken; another remedy's has a line of it.
/// </summary>
internal static class Deployments
{
    public static Intake TakeDeployment(
        this TargetRecord record,
        Signal.DeploymentChanged changed,
        Route route,
        DateTimeOffset now
    )
    {
        const string Source = Signal.DeploymentChanged.Source;
        var known = record.AlarmsSeen.TryGetValue(Source, out var seenAt);
        var remembered = record.Remember(Source, changed.At);
        return record.Open switch
        {
            { } open when open.Remedy != route.Remedy && changed.Awaits => new Intake.Later(
                record,
                $"{changed.Line}: {open.Remedy} has {open.Id}; looked at after that"
            ),
            { } open when known && changed.At == seenAt => record.Repeated(open, Source, now),
            _ when known && changed.At <= seenAt => new Intake.Ignore(
                record,
                $"{changed.Line}: duplicate or out of order"
            ),
            { } open => new Intake.Look(
                remembered with
                {
                    Open = open.Note(now, EntryKind.Signal, changed.Line),
                },
                IsNew: false,
                $"{changed.Line}; joins {open.Id}"
            ),
            null when !changed.Awaits && !IsWatched(route.Target) => new Intake.Ignore(
                record,
                $"{changed.Line}: nothing waits, and the estate does not ask to watch each deployment"
            ),
            null => new Intake.Look(
                remembered with
                {
                    Open = record.OpenFor(changed.Line, route, now),
                },
                IsNew: true,
                $"{changed.Line}; opens an incident"
            ),
        };
    }

    /// <summary>
    /// An alarm or a breach for another procedure, while a rollout or a change of configuration has the target. One that
    /// may roll back looks first: the newest change may be why. Where it may not, or on-call has what it only watched,
    /// the other procedure takes the incident on at once: an outage does not wait for the end of a watch.
    /// </summary>
    /// <param name="byPerson">Whether a person asks for it: nothing is looked at before that.</param>
    internal static Incident Call(this Incident open, Route route, string because, DateTimeOffset now, bool byPerson)
    {
        if (DataRestoreMemory.IsFor(open))
        {
            return open.GiveWay(route, because, now, byPerson);
        }

        if (
            !open.Remedy.Deploys
            || IsItsOwn(open, route, byPerson)
            || route.Mode == Mode.Off
            || (byPerson && (route.Mode == Mode.Observe || open.Intent is not null))
            || open.Rung.Climbed.Contains(route.Remedy)
        )
        {
            return open;
        }

        var why = $"{because}{open.Unfinished}";
        return open.IsHandedOff switch
        {
            true when open.Intent is not null => open,
            true when open.Attempts.Any(attempt => attempt.Outcome == AttemptOutcome.Done) => open,
            true => (open with { Status = IncidentStatus.Open, Escalation = null })
                .Note(now, EntryKind.Signal, $"open again: {because}", new EntryDetail.Reopening())
                .SwitchTo(route.Remedy, why, now),
            _ when byPerson || !LooksFirst(open, route) => open.SwitchTo(route.Remedy, why, now),
            _ => open.Remembering(open.Rollout with { Calls = Higher(open.Rollout.Calls, route) }),
        };
    }

    /// <summary>
    /// Whether it is for who has the target. A change of configuration grades the alarms of its deployment as a rollout
    /// does, and hears what a person wants of it; before there is one, an alarm for rollout is another procedure's.
    /// </summary>
    private static bool IsItsOwn(Incident open, Route route, bool byPerson) =>
        open.Remedy == RolloutProcedure.ProcedureName || byPerson || open.IsDeploying
            ? route.Remedy.Deploys
            : open.Remedy == route.Remedy;

    /// <summary>
    /// Whether its next look decides. That of a change of configuration also tells the one who asked for it.
    /// </summary>
    private static bool LooksFirst(Incident open, Route route) =>
        open.Intent is not null
        || open.Remedy == ConfigChangeProcedure.ProcedureName
        || (
            AllProcedures.Find(open.Remedy)?.SettingFor(route.Target) is { Mode: var mode }
            && Modes.Least(mode, open.Clearance.Ceiling) == Mode.Act
        );

    /// <summary>The first that came, unless another one stands higher on the service's ladder.</summary>
    private static ProcedureName Higher(ProcedureName? before, Route route) =>
        before is { } first
        && route.Target is OperatedService service
        && service.Ladder.IndexOf(route.Remedy) <= service.Ladder.IndexOf(first)
            ? first
            : route.Remedy;

    /// <summary>A smoke test is a line of whatever is open, and else opens an incident that follows the deployment.</summary>
    public static Intake TakeSmokeTest(
        this TargetRecord record,
        Signal.SmokeTested tested,
        Route route,
        DateTimeOffset now
    )
    {
        if (record.AlarmsSeen.ContainsKey(tested.Source))
        {
            return record.Open is { } known
                ? record.Repeated(known, tested.Source, now)
                : new Intake.Ignore(record, $"{tested.Line}: duplicate");
        }

        return new Intake.Look(
            record.Remember(tested.Source, tested.At) with
            {
                Open = record.Open is { } open
                    ? open.Note(now, EntryKind.Signal, tested.Line)
                    : record.OpenFor(tested.Line, route, now),
            },
            IsNew: record.Open is null,
            tested.Line
        )
        {
            NotPassed = tested.Outcome == SmokeOutcome.Passed ? null : tested,
        };
    }

    private static Incident OpenFor(this TargetRecord record, string line, Route route, DateTimeOffset now) =>
        Incident
            .Open(
                record.Target,
                route.Remedy,
                route.Severity,
                route.Ceiling,
                alarm: null,
                line,
                record.LastGood,
                now,
                record.LastId
            )
            .DetectedBy(DetectionKind.Automatic, "Amazon ECS");

    private static bool IsWatched(Resource target) =>
        target is OperatedService { Rollout.Policy.WatchEveryDeployment: true };
}
