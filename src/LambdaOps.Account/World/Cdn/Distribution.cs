using System.Globalization;
using System.Security.Cryptography;
using LambdaOps.Account.Services;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Cdn;

/// <summary>
/// A CloudFront distribution with one cache: what was fetched once is served until its lifetime is over or an
/// invalidation of its path is completed. Queries are no part of the cache's key; the default root object is kept and
/// invalidated under its own path. A missing object is 403, as for a bucket that may not be listed, and kept for ten
/// seconds.
/// </summary>
public sealed class Distribution
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static readonly TimeSpan s_errorsKept = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_quickest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_slowest = TimeSpan.FromSeconds(20);

    /// <summary>So many paths with a wildcard may be under way.</summary>
    private const int MostWildcards = 15;

    private readonly SimulatedWorld _world;
    private readonly IObjectStore _origin;
    private readonly Chance _chance;
    private readonly Dictionary<string, Kept> _cache = new(StringComparer.Ordinal);
    private readonly List<Invalidation> _invalidations = [];
    private readonly Dictionary<string, List<PageSeen>> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Kept> _looked = new(StringComparer.Ordinal);

    internal Distribution(SimulatedWorld world, SitePlan plan, IObjectStore origin)
    {
        (_world, Plan, _origin) = (world, plan, origin);
        _chance = Chance.StreamOf(world.Seed, $"distribution {plan.DistributionId}");
        DomainName = $"d{Token(13).ToLowerInvariant()}.cloudfront.net";
        CreatedAt = world.Clock.Now - TimeSpan.FromDays(30);
        DomainNames = [plan.Host, .. plan.MoreHosts, DomainName];
    }

    public SitePlan Plan { get; }

    public string Id => Plan.DistributionId;

    public string Arn => $"arn:aws:cloudfront::{_world.Plan.AccountId}:distribution/{Id}";

    public DateTimeOffset CreatedAt { get; }

    /// <summary>Its own name, in cloudfront.net.</summary>
    public string DomainName { get; }

    /// <summary>Every name it answers for, the site's host first.</summary>
    public IReadOnlyList<string> DomainNames { get; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Invalidation> Invalidations => _invalidations;

    /// <summary>
    /// What a steady visitor of "/" saw, a line for each change, oldest first; looked at once in a virtual second.
    /// </summary>
    public IReadOnlyList<PageSeen> Seen => SeenAt("/");

    /// <summary>The same of a steady visitor of another path, which is the one of a page of the plan.</summary>
    public IReadOnlyList<PageSeen> SeenAt(string path) => _seen.GetValueOrDefault(path) ?? [];

    /// <summary>The answer at this moment to a path with or without a query.</summary>
    public SiteAnswer Ask(string path)
    {
        var (kept, isHit) = Find(PathOf(path));
        var age = (long)(_world.Clock.Now - kept.From).TotalSeconds;
        var drawn = Chance.HashedShare(_world.Seed, $"distribution {Id} {path}", _world.Clock.Now.ToUnixTimeSeconds());
        return kept.Answer with
        {
            LatencyMs = Math.Round(isHit ? 4 + (8 * drawn) : 40 + (80 * drawn), 3),
            Headers = new Dictionary<string, string>(kept.Answer.Headers)
            {
                ["Age"] = age.ToString(CultureInfo.InvariantCulture),
                ["X-Cache"] = isHit ? "Hit from cloudfront" : "Miss from cloudfront",
            },
        };
    }

    public Invalidation? FindInvalidation(string id) => _invalidations.Find(i => i.Id == id);

    /// <summary>
    /// Begins an invalidation; the same reference with the same paths is the one that was there before.
    /// </summary>
    /// <exception cref="ServiceFault">
    /// The reference was used with other paths, a path is none, or too many are under way
    /// (CloudFront's quota of paths that end with a wildcard).
    /// </exception>
    public Invalidation Invalidate(string callerReference, IReadOnlyList<string> paths, string by)
    {
        if (paths.Count == 0 || paths.Any(path => !path.StartsWith('/')))
        {
            throw new ServiceFault("InvalidArgument", "Your request contains one or more invalid invalidation paths.");
        }

        if (_invalidations.Find(i => i.CallerReference == callerReference) is { } known)
        {
            // The API reference names InvalidationBatchAlreadyExists; CloudFront answers what its model has.
            return known.Paths.Order(StringComparer.Ordinal).SequenceEqual(paths.Order(StringComparer.Ordinal))
                ? known
                : throw new ServiceFault(
                    "InvalidArgument",
                    "Your request contains a caller reference that was used "
                        + "for a previous invalidation batch for the same distribution."
                );
        }

        var underWay = _invalidations.Where(one => !one.IsCompleted).SelectMany(one => one.Paths);
        if (paths.Any(IsWildcard) && underWay.Concat(paths).Count(IsWildcard) > MostWildcards)
        {
            throw new ServiceFault(
                "TooManyInvalidationsInProgress",
                "Your request would exceed the limit for the number of in-progress wildcard invalidations."
            );
        }

        var invalidation = new Invalidation
        {
            Id = "I" + Token(13),
            CallerReference = callerReference,
            Paths = [.. paths],
            By = by,
            CreatedAt = _world.Clock.Now,
        };
        _invalidations.Add(invalidation);
        _world.Tell("call", Plan.Id, $"CreateInvalidation by {by}: {string.Join(' ', paths)}");
        _world.Clock.In(_chance.Between(s_quickest, s_slowest), "invalidation", () => Complete(invalidation));
        return invalidation;
    }

    /// <summary>While it is set, no invalidation is completed; what has waited is, when it is not any more.</summary>
    public bool IsSlow
    {
        get;
        set
        {
            field = value;
            if (!value)
            {
                _invalidations.Where(one => !one.IsCompleted && one.HasWaited).ToList().ForEach(Complete);
            }
        }
    }

    private static bool IsWildcard(string path) => path.EndsWith('*');

    /// <summary>Asks for "/" and each further page as visitors do, and notes what changed since the last time.</summary>
    internal void Look()
    {
        Look("/", Plan.Page);
        foreach (var (key, page) in Plan.MorePages)
        {
            Look($"/{key}", page);
        }
    }

    private void Look(string path, PagePlan page)
    {
        var (kept, _) = Find(PathOf(path));
        if (ReferenceEquals(kept, _looked.GetValueOrDefault(path)))
        {
            return;
        }

        _looked[path] = kept;
        var all = _seen.TryGetValue(path, out var known) ? known : _seen[path] = [];
        var answer = kept.Answer;
        var seen = new PageSeen(
            _world.Clock.Now,
            answer.Status,
            answer.ContentType,
            answer.Headers.GetValueOrDefault("ETag", ""),
            PageSeen.HashOf(answer.Bytes)
        );
        if (all.Count > 0 && all[^1] with { At = seen.At } == seen)
        {
            return;
        }

        all.Add(seen);
        if (all.Count > 1)
        {
            _world.Tell("page", Plan.Id, $"visitors{(path == "/" ? "" : $" of {path}")} see {NameOf(seen, page)}");
        }
    }

    private void Complete(Invalidation invalidation)
    {
        if (IsSlow)
        {
            invalidation.HasWaited = true;
            return;
        }

        invalidation.CompletedAt = _world.Clock.Now;
        foreach (var path in _cache.Keys.Where(invalidation.Matches).ToList())
        {
            _cache.Remove(path);
        }
    }

    private (Kept Kept, bool IsHit) Find(string path)
    {
        var now = _world.Clock.Now;
        if (_cache.TryGetValue(path, out var kept) && now < kept.Until)
        {
            return (kept, true);
        }

        kept = Fetch(path, now);
        _cache[path] = kept;
        return (kept, false);
    }

    private Kept Fetch(string path, DateTimeOffset now)
    {
        if (_origin.Find(Plan.Bucket, path[1..]) is not { } found)
        {
            var denied =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>"
                + "<Message>Access Denied</Message></Error>";
            return new Kept(new SiteAnswer(403, "application/xml", denied, 0), now, now + s_errorsKept);
        }

        var answer = SiteAnswer.Of(200, found.ContentType, found.Body, 0) with
        {
            Headers = new Dictionary<string, string>(found.Headers) { ["ETag"] = found.ETag },
        };
        return new Kept(
            answer,
            now,
            now + CacheLifetime.Of(found.Headers.GetValueOrDefault("Cache-Control"), Plan.DefaultTtl)
        );
    }

    /// <summary>The path of the object: without query, decoded, "/" as the default root object.</summary>
    private string PathOf(string asked)
    {
        var path = Uri.UnescapeDataString(asked.Split('?')[0]);
        return path is "/" or "" ? "/" + Plan.DefaultRootObject : path;
    }

    private string NameOf(PageSeen seen, PagePlan page) =>
        seen switch
        {
            { Status: not 200 } => $"an error ({seen.Status})",
            _ when seen.Is(page.Body) => "the site's page",
            _ when seen.Is(Plan.Maintenance.Body) => "the maintenance page",
            _ => $"another page ({seen.ETag})",
        };

    private string Token(int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => Letters[_chance.Below(Letters.Length)]));

    private sealed record Kept(SiteAnswer Answer, DateTimeOffset From, DateTimeOffset Until);
}

