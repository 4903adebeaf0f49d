using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(FailoverRehearsal), "failoverRehearsal")]
public abstract partial record CheckMemory
{
    /// <summary>How far a rehearsal has come.</summary>
    public sealed record FailoverRehearsal : CheckMemory
    {
        /// <summary>How many of its questions are answered.</summary>
        public int Step { get; init; }

        /// <summary>CloudFormation's search for drift; null where none goes on.</summary>
        public string? Detection { get; init; }

        /// <summary>What an earlier search came to, where this one comes to nothing.</summary>
        public string? LastDrift { get; init; }

        public ImmutableArray<ReadinessItem> Items { get; init; } = [];

        /// <summary>What the time to recover is made of, as far as looks show it.</summary>
        public ImmutableArray<RecoveryStep> Steps { get; init; } = [];

        /// <summary>Data of the last so long time would be lost, of each table; null of all time.</summary>
        public ImmutableArray<TableLoss> Losses { get; init; } = [];
    }
}
