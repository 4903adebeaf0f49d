using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Checks;

/// <summary>One thing that a check says of what it looked at.</summary>
/// <param name="Key">The same for the same thing in the next run ("p95 api-service"); no two of a report are alike.</param>
/// <param name="Text">One sentence with the numbers.</param>
public sealed record Finding(FindingLevel Level, string Key, string Text)
{
    /// <summary>What an incident is opened or joined for; null where the finding is only reported.</summary>
    public Breach? Breach { get; init; }

    /// <summary>What is not fine: it is notified when it is new, and when it is gone.</summary>
    public bool IsProblem => Level != FindingLevel.Fine;
}

/// <summary>How a finding is meant, the worst last.</summary>
[JsonConverter(typeof(EnumAsName<FindingLevel>))]
public enum FindingLevel
{
    Fine,

    /// <summary>It could not be seen: that is never fine.</summary>
    Missing,

    Warning,

    Danger,
}

/// <summary>A finding that a remedy answers as it answers an alarm.</summary>
public sealed record Breach(TargetId Target, ProcedureName Remedy, Severity Severity);
