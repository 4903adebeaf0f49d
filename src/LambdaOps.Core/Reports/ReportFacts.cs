using LambdaOps.Core.Calendars;

namespace LambdaOps.Core.Reports;

/// <summary>What a report says, in no language; each kind has its writer, and a file of its own.</summary>
public abstract partial record ReportFacts
{
    private ReportFacts(LocalDay day, DateTimeOffset writtenAt) => (Day, WrittenAt) = (day, writtenAt);

    /// <summary>The day that it is about, or the last of them.</summary>
    public LocalDay Day { get; }

    /// <summary>When it was put together.</summary>
    public DateTimeOffset WrittenAt { get; }

    /// <summary>What it is stored under, without the file's ending: the same for the same day.</summary>
    public abstract string Name { get; }

    /// <summary>What a person writes to have it made again.</summary>
    public abstract string Command { get; }
}
