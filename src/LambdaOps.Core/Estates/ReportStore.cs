using System.Text.RegularExpressions;

namespace LambdaOps.Core.Estates;

/// <summary>Where reports for people are stored.</summary>
/// <param name="Prefix">Ends in a slash; a report's name comes behind it.</param>
/// <param name="LinkFor">How long a notice's link opens the report without signing in; zero links to the console.</param>
public sealed partial record ReportStore(string Bucket, string Prefix, TimeSpan LinkFor)
{
    /// <summary>The credentials of a function, with which such a link is signed, do not live longer.</summary>
    public const int MostLinkHours = 6;

    public const string PrefixByDefault = "lambdaops/reports/";

    internal static ReportStore? Read(JsonPlace place)
    {
        if (!place.Exists)
        {
            return null;
        }

        place.IsObject("an object with bucket, and prefix or linkHours");
        var prefix = place["prefix"];
        var store = new ReportStore(
            place["bucket"].Text("a bucket's name", NameForms.Bucket()),
            prefix.Exists ? prefix.Text("a key prefix that ends in /", PrefixForm()) : PrefixByDefault,
            TimeSpan.FromHours(place["linkHours"].Whole(0, MostLinkHours, 0))
        );
        place.NothingElse();
        return store;
    }

    [GeneratedRegex("^[A-Za-z0-9!_.'()-][A-Za-z0-9!_.'()/-]{0,300}/\\z|^[A-Za-z0-9!_.'()-]/\\z")]
    private static partial Regex PrefixForm();
}
