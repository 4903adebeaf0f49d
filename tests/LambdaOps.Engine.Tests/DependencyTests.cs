using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Tests.Fakes;

namespace LambdaOps.Engine.Tests;

/// <summary>Two services that need one database: api and web.</summary>
public class DependencyTests
{
    private readonly Bench _bench = new();

    public DependencyTests() => _bench.Shares();

    private TargetRecord Api => _bench.Journal.Store[Bench.Target].Record;

    private TargetRecord Web => _bench.Journal.Store[Bench.Other].Record;

    [Fact]
    public async Task SecondTarget_JoinsTheFirstOnesIncident()
    {
        await _bench.HandleAsync(Api5xx());
        var (notices, pending) = (_bench.Notifier.Sent.Count, _bench.FollowUps.Pending.Count);

        var report = await _bench.HandleAsync(Web5xx());

        Assert.Equal((LoopOutcome.Joined, Api.Open!.Id.Value), (report.Outcome, report.Incident));
        Assert.Null(Web.Open);
        Assert.Equal(new JoinedTo(Bench.Target, Api.Open.Id), Assert.Single(Web.JoinedTo).Value);
        var joined = Assert.Single(Api.Open.Cause.Joined);
        Assert.Equal((Bench.Other, Bench.Database, Web5xx()), (joined.Target, joined.Dependency, joined.Alarm));
        Assert.Equal(Severity.P1, Api.Open.Severity);
        Assert.Equal((notices, pending), (_bench.Notifier.Sent.Count, _bench.FollowUps.Pending.Count));
        Assert.Single(_bench.World.Effects);
        Assert.Equal(["opened"], _bench.Metrics.Counted.Where(what => what == "opened"));
    }

    /// <summary>
    /// The first target's incident has taken it in, and its own target is somebody's in that moment: it comes again,
    /// until its own record knows where it went.
    /// </summary>
    [Fact]
    public async Task JoiningAlarm_WhoseOwnTargetIsTakenMeanwhileComesAgain()
    {
        await _bench.HandleAsync(Api5xx());
        _bench.Journal.BeforeSave = () =>
        {
            _bench.Journal.BeforeSave = null;
            _bench.Journal.Steal(Bench.Other);
        };

        Assert.Equal(LoopOutcome.Deferred, (await _bench.HandleAsync(Web5xx())).Outcome);
        Assert.Contains(_bench.FollowUps.Pending, message => message.Signal == Web5xx());
        await _bench.RunOutAsync();
        Assert.Equal(Web5xx().ChangedAt, Web.AlarmsSeen[Web5xx().Arn]);
    }

    [Fact]
    public async Task DuplicateOfAJoinedAlarm_IsReadAndNothingMore()
    {
        await _bench.HandleAsync(Api5xx());
        await _bench.HandleAsync(Web5xx());
        var calls = _bench.Calls.Log.Count;

        Assert.Equal(LoopOutcome.Ignored, (await _bench.HandleAsync(Web5xx())).Outcome);
        Assert.Equal(["journal.read"], _bench.Calls.Log.Skip(calls));
    }

    [Theory]
    [InlineData(599, LoopOutcome.Joined)]
    [InlineData(600, LoopOutcome.Acted)]
    [InlineData(601, LoopOutcome.Acted)]
    public async Task Joining_HasItsTime(int after, LoopOutcome outcome)
    {
        await _bench.HandleAsync(Api5xx());
        _bench.Time.Advance(TimeSpan.FromSeconds(after));
        _bench.World.RecoversAfter = null;

        Assert.Equal(outcome, (await _bench.HandleAsync(Web5xx(after))).Outcome);
    }

    [Fact]
    public async Task Estate_ThatNamesNoDependencyAsksForNone()
    {
        _bench.Estate = _bench.Estate with { Dependencies = [] };
        await _bench.HandleAsync(Api5xx());
        await _bench.HandleAsync(Web5xx());

        Assert.NotNull(Web.Open);
        Assert.DoesNotContain("journal.readLead", _bench.Calls.Log);
    }

