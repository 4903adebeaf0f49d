using System.Text.Json.Serialization;

namespace LambdaOps.Core.Incidents;

/// <summary>How an incident was first heard of (runbook: 検知方法).</summary>
/// <param name="By">The alarm, the check, or the person; empty where nobody wrote it down.</param>
public sealed record Detection(DetectionKind Kind, string By)
{
    /// <summary>
    /// Of a record of an older version nobody wrote it down: an alarm that had changed by the opening opened it.
    /// </summary>
    public static Detection Of(Incident incident) =>
        incident.Cause switch
        {
            { Detection: { } written } => written,
            { Breaches: [var first, ..] } when first.At <= incident.OpenedAt => new(
                DetectionKind.Scheduled,
                first.Check
            ),
            { Alarms: [var first, ..] } when incident.Returns.Count > 0 || first.ChangedAt <= incident.OpenedAt => new(
                DetectionKind.Automatic,
                first.Name
            ),
            _ => new(DetectionKind.Reported, ""),
        };
}

/// <summary>The runbook's ways of detection.</summary>
[JsonConverter(typeof(EnumAsName<DetectionKind>))]
public enum DetectionKind
{
    /// <summary>By an alarm or an event of AWS.</summary>
    Automatic,

    /// <summary>By a person.</summary>
    Reported,

    /// <summary>By a check that runs on a schedule.</summary>
    Scheduled,
}
