using System.Globalization;
using System.Text;
using LambdaOps.Core.Reports.Documents;

namespace LambdaOps.Cli.Backtests;

/// <summary>One column of a CSV file by its times, in the order of its lines.</summary>
internal sealed record MetricColumn(string Name, List<long> Times, List<double> Values);

/// <summary>
/// Reads CSV with a header: a column of times (named timestamp, time or date, else the first), and columns of numbers. What
/// is read is one column; the others may hold anything.
/// </summary>
internal static class MetricCsv
{
    /// <summary>Points that a file may have: more would not fit into memory.</summary>
    public const int MostPoints = 50_000_000;

    /// <summary>Lines between two looks at whether to stop.</summary>
    private const int Often = 16_384;

    private const int MostQuoted = 60;

    private const int MostNamed = 12;

    private static readonly string[] s_times = ["timestamp", "@timestamp", "time", "datetime", "date"];

    /// <param name="label">What errors call the file.</param>
    /// <param name="wanted">The column's name; null for the first of numbers.</param>
    /// <param name="reached">Hears how many bytes of the file are read, and throws where the work is to end.</param>
    /// <exception cref="UsageException">With the file, the line, what was found and what was expected.</exception>
    public static MetricColumn Read(FileInfo file, string label, string? wanted, Action<long> reached)
    {
        using var stream = file.OpenRead();
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16);
        var header = Header(reader.ReadLine(), label);
        var (timeAt, valueAt) = Columns(header, label, wanted);
        var column = new MetricColumn(header[valueAt], [], []);
        var cells = new List<Range>();
        var number = 1;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (number % Often == 0)
            {
                reached(stream.Position);
            }

            if (line.AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            Split(line, cells);
            if (cells.Count <= Math.Max(timeAt, valueAt))
            {
                throw Wrong(label, number, line, string.Join(',', header.Take(MostNamed)));
            }

            var time = Cell(line, cells[timeAt]);
            var value = Cell(line, cells[valueAt]);
            column.Times.Add(MetricTime.Read(time) ?? throw Wrong(label, number, time.ToString(), MetricTime.Expected));
            column.Values.Add(Value(value) ?? throw Wrong(label, number, value.ToString(), "a number"));
            if (column.Times.Count > MostPoints)
            {
                throw new UsageException(
                    Text($"{label}: found more than {MostPoints} points, expected fewer: split the file")
                );
            }
        }

        return column;
    }

    /// <summary>What was found, fit to be shown: a file may hold what would change a terminal.</summary>
    public static string Quoted(string text) => DocumentText.Shorten(DocumentText.Clean(text), MostQuoted);

    private static List<string> Header(string? line, string label)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            throw new UsageException($"{label}: no rows; expected a header and lines of timestamp,value");
        }

        var cells = new List<Range>();
        Split(line, cells);
        var header = cells.ConvertAll(cell => Cell(line, cell).ToString());
        if (header.Count < 2 || MetricTime.Read(header[0]) is not null)
        {
            throw Wrong(label, 1, line, "a header such as timestamp,value");
        }

        return header;
    }

    private static (int Time, int Value) Columns(List<string> header, string label, string? wanted)
    {
        var time = header.FindIndex(name => s_times.Contains(name, StringComparer.OrdinalIgnoreCase));
        time = Math.Max(time, 0);
        var value = wanted is null
            ? header.Index().First(one => one.Index != time).Index
            : header
                .Index()
                .Where(one => one.Index != time && one.Item == wanted)
                .Select(one => one.Index)
                .FirstOrDefault(-1);
        return value >= 0 ? (time, value) : throw NoColumn(label, wanted!, header.Where((_, at) => at != time));
    }

    public static UsageException NoColumn(string label, string wanted, IEnumerable<string> names) =>
        new(
            $"{label}: found no column \"{Quoted(wanted)}\", expected one of "
                + string.Join(", ", names.Take(MostNamed).Select(Quoted))
        );

    /// <summary>Cells between commas; one in quotes may have commas in it.</summary>
    private static void Split(string line, List<Range> cells)
    {
        cells.Clear();
        var (from, quoted) = (0, false);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                quoted = !quoted;
            }
            else if (line[at] == ',' && !quoted)
            {
                cells.Add(from..at);
                from = at + 1;
            }
        }

        cells.Add(from..line.Length);
    }

    private static ReadOnlySpan<char> Cell(string line, Range at)
    {
        var cell = line.AsSpan()[at].Trim();
        return cell is ['"', .. var inner, '"']
            ? inner.Contains('"')
                ? inner.ToString().Replace("\"\"", "\"", StringComparison.Ordinal)
                : inner
            : cell;
    }

    /// <summary>Nothing, or NaN, is a value that is missing. Null is what is no number.</summary>
    private static double? Value(ReadOnlySpan<char> text) =>
        text.IsEmpty ? double.NaN
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : null;

    private static UsageException Wrong(string label, int number, string found, string expected) =>
        new(Text($"{label}, line {number}: found \"{Quoted(found)}\", expected {Quoted(expected)}"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
