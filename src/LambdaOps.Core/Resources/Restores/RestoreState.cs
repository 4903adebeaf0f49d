using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>What a restore is to make, as far as looks have to know it.</summary>
/// <param name="Name">Of the new table.</param>
/// <param name="At">The point in time.</param>
public sealed record RestoreAim(string Name, DateTimeOffset At)
{
    /// <summary>Whether the incident has asked DynamoDB for it: what has the name before is someone else's.</summary>
    public bool IsBegun { get; init; }

    /// <summary>What a comparison came to before; null where none was made.</summary>
    public TableComparison? Compared { get; init; }

    /// <summary>How much of the tables is compared; null for what the table's own policy says.</summary>
    public ComparisonBounds? Bounds { get; init; }

    /// <summary>A new table's name says what it is of.</summary>
    public static string NameFor(string table, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{table}{Infix}{at.UtcDateTime:yyyyMMddHHmm}");

    /// <summary>Between the table's name and the time.</summary>
    public const string Infix = "-restored-";

    /// <summary>Of the time, year to minute.</summary>
    public const int Digits = 12;

    /// <summary>Whether only a restore of the table has such a name.</summary>
    public static bool IsNameFor(string name, string table) =>
        name.StartsWith(table + Infix, StringComparison.Ordinal)
        && name.AsSpan(table.Length + Infix.Length) is { Length: Digits } digits
        && !digits.ContainsAnyExceptInRange('0', '9');
}

/// <summary>How much of two tables is read to compare them.</summary>
/// <param name="CountAtMost">Items that are counted in the restored table.</param>
/// <param name="SampleItems">Items of each that are looked for in the other one.</param>
public sealed record ComparisonBounds(int CountAtMost, int SampleItems);

/// <summary>A table with what it has beside its items.</summary>
/// <param name="Status">The table's, or that of an index that is not ACTIVE.</param>
/// <param name="Layout">Its keys, and those of its indexes with what they carry, in one form for all tables.</param>
public sealed record TableFeatures(string Status, string Layout)
{
    public bool IsActive => Status == TablePart.Active;

    public string Arn { get; init; } = "";

    public TableTags Tags { get; init; } = TableTags.None;

    /// <summary>What its stream shows; null where it has none.</summary>
    public string? Stream { get; init; }

    /// <summary>The attribute by which items expire; null where none do.</summary>
    public string? TimeToLive { get; init; }

    /// <summary>How many days point-in-time recovery reaches back; null where it is off.</summary>
    public int? RecoveryDays { get; init; }

    /// <summary>What no restore and no step here brings back, in words; empty for nothing.</summary>
    public ImmutableArray<string> Besides { get; init; } = [];

    /// <summary>Other regions in which it is a replica.</summary>
    public ImmutableArray<string> Replicas { get; init; } = [];
}

/// <summary>The table that is to be restored.</summary>
/// <param name="Table">Null where DynamoDB has no such table.</param>
/// <param name="Earliest">From when it can be restored; null while point-in-time recovery is off.</param>
/// <param name="Latest">Until when: some minutes ago.</param>
public sealed record RestoreSource(TableFeatures? Table, DateTimeOffset? Earliest, DateTimeOffset? Latest)
{
    /// <summary>Its size with its indexes, by DynamoDB's count of the last hours: a restore is billed by it.</summary>
    public long Bytes { get; init; }

    public override string ToString() =>
        (Table, Earliest, Latest) switch
        {
            (null, _, _) => "no such table",
            (_, { } from, { } until) => string.Create(
                CultureInfo.InvariantCulture,
                $"{Table.Status}, can be restored to any second from {from.UtcDateTime:yyyy-MM-dd HH:mm:ss} to {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"
            ),
            _ => $"{Table.Status}, point-in-time recovery is off",
        };
}

/// <summary>What has the new table's name.</summary>
/// <param name="Table">Null where nothing has it.</param>
/// <param name="IsRestoring">Whether DynamoDB is still at it.</param>
/// <param name="Source">The name of the table that it was restored from; null where it was not.</param>
/// <param name="At">The point in time that it was restored to.</param>
public sealed record RestoredTable(TableFeatures? Table, bool IsRestoring, string? Source, DateTimeOffset? At)
{
    public static RestoredTable None { get; } = new(null, false, null, null);

    /// <summary>Whether it is what was asked for; DynamoDB may keep a time with fractions of a second.</summary>
    public bool IsOf(string table, DateTimeOffset at) =>
        Source == table && At is { } own && (own - at).Duration() < TimeSpan.FromSeconds(1);

    public override string ToString() =>
        Table is null ? "nothing has the new name"
        : IsRestoring ? $"the new table is being restored ({Table.Status})"
        : $"the new table is {Table.Status}";
}

/// <summary>What the restored table and the old one have in common, by a bounded look into both.</summary>
/// <param name="Items">Counted in the restored table.</param>
/// <param name="IsWhole">Whether that is all of it; else it is so many at least.</param>
/// <param name="OldItems">
/// Of the old table, by DynamoDB's own count of the last hours: a scan of it would take from the capacity that its users need.
/// </param>
public sealed record TableComparison(long Items, bool IsWhole, long OldItems)
{
    public static TableComparison None { get; } = new(0, false, 0);

    /// <summary>Items of either table that were looked for in the other one.</summary>
    public int Sampled { get; init; }

    /// <summary>Of those, the ones that are the same in both.</summary>
    public int Same { get; init; }

    /// <summary>Of those, the ones that are only in the restored table.</summary>
    public int OnlyRestored { get; init; }

    /// <summary>Of those, the ones that are only in the old table.</summary>
    public int OnlyOld { get; init; }

    /// <summary>
    /// Of those that are not the same, the ones of the old table that were last changed before the point in time, as their
    /// own attribute says: the restored table should have them as they are.
    /// </summary>
    public int Unexplained { get; init; }

    /// <summary>Of those that are not the same, the ones whose own attribute says that they were changed later.</summary>
    public int ChangedSince { get; init; }

    /// <summary>What keeps the restored table from being what the old one was; null for nothing.</summary>
    public string? WhyWrong(TableFeatures source, TableFeatures made) =>
        this switch
        {
            _ when source.Layout != made.Layout =>
                $"its keys and indexes are [{made.Layout}], those of the old table [{source.Layout}]",
            { Items: 0, OldItems: > 0 } => "it is empty, and the old table is not",
            { Unexplained: > 0 and var lost } => string.Create(
                CultureInfo.InvariantCulture,
                $"{lost} sampled items of the old table were last changed before that time, and are not so in it"
            ),
            _ => null,
        };

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsWhole ? "" : "at least ")}{Items} items (the old table had {OldItems} by DynamoDB's count of the last hours); "
        )
        + string.Create(
            CultureInfo.InvariantCulture,
            $"of {Sampled} sampled items {Same} are the same in both, {OnlyRestored} are only in the new table, "
        )
        + string.Create(
            CultureInfo.InvariantCulture,
            $"{OnlyOld} only in the old one, {ChangedSince} were changed since"
        );
}

/// <summary>Tags of a table, in the order of their keys.</summary>
public sealed record TableTags(ImmutableArray<TableTag> All)
{
    public static TableTags None { get; } = new([]);

    public bool Equals(TableTags? other) => other is not null && All.SequenceEqual(other.All);

    public override int GetHashCode() => All.Length;

    public override string ToString() => string.Join(", ", All.Select(tag => $"{tag.Key}={tag.Value}"));
}

public sealed record TableTag(string Key, string Value);
