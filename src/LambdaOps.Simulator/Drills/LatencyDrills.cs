using LambdaOps.Core.Incidents;
using LambdaOps.Core.Remedies.Latency;
using LambdaOps.Simulator.World.Plans;

namespace LambdaOps.Simulator.Drills;

/// <summary>The rehearsals of the latency procedure.</summary>
public static class LatencyDrills
{
    private const string Scale = nameof(RemedyAction.SetDesiredCount) + "+";

    private const string MoveMinimum = nameof(RemedyAction.SetScalingMinimum) + "+";

    /// <summary>So many times the usual requests: the tasks are nearly full, and answers wait.</summary>
    private const double Full = 2.35;

    private static readonly TimeSpan s_long = TimeSpan.FromHours(3);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("overload", "Twice the requests fill the tasks: scaled out, and given back after it is calm again.") with
        {
            Script = stage =>
                stage
                    .After(0, "overload", at => at.Service.Overload(Full))
                    .After(900, "the usual again", at => at.Service.EndOverload()),
            Expect = new DrillExpectation(IncidentStatus.Resolved, Scale)
            {
                DesiredAtEnd = 5,
                Record = "back to 5 in steps",
            },
            Limit = s_long,
        },
        Of("overload-beyond-ceiling", "More than the ceiling can carry: scaled to the ceiling, then a person.") with
        {
            Script = stage => stage.After(0, "overload", at => at.Service.Overload(8)),
            Expect = new DrillExpectation(IncidentStatus.HandedOver, Scale)
            {
                DesiredAtEnd = 10,
                Record = "the most that are allowed",
            },
        },
        Of("throttled-table", "A table is throttled and answers wait for it: a person, no scaling.") with
        {
            Script = stage =>
                stage.After(
                    0,
                    "throttled",
                    at => at.Simulation.World.Tables.All[0].Throttle(s_long.TotalSeconds, requestsPerSecond: 20)
                ),
            Expect = new DrillExpectation(IncidentStatus.HandedOver)
            {
                DesiredAtEnd = 5,
                Record = "more tasks would not help",
            },
        },
        Of("slow-but-idle", "Answers take longer, and the tasks have room: a person, with the slowest endpoints.") with
        {
            Script = stage => stage.After(0, "slow", at => at.Service.SlowDown(8)),
            Expect = new DrillExpectation(IncidentStatus.HandedOver)
            {
                DesiredAtEnd = 5,
                Record = "slowest endpoints: /api/votes/summary",
            },
        },
        Of("autoscaled", "The same overload where the service scales by itself: its minimum moves, and goes back.") with
        {
            Shape = plan => plan with { Autoscaling = new AutoscalingPlan(Min: 5, Max: 10, TargetCpuPercent: 95) },
            Script = stage =>
                stage
                    .After(0, "overload", at => at.Service.Overload(Full))
                    .After(900, "the usual again", at => at.Service.EndOverload()),
            Expect = new DrillExpectation(IncidentStatus.Resolved, MoveMinimum) { Record = "back to 5 in steps" },
            Limit = s_long,
        },
        Of("person-scales", "A person scales while LambdaOps does: the person's count stays.") with
        {
            Script = stage =>
                stage
                    .After(0, "overload", at => at.Service.Overload(Full))
                    .After(600, "a person scales", at => at.Service.Scale(8))
                    .After(900, "the usual again", at => at.Service.EndOverload()),
            Expect = new DrillExpectation(IncidentStatus.Resolved, Scale) { DesiredAtEnd = 8, Record = "left to them" },
            Limit = s_long,
        },
        Of("latency-killed-everywhere", "Overload, and the function dies after each of its writes once.") with
        {
            Script = stage =>
                stage
                    .After(0, "overload", at => at.Service.Overload(Full))
                    .After(900, "the usual again", at => at.Service.EndOverload())
                    .DieAround(Lambda.KillMoment.After),
            Expect = new DrillExpectation(IncidentStatus.Resolved, Scale) { DesiredAtEnd = 5, Deaths = 6 },
            Limit = s_long,
        },
    ];

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = Latency.RemedyName,
            Script = _ => { },
            Expect = new DrillExpectation(IncidentStatus.Resolved),
        };
}
