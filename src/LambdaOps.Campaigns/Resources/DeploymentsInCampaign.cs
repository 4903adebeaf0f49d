using System.Collections.Immutable;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Resources;

internal sealed class DeploymentsInCampaign : ResourceInCampaign
{
    private const string Metrics = "new revision";

    private const string Usage = "task usage";

    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                DeploymentLooks.Newest,
                "Deployments",
                static (by, at, isStale) => by.Run.ServiceOf((OperatedService)at.Target).See(isStale).Deployments
            ),
            CampaignLook.OfMetrics(
                DeploymentLooks.NewRevision,
                "NewRevision",
                static (by, at) =>
                    by.Run.ServiceOf((OperatedService)at.Target).RevisionLoad() is var load
                    && by.Strikes(FaultKind.MetricsMissing, Metrics)
                        ? load with
                        {
                            Minutes = [],
                        }
                        : load
            ),
            CampaignLook.OfMetrics(
                DeploymentLooks.Usage,
                "Usage",
                static (by, at) =>
                    by.Strikes(FaultKind.MetricsMissing, Usage)
                        ? TaskUsage.None
                        : by.Run.ServiceOf((OperatedService)at.Target).Memory.Usage()
            ),
        ];

    public override ImmutableArray<CampaignChange> Changes =>
        [
            CampaignChange.Of<Change.StartDeployment>(
                ChangeKind.StartDeployment,
                static (run, start, target) =>
                    run.ServiceOf((OperatedService)target) is var service
                    && service.Revisions.IsActive(start.TaskDefinition)
                        ? new ActionOutcome.Done($"deployment {service.Update(start.TaskDefinition)}")
                        : new ActionOutcome.Refused("ClientException: TaskDefinition is inactive")
            ),
            CampaignChange.Of<Change.ContinueDeployment>(
                ChangeKind.ContinueDeployment,
                static (run, step, target) =>
                    run.ServiceOf((OperatedService)target).Shift.Continue(step.Deployment, step.Hook)
            ),
            CampaignChange.Of<Change.RollBackDeployment>(
                ChangeKind.RollBackDeployment,
                static (run, back, target) => run.ServiceOf((OperatedService)target).Shift.RollBack(back.Deployment)
            ),
        ];
}
