using System.Globalization;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Reports;

/// <summary>An incident's recovery level and what became of its goals, in the words of notices and reports.</summary>
internal static class RecoveryWords
{
    /// <summary>How the time to recover does; null where no level counts.</summary>
    public static Phrase? OfTime(Incident incident, NoticePlace place, DateTimeOffset now)
    {
        if (incident.Recovery is not { } clock)
        {
            return null;
        }

        var (level, goal) = (("level", Number((int)clock.Level)), ("goal", Minutes(clock.Rto)));
        return (clock.Took(incident), incident.EndedAt, clock.MissedAt) switch
        {
            ({ } took, _, _) => Phrase.Of(
                took <= clock.Rto ? "recovery.reached" : "recovery.missed",
                level,
                goal,
                ("minutes", Minutes(took))
            ),
            (null, _, { } at) => Phrase.Of("recovery.late", level, goal, ("time", place.Local(at))),
            (null, null, null) => Phrase.Of(
                "recovery.running",
                level,
                goal,
                ("minutes", Minutes(clock.DueAt > now ? clock.DueAt - now : TimeSpan.Zero)),
                ("time", place.Local(clock.DueAt))
            ),
            _ => Phrase.Of("recovery.unknown", level, goal),
        };
    }

    /// <summary>What is known of data that was lost; null where no level counts.</summary>
    public static Phrase? OfData(Incident incident) =>
        incident.Recovery switch
        {
            null => null,
            { DataLost: null } clock => Phrase.Of("recovery.lost.unknown", ("goal", Minutes(clock.Rpo))),
            { DataLost.Ticks: <= 0 } => Phrase.Of("recovery.lost.none"),
            { DataLost: { } lost } clock => Phrase.Of(
                lost > clock.Rpo ? "recovery.lost.missed" : "recovery.lost.reached",
                ("minutes", Minutes(lost)),
                ("goal", Minutes(clock.Rpo))
            ),
        };

    private static string Minutes(TimeSpan time) => Number(RecoveryClock.Minutes(time));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
