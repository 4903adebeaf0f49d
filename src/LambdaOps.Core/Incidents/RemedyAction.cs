using System.Text.Json.Serialization;
using LambdaOps.Core.Evidence;

namespace LambdaOps.Core.Incidents;

/// <summary>One change to the world.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "action")]
[JsonDerivedType(typeof(ForceNewDeployment), "forceNewDeployment")]
[JsonDerivedType(typeof(RollBack), "rollBack")]
public abstract record RemedyAction
{
    private RemedyAction()
    {
    }

    /// <summary>The action in words, with its object.</summary>
    [JsonIgnore]
    public abstract string Description { get; }

    /// <summary>
    /// Whether the world already shows the action's effect: asked of an intent whose outcome nobody wrote down.
    /// Missing when the evidence cannot tell.
    /// </summary>
    public abstract Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt);

    /// <summary>Runbook 503, step 3: update-service --force-new-deployment.</summary>
    public sealed record ForceNewDeployment(TargetId Target) : RemedyAction
    {
        [JsonIgnore]
        public override string Description => $"force a new deployment of {Target}";

        public override Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt) => seen.Service switch
        {
            Fact<ServiceState>.Known(var service, var at) =>
                Fact.Known(service.Primary is { } primary && primary.CreatedAt >= intendedAt, at),
            Fact<ServiceState>.Missing(var reason) => Fact.Missing<bool>(reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Puts the service back to a task definition that served before.</summary>
    public sealed record RollBack(TargetId Target, string TaskDefinition) : RemedyAction
    {
        [JsonIgnore]
        public override string Description => $"roll {Target} back to {TaskDefinition}";

        public override Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt) => seen.Service switch
        {
            Fact<ServiceState>.Known(var service, var at) =>
                Fact.Known(service.Primary?.TaskDefinition == TaskDefinition, at),
            Fact<ServiceState>.Missing(var reason) => Fact.Missing<bool>(reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
