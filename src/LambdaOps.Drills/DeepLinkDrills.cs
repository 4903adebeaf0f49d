using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>
/// Outages and requests of a site whose visitors also come by deep links: further pages are swapped with the main one.
/// </summary>
public static class DeepLinkDrills
{
    private const string Talks = "talks.html";

    /// <summary>Of the same bytes as the main page, with other headers.</summary>
    private const string Copy = "talks/index.html";

    /// <summary>The estate names it, and nobody has uploaded it.</summary>
    private const string Gone = "gone.html";

    private static readonly string[] s_swap = [nameof(Change.SavePage), nameof(Change.PublishMaintenancePage)];

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of(
            "total-outage",
            "total-outage-deep-links",
            "The same outage of a site with further pages, one of which is missing, with a budget for one page."
        ) with
        {
            ShapeEstate = (estate, scene) =>
            {
                Name(estate, scene);
                var actions = scene.Expect.Actions.Except([nameof(Change.RestorePage)]).Count();
                estate["budget"] = new JsonObject { ["perTargetPerHour"] = actions, ["perEstatePerHour"] = actions };
            },
        },
        Edited(),
        Of(
            "killed-after-each-write",
            "killed-after-each-write-deep-links",
            "The same with further pages, and the function dies after each of its writes once."
        ),
        Of("page-up-and-down", "page-up-and-down-deep-links", "The same with further pages."),
        Of(
            "page-killed-everywhere",
            "page-killed-everywhere-deep-links",
            "The same with further pages, and the function dies after each of its writes once."
        ),
    ];

    private static Drill Edited()
    {
        const string Theirs = "<title>We know.</title>";
        var drill = Of(
            "total-outage",
            "deep-link-edited-meanwhile",
            "Someone else changes a further page during the outage: it is left alone, the others are restored."
        );
        return drill with
        {
            Script = stage =>
            {
                drill.Script(stage);
                stage.Following(
                    seen => seen.Kind == "page" && seen.Text.Contains($"of /{Talks} ", StringComparison.Ordinal),
                    5,
                    "a person edits a further page",
                    at => at.EditPage(0, Theirs, Talks)
                );
            },
            Expect = scene =>
            {
                var whole = drill.Expect(scene);
                return whole with
                {
                    Actions = WithoutOne(whole.Actions, nameof(Change.RestorePage)),
                    MorePages = whole.MorePages.Add(Talks, ["page", "maintenance", "other"]),
                    Record = $"someone else changed the page {Talks}",
                };
            },
        };
    }

    private static string[] WithoutOne(string[] actions, string one)
    {
        var at = Array.IndexOf(actions, one);
        return [.. actions[..at], .. actions[(at + 1)..]];
    }

    private static Drill Of(string of, string name, string what)
    {
        var drill = TotalOutageDrills.All.Concat(MaintenancePageDrills.All).First(one => one.Name == of);
        return drill with
        {
            Name = name,
            What = what,
            Needs = [.. drill.Needs, Needs.Site],
            ShapeEstate = Name,
            ShapeWorld = plan => plan with { Sites = [.. plan.Sites.Select(WithCopy)] },
            Expect = scene => OnEachPage(drill.Expect(scene)),
        };
    }

    private static void Name(JsonNode estate, DrillScene scene) =>
        estate["sites"]!.AsArray().First(site => (string?)site!["id"] == scene.Site!.Id.Value)!["moreKeys"] =
            new JsonArray(Talks, Copy, Gone);

    private static SitePlan WithCopy(SitePlan plan) =>
        plan.MorePages.Count == 0
            ? plan
            : plan with
            {
                MorePages = new Dictionary<string, PagePlan>
                {
                    [Talks] = plan.MorePages[Talks],
                    [Copy] = plan.Page with { CacheControl = "no-store" },
                },
            };

    /// <summary>Each page is backed up and put up, then all are shown; each is restored, then all are shown.</summary>
    private static DrillExpectation OnEachPage(DrillExpectation one)
    {
        const int Pages = 3;
        string[] all =
        [
            .. one.Actions.SelectMany(action =>
                action == s_swap[0] ? []
                : action == s_swap[1] ? Enumerable.Repeat(s_swap, Pages).SelectMany(swap => swap)
                : action == nameof(Change.RestorePage) ? Enumerable.Repeat(action, Pages)
                : [action]
            ),
        ];
        return one with { Actions = all };
    }
}
