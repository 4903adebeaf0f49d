using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>Throttled requests of tables in the last minutes; tables without any are left out.</summary>
public sealed record TableThrottles(IReadOnlyList<TableThrottle> Throttled)
{
    public static TableThrottles None { get; } = new([]);

    public override string ToString() => Throttled.Count == 0 ? "no table throttled" : string.Join(", ", Throttled);
}

/// <param name="Events">Throttled reads and writes.</param>
public sealed record TableThrottle(string Table, double Events)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Table} throttled {Events:0} times");
}
