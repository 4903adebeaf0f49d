using CsCheck;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using Remedy503 = LambdaOps.Core.Procedures.ServiceUnavailable.ServiceUnavailableProcedure;

namespace LambdaOps.Core.Tests.Procedures.ServiceUnavailable;

public class DecidePropertyTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);

    [Fact]
    public void Decide_IsTotalAndSaysWhyAndWhenItLooksAgain() =>
        Any.Case.Sample(one =>
            Decide(one) is var decision
            && decision.Because.Length > 0
            && decision.AgainIn is var again
            && (again is null || (again >= TimeSpan.FromSeconds(1) && again <= s_longest))
        );

    [Fact]
    public void Because_CarriesTheNumbersThatDecided() =>
        Any.Case.Where(one => one.Seen.Gaps.Count == 0).Sample(one => Decide(one).Because.Any(char.IsAsciiDigit));

    [Fact]
    public void Because_NamesEveryGap() =>
        Any
            .Case.Where(one => one.Seen.Gaps.Count > 0)
            .Sample(one =>
                Decide(one) is var decision
                && one.Seen.Gaps.All(gap => decision.Because.Contains(gap, StringComparison.Ordinal))
            );

    /// <summary>All fifteen combinations of missing facts, each with every incident and evidence.</summary>
    [Theory]
    [MemberData(nameof(Gaps))]
    public void Decide_NeverActsOnMissingEvidence(int gaps) =>
        Any.Case.Sample(one =>
            Decide(one with { Seen = Without(one.Seen, gaps) }) is not (Decision.Act or Decision.Resolved)
        );

    [Fact]
    public void Decide_NeverActsWhenHealthy() =>
        Any
            .Case.Where(one => one.Seen.Health is Fact<HealthProbe>.Known { Value.Healthy: true })
            .Sample(one => Decide(one) is not Decision.Act);

    [Fact]
    public void Decide_NeverResolvesWhatIsNotHealthy() =>
        Any
            .Case.Where(one => one.Seen.Health is not Fact<HealthProbe>.Known { Value.Healthy: true })
            .Sample(one => Decide(one) is not Decision.Resolved);

    [Fact]
    public void Decide_NeverActsNorEscalatesWhenAPersonHasIt() =>
        Any.Case.Sample(one =>
            Decide(one with { Incident = one.Incident.HandedOff() }) is Decision.Wait or Decision.Resolved
        );

    [Fact]
    public void Decide_ActsASecondTimeOnlyToRollBack() =>
        Any
            .Case.Where(one => Known(one).Any())
            .Sample(one =>
                Decide(one) is not Decision.Act act
                || (act.Change is Change.RollBack && Known(one).All(tried => tried.Change is Change.ForceNewDeployment))
            );

    [Fact]
    public void Decide_SendsWhatNeverArrivesThreeTimesAtMost() =>
        Any
            .Case.Select(one =>
                one with
                {
                    Incident = one.Incident with
                    {
                        Attempts =
                        [
                            .. Enumerable.Repeat(
                                new Attempt(Some.Restart, Some.Now, AttemptOutcome.Unconfirmed, "no answer"),
                                3
                            ),
                        ],
                    },
                }
            )
            .Sample(one => Decide(one) is not Decision.Act { Change: Change.ForceNewDeployment });

    [Fact]
    public void Decide_NeverRestartsIntoADeployment() =>
        Any
            .Case.Where(one => one.Seen.Service is Fact<ServiceState>.Known { Value.IsDeploying: true })
            .Sample(one => Decide(one) is not Decision.Act { Change: Change.ForceNewDeployment });

    /// <summary>The attempts whose outcome is known.</summary>
    private static IEnumerable<Attempt> Known(Any.One one) =>
        one.Incident.Attempts.Where(tried => tried.Outcome != AttemptOutcome.Unconfirmed);

    [Fact]
    public void Decide_NeverRollsBackToWhatFails() =>
        Any.Case.Sample(one =>
            Decide(one) is not Decision.Act { Change: Change.RollBack back }
            || (
                one.Seen.Service is Fact<ServiceState>.Known { Value.Primary: { } primary }
                && primary.TaskDefinition != back.TaskDefinition
            )
        );

    [Fact]
    public void Decide_IsTheSameForTheSame() => Any.Case.Sample(one => Decide(one) == Decide(one));

    /// <summary>
    /// A world that stays as it is: within its bounds, nothing waits any more. What is tried counts as an end here.
    /// </summary>
    [Fact]
    public void Waits_EndInAWorldThatStaysAsItIs() =>
        Any
            .Case.Where(one => !one.Incident.IsHandedOff)
            .Sample(
                one =>
                    FrozenWorldTests.Ends(
                        new Remedy503(),
                        one.Incident,
                        one.Seen,
                        Some.ServiceWith(one.Policy),
                        one.Now
                    ),
                iter: 2_000
            );

    public static TheoryData<int> Gaps => [.. Enumerable.Range(1, 15)];

    /// <summary>The generators reach every arm: else the properties above would say nothing of it.</summary>
    [Fact]
    public void Cases_ReachEveryDecision()
    {
        var seen = new HashSet<string>();
        Any.Case.Sample(
            one =>
            {
                var decision = Decide(one);
                lock (seen)
                {
                    seen.Add(
                        decision switch
                        {
                            Decision.Act act => $"Act {act.Change.GetType().Name}",
                            Decision.Wait wait => $"Wait {wait.Then}",
                            _ => decision.GetType().Name,
                        }
                    );
                }

                return true;
            },
            iter: 20_000
        );

        Assert.Equal(
            [
                "Act ForceNewDeployment",
                "Act RollBack",
                "Escalate",
                "Inconclusive",
                "Resolved",
                "Wait confirming",
                "Wait handedOff",
                "Wait restarting",
                "Wait rollingBack",
                "Wait waitingForDeployment",
                "Wait watching",
            ],
            seen.Order(StringComparer.Ordinal)
        );
    }

    private static Decision Decide(Any.One one) =>
        new Remedy503().Due(one.Incident, one.Seen, Some.ServiceWith(one.Policy), one.Now);

    private static Evidence Without(Evidence seen, int gaps) =>
        seen.With([
            .. new Look[] { HealthUrlLooks.Probe, LoadBalancingLooks.Targets, ServiceLooks.State, AlarmLooks.Own }
                .Where((_, bit) => (gaps & (1 << bit)) != 0)
                .Select(look => (look, look.Missing("dark"))),
        ]);
}
