using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LambdaOps.Cli;
using LambdaOps.Cli.Backtests;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Backtests;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Engine;

namespace LambdaOps.Benchmarks.Backtests;

/// <summary>backtest: a long history of one metric, from the file to the page, step by step.</summary>
internal static class BacktestScaleCommand
{
    private const int DefaultPoints = 1_000_000;

    private const int Seed = 20260115;

    public static Command Create()
    {
        var points = new Option<int>("--points")
        {
            Description = "Points of the history, a minute apart.",
            DefaultValueFactory = _ => DefaultPoints,
        };
        var command = new Command(
            "backtest",
            "A backtest of a long history by a threshold that is crossed often, and by the detector: seconds of each step."
        )
        {
            points,
        };
        command.SetAction(parsed => Run(parsed.GetValue(points)));
        return command;
    }

    private static int Run(int points)
    {
        var file = new FileInfo(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        try
        {
            Write(file, points);
            Console.WriteLine(Machine.Describe());
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{points} points, {file.Length / 1e6:0.0} MB; seconds{"", 6}{"read", 8}{"evaluate", 10}{"write", 8}{"all", 8}{"incidents", 11}"
                )
            );
            Measure(file, "value > 93 for 1 of 1 x 60s");
            Measure(file, "value > 75 for 2 of 3 x 300s");
            Measure(file, "anomaly for 1 of 1 x 60s");
            Console.WriteLine($"load now {Machine.Load()}");
            return ExitCodes.Passed;
        }
        finally
        {
            file.Delete();
        }
    }

    /// <summary>A day's rhythm with noise: the busy hours cross a threshold again and again.</summary>
    private static void Write(FileInfo file, int points)
    {
        var (random, start) = (new Random(Seed), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using var writer = file.CreateText();
        writer.WriteLine("timestamp,value");
        for (var at = 0; at < points; at++)
        {
            var value = 50 + (25 * Math.Sin(at * 2 * Math.PI / 1440)) + (20 * random.NextDouble());
            writer.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{start.AddMinutes(at):yyyy-MM-dd HH:mm:ss},{value:0.000}")
            );
        }
    }

    private static void Measure(FileInfo file, string alarm)
    {
        var estate = DrillEstate.Read(Repository.Estate).Estate;
        var remedy = AllProcedures.Find(ServiceUnavailableProcedure.ProcedureName)!;
        var asked = new Backtest(
            BacktestAlarm.Read(alarm).Alarm!,
            Statistic.Average,
            MissingData.Missing,
            estate.ReopenWithin,
            RemedyInThePast.Of(estate, remedy, target: null, alarm).Remedy
        );
        var began = Stopwatch.GetTimestamp();
        var series = MetricFiles.Read(file, wanted: null, static _ => { }).Single();
        var read = Stopwatch.GetElapsedTime(began);
        var result = asked.Run(series, marked: null, static () => { });
        var evaluated = Stopwatch.GetElapsedTime(began);
        ImmutableArray<BacktestResult> results = [result];
        var document = Notices.Written(new BacktestWriter(asked, results, estate.Name, "now").Write(), "");
        var letters = document.Text.Length + document.Page.Length;
        var all = Stopwatch.GetElapsedTime(began);
        Console.WriteLine(
            FormattableString.Invariant(
                $"{alarm, -36}{read.TotalSeconds, 8:0.00}{(evaluated - read).TotalSeconds, 10:0.00}{(all - evaluated).TotalSeconds, 8:0.00}{all.TotalSeconds, 8:0.00}{result.Incidents.Length, 11}  ({letters / 1000} KB)"
            )
        );
    }
}
