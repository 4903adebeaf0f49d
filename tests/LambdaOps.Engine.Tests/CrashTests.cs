using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Engine.Tests.Fakes;

namespace LambdaOps.Engine.Tests;

/// <summary>
/// Every single call of every port fails once: before and after it took effect, with the process dying of it or going
/// on. Whatever fails, the outage ends with one restart, and while the incident is open something is always coming.
/// </summary>
public class CrashTests
{
    private static readonly ServiceUnavailablePolicy s_careful = ServiceUnavailablePolicy.Default with
    {
        ActAtOnceWhenEvidenceAgrees = false,
    };

    /// <summary>At once: the alarm's own invocation acts. Careful: a tick does, after five probes.</summary>
    public static TheoryData<bool, bool, bool> Ways =>
        new()
        {
            { true, true, true },
            { true, true, false },
            { true, false, true },
            { true, false, false },
            { false, true, true },
            { false, true, false },
            { false, false, true },
            { false, false, false },
        };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AnyCall_MayFailOnce(bool atOnce, bool afterEffect, bool dies)
    {
        var calls = await Fault.OfEachCallAsync(fault => RunAsync(atOnce, fault), afterEffect, dies);
        Assert.InRange(calls, atOnce ? 60 : 90, 400);
    }

    /// <summary>Three deliveries of the alarm, and the process that handles one of them dies.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnyCall_MayFailAmongDuplicates(bool atOnce)
    {
        for (var call = 0; call < 60; call++)
        {
            await RunAsync(atOnce, new Fault(call, AfterEffect: true, Dies: true), duplicates: 3);
        }
    }

    private static async Task<int> RunAsync(bool atOnce, Fault? fault, int duplicates = 1)
    {
        var bench = new Bench(policy: atOnce ? null : s_careful);
        bench.Calls.Fault = fault;
        for (var copy = 0; copy < duplicates; copy++)
        {
            await bench.DeliverAsync(Bench.Alarm());
        }

        while (bench.FollowUps.Pending.Count > 0)
        {
            Assert.True(bench.Time.Now < Bench.Start.AddHours(25), $"{Name(bench, fault)}: stalled");
            await bench.StepAsync();
        }

        Assert.True(bench.Journal.Record.Open is null, $"{Name(bench, fault)}: open, and nothing is coming");
        Assert.True(bench.World.Effects.Count == 1, $"{Name(bench, fault)}: {bench.World.Effects.Count} restarts");
        Assert.True(
            bench.Journal.Ended.All(ended => ended.Status is IncidentStatus.Resolved or IncidentStatus.HandedOff)
                && bench.Journal.Ended.Count == 1,
            $"{Name(bench, fault)}: {bench.Journal.Ended.Count} ended"
        );
        return bench.Calls.Log.Count;
    }

    private static string Name(Bench bench, Fault? fault) =>
        fault is null
            ? "without a fault"
            : $"{(fault.AfterEffect ? "after" : "before")} call {fault.Call} "
                + $"({bench.Calls.Log.ElementAtOrDefault(fault.Call)}){(fault.Dies ? ", dying" : "")}";
}
