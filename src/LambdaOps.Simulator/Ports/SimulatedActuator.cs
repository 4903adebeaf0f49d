using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Simulator.Ports;

/// <summary>The loop's hands on the world's model, in process.</summary>
public sealed class SimulatedActuator(SimulatedCalls calls) : IActuator
{
    public Task<ActionOutcome> ActAsync(
        RemedyAction action, OperatedService service, CancellationToken cancellationToken)
    {
        var input = new JsonObject { ["cluster"] = service.Cluster, ["service"] = service.Service };
        try
        {
            var deployment = calls.Make("ecs", "UpdateService", Describe(action, input), () => Apply(action, service));
            return Task.FromResult<ActionOutcome>(new ActionOutcome.Done($"deployment {deployment}"));
        }
        catch (SimulatedCallException failed)
        {
            return Task.FromResult<ActionOutcome>(failed.IsRefusal
                ? new ActionOutcome.Refused(failed.Message)
                : new ActionOutcome.Unknown(failed.Message));
        }
    }

    private static JsonObject Describe(RemedyAction action, JsonObject input)
    {
        switch (action)
        {
            case RemedyAction.ForceNewDeployment:
                input["forceNewDeployment"] = true;
                break;
            case RemedyAction.RollBack back:
                input["taskDefinition"] = back.TaskDefinition;
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        return input;
    }

    private string Apply(RemedyAction action, OperatedService service)
    {
        var fleet = calls.World.Fleet;
        var found = fleet.Find(service.Cluster, service.Service)
            ?? throw new InvalidOperationException($"no service {service.Service} in cluster {service.Cluster}");
        var definition = action is RemedyAction.RollBack back
            ? fleet.Definitions.Find(back.TaskDefinition)
                ?? throw new InvalidOperationException($"no task definition {back.TaskDefinition}")
            : found.Primary.Definition;
        return found.Start(definition, calls.Caller).Id;
    }
}
