using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads one static site.</summary>
internal static partial class SiteReader
{
    public static OperatedSite Read(JsonPlace place, ImmutableArray<Remedy> remedies)
    {
        const string BackupPrefix = "lambdaops/saved/";
        place.IsObject("an object with id, bucket, key, distributionId, maintenance and remedies");
        var (runbook, backup) = (place["runbook"], place["backup"]);
        var maintenance = ReadObject(place["maintenance"], "an object with bucket and key", "key");
        var site = new OperatedSite(
            new TargetId(place["id"].Text(IdForms.Expected, IdForms.Id())),
            place["bucket"].Text("a bucket's name", NameForms.Bucket()),
            place["key"].Text("an object's key such as index.html"),
            place["distributionId"].Text("a CloudFront distribution's id", DistributionForm()),
            maintenance,
            backup.Exists
                ? ReadObject(backup, "an object with bucket and prefix", "prefix")
                : new ObjectPlace(maintenance.Bucket, BackupPrefix),
            runbook.Exists ? runbook.Url() : null
        )
        {
            MoreKeys = ReadMoreKeys(place["moreKeys"]),
            Settings = SettingsReader.OfSite(place["remedies"], remedies),
        };
        place.NothingElse();
        return site;
    }

    private static ImmutableArray<string> ReadMoreKeys(JsonPlace place)
    {
        const int Most = OperatedSite.MostPages - 1;
        var expected = string.Create(CultureInfo.InvariantCulture, $"an array of at most {Most} keys of objects");
        return !place.Exists ? []
            : place.Items(expected) is { Count: <= Most } keys
                ? [.. keys.Select(key => key.Text("an object's key such as talks.html"))]
            : place.Fail<ImmutableArray<string>>(expected, []);
    }

    private static ObjectPlace ReadObject(JsonPlace place, string expected, string key)
    {
        place.IsObject(expected);
        var read = new ObjectPlace(
            place["bucket"].Text("a bucket's name", NameForms.Bucket()),
            place[key]
                .Text(
                    key == "key" ? "an object's key" : "a key prefix that ends in /",
                    key == "key" ? null : NameForms.Folder()
                )
        );
        place.NothingElse();
        return read;
    }

    [GeneratedRegex("^[A-Z0-9]{1,64}\\z")]
    private static partial Regex DistributionForm();
}

/// <param name="AreKnown">Whether every site's id could be read.</param>
internal sealed record KnownSites(ImmutableArray<OperatedSite> All, bool AreKnown);
