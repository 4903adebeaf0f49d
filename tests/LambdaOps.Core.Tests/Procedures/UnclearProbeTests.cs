using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures;

/// <summary>Where the health URL cannot tell, on-call hears what to look at: the way to the service, or the service.</summary>
public class UnclearProbeTests
{
    private static readonly Evidence s_unclear = Some.Doubtful.With(
        HealthUrlLooks.Probe,
        Fact.Missing<HealthProbe>("the name of the URL is not resolved")
    );

    [Theory]
    [InlineData(4, "healthUrl")]
    [InlineData(0, "totalOutage")]
    public void OnCall_LooksAtTheWayWhileTargetsServe(int healthy, string next)
    {
        var seen = s_unclear.Shows(LoadBalancingLooks.Targets, new TargetCounts(healthy, 1, 0, 0));

        var asked = Assert.IsType<Decision.Escalate>(Decide(seen, after: 300));

        Assert.Equal(next, asked.Next.Key);
        Assert.Contains("not resolved", asked.Because, StringComparison.Ordinal);
        Assert.Equal(healthy > 0, asked.Because.Contains("4 healthy", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_IsChangedAndNobodyWokenBeforeTime() =>
        Assert.IsType<Decision.Inconclusive>(Decide(s_unclear, after: 299));

    private static Decision Decide(Evidence seen, int after) =>
        new ServiceUnavailableProcedure().Due(
            Some.Incident with
            {
                Trend = Some.Incident.Trend with { BlindSince = Some.Now },
            },
            seen,
            Some.Service,
            Some.After(after)
        );
}
