using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Operator;

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
    }
}
