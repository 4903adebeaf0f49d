using Amazon.ECS;
using Amazon.ECS.Model;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Actuators;

/// <summary>Changes an ECS service (UpdateService).</summary>
/// <param name="ecs">A client that sends once (<see cref="SendsOnce"/>).</param>
public sealed class EcsActuator(IAmazonECS ecs)
{
    /// <summary>
    /// For a client that never sends a change again by itself. UpdateService has no token: sent again after a lost
    /// answer it would force a second deployment. The loop asks the evidence instead.
    /// </summary>
    public static AmazonECSConfig SendsOnce() => Outcomes.SendsOnce<AmazonECSConfig>();

    public Task<ActionOutcome> ActAsync(Change action, OperatedService service, CancellationToken cancellationToken) =>
        Outcomes.OfAsync(async () =>
        {
            var answer = await ecs.UpdateServiceAsync(Request(action, service), cancellationToken);
            var deployment = answer.Service?.Deployments?.Find(one => one.Status == "PRIMARY")?.Id;
            return deployment is null ? "accepted" : $"deployment {deployment}";
        });

    private static UpdateServiceRequest Request(Change action, OperatedService service) =>
        action switch
        {
            Change.ForceNewDeployment => new UpdateServiceRequest
            {
                Cluster = service.Cluster,
                Service = service.Service,
                ForceNewDeployment = true,
            },
            Change.RollBack back => new UpdateServiceRequest
            {
                Cluster = service.Cluster,
                Service = service.Service,
                TaskDefinition = back.TaskDefinition,
            },
            Change.RestartAt restart => new UpdateServiceRequest
            {
                Cluster = service.Cluster,
                Service = service.Service,
                DesiredCount = restart.Desired,
                ForceNewDeployment = true,
            },
            Change.SetDesiredCount set => new UpdateServiceRequest
            {
                Cluster = service.Cluster,
                Service = service.Service,
                DesiredCount = set.To,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
