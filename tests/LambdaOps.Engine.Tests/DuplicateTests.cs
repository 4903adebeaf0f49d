using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;
using LambdaOps.Engine.Tests.Fakes;

namespace LambdaOps.Engine.Tests;

/// <summary>
/// An alarm that is delivered again: nothing comes of it where the record proves that a tick is on its way. Each place
/// that saves a record of an open incident has its test here.
/// </summary>
public class DuplicateTests
{
    private readonly Bench _bench = new();

    /// <summary>Round.RecordOutcomeAsync: the intent's tick was sent before.</summary>
    [Fact]
    public async Task AfterAnAction_ADuplicateIsRead_AndNothingMore()
    {
        await _bench.HandleAsync(Bench.Alarm());
        await ChangesNothingAsync();
    }

    /// <summary>Round.GoOnAsync while waiting: the tick is sent before the record is saved.</summary>
    [Fact]
    public async Task WhileWaiting_ADuplicateIsRead_AndNothingMore()
    {
        await _bench.HandleAsync(Bench.Alarm());
        Assert.Equal(LoopOutcome.Waiting, (await _bench.StepAsync())!.Outcome);
        await ChangesNothingAsync();
    }

    /// <summary>Round.GoOnAsync when nothing is seen.</summary>
    [Fact]
    public async Task WhileBlind_ADuplicateIsRead_AndNothingMore()
    {
        _bench.Observer.BeforeServiceLook = () => throw new NotObservableException("dark");
        Assert.Equal(LoopOutcome.Inconclusive, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
        await ChangesNothingAsync();
    }

    /// <summary>Round.DenyAsync, before an intent and after it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AfterADenial_ADuplicateIsRead_AndNothingMore(bool late)
    {
        var bench = new Bench(late ? Mode.Act : Mode.Observe);
        bench.Observer.BeforeServiceLook = late
            ? () =>
            {
                if (bench.Calls.Log.Contains("journal.claim"))
                {
                    bench.Observer.BeforeServiceLook = null;
                    bench.World.Deploy("theirs");
                }
            }
            : null;
        Assert.Equal(LoopOutcome.Denied, (await bench.HandleAsync(Bench.Alarm())).Outcome);
        await ChangesNothingAsync(bench);
    }

    /// <summary>Round.SwitchAsync and HandOffAsync.</summary>
    [Theory]
    [InlineData(true, LoopOutcome.Switched)]
    [InlineData(false, LoopOutcome.HandedOff)]
    public async Task InOtherHands_ADuplicateIsRead_AndNothingMore(bool climbs, LoopOutcome outcome)
    {
        _bench.World.RecoversAfter = null;
        if (climbs)
        {
            _bench.Climbs();
        }

        await _bench.HandleAsync(Bench.Alarm());
        while ((await _bench.StepAsync())!.Outcome != outcome)
        {
            Assert.True(_bench.Time.Now < Bench.Start.AddHours(1), "never in other hands");
        }

        await ChangesNothingAsync();
    }

    /// <summary>A lease that somebody holds does not matter to what is known already.</summary>
    [Fact]
    public async Task WhileSomebodyHasTheTarget_ADuplicateIsNotDeferred()
    {
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Journal.Steal();
        await ChangesNothingAsync();
    }

    /// <summary>
    /// Round.ActAsync writes the intent beside sending its tick: if the process dies of the send, the record has an
    /// intent and nothing is coming. The alarm, delivered again, looks.
    /// </summary>
    [Fact]
    public async Task IntentWhoseTickWasNotSent_IsFoundByTheDuplicate()
    {
        _bench.Calls.Fault = new Fault(await CallsUntilAsync("followUps.send"), AfterEffect: false, Dies: true);
        await Assert.ThrowsAsync<CrashException>(() => _bench.HandleAsync(Bench.Alarm()));
        Assert.NotNull(_bench.Open.Intent);
        Assert.Empty(_bench.FollowUps.Pending);

        _bench.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(LoopOutcome.Acted, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);
    }

    /// <summary>
    /// An outcome that is not known leaves the intent in the record: whether its tick was sent cannot be told from it.
    /// </summary>
    [Fact]
    public async Task UnknownOutcome_IsLookedAtByTheDuplicate()
    {
        _bench.Actuator.Answer = _ => new ActionOutcome.Unknown("timed out");
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Time.Advance(LeaseGuard.Margin + TimeSpan.FromSeconds(1));

        Assert.Equal(LoopOutcome.Inconclusive, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
    }

    /// <summary>
    /// The first tick of an incident is sent before the record that names it. It was taken for one of an incident that
    /// is over, and no other was coming.
    /// </summary>
    [Fact]
    public async Task TickThatOvertakesItsRecord_ComesAgain()
    {
        LoopReport? early = null;
        var bench = new Bench(policy: ServiceUnavailablePolicy.Default with { ActAtOnceWhenEvidenceAgrees = false });
        bench.Journal.BeforeSave = () =>
        {
            bench.Journal.BeforeSave = null;
            var (_, tick) = Assert.Single(bench.FollowUps.Pending);
            bench.FollowUps.Pending.Clear();
            early = bench.HandleAsync(tick).GetAwaiter().GetResult();
        };
        await bench.HandleAsync(Bench.Alarm());

        Assert.Equal(LoopOutcome.Deferred, early!.Outcome);
        Assert.Equal(LoopOutcome.Waiting, (await bench.StepAsync())!.Outcome);
    }

    [Fact]
    public async Task TickOfAnIncidentThatIsOver_IsIgnoredWhenNobodyHasTheTarget()
    {
        await _bench.HandleAsync(Bench.Alarm());
        var tick = new Signal.TickCame(Bench.Target, _bench.Open.Id, 99);
        await _bench.RunOutAsync();

        Assert.Equal(LoopOutcome.Ignored, (await _bench.HandleAsync(tick)).Outcome);
    }

    private Task ChangesNothingAsync() => ChangesNothingAsync(_bench);

    private static async Task ChangesNothingAsync(Bench bench)
    {
        var (calls, pending) = (bench.Calls.Log.Count, bench.FollowUps.Pending.Count);
        Assert.NotEqual(0, pending);
        for (var copy = 0; copy < 10; copy++)
        {
            Assert.Equal(LoopOutcome.Ignored, (await bench.HandleAsync(Bench.Alarm())).Outcome);
        }

        Assert.All(bench.Calls.Log.Skip(calls), call => Assert.Equal("journal.read", call));
        Assert.Equal(10, bench.Calls.Log.Count - calls);
        Assert.Equal(pending, bench.FollowUps.Pending.Count);
    }

    private static async Task<int> CallsUntilAsync(string call)
    {
        var bench = new Bench();
        await bench.HandleAsync(Bench.Alarm());
        return bench.Calls.Log.IndexOf(call);
    }
}
