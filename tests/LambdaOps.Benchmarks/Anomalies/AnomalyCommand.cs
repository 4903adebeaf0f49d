using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Cli;
using LambdaOps.Core.Anomalies;

namespace LambdaOps.Benchmarks.Anomalies;

/// <summary>anomaly: the detector on a folder of labelled series, scored by Numenta's rules.</summary>
internal static class AnomalyCommand
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "Folder of series: *.csv with a header and lines of timestamp,value; subfolders too.",
            Required = true,
        };
        var windows = new Option<FileInfo>("--windows")
        {
            Description = "JSON of each series' anomalies: {\"file.csv\": [[\"from\", \"to\"], …]}, [] for none.",
            Required = true,
        };
        var json = new Option<bool>("--json") { Description = "The same as JSON." };
        var detections = new Option<bool>("--detections") { Description = "Also each detection, with its numbers." };
        var command = new Command(
            "anomaly",
            "Scores the anomaly detector by Numenta's rules: 0 detects nothing, 100 everything, at once and only that."
        )
        {
            data,
            windows,
            json,
            detections,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(data)!,
                parsed.GetValue(windows)!,
                parsed.GetValue(json),
                parsed.GetValue(detections),
                parsed.InvocationConfiguration.Output
            )
        );
        return command;
    }

    private static int Run(DirectoryInfo data, FileInfo windows, bool asJson, bool withDetections, TextWriter output)
    {
        var labelled = SeriesReader.Read(data, windows);
        var started = Stopwatch.GetTimestamp();
        var detected = labelled.Select(Detect).ToList();
        var took = Stopwatch.GetElapsedTime(started);
        var report = new Report([.. detected.Select(one => one.Series)]);
        if (asJson)
        {
            output.WriteLine(report.ToJson().ToJsonString(new() { WriteIndented = true }));
            return ExitCodes.Passed;
        }

        if (withDetections)
        {
            detected.ForEach(one => one.Lines.ForEach(output.WriteLine));
        }

        report.WriteTo(output);
        var rows = labelled.Sum(series => series.Times.Length);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{rows} rows of {labelled.Length} series, {took.TotalMicroseconds / rows:0.0} µs a row"
            )
        );
        output.WriteLine(Machine.Describe());
        return ExitCodes.Passed;
    }

    /// <summary>As a stream: no row is known before those that precede it are judged.</summary>
    private static (ScoredSeries Series, List<string> Lines) Detect(LabelledSeries series)
    {
        var (detector, lines) = (new AnomalyDetector(), new List<string>());
        var scores = ImmutableArray.CreateBuilder<double>(series.Times.Length);
        for (var at = 0; at < series.Times.Length; at++)
        {
            var judged = detector.Observe(series.Times[at], series.Values[at]);
            scores.Add(judged.Score);
            if (judged.Anomaly is { } anomaly)
            {
                lines.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{series.Name} {anomaly.At:yyyy-MM-dd}: {anomaly}")
                );
            }
        }

        return (new(series.Name, series.Times, scores.DrainToImmutable(), series.Windows), lines);
    }

    /// <summary>Each profile at its best threshold over all series, as Numenta has it, and at the detector's.</summary>
    private sealed class Report(ImmutableArray<ScoredSeries> series)
    {
        private readonly ImmutableArray<(Profile Profile, Verdict Best, Verdict Own)> _profiles =
        [
            .. Profile.All.Select(profile =>
                (
                    profile,
                    NumentaScore.Judge(series, profile, NumentaScore.BestThreshold(series, profile)),
                    NumentaScore.Judge(series, profile, AnomalyDetector.DetectedFrom)
                )
            ),
        ];

        public void WriteTo(TextWriter to)
        {
            to.WriteLine($"{"", -64}{"score", 8}{"threshold", 11}{"found", 7}{"missed", 8}{"false", 7}");
            foreach (var (profile, best, own) in _profiles)
            {
                to.WriteLine(Line(profile.Name, best));
                to.WriteLine(Line($"{profile.Name}, the detector's own threshold", own));
            }

            to.WriteLine(
                "found and missed count windows (TP, FN), false counts rows outside of them (FP); each series by the "
                    + "standard profile:"
            );
            foreach (var one in series)
            {
                to.WriteLine(
                    Line(one.Name, NumentaScore.Judge(one, _profiles[0].Profile, _profiles[0].Best.Threshold))
                );
            }
        }

        public JsonObject ToJson() =>
            new()
            {
                ["profiles"] = new JsonObject(
                    _profiles.Select(one =>
                        KeyValuePair.Create<string, JsonNode?>(
                            one.Profile.Name,
                            new JsonObject { ["best"] = Json(one.Best), ["own"] = Json(one.Own) }
                        )
                    )
                ),
                ["series"] = new JsonObject(
                    series.Select(one =>
                        KeyValuePair.Create<string, JsonNode?>(
                            one.Name,
                            Json(NumentaScore.Judge(one, _profiles[0].Profile, _profiles[0].Best.Threshold))
                        )
                    )
                ),
            };

        private static JsonObject Json(Verdict verdict) =>
            new()
            {
                ["score"] = verdict.HasWindows ? verdict.Score : null,
                ["threshold"] = verdict.Threshold,
                ["points"] = verdict.Points,
                ["found"] = verdict.Found,
                ["missed"] = verdict.Missed,
                ["false"] = verdict.False,
            };

        private static string Score(Verdict verdict) =>
            verdict.HasWindows ? verdict.Score.ToString("0.00", CultureInfo.InvariantCulture) : "-";

        private static string Line(string name, Verdict verdict) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -64}{Score(verdict), 8}"
                    + $"{verdict.Threshold, 11:0.0000}{verdict.Found, 7}{verdict.Missed, 8}{verdict.False, 7}"
            );
    }
}
