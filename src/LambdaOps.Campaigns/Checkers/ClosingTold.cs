using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// Monitoring of an incident that is not over ends only with a notice, or with one that was tried: who heard of it
/// would think that something still looks.
/// </summary>
internal sealed class ClosingTold(CampaignRun run) : Checker(run)
{
    public override string Rule => "closing is told";

    private readonly HashSet<CampaignInvocation> _told = [];

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Noticed { By: var by, Notice.Kind: NoticeKind.Closed or NoticeKind.HandedOff }:
                _told.Add(by);
                break;
            case CampaignEvent.Saved { Taken: true, Ended: { Status: not IncidentStatus.Resolved } ended, By: var by }:
                Run.Tally.Count("world", "closed unresolved");
                if (!_told.Contains(by))
                {
                    Break($"{by} closes {ended.Id}, which is not over, without a notice");
                }

                break;
        }
    }
}
