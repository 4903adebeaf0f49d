using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>
/// The names of the tables that backups are verified in. Only a table with exactly such a name may be deleted, and only
/// where DynamoDB says that it was restored from the table in its name.
/// </summary>
public static class ScratchTable
{
    /// <summary>No table of the application may have such a name.</summary>
    public const string Prefix = "lambdaops-verify-";

    private const string Day = "yyyyMMdd";

    /// <summary>DynamoDB's bound of a table's name.</summary>
    private const int Longest = 255;

    /// <summary>lambdaops-verify-TABLE-20260201; a table's name that is too long loses its end.</summary>
    public static string NameFor(string table, DateOnly date)
    {
        var room = Longest - Prefix.Length - Day.Length - 1;
        return $"{Prefix}{(table.Length > room ? table[..room] : table)}-{date.ToString(Day, CultureInfo.InvariantCulture)}";
    }

    /// <summary>Whether only a scratch table of that table has such a name.</summary>
    public static bool IsNameFor(string name, string table) =>
        name.Length > Day.Length
        && DateOnly.TryParseExact(
            name[^Day.Length..],
            Day,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
        && name == NameFor(table, date);

    /// <summary>The name, where it is one of that table's.</summary>
    /// <exception cref="ArgumentException">It is another table's.</exception>
    internal static string Own(string name, string table) =>
        IsNameFor(name, table)
            ? name
            : throw new ArgumentException($"found '{name}', expected a scratch table of {table}", nameof(name));
}
