using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>Some of the estate's tables, as their backups are looked at: a batch that one look can hold.</summary>
public sealed record BackedUpTables(ImmutableArray<string> Names) : Resource(new TargetId("tables"), null)
{
    /// <summary>So many tables are one part of a run.</summary>
    public const int PerPart = 200;

    /// <summary>
    /// So many are asked about at once, with <see cref="Pause"/> between: DynamoDB lists backups five times a second, and
    /// describes recovery ten times.
    /// </summary>
    public const int PerLook = 10;

    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(2);

    /// <summary>All tables that the estate names, in the order of their names.</summary>
    public static ImmutableArray<string> NamesIn(Estate estate) =>
        [
            .. estate
                .Services.SelectMany(service => service.Tables)
                .Union(estate.Tables.Select(table => table.Name), StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The same tables in the same part from run to run, as long as the estate names the same.</summary>
    public static ImmutableArray<Checks.CheckPart> PartsOf(Estate estate)
    {
        var batches = NamesIn(estate).Chunk(PerPart).ToList();
        return
        [
            .. batches.Select(
                (batch, index) =>
                    new Checks.CheckPart(Checks.CheckPart.NameOf(index, batches.Count), new BackedUpTables([.. batch]))
            ),
        ];
    }

    /// <summary>The batch of one look that begins at that table.</summary>
    public BackedUpTables From(int index) => new([.. Names.Skip(index).Take(PerLook)]);

    public bool Equals(BackedUpTables? other) => other is not null && Names.SequenceEqual(other.Names);

    public override int GetHashCode() => Names.IsEmpty ? 0 : HashCode.Combine(Names.Length, Names[0]);
}
