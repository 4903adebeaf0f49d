using System.Collections.Immutable;

namespace LambdaOps.Campaigns.Resources;

/// <summary>One kind of resource in a run's world: what it shows, and what changes do to it.</summary>
internal abstract class ResourceInCampaign
{
    /// <summary>All kinds, a line each.</summary>
    public static ImmutableArray<ResourceInCampaign> All { get; } =
    [
        new HealthUrlsInCampaign(),
        new LoadBalancingInCampaign(),
        new ServicesInCampaign(),
        new DeploymentsInCampaign(),
        new WeightsInCampaign(),
        new ZonesInCampaign(),
        new SecretsInCampaign(),
        new AlarmsInCampaign(),
        new TablesInCampaign(),
        new RestoresInCampaign(),
        new ScalingInCampaign(),
        new SitesInCampaign(),
        new RequestLogsInCampaign(),
        new RunningImagesInCampaign(),
        new RegionsInCampaign(),
    ];

    public virtual ImmutableArray<CampaignLook> Looks => [];

    public virtual ImmutableArray<CampaignChange> Changes => [];
}
