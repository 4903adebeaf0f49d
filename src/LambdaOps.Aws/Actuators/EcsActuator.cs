using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Actuators;

/// <summary>Changes an ECS service (UpdateService).</summary>
/// <param name="ecs">A client that sends once (<see cref="SendsOnce"/>).</param>
public sealed class EcsActuator(IAmazonECS ecs) : IActuator
{
    private const int FirstServerError = 500;

    /// <summary>
    /// For a client that never sends a change again by itself, neither after an error nor after a reset connection
    /// (AWSSDK.Core counts those apart). UpdateService has no token: sent again after a lost answer it would force a
    /// second deployment. The loop asks the evidence instead.
    /// </summary>
    public static AmazonECSConfig SendsOnce() => new() { MaxErrorRetry = 0, MaxStaleConnectionRetries = 0 };

    public async Task<ActionOutcome> ActAsync(
        RemedyAction action, OperatedService service, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await ecs.UpdateServiceAsync(Request(action, service), cancellationToken);
            var deployment = answer.Service?.Deployments?.Find(one => one.Status == "PRIMARY")?.Id;
            return new ActionOutcome.Done(deployment is null ? "accepted" : $"deployment {deployment}");
        }
        catch (AmazonServiceException throttled) when (throttled.ErrorCode is "ThrottlingException")
        {
            // Not a refusal: a moment later ECS takes it. As after a lost answer, the next looks tell and decide anew.
            return new ActionOutcome.Unknown($"{throttled.ErrorCode}: {throttled.Message}");
        }
        catch (AmazonServiceException refused) when (refused.StatusCode is > 0
            and < (System.Net.HttpStatusCode)FirstServerError)
        {
            return new ActionOutcome.Refused($"{refused.ErrorCode}: {refused.Message}");
        }
        catch (Exception unclear) when (unclear is AmazonClientException or AmazonServiceException
            or HttpRequestException
            or IOException or OperationCanceledException)
        {
            return new ActionOutcome.Unknown($"{unclear.GetType().Name}: {unclear.Message}");
        }
    }

    private static UpdateServiceRequest Request(RemedyAction action, OperatedService service) => action switch
    {
        RemedyAction.ForceNewDeployment => new UpdateServiceRequest
        {
            Cluster = service.Cluster, Service = service.Service, ForceNewDeployment = true,
        },
        RemedyAction.RollBack back => new UpdateServiceRequest
        {
            Cluster = service.Cluster, Service = service.Service, TaskDefinition = back.TaskDefinition,
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
