using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LambdaOps.Cli;

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

        var windows = Windows(windowsFile);
        var files = folder
            .EnumerateFiles("*.csv", SearchOption.AllDirectories)
            .Select(file => (File: file, Name: Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/')))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        return files.Count > 0
            ? [.. files.Select(file => Series(file.File, file.Name, WindowsOf(file.Name, windows, windowsFile)))]
            : throw new UsageException($"--data {folder}: no *.csv in it");
    }

    /// <summary>By the path, else by as much of its end as one key alone has: folders may be above either.</summary>
    private static ImmutableArray<Window> WindowsOf(
        string name,
        Dictionary<string, ImmutableArray<Window>> windows,
        FileInfo file
    )
    {
        if (windows.TryGetValue(name, out var found))
        {
            return found;
        }

        var ends = windows.Keys.Where(key => IsEndOf(key, name) || IsEndOf(name, key)).ToList();
        var alike = ends.Count > 0 ? ends : [.. windows.Keys.Where(key => Last(key) == Last(name))];
        return alike.Count switch
        {
            1 => windows[alike[0]],
            0 => throw new UsageException($"{file}: no entry for {name}; expected its windows, or [] for none"),
            _ => throw new UsageException($"{file}: {name} may be {string.Join(" or ", alike)}"),
        };
    }

    private static bool IsEndOf(string end, string path) => path.EndsWith('/' + end, StringComparison.Ordinal);

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static Dictionary<string, ImmutableArray<Window>> Windows(FileInfo file)
    {
        if (!file.Exists)
        {
            throw new UsageException($"--windows {file}: no such file");
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            return json
                .RootElement.EnumerateObject()
                .ToDictionary(series => series.Name, series => Windows(series.Value, $"{file}: {series.Name}"));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new UsageException($"{file}: expected {{\"file.csv\": [[\"from\", \"to\"], …], …}}; {wrong.Message}");
        }
    }

    private static ImmutableArray<Window> Windows(JsonElement list, string place) =>
        [
            .. list.EnumerateArray()
                .Select(pair =>
                    pair.GetArrayLength() == 2
                        ? new Window(Time(pair[0].GetString(), place), Time(pair[1].GetString(), place))
                        : throw new UsageException($"{place}: found {pair.GetRawText()}, expected [from, to]")
                )
                .OrderBy(window => window.From),
        ];

    private static LabelledSeries Series(FileInfo file, string name, ImmutableArray<Window> windows)
    {
        var (times, values) = (ImmutableArray.CreateBuilder<DateTimeOffset>(), ImmutableArray.CreateBuilder<double>());
        var number = 0;
        foreach (var line in File.ReadLines(file.FullName))
        {
            number++;
            if (number == 1 || line.Length == 0)
            {
                continue;
            }

            var place = string.Create(CultureInfo.InvariantCulture, $"{name}, line {number}");
            var cells = line.Split(',');
            if (cells.Length < 2)
            {
                throw new UsageException($"{place}: found \"{line}\", expected timestamp,value");
            }

            times.Add(Time(cells[0], place));
            values.Add(Value(cells[1], place));
        }

        if (times.Count < FewestRows)
        {
            throw new UsageException($"{name}: no rows; expected a header and lines of timestamp,value");
        }

        foreach (var window in windows.Where(window => !times.Any(time => window.From <= time && time <= window.To)))
        {
            throw new UsageException($"{name}: no row in its window {window.From:u} to {window.To:u}");
        }

        return new(name, times.DrainToImmutable(), values.DrainToImmutable(), windows);
    }

    private static DateTimeOffset Time(string? text, string place) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : throw new UsageException($"{place}: found \"{text}\", expected a time such as 2014-02-26 13:45:00");

    /// <summary>Nothing, or NaN, is a value that is missing.</summary>
    private static double Value(string text, string place) =>
        text.Trim().Length == 0 ? double.NaN
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : throw new UsageException($"{place}: found \"{text}\", expected a number");
}
