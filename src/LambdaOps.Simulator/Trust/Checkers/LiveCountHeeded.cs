using LambdaOps.Core.Incidents;

namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>
/// No count that somebody else had set before the function's last look is overwritten (DESIGN 8.7). Looks that showed
/// what was true a while ago excuse; AWS has no condition on a count.
/// </summary>
internal sealed class LiveCountHeeded(TrustRun run) : Checker(run)
{
    public override string Rule => "live state";

    public override void See(TrustEvent happened)
    {
        if (happened is TrustEvent.Changing
            {
                Service: { } service, Action: RemedyAction.SetDesiredCount set,
                By: { SawStale: false, ServiceAskedAt: { } asked } by,
            }
            && service.Desired != set.From && service.CountTheirsAt <= asked)
        {
            Break($"'{set.Description}' of {by} overwrites {service.Desired}, which stood there when it looked");
        }
    }
}
