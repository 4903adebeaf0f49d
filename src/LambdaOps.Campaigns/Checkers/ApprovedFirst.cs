using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// What a person has to approve, one has: this very change, before it is sent (DESIGN 8.9). Modes, the switch, askFirst
/// and freeze windows ask for it; restoring what was taken does not.
/// </summary>
internal sealed class ApprovedFirst(CampaignRun run) : Checker(run)
{
    public override string Rule => "approval before the dangerous";

    /// <summary>The loop judged a moment ago: a window that has begun since does not count.</summary>
    private static readonly TimeSpan s_inFlight = TimeSpan.FromSeconds(30);

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Sent { By: var by, Change: { Direction: Direction.Takes } change }
            && Run.Store[by.Target].Record.Open is { } open
            && WhoAsks(by, change, open) is { } asks
            && !(open.Intent is { Approved: { } offer } && offer.Change == change && Run.People.HasApproved(offer.Id))
        )
        {
            Break($"{by} sends '{change.Description}', {asks} asks for approval, and nobody approved it");
        }
    }

    private string? WhoAsks(CampaignInvocation by, Change change, Incident open)
    {
        if (
            Run.Plan.Estate.Find(open.Target) is not { } target
            || AllProcedures.Find(open.Remedy)?.SettingFor(target) is not { } setting
        )
        {
            return null;
        }

        return change is Change.RestoreTable or Change.StartZonalShift ? "its kind"
            : by.SwitchAtRead == Mode.Ask ? "the switch"
            : setting.Mode == Mode.Ask ? "the mode"
            : setting.Approval.AskFirst.Contains(change.Kind.Name)
            || (change.RollsBack && setting.Approval.AskFirst.Contains("rollBack"))
                ? "the estate"
            : (!open.IsRequest || change is Change.StartDeployment or Change.ShiftWeights)
            && Run.Plan.Estate.FrozenBy(open.Target, Run.Clock.Now) is not null
            && Run.Plan.Estate.FrozenBy(open.Target, Run.Clock.Now - s_inFlight) is not null
                ? "a freeze window"
            : null;
    }
}
