using System.Text.Json.Serialization;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

[JsonDerivedType(typeof(ConfigChange), "configChange")]
public abstract partial record ProcedureMemory
{
    /// <summary>What a change of configuration remembers.</summary>
    public sealed record ConfigChange : ProcedureMemory
    {
        /// <summary>What a person asked for; null where someone only wants to know.</summary>
        public ConfigRequest? Request { get; init; }

        /// <summary>The current version when it began; null until it was seen.</summary>
        public string? Current { get; init; }

        /// <summary>What its deployment remembers.</summary>
        public Rollout Deployment { get; init; } = new();

        /// <summary>It is until the deployment is started: what is denied by then is the answer.</summary>
        public override bool IsRequest => !Deployment.IsStarted;
    }
}

/// <summary>The memory of a change of configuration, as its decisions read it.</summary>
public static class ConfigChangeMemory
{
    private static readonly ProcedureMemory.ConfigChange s_none = new();

    extension(Incident incident)
    {
        /// <summary>What a change of configuration remembers; empty for other incidents.</summary>
        public ProcedureMemory.ConfigChange ConfigChange => incident.Memory as ProcedureMemory.ConfigChange ?? s_none;

        /// <summary>For people, what is left open when another procedure takes the incident on; empty for nothing.</summary>
        internal string Unfinished =>
            incident.ConfigChange.Request is { } wanted && !incident.HasDone<Change.MoveCurrentVersion>()
                ? $"; the change of configuration is not finished, {SecretState.CurrentLabel} of {wanted.Secret} was not moved: ask for {wanted.Version} again once the service is well"
                : "";
    }

    /// <summary>A person's request. One at a time: into one that goes on it is only a line.</summary>
    public static Incident WantConfig(this Incident incident, ConfigRequest? request) =>
        incident.Remedy == ConfigChangeProcedure.ProcedureName && incident.Memory is null
            ? incident with
            {
                Memory = new ProcedureMemory.ConfigChange { Request = request },
            }
            : incident;

    /// <summary>Which version was current when it began.</summary>
    internal static Incident NoteCurrent(this Incident incident, Evidence seen) =>
        incident.ConfigChange is { Current: null, Request: { } wanted } memory
        && seen.Secrets is Fact<SecretStates>.Known { Value: var secrets }
        && secrets.Named(wanted.Secret)?.Current is { Id: var current }
            ? incident with
            {
                Memory = memory with { Current = current },
            }
            : incident;
}

/// <summary>What a person wants of a service's configuration: a version of a secret that they have put in.</summary>
/// <param name="Secret">Its name, as the estate has it.</param>
public sealed record ConfigRequest(string Secret, string Version);
