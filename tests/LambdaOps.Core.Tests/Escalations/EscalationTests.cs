using System.Globalization;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Estates.EscalationLevel;

namespace LambdaOps.Core.Tests.Escalations;

public class EscalationTests
{
    /// <summary>The runbook's, in Tokyo.</summary>
    private static readonly EscalationPolicy s_runbook = EscalationPolicy.Default with
    {
        Calendar = EscalationPolicy.Default.Calendar with
        {
            Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"),
            Holidays = [new(2026, 1, 12), new(2026, 12, 31), new(2027, 1, 1)],
        },
    };

    /// <summary>A Thursday noon.</summary>
    private const string Noon = "2026-01-15 12:00";

    [Theory]
    [InlineData(Severity.P1)]
    [InlineData(Severity.P2)]
    [InlineData(Severity.P3)]
    [InlineData(Severity.P4)]
    public void Handover_PagesL1AtOnce(Severity severity)
    {
        var incident = HandedOff(severity, Noon);

        Assert.Equal([new(L1, PageReason.HandedOff, Tokyo(Noon))], Escalation.Due(incident, s_runbook, Tokyo(Noon)));
    }

    /// <summary>15分でL3 · 30分, 1時間でL2 · 2時間, 4時間でL2 · 翌営業日, 不要: a second before, then, a second after.</summary>
    [Theory]
    [InlineData(Severity.P1, 15 * 60, L3, PageReason.NotOver)]
    [InlineData(Severity.P2, 30 * 60, L2, PageReason.Unanswered)]
    [InlineData(Severity.P3, 120 * 60, L2, PageReason.Unanswered)]
    public void Unanswered_PagesInTime(Severity severity, int seconds, EscalationLevel level, PageReason why)
    {
        var incident = Paged(HandedOff(severity, Noon));
        var due = new LevelPage(level, why, Tokyo(Noon).AddSeconds(seconds));

        Assert.Empty(Escalation.Due(incident, s_runbook, due.DueAt.AddSeconds(-1)));
        Assert.Equal([due], Escalation.Due(incident, s_runbook, due.DueAt));
        Assert.Equal([due], Escalation.Due(incident, s_runbook, due.DueAt.AddSeconds(1)));
    }

    [Theory]
    [InlineData(Severity.P1, 15 * 60, L3)]
    [InlineData(Severity.P2, 60 * 60, L2)]
    [InlineData(Severity.P3, 240 * 60, L2)]
    public void Acknowledged_TellsTheNextLevelOnlyWhenItIsNotOver(Severity severity, int seconds, EscalationLevel level)
    {
        var incident = Paged(HandedOff(severity, Noon)).Acknowledge("Sato", "looking", Tokyo(Noon).AddSeconds(5));
        var due = new LevelPage(level, PageReason.NotOver, Tokyo(Noon).AddSeconds(seconds));

        Assert.Empty(Escalation.Due(incident, s_runbook, due.DueAt.AddSeconds(-1)));
        Assert.Equal([due], Escalation.Due(incident, s_runbook, due.DueAt));
        Assert.Equal([due], Escalation.Due(incident, s_runbook, due.DueAt.AddSeconds(1)));
    }

    [Fact]
    public void P4_IsNobodysBesidesL1()
    {
        var incident = Escalation.Plan(Paged(HandedOff(Severity.P4, Noon)), s_runbook, Tokyo(Noon));

        Assert.Empty(Escalation.Due(incident, s_runbook, Tokyo(Noon).AddDays(30)));
        Assert.Equal((Tokyo("2026-01-16 18:00"), null), (incident.Escalation!.AnswerBy, incident.Escalation.NextAt));
    }

    /// <summary>P1 and P2 wait for no morning; P3 does, over weekends, holidays and the year's end.</summary>
    [Theory]
    [InlineData(Severity.P1, "2026-01-17 02:00", "2026-01-17 02:15")]
    [InlineData(Severity.P2, "2026-12-31 23:45", "2027-01-01 00:15")]
    [InlineData(Severity.P3, "2026-01-15 17:00", "2026-01-16 10:00")]
    [InlineData(Severity.P3, "2026-01-15 20:00", "2026-01-16 11:00")]
    [InlineData(Severity.P3, "2026-01-16 17:00", "2026-01-19 10:00")]
    [InlineData(Severity.P3, "2026-01-10 12:00", "2026-01-13 11:00")]
    [InlineData(Severity.P3, "2026-12-30 17:30", "2027-01-04 10:30")]
    public void Times_RunByTheSeveritysClock(Severity severity, string handover, string due)
    {
        var incident = Paged(HandedOff(severity, handover));

        Assert.Empty(Escalation.Due(incident, s_runbook, Tokyo(due).AddSeconds(-1)));
        Assert.Single(Escalation.Due(incident, s_runbook, Tokyo(due)));
        Assert.Equal(Tokyo(due), Escalation.EarliestOpen(incident, s_runbook));
    }

