using LambdaOps.Core.Calendars;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Reports.Periods;

public class IncidentSumsTests
{
    private static readonly LocalDay s_first = LocalDay.Of(new DateOnly(2026, 1, 5), TimeZoneInfo.Utc);
    private static readonly LocalDay s_last = LocalDay.Of(new DateOnly(2026, 1, 11), TimeZoneInfo.Utc);
    private static readonly DateTimeOffset s_before = s_first.From.AddDays(-7);

    private int _number;

    [Fact]
    public void Incidents_AreOfThePeriodInWhichTheyWereOpened()
    {
        var sums = Of(
            Opened(s_before.AddSeconds(-1)),
            Opened(s_before),
            Opened(s_first.From.AddSeconds(-1)),
            Opened(s_first.From),
            Opened(s_last.Until.AddSeconds(-1)),
            Opened(s_last.Until)
        );

        Assert.Equal((2, 2), (sums.Opened, sums.Before));
        var cause = Assert.Single(sums.Causes);
        Assert.Equal((2, 2), (cause.Count, cause.Before));
    }

    [Fact]
    public void Causes_AreToldByTargetProcedureAndAlarm()
    {
        var sums = Of(
            Opened(s_first.From),
            Opened(s_first.From) with
            {
                Cause = new IncidentCause { Detection = new Detection(DetectionKind.Automatic, "api-slow") },
            },
            Opened(s_first.From) with
            {
                Cause = new IncidentCause { Detection = new Detection(DetectionKind.Reported, "Kim") },
            },
            Opened(s_first.From) with
            {
                Cause = new IncidentCause { Detection = new Detection(DetectionKind.Reported, "Jo") },
            }
        );

        Assert.Equal(["", "api-5xx", "api-slow"], sums.Causes.Select(cause => cause.By));
        Assert.Equal(2, sums.Causes[0].Count);
    }

    [Fact]
    public void Ends_AreTold()
    {
        var sums = Of(
            Ended(Opened(s_first.From), minutes: 4),
            Ended(Changed(Opened(s_first.From), Some.Restart, AttemptOutcome.Done, minutes: 1), minutes: 6),
            Ended(Opened(s_first.From) with { Escalation = HandedOff }, minutes: 60),
            Opened(s_first.From)
        );

        var cause = Assert.Single(sums.Causes);
        Assert.Equal((4, 1, 1), (cause.Count, cause.HandedOff, cause.Untouched));
        Assert.Equal(TimeSpan.FromMinutes(6), cause.Restored);
        Assert.Equal(1, sums.StillOpen);
    }

    /// <summary>Twice in one incident is one incident; what AWS refused is counted, and cured nothing.</summary>
    [Fact]
    public void Measures_AreCountedByWhatBecameOfThem()
    {
        var twice = Changed(
            Changed(Opened(s_first.From), Some.Restart, AttemptOutcome.Done, minutes: 1),
            Some.Restart,
            AttemptOutcome.Done,
            minutes: 5
        );
        var sums = Of(
            Ended(twice, minutes: 9),
            Ended(
                Changed(Opened(s_first.From), Some.Restart, AttemptOutcome.Done, minutes: 1) with
                {
                    Escalation = HandedOff,
                },
                minutes: 90
            ),
            Changed(Opened(s_first.From), Some.Restart, AttemptOutcome.Refused, minutes: 1),
            Changed(Opened(s_before), Some.Restart, AttemptOutcome.Done, minutes: 1)
        );

        var measure = Assert.Single(sums.Measures);
        Assert.Equal(ChangeKind.ForceNewDeployment, measure.Kind);
        Assert.Equal(
            (3, 1, 2, 1, 1),
            (measure.Count, measure.Failed, measure.Incidents, measure.Cured, measure.Before)
        );
        Assert.Equal(TimeSpan.FromMinutes((8 + 89) / 2.0), measure.Restored);
    }

    [Fact]
    public void RecoveryLevels_AreHeldAgainstTheirGoals()
    {
        var sums = Of(
            Ended(Counted(RecoveryLevel.Service), minutes: 5),
            Ended(Counted(RecoveryLevel.Service), minutes: 60),
            Ended(Counted(RecoveryLevel.Service), minutes: 61),
            Counted(RecoveryLevel.Service),
            Ended(Counted(RecoveryLevel.Region), minutes: 61),
            Ended(Opened(s_first.From), minutes: 5)
        );

        Assert.Equal(
            [(RecoveryLevel.Service, 2, 1, 1, 61), (RecoveryLevel.Region, 1, 0, 0, 61)],
            sums.Recoveries.Select(one =>
                (one.Level, one.Reached, one.Missed, one.Other, (int)one.Longest!.Value.TotalMinutes)
            )
        );
    }

    private Incident Counted(RecoveryLevel level)
    {
        var goal = RecoveryGoals.Default[level];
        return new RecoveryClock(level, s_first.From, goal.Rto, goal.Rpo).In(Opened(s_first.From));
    }

    [Fact]
    public void CutList_IsSaid() =>
        Assert.False(IncidentSums.Of(new IncidentsOfDays([]) { IsWhole = false }, s_first, s_last, s_before).IsWhole);

    private static EscalationState HandedOff => Some.Escalation;

    private static IncidentSums Of(params Incident[] all) =>
        IncidentSums.Of(new IncidentsOfDays([.. all]), s_first, s_last, s_before);

    private Incident Opened(DateTimeOffset at) =>
        Some.Incident with
        {
            Id = new IncidentId($"20260105-api-{++_number:000000}"),
            OpenedAt = at,
            Cause = new IncidentCause { Detection = new Detection(DetectionKind.Automatic, "api-5xx") },
        };

    private static Incident Changed(Incident incident, Change change, AttemptOutcome outcome, int minutes) =>
        incident with
        {
            Attempts = incident.Attempts.Add(new Attempt(change, incident.OpenedAt.AddMinutes(minutes), outcome, "")),
        };

    private static Incident Ended(Incident incident, int minutes) =>
        incident with
        {
            Status = IncidentStatus.Resolved,
            EndedAt = incident.OpenedAt.AddMinutes(minutes),
        };
}
