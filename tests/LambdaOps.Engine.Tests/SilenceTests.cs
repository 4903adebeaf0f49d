using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Engine.Tests;

/// <summary>While something is wrong, somebody is told in time; what is held is never forgotten.</summary>
public class SilenceTests
{
    private static readonly AlarmReading s_fires = new(AlarmState.Alarm, 3, 3);

    /// <summary>A composite alarm has no datapoints that could agree.</summary>
    private static readonly AlarmReading s_composite = new(AlarmState.Alarm, 0, 0);

    private readonly Bench _bench = new();

    /// <summary>Good probes in between do not put off that on-call hears of it; the severity stays.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(50)]
    public async Task AlarmThatFiresWhileProbesFailNowAndThen_IsOnCallsInTime(int every)
    {
        (_bench.World.IsUp, _bench.World.Alarm) = (true, s_composite);
        _bench.World.Probe = probe => probe % every != 0;

        Assert.Equal((Severity.P2, 15), await UntilHandedOffAsync());
        Assert.Empty(_bench.World.Effects);
        Assert.Single(_bench.Notifier.Sent);
    }

    /// <summary>Half of the requests fail: that is an outage, without any two failures in a row.</summary>
    [Fact]
    public async Task AlarmThatFiresWhileEveryOtherProbeFails_IsRestartedOnceThenOnCalls()
    {
        (_bench.World.IsUp, _bench.World.Alarm) = (true, s_composite);
        _bench.World.Probe = probe => probe % 2 != 0;

        Assert.Equal((Severity.P1, 5), await UntilHandedOffAsync());
        Assert.IsType<Change.ForceNewDeployment>(Assert.Single(_bench.World.Effects));
        Assert.Equal(2, _bench.Notifier.Sent.Count);
    }

    [Theory]
    [InlineData(Mode.Observe)]
    [InlineData(Mode.Ask)]
    public async Task AlarmThatFires_IsOnCallsInEveryMode(Mode mode)
    {
        var bench = new Bench(mode);
        (bench.World.IsUp, bench.World.Alarm) = (true, s_composite);
        bench.World.Probe = probe => probe % 2 == 0;
        await bench.HandleAsync(Bench.Alarm());
        while (!bench.Open.IsHandedOff)
        {
            await bench.StepAsync();
        }

        Assert.InRange((bench.Time.Now - Bench.Start).TotalMinutes, 15, 15.5);
    }

    /// <summary>Each second look sees nothing: blindness begins anew each time, the time goes on.</summary>
    [Fact]
    public async Task AlarmThatCannotBeSeenNowAndThen_IsOnCallsInTime()
    {
        (_bench.World.IsUp, _bench.World.Alarm) = (true, s_fires);
        var looks = 0;
        _bench.Observer.BeforeServiceLook = () =>
        {
            if (++looks % 2 == 0)
            {
                throw new InvalidOperationException("dark");
            }
        };

        Assert.Equal(15, (await UntilHandedOffAsync()).Minutes);
    }

