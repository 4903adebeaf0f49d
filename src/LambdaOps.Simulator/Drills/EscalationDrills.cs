using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Remedies.Latency;

namespace LambdaOps.Simulator.Drills;

/// <summary>The rehearsals of what follows when a person has to take an incident.</summary>
public static class EscalationDrills
{
    public static IReadOnlyList<Drill> All { get; } =
    [
        new Drill("nobody-answers", "No capacity for new tasks, and L1 does not answer: L3 is paged after 15 minutes.")
        {
            Script = stage => stage.After(0, "capacity is gone", at => at.Service.LoseCapacity().Crash()),
            Expect = new DrillExpectation(IncidentStatus.HandedOver)
            {
                Levels = [EscalationLevel.L1, EscalationLevel.L3],
            },
            AtLeast = TimeSpan.FromMinutes(35),
            Limit = TimeSpan.FromHours(1),
        },
        new Drill("acknowledged", "A table is throttled, L1 answers and heals it within the hour: L2 sleeps on.")
        {
            Remedy = Latency.RemedyName,
            Script = stage =>
                stage
                    .After(
                        0,
                        "throttled",
                        at => at.Simulation.World.Tables.All[0].Throttle(3000, requestsPerSecond: 20)
                    )
                    .Acknowledge(1200),
            Expect = new DrillExpectation(IncidentStatus.Resolved)
            {
                Levels = [EscalationLevel.L1],
                Record = "operator has it",
            },
            AtLeast = TimeSpan.FromMinutes(80),
            Limit = TimeSpan.FromHours(2),
        },
    ];
}
