using System.Collections.Frozen;
using LambdaOps.Campaigns.Resources;
using LambdaOps.Campaigns.World;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Ports;

/// <summary>Changes a run's world for the loop: one call a change, and its failures as the adapters show them.</summary>
internal sealed class CampaignActuator(CampaignRun run, CampaignCalls calls) : IActuator
{
    private static readonly FrozenDictionary<ChangeKind, CampaignChange> s_changes = ResourceInCampaign
        .All.SelectMany(resource => resource.Changes)
        .ToFrozenDictionary(one => one.Kind);

    /// <summary>The adapters' clients wait no longer for an answer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    public Task<ActionOutcome> ActAsync(Change change, Resource target, CancellationToken cancellationToken)
    {
        var by = run.Current!;
        if (!by.IsOver)
        {
            by.SentAt = run.Clock.Ticks;
            run.Tell(new CampaignEvent.Sent(by, change));
        }

        var fate = calls.DrawOf(change);
        return fate.IsPlain
            ? Task.FromResult(Answer(by, change, Effect(by, change, target)))
            : LaterAsync(fate, by, change, target, cancellationToken);
    }

    private async Task<ActionOutcome> LaterAsync(
        Fate fate,
        CampaignInvocation by,
        Change change,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(s_patience, run.Machines[0]);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return Answer(by, change, await calls.MakeAsync(fate, () => Effect(by, change, target), either.Token));
        }
        catch (CampaignRefusedException refused)
        {
            return Answer(by, change, new ActionOutcome.Refused(refused.Message));
        }
        catch (CampaignCallException later) when (later.IsThrottle)
        {
            return Answer(by, change, new ActionOutcome.Later(later.Message));
        }
        catch (Exception unclear) when (unclear is CampaignCallException or OperationCanceledException)
        {
            return Answer(by, change, new ActionOutcome.Unknown(unclear.Message));
        }
    }

    private ActionOutcome Answer(CampaignInvocation by, Change change, ActionOutcome outcome)
    {
        by.Unrecorded = change;
        run.Tally.Made(change, outcome);
        run.Tell(new CampaignEvent.Answered(by, change, outcome));
        return outcome;
    }

    private ActionOutcome Effect(CampaignInvocation by, Change change, Resource target)
    {
        var service = target is OperatedService operated ? run.ServiceOf(operated) : null;
        var page =
            target is OperatedSite site ? run.SiteOf(site)
            : service?.Operated.Site is { } own ? run.SiteOf(own)
            : null;
        run.Tell(new CampaignEvent.Changing(by, change, service, page));
        return service?.Driver.Refuses(change) is { } refused
            ? refused
            : s_changes[change.Kind].Make(run, change, target);
    }
}
