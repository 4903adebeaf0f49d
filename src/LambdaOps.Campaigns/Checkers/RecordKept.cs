using LambdaOps.Core.Incidents;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// An incident's record loses nothing: neither attempts, nor climbed rungs, nor lines while it is far from its limits;
/// what is left out near them is counted.
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

        var mayLeaveOut = Timeline.BytesOf(before.Lines) > Timeline.MostBytes / 2;
        if (
            after.Lines.Length < (mayLeaveOut ? 1 : Math.Min(before.Lines.Length, Timeline.Limit))
            || Written(after) < Written(before)
            || after.Lines[0] != before.Lines[0]
        )
        {
            Break(
                $"{after.Id} had {before.Lines.Length} lines of {Written(before)}, and has {after.Lines.Length} of {Written(after)}"
            );
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

    /// <summary>The lines that were written, with those that were left out again.</summary>
    private static int Written(Incident incident) =>
        incident.Lines.Sum(line => line.Kind == EntryKind.LeftOut ? line.Times : 1);
}
