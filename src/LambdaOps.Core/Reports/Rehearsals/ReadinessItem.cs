using System.Text.Json.Serialization;
using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Reports;

/// <summary>One thing that a failover needs, and how it stands.</summary>
/// <param name="About">One of it ("api-service"); empty where it is about all.</param>
/// <param name="Because">One sentence with the numbers.</param>
public sealed record ReadinessItem(ReadinessPart Part, string About, ReadinessState State, string Because)
{
    /// <summary>The same for the same thing in the next rehearsal.</summary>
    [JsonIgnore]
    public string Key => About.Length == 0 ? $"{Part}" : $"{Part} {About}";

    [JsonIgnore]
    public FindingLevel Level =>
        State switch
        {
            ReadinessState.Ready => FindingLevel.Fine,
            ReadinessState.Drifted => FindingLevel.Warning,
            ReadinessState.Missing => FindingLevel.Danger,
            _ => FindingLevel.Missing,
        };
}

/// <summary>What a failover needs, in the order in which it needs it.</summary>
[JsonConverter(typeof(EnumAsName<ReadinessPart>))]
public enum ReadinessPart
{
    Stack,
    Services,
    Images,
    Secrets,
    Certificates,
    Tables,
    Answers,
    Traffic,
}

[JsonConverter(typeof(EnumAsName<ReadinessState>))]
public enum ReadinessState
{
    Ready,

    /// <summary>It is there, and not as it has to be.</summary>
    Drifted,

    /// <summary>It is not there: without it the failover does not work.</summary>
    Missing,

    /// <summary>It could not be seen.</summary>
    NotSeen,

    /// <summary>The estate does not name it, so that nobody looked.</summary>
    NotNamed,
}

/// <summary>A step of a failover, and how long it takes.</summary>
/// <param name="IsMeasured">Whether a look showed it; otherwise the estate's estimate says it.</param>
public sealed record RecoveryStep(RecoveryStepKind Kind, TimeSpan Takes, bool IsMeasured);

/// <summary>In the order of a failover.</summary>
[JsonConverter(typeof(EnumAsName<RecoveryStepKind>))]
public enum RecoveryStepKind
{
    Approval,
    Tasks,
    Restore,
    Smoke,

    /// <summary>Until the health check fails.</summary>
    HealthCheck,

    /// <summary>Until answers of DNS that are kept run out.</summary>
    Dns,
}

/// <summary>What a table would lose if its region were lost now.</summary>
/// <param name="Lost">Data of the last so long time; null where nobody knows, or where all of it would be.</param>
/// <param name="IsAll">Whether nothing of it is in the other region.</param>
public sealed record TableLoss(string Table, TimeSpan? Lost, bool IsAll, string Because);
