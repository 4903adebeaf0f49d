using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Evidence;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Remedies;

/// <summary>One procedure of the runbook as a pure state machine.</summary>
public abstract class Remedy
{
    /// <summary>All that there are.</summary>
    public static ImmutableArray<Remedy> All { get; } = [new ServiceUnavailable.ServiceUnavailable()];

    public abstract RemedyName Name { get; }

    /// <summary>The remedy of that name, or null.</summary>
    public static Remedy? Find(RemedyName name) => All.FirstOrDefault(remedy => remedy.Name == name);

    /// <summary>How the estate sets the remedy for a service; null when it does not name it there.</summary>
    public abstract RemedySetting? SettingFor(OperatedService service);

    /// <summary>What to do about what was seen.</summary>
    public abstract Decision Decide(
        Incident incident, ServiceEvidence seen, OperatedService service, DateTimeOffset now);
}

/// <summary>What the loop and the guards need to know of a remedy's setting.</summary>
/// <param name="Cooldown">Time after an action in which the remedy does not act on the same target again.</param>
/// <param name="CheckEvery">Time between looks while nothing is done.</param>
public sealed record RemedySetting(Mode Mode, TimeSpan Cooldown, TimeSpan CheckEvery);
