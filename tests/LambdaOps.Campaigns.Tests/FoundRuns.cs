using System.Globalization;

namespace LambdaOps.Campaigns.Tests;

/// <summary>
/// The run in which each defect was found last (found-runs.txt): a search begins there, and goes through all runs where
/// the code has changed since. An old entry costs time, and nothing else.
/// </summary>
/// <remarks>A test run with <see cref="RecordTo"/> set appends what it finds to the file that it names.</remarks>
internal static class FoundRuns
{
    /// <summary>An environment variable: the path of the file to write.</summary>
    public const string RecordTo = "LAMBDAOPS_FOUND_RUNS";

    private static readonly Dictionary<string, int> s_known = File.ReadLines(
            Path.Combine(AppContext.BaseDirectory, "found-runs.txt")
        )
        .Select(line => line.Split('\t'))
        .ToDictionary(
            fields => fields[1],
            fields => int.Parse(fields[0], CultureInfo.InvariantCulture),
            StringComparer.Ordinal
        );

    /// <summary>The runs in the order in which to look for the defect.</summary>
    public static IEnumerable<int> For(string defect, int mostRuns) =>
        s_known.TryGetValue(defect, out var known)
            ? Enumerable.Range(0, mostRuns).Prepend(known)
            : Enumerable.Range(0, mostRuns);

    public static void Record(string defect, int run)
    {
        if (Environment.GetEnvironmentVariable(RecordTo) is { } path)
        {
            File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{run}\t{defect}\n"));
        }
    }
}