    /// <summary>What the first service's remedy did has not helped the second: it has its own now.</summary>
    [Fact]
    public async Task AlarmThatStillFiresAtTheEnd_IsItsTargetsOwn()
    {
        await _bench.HandleAsync(Api5xx());
        await _bench.HandleAsync(Web5xx());
        await UntilEndedAsync();
        var (first, back) = (Assert.Single(_bench.Journal.Ended), Assert.Single(_bench.FollowUps.Pending).Signal);

        Assert.Equal(Web5xx() with { LeftBy = first.Id }, back);
        Assert.Contains(first.Lines, line => line.Text == "alarm web-5xx still fires: web handles it from here");

        await _bench.StepAsync();
        Assert.NotNull(Web.Open);
        Assert.Null(Api.Open);
        Assert.Empty(Web.JoinedTo);
        await _bench.RunOutAsync();
        Assert.Equal([Bench.Target, Bench.Other], _bench.Journal.Ended.Select(ended => ended.Target));
    }

    [Fact]
    public async Task AlarmThatIsOkAtTheEnd_IsOver()
    {
        await _bench.HandleAsync(Api5xx());
        await _bench.HandleAsync(Web5xx());

        var report = await _bench.HandleAsync(Web5xx(60, AlarmState.Ok));

        Assert.Equal((LoopOutcome.Joined, Api.Open!.Id.Value), (report.Outcome, report.Incident));
        Assert.Equal(AlarmState.Ok, Assert.Single(Api.Open.Cause.Joined).Alarm.State);
        await UntilEndedAsync();
        Assert.Empty(_bench.FollowUps.Pending);
        Assert.Equal(Bench.Target, Assert.Single(_bench.Journal.Ended).Target);
    }

    /// <summary>
    /// It is sent before the end is written: it must not go back into the incident that is about to end.
    /// </summary>
    [Fact]
    public async Task AlarmThatComesBackBeforeTheEndIsWritten_DoesNotJoinAgain()
    {
        await _bench.HandleAsync(Api5xx());
        await _bench.HandleAsync(Web5xx());

        var report = await _bench.HandleAsync(Web5xx() with { LeftBy = Api.Open!.Id });

        Assert.NotEqual(LoopOutcome.Joined, report.Outcome);
        Assert.NotNull(Web.Open);
    }

    [Fact]
    public async Task HandOver_NamesTheOtherTargets()
    {
        _bench.World.RecoversAfter = null;
        await _bench.HandleAsync(Api5xx());
        await _bench.HandleAsync(Web5xx());
        while (!Api.Open!.IsHandedOff)
        {
            await _bench.StepAsync();
        }

        Assert.EndsWith("Also affected, by orders-db: web.", _bench.Notifier.Sent[^1].Text, StringComparison.Ordinal);
    }

    /// <summary>On-call has the first service; the second one's alarm does not wait for that.</summary>
    [Fact]
    public async Task HandOff_ReleasesWhatStillFiresOnce()
    {
        _bench.World.RecoversAfter = null;
        await _bench.HandleAsync(Api5xx());
        await _bench.HandleAsync(Web5xx());
        while (!Api.Open!.IsHandedOff)
        {
            await _bench.StepAsync();
        }

        var leader = Api.Open.Id;
        Assert.Equal(
            [Web5xx() with { LeftBy = leader }],
            _bench.FollowUps.Pending.Select(one => one.Signal).OfType<Signal.AlarmChanged>()
        );
        Assert.Contains(
            "alarms handed back to their own targets: web-5xx (web)",
            _bench.Notifier.Sent[^1].Text,
            StringComparison.Ordinal
        );

        await _bench.StepAsync();
        Assert.Equal(_bench.World.Effects.Count, Web.Open!.Attempts.Length + Api.Open.Attempts.Length);
        Assert.Single(Web.Open.Attempts);
        Assert.True(Assert.Single(Api.Open.Cause.Joined).IsReleased);
        while (_bench.Time.Now < Bench.Start.AddMinutes(60))
        {
            await _bench.StepAsync();
        }

        Assert.Single(Api.Open.Lines, line => line.Text == "alarm web-5xx still fires: web handles it from here");
    }

