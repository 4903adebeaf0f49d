using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.QuickCheck;

/// <summary>One thing that the check judges: with what it is about the key of its finding.</summary>
internal sealed record Concern(string Name)
{
    public static Concern Health { get; } = new("health");

    public static Concern P50 { get; } = new("p50");

    public static Concern P95 { get; } = new("p95");

    public static Concern P99 { get; } = new("p99");

    public static Concern Errors { get; } = new("errors");

    public static Concern Cpu { get; } = new("cpu");

    public static Concern Memory { get; } = new("memory");

    public static Concern Balancer { get; } = new("balancer");

    public static Concern Users { get; } = new("users");

    public static Concern Tasks { get; } = new("tasks");

    private static readonly Concern[] s_all = [Health, P50, P95, P99, Errors, Cpu, Memory, Balancer, Users, Tasks];

    public string KeyOf(string subject) => $"{Name} {subject}";

    /// <summary>What findings of a batch can be about.</summary>
    public static HashSet<string> SubjectsOf(ServiceBatch batch) =>
        [
            .. batch.Services.Select(service => service.Id.Value),
            .. batch.LoadBalancers,
            .. batch.ActiveUsers is { } users ? [users.Name] : Array.Empty<string>(),
        ];

    /// <summary>Whether a finding of an earlier run is about something that the check still judges.</summary>
    public static bool IsOf(Finding finding, IReadOnlySet<string> subjects) =>
        finding.Key.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at
        && Array.Exists(s_all, one => finding.Key.AsSpan(0, at).SequenceEqual(one.Name))
        && subjects.Contains(finding.Key[(at + 1)..]);
}
