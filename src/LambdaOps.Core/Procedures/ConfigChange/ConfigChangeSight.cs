using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ConfigChange;

/// <summary>The evidence of a change of configuration when nothing of it is missing.</summary>
/// <param name="Deployed">What the rollout sees.</param>
/// <param name="Configuration">Null while a deployment runs: it needs none, and goes on without.</param>
public sealed record ConfigChangeSight(RolloutSight Deployed, ConfigurationSight? Configuration)
{
    /// <summary>Null when something is missing: then nothing may be decided from the rest.</summary>
    public static ConfigChangeSight? Of(Evidence seen, Incident incident, OperatedService target)
    {
        var configuration = seen
            is {
                Definitions: Fact<DefinitionStates>.Known { Value: var definitions },
                Secrets: Fact<SecretStates>.Known { Value: var secrets },
            }
            ? new ConfigurationSight(definitions, secrets)
            : null;
        return
            RolloutSight.Of(seen, incident, target) is { } deployed
            && (configuration is not null || (incident.IsDeploying && deployed.IsUnderWay))
            ? new ConfigChangeSight(deployed, configuration)
            : null;
    }

    public override string ToString() => $"{Configuration}; {Deployed}";
}

/// <summary>What is configured, and what can be.</summary>
public sealed record ConfigurationSight(DefinitionStates Definitions, SecretStates Secrets)
{
    public override string ToString() => $"{Definitions}; {Secrets}";
}

/// <summary>How far the deployment of a change of configuration is.</summary>
internal static class ConfigChangeProgress
{
    extension(Incident incident)
    {
        /// <summary>Whether it was started.</summary>
        public bool IsDeploying => incident.HasTried<Change.StartDeployment>();
    }

    extension(RolloutSight deployed)
    {
        /// <summary>Whether a deployment runs, or is on its way back.</summary>
        public bool IsUnderWay =>
            deployed.Deployment is { IsRunning: true } or { Course: DeploymentCourse.RollingBack };
    }
}
