using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Incidents;

/// <summary>When on-call hears of an incident whose remedy goes on waiting; 15 minutes here.</summary>
public class OverdueTests
{
    private static readonly Decision s_wait = new Decision.Wait(
        new Phase("watching"),
        TimeSpan.FromSeconds(10),
        new Until.OnCall(),
        "why"
    );

    private static readonly Evidence s_firing = Some.Fine.With(AlarmLooks.Own, Some.Down.Alarm);

    [Theory]
    [InlineData(899, false)]
    [InlineData(900, true)]
    [InlineData(901, true)]
    public void Time_CountsFromTheOpening(int seconds, bool told) =>
        Assert.Equal(told, Instead(Some.Incident, s_firing, seconds) is Decision.Escalate);

    [Theory]
    [InlineData(999, false)]
    [InlineData(1000, true)]
    public void Time_CountsFromTheLastActionThatAwsTook(int seconds, bool told)
    {
        var incident = Some
            .Incident.Tried(Some.Restart, after: 100)
            .Tried(Some.RollBack, AttemptOutcome.Unconfirmed, after: 500);

        Assert.Equal(told, Instead(incident, s_firing, seconds) is Decision.Escalate);
    }

    [Fact]
    public void Time_CountsFromAnIntentAndFromAReturn()
    {
        var intends = Some.Incident with { Intent = new Intent(Some.Restart, Some.After(800), "why") };

        Assert.Equal(s_wait, Instead(intends, s_firing, 1600));
        Assert.Equal(s_wait, Instead(Some.Incident with { Returns = new Returns(0, Some.After(800)) }, s_firing, 1600));
    }

    /// <summary>
    /// A pause in which all is quiet ends the trouble once it is as long as the remedy watches; single good looks do
    /// not. (Found by simulate, seed 424209: half an hour calm, and the next alarm was on-call's at once.)
    /// </summary>
    [Theory]
    [InlineData(59, 100)]
    [InlineData(60, 200)]
    public void Time_CountsFromTheEndOfALongPause(int pause, int since)
    {
        var quietFor = TimeSpan.FromSeconds(60);
        var incident = Overdue.Remember(Some.Incident, s_firing, quietFor, Some.After(100));
        incident = Overdue.Remember(incident, Some.Fine, quietFor, Some.After(120));
        incident = Overdue.Remember(incident, Some.Fine, quietFor, Some.After(120 + pause));
        incident = Overdue.Remember(incident, s_firing, quietFor, Some.After(200));

        Assert.Equal(Some.After(since), Overdue.Since(incident));
    }

    /// <summary>Its own end comes first, whether or not anything is wrong, and also once on-call has it.</summary>
    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void Moment_IsTheEndOfItsWait(int seconds, bool over)
    {
        Decision then = new Decision.Resolved("held for long enough");
        var until = new Until.Moment(Some.After(100), then);
        var wait = new Decision.Wait(new Phase("holding"), TimeSpan.FromSeconds(10), until, "why");

        Assert.Same(over ? then : wait, Instead(Some.Incident, s_firing, seconds, wait));
        Assert.Same(over ? then : wait, Instead(Some.Incident.HandedOff(), Some.Fine, seconds, wait));
    }

    /// <summary>A wait that is put off with each look is on-call's all the same.</summary>
    [Fact]
    public void Moment_OutlastsNoIncident()
    {
        var until = new Until.Moment(Some.After(9000), new Decision.Resolved("never"));
        var wait = new Decision.Wait(new Phase("holding"), TimeSpan.FromSeconds(10), until, "why");

        Assert.Same(wait, Instead(Some.Incident, s_firing, 899, wait));
        Assert.IsType<Decision.Escalate>(Instead(Some.Incident, s_firing, 900, wait));
    }

    [Fact]
    public void Moment_EndsInNoOtherWait() =>
        Assert.Throws<ArgumentException>(() => new Until.Moment(Some.Now, s_wait));

    [Theory]
    [InlineData(50, 50)]
    [InlineData(100, 100)]
    [InlineData(150, 100)]
    public void OrAt_IsTheSooner(int other, int ends)
    {
        var (first, second) = (new Decision.Resolved("first"), new Decision.Resolved("second"));
        var until = Assert.IsType<Until.Moment>(
            new Until.Moment(Some.After(100), first).OrAt(Some.After(other), second)
        );

        Assert.Equal(Some.After(ends), until.At);
        Assert.Same(other < 100 ? second : first, until.Then);
        Assert.Same(second, Assert.IsType<Until.Moment>(new Until.OnCall().OrAt(Some.Now, second)).Then);
    }

