using CsCheck;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Estates.EscalationLevel;

namespace LambdaOps.Core.Tests.Escalations;

/// <summary>A severity rises and never falls.</summary>
public class RiseTests
{
    private static readonly EscalationPolicy s_runbook = EscalationPolicy.Default;

    private static readonly EscalationPolicy s_rising = s_runbook with
    {
        P4 = s_runbook.P4 with { Clock = EscalationClock.Always, RisesAfter = TimeSpan.FromHours(10) },
        P3 = s_runbook.P3 with { Clock = EscalationClock.Always, RisesAfter = TimeSpan.FromHours(6) },
        P2 = s_runbook.P2 with { RisesAfter = TimeSpan.FromHours(2) },
    };

    [Fact]
    public void NoHealthyTarget_IsP1AndPagesWhatIsDueAtOnce()
    {
        var incident = Handed(Severity.P3);
        var now = Some.After(20 * 60);
        incident = Escalation.Rise(incident, Some.Down, s_runbook, now);

        Assert.Equal((Severity.P1, now), (incident.Severity, incident.Escalation!.SeveritySince));
        Assert.Equal("P3 -> P1: no healthy target", incident.Lines[^1].Text);
        Assert.Equal(
            [new(L3, PageReason.NotOver, Some.After(15 * 60)), new(L1, PageReason.Worse, now)],
            Escalation.Due(incident, s_runbook, now)
        );
    }

    /// <summary>
    /// It was handed off as an alarm on a service that is well. Two failed requests of ten say that it is not, also
    /// where every other one is good; a single one does not.
    /// </summary>
    [Theory]
    [InlineData("++++++++--", Severity.P2)]
    [InlineData("++++++++-+-", Severity.P2)]
    [InlineData("-+++++++++-", Severity.P3)]
    [InlineData("+++++++--+", Severity.P3)]
    public void ServiceThatFailsAfterAll_IsAsBadAsItsAlarm(string marks, Severity severity)
    {
        var handed = Handed(Severity.P3);
        var incident = marks.Aggregate(
            handed with
            {
                Trend = new Trend { LoweredFrom = Severity.P2 },
            },
            (one, mark) => one.Saw(mark == '+' ? Some.Fine : Some.Doubtful, Some.Now)
        );

        Assert.Equal(severity, Escalation.Rise(incident, Some.Doubtful, s_runbook, Some.After(60)).Severity);
    }

    /// <summary>Before P1's time is over, the one who has it hears that it got worse, once.</summary>
    [Fact]
    public void Worse_IsToldOnceToTheLevelThatHasIt()
    {
        var now = Some.After(300);
        var incident = Escalation.Rise(Handed(Severity.P3), Some.Down, s_runbook, now);
        var page = Assert.Single(Escalation.Due(incident, s_runbook, now));
        Assert.Equal(new(L1, PageReason.Worse, now), page);

        incident = Escalation.Paged(incident, page, now);
        Assert.Empty(Escalation.Due(incident, s_runbook, now));
        Assert.Single(incident.Escalation!.Paged);
        Assert.Equal(Some.After(15 * 60), Escalation.EarliestOpen(incident, s_runbook));
    }

    /// <summary>Nothing is assumed from what was not seen, and a URL that answers well is not an outage.</summary>
    [Fact]
    public void OnlyWhatWasSeen_MakesItWorse()
    {
        Evidence[] harmless =
        [
            Some.Fine,
            Some.Doubtful,
            Evidence.NotAsked,
            Some.Down.Hides(LoadBalancingLooks.Targets, "throttled"),
            Some.Down.Shows(HealthUrlLooks.Probe, Some.HealthyProbe),
        ];

        Assert.All(
            harmless,
            seen =>
                Assert.Equal(
                    Severity.P3,
                    Escalation.Rise(Handed(Severity.P3), seen, s_runbook, Some.After(60)).Severity
                )
        );
        Assert.Equal(
            Severity.P1,
            Escalation
                .Rise(
                    Handed(Severity.P3),
                    Some.Down.Hides(HealthUrlLooks.Probe, "timed out"),
                    s_runbook,
                    Some.After(60)
                )
                .Severity
        );
    }

