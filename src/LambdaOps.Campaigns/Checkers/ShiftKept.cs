using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// A revision whose requests fail never gets past the first gate. Before that nobody judges it.
/// </summary>
internal sealed class ShiftKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "bad revisions get no more traffic";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Changing { Change: Change.ContinueDeployment step, Service: { } service } changing
            && service.Shift is { IsShifting: true, IsBad: true } shift
            && shift.Weight >= service.Operated.Rollout?.Policy.FirstGatePercent
            && service.Shift.See().Newest is { } newest
            && newest.Arn == step.Deployment
            && newest.Hook?.Id == step.Hook
        )
        {
            Break($"'{changing.Change.Description}' of {changing.By}: {shift.Definition} fails, at {shift.Weight} %");
        }
    }
}
