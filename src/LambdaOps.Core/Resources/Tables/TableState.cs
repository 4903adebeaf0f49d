using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

/// <summary>Reads and writes have capacities of their own.</summary>
[JsonConverter(typeof(EnumAsName<UnitKind>))]
public enum UnitKind
{
    Read,
    Write,
}

/// <summary>A table's capacity as DynamoDB and Application Auto Scaling have it.</summary>
/// <param name="Parts">The table itself, then its global secondary indexes.</param>
public sealed record TableState(bool IsOnDemand, ImmutableArray<TablePart> Parts)
{
    /// <summary>The table itself.</summary>
    public TablePart Own => Parts[0];

    /// <summary>Whether neither the table nor an index of it is being changed.</summary>
    public bool IsActive => Parts.All(part => part.Status == TablePart.Active);

    /// <summary>Whether it is changed or made now: that passes by itself.</summary>
    public bool IsChanging => Parts.All(part => part.Status is TablePart.Active or "UPDATING" or "CREATING");

    /// <param name="index">Null for the table itself.</param>
    public TablePart? Part(string? index) => Parts.FirstOrDefault(part => part.Index == index);

    public PartUnits? Units(string? index, UnitKind kind) => Part(index)?.Of(kind);

    public override string ToString() => $"{(IsOnDemand ? "on-demand" : "provisioned")}, {string.Join("; ", Parts)}";
}

/// <summary>A table itself, or an index of it.</summary>
/// <param name="Index">Null for the table itself.</param>
/// <param name="DecreasesToday">How often its provisioned capacity was taken back today (UTC).</param>
public sealed record TablePart(string? Index, string Status, PartUnits Read, PartUnits Write, int DecreasesToday)
{
    public const string Active = "ACTIVE";

    /// <summary>Decreases of a day that DynamoDB does not hold to one an hour.</summary>
    public const int FreeDecreases = 4;

    public PartUnits Of(UnitKind kind) => kind == UnitKind.Read ? Read : Write;

    /// <summary>"the table", "index byDate".</summary>
    public static string NameOf(string? index) => index is null ? "the table" : $"index {index}";

    public override string ToString() => $"{NameOf(Index)} {Status}, reads {Read}, writes {Write}";
}

/// <summary>The capacity of one kind, in units a second.</summary>
/// <param name="Provisioned">Null for on-demand capacity.</param>
/// <param name="Maximum">That on-demand capacity is held to by its owner; null where nobody limits it.</param>
/// <param name="Bounds">Between which Application Auto Scaling moves it; null where it does not.</param>
public sealed record PartUnits(int? Provisioned, int? Maximum, UnitBounds? Bounds)
{
    public override string ToString() =>
        (
            Provisioned is { } units ? Text($"{units}/s")
            : Maximum is { } most ? Text($"at most {most}/s")
            : "unlimited"
        ) + (Bounds is { } bounds ? $" (scaled from {bounds})" : "");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Least and most units a second of what is scaled automatically.</summary>
public sealed record UnitBounds(int Minimum, int Maximum)
{
    public override string ToString() => FormattableString.Invariant($"{Minimum} to {Maximum}");
}