    /// <summary>At P1, where nothing is expected and the service does not look well, on-call hears within five minutes.</summary>
    [Theory]
    [InlineData(Severity.P1, false, 299, false)]
    [InlineData(Severity.P1, false, 300, true)]
    [InlineData(Severity.P1, true, 300, false)]
    [InlineData(Severity.P2, false, 300, false)]
    public void Urgent_IsP1ThatLooksUnwell(Severity severity, bool looksWell, int seconds, bool told) =>
        Assert.Equal(
            told,
            Overdue.Instead(
                s_wait,
                Some.Incident with
                {
                    Severity = severity,
                },
                s_firing,
                looksWell,
                TimeSpan.FromMinutes(15),
                Some.After(seconds)
            ) is Decision.Escalate
        );

    /// <summary>What is expected has its own time.</summary>
    [Fact]
    public void Urgent_LeavesWhatIsExpectedItsTime()
    {
        var until = new Until.Moment(Some.After(600), new Decision.Resolved("deployed"));
        var wait = new Decision.Wait(new Phase("waiting"), TimeSpan.FromSeconds(10), until, "why");

        Assert.Same(
            wait,
            Overdue.Instead(
                wait,
                Some.Incident with
                {
                    Severity = Severity.P1,
                },
                s_firing,
                looksWell: false,
                TimeSpan.FromMinutes(15),
                Some.After(599)
            )
        );
    }

    [Fact]
    public void OnlyWaitingIsCutShort()
    {
        Decision[] others =
        [
            new Decision.Resolved("well"),
            new Decision.Act(Some.Restart, Phase.Opened, TimeSpan.Zero, "down"),
            new Decision.Escalate(Severity.P1, NextStep.Causes, TimeSpan.Zero, "why"),
            new Decision.Answer("so"),
            new Decision.SwitchTo(Some.Remedy, "why"),
        ];

        Assert.All(others, other => Assert.Same(other, Instead(Some.Incident, s_firing, 9000, other)));
        Assert.IsType<Decision.Escalate>(
            Instead(
                Some.Incident,
                s_firing,
                9000,
                new Decision.Inconclusive(TimeSpan.FromSeconds(10), new Until.OnCall(), "dark")
            )
        );
    }

    /// <summary>Who has it was told; a service that is well without an alarm needs nobody.</summary>
    [Fact]
    public void WhatNeedsNobody_IsLeft()
    {
        Assert.Same(s_wait, Instead(Some.Incident.HandedOff(), s_firing, 9000));
        Assert.Same(s_wait, Instead(Some.Incident, Some.Fine, 9000));
    }

    [Theory]
    [InlineData("health")]
    [InlineData("blind")]
    [InlineData("other alarm")]
    public void Trouble_IsMoreThanTheIncidentsAlarm(string what) =>
        Assert.IsType<Decision.Escalate>(
            Instead(
                Some.Incident,
                what switch
                {
                    "health" => Some.Fine.With(HealthUrlLooks.Probe, Some.Down.Health),
                    "blind" => Some.Fine.Hides(AlarmLooks.Own, "dark"),
                    _ => Some.Fine.Shows(AlarmLooks.Active, new ActiveAlarms(["api-p95"])),
                },
                900
            )
        );

    [Theory]
    [InlineData(true, null, Severity.P3)]
    [InlineData(true, -1, Severity.P3)]
    [InlineData(true, 1, Severity.P2)]
    [InlineData(false, null, Severity.P2)]
    public void AlarmOnly_IsWhereTheServiceHasBeenWellSince(bool looksWell, int? dippedAfter, Severity severity)
    {
        var incident = Some.Incident with
        {
            Trend = new Trend { DippedAt = dippedAfter is { } after ? Some.After(after) : null },
        };
        var told = Assert.IsType<Decision.Escalate>(
            Overdue.Instead(s_wait, incident, s_firing, looksWell, TimeSpan.FromMinutes(15), Some.After(900))
        );

        Assert.Equal((severity, severity == Severity.P3), (told.Severity, told.IsAlarmOnly));
        Assert.Equal(told.IsAlarmOnly, told.Next.Description.StartsWith("look at the alarm", StringComparison.Ordinal));
    }

    private static Decision Instead(Incident incident, Evidence seen, int seconds, Decision? decision = null) =>
        Overdue.Instead(
            decision ?? s_wait,
            incident,
            seen,
            looksWell: true,
            TimeSpan.FromMinutes(15),
            Some.After(seconds)
        );
}
