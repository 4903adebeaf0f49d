using System.Text.Json.Serialization;
using LambdaOps.Core.Procedures.ExpiredItems;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(ExpirySample), "expiredItemsSample")]
[JsonDerivedType(typeof(AgeScan), "expiredItemsScan")]
[JsonDerivedType(typeof(AnnouncedRule), "expiredItemsRule")]
public abstract partial record CheckMemory
{
    /// <summary>A table with time to live, of which a sample is taken.</summary>
    /// <param name="Deleted">What the metric says; null where it could not be seen.</param>
    /// <param name="Taken">How many places have been sampled.</param>
    public sealed record ExpirySample(
        TableShape Shape,
        TimeToLiveSetting Setting,
        ExpirationCount? Deleted,
        int Taken,
        ItemTally Seen
    ) : CheckMemory
    {
        /// <summary>Places that could not be read, as the table throttles.</summary>
        public int Throttled { get; init; }
    }

    /// <summary>A scan of a table whose items expire by age, as far as it has come.</summary>
    /// <param name="OnlyReports">Whether it deletes nothing, as people have not been told what it would delete.</param>
    /// <param name="Place">From where it goes on.</param>
    /// <param name="SegmentsDone">How many segments are over.</param>
    public sealed record AgeScan(TableShape Shape, bool OnlyReports, ScanPlace Place, int SegmentsDone, ItemTally Seen)
        : CheckMemory
    {
        /// <summary>Items that are being deleted; 0 while none are.</summary>
        public int Intended { get; init; }

        /// <summary>How far it is when they are; null while none are.</summary>
        public ScanAhead? Ahead { get; init; }

        public int Deleted { get; init; }

        /// <summary>Items that were not any more as they had been read.</summary>
        public int Renewed { get; init; }

        /// <summary>Items of which nobody knows whether they were deleted.</summary>
        public int Unconfirmed { get; init; }

        /// <summary>Whether more had expired than a night may delete.</summary>
        public bool IsCapped { get; init; }

        public double ReadUnits { get; init; }

        public double WriteUnits { get; init; }

        /// <summary>Seconds for which the scan has to rest yet.</summary>
        public double Owed { get; init; }

        /// <summary>How many times slower than its budget it goes; grows when the table throttles.</summary>
        public double Slowdown { get; init; } = 1;

        /// <summary>Refusals of the table, one after another.</summary>
        public int Throttled { get; init; }

        /// <summary>All refusals of the table.</summary>
        public int ThrottledInAll { get; init; }

        /// <summary>Looks that gave nothing, one after another.</summary>
        public int Blind { get; init; }
    }

    /// <summary>The rule of a table whose effect people have been told.</summary>
    /// <param name="Rule">The rule in words: another one is a new one.</param>
    public sealed record AnnouncedRule(string Rule) : CheckMemory;
}
