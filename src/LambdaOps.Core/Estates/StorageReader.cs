using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads log groups and temporary files.</summary>
internal static partial class StorageReader
{
    public static ImmutableArray<LogGroupRule> ReadLogGroups(JsonPlace place)
    {
        var groups = place.Exists ? place.Items("an array of log groups") : [];
        var read = ImmutableArray.CreateBuilder<LogGroupRule>(groups.Count);
        foreach (var one in groups)
        {
            one.IsObject("an object with name and retentionDays");
            var group = new LogGroupRule(
                one["name"].Text("a log group's name", LogGroupForm()),
                Retention(one["retentionDays"]),
                one["enforce"].Flag(whenAbsent: false)
            );
            one.NothingElse();
            if (group.Name.Length > 0 && read.Any(other => other.Name == group.Name))
            {
                one["name"].Fail("a log group that is named once", 0);
            }

            read.Add(group);
        }

        return read.ToImmutable();
    }

    public static ImmutableArray<BucketRule> ReadBuckets(JsonPlace place)
    {
        var buckets = place.Exists ? place.Items("an array of buckets") : [];
        var read = ImmutableArray.CreateBuilder<BucketRule>(buckets.Count);
        foreach (var one in buckets)
        {
            one.IsObject("an object with name, and lifecycle, replicateTo or versioning");
            var (lifecycle, copies) = (one["lifecycle"], one["replicateTo"]);
            var bucket = new BucketRule(one["name"].Text("a bucket's name", NameForms.Bucket()))
            {
                Expiry = lifecycle.Exists ? ReadExpiry(lifecycle) : [],
                ReplicateTo = copies.Exists ? copies.Text("another bucket's name", NameForms.Bucket()) : null,
                IsVersioned = one["versioning"].Exists ? one["versioning"].Flag(whenAbsent: false) : null,
            };
            one.NothingElse();
            if (bucket.Name.Length > 0 && read.Any(other => other.Name == bucket.Name))
            {
                one["name"].Fail("a bucket that is named once", 0);
            }
            else if (bucket.Name.Length > 0 && bucket.ReplicateTo == bucket.Name)
            {
                copies.Fail("another bucket's name", "");
            }

            read.Add(bucket);
        }

        return read.ToImmutable();
    }

    private static ImmutableArray<WantedExpiry> ReadExpiry(JsonPlace place)
    {
        var read = ImmutableArray.CreateBuilder<WantedExpiry>();
        foreach (var one in place.Items("an array of prefixes with expiryDays"))
        {
            one.IsObject("an object with expiryDays, and prefix");
            var prefix = one["prefix"];
            var wanted = new WantedExpiry(
                prefix.Exists ? prefix.Text("a key prefix of at most 1024 letters", AnyPrefixForm()) : "",
                one["expiryDays"].Whole(1, WantedExpiry.MostDays)
            );
            one.NothingElse();
            if (read.Any(other => other.Prefix == wanted.Prefix && (prefix.Exists ? wanted.Prefix.Length > 0 : true)))
            {
                (prefix.Exists ? prefix : one).Fail("a prefix that is named once", 0);
            }

            read.Add(wanted);
        }

        return read.ToImmutable();
    }

    private static int Retention(JsonPlace place)
    {
        const int Longest = 3653;
        var days = place.Whole(1, Longest);
        return days == 0 || LogGroupRule.Retentions.Contains(days)
            ? days
            : place.Fail(
                "a number of days that CloudWatch Logs takes: one of "
                    + string.Join(
                        ", ",
                        LogGroupRule.Retentions.Select(one => one.ToString(CultureInfo.InvariantCulture))
                    ),
                0
            );
    }

    public static ImmutableArray<TemporaryFolder> ReadTemporaryFiles(
        JsonPlace place,
        ImmutableArray<OperatedSite> sites
    )
    {
        var all = place.Exists ? place.Items("an array of bucket prefixes") : [];
        var read = ImmutableArray.CreateBuilder<TemporaryFolder>(all.Count);
        foreach (var one in all)
        {
            one.IsObject("an object with bucket and prefix");
            var files = new TemporaryFolder(
                one["bucket"].Text("a bucket's name", NameForms.Bucket()),
                one["prefix"]
                    .Text("a key prefix that ends in /: any other names more than a folder", NameForms.Folder()),
                one["afterDays"].Whole(1, TemporaryFolder.MostDays, TemporaryFolder.AfterByDefault),
                one["delete"].Flag(whenAbsent: false)
            );
            one.NothingElse();
            if (files is { Bucket.Length: > 0, Prefix.Length: > 0 })
            {
                CheckPlace(one["prefix"], files, [.. read], sites);
            }

            read.Add(files);
        }

        return read.ToImmutable();
    }

    /// <summary>A page that visitors read, or its backup, is no temporary file.</summary>
    private static void CheckPlace(
        JsonPlace place,
        TemporaryFolder files,
        ImmutableArray<TemporaryFolder> before,
        ImmutableArray<OperatedSite> sites
    )
    {
        bool Overlap(string bucket, string prefix) =>
            bucket == files.Bucket
            && prefix.Length > 0
            && (
                prefix.StartsWith(files.Prefix, StringComparison.Ordinal)
                || files.Prefix.StartsWith(prefix, StringComparison.Ordinal)
            );
        bool Holds(string bucket, string key) => bucket == files.Bucket && files.Contains(key);
        if (before.FirstOrDefault(other => Overlap(other.Bucket, other.Prefix)) is { } other)
        {
            place.Fail($"a prefix of its own: \"{other.Prefix}\" of the same bucket stands before it", 0);
        }

        var held = sites.FirstOrDefault(site =>
            site.Keys.Any(key => Holds(site.Bucket, key))
            || Holds(site.Maintenance.Bucket, site.Maintenance.Key)
            || Overlap(site.Backup.Bucket, site.Backup.Key)
        );
        if (held is not null)
        {
            place.Fail($"a prefix without pages: site \"{held.Id}\" has its page or backups there", 0);
        }
    }

    [GeneratedRegex(@"^[\.\-_/#A-Za-z0-9]{1,512}\z")]
    private static partial Regex LogGroupForm();

    [GeneratedRegex("^[^\\r\\n]{1,1024}\\z")]
    private static partial Regex AnyPrefixForm();
}