/// <summary>
/// How long a distribution keeps an object, with CloudFront's usual limits (least 0, most a year): no-store, no-cache
/// and private are not kept; s-maxage goes before max-age; without any of them the distribution's default counts.
/// Expires is not read.
/// </summary>
public static class CacheLifetime
{
    private static readonly TimeSpan s_most = TimeSpan.FromDays(365);

    public static TimeSpan Of(string? cacheControl, TimeSpan usual)
    {
        var parts = (cacheControl ?? "").Split(',', StringSplitOptions.TrimEntries);
        return parts switch
        {
            _ when Array.Exists(parts, IsForbidding) => TimeSpan.Zero,
            _ when SecondsOf(parts, "s-maxage") is { } shared => shared,
            _ when SecondsOf(parts, "max-age") is { } age => age,
            _ => usual,
        };
    }

    private static bool IsForbidding(string part) => part.ToLowerInvariant() is "no-store" or "no-cache" or "private";

    private static TimeSpan? SecondsOf(string[] parts, string name)
    {
        var part = Array.Find(parts, p => p.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase));
        return
            part is not null
            && long.TryParse(
                part.AsSpan(name.Length + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var seconds
            )
            ? TimeSpan.FromSeconds(Math.Min(seconds, (long)s_most.TotalSeconds))
            : null;
    }
}

