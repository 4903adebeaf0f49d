using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Simulator.World;

namespace LambdaOps.Simulator.Drills;

/// <summary>What no drill may ever do, whatever it expects. The first rule that was broken, or null.</summary>
internal static class SafetyRules
{
    public static string? Broken(Simulation simulation, Drill drill, string function, IReadOnlyList<Incident> incidents)
    {
        var calls = simulation.World.Calls.Where(call => call.Caller == function).ToList();
        return CapacityChanged(simulation, function)
            ?? ActedBesidesIntent(calls, incidents)
            ?? ActedWithoutLeave(simulation, calls)
            ?? ForcedTwice(simulation, drill, function);
    }

    /// <summary>The 503 procedure never changes a desired count.</summary>
    private static string? CapacityChanged(Simulation simulation, string function) => simulation.World.Fleet.Services
        .SelectMany(service => service.DesiredChanges)
        .FirstOrDefault(change => change.By == function) is { } change
            ? $"desired count {change.From} -> {change.To}"
            : null;

    /// <summary>Every changing call stands in a record as an intent that was written before it.</summary>
    private static string? ActedBesidesIntent(List<CallRecord> calls, IReadOnlyList<Incident> incidents)
    {
        var intents = incidents.SelectMany(incident => incident.Lines).Where(line =>
            line.Kind == EntryKind.Intended).ToList();
        return calls.Where(IsChange).FirstOrDefault(call => !intents.Exists(line => line.At <= call.At)) is { } call
            ? $"{call.Operation} at {call.At:HH:mm:ss} without an intent"
            : null;
    }

    private static string? ActedWithoutLeave(Simulation simulation, List<CallRecord> calls) =>
        simulation.Options.Estate.Services.Any(service => service.ServiceUnavailable?.Mode == Mode.Act)
            ? null
            : calls.FirstOrDefault(IsChange) is { } call ? $"{call.Operation} in observe mode" : null;

    /// <summary>One remedy, one attempt: never the same again (DESIGN 8.4).</summary>
    private static string? ForcedTwice(Simulation simulation, Drill drill, string function)
    {
        var mine = simulation.World.Fleet.Services.SelectMany(service => service.DeploymentHistory)
            .Count(deployment => deployment.By == function);
        return mine > Math.Max(1, drill.Expect.Actions.Length) ? $"{mine} deployments were started" : null;
    }

    private static bool IsChange(CallRecord call) => call.Operation == "UpdateService" && call.Error is null;
}
