using LambdaOps.Core.Incidents;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// An alarm of another target never joins an incident of a milder rung than its own: what is all down would wait for what
/// only fails.
/// </summary>
internal sealed class WorseNotJoined(CampaignRun run) : Checker(run)
{
    public override string Rule => "a worse rung joins no milder one";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Saved { Taken: true, Before.Open: var before, After.Open: { } open }
            && open.Cause.Joined is { IsEmpty: false } joined
            && (before?.Id != open.Id || before.Cause.Joined.Length < joined.Length)
            && joined[^1] is var newest
            && Rung(newest) > Position.RungOf(Run.Plan.Estate.Find(open.Target), open.Remedy)
        )
        {
            Break(
                $"{newest.Alarm.Name} ({newest.Remedy} of {newest.Target}) joins {open.Id}, which is at {open.Remedy}"
            );
        }
    }

    private int Rung(JoinedAlarm alarm) => Position.RungOf(Run.Plan.Estate.Find(alarm.Target), alarm.Remedy);
}
