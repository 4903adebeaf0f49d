using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// Never below the floor, above the ceiling, to zero, or to more than twice the live count (DESIGN 8.5). Twice is
/// judged on the largest live count since the function's own look could have been made: people scale at the same
/// time, and AWS has no condition on a count.
/// </summary>
internal sealed class CapacityBounds(CampaignRun run) : Checker(run)
{
    public override string Rule => "capacity bounds";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is not CampaignEvent.Changing { Service: { } service } changing
            || CountOf(changing.Change) is not { } count
        )
        {
            return;
        }

        var capacity = service.Operated.Capacity;
        if (count < capacity.Floor || count > capacity.Ceiling || count == 0)
        {
            Break($"'{changing.Change.Description}' leaves {capacity}");
        }

        var most = service.Desired;
        var from = (changing.By.ServiceAskedAt ?? Run.Clock.Ticks) - CampaignRun.StaleAtMost.Ticks;
        for (var index = service.Counts.Count - 1; index >= 0; index--)
        {
            most = Math.Max(most, service.Counts[index].Desired);
            if (service.Counts[index].At < from)
            {
                break;
            }
        }

        if (count > 2 * Math.Max(1, most))
        {
            Break($"'{changing.Change.Description}' is more than twice as many as {most}");
        }
    }

    /// <summary>The count that a change sets; null for one that sets none.</summary>
    public static int? CountOf(Change change) =>
        change switch
        {
            Change.RestartAt restart => restart.Desired,
            Change.SetDesiredCount set => set.To,
            Change.SetScalingMinimum set => set.To,
            _ => null,
        };
}
