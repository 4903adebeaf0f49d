using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Signals;

/// <summary>How an alarm stands to the incidents of the targets with which its own shares something.</summary>
public abstract record Position
{
    /// <summary>After this time a claim without an incident holds nobody up, whatever its target does.</summary>
    public static TimeSpan ClaimHolds { get; } = TimeSpan.FromSeconds(60);

    private Position() { }

    /// <summary>No other target has it: its own will, or does already; these dependencies are to be claimed.</summary>
    public sealed record Leads(ImmutableArray<Lead> Claims) : Position;

    /// <summary>Another target's incident takes it in.</summary>
    public sealed record Joins(JournalView Leader, Dependency Dependency) : Position;

    /// <summary>Another target is about to open its incident.</summary>
    public sealed record Waits(TargetId Leader) : Position;

    /// <summary>
    /// The target whose record says whether it leads the dependency's disturbance; null when no other target can. What
    /// another incident has let go is its own target's: it does not wait for a further one.
    /// </summary>
    public static TargetId? Rival(Signal.AlarmChanged alarm, TargetId own, Dependency dependency, Lead lead) =>
        lead is { Leader: { } leader, Incident: not null }
        && leader != own
        && alarm.LeftBy is null
        && dependency.Targets.Contains(leader)
            ? leader
            : null;

    /// <summary>How the alarm stands to one dependency.</summary>
    /// <param name="rival">The record of <see cref="Rival"/>, where there is one.</param>
    /// <param name="joinsWorse">For a host that proves what would happen if a worse rung joined a milder one.</param>
    public static Position Of(
        Signal.AlarmChanged alarm,
        Intake.Look look,
        Route route,
        Dependency dependency,
        Lead lead,
        JournalView? rival,
        Estate estate,
        DateTimeOffset now,
        bool joinsWorse = false
    )
    {
        var begins = look.IsNew || look.CameBack;
        var isOpening = rival is not null && IsOpening(rival, lead, now);
        return rival switch
        {
            null when lead.Leader == look.Record.Target && lead.Incident == look.Record.Open!.Id && !look.CameBack =>
                new Leads([]),
            null => new Leads([lead]),
            _ when !begins && (isOpening || rival.Record.Open?.Id == lead.Incident) => new Leads([]),
            _ when isOpening => new Waits(rival.Record.Target),
            _ when Takes(rival, lead, alarm, route, estate, now, joinsWorse) => new Joins(rival, dependency),
            _ => new Leads([lead]),
        };
    }

    /// <summary>
    /// Whether the leader has claimed the disturbance and its incident is not in its record yet. It holds its own lease
    /// from before the claim until the record is written: no lease means that it died or is over, and nobody waits.
    /// </summary>
    private static bool IsOpening(JournalView leader, Lead lead, DateTimeOffset now) =>
        leader.Record.Open is null
        && leader.LeasedUntil > leader.At
        && now - lead.Since < ClaimHolds
        && !(leader.Record.LastEnded is { } last && last.Id == lead.Incident && last.EndedAt >= lead.Since);

    /// <summary>
    /// Whether the leader's incident takes the alarm in: it is open, not with on-call and not silenced, young enough,
    /// takes further alarms, may do as much as the alarm's own would (an alarm that may be acted on does not vanish in an
    /// incident that only monitors), and stands on no lower rung.
    /// </summary>
    private static bool Takes(
        JournalView leader,
        Lead lead,
        Signal.AlarmChanged alarm,
        Route route,
        Estate estate,
        DateTimeOffset now,
        bool joinsWorse
    ) =>
        leader.Record.Open is { } open
        && open.Id == lead.Incident
        && open is { IsHandedOff: false, Trend.Silenced: null }
        && (
            open.HasHeard(alarm)
            || (
                now - open.LastJoined() < estate.JoinWithin
                && open.Cause.Joined.Length < Joining.MostJoined
                && ModeOf(open, estate) >= route.Mode
                && (joinsWorse || RungOf(route.Target, route.Remedy) <= RungOf(estate.Find(open.Target), open.Remedy))
            )
        );

    /// <summary>
    /// How far up its target's ladder a remedy stands; below the ladder where it is none of its rungs. What is all down
    /// does not wait in another target's milder incident until that is handed off.
    /// </summary>
    public static int RungOf(Resource? target, ProcedureName remedy) =>
        target is OperatedService service ? service.Ladder.IndexOf(remedy) : -1;

    private static Mode ModeOf(Incident open, Estate estate) =>
        estate.Find(open.Target) is { } target && AllProcedures.Find(open.Remedy)?.SettingFor(target) is { } setting
            ? Modes.Least(open.Clearance.Ceiling, setting.Mode)
            : Mode.Off;
}
