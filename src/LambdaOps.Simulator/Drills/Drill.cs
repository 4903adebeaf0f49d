using LambdaOps.Core.Incidents;
using LambdaOps.Simulator.World.Fleets;
using LambdaOps.Simulator.World.Plans;

namespace LambdaOps.Simulator.Drills;

/// <summary>One outage to rehearse: what happens, and how it must end.</summary>
public sealed record Drill(string Name, string What)
{
    /// <summary>Changes the world's plan for this drill: another way to deploy, other traffic.</summary>
    public Func<ServicePlan, ServicePlan> Shape { get; init; } = plan => plan;

    /// <summary>Schedules what goes wrong. Called before time starts.</summary>
    public required Action<DrillStage> Script { get; init; }

    public required DrillExpectation Expect { get; init; }

    /// <summary>Environments of a function that may run at the same virtual time.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Virtual time from the fault until a drill that has not ended counts as stuck.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(40);
}

/// <summary>How a drill must end.</summary>
/// <param name="Outcome">Resolved, or handed over to a person.</param>
/// <param name="Actions">The kinds of action that must have been made, in order, and no others.</param>
public sealed record DrillExpectation(IncidentStatus Outcome, params string[] Actions)
{
    /// <summary>How many seconds after the signal the first action must have been made at the latest.</summary>
    public int? FirstActionWithinSeconds { get; init; }
}

/// <summary>What a script can reach.</summary>
public sealed class DrillStage(Simulation simulation, string function)
{
    /// <summary>When the first fault is scheduled.</summary>
    public DateTimeOffset FaultAt { get; } = simulation.World.Clock.Now + TimeSpan.FromMinutes(1);

    public Simulation Simulation => simulation;

    /// <summary>The service that the drill is about: the estate's first.</summary>
    public FleetService Service => simulation.World.Fleet.Services[0];

    /// <summary>The remedy's function.</summary>
    public string Function => function;

    /// <summary>Lets something happen some seconds after the first fault.</summary>
    public DrillStage After(double seconds, string what, Action<DrillStage> happen)
    {
        simulation.World.Clock.At(FaultAt + TimeSpan.FromSeconds(seconds), what, () => happen(this));
        return this;
    }
}
