using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Tests.Fakes;

namespace LambdaOps.Engine.Tests;

/// <summary>Each incident has a number of its day, and no remedy waits for it.</summary>
public class NumberTests
{
    private static readonly IncidentNumber s_first = new(new DateOnly(2026, 1, 15), 1);

    [Fact]
    public async Task Incident_HasTheNextNumberOfItsDayAndKeepsIt()
    {
        var bench = new Bench();
        bench.Shares();
        bench.Estate = bench.Estate with { Dependencies = [] };
        await bench.HandleAsync(Bench.Alarm());
        await bench.HandleAsync(Bench.AlarmOf(Bench.Other));
        Assert.Equal(s_first with { Count = 2 }, bench.Open.Number);
        await bench.RunOutAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(300));

        await bench.HandleAsync(Bench.Alarm((bench.Time.Now - Bench.Start).TotalSeconds));

        Assert.Equal((1, s_first), (bench.Open.Returns.Count, bench.Open.Number));
        Assert.Equal(2, bench.Journal.Ended.Select(one => one.Number).Distinct().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task JournalThatCannotCount_StopsNoRemedy(bool afterEffect)
    {
        var bench = await WithoutNumberAsync(Bench.Alarm(), afterEffect);

        Assert.Single(bench.World.Effects);
        Assert.Null(bench.Open.Number);
        await bench.StepAsync();
        Assert.Equal(s_first, bench.Open.Number);
    }

    [Fact]
    public async Task IncidentThatEndsInItsFirstRound_IsNumberedAtItsEnd()
    {
        var asked = new Signal.OperatorRequested(
            Bench.Site,
            MaintenancePageProcedure.ProcedureName,
            Mode.Observe,
            "Sato",
            "which page is up?"
        )
        {
            Page = PageRequest.Status,
        };

        var bench = await WithoutNumberAsync(asked, afterEffect: false);

        Assert.Equal(s_first, Assert.Single(bench.Journal.Ended).Number);
        Assert.Equal(2, bench.Calls.Log.Count(call => call == "journal.number"));
    }

    /// <summary>The first call for a number fails.</summary>
    private static async Task<Bench> WithoutNumberAsync(Signal signal, bool afterEffect)
    {
        var plain = new Bench();
        await plain.HandleAsync(signal);
        var call = plain.Calls.Log.IndexOf("journal.number");
        Assert.True(call >= 0);
        var bench = new Bench();
        bench.Calls.Fault = new Fault(call, afterEffect, Dies: false);
        await bench.HandleAsync(signal);
        return bench;
    }
}
