using LambdaOps.Core.Estates;

namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>
/// No action by an invocation that read the journal while the switch stood below act (DESIGN 8.3).
/// </summary>
internal sealed class KillSwitchHeeded(TrustRun run) : Checker(run)
{
    public override string Rule => "kill switch";

    public override void See(TrustEvent happened)
    {
        if (happened is TrustEvent.Sent { By: { SwitchAtRead: not Mode.Act } by, Action: var action })
        {
            Break($"{by} sends '{action.Description}' though the switch stood at {by.SwitchAtRead}");
        }
    }
}
