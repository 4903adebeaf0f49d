namespace LambdaOps.Campaigns.Checkers;

/// <summary>No change by an invocation whose role holds no write permission.</summary>
internal sealed class WritePermissionHeeded(CampaignRun run) : Checker(run)
{
    public override string Rule => "write permission";

    public override void See(CampaignEvent happened)
    {
        if (happened is CampaignEvent.Sent { By: { MayWrite: false } by, Change: var change })
        {
            Break($"{by} sends '{change.Description}', and its role may change nothing");
        }
    }
}
