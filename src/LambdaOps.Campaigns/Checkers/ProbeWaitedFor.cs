using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// A health URL has the time to answer that the estate gives it: who gives it up before calls no answer "not seen", and
/// never learns that the service is down.
/// </summary>
internal sealed class ProbeWaitedFor(CampaignRun run) : Checker(run)
{
    public override string Rule => "health URLs have their time";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.GivenUp { Look: Look<HealthProbe>, Target: OperatedService service } given
            && given.After < service.Health.Timeout
        )
        {
            Break($"{given.Words}, and the estate gives it {service.Health.Timeout.TotalSeconds:0.#} s");
        }
    }
}
