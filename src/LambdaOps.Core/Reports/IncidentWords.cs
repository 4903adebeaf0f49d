using System.Globalization;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

/// <summary>What users noticed of an incident and where it stands, in the words of its report and of its page.</summary>
internal static class IncidentWords
{
    private const string Prefix = "incidentReport.";

    public static Phrase Status(Incident incident, NoticePlace place) =>
        incident switch
        {
            { EndedAt: { } at, Status: IncidentStatus.Resolved } => Of("status.resolved", ("time", place.Local(at))),
            { EndedAt: { } at } => Of("status.closed", ("time", place.Local(at))),
            { IsHandedOff: true, Escalation.Acknowledged: { } by } => Of("status.acknowledged", ("by", by.By)),
            { IsHandedOff: true } => Of("status.handedOff"),
            { Offer.Answer: null, Offer: not null } => Of("status.offered"),
            _ => Of("status.open"),
        };

    /// <summary>How much of the target fails.</summary>
    public static Phrase Scope(Incident incident) =>
        Of($"impact.{(incident.Trend.Impact ?? new Impact()).Scope}", ("target", incident.Target.Value));

    /// <summary>What was seen of the failure, and what else visitors saw.</summary>
    public static IEnumerable<Phrase> Details(IncidentReport report, NoticePlace place)
    {
        var incident = report.Incident;
        var impact = incident.Trend.Impact ?? new Impact();
        if (impact is { From: { } from, Until: { } until })
        {
            yield return Of(
                "impact.failed",
                ("from", place.LocalSecond(from)),
                ("until", place.LocalSecond(until)),
                ("failed", Number(impact.FailedProbes)),
                ("probes", Number(impact.Probes))
            );
        }

        if (impact is { FewestHealthy: { } healthy, OfTargets: { } all } && healthy < all)
        {
            yield return Of("impact.targets", ("healthy", Number(healthy)), ("all", Number(all)));
        }

        foreach (var (key, value, counted) in Worst(impact))
        {
            if (value > 0)
            {
                yield return Of(
                    $"impact.{key}",
                    (counted, Number(value.Value, counted == "percent" ? "0.##" : "0")),
                    s_lately
                );
            }
        }

        foreach (var (dependency, targets) in incident.JoinedTargets())
        {
            yield return Phrase.Of("also", ("dependency", dependency), ("targets", string.Join(", ", targets)));
        }

        foreach (var (shown, hidden) in report.PageShown)
        {
            yield return Of(
                hidden is null ? "impact.pageUp" : "impact.page",
                ("from", place.LocalSecond(shown)),
                ("until", hidden is { } at ? place.LocalSecond(at) : "")
            );
        }
    }

    private static readonly (string, string) s_lately = ("minutes", Number(TableLoad.Lately.TotalMinutes));

    private static (string Key, double? Value, string Counted)[] Worst(Impact impact) =>
        [
            ("errors", impact.MostErrorPercent, "percent"),
            ("revision", impact.MostErrorPercentOfRevision, "percent"),
            ("throttled", impact.MostThrottled, "requests"),
            ("systemErrors", impact.MostSystemErrors, "requests"),
            ("slow", impact.SlowestP95Ms, "ms"),
        ];

    private static Phrase Of(string key, params ReadOnlySpan<(string Place, string Value)> values) =>
        Phrase.Of(Prefix + key, values);

    private static string Number(double number, string format = "0") =>
        number.ToString(format, CultureInfo.InvariantCulture);
}
