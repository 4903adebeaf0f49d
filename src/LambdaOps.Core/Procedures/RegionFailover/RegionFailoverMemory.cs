using System.Text.Json.Serialization;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

[JsonDerivedType(typeof(RegionFailover), "regionFailover")]
public abstract partial record ProcedureMemory
{
    /// <summary>What a failover to another region, or its way back, remembers.</summary>
    /// <param name="Wish">What a person asked for.</param>
    public sealed record RegionFailover(RegionWish Wish) : ProcedureMemory
    {
        /// <summary>Looks in a row in which the primary region did not serve.</summary>
        public int Lost { get; init; }

        /// <summary>Since when the primary region has served without a break; null while it does not.</summary>
        public DateTimeOffset? WellSince { get; init; }

        /// <summary>
        /// How far the copies in the region for disaster recovery were behind when the primary one last said it; null where it
        /// never did.
        /// </summary>
        public TimeSpan? Behind { get; init; }

        /// <summary>Whether anything was changed: from then on it is no request any more.</summary>
        public bool HasBegun { get; init; }

        /// <summary>What is denied until it has begun is the answer.</summary>
        public override bool IsRequest => !HasBegun;

        public override ProcedureMemory AfterReturn => this;
    }
}

/// <summary>The memory of a failover to another region, as its decisions read it.</summary>
public static class RegionFailoverMemory
{
    private static readonly ProcedureMemory.RegionFailover s_none = new(RegionWish.Status);

    extension(Incident incident)
    {
        /// <summary>What a failover remembers; empty for other incidents.</summary>
        public ProcedureMemory.RegionFailover RegionFailover =>
            incident.Memory as ProcedureMemory.RegionFailover ?? s_none;
    }

    /// <summary>A person's request. One at a time: into one that has begun it is only a line.</summary>
    internal static Incident WantRegion(this Incident incident, RegionWish? wish) =>
        incident.Remedy == RegionFailoverProcedure.ProcedureName
        && wish is { } wanted
        && incident.Memory is null or ProcedureMemory.RegionFailover { Wish: RegionWish.Status }
            ? incident with
            {
                Memory = new ProcedureMemory.RegionFailover(wanted),
            }
            : incident;

    internal static Incident NoteRegions(this Incident incident, Evidence seen, DateTimeOffset now) =>
        incident.Memory is ProcedureMemory.RegionFailover memory
        && seen.PrimaryRegion is Fact<PrimaryRegion>.Known { Value: var primary }
            ? incident with
            {
                Memory = memory with
                {
                    Lost = primary.IsWell ? 0 : Math.Min(memory.Lost + 1, 1000),
                    Behind = (seen.Replicated as Fact<ReplicaStates>.Known)?.Value.Behind ?? memory.Behind,
                    WellSince = primary.IsWell ? memory.WellSince ?? now : null,
                    HasBegun = memory.HasBegun || incident.RungAttempts.Any(),
                },
            }
            : incident;
}

/// <summary>What a person wants of two regions.</summary>
[JsonConverter(typeof(EnumAsName<RegionWish>))]
public enum RegionWish
{
    /// <summary>To know how they stand.</summary>
    Status,

    /// <summary>The region for disaster recovery is to serve.</summary>
    Failover,

    /// <summary>The estate's own region is to serve again.</summary>
    Failback,
}