    /// <summary>Nothing is wrong but the alarm: the severity was the alarm's, and the night goes on.</summary>
    [Fact]
    public async Task AlarmOfAServiceThatIsWell_IsP3AndAboutTheAlarm()
    {
        (_bench.World.IsUp, _bench.World.Alarm) = (true, s_fires);

        Assert.Equal((Severity.P3, 15), await UntilHandedOffAsync());
        var page = Assert.Single(_bench.Notifier.Sent);
        Assert.Contains(page.NextSteps, step => step.Contains("look at the alarm", StringComparison.Ordinal));
        Assert.DoesNotContain(page.NextSteps, step => step.Contains("total outage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ServiceThatFailsAfterThat_IsAsSevereAsItsAlarm()
    {
        (_bench.World.IsUp, _bench.World.Alarm) = (true, s_fires);
        await UntilHandedOffAsync();
        var fails = false;
        _bench.World.Probe = _ => !fails;
        await _bench.StepAsync();
        Assert.Equal(Severity.P3, _bench.Open.Severity);

        fails = true;
        await _bench.StepAsync();
        await _bench.StepAsync();
        Assert.Equal(Severity.P2, _bench.Open.Severity);
        Assert.Equal(NoticeKind.LevelPaged, _bench.Notifier.Sent[^1].Kind);
    }

    /// <summary>What a change may take to help is not cut short: the time begins anew with it.</summary>
    [Fact]
    public async Task Action_HasItsTimeFromItself()
    {
        _bench.World.Alarm = s_fires;
        _bench.World.Probe = _ => _bench.World.Effects.Count > 0;
        await _bench.HandleAsync(Bench.Alarm());
        while (!_bench.Open.IsHandedOff)
        {
            await _bench.StepAsync();
        }

        var acted = Assert.Single(_bench.Open.Attempts).At;
        Assert.InRange((_bench.Time.Now - acted).TotalMinutes, 15, 15.5);
        Assert.Equal(Severity.P3, _bench.Open.Severity);
    }

    /// <summary>The page is up and nobody heals the service for three days: it is looked at, and people hear.</summary>
    [Fact]
    public async Task IncidentThatHoldsAPage_IsNotClosed()
    {
        await LoseAllAsync();
        while (_bench.Time.Now < Bench.Start.AddHours(72))
        {
            await _bench.StepAsync();
        }

        Assert.True(_bench.Open.IsHandedOff);
        Assert.IsType<PageState.Maintenance>(_bench.World.Up);
        var reminders = _bench.Notifier.Sent.Where(notice => notice.Kind == NoticeKind.StillHeld).ToList();
        Assert.InRange(reminders.Count, 2, 3);
        Assert.All(reminders, notice => Assert.Contains("maintenance page", notice.Text, StringComparison.Ordinal));
        Assert.NotEmpty(reminders[0].Also);

        _bench.World.IsUp = true;
        await _bench.RunOutAsync();
        Assert.Null(_bench.World.Up);
        Assert.Equal(IncidentStatus.Resolved, Assert.Single(_bench.Journal.Ended).Status);
    }

    [Fact]
    public async Task IncidentThatHoldsNothing_IsClosedWithANotice()
    {
        _bench.World.RecoversAfter = null;
        await _bench.HandleAsync(Bench.Alarm());
        await _bench.RunOutAsync();

        Assert.Equal(NoticeKind.Closed, _bench.Notifier.Sent[^1].Kind);
        Assert.Equal(EscalationLevel.L1, _bench.Notifier.Sent[^1].Also[0]);
    }

    [Fact]
    public async Task RemedyThatTheEstateDrops_SaysWhatItHeld()
    {
        await LoseAllAsync();
        while (_bench.World.Up is null)
        {
            await _bench.StepAsync();
        }

        _bench.Estate = _bench.Estate with
        {
            Services =
            [
                _bench.Estate.Services[0] with
                {
                    Settings = _bench.Estate.Services[0].Settings.With<TotalOutagePolicy>(null),
                    Ladder = [],
                },
            ],
            Alarms = [],
        };
        await _bench.StepAsync();

        var told = _bench.Notifier.Sent[^1];
        Assert.Equal((NoticeKind.HandedOff, EscalationLevel.L1), (told.Kind, told.Level));
        Assert.Contains("the maintenance page of site is up", told.Text, StringComparison.Ordinal);
    }

    private async Task<(Severity Severity, int Minutes)> UntilHandedOffAsync()
    {
        await _bench.HandleAsync(Bench.Alarm());
        while (!_bench.Open.IsHandedOff)
        {
            await _bench.StepAsync();
        }

        return (_bench.Open.Severity, (int)(_bench.Time.Now - Bench.Start).TotalMinutes);
    }

    /// <summary>An alarm says that all is down, and no restart heals it.</summary>
    private async Task LoseAllAsync()
    {
        _bench.Climbs();
        _bench.Estate = _bench.Estate with
        {
            Alarms =
            [
                _bench.Estate.Alarms[0] with
                {
                    Remedy = TotalOutageProcedure.ProcedureName,
                    Severity = Severity.P1,
                },
            ],
        };
        _bench.World.RecoversAfter = null;
        await _bench.HandleAsync(Bench.Alarm());
    }
}