    /// <summary>New York's clock goes back on Sunday: Friday's times end on Monday by the wall.</summary>
    [Fact]
    public void Times_FollowTheWallClockOverItsChange()
    {
        var policy = s_runbook with
        {
            Calendar = s_runbook.Calendar with { Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") },
        };
        var friday = new DateTimeOffset(2026, 10, 30, 17, 0, 0, TimeSpan.FromHours(-4));
        var monday = new DateTimeOffset(2026, 11, 2, 10, 0, 0, TimeSpan.FromHours(-5));

        Assert.Equal(monday, Escalation.EarliestOpen(Paged(HandedOff(Severity.P3, friday)), policy));
    }

    [Theory]
    [InlineData(Severity.P1, "2026-01-15 08:59", L2)]
    [InlineData(Severity.P1, "2026-01-15 09:00", L1)]
    [InlineData(Severity.P2, "2026-01-12 12:00", L2)]
    [InlineData(Severity.P3, "2026-01-17 12:00", L1)]
    [InlineData(Severity.P4, "2026-01-15 23:00", L1)]
    public void FirstAtNight_IsForWhatDoesNotWait(Severity severity, string at, EscalationLevel first)
    {
        var policy = s_runbook with { FirstAtNight = L2 };

        Assert.Equal(first, Assert.Single(Escalation.Due(HandedOff(severity, at), policy, Tokyo(at))).Level);
    }

    /// <summary>Who was woken first at night is not woken again as the next level.</summary>
    [Fact]
    public void FirstAtNight_IsNotPagedTwice()
    {
        var policy = s_runbook with { FirstAtNight = L2 };
        var at = Tokyo("2026-01-15 03:00");

        Assert.Empty(Escalation.Due(Paged(HandedOff(Severity.P2, at), policy), policy, at.AddDays(2)));
        Assert.Equal(
            L3,
            Assert.Single(Escalation.Due(Paged(HandedOff(Severity.P1, at), policy), policy, at.AddDays(2))).Level
        );
    }

    [Fact]
    public void LongSilence_PagesEachLevelOnceInOrder()
    {
        var policy = s_runbook with { P1 = s_runbook.P1 with { AnswerWithin = TimeSpan.FromMinutes(5) } };
        var incident = HandedOff(Severity.P1, Noon);
        var late = Tokyo(Noon).AddHours(3);

        Assert.Equal([L1, L2, L3], Escalation.Due(incident, policy, late).Select(page => page.Level));
        incident = Paged(incident);
        Assert.Equal([L2, L3], Escalation.Due(incident, policy, late).Select(page => page.Level));
        foreach (var page in Escalation.Due(incident, policy, late))
        {
            incident = Escalation.Paged(incident, page, late);
        }

        Assert.Empty(Escalation.Due(incident, policy, late.AddDays(9)));
        Assert.Equal((L3, late), (incident.Escalation!.Level, incident.Escalation.Since));
        Assert.Null(Escalation.EarliestOpen(incident, policy));
    }

    /// <summary>P2's two deadlines are one page of L2, however late it comes.</summary>
    [Fact]
    public void BothDeadlinesPassed_IsOnePage() =>
        Assert.Equal(
            [new(L2, PageReason.Unanswered, Tokyo(Noon).AddMinutes(30))],
            Escalation.Due(Paged(HandedOff(Severity.P2, Noon)), s_runbook, Tokyo(Noon).AddHours(5))
        );

    [Fact]
    public void Plan_SaysWhatComesNext()
    {
        var incident = Paged(HandedOff(Severity.P2, Noon));
        var state = Escalation.Plan(incident, s_runbook, Tokyo(Noon)).Escalation!;
        Assert.Equal((Tokyo(Noon).AddMinutes(30), Tokyo(Noon).AddMinutes(30)), (state.AnswerBy, state.NextAt));

        incident = incident.Acknowledge("Sato", "looking", Tokyo(Noon).AddMinutes(1));
        state = Escalation.Plan(incident, s_runbook, Tokyo(Noon).AddMinutes(1)).Escalation!;
        Assert.Equal((null, Tokyo(Noon).AddHours(1)), (state.AnswerBy, state.NextAt));
    }

    [Fact]
    public void OpenIncident_IsNobodysYet()
    {
        Assert.Empty(Escalation.Due(Some.Incident, s_runbook, Some.After(1e6)));
        Assert.Null(Escalation.EarliestOpen(Some.Incident, s_runbook));
        Assert.Equal(Some.Incident, Escalation.Rise(Some.Incident, Some.Down, s_runbook, Some.After(1e6)));
        Assert.Equal(Some.Incident, Escalation.Plan(Some.Incident, s_runbook, Some.Now));
    }

    internal static Incident HandedOff(Severity severity, string tokyo) => HandedOff(severity, Tokyo(tokyo));

    internal static Incident HandedOff(Severity severity, DateTimeOffset at) =>
        Escalation.Begin(
            Some.Incident with
            {
                Severity = severity,
                Status = IncidentStatus.HandedOff,
                OpenedAt = at,
            },
            "it did not help",
            NextStep.TotalOutage,
            at
        );

    /// <summary>The page that the handover makes has gone out.</summary>
    internal static Incident Paged(Incident incident, EscalationPolicy? policy = null)
    {
        var at = incident.Escalation!.HandedOffAt;
        return Escalation.Paged(incident, Escalation.Due(incident, policy ?? s_runbook, at).Single(), at);
    }

    internal static DateTimeOffset Tokyo(string text) =>
        new(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), TimeSpan.FromHours(9));
}
