using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>An outage's restart is not left at a pause of its own deployment: nobody else would take it further.</summary>
internal sealed class OwnPausesPassed(CampaignRun run) : Checker(run)
{
    public override string Rule => "own restarts pass their pauses";

    public override void See(CampaignEvent happened)
    {
        if (
            happened
                is CampaignEvent.Decided
                {
                    By: { Newest: { IsRunning: true, Hook: { } hook } newest } by,
                    Incident: { IsHandedOff: false } incident,
                    Decision: Decision.Wait or Decision.Resolved,
                } decided
            && (
                incident.Remedy == ServiceUnavailableProcedure.ProcedureName
                || incident.Remedy == TotalOutageProcedure.ProcedureName
            )
            && newest.IsSameAgain
            && incident.Attempts.Any(tried =>
                tried is { Outcome: AttemptOutcome.Done, Change: Change.ForceNewDeployment or Change.RestartAt }
                && tried.At <= newest.CreatedAt
            )
            && Run.FindService(incident.Target)?.Operated.Rollout is { Mode: not Mode.Off }
        )
        {
            Break($"{by} waits with {incident.Id}, and its own restart waits at {hook.Id}: {decided.Decision.Because}");
        }
    }
}
