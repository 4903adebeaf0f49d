namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>No action by an invocation whose role holds no write permission.</summary>
internal sealed class WritePermissionHeeded(TrustRun run) : Checker(run)
{
    public override string Rule => "write permission";

    public override void See(TrustEvent happened)
    {
        if (happened is TrustEvent.Sent { By: { MayWrite: false } by, Action: var action })
        {
            Break($"{by} sends '{action.Description}', and its role may change nothing");
        }
    }
}