    [Fact]
    public void AlarmThatJoins_IsTakenOver()
    {
        var joined = Handed(Severity.P3) with { Severity = Severity.P2 };
        var incident = Escalation.Rise(joined, Some.Fine, s_runbook, Some.After(60));

        Assert.Equal("P3 -> P2: by an alarm or a decision since", incident.Lines[^1].Text);
        Assert.Equal(L1, Assert.Single(Escalation.Due(incident, s_runbook, Some.After(60))).Level);
        Assert.Equal(Some.After(1800), Escalation.Plan(incident, s_runbook, Some.After(60)).Escalation!.AnswerBy);
    }

    [Theory]
    [InlineData(Severity.P4, 10, Severity.P3)]
    [InlineData(Severity.P3, 6, Severity.P2)]
    [InlineData(Severity.P2, 2, Severity.P1)]
    public void Time_RaisesOneStepWhereTheEstateSaysSo(Severity severity, int hours, Severity next)
    {
        var due = Some.After(hours * 3600);

        Assert.Equal(severity, At(due.AddSeconds(-1)).Severity);
        Assert.Equal(next, At(due).Severity);
        Assert.Equal(next, At(due.AddSeconds(1)).Severity);
        Assert.Equal(next, Escalation.Rise(At(due), Some.Fine, s_rising, due.AddSeconds(1)).Severity);
        Assert.Equal(severity, Escalation.Rise(Handed(severity), Some.Fine, s_runbook, due.AddDays(9)).Severity);

        Incident At(DateTimeOffset now) => Escalation.Rise(Handed(severity), Some.Fine, s_rising, now);
    }

    [Fact]
    public void Time_ThatRaisesIsADeadline()
    {
        var incident = Handed(Severity.P4);

        Assert.Equal(Some.After(36_000), Escalation.EarliestOpen(incident, s_rising));
        Assert.Equal(Some.After(36_000), Escalation.Plan(incident, s_rising, Some.Now).Escalation!.NextAt);
        Assert.Null(Escalation.EarliestOpen(Handed(Severity.P4), s_runbook));
    }

    /// <summary>Whatever is seen in whatever order: no level twice, none lower than before, no severity back.</summary>
    [Fact]
    public void Severity_NeverFallsAndNoLevelIsPagedTwice() =>
        Gen.Select(
                Gen.Enum<Severity>(),
                Gen.Select(Gen.Int[0, 4000], Any.Evidence, Gen.Bool, Gen.Int[0, 9]).List[1, 30]
            )
            .Sample(
                (severity, rounds) =>
                {
                    var (incident, now) = (
                        Escalation.Begin(
                            Some.Incident.HandedOff() with
                            {
                                Severity = severity,
                            },
                            "why",
                            NextStep.TotalOutage,
                            Some.Now
                        ),
                        Some.Now
                    );
                    foreach (var (later, seen, sent, chance) in rounds)
                    {
                        var before = incident;
                        now = now.AddSeconds(later);
                        incident = chance == 0 ? incident.Acknowledge("Sato", "looking", now) : incident;
                        incident =
                            chance == 1 && incident.Severity > Severity.P1
                                ? incident with
                                {
                                    Severity = incident.Severity - 1,
                                }
                                : incident;
                        incident = Escalation.Rise(incident, seen, s_rising, now);
                        foreach (var page in Escalation.Due(incident, s_rising, now))
                        {
                            incident = sent ? Escalation.Paged(incident, page, now) : incident;
                        }

                        Assert.True(incident.Severity <= before.Severity);
                        Assert.Equal(incident.Severity, incident.Escalation!.Severity);
                        var levels = incident.Escalation.Paged.Select(paged => paged.Level).ToList();
                        Assert.Equal(levels.Distinct().Order(), levels);
                        Assert.True(!sent || Escalation.Due(incident, s_rising, now).Count == 0);
                        Assert.True(!sent || incident.Escalation.Level is not null);
                    }
                }
            );

    /// <summary>Handed over at <see cref="Some.Now"/>, and L1 has been paged.</summary>
    private static Incident Handed(Severity severity) =>
        EscalationTests.Paged(EscalationTests.HandedOff(severity, Some.Now), s_runbook);
}
