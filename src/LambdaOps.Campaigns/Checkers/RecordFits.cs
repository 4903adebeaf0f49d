using System.Collections.Immutable;
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
        if (happened is CampaignEvent.Saved { Taken: true, After: var record })
        {
            var letters = LettersOf(record.Open) + LettersOf(record.LastEnded);
            if (letters * BytesOfALetter > Most)
            {
                Break($"the record of {record.Target} has {letters} letters, and {Most} bytes are the most");
            }
        }
    }

    private static int LettersOf(Incident? incident)
    {
        if (incident is null)
        {
            return 0;
        }

        var letters = (incident.Escalation?.Because.Length ?? 0) + (incident.Offer?.Because.Length ?? 0);
        foreach (var line in incident.Lines)
        {
            letters += line.Text.Length;
        }

        foreach (var attempt in incident.Attempts)
        {
            letters += attempt.Detail.Length;
        }

        return letters;
    }
}
