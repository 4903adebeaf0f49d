using LambdaOps.Core;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>
/// One restart and one rollback take effect for each rung of an incident (DESIGN 8.4).
/// </summary>
internal sealed class OnceOnly(TrustRun run) : Checker(run)
{
    public override string Rule => "no duplicate effect";

    private readonly HashSet<(IncidentId, int, bool)> _made = [];

    public override void See(TrustEvent happened)
    {
        if (happened is TrustEvent.Changing
            {
                By: var by,
                Action: RemedyAction.ForceNewDeployment or RemedyAction.RestartAt or RemedyAction.RollBack,
            } changing
            && Run.Store[by.Target].Record.Open is { } open
            && !_made.Add((open.Id, open.RungStart, changing.Action is RemedyAction.RollBack)))
        {
            Break($"'{changing.Action.Description}' of {by} takes effect again in {open.Id}");
        }
    }
}