    /// <summary>No ping-pong: neither the released alarm nor its next change goes into that incident again.</summary>
    [Fact]
    public async Task IncidentThatOnCallHas_TakesNothingIn()
    {
        _bench.World.RecoversAfter = null;
        await _bench.HandleAsync(Api5xx());
        await _bench.HandleAsync(Web5xx());
        while (!Api.Open!.IsHandedOff)
        {
            await _bench.StepAsync();
        }

        Assert.NotEqual(LoopOutcome.Joined, (await _bench.HandleAsync(Web5xx(320))).Outcome);
        Assert.NotNull(Web.Open);
        Assert.Equal(Web5xx(), Assert.Single(Api.Open.Cause.Joined).Alarm);
    }

    /// <summary>Three services: what the first lets go does not queue up behind the second.</summary>
    [Fact]
    public async Task ReleasedAlarm_JoinsNobodyElse()
    {
        await _bench.HandleAsync(Web5xx());
        var released = Api5xx() with { LeftBy = new IncidentId("20260115-other-031400") };

        Assert.NotEqual(LoopOutcome.Joined, (await _bench.HandleAsync(released)).Outcome);
        Assert.NotNull(Api.Open);
        Assert.Empty(Web.Open!.Cause.Joined);
    }

    /// <summary>An alarm that may be acted on does not vanish in an incident that only watches.</summary>
    [Fact]
    public async Task IncidentThatOnlyObserves_TakesNothingInThatMayAct()
    {
        var services = _bench.Estate.Services;
        var observes = services[0] with
        {
            Settings = services[0].Settings.With(services[0].ServiceUnavailable! with { Mode = Mode.Observe }),
        };
        _bench.Estate = _bench.Estate with { Services = [observes, services[1]] };
        await _bench.HandleAsync(Api5xx());

        Assert.Equal(LoopOutcome.Acted, (await _bench.HandleAsync(Web5xx())).Outcome);
    }

    [Fact]
    public async Task TargetWithAnIncidentOfItsOwn_KeepsIt()
    {
        await _bench.HandleAsync(Web5xx());
        await _bench.HandleAsync(Api5xx(600) with { Name = "api-5xx" });
        _bench.Time.Advance(TimeSpan.FromSeconds(5));
        var more = Web5xx(5) with { Arn = Web5xx().Arn + "-2" };

        await _bench.HandleAsync(more);

        Assert.Contains(Web.Open!.Cause.Alarms, alarm => alarm.Arn == more.Arn);
    }

    /// <summary>The leader's record is somebody else's for a moment: the alarm comes again, soon.</summary>
    [Fact]
    public async Task BusyLeader_IsAskedAgain()
    {
        await _bench.HandleAsync(Api5xx());
        _bench.Journal.Steal(Bench.Target, seconds: 2);

        Assert.Equal(LoopOutcome.Deferred, (await _bench.HandleAsync(Web5xx())).Outcome);
        await _bench.StepAsync();
        Assert.NotNull(Api.Open!.Cause.Joined.Single());
    }

    /// <summary>
    /// Both alarms at the same moment, each in an invocation of its own, at every point of the first one.
    /// </summary>
    [Fact]
    public async Task TwoAlarmsAtOnce_AreOneIncident()
    {
        var points = await CallsOfFirstAsync();
        for (var point = 0; point < points; point++)
        {
            var bench = new Bench();
            bench.Shares();
            bench.Calls.Before = (point, () => bench.HandleAsync(Web5xx()).GetAwaiter().GetResult());
            await bench.HandleAsync(Api5xx());
            while (bench.FollowUps.Pending.Exists(next => next.Signal is Signal.AlarmChanged))
            {
                await bench.StepAsync();
            }

            var open = new[] { Bench.Target, Bench.Other }
                .Select(target => bench.Journal.Store[target].Record.Open)
                .OfType<Incident>()
                .ToList();
            Assert.True(open.Count == 1, $"at call {point}: {open.Count} incidents");
            Assert.Single(open[0].Cause.Joined);
        }
    }

