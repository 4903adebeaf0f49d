using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No more actions within any hour than the budget, on a target and in the estate (DESIGN 8.4). One that AWS wanted later
/// has its place from the first time on. A further page of a site is swapped with its main one, once an incident.
/// </summary>
internal sealed class BudgetKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "budget";

    /// <summary>Clocks of functions drift by less.</summary>
    private static readonly TimeSpan s_drift = TimeSpan.FromSeconds(2);

    private readonly Queue<(TargetId Target, DateTimeOffset At)> _sent = [];

    private readonly HashSet<(TargetId Target, ChangeKind Kind)> _later = [];

    private readonly HashSet<(IncidentId Incident, ChangeKind Kind, string Key)> _further = [];

    public override void See(CampaignEvent happened)
    {
        if (happened is CampaignEvent.Answered { Outcome: ActionOutcome.Later } later)
        {
            _later.Add((later.By.Target, later.Change.Kind));
        }

        if (
            happened is not CampaignEvent.Sent { By: var by, Change: { Direction: Direction.Takes } change }
            || _later.Remove((by.Target, change.Kind))
            || Run.Store[by.Target].Record.Open is not { Intent: { } intent } open
            || (change is Change.OfPage { Key: { } key } && _further.Add((open.Id, change.Kind, key)))
        )
        {
            return;
        }

        while (_sent.TryPeek(out var oldest) && intent.At - oldest.At >= ActionBudget.Window - s_drift)
        {
            _sent.Dequeue();
        }

        _sent.Enqueue((by.Target, intent.At));
        var (budget, onTarget) = (Run.Plan.Estate.Budget, 0);
        foreach (var (target, _) in _sent)
        {
            onTarget += target == by.Target ? 1 : 0;
        }

        if (onTarget > budget.PerTarget || _sent.Count > budget.PerEstate)
        {
            Break($"{by} sends '{change.Description}', number {onTarget} and {_sent.Count} of {budget}");
        }
    }
}
