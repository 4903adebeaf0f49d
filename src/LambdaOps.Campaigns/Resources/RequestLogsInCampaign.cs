using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

internal sealed class RequestLogsInCampaign : ResourceInCampaign
{
    private static readonly SlowEndpoints s_slowest = new([new("/events", 1800, 40)]);

    public override ImmutableArray<CampaignLook> Looks =>
        [CampaignLook.Of(RequestLogLooks.Slowest, "Logs", static (_, _, _) => s_slowest) with { IsForPeople = true }];
}
