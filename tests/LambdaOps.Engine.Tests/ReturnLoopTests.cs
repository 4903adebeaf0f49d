using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Reports;

namespace LambdaOps.Engine.Tests;

/// <summary>An alarm that comes back after its incident has ended.</summary>
public class ReturnLoopTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task Return_IsTheSameIncidentAndTriesNothingAgain()
    {
        await RecoverAsync(0);
        var first = Assert.Single(_bench.Journal.Ended);
        _bench.World.RecoversAfter = null;
        _bench.Time.Advance(TimeSpan.FromSeconds(300));

        var report = await _bench.HandleAsync(Bench.Alarm(400));

        Assert.Equal((LoopOutcome.HandedOff, first.Id.Value), (report.Outcome, report.Incident));
        Assert.Contains("helped for a while, but the problem came back", report.Because, StringComparison.Ordinal);
        Assert.Single(_bench.World.Effects);
        Assert.Equal(1, _bench.Metrics.Counted.Count(what => what == "opened"));
        Assert.Equal(
            [NoticeKind.Acted, NoticeKind.Resolved, NoticeKind.CameBack, NoticeKind.HandedOff],
            _bench.Notifier.Sent.Select(notice => notice.Kind)
        );
    }

    [Fact]
    public async Task Return_ClimbsToTheNextRung()
    {
        _bench.Climbs();
        await RecoverAsync(0);
        _bench.World.RecoversAfter = null;
        _bench.Time.Advance(TimeSpan.FromSeconds(300));

        var report = await _bench.HandleAsync(Bench.Alarm(400));

        Assert.Equal(LoopOutcome.Switched, report.Outcome);
        Assert.Equal(TotalOutageProcedure.ProcedureName, _bench.Open.Remedy);
    }

    /// <summary>Twenty times within ten hours: one incident, one change, and few words.</summary>
    [Fact]
    public async Task FlappingAlarm_HasOneIncident()
    {
        await RecoverAsync(0);
        _bench.World.IsUp = true;
        for (var flap = 1; flap <= 20; flap++)
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(1000));
            await RecoverAsync((_bench.Time.Now - Bench.Start).TotalSeconds);
        }

        var ended = Assert.Single(_bench.Journal.Ended);
        Assert.Equal((20, IncidentStatus.Resolved), (ended.Returns.Count, ended.Status));
        Assert.Single(_bench.World.Effects);
        Assert.Single(_bench.Notifier.Sent, notice => notice.Kind == NoticeKind.CameBack);
        var resolved = _bench.Notifier.Sent.Where(notice => notice.Kind == NoticeKind.Resolved).ToList();
        Assert.All(resolved.Take(3), notice => Assert.DoesNotContain("flaps", notice.Text, StringComparison.Ordinal));
        Assert.All(resolved.Skip(3), notice => Assert.Contains("flaps", notice.Text, StringComparison.Ordinal));
        Assert.Equal(21, resolved.Count);
        Assert.InRange(ended.Lines.Length, 1, Timeline.Limit);
        Assert.Equal("recovered after 60 s", _bench.Metrics.Counted[^1]);
    }

    [Fact]
    public async Task Return_IsNotedOnceWhenItsNoticeIsSent()
    {
        await RecoverAsync(0);
        _bench.Time.Advance(TimeSpan.FromSeconds(300));
        await _bench.HandleAsync(Bench.Alarm(400));

        Assert.Single(_bench.Open.Lines, line => line.Kind == EntryKind.CameBack);
        Assert.Single(_bench.Open.Lines, line => line is { Kind: EntryKind.Notified, Text: "api: came back" });
    }

    [Fact]
    public async Task Return_ToAnotherRemedysIncidentIsForwarded()
    {
        _bench.Climbs();
        await RecoverAsync(0);
        _bench.Journal.Write(
            _bench.Journal.Record with
            {
                LastEnded = _bench.Journal.Record.LastEnded! with { Remedy = TotalOutageProcedure.ProcedureName },
            }
        );
        _bench.Time.Advance(TimeSpan.FromSeconds(300));

        var report = await _bench.HandleAsync(Bench.Alarm(400), ServiceUnavailableProcedure.ProcedureName);

        Assert.Equal(LoopOutcome.Forwarded, report.Outcome);
        Assert.Equal(AllProcedures.FunctionOf(TotalOutageProcedure.ProcedureName), _bench.FollowUps.Addressed[^1]);
    }

    /// <summary>A day is counted from the return: an incident of yesterday would be closed at its first look.</summary>
    [Fact]
    public async Task Return_IsWatchedADayOfItsOwn()
    {
        _bench.World.RecoversAfter = null;
        await _bench.HandleAsync(Bench.Alarm());
        await _bench.RunOutAsync();
        Assert.True(_bench.Time.Now - Bench.Start >= TimeSpan.FromHours(24));

        await _bench.HandleAsync(Bench.Alarm(changedAfter: 86_500));

        Assert.Equal(1, _bench.Open.Returns.Count);
        Assert.NotEmpty(_bench.FollowUps.Pending);
    }

    private async Task RecoverAsync(double changedAfter)
    {
        await _bench.HandleAsync(Bench.Alarm(changedAfter));
        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);
    }
}
