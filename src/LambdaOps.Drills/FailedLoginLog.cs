using LambdaOps.Account.World.Logs;

namespace LambdaOps.Drills;

/// <summary>Someone tries passwords: 150 failed logins from one address, a minute after each other.</summary>
/// <param name="first">When the first one is.</param>
internal sealed class FailedLoginLog(string group, DateTimeOffset first) : ILogSource
{
    public const int Count = 150;

    public const string Source = "203.0.113.7";

    public string Group => group;

    public string Stream => "auth";

    public IEnumerable<LogEvent> Read(DateTimeOffset from, DateTimeOffset until) =>
        Enumerable
            .Range(0, Count)
            .Select(number => first.AddMinutes(number))
            .Where(at => at >= from && at < until)
            .Select(at => new TextLine(at, Stream, $"Authentication failed for user admin from {Source}"));
}
