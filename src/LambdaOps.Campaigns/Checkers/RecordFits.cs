using System.Text;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// A record fits into an item of DynamoDB (400 KB), whatever AWS and people write and in whichever letters: one that is
/// refused is an incident that nobody looks at.
/// </summary>
internal sealed class RecordFits(CampaignRun run) : Checker(run)
{
    public override string Rule => "records fit";

    private const int Most = 400 * 1024;

    /// <summary>UTF-8 has as many bytes for a UTF-16 letter at most.</summary>
    private const int BytesOfALetter = 3;

    public override void See(CampaignEvent happened)
    {
        if (happened is not CampaignEvent.Saved { Taken: true, After: var record })
        {
            return;
        }

        // Letters are counted at once, bytes only where there are many.
        var letters = Sum(record, text => text.Length);
        if (letters * BytesOfALetter > Most && Sum(record, Encoding.UTF8.GetByteCount) is > Most and var bytes)
        {
            Break($"the record of {record.Target} has {bytes} bytes of words, and {Most} are the most");
        }
    }

    private static int Sum(TargetRecord record, Func<string, int> size) =>
        Sum(record.Open, size) + Sum(record.LastEnded, size);

    private static int Sum(Incident? incident, Func<string, int> size)
    {
        if (incident is null)
        {
            return 0;
        }

        var all = size(incident.Escalation?.Because ?? "") + size(incident.Offer?.Because ?? "");
        foreach (var line in incident.Lines)
        {
            all += size(line.Text);
        }

        foreach (var attempt in incident.Attempts)
        {
            all += size(attempt.Detail);
        }

        return all;
    }
}
