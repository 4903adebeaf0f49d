using System.Text.RegularExpressions;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads a table whose items expire.</summary>
internal static partial class TableReader
{
    private const int DaysByDefault = 30;
    private const int MostDays = 3650;

    public static OperatedTable Read(JsonPlace place)
    {
        place.IsObject("an object with name and expiry");
        var table = new OperatedTable(
            place["name"].Text("a table's name of letters, digits, _, . and -", TableForm()),
            ReadExpiry(place["expiry"])
        );
        place.NothingElse();
        return table;
    }

    private static TableExpiry ReadExpiry(JsonPlace place)
    {
        place.IsObject("an object with by and attribute");
        var by = place["by"].OneOf(ExpiryBy.TimeToLive);
        var attribute = place["attribute"].Text("an attribute's name", AttributeForm());
        var (days, unit) = (place["days"], place["unit"]);
        TableExpiry expiry =
            by == ExpiryBy.TimeToLive
                ? ReadTimeToLive(attribute, days, unit)
                : new TableExpiry.ByAge(
                    attribute,
                    TimeSpan.FromDays(days.Whole(1, MostDays, DaysByDefault)),
                    unit.Exists ? unit.OneOf(TimeUnit.Seconds) : null
                );
        place.NothingElse();
        return expiry;
    }

    /// <summary>What belongs to an age says that an age was meant.</summary>
    private static TableExpiry.ByTimeToLive ReadTimeToLive(string attribute, JsonPlace days, JsonPlace unit)
    {
        foreach (var other in (JsonPlace[])[days, unit])
        {
            _ = other.Exists && other.Fail("nothing: time to live has neither days nor unit (or by: \"age\")", false);
        }

        return new TableExpiry.ByTimeToLive(attribute);
    }

    private enum ExpiryBy
    {
        TimeToLive,
        Age,
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]{3,255}\\z")]
    private static partial Regex TableForm();

    [GeneratedRegex("^[^\\p{Cc}]{1,255}\\z")]
    private static partial Regex AttributeForm();
}
