using System.Globalization;
using LambdaOps.Core.Calendars;

namespace LambdaOps.Core.Resources;

/// <summary>
/// The names of the backups that LambdaOps makes. Only a backup with exactly such a name is its own: what people call
/// alike is theirs, and is never deleted.
/// </summary>
public static class OwnBackup
{
    private const string Prefix = "lambdaops-";
    private const string FullPrefix = "lambdaops-full-";
    private const string Day = "yyyyMMdd";
    private const string Month = "yyyyMM";

    /// <summary>DynamoDB's bound of a backup's name.</summary>
    private const int Longest = 255;

    /// <summary>lambdaops-TABLE-20260115; a table's name that is too long loses its end.</summary>
    public static string DailyName(string table, DateOnly date) => Name(Prefix, table, Text(date, Day));

    /// <summary>lambdaops-full-TABLE-202601.</summary>
    public static string FullName(string table, DateOnly date) => Name(FullPrefix, table, Text(date, Month));

    /// <summary>What kind of its own a backup of the table is; null where it is someone else's.</summary>
    public static OwnBackupKind? KindOf(OnDemandBackup backup, string table) =>
        DateOf(backup.Name, Day) is { } day && backup.Name == DailyName(table, day) ? OwnBackupKind.Daily
        : DateOf(backup.Name, Month) is { } month && backup.Name == FullName(table, month) ? OwnBackupKind.Full
        : null;

    /// <summary>Whether the monthly full backup is due on that date.</summary>
    public static bool IsFullDue(DateOnly date) => Schedule.IsFirst(DayOfWeek.Sunday, date);

    private static string Name(string prefix, string table, string date)
    {
        var room = Longest - prefix.Length - date.Length - 1;
        return $"{prefix}{(table.Length > room ? table[..room] : table)}-{date}";
    }

    private static DateOnly? DateOf(string name, string form) =>
        name.Length > form.Length
        && DateOnly.TryParseExact(
            form == Month ? $"{name[^form.Length..]}01" : name[^form.Length..],
            Day,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : null;

    private static string Text(DateOnly date, string form) => date.ToString(form, CultureInfo.InvariantCulture);
}

public enum OwnBackupKind
{
    Daily,

    /// <summary>The first Sunday's, kept longer.</summary>
    Full,
}
