using System.Collections.Immutable;
using System.CommandLine;
using LambdaOps.Cli.Backtests;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Backtests;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Engine;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops backtest: what an alarm, and a remedy on it, would have done with the past of a metric.</summary>
internal static class BacktestCommand
{
    private static readonly string[] s_missing =
    [
        .. Enum.GetValues<MissingData>().Select(treatment => treatment.Text()),
    ];

    /// <summary>Those that an alarm starts.</summary>
    private static readonly ImmutableArray<string> s_remedies =
    [
        .. AllProcedures
            .Remedies.Where(remedy => remedy.Triggers.Any(trigger => trigger is Trigger.Alarm))
            .Select(remedy => remedy.Name.Value),
    ];

    private static readonly Option<FileInfo[]> s_metrics = new("--metrics")
    {
        Description =
            "The history: CSV with a header and lines of timestamp,value (several columns, too), or what 'aws cloudwatch "
            + "get-metric-data' printed. Times without a zone are UTC. Several files are several series.",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = given =>
        {
            if (given.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                given.AddError("--metrics: found '', expected a file");
                return [];
            }

            return [.. given.Tokens.Select(token => new FileInfo(token.Value))];
        },
    };

    private static readonly Option<string?> s_alarm = new("--alarm")
    {
        Description =
            "The alarm: METRIC >, >=, < or <= NUMBER for M of N x PERIOD, such as \"value > 85 for 2 of 3 x 300s\". METRIC is "
            + "the column, or the label or id in JSON. Or \"anomaly\", \"anomaly of METRIC\": LambdaOps' own detector. One "
            + "datapoint of 300s where the rest is left out.",
        Required = true,
        CustomParser = given =>
        {
            var text = given.Tokens is [var only] ? only.Value : "";
            if (BacktestAlarm.Read(text) is { Expected: { } expected })
            {
                given.AddError($"--alarm: found '{MetricCsv.Quoted(text)}', expected {expected}");
            }

            return text;
        },
    };

    private static readonly Option<string?> s_statistic = new("--statistic")
    {
        Description = $"What a datapoint is of the points of its period: {Statistic.Names}.",
        DefaultValueFactory = _ => Statistic.Average.Name,
        CustomParser = given =>
            Commands.Flag.Kept(given, "--statistic", text => Statistic.Read(text) is not null, Statistic.Names),
    };

    private static readonly Option<string?> s_treatment = Commands.Flag.OneOf(
        "--missing",
        s_missing,
        $"How the alarm treats periods without data: {string.Join(", ", s_missing)}."
    );

    private static readonly Option<string?> s_remedy = new("--remedy")
    {
        Description = $"Also what this procedure would have decided, in mode observe: {string.Join(", ", s_remedies)}.",
        CustomParser = given =>
            Commands.Flag.Kept(given, "--remedy", s_remedies.Contains, $"one of {string.Join(", ", s_remedies)}"),
    };

    private static readonly Option<string?> s_target = Commands.Flag.Text(
        "--target",
        "a target of the estate",
        "With --remedy: on which target of the estate; the first one that has the procedure when left out."
    );

    private static readonly Option<FileInfo?> s_marked = Commands.Flag.File(
        "--marked",
        "JSON of when people saw something wrong: {\"file.csv\": [[\"from\", \"to\"], …]}, [] for never. Then found and "
            + "missed windows and false alarms are counted."
    );

    private static readonly Option<FileInfo?> s_estate = Commands.Flag.File(
        "--estate",
        "The estate whose numbers count; the checkout's estate.json when left out."
    );

    private static readonly Option<string?> s_page = PageFile.Option("Write the results as one HTML page with charts.");

    private static readonly Option<FileInfo?> s_json = ResultsFile.Option();

    public static Command Create()
    {
        var command = new Command(
            "backtest",
            "Evaluates an alarm on a metric's past as CloudWatch does, and shows when it would have fired, which incidents "
                + "it would have opened, and what a procedure would have decided. It asks AWS nothing. Exit codes: 0 done, "
                + "whatever was found; 1 it was stopped; 2 something to correct."
        )
        {
            s_metrics,
            s_alarm,
            s_statistic,
            s_treatment,
            s_remedy,
            s_target,
            s_marked,
            s_estate,
            s_page,
            s_json,
        };
        command.SetAction((parsed, stop) => Task.Run(() => RunAsync(parsed, stop), CancellationToken.None));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var estate = DrillEstate.Read(parsed.GetValue(s_estate)?.FullName ?? Repository.Estate).Estate;
        var asked = Asked(parsed, estate);
        var marked = parsed.GetValue(s_marked) is { } file ? MarkedWindows.Read(file, "--marked") : null;
        var (page, json) = (parsed.GetValue(s_page), ResultsFile.Checked(parsed.GetValue(s_json)));
        var results = Results(asked, parsed.GetValue(s_metrics)!, marked, stop);
        var writtenAt = TimeProvider.System.GetUtcNow();
        var document = Notices.Written(
            new BacktestWriter(
                asked,
                results,
                estate.Name,
                FormattableString.Invariant($"{writtenAt:yyyy-MM-dd HH:mm} UTC")
            ).Write(),
            "lambdaops backtest"
        );
        Console.Write(document.Text);
        if (json is not null)
        {
            BacktestJson.Write(asked, results, json);
            Console.WriteLine($"written: {json}");
        }

        if (page is not null)
        {
            await PageFile.WriteAsync(page, document.Page, stop);
        }

        return ExitCodes.Passed;
    }

    private static Backtest Asked(ParseResult parsed, Estate estate)
    {
        var alarm = BacktestAlarm.Read(parsed.GetValue(s_alarm)!).Alarm!;
        var (name, target) = (parsed.GetValue(s_remedy), parsed.GetValue(s_target));
        if (name is null && target is not null)
        {
            throw new UsageException($"--target: found '{target}' without --remedy, expected both");
        }

        var (remedy, expected) = name is null
            ? default
            : RemedyInThePast.Of(estate, AllProcedures.Find(new(name))!, target, $"{alarm}");
        return expected is null
            ? new Backtest(
                alarm,
                Statistic.Read(parsed.GetValue(s_statistic)!)!,
                Enum.Parse<MissingData>(parsed.GetValue(s_treatment)!, ignoreCase: true),
                remedy?.Again ?? estate.ReopenWithin,
                remedy
            )
            : throw new UsageException(
                $"--target: found {(target is null ? "none" : $"'{target}'")}, expected {expected}"
            );
    }

    private static ImmutableArray<BacktestResult> Results(
        Backtest asked,
        FileInfo[] files,
        MarkedWindows? marked,
        CancellationToken stop
    )
    {
        Array.ForEach(files, MetricFiles.Check);
        var progress = new BacktestProgress(files.Sum(file => file.Length), stop);
        var results = ImmutableArray.CreateBuilder<BacktestResult>();
        foreach (var file in files)
        {
            var windows = marked?.Of($"{file}");
            foreach (var series in MetricFiles.Read(file, asked.Alarm.Column, progress.Reached))
            {
                results.Add(asked.Run(series, windows, stop.ThrowIfCancellationRequested));
            }

            progress.Ended(file.Length);
        }

        progress.End();
        return results.Count > 0
            ? results.DrainToImmutable()
            : throw new UsageException("--metrics: found no series, expected one at least");
    }
}
