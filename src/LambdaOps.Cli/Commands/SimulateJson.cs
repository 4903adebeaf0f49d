using System.Text.Json;
using LambdaOps.Campaigns;

namespace LambdaOps.Cli.Commands;

/// <summary>A simulation's results for programs.</summary>
internal static class SimulateJson
{
    public static void Write(CampaignResult result, CampaignOptions options, FileInfo file)
    {
        using var stream = file.Create();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("runs", result.Runs);
        json.WriteNumber("incidents", result.Incidents);
        json.WriteNumber("seconds", Math.Round(result.Took.TotalSeconds, 3));
        json.WriteStartArray("violations");
        foreach (var violation in result.Violations)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", violation.Seed);
            json.WriteString("rule", violation.Rule);
            json.WriteString("at", violation.At.ToString("c"));
            json.WriteString("text", violation.Text);
            json.WriteString("replay", SimulateCommand.ReplayOf(options with { Seed = violation.Seed }));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("exercised");
        foreach (var (area, counts) in result.Tally.Counts)
        {
            json.WriteStartObject(area);
            foreach (var (name, count) in counts)
            {
                json.WriteNumber(name, count);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
