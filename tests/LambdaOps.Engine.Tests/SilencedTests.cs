using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests;

/// <summary>An outage whose alarm people silenced.</summary>
public class SilencedTests
{
    private static readonly Silence s_muted = new("muted by planned") { Until = Bench.Start.AddHours(2) };

    private readonly Bench _bench = new();

    /// <summary>Recorded and noticed once, nothing changed, nobody paged; over when it is over.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SilencedOutage_IsRecordedAndWatched(bool byItsChange)
    {
        _bench.World.Alarm = byItsChange ? null : Disabled();
        await _bench.HandleAsync(Bench.Alarm() with { Silenced = byItsChange ? s_muted : null });
        while (_bench.Time.Now < Bench.Start.AddMinutes(110))
        {
            await _bench.StepAsync();
        }

        Assert.Empty(_bench.World.Effects);
        Assert.False(_bench.Open.IsHandedOff);
        var notice = Assert.Single(_bench.Notifier.Sent);
        Assert.Equal((NoticeKind.Denied, Severity.P4, null), (notice.Kind, notice.Severity, notice.Level));
        Assert.Contains("its alarms are silenced", notice.Text, StringComparison.Ordinal);

        (_bench.World.IsUp, _bench.World.Alarm) = (true, byItsChange ? null : Disabled());
        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);
    }

    [Fact]
    public async Task ChangeThatNobodySilenced_IsActedOn()
    {
        await _bench.HandleAsync(Bench.Alarm() with { Silenced = s_muted });
        Assert.Empty(_bench.World.Effects);

        Assert.Equal(LoopOutcome.Acted, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
        Assert.Single(_bench.World.Effects);
        Assert.Equal(Severity.P2, _bench.Open.Severity);
    }

    [Fact]
    public async Task AnotherAlarmThatNobodySilenced_IsActedOn()
    {
        _bench.Estate = _bench.Estate with
        {
            Alarms =
            [
                .. _bench.Estate.Alarms,
                _bench.Estate.Alarms[0] with
                {
                    Match = new AlarmMatch.ByName("api-hosts"),
                },
            ],
        };
        await _bench.HandleAsync(Bench.Alarm() with { Silenced = s_muted });
        _bench.World.Alarms.Add("api-hosts");
        var other = Bench.Alarm() with { Name = "api-hosts", Arn = Bench.Alarm().Arn + "-hosts" };

        Assert.Equal(LoopOutcome.Acted, (await _bench.HandleAsync(other)).Outcome);
    }

    [Fact]
    public async Task MuteThatEnds_IsActedOn()
    {
        _bench.World.Alarm = new AlarmReading(AlarmState.Alarm, 3, 3);
        await _bench.HandleAsync(Bench.Alarm() with { Silenced = s_muted });
        while (_bench.World.Effects.Count == 0)
        {
            await _bench.StepAsync();
        }

        Assert.InRange((_bench.Time.Now - Bench.Start).TotalMinutes, 120, 121);
    }

    /// <summary>A silenced incident takes no other service's alarm in, and a silenced alarm joins none.</summary>
    [Fact]
    public async Task SilencedIncident_StandsAlone()
    {
        _bench.Shares();
        await _bench.HandleAsync(Bench.AlarmOf(Bench.Target) with { Silenced = s_muted });

        Assert.Equal(LoopOutcome.Acted, (await _bench.HandleAsync(Bench.AlarmOf(Bench.Other))).Outcome);
        Assert.Empty(_bench.Open.Cause.Joined);
    }

    /// <summary>On-call is not called, so that nobody else would do it.</summary>
    [Fact]
    public async Task StepBackThatAwsWantsLater_IsSentAgainForAsLongAsTheSilenceLasts()
    {
        _bench.World.RecoversAfter = null;
        _bench.Climbs();
        await _bench.HandleAsync(Bench.Alarm());
        while (_bench.World.Effects is not [.., Change.RestartAt])
        {
            await _bench.StepAsync();
        }

        (_bench.World.IsUp, _bench.World.Alarm) = (true, Disabled() with { State = AlarmState.Ok });
        var free = _bench.Time.Now.AddMinutes(50);
        _bench.Actuator.Answer = change =>
            change is Change.InvalidateSite && _bench.Time.Now < free
                ? new ActionOutcome.Later("TooManyInvalidationsInProgress")
                : _bench.World.Take(change);

        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);
        Assert.IsType<Change.InvalidateSite>(_bench.World.Effects[^1]);
        Assert.True(_bench.Time.Now > free);
        Assert.Null(Assert.Single(_bench.Journal.Ended).Escalation);
    }

    private static AlarmReading Disabled() => new(AlarmState.Alarm, 3, 3) { Silenced = "its actions are disabled" };
}
