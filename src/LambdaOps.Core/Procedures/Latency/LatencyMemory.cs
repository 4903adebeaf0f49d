using System.Text.Json.Serialization;

namespace LambdaOps.Core.Incidents;

[JsonDerivedType(typeof(Latency), "latency")]
public abstract partial record ProcedureMemory
{
    /// <summary>What the latency procedure remembers.</summary>
    /// <param name="CalmSince">Since when the load has been calm.</param>
    public sealed record Latency(DateTimeOffset CalmSince) : ProcedureMemory;
}

/// <summary>The latency procedure's memory, as its decisions read it.</summary>
public static class LatencyMemory
{
    extension(Incident incident)
    {
        /// <summary>Since when the load has been calm; null when it was not at the last look.</summary>
        public DateTimeOffset? CalmSince => (incident.Memory as ProcedureMemory.Latency)?.CalmSince;
    }
}
