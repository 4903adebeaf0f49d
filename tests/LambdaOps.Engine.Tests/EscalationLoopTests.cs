using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Tests.Fakes;
using static LambdaOps.Core.Estates.EscalationLevel;

namespace LambdaOps.Engine.Tests;

/// <summary>
/// A handed-over incident in the loop. Its looks are far apart, so that only deadlines bring it back in time.
/// </summary>
public class EscalationLoopTests
{
    private static readonly TimeSpan s_seldom = TimeSpan.FromMinutes(14);

    private Asking _remedy = new(Severity.P2, s_seldom);

    [Fact]
    public async Task NobodyAnswers_IsPagedAtEachDeadline()
    {
        var bench = await HandedOffAsync(Severity.P1);
        await bench.RunOutAsync();

        var ended = Assert.Single(bench.Journal.Ended);
        Assert.Equal(Levels((L1, 0), (L3, 15)), ended.Escalation!.Paged.AsEnumerable());
        Assert.Equal(
            [(NoticeKind.HandedOff, L1), (NoticeKind.LevelPaged, L3), (NoticeKind.Closed, (EscalationLevel?)null)],
            bench.Notifier.Sent.Select(notice => (notice.Kind, notice.Level))
        );
        Assert.Equal([L1, L3], bench.Notifier.Sent[^1].Also);
        Assert.Equal(
            ["L1: api: handed off to on-call (P1)", "L3: api: escalated to L3 (P1)", "api: monitoring ended"],
            ended.Lines.Where(line => line.Kind == EntryKind.Notified).Select(line => line.Text)
        );
        Assert.Equal((null, Bench.Start), (ended.Escalation.NextAt, ended.Escalation.AnswerBy));
    }

    [Theory]
    [InlineData(Severity.P1, 15)]
    [InlineData(Severity.P2, 30)]
    public async Task NextLook_IsAtTheDeadline(Severity severity, int minutes)
    {
        var bench = await HandedOffAsync(severity);

        Assert.Equal(Bench.Start.AddMinutes(minutes), bench.Open.Escalation!.NextAt);
        while (bench.Open.Escalation.Paged.Length < 2)
        {
            await bench.StepAsync();
        }

        Assert.Equal(Bench.Start.AddMinutes(minutes), bench.Time.Now);
    }

    /// <summary>P3 waits for the morning after the holidays: longer than an incident is watched otherwise.</summary>
    [Fact]
    public async Task DeadlineAfterAWeekend_IsWatchedFor()
    {
        var bench = await HandedOffAsync(
            Severity.P3,
            configure: bench =>
                bench.Estate = bench.Estate with
                {
                    Escalation = bench.Estate.Escalation with
                    {
                        Calendar = bench.Estate.Escalation.Calendar with
                        {
                            Holidays = [new(2026, 1, 15), new(2026, 1, 16)],
                        },
                    },
                }
        );
        await bench.RunOutAsync();

        var monday = new DateTimeOffset(2026, 1, 19, 11, 0, 0, TimeSpan.Zero);
        var ended = Assert.Single(bench.Journal.Ended);
        Assert.Equal([new(L1, Bench.Start), new(L2, monday)], ended.Escalation!.Paged.AsEnumerable());
        Assert.InRange(ended.EndedAt!.Value, monday, monday.AddMinutes(1));
    }

    /// <summary>
    /// Every call of every port fails once while it is with a person, before and after it took effect, with the process
    /// dying of it or not: each level is paged at its time, or when the failed message comes again.
    /// </summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task AnyCall_MayFailOnce(bool afterEffect, bool dies)
    {
        var calls = await Fault.OfEachCallAsync(RunAsync, afterEffect, dies);
        Assert.InRange(calls, 30, 2000);
    }

