using System.Diagnostics;

namespace LambdaOps.Account.Services.Logs.Insights;

/// <summary>What a query found.</summary>
/// <param name="Rows">Each a list of fields; what a row does not have is left out.</param>
/// <param name="Matched">Events that came through the filters before anything was aggregated.</param>
internal sealed record QueryResult(
    IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> Rows,
    long Matched,
    long Scanned
);

/// <summary>Carries out a query: one command after the other, as a pipe.</summary>
internal sealed class QueryRun
{
    private readonly List<Column> _columns = [];
    private bool _isAggregated;
    private bool _isLimited;
    private long? _matched;

    /// <param name="events">Oldest first.</param>
    /// <param name="limit">For a query without one.</param>
    public static QueryResult Of(IReadOnlyList<Command> commands, IEnumerable<Row> events, int limit) =>
        new QueryRun().Run(commands, events, limit);

    private QueryResult Run(IReadOnlyList<Command> commands, IEnumerable<Row> events, int limit)
    {
        var scanned = 0L;
        var rows = events.Select(row =>
        {
            scanned++;
            return row;
        });
        if (!commands.OfType<Command.Stats>().Any())
        {
            rows = rows.Reverse(); // Events come newest first.
        }

        rows = commands.Aggregate(rows, Do);
        var found = (_isLimited ? rows : rows.Take(limit)).ToList();
        return new QueryResult([.. found.Select(Shown)], _matched ?? scanned, scanned);
    }

    private IEnumerable<Row> Do(IEnumerable<Row> rows, Command command)
    {
        switch (command)
        {
            case Command.Filter(var condition):
                return Filtered(rows, condition);
            case Command.Show(var columns, var replaces):
                if (replaces)
                {
                    _columns.Clear();
                }

                _columns.AddRange(columns);
                return rows.Select(row => With(row, columns));
            case Command.Extract(var from, var pattern, var names):
                _columns.AddRange(names.Select(name => new Column(name, new Expression.Field(name, name))));
                return rows.Select(row => Extracted(row, from, pattern, names));
            case Command.Stats(var aggregates, var by):
                return Aggregated(rows, aggregates, by);
            case Command.Sort(var keys):
                return Sorted(rows, keys);
            case Command.Limit(var most):
                _isLimited = true;
                return rows.Take(most);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>At once, so that all matches are counted, however few of them are shown.</summary>
    private List<Row> Filtered(IEnumerable<Row> rows, Expression condition)
    {
        var found = rows.Where(condition.Holds).ToList();
        _matched = _isAggregated ? _matched : found.Count;
        return found;
    }

    private static Row With(Row row, IReadOnlyList<Column> columns)
    {
        foreach (var column in columns)
        {
            if (column.Value is not Expression.Field field || field.Name != column.Name)
            {
                row[column.Name] = column.Value.Of(row);
            }
        }

        return row;
    }

    private static Row Extracted(
        Row row,
        Expression from,
        System.Text.RegularExpressions.Regex pattern,
        IReadOnlyList<string> names
    )
    {
        var match = pattern.Match(Values.Text(from.Of(row)) ?? "");
        for (var at = 0; at < names.Count && match.Success; at++)
        {
            var group = match.Groups[names[at]] is { Success: true } named ? named : match.Groups[at + 1];
            row[names[at]] = group.Value;
        }

        return row;
    }

    private IEnumerable<Row> Aggregated(
        IEnumerable<Row> rows,
        IReadOnlyList<Aggregate> aggregates,
        IReadOnlyList<Column> by
    )
    {
        _isAggregated = true;
        _columns.Clear();
        _columns.AddRange(by.Select(column => NamedOnly(column.Name)));
        _columns.AddRange(aggregates.Select(aggregate => NamedOnly(aggregate.Name)));
        var groups = new Dictionary<string, (object?[] Key, List<Row> Rows)>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            object?[] key = [.. by.Select(column => column.Value.Of(row))];
            var name = string.Join('\0', key.Select(value => Values.Text(value) ?? "\u0001"));
            if (!groups.TryGetValue(name, out var group))
            {
                groups.Add(name, group = (key, []));
            }

            group.Rows.Add(row);
        }

        if (groups.Count == 0 && by.Count == 0)
        {
            groups.Add("", ([], []));
        }

        return groups.Values.Select(group =>
        {
            var row = new Row(null, "");
            for (var at = 0; at < by.Count; at++)
            {
                row[by[at].Name] = group.Key[at];
            }

            foreach (var aggregate in aggregates)
            {
                row[aggregate.Name] = aggregate.Over(group.Rows);
            }

            return row;
        });
    }

    private static Column NamedOnly(string name) => new(name, new Expression.Field(name, name));

    private static IEnumerable<Row> Sorted(IEnumerable<Row> rows, IReadOnlyList<(Expression By, bool Descending)> keys)
    {
        var order = Comparer<object?>.Create(Values.Order);
        IOrderedEnumerable<Row>? sorted = null;
        foreach (var (by, descending) in keys)
        {
            // A column that has the key's text as its name: bin(5m).
            object? Key(Row row) => row[by.Source] ?? by.Of(row);
            sorted = (sorted, descending) switch
            {
                (null, false) => rows.OrderBy(Key, order),
                (null, true) => rows.OrderByDescending(Key, order),
                (_, false) => sorted.ThenBy(Key, order),
                _ => sorted.ThenByDescending(Key, order),
            };
        }

        return sorted!;
    }

    private List<KeyValuePair<string, string>> Shown(Row row)
    {
        var columns = _columns.Count > 0 ? _columns : [NamedOnly("@timestamp"), NamedOnly("@message")];
        var shown = new List<KeyValuePair<string, string>>();
        foreach (var column in columns)
        {
            if (Values.Text(row[column.Name]) is { } text)
            {
                shown.Add(new(column.Name, text));
            }
        }

        if (row.Pointer is { } pointer)
        {
            shown.Add(new("@ptr", pointer));
        }

        return shown;
    }
}
