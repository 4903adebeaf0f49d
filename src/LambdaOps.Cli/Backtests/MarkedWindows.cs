using System.Collections.Immutable;
using System.Text.Json;
using LambdaOps.Core.Backtests;

namespace LambdaOps.Cli.Backtests;

/// <summary>
/// Reads when people say that something was wrong, by file: {"folder/file.csv": [["2014-02-26 13:45:00.000000",
/// "2014-02-27 06:25:00.000000"]]}, [] for never.
/// </summary>
internal sealed class MarkedWindows
{
    private readonly string _file;
    private readonly Dictionary<string, ImmutableArray<MarkedWindow>> _windows;

    private MarkedWindows(string file, Dictionary<string, ImmutableArray<MarkedWindow>> windows) =>
        (_file, _windows) = (file, windows);

    /// <param name="flag">That names the file.</param>
    /// <exception cref="UsageException">With the file, the place, what was found and what was expected.</exception>
    public static MarkedWindows Read(FileInfo file, string flag)
    {
        if (!file.Exists)
        {
            throw new UsageException($"{flag} {file}: no such file, expected one");
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            return new(
                $"{file}",
                json.RootElement.EnumerateObject()
                    .ToDictionary(
                        series => series.Name,
                        series => Windows(series.Value, $"{file}: {MetricCsv.Quoted(series.Name)}")
                    )
            );
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new UsageException($"{file}: expected {{\"file.csv\": [[\"from\", \"to\"], …], …}}; {wrong.Message}");
        }
    }

    /// <summary>By the path, else by as much of its end as one key alone has: folders may be above either.</summary>
    /// <param name="name">The series' file.</param>
    /// <exception cref="UsageException">None has it, or more than one may be meant.</exception>
    public ImmutableArray<MarkedWindow> Of(string name)
    {
        if (_windows.TryGetValue(name, out var found))
        {
            return found;
        }

        var ends = _windows.Keys.Where(key => IsEndOf(key, name) || IsEndOf(name, key)).ToList();
        var alike = ends.Count > 0 ? ends : [.. _windows.Keys.Where(key => Last(key) == Last(name))];
        return alike.Count switch
        {
            1 => _windows[alike[0]],
            0 => throw new UsageException($"{_file}: no entry for {name}; expected its windows, or [] for none"),
            _ => throw new UsageException($"{_file}: {name} may be {string.Join(" or ", alike)}"),
        };
    }

    private static bool IsEndOf(string end, string path) => path.EndsWith('/' + end, StringComparison.Ordinal);

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static ImmutableArray<MarkedWindow> Windows(JsonElement list, string place) =>
        [
            .. list.EnumerateArray()
                .Select(pair =>
                    pair.GetArrayLength() == 2
                        ? Window(Time(pair[0].GetString(), place), Time(pair[1].GetString(), place), place)
                        : throw new UsageException(
                            $"{place}: found {MetricCsv.Quoted(pair.GetRawText())}, expected [from, to]"
                        )
                )
                .OrderBy(window => window.From),
        ];

    private static MarkedWindow Window(DateTimeOffset from, DateTimeOffset to, string place) =>
        from <= to
            ? new(from, to)
            : throw new UsageException($"{place}: found {from:u} to {to:u}, expected an end that is no earlier");

    private static DateTimeOffset Time(string? text, string place) =>
        MetricTime.Read(text) is { } ticks
            ? new(ticks, TimeSpan.Zero)
            : throw new UsageException(
                $"{place}: found \"{MetricCsv.Quoted(text ?? "")}\", expected {MetricTime.Expected}"
            );
}
