using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// How a target's record takes a check's breach in: as an alarm that fires, but with nothing to ask later whether it
/// still does. So an incident that a breach opened is over when the evidence says so.
/// </summary>
internal static class Breaches
{
    /// <summary>Findings of which an incident keeps the newest breach; the oldest goes first.</summary>
    public const int MostKept = 20;

    public static Intake TakeBreach(
        this TargetRecord record,
        Signal.BreachFound breach,
        Route route,
        DateTimeOffset now
    )
    {
        var known = record.AlarmsSeen.TryGetValue(breach.Source, out var seenAt);
        var remembered = record.Remember(breach.Source, breach.At);
        return record.Open switch
        {
            { } open when known && breach.At == seenAt => record.Repeated(open, breach.Source, now),
            _ when known && breach.At <= seenAt => new Intake.Ignore(
                record,
                $"{breach.Source}: duplicate or out of order"
            ),
            { } open => new Intake.Look(
                remembered with
                {
                    Open = open.Join(breach, route, now),
                },
                IsNew: false,
                $"{breach.Line}; joins {open.Id}"
            ),
            null when record.Returning(ended => ended.HasHad(breach), route, now) is { } last => new Intake.Look(
                remembered with
                {
                    Open = last.Return(now).Join(breach, route, now).Behind(breach),
                },
                IsNew: false,
                $"{breach.Line}; {last.Id} is open again"
            )
            {
                CameBack = true,
            },
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
                            breach.Line,
                            record.LastGood,
                            now,
                            record.LastId
                        )
                        .DetectedBy(DetectionKind.Scheduled, breach.Check)
                        .With(breach)
                        .Behind(breach),
                    LastEnded = null,
                },
                IsNew: true,
                $"{breach.Line}; opens an incident"
            ),
        };
    }

    /// <summary>
    /// A breach makes a person's rehearsal real, and an incident worse, as an alarm does; one whose alarms people
    /// silenced stays as it is.
    /// </summary>
    private static Incident Join(this Incident open, Signal.BreachFound breach, Route route, DateTimeOffset now)
    {
        var noted = open.Note(now, EntryKind.Signal, breach.Line).With(breach);
        return open.Trend.Silenced is not null
            ? noted
            : TargetRecord.Climb(noted, route, breach.Line, now).Call(route, breach.Line, now, byPerson: false) with
            {
                // That a stopped service does not answer is known, however many checks find it.
                Severity =
                    open.Escalation is { WhileStopped: true } || open.Severity < route.Severity
                        ? open.Severity
                        : route.Severity,
                Clearance = noted.Clearance with
                {
                    Ceiling = route.Ceiling > noted.Clearance.Ceiling ? route.Ceiling : noted.Clearance.Ceiling,
                },
            };
    }

    /// <summary>It is the one that opened the incident, or brought it back.</summary>
    private static Incident Behind(this Incident incident, Signal.BreachFound breach) =>
        incident with
        {
            Cause = incident.Cause with { Breach = Ref(breach) },
        };

    private static Incident With(this Incident incident, Signal.BreachFound breach)
    {
        var all = incident
            .Cause.Breaches.RemoveAll(one => (one.Check, one.Key) == (breach.Check, breach.Key))
            .Add(Ref(breach));
        return incident with
        {
            Cause = incident.Cause with { Breaches = all.Length <= MostKept ? all : all.RemoveAt(0) },
        };
    }

    private static BreachRef Ref(Signal.BreachFound breach) =>
        new(breach.Check, breach.Key, breach.Remedy, breach.At, breach.Because);
}
