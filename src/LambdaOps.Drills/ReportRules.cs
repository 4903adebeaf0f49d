using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Engine;

namespace LambdaOps.Drills;

/// <summary>Each incident of a drill has a number of its own, and a complete report in both languages.</summary>
internal static class ReportRules
{
    private static readonly string[] s_cultures = ["en", "ja"];

    public static string? Broken(Simulation simulation, IReadOnlyList<Incident> incidents)
    {
        var (estate, now) = (simulation.Options.Estate, simulation.World.Clock.Now);
        if (incidents.FirstOrDefault(one => one.Number is null) is { } unnumbered)
        {
            return $"{unnumbered.Id} has no number";
        }

        if (incidents.GroupBy(one => one.Number).FirstOrDefault(same => same.Count() > 1) is { } same)
        {
            return $"{string.Join(" and ", same.Select(one => one.Id))} are {same.Key}";
        }

        foreach (var culture in s_cultures)
        {
            var writer = Notices.Of(estate with { Culture = culture }, account: null);
            foreach (var one in incidents)
            {
                if (ReportForm.Missing(writer.Incidents.Write(one, now), one, writer.Place) is { } missing)
                {
                    return $"report of {one.Id} ({culture}): {missing}";
                }
            }
        }

        return incidents.Select(one => StoredBadly(simulation, one)).FirstOrDefault(bad => bad is not null);
    }

    /// <summary>Beside the record, from the hand-off on, and of the whole record once it has ended.</summary>
    private static string? StoredBadly(Simulation simulation, Incident incident)
    {
        if (incident is { EndedAt: null, IsHandedOff: false })
        {
            return null;
        }

        var table = simulation.DynamoDb.Table(simulation.Stack.Tables[0].Name);
        var stored = table
            .Items.Where(item =>
                item["pk"] is AttributeValue.Text { Value: var key }
                && key == $"INCIDENT#{incident.Id}"
                && item["sk"] is AttributeValue.Text { Value: "REPORT" }
            )
            .Select(item => (item["report"] as AttributeValue.Text)?.Value)
            .FirstOrDefault();
        var place = NoticePlace.Of(simulation.Options.Estate, account: null);
        return stored is null ? $"no report is stored of {incident.Id}"
            : incident.EndedAt is not null && ReportForm.Missing(stored, incident, place) is { } missing
                ? $"stored report of {incident.Id}: {missing}"
            : null;
    }
}
