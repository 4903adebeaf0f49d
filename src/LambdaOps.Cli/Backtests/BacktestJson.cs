using System.Text.Json;
using LambdaOps.Core.Backtests;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Backtests;

/// <summary>A backtest's results for programs: every incident, and each day.</summary>
internal static class BacktestJson
{
    public static void Write(Backtest asked, IReadOnlyList<BacktestResult> results, FileInfo file)
    {
        using var stream = file.Create();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("alarm", $"{asked.Alarm}");
        json.WriteString("statistic", asked.Statistic.Name);
        json.WriteString("missingData", asked.Missing.Text());
        if (asked.Remedy is { } remedy)
        {
            json.WriteString("remedy", remedy.Remedy.Name.Value);
            json.WriteString("target", remedy.Target.Value);
        }

        json.WriteStartArray("series");
        foreach (var result in results)
        {
            Write(json, asked, result);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Backtest asked, BacktestResult result)
    {
        json.WriteStartObject();
        json.WriteString("file", result.Series.File);
        json.WriteString("metric", result.Series.Name);
        json.WriteNumber("points", result.Series.Count);
        json.WriteString("from", Time(result.Series.First));
        json.WriteString("to", Time(result.Series.Last));
        json.WriteNumber("periods", result.History.Periods);
        json.WriteNumber("missingPeriods", result.History.MissingPeriods);
        json.WriteNumber("shareInAlarm", Math.Round(result.ShareInAlarm, 6));
        WriteMarked(json, result);
        json.WriteStartArray("incidents");
        foreach (var incident in result.Incidents)
        {
            Write(json, asked, incident);
        }

        json.WriteEndArray();
        json.WriteStartObject("incidentsByDay");
        foreach (var (day, count) in result.Days().Where(day => day.Incidents > 0))
        {
            json.WriteNumber(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMarked(Utf8JsonWriter json, BacktestResult result)
    {
        if (result.Marked is not { } windows)
        {
            return;
        }

        json.WriteStartObject("marked");
        json.WriteNumber("found", result.Found);
        json.WriteNumber("foundBefore", result.FoundBefore);
        json.WriteNumber("missed", result.Missed);
        json.WriteNumber("falseAlarms", result.FalseAlarms);
        json.WriteStartArray("windows");
        foreach (var window in windows)
        {
            json.WriteStartObject();
            json.WriteString("from", Time(window.From));
            json.WriteString("to", Time(window.To));
            if (result.FirstIn(window) is { } first)
            {
                json.WriteString("foundBy", Time(first.From));
            }
            else
            {
                json.WriteNull("foundBy");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Backtest asked, BacktestIncident incident)
    {
        json.WriteStartObject();
        json.WriteString("from", Time(incident.From));
        json.WriteString("until", Time(incident.Until));
        json.WriteBoolean("stillInAlarm", incident.IsOpen);
        json.WriteNumber("inAlarmSeconds", incident.InAlarm.TotalSeconds);
        json.WriteNumber("timesInAlarm", incident.Stretches.Length);
        var peak = incident.Peak(asked.Alarm.LooksUp);
        json.WriteNumber("peak", peak.Peak);
        json.WriteString("peakAt", Time(peak.PeakAt));
        if (incident.IsMarked is { } marked)
        {
            json.WriteBoolean("marked", marked);
        }

        if (asked.Remedy is not null)
        {
            json.WriteStartArray("decisions");
            foreach (var decision in incident.Decided)
            {
                json.WriteStartObject();
                json.WriteNumber("afterSeconds", decision.After.TotalSeconds);
                json.WriteString("decision", decision.Verdict);
                json.WriteString("because", decision.Because);
                json.WriteBoolean("pagesOnCall", decision.PagesOnCall);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
