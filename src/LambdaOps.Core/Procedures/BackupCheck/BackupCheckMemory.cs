using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(BackupCheckMemory), "backupCheck")]
public abstract partial record CheckMemory
{
    /// <summary>How far a part's look at the backups has come.</summary>
    public sealed record BackupCheckMemory : CheckMemory
    {
        private static readonly ImmutableSortedDictionary<string, DateTimeOffset> s_none =
            ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

        /// <summary>Whether it is this part's turn, and AWS Backup has been asked.</summary>
        public bool IsVaultSeen { get; init; }

        /// <summary>The next table of the part.</summary>
        public int At { get; init; }

        /// <summary>Of the tables from there on: how they are protected has been seen, and is among the findings.</summary>
        public bool IsProtectionSeen { get; init; }

        /// <summary>When AWS Backup made a table's newest complete recovery point.</summary>
        public ImmutableSortedDictionary<string, DateTimeOffset> Points { get; init; } = s_none;

        /// <summary>Newer recovery points that are not complete, by table.</summary>
        public ImmutableSortedDictionary<string, string> Incomplete { get; init; } =
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

        /// <summary>Why nobody knows what AWS Backup has made; null where that was seen.</summary>
        public string? PointsUnseen { get; init; }

        /// <summary>The tables of the estate that do not exist.</summary>
        public ImmutableArray<string> Absent { get; init; } = [];

        /// <summary>Of all tables so far, the oldest of their newest good backups.</summary>
        public DateTimeOffset? Oldest { get; init; }

        /// <summary>How many tables have a young backup by AWS Backup, and how many on demand.</summary>
        public int ByAwsBackup { get; init; }

        public int OnDemand { get; init; }

        /// <summary>The problems so far.</summary>
        public ImmutableArray<Finding> Found { get; init; } = [];
    }
}
