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
                    Open = Incident
                        .Open(
                            record.Target,
                            route.Remedy,
                            route.Severity,
                            route.Ceiling,
                            alarm: null,
                            changed.Line,
                            record.LastGood,
                            now,
                            record.LastId
                        )
                        .DetectedBy(DetectionKind.Automatic, "Amazon ECS"),
                },
                IsNew: true,
                $"{changed.Line}; opens an incident"
            ),
        };
    }

    private static bool IsWatched(Resource target) =>
        target is OperatedService { Rollout.Policy.WatchEveryDeployment: true };
}
