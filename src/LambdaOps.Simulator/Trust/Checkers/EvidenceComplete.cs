namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>
/// No action in a round any of whose looks failed (DESIGN 8.2).
/// </summary>
internal sealed class EvidenceComplete(TrustRun run) : Checker(run)
{
    public override string Rule => "no action on missing evidence";

    public override void See(TrustEvent happened)
    {
        if (happened is TrustEvent.Sent { By: { Missed: > 0 } by, Action: var action })
        {
            Break($"{by} sends '{action.Description}' though {by.Missed} looks failed");
        }
    }
}
