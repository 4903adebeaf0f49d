using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Metrics;

/// <summary>
/// A query of CloudWatch Metrics Insights, as far as alarms over many series need it:
/// <c>SELECT AVG(name) FROM SCHEMA("namespace", dimension, …) [WHERE dimension = 'value' [AND …]] GROUP BY dimension, …</c>
/// </summary>
public sealed partial class SeriesQuery
{
    /// <summary>CloudWatch looks at what has had a datapoint within this.</summary>
    private static readonly TimeSpan s_within = TimeSpan.FromHours(3);

    private readonly string _stat;
    private readonly string _namespace;
    private readonly string _metric;
    private readonly HashSet<string> _dimensions;
    private readonly List<KeyValuePair<string, string>> _where;
    private readonly List<string> _groups;

    private SeriesQuery(Match match)
    {
        _stat = match.Groups["stat"].Value.ToUpperInvariant() switch
        {
            "AVG" => "Average",
            "SUM" => "Sum",
            "MIN" => "Minimum",
            "MAX" => "Maximum",
            _ => "SampleCount",
        };
        _metric = match.Groups["metric"].Value.Trim('"');
        _namespace = match.Groups["namespace"].Value;
        _dimensions = [.. Names(match.Groups["dimension"])];
        _where =
        [
            .. Names(match.Groups["name"])
                .Zip(match.Groups["value"].Captures, (name, value) => KeyValuePair.Create(name, value.Value)),
        ];
        _groups = [.. Names(match.Groups["group"])];
    }

    /// <summary>Whether an expression is such a query, and not metric math.</summary>
    public static bool Is(string? expression) =>
        expression?.TrimStart().StartsWith("SELECT ", StringComparison.OrdinalIgnoreCase) == true;

    /// <exception cref="FormatException">It is none that is known here.</exception>
    public static SeriesQuery Parse(string expression)
    {
        var match = Whole().Match(expression);
        var query = match.Success
            ? new SeriesQuery(match)
            : throw new FormatException(
                $"'{expression}' is not SELECT stat(metric) FROM SCHEMA(\"namespace\", dimension, …) "
                    + "[WHERE dimension = 'value' [AND …]] GROUP BY dimension, …"
            );
        return
            query
                ._groups.Concat(query._where.Select(one => one.Key))
                .FirstOrDefault(name => !query._dimensions.Contains(name))
                is { } unknown
            ? throw new FormatException($"'{expression}' has no dimension {unknown} in its SCHEMA")
            : query;
    }

    /// <summary>The series that it has now, each by the dimensions of GROUP BY, with the metrics that are in it.</summary>
    public IEnumerable<IGrouping<SeriesKey, MetricName>> SeriesIn(MetricStore store, DateTimeOffset now) =>
        store
            .NamesSince(now - s_within)
            .Where(name =>
                name.Namespace == _namespace
                && name.Name == _metric
                && _dimensions.SetEquals(name.Dimensions.Keys)
                && _where.TrueForAll(one => name.Dimensions[one.Key] == one.Value)
            )
            .GroupBy(name => new SeriesKey([
                .. _groups.Select(group => KeyValuePair.Create(group, name.Dimensions[group])),
            ]));

    /// <summary>What a series has in a period; null for no datapoint.</summary>
    public double? Value(
        MetricStore store,
        IEnumerable<MetricName> series,
        DateTimeOffset from,
        TimeSpan period,
        DateTimeOffset seenAt
    ) =>
        MetricCell
            .Merge([.. series.Select(name => store.Read(name, from, period, seenAt)).OfType<MetricCell>()])
            ?.Statistic(_stat);

    private static IEnumerable<string> Names(Group group) => group.Captures.Select(capture => capture.Value.Trim('"'));

    [GeneratedRegex(
        """
            ^\s*SELECT\s+(?<stat>AVG|SUM|MIN|MAX|COUNT)\s*\(\s*(?<metric>\w+|"[^"]+")\s*\)
            \s+FROM\s+SCHEMA\s*\(\s*"(?<namespace>[^"]+)"(?:\s*,\s*(?<dimension>\w+|"[^"]+"))+\s*\)
            (?:\s+WHERE\s+(?<name>\w+|"[^"]+")\s*=\s*'(?<value>[^']*)'
            (?:\s+AND\s+(?<name>\w+|"[^"]+")\s*=\s*'(?<value>[^']*)')*)?
            \s+GROUP\s+BY\s+(?<group>\w+|"[^"]+")(?:\s*,\s*(?<group>\w+|"[^"]+"))*\s*$
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Whole();
}

/// <summary>By which a series is told from the others of its query.</summary>
public sealed record SeriesKey(ImmutableArray<KeyValuePair<string, string>> Dimensions)
{
    /// <summary>ServiceName=shop</summary>
    public string Text { get; } = string.Join(",", Dimensions.Select(one => $"{one.Key}={one.Value}"));

    public bool Equals(SeriesKey? other) => other?.Text == Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
