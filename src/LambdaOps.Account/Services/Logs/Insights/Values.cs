using System.Globalization;

namespace LambdaOps.Account.Services.Logs.Insights;

/// <summary>The values of a query: double, string, DateTimeOffset, bool, and null for a field that is not there.</summary>
internal static class Values
{
    public static double? Number(object? value) =>
        value switch
        {
            double number => number,
            DateTimeOffset at => at.ToUnixTimeMilliseconds(),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                number,
            _ => null,
        };

    /// <summary>As results show it.</summary>
    public static string? Text(object? value) =>
        value switch
        {
            null => null,
            string text => text,
            bool flag => flag ? "1" : "0",
            double number => number.ToString("0.####", CultureInfo.InvariantCulture),
            DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>By number where both are numbers, else by text; null when one is missing.</summary>
    public static int? Compare(object? a, object? b) =>
        a is null || b is null ? null
        : Number(a) is { } x && Number(b) is { } y ? x.CompareTo(y)
        : string.CompareOrdinal(Text(a), Text(b));

    /// <summary>In what order a sort has them: what is missing, then texts, then numbers.</summary>
    public static int Order(object? a, object? b)
    {
        var (rankA, rankB) = (Rank(a), Rank(b));
        return rankA != rankB ? rankA.CompareTo(rankB) : Compare(a, b) ?? 0;
    }

    private static int Rank(object? value) =>
        value is null ? 0
        : Number(value) is null ? 1
        : 2;
}
