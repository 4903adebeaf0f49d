namespace LambdaOps.Core.Resources;

/// <summary>Which times of a service's load are of interest.</summary>
/// <param name="Now">The newest minute before it is the reading.</param>
/// <param name="WellFrom">Start of the time in which all was well.</param>
/// <param name="WellUntil">Its end.</param>
public sealed record LoadWindow(DateTimeOffset Now, DateTimeOffset WellFrom, DateTimeOffset WellUntil)
{
    /// <summary>From an hour to half an hour before the incident.</summary>
    public static LoadWindow For(DateTimeOffset now, DateTimeOffset openedAt) =>
        new(now, Minute(openedAt) - TimeSpan.FromMinutes(60), Minute(openedAt) - TimeSpan.FromMinutes(30));

    private static DateTimeOffset Minute(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
}
