namespace LambdaOps.Core.Calendars;

/// <summary>How old something is, as a reader sees it.</summary>
internal static class Ages
{
    /// <summary>Whole days; none of what is not there yet, as clocks differ.</summary>
    public static int WholeDays(this TimeSpan age) => (int)Math.Max(0, age.TotalDays);
}
