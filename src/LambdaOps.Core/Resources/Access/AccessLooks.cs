using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>
/// How an estate is accessed, and what its web ACLs keep out. Of all of them, the first of the days is the time that is
/// judged.
/// </summary>
public static class AccessLooks
{
    /// <summary>CloudWatch keeps such datapoints for 63 days.</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back it is asked what is usual, from the end of the time that is judged.</summary>
    public static TimeSpan Reach { get; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Requests, requests that clients got wrong, active users, and what web ACLs blocked and let through
    /// (runbook: detect-anomalies.js), by <see cref="Period"/>.
    /// </summary>
    public static Look<AccessNumbers> Numbers { get; } =
        new("access metrics", "cloudwatch:GetMetricData") { IsAbout = IsDays };

    /// <summary>What the log of each web ACL says that was blocked (runbook: WAFブロック状況確認).</summary>
    public static Look<BlockedRequests> Blocked { get; } =
        new("log of web ACLs", "logs:StartQuery", "logs:GetQueryResults")
        {
            IsAbout = IsDays,
            Known = at => HasAcls(at.Target) ? null : BlockedRequests.None,
        };

    /// <summary>What WAF sampled just now: it has samples of the last three hours and no others.</summary>
    public static Look<SampledRequests> Sampled { get; } =
        new("sampled requests of web ACLs", "wafv2:GetSampledRequests")
        {
            IsAbout = IsDays,
            Known = at => HasAcls(at.Target) ? null : SampledRequests.None,
        };

    private static bool IsDays(Resource about) => about is FigureDays;

    private static bool HasAcls(Resource about) => about is FigureDays { WebAcls.IsEmpty: false };
}

/// <summary>What one series counts.</summary>
public enum AccessKind
{
    /// <summary>Of a service: requests that reached its tasks.</summary>
    Requests,

    /// <summary>Of a service: answers 4XX of its tasks.</summary>
    ClientErrors,

    /// <summary>Of a load balancer: what it answered with 4XX itself, as it was no proper request.</summary>
    Refused,

    /// <summary>Of the application: active users.</summary>
    Users,

    /// <summary>Of a web ACL: requests that it blocked.</summary>
    Blocked,

    /// <summary>Of a web ACL: requests that it let through.</summary>
    Allowed,
}

/// <summary>One series of <see cref="AccessLooks.Reach"/>, as CloudWatch has it: it writes no zeros.</summary>
/// <param name="Subject">The service's id, the load balancer's or web ACL's name; "users".</param>
/// <param name="Values">Sums of a period; of users the average.</param>
public sealed record AccessSeries(AccessKind Kind, string Subject, MetricSeries Values);

public sealed record AccessNumbers(ImmutableArray<AccessSeries> All)
{
    public MetricSeries? Of(AccessKind kind, string subject) =>
        All.FirstOrDefault(one => one.Kind == kind && one.Subject == subject)?.Values;

    public override string ToString() => FormattableString.Invariant($"{All.Length} series");
}

/// <summary>What the logs of web ACLs say; a web ACL without a log is not among them.</summary>
public sealed record BlockedRequests(ImmutableArray<BlockedOfAcl> All)
{
    public static BlockedRequests None { get; } = new([]);

    public override string ToString() => FormattableString.Invariant($"logs of {All.Length} web ACLs");
}

/// <param name="Acl">Its name.</param>
/// <param name="Top">The most frequent ones first.</param>
/// <param name="Count">All that were blocked.</param>
public sealed record BlockedOfAcl(string Acl, ImmutableArray<BlockedKind> Top, long Count)
{
    /// <summary>Why it could not be seen; null where it was.</summary>
    public string? WhyMissing { get; init; }
}

/// <summary>Requests that have all of this in common. Texts from outside, shortened.</summary>
/// <param name="Source">The client's address.</param>
public sealed record BlockedKind(string Rule, string Source, string Uri, long Count)
{
    public override string ToString() => FormattableString.Invariant($"{Count} by {Rule} from {Source} for {Uri}");
}

public sealed record SampledRequests(ImmutableArray<SampleOfAcl> All)
{
    public static SampledRequests None { get; } = new([]);

    public override string ToString() => FormattableString.Invariant($"samples of {All.Length} web ACLs");
}

/// <summary>A sample of at most 500 of the first 5,000 requests of the time.</summary>
/// <param name="Acl">Its name.</param>
/// <param name="From">As WAF says it, like the end: it ends with the 5,000th request.</param>
/// <param name="Size">How many requests are in it.</param>
/// <param name="Population">Of how many.</param>
/// <param name="Blocked">How many of the sample were blocked.</param>
/// <param name="Top">What the blocked ones have in common, the most frequent first; counts are of the sample.</param>
public sealed record SampleOfAcl(
    string Acl,
    DateTimeOffset From,
    DateTimeOffset Until,
    long Size,
    long Population,
    long Blocked,
    ImmutableArray<BlockedKind> Top
)
{
    /// <summary>Why it could not be seen; null where it was.</summary>
    public string? WhyMissing { get; init; }

    public static SampleOfAcl Unseen(string acl, string because) =>
        new(acl, default, default, 0, 0, 0, []) { WhyMissing = because };
}
