using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>Why DynamoDB throttled a request, as its metrics tell it.</summary>
public enum ThrottleReason
{
    /// <summary>The provisioned capacity is used up.</summary>
    Provisioned,

    /// <summary>The maximum that its owner set for on-demand capacity.</summary>
    OnDemandMaximum,

    /// <summary>One range of keys is asked for too much: more capacity would not help.</summary>
    KeyRange,

    /// <summary>The account may not have more.</summary>
    AccountLimit,

    /// <summary>Requests were throttled, and no cause is counted.</summary>
    Unknown,
}

/// <summary>What was asked of a table in the last minutes, and what DynamoDB made of it.</summary>
/// <param name="Parts">Of the table and each index, reads and writes.</param>
/// <param name="SystemErrors">Requests that DynamoDB itself answered with an error (500).</param>
public sealed record TableLoad(ImmutableArray<PartLoad> Parts, double SystemErrors)
{
    /// <summary>The time that is counted.</summary>
    public static TimeSpan Lately { get; } = TimeSpan.FromMinutes(3);

    /// <summary>Those that were throttled, the most first.</summary>
    public IEnumerable<PartLoad> Throttled =>
        Parts.Where(part => part.Throttles > 0).OrderByDescending(part => part.Throttles);

    public double UnitsOf(string? index, UnitKind kind) =>
        Parts.FirstOrDefault(part => part.Index == index && part.Kind == kind)?.UnitsPerSecond ?? 0;

    public override string ToString() =>
        string.Join(", ", Throttled.Select(part => part.ToString()).DefaultIfEmpty("nothing throttled"))
        + (SystemErrors > 0 ? Text($", {SystemErrors:0} system errors") : "");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Reads or writes of a table or index in the last minutes.</summary>
/// <param name="Index">Null for the table itself.</param>
/// <param name="UnitsPerSecond">What was consumed.</param>
/// <param name="Causes">Throttled requests by cause; causes without any are left out.</param>
public sealed record PartLoad(
    string? Index,
    UnitKind Kind,
    double UnitsPerSecond,
    ImmutableSortedDictionary<ThrottleReason, double> Causes
)
{
    public double Throttles => Causes.Values.Sum();

    /// <summary>The cause of most of them; null when nothing was throttled.</summary>
    public ThrottleReason? Reason => Causes.IsEmpty ? null : Causes.MaxBy(cause => cause.Value).Key;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(Kind == UnitKind.Read ? "reads" : "writes")} of {TablePart.NameOf(Index)} throttled {Throttles:0} times "
        )
        + $"({string.Join(", ", Causes.Select(cause => string.Create(CultureInfo.InvariantCulture, $"{Words(cause.Key)} {cause.Value:0}")))}) "
        + string.Create(CultureInfo.InvariantCulture, $"at {UnitsPerSecond:0.#} units/s");

    private static string Words(ThrottleReason reason) =>
        reason switch
        {
            ThrottleReason.Provisioned => "provisioned capacity",
            ThrottleReason.OnDemandMaximum => "on-demand maximum",
            ThrottleReason.KeyRange => "hot key range",
            ThrottleReason.AccountLimit => "account limit",
            _ => "no cause counted",
        };
}
