using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads what bounds all procedures: the budget and freeze windows.</summary>
internal static partial class LimitsReader
{
    public static ActionBudget ReadBudget(JsonPlace place)
    {
        var standard = ActionBudget.Default;
        if (!place.Exists)
        {
            return standard;
        }

        place.IsObject("an object with perTargetPerHour and perEstatePerHour");
        var budget = new ActionBudget(
            place["perTargetPerHour"].Whole(1, ActionBudget.Most, standard.PerTarget),
            place["perEstatePerHour"].Whole(1, ActionBudget.Most, standard.PerEstate)
        );
        place.NothingElse();
        return budget;
    }

    public static ImmutableArray<FreezeWindow> ReadFreezes(JsonPlace root, HashSet<TargetId>? known) =>
        [
            .. Items(root["freezes"], "an array of freeze windows").Select(place => ReadOnce(place, known)),
            .. Items(root["weeklyFreezes"], "an array of weekly freeze windows")
                .Select(place => ReadWeekly(place, known)),
        ];

    private static FreezeWindow.Once ReadOnce(JsonPlace place, HashSet<TargetId>? known)
    {
        place.IsObject("an object with name, from and until");
        var window = new FreezeWindow.Once(
            place["name"].Text("the window's name"),
            ReadTargets(place["targets"], known),
            ReadMoment(place["from"]),
            ReadMoment(place["until"])
        );
        place.NothingElse();
        return window.From != default && window.Until != default && window.From >= window.Until
            ? place["until"].Fail("a moment after from", window)
            : window;
    }

    private static FreezeWindow.Weekly ReadWeekly(JsonPlace place, HashSet<TargetId>? known)
    {
        place.IsObject("an object with name, days, from and until");
        var window = new FreezeWindow.Weekly(
            place["name"].Text("the window's name"),
            ReadTargets(place["targets"], known),
            ReadDays(place["days"]),
            ReadTime(place["from"]),
            ReadTime(place["until"])
        );
        place.NothingElse();
        return window;
    }

    private static ImmutableArray<TargetId> ReadTargets(JsonPlace place, HashSet<TargetId>? known) =>
        [.. Items(place, "an array of targets' ids").Select(target => ReadTarget(target, known))];

    private static IReadOnlyList<JsonPlace> Items(JsonPlace place, string expected) =>
        place.Exists ? place.Items(expected) : [];

    private static TargetId ReadTarget(JsonPlace place, HashSet<TargetId>? known)
    {
        var id = new TargetId(place.Text("a target's id"));
        return id.Value.Length == 0 || known is null || known.Contains(id)
            ? id
            : place.Fail(
                "the id of a service or site: one of " + string.Join(", ", known.Select(target => $"\"{target}\"")),
                id
            );
    }

    public static ImmutableArray<DayOfWeek> ReadDays(JsonPlace place)
    {
        var days = place.Items("an array of days such as \"monday\"");
        return place.IsArray && days.Count == 0
            ? place.Fail<ImmutableArray<DayOfWeek>>("at least one day", [])
            : [.. days.Select(day => day.OneOf(DayOfWeek.Monday))];
    }

    public static TimeOnly ReadTime(JsonPlace place) =>
        TimeOnly.TryParseExact(
            place.Text("a time such as 22:00", TimeForm()),
            "HH:mm",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var time
        )
            ? time
            : default;

    private static DateTime ReadMoment(JsonPlace place)
    {
        const string Expected = "a local date and time such as 2026-12-28T18:00";
        var text = place.Text(Expected, MomentForm());
        return DateTime.TryParseExact(
                text,
                "yyyy-MM-dd'T'HH:mm",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var moment
            )
                ? moment
            : text.Length == 0 ? default
            : place.Fail(Expected, default(DateTime));
    }

    [GeneratedRegex("^([01][0-9]|2[0-3]):[0-5][0-9]\\z")]
    private static partial Regex TimeForm();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]\\z")]
    private static partial Regex MomentForm();
}
