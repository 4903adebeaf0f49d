using LambdaOps.Core;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// Beats and fencing numbers only grow, and an incident's name is given once.
/// </summary>
internal sealed class NumbersGrow(CampaignRun run) : Checker(run)
{
    public override string Rule => "numbers only grow";

    private readonly HashSet<(IncidentId, int)> _ended = [];

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Claimed { Lease: { } lease } claimed when lease.Fence <= claimed.FenceBefore:
                Break($"the fence of {claimed.Target} goes from {claimed.FenceBefore} to {lease.Fence}");
                break;
            case CampaignEvent.Saved { Taken: true } saved:
                See(saved);
                break;
        }
    }

    private void See(CampaignEvent.Saved saved)
    {
        if (
            saved.Before.Open is { } before
            && saved.Incident is { } after
            && before.Id == after.Id
            && after.Beat < before.Beat
        )
        {
            Break($"the beat of {after.Id} goes from {before.Beat} to {after.Beat}");
        }

        if (saved.Ended is { } ended && !_ended.Add((ended.Id, ended.Returns.Count)))
        {
            Break($"two incidents are called {ended.Id}");
        }
    }
}
