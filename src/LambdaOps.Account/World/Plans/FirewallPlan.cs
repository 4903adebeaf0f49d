namespace LambdaOps.Account.World.Plans;

/// <summary>A web ACL of AWS WAF, and who comes to it.</summary>
/// <param name="Metric">Its metric name: the dimension WebACL.</param>
public sealed record FirewallPlan(string Arn, string Metric)
{
    /// <summary>The log group that it writes the requests into that it blocks; null for none.</summary>
    public string? LogGroup { get; init; }

    /// <summary>Requests a minute that it lets through.</summary>
    public int AllowedPerMinute { get; init; } = 60;

    /// <summary>Requests of scanners that come on any day, and that it blocks.</summary>
    public double BlockedPerHour { get; init; } = 6;

    public IReadOnlyList<AttackPlan> Attacks { get; init; } = [];
}

/// <summary>Someone sends requests that a rule blocks.</summary>
/// <param name="Ago">How long before the world's start it begins; negative is after.</param>
/// <param name="Rule">The rule's metric name.</param>
/// <param name="Source">The client's address.</param>
public sealed record AttackPlan(TimeSpan Ago, TimeSpan For, int PerMinute, string Rule, string Source, string Uri);

/// <summary>
/// Days before the world's history, of which only numbers are known: requests of services, and what the application
/// writes itself, by five minutes and with a day's rhythm.
/// </summary>
/// <param name="Reach">How long before the world's start they begin.</param>
public sealed record PastPlan(TimeSpan Reach)
{
    /// <summary>Times in which services had other than the usual requests.</summary>
    public IReadOnlyList<BurstPlan> Bursts { get; init; } = [];
}

/// <param name="Ago">How long before the world's start it begins.</param>
/// <param name="Factor">How many times the usual requests came.</param>
public sealed record BurstPlan(TimeSpan Ago, TimeSpan For, double Factor);