/// <summary>An order to forget what a distribution keeps; it takes effect when it is completed.</summary>
public sealed class Invalidation
{
    public required string Id { get; init; }

    public required string CallerReference { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>The function or person that asked for it.</summary>
    public required string By { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; internal set; }

    public bool IsCompleted => CompletedAt is not null;

    /// <summary>Whether its time has come, and it waits for the network.</summary>
    internal bool HasWaited { get; set; }

    public string Status => IsCompleted ? "Completed" : "InProgress";

    /// <summary>A * counts at a path's end only: /*, /css/*, /index*.</summary>
    public bool Matches(string path) =>
        Paths.Any(wanted =>
            wanted.EndsWith('*') ? path.StartsWith(wanted[..^1], StringComparison.Ordinal) : path == wanted
        );
}

/// <summary>What a visitor of a site sees from a moment on.</summary>
/// <param name="ETag">With its quotation marks; empty when there is no page.</param>
/// <param name="Sha256">Of the bytes, in lower-case hexadecimal digits.</param>
public sealed record PageSeen(DateTimeOffset At, int Status, string ContentType, string ETag, string Sha256)
{
    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether a visitor sees exactly these bytes.</summary>
    public bool Is(byte[] bytes) => Status == 200 && Sha256 == HashOf(bytes);
}
