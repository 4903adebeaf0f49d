using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.S3;

/// <summary>One rule of a bucket's lifecycle, as it was put and as it works.</summary>
internal sealed record LifecycleRule(JsonObject Json)
{
    private static readonly string[] s_actions =
    [
        "Expiration",
        "NoncurrentVersionExpiration",
        "AbortIncompleteMultipartUpload",
        "Transitions",
        "NoncurrentVersionTransitions",
    ];

    public string Id => Json.Text("ID")!;

    public bool IsEnabled => Json.Text("Status") == "Enabled";

    public int? ExpiresAfter => Part("Expiration")?.Integer("Days");

    public DateTimeOffset? ExpiresAt => Part("Expiration")?.Moment("Date");

    public bool RemovesLoneMarkers => Part("Expiration")?.Flag("ExpiredObjectDeleteMarker") == true;

    public int? NoncurrentAfter => Part("NoncurrentVersionExpiration")?.Integer("NoncurrentDays");

    /// <summary>How many of a key's noncurrent versions stay whatever their age.</summary>
    public int KeptNoncurrent => Part("NoncurrentVersionExpiration")?.Integer("NewerNoncurrentVersions") ?? 0;

    public int? AbortsAfter => Part("AbortIncompleteMultipartUpload")?.Integer("DaysAfterInitiation");

    private JsonObject? Filter => Part("Filter");

    private JsonObject? Combined => Filter?["And"] as JsonObject;

    private string Beginning => Json.Text("Prefix") ?? Filter?.Text("Prefix") ?? Combined?.Text("Prefix") ?? "";

    /// <summary>Objects have no tags here, so that a rule for tagged ones is for none.</summary>
    private bool WantsTags => Filter?["Tag"] is not null || Combined?["Tags"] is not null;

    public bool Covers(string key) => !WantsTags && key.StartsWith(Beginning, StringComparison.Ordinal);

    public bool Covers(S3Object version)
    {
        var size = version.Body?.Length ?? 0;
        return Covers(version.Key) && !(size <= Size("ObjectSizeGreaterThan")) && !(size >= Size("ObjectSizeLessThan"));
    }

    private double? Size(string member) => Filter?.Number(member) ?? Combined?.Number(member);

    private JsonObject? Part(string member) => Json[member] as JsonObject;

    /// <exception cref="ServiceFault">S3 would not take it.</exception>
    public static LifecycleRule Of(JsonObject json)
    {
        var rule = new LifecycleRule(json);
        var isOldForm = json["Prefix"] is not null;
        var forms = (isOldForm ? 1 : 0) + (rule.Filter is null ? 0 : 1);
        var isWhole =
            forms == 1
            && json.Text("Status") is "Enabled" or "Disabled"
            && (rule.Filter?.Count(part => part.Value is not null) ?? 0) <= 1
            && (rule.Part("Expiration")?.Count(part => part.Value is not null) ?? 1) == 1;
        return !isWhole ? throw S3Faults.Malformed()
            : !Array.Exists(s_actions, action => json[action] is JsonObject or JsonArray { Count: > 0 })
                ? throw Refused("InvalidRequest", "At least one action needs to be specified in a rule")
            : rule.WantsTags && rule.AbortsAfter is not null
                ? throw Refused("InvalidRequest", "AbortIncompleteMultipartUpload cannot be specified with Tags")
            : rule.RefuseNumbers();
    }

    private LifecycleRule RefuseNumbers()
    {
        (string Action, int? Days, string Name)[] days =
        [
            ("Expiration", ExpiresAfter, "Days"),
            ("NoncurrentVersionExpiration", NoncurrentAfter, "NoncurrentDays"),
            ("AbortIncompleteMultipartUpload", AbortsAfter, "DaysAfterInitiation"),
        ];
        if (days.FirstOrDefault(one => one.Days <= 0) is { Action: { } action, Name: var name })
        {
            throw Refused("InvalidArgument", $"'{name}' for {action} action must be a positive integer");
        }

        return ExpiresAt is { } date && date.TimeOfDay != TimeSpan.Zero
            ? throw Refused("InvalidArgument", "'Date' must be at midnight GMT")
            : this;
    }

    public static ServiceFault Refused(string code, string message) => new(code, message);
}

/// <summary>Get- and PutBucketLifecycleConfiguration: all rules of a bucket at once.</summary>
internal static class S3Lifecycle
{
    private const int MostRules = 1000;
    private const int LongestId = 255;

    public static JsonObject Describe(S3Bucket bucket) =>
        new()
        {
            ["Rules"] = new JsonArray([.. (bucket.Lifecycle ?? throw None()).Select(rule => rule.Json.DeepClone())]),
            ["TransitionDefaultMinimumObjectSize"] = "all_storage_classes_128K",
        };

