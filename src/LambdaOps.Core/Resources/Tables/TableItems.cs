using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>A piece of a table: the items after a place in one part of a segmented scan.</summary>
/// <param name="Keys">The names of the table's key attributes.</param>
/// <param name="Limit">How many items at most.</param>
public sealed record ScanStep(
    OperatedTable Table,
    ImmutableArray<string> Keys,
    ScanPlace Place,
    int Segments,
    int Limit
) : Resource(Table.Id, null);

/// <summary>How far a segmented scan has come.</summary>
/// <param name="After">The key after which it goes on, as DynamoDB's JSON; null at the segment's beginning.</param>
public sealed record ScanPlace(int Segment, string? After);

/// <summary>What one request of a scan gave.</summary>
/// <param name="Next">The key after which the segment goes on; null at its end.</param>
/// <param name="Units">Read capacity units that it took.</param>
public sealed record ScanPage(ImmutableArray<ScannedItem> Items, string? Next, double Units)
{
    /// <summary>Whether the table refused the request, as its capacity is used up.</summary>
    public bool IsThrottled { get; init; }

    public static ScanPage Throttled { get; } = new([], null, 0) { IsThrottled = true };

    public override string ToString() =>
        IsThrottled ? "the table throttles" : FormattableString.Invariant($"{Items.Length} items, {Units:0.#} units");
}

/// <param name="Key">As DynamoDB's JSON.</param>
/// <param name="Time">The attribute by which it expires; null where it has none.</param>
public sealed record ScannedItem(string Key, ItemValue? Time);

/// <summary>An attribute's value as DynamoDB has it.</summary>
/// <param name="Type">N, S, or another one of DynamoDB's types.</param>
/// <param name="Text">Of N and S, as it was read.</param>
public sealed record ItemValue(string Type, string Text);

/// <summary>How a table is laid out, and what it can take in.</summary>
/// <param name="Keys">The names of its key attributes.</param>
/// <param name="Items">How many items DynamoDB counted last: some hours ago.</param>
/// <param name="ReadUnits">Provisioned units a second; null for on-demand capacity.</param>
/// <param name="WriteUnits">Provisioned units a second; null for on-demand capacity.</param>
public sealed record TableShape(ImmutableArray<string> Keys, long Items, long? ReadUnits, long? WriteUnits)
{
    public override string ToString() =>
        FormattableString.Invariant($"{Items} items, ")
        + (ReadUnits is null ? "on-demand" : FormattableString.Invariant($"{ReadUnits} / {WriteUnits} units a second"));
}

/// <summary>How DynamoDB expires a table's items.</summary>
/// <param name="Status">ENABLING, ENABLED, DISABLING or DISABLED.</param>
public sealed record TimeToLiveSetting(string Status, string? Attribute)
{
    public override string ToString() => Attribute is null ? Status : $"{Status} on {Attribute}";
}

/// <summary>How many items DynamoDB has deleted as expired.</summary>
/// <param name="Count">Null without a datapoint: it has deleted none, or does not say so.</param>
public sealed record ExpirationCount(double? Count)
{
    /// <summary>The time that is counted.</summary>
    public static TimeSpan Lately { get; } = TimeSpan.FromHours(48);

    public override string ToString() =>
        Count is { } count ? FormattableString.Invariant($"{count:0} items deleted") : "no datapoint";
}
