using LambdaOps.Core.Escalations;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No round of a handed-off incident leaves a level unpaged that is due, unless its notice did not go out; and the
/// next look comes no later than the next deadline. (Another function that takes an answer in has no round, nor has a
/// note.)
/// </summary>
internal sealed class EscalationKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "escalation on time";

    /// <summary>A round takes some seconds, and a function dies at 20.</summary>
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(30);

    public override void See(CampaignEvent happened)
    {
        if (
            happened
                is CampaignEvent.Saved
                {
                    Taken: true,
                    Incident: { IsHandedOff: true, EndedAt: null } incident,
                    By: { NoticesFailed: 0, Signal: not Signal.OperatorAnswered { Answer: OperatorAnswer.Note } } by,
                }
            && incident.Intent is null
            && incident.Target == by.Target
            && AllProcedures.FunctionOf(incident.Remedy) == by.Function
            && Escalation.Due(incident, Run.Plan.Estate.Escalation, Run.Clock.Now - s_round) is [var page, ..]
        )
        {
            Break($"{by} leaves {incident.Id}, and {page.Level} should have been paged at {page.DueAt:HH:mm:ss}");
        }
    }

    public override void AtEnd()
    {
        foreach (var row in Run.Store.Rows)
        {
            // A look waits at most 15 minutes (SQS), and none longer than a deadline.
            if (
                row.Record.Open is { IsHandedOff: true } open
                && !Run.Mail.IsDeadLettered(open.Target)
                && Escalation.EarliestOpen(open, Run.Plan.Estate.Escalation) is { } at
                && Run.Clock.Now - at > Decision.LongestCheckAgainIn
            )
            {
                Break($"{open.Id} has a deadline of {at:HH:mm:ss}, and it is {Run.Clock.Now:HH:mm:ss}");
            }
        }
    }
}