    /// <exception cref="ServiceFault">S3 would not take them; then none of them counts.</exception>
    public static IReadOnlyList<LifecycleRule> Read(JsonArray rules, Func<string> newId)
    {
        if (rules.Count > MostRules)
        {
            throw LifecycleRule.Refused(
                "InvalidRequest",
                $"The number of lifecycle rules must not exceed the allowed limit of {MostRules} rules"
            );
        }

        var read = new List<LifecycleRule>();
        foreach (var node in rules)
        {
            var json = (JsonObject)node!.DeepClone();
            json["ID"] = json.Text("ID") is { Length: > 0 } id ? id : newId();
            read.Add(LifecycleRule.Of(json));
        }

        return read.Exists(rule => rule.Id.Length > LongestId)
                ? throw LifecycleRule.Refused(
                    "InvalidArgument",
                    $"ID length should not exceed allowed limit of {LongestId}"
                )
            : read.Select(rule => rule.Id).Distinct().Count() < read.Count
                ? throw LifecycleRule.Refused(
                    "InvalidArgument",
                    "Rule ID must be unique. Found same ID for more than one rule"
                )
            : read.Exists(rule => rule.Json["Filter"] is null) && read.Exists(rule => rule.Json["Prefix"] is null)
                ? throw LifecycleRule.Refused("InvalidRequest", "Filter element can only be used in Lifecycle V2.")
            : read;
    }

    private static ServiceFault None() =>
        new("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", 404);
}

/// <summary>
/// S3's own daily round, some hours after midnight UTC. An object is due at the first midnight after its days have
/// passed. Nothing changes its storage class here.
/// </summary>
internal sealed class LifecycleRuns(SimulatedWorld world, S3Service s3, S3Uploads uploads)
{
    private const int MostHours = 6;

    private readonly LambdaOps.Core.Chance _chance = LambdaOps.Core.Chance.StreamOf(world.Seed, "s3 lifecycle");

    public void Start()
    {
        var midnight = new DateTimeOffset(world.Clock.Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1);
        var after = TimeSpan.FromHours(1 + (_chance.Share() * (MostHours - 1)));
        world.Clock.At(
            midnight + after,
            "s3 lifecycle",
            () =>
            {
                Run(midnight);
                Start();
            }
        );
    }

    private void Run(DateTimeOffset midnight)
    {
        foreach (var bucket in s3.Buckets.Where(one => !one.LifecycleIsLate).ToList())
        {
            foreach (var rule in (bucket.Lifecycle ?? []).Where(rule => rule.IsEnabled))
            {
                Run(bucket, rule, midnight);
            }
        }
    }

    private void Run(S3Bucket bucket, LifecycleRule rule, DateTimeOffset midnight)
    {
        foreach (var one in bucket.Objects.Where(one => rule.Covers(one) && IsExpired(rule, one, midnight)).ToList())
        {
            _ = bucket.IsVersioned ? S3Writes.Mark(s3, bucket, one.Key) : bucket.RemoveVersion(one.Key, one.VersionId);
        }

        if (rule.NoncurrentAfter is { } days)
        {
            foreach (var key in bucket.AllVersions.Where(rule.Covers).Select(one => one.Key).Distinct().ToList())
            {
                ExpireNoncurrent(bucket, key, days, rule.KeptNoncurrent, midnight);
            }
        }

        foreach (var marker in bucket.AllVersions.Where(one => IsLoneMarker(bucket, one)).ToList())
        {
            if (rule.Covers(marker.Key) && (rule.RemovesLoneMarkers || IsExpired(rule, marker, midnight)))
            {
                bucket.RemoveVersion(marker.Key, marker.VersionId);
            }
        }

        if (rule.AbortsAfter is { } after)
        {
            uploads.Expire(bucket, (key, at) => rule.Covers(key) && DueAt(at, after) <= midnight);
        }
    }

    /// <summary>A version is noncurrent since the next one came.</summary>
    private static void ExpireNoncurrent(S3Bucket bucket, string key, int days, int kept, DateTimeOffset midnight)
    {
        var versions = bucket.VersionsOf(key).ToList();
        for (var at = versions.Count - 2 - kept; at >= 0; at--)
        {
            if (DueAt(versions[at + 1].LastModified, days) <= midnight)
            {
                bucket.RemoveVersion(key, versions[at].VersionId);
            }
        }
    }

    private static bool IsLoneMarker(S3Bucket bucket, S3Object version) =>
        version.IsDeleteMarker && bucket.VersionsOf(version.Key).Count == 1;

    private static bool IsExpired(LifecycleRule rule, S3Object version, DateTimeOffset midnight) =>
        rule.ExpiresAt <= midnight || (rule.ExpiresAfter is { } days && DueAt(version.LastModified, days) <= midnight);

    private static DateTimeOffset DueAt(DateTimeOffset since, int days)
    {
        var passed = since.AddDays(days);
        var midnight = new DateTimeOffset(passed.UtcDateTime.Date, TimeSpan.Zero);
        return midnight == passed ? midnight : midnight.AddDays(1);
    }
}