    /// <summary>The first target claimed the lead and died: nobody waits for it longer than its lease.</summary>
    [Fact]
    public async Task ClaimWithoutAnIncident_BlocksNobodyForAMinute()
    {
        var claim = await CallsOfFirstAsync("journal.claimLead");
        _bench.Calls.Fault = new Fault(claim, AfterEffect: true, Dies: true);
        await Assert.ThrowsAsync<CrashException>(() => _bench.HandleAsync(Api5xx()));
        Assert.Equal(Bench.Target, _bench.Journal.Store.LeadOf(Bench.Database).Leader);

        Assert.Equal(LoopOutcome.Deferred, (await _bench.HandleAsync(Web5xx())).Outcome);
        while (Web.Open is null)
        {
            await _bench.StepAsync();
        }

        Assert.InRange((_bench.Time.Now - Bench.Start).TotalSeconds, 1, 30);
        Assert.Equal(Bench.Other, _bench.Journal.Store.LeadOf(Bench.Database).Leader);
    }

    /// <summary>
    /// Whichever call fails, before or after its effect, with the process dying of it or not: no alarm is lost, none
    /// makes a second incident of its target, and all of them end.
    /// </summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task AnyCall_MayFailOnce(bool afterEffect, bool dies)
    {
        var calls = await Fault.OfEachCallAsync(RunAsync, afterEffect, dies);
        Assert.InRange(calls, 60, 400);
    }

    private static async Task<int> RunAsync(Fault? fault)
    {
        var bench = new Bench();
        bench.Shares();
        bench.Calls.Fault = fault;
        await bench.DeliverAsync(Api5xx());
        await bench.DeliverAsync(Web5xx());
        while (bench.FollowUps.Pending.Count > 0)
        {
            Assert.True(bench.Time.Now < Bench.Start.AddHours(25), $"{fault}: stalled");
            await bench.StepAsync();
        }

        var where = $"{fault} ({bench.Calls.Log.ElementAtOrDefault(fault?.Call ?? -1)})";
        var ended = bench.Journal.Ended;
        Assert.True(bench.Journal.Store[Bench.Target].Record.Open is null, $"{where}: api is open");
        Assert.True(bench.Journal.Store[Bench.Other].Record.Open is null, $"{where}: web is open");
        Assert.True(ended.Select(one => one.Target).Distinct().Count() == ended.Count, $"{where}: twice");

        // Web's alarm never got OK: it was in an incident of its own in the end.
        Assert.Contains(ended, one => one.Target == Bench.Other);
        Assert.All(ended, one => Assert.Equal(IncidentStatus.Resolved, one.Status));
        return bench.Calls.Log.Count;
    }

    private static async Task<int> CallsOfFirstAsync(string? until = null)
    {
        var bench = new Bench();
        bench.Shares();
        await bench.HandleAsync(Api5xx());
        return until is null ? bench.Calls.Log.Count : bench.Calls.Log.IndexOf(until);
    }

    private async Task UntilEndedAsync()
    {
        while (_bench.Journal.Ended.Count == 0)
        {
            await _bench.StepAsync();
        }
    }

    private static Signal.AlarmChanged Api5xx(double after = 0) => Bench.AlarmOf(Bench.Target, after);

    private static Signal.AlarmChanged Web5xx(double after = 0, AlarmState state = AlarmState.Alarm) =>
        Bench.AlarmOf(Bench.Other, after, state);
}
