using System.Text.Json.Serialization;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

[JsonDerivedType(typeof(Rollout), "rollout")]
public abstract partial record ProcedureMemory
{
    /// <summary>What a rollout remembers.</summary>
    public sealed record Rollout : ProcedureMemory
    {
        /// <summary>What a person asked for last; null where nobody did.</summary>
        public RolloutRequest? Request { get; init; }

        /// <summary>Whether the deployment that was asked for has been made, or refused.</summary>
        public bool IsStarted { get; init; }

        /// <summary>It is until then: what is denied by then is the answer.</summary>
        public override bool IsRequest => !IsStarted && Request is { Wish: RolloutWish.Deploy or RolloutWish.Shift };

        /// <summary>Whether traffic is moved by the weights of a rule, as a person asked for it.</summary>
        public bool MovesWeights { get; init; }

        /// <summary>When that was; null where an older record does not say.</summary>
        public DateTimeOffset? RequestedAt { get; init; }

        /// <summary>The performance test that a person was asked for last; null when nobody was.</summary>
        public PerformanceTest? Test { get; init; }

        /// <summary>Since when a person wants it to stand still; null when nobody does.</summary>
        public DateTimeOffset? PausedAt { get; init; }

        /// <summary>Whether a person wants it carried on though on-call has it.</summary>
        public bool CarriesOn { get; init; }

        /// <summary>The other procedure whose alarm or breach came meanwhile; null when none did.</summary>
        public ProcedureName? Calls { get; init; }

        /// <summary>The hook that waited at the last look, and since when it was seen waiting.</summary>
        public string? Hook { get; init; }

        /// <inheritdoc cref="Hook"/>
        public DateTimeOffset? HookSince { get; init; }
    }
}

/// <summary>A rollout's memory, as its decisions read it.</summary>
public static class RolloutMemory
{
    private static readonly ProcedureMemory.Rollout s_none = new();

    extension(Incident incident)
    {
        /// <summary>What a rollout remembers, also one within a change of configuration; empty for others.</summary>
        public ProcedureMemory.Rollout Rollout =>
            incident.Memory switch
            {
                ProcedureMemory.Rollout own => own,
                ProcedureMemory.ConfigChange change => change.Deployment,
                _ => s_none,
            };
    }

    /// <summary>The same incident with that in the place where its procedure keeps a rollout's memory.</summary>
    internal static Incident Remembering(this Incident incident, ProcedureMemory.Rollout rollout) =>
        incident with
        {
            Memory =
                incident.Remedy == ConfigChangeProcedure.ProcedureName
                    ? incident.ConfigChange with
                    {
                        Deployment = rollout,
                    }
                    : rollout,
        };

    /// <summary>
    /// A person's request. It is for a rollout: where another remedy has the incident it is only a line. A deployment is
    /// not started into one that is looked after. One that on-call has is carried on: it is a person who asks.
    /// </summary>
    public static Incident WantRollout(this Incident incident, RolloutRequest? request, DateTimeOffset now)
    {
        if (
            request is not { } wanted
            || (
                incident.Remedy != RolloutProcedure.ProcedureName && incident.Memory is not ProcedureMemory.ConfigChange
            )
            || (
                wanted.Wish is RolloutWish.Status or RolloutWish.Deploy or RolloutWish.Shift
                && incident.Memory is not null
            )
        )
        {
            return incident;
        }

        var memory = incident.Rollout;
        if (wanted.Result is { } result)
        {
            memory = memory with { Test = memory.Test is { } test ? test with { Result = result } : null };
            if (result == TestResult.Passed)
            {
                return incident.Remembering(
                    incident.Memory is null ? memory with { Request = new(RolloutWish.Status) } : memory
                );
            }

            wanted = new RolloutRequest(RolloutWish.Abort);
        }

        return incident.Remembering(
            memory with
            {
                Request = wanted,
                RequestedAt = now,
                MovesWeights = memory.MovesWeights || wanted.Wish == RolloutWish.Shift,
                CarriesOn = incident.IsHandedOff && wanted.Wish is RolloutWish.Resume or RolloutWish.Abort,
                PausedAt = wanted.Wish == RolloutWish.Pause ? memory.PausedAt ?? now : null,
            }
        );
    }

    /// <summary>
    /// On-call has it, and a person wants it carried on: it is open again, unless the service is stopped.
    /// </summary>
    internal static Incident CarryOn(this Incident incident, Evidence seen, DateTimeOffset now) =>
        incident is { IsHandedOff: true, Rollout: { CarriesOn: true } memory }
        && seen.Service is Fact<ServiceState>.Known { Value.Desired: > 0 }
            ? (incident with { Status = IncidentStatus.Open, Phase = Phase.Opened, Escalation = null })
                .Remembering(memory with { CarriesOn = false })
                .Note(
                    now,
                    EntryKind.Signal,
                    $"open again: an operator asks to {memory.Request?.Wish.ToString().ToLowerInvariant()} the rollout",
                    new EntryDetail.Reopening()
                )
            : incident;
}

/// <summary>What a person wants of a service's deployment.</summary>
/// <param name="Revision">For <see cref="RolloutWish.Deploy"/>: the task definition, FAMILY:REVISION or its ARN.</param>
/// <param name="Result">For <see cref="RolloutWish.Report"/>: how the performance test went.</param>
public sealed record RolloutRequest(RolloutWish Wish, string? Revision = null, TestResult? Result = null);

/// <summary>What a person wants.</summary>
[JsonConverter(typeof(EnumAsName<RolloutWish>))]
public enum RolloutWish
{
    /// <summary>To know how it stands.</summary>
    Status,

    Deploy,

    /// <summary>All of the traffic to this service, step by step, by the weights of its rule.</summary>
    Shift,

    /// <summary>No further step until someone resumes it.</summary>
    Pause,

    Resume,

    /// <summary>Back to the revision before.</summary>
    Abort,

    /// <summary>To report the performance test; one that failed is as <see cref="Abort"/>.</summary>
    Report,
}
