using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads a table: when its items expire, how far its capacity may be raised.</summary>
internal static partial class TableReader
{
    private const int DaysByDefault = 30;
    private const int MostDays = 3650;

    /// <param name="timeZone">The estate's.</param>
    public static OperatedTable Read(JsonPlace place, string timeZone, ImmutableArray<Remedy> remedies)
    {
        place.IsObject("an object with name, and expiry, or capacity and remedies");
        var (name, expiry, capacity, named) = (place["name"], place["expiry"], place["capacity"], place["remedies"]);
        var (indexes, changed) = (place["indexes"], place["changedAttribute"]);
        var table = new OperatedTable(
            NameOf(name, "a table's name of letters, digits, _, . and -"),
            expiry.Exists ? ReadExpiry(expiry) : null
        )
        {
            Cap = capacity.Exists ? ReadCap(capacity) : null,
            Indexes = indexes.Exists
                ? indexes.EachOnce(
                    OperatedTable.MostIndexes,
                    "names of global secondary indexes",
                    "an index's name of letters, digits, _, . and -",
                    NameForms.Table()
                )
                : [],
            RestoreAt = ReadRestore(place["restore"], timeZone),
            ChangedAttribute = changed.Exists ? changed.Text("an attribute's name", AttributeForm()) : null,
            Settings = SettingsReader.OfTable(named, remedies),
        };
        if (!expiry.Exists && !named.Exists)
        {
            place.Fail("expiry, or remedies: what the table is named for", 0);
        }

        if (!table.Settings.All.IsEmpty)
        {
            CheckTarget(name, table.Name);
            CheckCapacity(capacity, table);
        }

        place.NothingElse();
        return table;
    }

    /// <summary>A table of the application: what has the name of a scratch table may be deleted.</summary>
    internal static string NameOf(JsonPlace place, string expected)
    {
        var name = place.Text(expected, NameForms.Table());
        if (name.StartsWith(ScratchTable.Prefix, StringComparison.Ordinal))
        {
            place.Fail(
                $"a name that does not begin with {ScratchTable.Prefix}: backups are verified in tables of such names",
                ""
            );
        }

        return name;
    }

    /// <summary>Incidents are of ids.</summary>
    private static void CheckTarget(JsonPlace name, string table)
    {
        if (table.Length > 0 && !IdForms.Id().IsMatch(table))
        {
            name.Fail("a name of at most 64 letters, digits, - and _, as incidents of the table have it", 0);
        }
    }

    /// <summary>A remedy has to know how far it may go; a restore raises nothing.</summary>
    private static void CheckCapacity(JsonPlace capacity, OperatedTable table)
    {
        if (!capacity.Exists && table.DatabaseErrors is not null)
        {
            capacity.Fail(
                "an object with maximumRead and maximumWrite: up to where a remedy may raise the capacity",
                0
            );
        }
    }

    private static CapacityCap ReadCap(JsonPlace place)
    {
        place.IsObject("an object with maximumRead and maximumWrite");
        var cap = new CapacityCap(
            place["maximumRead"].Whole(1, CapacityCap.Most),
            place["maximumWrite"].Whole(1, CapacityCap.Most),
            place["onDemand"].Flag(false)
        );
        place.NothingElse();
        return cap;
    }

    private static NightWindow ReadRestore(JsonPlace place, string timeZone)
    {
        var usual = NightWindow.Default with { TimeZone = timeZone };
        if (!place.Exists)
        {
            return usual;
        }

        place.IsObject("an object with from and until");
        var window = usual with
        {
            From = LimitsReader.ReadTime(place["from"]),
            Until = LimitsReader.ReadTime(place["until"]),
        };
        place.NothingElse();
        return window;
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

    [GeneratedRegex("^[^\\p{Cc}]{1,255}\\z")]
    private static partial Regex AttributeForm();
}
