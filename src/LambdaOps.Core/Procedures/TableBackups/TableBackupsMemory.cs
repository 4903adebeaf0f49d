using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Procedures.TableBackups;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(TableBackupsMemory), "tableBackups")]
public abstract partial record CheckMemory
{
    /// <summary>How far the nightly backups of a part have come.</summary>
    public sealed record TableBackupsMemory(TableBackupsStage Stage) : CheckMemory
    {
        private static readonly ImmutableSortedDictionary<string, string> s_none = ImmutableSortedDictionary.Create<
            string,
            string
        >(StringComparer.Ordinal);

        /// <summary>The tables of this round, in order; <see cref="At"/> is the next one.</summary>
        public ImmutableArray<string> Tables { get; init; } = [];

        public int At { get; init; }

        /// <summary>Tables that a plan backs up: nothing is made of them.</summary>
        public ImmutableArray<string> Planned { get; init; } = [];

        /// <summary>Why nobody knows what plans have made; null where that was seen.</summary>
        public string? PlansUnseen { get; init; }

        /// <summary>Tables of which this run made a backup.</summary>
        public ImmutableArray<string> Made { get; init; } = [];

        /// <summary>Backups that this run deleted, by their ARNs.</summary>
        public ImmutableArray<string> Deleted { get; init; } = [];

        /// <summary>What could not be done or seen, by table.</summary>
        public ImmutableSortedDictionary<string, string> Failed { get; init; } = s_none;

        public ImmutableSortedDictionary<string, string> Unseen { get; init; } = s_none;

        /// <summary>Backups that AWS refused to delete: not tried again in this run.</summary>
        public ImmutableSortedDictionary<string, string> Kept { get; init; } = s_none;

        /// <summary>What would have been done, where nothing may be changed.</summary>
        public ImmutableArray<string> WouldMake { get; init; } = [];

        public int WouldDelete { get; init; }
    }
}
