using LambdaOps.Core.Incidents;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// An incident's record loses nothing: neither attempts, nor climbed rungs, nor lines below its limit.
/// </summary>
internal sealed class RecordKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "record kept";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is not CampaignEvent.Saved { Taken: true, Before.Open: { } before, Incident: { } after }
            || after.Id != before.Id
        )
        {
            return;
        }

        if (after.Lines.Length < Math.Min(before.Lines.Length, Timeline.Limit) || after.Lines[0] != before.Lines[0])
        {
            Break($"{after.Id} had {before.Lines.Length} lines and has {after.Lines.Length}");
        }

        if (after.Rung.Climbed.Length < before.Rung.Climbed.Length)
        {
            Break($"{after.Id} had climbed {before.Rung.Climbed.Length} rungs and now {after.Rung.Climbed.Length}");
        }

        if (after.Attempts.Length < before.Attempts.Length)
        {
            Break($"{after.Id} had {before.Attempts.Length} attempts and has {after.Attempts.Length}");
        }
    }
}
