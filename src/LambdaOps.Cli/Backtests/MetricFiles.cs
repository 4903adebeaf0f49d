using LambdaOps.Core.Backtests;

namespace LambdaOps.Cli.Backtests;

/// <summary>The series of files of metrics: CSV or GetMetricData's JSON, by what they begin with.</summary>
internal static class MetricFiles
{
    /// <param name="wanted">The metric's name; null for the only one that each file has.</param>
    /// <param name="reached">Hears how many bytes are read, and throws where the work is to end.</param>
    /// <exception cref="UsageException">With the file, the line or place, what was found and what was expected.</exception>
    public static IEnumerable<PastMetric> Read(FileInfo file, string? wanted, Action<long> reached)
    {
        var label = $"{file}";
        var columns = IsJson(file)
            ? MetricJson.Read(file, label, wanted)
            : [MetricCsv.Read(file, label, wanted, reached)];
        foreach (var column in columns)
        {
            var series = PastMetric.Of(label, column.Name, column.Times, column.Values);
            yield return series.Count > 0
                ? series
                : throw new UsageException(
                    $"{label}: found no value of \"{MetricCsv.Quoted(column.Name)}\", expected one at least"
                );
        }
    }

    /// <exception cref="UsageException">It is no file that can be read.</exception>
    public static void Check(FileInfo file)
    {
        if (Directory.Exists(file.FullName))
        {
            throw new UsageException($"--metrics: found the folder '{file}', expected a file");
        }

        if (!file.Exists)
        {
            throw new UsageException($"--metrics: found no file '{file}', expected one");
        }

        using var stream = file.OpenRead();
        if (!stream.CanSeek)
        {
            throw new UsageException($"--metrics: found the pipe '{file}', expected a file");
        }
    }

    private static bool IsJson(FileInfo file)
    {
        using var reader = new StreamReader(file.OpenRead());
        for (var letter = reader.Read(); letter >= 0; letter = reader.Read())
        {
            if (!char.IsWhiteSpace((char)letter))
            {
                return (char)letter is '{' or '[';
            }
        }

        return false;
    }
}