    [Fact]
    public async Task CrashAfterThePage_PagesAgainAtTheNextTick()
    {
        var bench = await HandedOffAsync(Severity.P1);
        bench.Journal.BeforeSave = () => throw new CrashException("before it was written");
        while (bench.Notifier.Sent.Count < 2)
        {
            await bench.StepAsync();
        }

        Assert.Equal(Levels((L1, 0)), bench.Open.Escalation!.Paged.AsEnumerable());

        bench.Journal.BeforeSave = null;
        while (bench.Open.Escalation.Paged.Length < 2)
        {
            await bench.StepAsync();
        }

        await bench.RunOutAsync();
        Assert.Equal([L1, L3, L3, null], bench.Notifier.Sent.Select(notice => notice.Level));
        Assert.Equal([L1, L3], Assert.Single(bench.Journal.Ended).Escalation!.Paged.Select(paged => paged.Level));
    }

    /// <summary>No function ran for three hours: what was due meanwhile is due at the first tick.</summary>
    [Fact]
    public async Task LateTick_PagesWhatIsDue()
    {
        var bench = await HandedOffAsync(Severity.P2);
        bench.Time.Advance(TimeSpan.FromHours(3));
        await bench.StepAsync();

        Assert.Equal(Levels((L1, 0), (L2, 180)), bench.Open.Escalation!.Paged.AsEnumerable());
        Assert.Null(bench.Open.Escalation.NextAt);
    }

    [Fact]
    public async Task Duplicates_PageOnce()
    {
        var bench = await HandedOffAsync(Severity.P1);
        while (bench.FollowUps.Pending.Count > 0)
        {
            var next = bench.FollowUps.Pending.MinBy(message => message.Due);
            await bench.StepAsync();
            await bench.HandleAsync(next.Signal);
            await bench.HandleAsync(Bench.Alarm());
            if (bench.Time.Now > Bench.Start.AddHours(1))
            {
                break;
            }
        }

        Assert.Equal([L1, L3], bench.Notifier.Sent.Select(notice => notice.Level!.Value));
    }

    /// <summary>Tried again every half minute, whatever else is due; one line says so.</summary>
    [Fact]
    public async Task PageThatDoesNotGetOut_IsTriedAgain()
    {
        var bench = await HandedOffAsync(Severity.P1, configure: bench => bench.Notifier.Failure = "throttled");
        Assert.Empty(bench.Open.Escalation!.Paged);
        Assert.Equal(Bench.Start.AddSeconds(30), bench.FollowUps.Pending.Min(message => message.Due));
        while (bench.Time.Now < Bench.Start.AddMinutes(16))
        {
            await bench.StepAsync();
        }

        Assert.Equal(
            ["L1: api: handed off to on-call (P1): throttled", "L3: api: escalated to L3 (P1): throttled"],
            bench.Open.Lines.Where(line => line.Kind == EntryKind.NotNotified).Select(line => line.Text).Distinct()
        );
        Assert.InRange(bench.Open.Lines.Length, 1, 20);

        bench.Notifier.Failure = null;
        await bench.StepAsync();
        Assert.Equal([L1, L3], bench.Open.Escalation.Paged.Select(paged => paged.Level));
        Assert.Equal([NoticeKind.HandedOff, NoticeKind.LevelPaged], bench.Notifier.Sent.Select(sent => sent.Kind));
        await bench.RunOutAsync();
        Assert.Equal([NoticeKind.Closed], bench.Notifier.Sent.Skip(2).Select(sent => sent.Kind));
    }

    /// <summary>Nothing is watched for ever.</summary>
    [Fact]
    public async Task PageThatNeverGetsOut_EndsTheDayAfter()
    {
        var bench = await HandedOffAsync(Severity.P1, configure: bench => bench.Notifier.Failure = "no such topic");
        await bench.RunOutAsync();

        Assert.InRange(
            Assert.Single(bench.Journal.Ended).EndedAt!.Value,
            Bench.Start.AddHours(24),
            Bench.Start.AddHours(25)
        );
    }

