using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Operator;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// What people decide gets into a record by the function Operator alone: whoever may start a remedy, or sends its
/// function what looks like a message of its queue, decides nothing.
/// </summary>
internal sealed class DecidedByOperator(CampaignRun run) : Checker(run)
{
    public override string Rule => "only who may decide does";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Saved { Taken: true, By: { Signal: { } signal } by }
            && by.Function != AllProcedures.Operator
            && OperatorProcedure.Owns(signal)
        )
        {
            Break($"{by} writes what {signal} says, and only {AllProcedures.Operator} may");
        }

        if (
            happened
                is CampaignEvent.Saved
                {
                    Taken: true,
                    By.Signal: Signal.OperatorAnswered { RequestId: { } request } answer
                } saved
            && Answered(saved) is { } line
            && !line.Text.Contains(request, StringComparison.Ordinal)
        )
        {
            Break($"'{line}' does not say by which request {answer.By} is claimed to have answered");
        }
    }

    /// <summary>The line about the answer, where it is the record's newest.</summary>
    private static TimelineEntry? Answered(CampaignEvent.Saved saved) =>
        (saved.Noted ?? saved.After.Open)?.Lines.LastOrDefault()
            is { Kind: EntryKind.Answered or EntryKind.Acknowledged or EntryKind.Noted } line
            ? line
            : null;
}
