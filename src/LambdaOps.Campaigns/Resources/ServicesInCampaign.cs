using System.Collections.Immutable;
using LambdaOps.Campaigns.World;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Resources;

internal sealed class ServicesInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                ServiceLooks.State,
                "Service",
                static (by, at, isStale) => by.Run.ServiceOf((OperatedService)at.Target).See(isStale).State
            ) with
            {
                Asked = static run => run.Current!.ServiceAskedAt = run.Clock.Ticks,
            },
        ];

    public override ImmutableArray<CampaignChange> Changes =>
        [
            Of<Change.ForceNewDeployment>(
                ChangeKind.ForceNewDeployment,
                static (service, _) => Deploy(service, service.Primary.TaskDefinition)
            ),
            Of<Change.RollBack>(ChangeKind.RollBack, static (service, back) => Leave(service, back.TaskDefinition)),
            Of<Change.RestartAt>(ChangeKind.RestartAt, static (service, restart) => Restart(service, restart.Desired)),
            Of<Change.SetDesiredCount>(ChangeKind.SetDesiredCount, static (service, set) => Scale(service, set.To)),
        ];

    private static CampaignChange Of<T>(ChangeKind kind, Func<CampaignService, T, ActionOutcome> make)
        where T : Change =>
        CampaignChange.Of<T>(kind, (run, change, target) => make(run.ServiceOf((OperatedService)target), change));

    private static ActionOutcome.Done Deploy(CampaignService service, string definition) =>
        new($"deployment {service.Deploy(definition)}");

    private static ActionOutcome Leave(CampaignService service, string back)
    {
        if (!service.Revisions.IsActive(back))
        {
            return new ActionOutcome.Refused("ClientException: TaskDefinition is inactive");
        }

        service.Revisions.Left(service.Primary.TaskDefinition, back);
        return Deploy(service, back);
    }

    private static ActionOutcome.Done Restart(CampaignService service, int desired)
    {
        var done = Deploy(service, service.Primary.TaskDefinition);
        service.SetDesired(desired, byLoop: true);
        return done;
    }

    private static ActionOutcome.Done Scale(CampaignService service, int desired)
    {
        service.SetDesired(desired, byLoop: true);
        return new ActionOutcome.Done("accepted");
    }
}
