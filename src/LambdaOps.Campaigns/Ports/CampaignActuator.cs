using LambdaOps.Campaigns.World;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Ports;

/// <summary>
/// The loop's hands on a run's world: one call an action, and its failures as the adapters show them.
/// </summary>
internal sealed class CampaignActuator(CampaignRun run, CampaignCalls calls) : IActuator
{
    /// <summary>The adapters' clients wait no longer for an answer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    public Task<ActionOutcome> ActAsync(Change action, Resource target, CancellationToken cancellationToken)
    {
        var by = run.Current!;
        if (!by.IsOver)
        {
            run.Tell(new CampaignEvent.Sent(by, action));
        }

        var fate = calls.Draw(CallKind.Act, action.GetType().Name);
        return fate.IsPlain
            ? Task.FromResult(Answer(by, action, Effect(by, action, target)))
            : LaterAsync(fate, by, action, target, cancellationToken);
    }

    private async Task<ActionOutcome> LaterAsync(
        Fate fate,
        CampaignInvocation by,
        Change action,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(s_patience, run.Machines[0]);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return Answer(by, action, await calls.MakeAsync(fate, () => Effect(by, action, target), either.Token));
        }
        catch (CampaignRefusedException refused)
        {
            return Answer(by, action, new ActionOutcome.Refused(refused.Message));
        }
        catch (Exception unclear) when (unclear is CampaignCallException or OperationCanceledException)
        {
            return Answer(by, action, new ActionOutcome.Unknown(unclear.Message));
        }
    }

    private ActionOutcome Answer(CampaignInvocation by, Change action, ActionOutcome outcome)
    {
        by.Unrecorded = action;
        run.Tally.Made(action, outcome);
        run.Tell(new CampaignEvent.Answered(by, action, outcome));
        return outcome;
    }

    private ActionOutcome Effect(CampaignInvocation by, Change action, Resource target)
    {
        var service = target is OperatedService operated ? run.ServiceOf(operated) : null;
        var page =
            target is OperatedSite site ? run.SiteOf(site)
            : service?.Operated.Site is { } own ? run.SiteOf(own)
            : null;
        run.Tell(new CampaignEvent.Changing(by, action, service, page));
        return action switch
        {
            Change.ForceNewDeployment => Done(service!.Deploy(service.Primary.TaskDefinition)),
            Change.RollBack back => Done(service!.Deploy(back.TaskDefinition)),
            Change.RestartAt restart => Restart(service!, restart.Desired),
            Change.SetDesiredCount set => Scale(service!, set.To),
            Change.SetScalingMinimum set => Move(service!, set.To),
            Change.SavePage save => Swapped(page!.Save(save.ETag, save.SavedKey)),
            Change.PublishMaintenancePage put => Swapped(
                page!.Publish(put.ETag, new SiteModel.Marks(put.By, put.ETag, put.SavedKey))
            ),
            Change.RestorePage back => page!.Backup.ContainsKey(back.SavedKey)
                ? Swapped(page.Restore(back.ETag, back.SavedKey))
                : new ActionOutcome.Refused("NoSuchKey"),
            Change.InvalidateSite forget => Invalidate(page!, forget.Reference),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static ActionOutcome.Done Done(string deployment) => new($"deployment {deployment}");

    private static ActionOutcome.Done Restart(ServiceModel service, int desired)
    {
        var deployment = service.Deploy(service.Primary.TaskDefinition);
        service.SetDesired(desired, byLoop: true);
        return Done(deployment);
    }

    private static ActionOutcome.Done Scale(ServiceModel service, int desired)
    {
        service.SetDesired(desired, byLoop: true);
        return new ActionOutcome.Done("accepted");
    }

    private static ActionOutcome Move(ServiceModel service, int minimum)
    {
        if (service.Automatic is not { } automatic || minimum > automatic.Maximum)
        {
            return new ActionOutcome.Refused("ValidationException: no scalable target takes that minimum");
        }

        service.SetMinimum(minimum, byLoop: true);
        return new ActionOutcome.Done("accepted");
    }

    private static ActionOutcome.Done Invalidate(SiteModel site, string reference)
    {
        site.Invalidate(reference);
        return new ActionOutcome.Done("invalidation");
    }

    private static ActionOutcome Swapped(bool done) =>
        done ? new ActionOutcome.Done("ETag") : new ActionOutcome.Unknown("PreconditionFailed: overtaken");
}
