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

        return null;
    }
}