    [Fact]
    public async Task Acknowledged_StopsTheAnswersClockAndTellsWhoWasPaged()
    {
        var bench = await HandedOffAsync(Severity.P2);
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        var report = await bench.HandleAsync(Acknowledge(bench));

        Assert.Equal(LoopOutcome.Waiting, report.Outcome);
        Assert.Equal(
            new Acknowledgement("Sato", "looking", Bench.Start.AddMinutes(10)) { IsNotified = true },
            bench.Open.Escalation!.Acknowledged
        );
        var told = Assert.Single(bench.Notifier.Sent, notice => notice.Kind == NoticeKind.Acknowledged);
        Assert.Equal([L1], told.Also);
        await bench.RunOutAsync();

        Assert.Equal(Levels((L1, 0), (L2, 60)), Assert.Single(bench.Journal.Ended).Escalation!.Paged.AsEnumerable());
        Assert.Contains(
            bench.Notifier.Sent,
            one => one.Text.Contains("; acknowledged by Sato", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Acknowledgement_TwiceIsOnceAndASecondOneIsNoted()
    {
        var bench = await HandedOffAsync(Severity.P2);
        await bench.HandleAsync(Acknowledge(bench));
        var revisions = bench.Journal.Saved.Count;

        Assert.Equal(LoopOutcome.Ignored, (await bench.HandleAsync(Acknowledge(bench))).Outcome);
        Assert.Equal(revisions, bench.Journal.Saved.Count);
        Assert.Equal(LoopOutcome.Waiting, (await bench.HandleAsync(Acknowledge(bench, by: "Suzuki"))).Outcome);
        Assert.Equal("Sato", bench.Open.Escalation!.Acknowledged!.By);
        Assert.Contains(bench.Open.Lines, line => line.Text == "also acknowledged by Suzuki: looking; first: Sato");
        Assert.Single(bench.Notifier.Sent, notice => notice.Kind == NoticeKind.Acknowledged);
    }

    [Fact]
    public async Task Acknowledgement_OfWhatIsNotOpenAnswersSo()
    {
        var bench = await HandedOffAsync(Severity.P2);
        var before = bench.Journal.Record;
        var other = await bench.HandleAsync(Acknowledge(bench) with { Subject = "20260114-api-120000" });

        Assert.Equal(
            (LoopOutcome.Ignored, $"incident 20260114-api-120000 is not open: {bench.Open.Id} is"),
            (other.Outcome, other.Because)
        );
        Assert.Same(before, bench.Journal.Record);

        var acknowledge = Acknowledge(bench);
        await bench.RunOutAsync();
        var late = await bench.HandleAsync(acknowledge);
        Assert.Equal((LoopOutcome.Ignored, "no incident of api is open"), (late.Outcome, late.Because));
    }

    /// <summary>The notice about it fails once: those who were paged hear at the next look.</summary>
    [Fact]
    public async Task Acknowledgement_IsToldUntilItIsHeard()
    {
        var bench = await HandedOffAsync(Severity.P2);
        bench.Notifier.Failure = "throttled";
        await bench.HandleAsync(Acknowledge(bench));
        bench.Notifier.Failure = null;
        await bench.StepAsync();
        await bench.StepAsync();

        Assert.Single(bench.Notifier.Sent, notice => notice.Kind == NoticeKind.Acknowledged);
        Assert.True(bench.Open.Escalation!.Acknowledged!.IsNotified);
    }

    [Fact]
    public async Task NoHealthyTarget_IsP1AndTold()
    {
        var bench = await HandedOffAsync(Severity.P3);
        bench.World.IsUp = false;
        await bench.StepAsync();

        Assert.Equal(Severity.P1, bench.Open.Severity);
        Assert.Equal(
            "P3 -> P1: no healthy target",
            Assert.Single(bench.Open.Lines, line => line.Kind == EntryKind.Rose).Text
        );
        Assert.Equal((NoticeKind.LevelPaged, L1), (bench.Notifier.Sent[^1].Kind, bench.Notifier.Sent[^1].Level!.Value));
        bench.World.IsUp = true;
        await bench.RunOutAsync();

        var ended = Assert.Single(bench.Journal.Ended);
        Assert.Equal(Severity.P1, ended.Severity);
        Assert.Equal([L1, L1, L3, null], bench.Notifier.Sent.Select(notice => notice.Level));
        Assert.Equal(Levels((L1, 0), (L3, 15)), ended.Escalation!.Paged.AsEnumerable());
    }

    /// <summary>What ends in the deadline's own round wakes nobody.</summary>
    [Fact]
    public async Task OverAtTheDeadline_PagesNobodyMore()
    {
        var bench = await HandedOffAsync(Severity.P2);
        _remedy.Then = now => now >= Bench.Start.AddMinutes(30) ? new Decision.Resolved("healthy") : null;
        await bench.RunOutAsync();

        Assert.Equal([NoticeKind.HandedOff, NoticeKind.Resolved], bench.Notifier.Sent.Select(notice => notice.Kind));
        Assert.Equal([L1], bench.Notifier.Sent[^1].Also);
    }

    /// <summary>A remedy that still gives something back does not keep a page from its time.</summary>
    [Fact]
    public async Task RoundThatActs_PagesToo()
    {
        var bench = await HandedOffAsync(Severity.P1);
        _remedy.Then = now =>
            now >= Bench.Start.AddMinutes(15) && bench.World.Effects.Count == 0
                ? new Decision.Act(new Change.ForceNewDeployment(Bench.Target), Phase.HandedOff, s_seldom, "it is time")
                : null;
        bench.World.IsUp = false;
        while (bench.World.Effects.Count == 0)
        {
            await bench.StepAsync();
        }

        Assert.Equal(Levels((L1, 0), (L3, 15)), bench.Open.Escalation!.Paged.AsEnumerable());
        Assert.Equal(Bench.Start.AddMinutes(15), Assert.Single(bench.Open.Attempts).At);
    }

    private static Signal.OperatorAnswered Acknowledge(Bench bench, string by = "Sato") =>
        new(Bench.Target, OperatorAnswer.Acknowledge, bench.Open.Id.Value, by, "looking");

    private static PagedLevel[] Levels(params (EscalationLevel Level, int Minutes)[] levels) =>
        [.. levels.Select(one => new PagedLevel(one.Level, Bench.Start.AddMinutes(one.Minutes)))];

    private async Task<int> RunAsync(Fault? fault)
    {
        var bench = await HandedOffAsync(Severity.P1);
        var before = bench.Calls.Log.Count;
        bench.Calls.Fault = fault is null ? null : fault with { Call = fault.Call + before };
        while (bench.FollowUps.Pending.Count > 0 && bench.Time.Now < Bench.Start.AddHours(1))
        {
            await bench.StepAsync();
        }

        var name = fault is null ? "without a fault" : $"{bench.Calls.Log.ElementAtOrDefault(fault.Call + before)}";
        Assert.True(bench.FollowUps.Pending.Count > 0, $"{name}: open, and nothing is coming");
        var state = bench.Open.Escalation!;
        Assert.Equal([L1, L3], state.Paged.Select(paged => paged.Level));
        Assert.InRange(state.Paged[1].At, Bench.Start.AddMinutes(15), Bench.Start.AddMinutes(16));
        Assert.InRange(bench.Notifier.Sent.Count(notice => notice.Level == L3), 1, 2);
        Assert.InRange(bench.Notifier.Sent.Count(notice => notice.Level == L1), 1, 1);
        return bench.Calls.Log.Count - before;
    }

    /// <summary>An alarm came, and a person was asked at once. The service serves, until a test stops it.</summary>
    private async Task<Bench> HandedOffAsync(Severity severity, Action<Bench>? configure = null)
    {
        _remedy = new Asking(severity, s_seldom);
        var bench = new Bench(options: LoopOptions.Default with { Remedies = [_remedy] });
        bench.Estate = bench.Estate with { Alarms = [bench.Estate.Alarms[0] with { Severity = severity }] };
        bench.World.IsUp = true;
        configure?.Invoke(bench);
        Assert.Equal(LoopOutcome.HandedOff, (await bench.HandleAsync(Bench.Alarm())).Outcome);
        return bench;
    }
}
