using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Operator;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Signals;

namespace LambdaOps.Engine.Tests;

/// <summary>What any function takes in: the control switch, and answers to another function's incident.</summary>
public class ControlTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task Stop_HoldsEverythingUntilItsTimeAndTellsPeople()
    {
        var until = Bench.Start.AddMinutes(2);
        var report = await _bench.HandleAsync(new Signal.ControlSet(Mode.Off, "Sato", "work") { Until = until });

        Assert.Equal(LoopOutcome.Accepted, report.Outcome);
        Assert.Equal("the control switch is at 'off until 2026-01-15 12:17 +09:00'; before: 'act'", report.Because);
        var notice = Assert.Single(_bench.Notifier.Sent);
        Assert.Equal((NoticeKind.ControlSet, null), (notice.Kind, notice.Level));
        Assert.Equal("test: control switch set to off", notice.Title);
        Assert.Equal(
            "LambdaOps changes nothing; monitoring and notices continue. "
                + "Until 2026-01-15 12:17 +09:00; then the modes in the estate apply.\nBy Sato: work",
            notice.Text
        );

        Assert.Equal(LoopOutcome.Denied, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
        while (_bench.World.Effects.Count == 0)
        {
            await _bench.StepAsync();
        }

        Assert.True(_bench.Time.Now >= until);
    }

    /// <summary>With the request that brought it, as Lambda does not say who invokes.</summary>
    [Fact]
    public async Task Tick_IsKeptWithWhoAndWhen()
    {
        var report = await _bench.HandleAsync(
            new Signal.LineTicked("weekly.shared", "Sato", "told in the meeting") { RequestId = "r-1" }
        );

        Assert.Equal(LoopOutcome.Accepted, report.Outcome);
        Assert.Equal(
            new Core.Resources.TickedLine(
                "weekly.shared",
                "Sato",
                "told in the meeting [name as claimed, request r-1]",
                Bench.Start
            ),
            Assert.Single(_bench.Journal.Ticks)
        );
        Assert.Empty(_bench.Notifier.Sent);
    }

    [Fact]
    public async Task Resume_LiftsIt()
    {
        await _bench.HandleAsync(new Signal.ControlSet(Mode.Off, "Sato", "work"));
        Assert.Equal(LoopOutcome.Denied, (await _bench.HandleAsync(Bench.Alarm())).Outcome);

        var report = await _bench.HandleAsync(new Signal.ControlSet(Mode.Act, "Sato", "done"));
        Assert.Equal("the control switch is at 'act'; before: 'off'", report.Because);
        Assert.Equal(LoopOutcome.Acted, (await _bench.StepAsync())!.Outcome);
    }

    /// <summary>18:00 is the estate's, today or tomorrow.</summary>
    [Theory]
    [InlineData(18, "2026-01-15T09:00Z")]
    [InlineData(9, "2026-01-16T00:00Z")]
    public async Task TimeOfDay_IsTheNextOneOnTheEstatesClock(int hour, string until)
    {
        await _bench.HandleAsync(
            new Signal.ControlSet(Mode.Observe, "Sato", "work") { UntilTime = new TimeOnly(hour, 0) }
        );

        Assert.Equal(DateTimeOffset.Parse(until), _bench.Journal.Store.Control.Until);
    }

    [Fact]
    public async Task TimeThatIsPast_ChangesNothingAndSaysSo()
    {
        var report = await _bench.HandleAsync(
            new Signal.ControlSet(Mode.Off, "Sato", "work") { Until = Bench.Start.AddSeconds(-1) }
        );

        Assert.Equal(LoopOutcome.Denied, report.Outcome);
        Assert.Contains("is past", report.Because, StringComparison.Ordinal);
        Assert.Equal(ControlSwitch.Unset, _bench.Journal.Store.Control);
        Assert.Empty(_bench.Notifier.Sent);
    }

    /// <summary>It says what became of it, and the incident's own function goes on at once.</summary>
    [Fact]
    public async Task Approval_IsTakenIntoTheRecordByOperator()
    {
        var bench = new Bench(Mode.Ask);
        await bench.HandleAsync(Bench.Alarm(), ServiceUnavailableProcedure.ProcedureName);
        var yes = new Signal.OperatorAnswered(
            Bench.Target,
            OperatorAnswer.Approve,
            bench.Open.Offer!.Id,
            "Kim",
            "users wait"
        );

        var report = await bench.HandleAsync(yes, OperatorProcedure.ProcedureName);

        Assert.Equal(LoopOutcome.Accepted, report.Outcome);
        Assert.Equal($"{yes.Subject} is approved by Kim; serviceUnavailable goes on with it now", report.Because);
        Assert.True(bench.Open.Offer!.IsApproved(bench.Time.Now));
        Assert.Empty(bench.World.Effects);
        Assert.Equal(
            AllProcedures.FunctionOf(ServiceUnavailableProcedure.ProcedureName),
            bench.FollowUps.Addressed[^1]
        );
        Assert.Equal(LoopOutcome.Acted, (await bench.StepAsync())!.Outcome);
        Assert.Equal(bench.Time.Now, Bench.Start);
        Assert.Equal(LoopOutcome.Ignored, (await bench.HandleAsync(yes, OperatorProcedure.ProcedureName)).Outcome);
        await bench.RunOutAsync();
        Assert.Single(bench.World.Effects);
    }

    /// <summary>It stands in the ended record, and in the incident when it is open again.</summary>
    [Fact]
    public async Task Note_OnWhatHasEndedIsInItsRecordOnce()
    {
        var bench = new Bench();
        await bench.HandleAsync(Bench.Alarm());
        await bench.RunOutAsync();
        var ended = Assert.Single(bench.Journal.Ended);
        var note = new Signal.OperatorAnswered(Bench.Target, OperatorAnswer.Note, ended.Id.Value, "Kim", "a full disk")
        {
            About = RemarkAbout.Cause,
        };

        var report = await bench.HandleAsync(note, OperatorProcedure.ProcedureName);
        var again = await bench.HandleAsync(note);
        var unknown = await bench.HandleAsync(note with { Subject = "20260101-api-000000" });
        var others = await bench.HandleAsync(note with { Target = Bench.Site });

        Assert.Equal(
            (LoopOutcome.Accepted, $"noted in the record of {ended.Id}, which has ended"),
            (report.Outcome, report.Because)
        );
        Assert.All(new[] { again, unknown, others }, one => Assert.Equal(LoopOutcome.Ignored, one.Outcome));
        Assert.Equal("Kim: a full disk", Assert.Single(bench.Journal.Ended).Lines[^1].Text);
        bench.Time.Advance(TimeSpan.FromSeconds(300));
        await bench.HandleAsync(Bench.Alarm((bench.Time.Now - Bench.Start).TotalSeconds));
        Assert.Contains(bench.Open.Lines, line => line.Detail is EntryDetail.Remark { About: RemarkAbout.Cause });
    }

    [Fact]
    public async Task Note_OnWhatHasEndedWaitsForTheTarget()
    {
        var bench = new Bench();
        await bench.HandleAsync(Bench.Alarm());
        await bench.RunOutAsync();
        var ended = Assert.Single(bench.Journal.Ended);
        bench.Journal.Steal();

        var report = await bench.HandleAsync(
            new Signal.OperatorAnswered(Bench.Target, OperatorAnswer.Note, ended.Id.Value, "Kim", "a full disk")
        );

        Assert.Equal(LoopOutcome.Deferred, report.Outcome);
        await bench.RunOutAsync();
        Assert.Equal("Kim: a full disk", Assert.Single(bench.Journal.Ended).Lines[^1].Text);
    }

    /// <summary>A note is nobody's cue: no look, no tick, no notice.</summary>
    [Fact]
    public async Task Note_IsTakenIntoTheRecordAndNothingFollows()
    {
        var bench = new Bench(Mode.Ask);
        await bench.HandleAsync(Bench.Alarm(), ServiceUnavailableProcedure.ProcedureName);
        var (looks, ticks, notices) = (bench.Calls.Log.Count, bench.FollowUps.Pending.Count, bench.Notifier.Sent.Count);
        var note = new Signal.OperatorAnswered(
            Bench.Target,
            OperatorAnswer.Note,
            bench.Open.Id.Value,
            "Kim",
            "the vendor knows"
        );
        var function = OperatorProcedure.ProcedureName;

        var report = await bench.HandleAsync(note, function);

        Assert.Equal(
            (LoopOutcome.Accepted, bench.Open.Id.Value, $"noted in the record of {bench.Open.Id}"),
            (report.Outcome, report.Incident, report.Because)
        );
        Assert.Equal("Kim: the vendor knows", bench.Open.Lines[^1].Text);
        Assert.Equal((ticks, notices), (bench.FollowUps.Pending.Count, bench.Notifier.Sent.Count));
        Assert.Equal(3, bench.Calls.Log.Count - looks);
        Assert.Equal(LoopOutcome.Ignored, (await bench.HandleAsync(note, function)).Outcome);
    }
}
