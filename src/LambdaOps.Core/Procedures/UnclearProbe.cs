using System.Globalization;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>
/// The health URL cannot tell (no name, no TLS, a redirect, a denial, another page) while targets serve: then
/// the way to the service is what on-call looks at, not the service.
/// </summary>
internal static class UnclearProbe
{
    /// <summary>The decision of a remedy that cannot see enough, with the next step that fits.</summary>
    public static Decision Naming(Decision decision, Evidence seen) =>
        seen.Health is Fact<HealthProbe>.Missing
        && seen.Targets is Fact<TargetCounts>.Known { Value: { NoneServes: false } targets }
            ? decision switch
            {
                Decision.Inconclusive { End: Until.Moment { Then: Decision.Escalate asked } end } unknown =>
                    unknown with
                    {
                        End = new Until.Moment(end.At, Naming(asked, targets)),
                    },
                Decision.Escalate asked => Naming(asked, targets),
                _ => decision,
            }
            : decision;

    private static Decision.Escalate Naming(Decision.Escalate asked, TargetCounts targets) =>
        asked.Saying(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{asked.Because}; meanwhile the load balancer has {targets}: users may not reach a service that is well"
            )
        ) with
        {
            Next = NextStep.HealthUrl,
        };
}
