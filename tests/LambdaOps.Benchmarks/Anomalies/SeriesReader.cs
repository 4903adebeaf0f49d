using System.Collections.Immutable;
using LambdaOps.Cli;
using LambdaOps.Cli.Backtests;
using LambdaOps.Core.Backtests;

namespace LambdaOps.Benchmarks.Anomalies;

/// <summary>
/// Reads a folder of series (timestamp,value with a header) and the windows of their anomalies, as Numenta's corpus has
/// them: {"folder/file.csv": [["2014-02-26 13:45:00.000000", "2014-02-27 06:25:00.000000"]]}, [] for none.
/// </summary>
internal static class SeriesReader
{
    private const int FewestRows = 2;

    /// <returns>By name.</returns>
    /// <exception cref="UsageException">With the file, the line, what was found and what was expected.</exception>
    public static ImmutableArray<LabelledSeries> Read(DirectoryInfo folder, FileInfo windowsFile)
    {
        if (!folder.Exists)
        {
            throw new UsageException($"--data {folder}: no such folder");
        }

        var windows = MarkedWindows.Read(windowsFile, "--windows");
        var files = folder
            .EnumerateFiles("*.csv", SearchOption.AllDirectories)
            .Select(file => (File: file, Name: Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/')))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        return files.Count > 0
            ? [.. files.Select(file => Series(file.File, file.Name, windows.Of(file.Name)))]
            : throw new UsageException($"--data {folder}: no *.csv in it");
    }

    private static LabelledSeries Series(FileInfo file, string name, ImmutableArray<MarkedWindow> windows)
    {
        var column = MetricCsv.Read(file, name, wanted: null, static _ => { });
        if (column.Times.Count < FewestRows)
        {
            throw new UsageException($"{name}: no rows; expected a header and lines of timestamp,value");
        }

        ImmutableArray<DateTimeOffset> times = [.. column.Times.Select(at => new DateTimeOffset(at, TimeSpan.Zero))];
        foreach (var window in windows.Where(window => !times.Any(time => window.From <= time && time <= window.To)))
        {
            throw new UsageException($"{name}: no row in its window {window.From:u} to {window.To:u}");
        }

        return new(name, times, [.. column.Values], windows);
    }
}
