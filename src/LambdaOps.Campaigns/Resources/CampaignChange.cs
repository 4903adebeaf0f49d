using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Resources;

/// <summary>A kind of change and what it does to a run's world.</summary>
internal sealed record CampaignChange(ChangeKind Kind, Func<CampaignRun, Change, Resource, ActionOutcome> Make)
{
    /// <typeparam name="T">The case of <see cref="Change"/> that has this kind.</typeparam>
    public static CampaignChange Of<T>(ChangeKind kind, Func<CampaignRun, T, Resource, ActionOutcome> make)
        where T : Change => new(kind, (run, change, target) => make(run, (T)change, target));
}
