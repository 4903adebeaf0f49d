using System.Text.RegularExpressions;

namespace LambdaOps.Account.Services.Logs.Insights;

/// <summary>One command of a query, between two pipes.</summary>
internal abstract record Command
{
    private Command() { }

    /// <summary>fields and display: columns of the result, by name and expression.</summary>
    public sealed record Show(IReadOnlyList<Column> Columns, bool Replaces) : Command;

    public sealed record Filter(Expression Condition) : Command;

    /// <summary>Takes further fields out of a text; the pattern has a group for each name.</summary>
    public sealed record Extract(Expression From, Regex Pattern, IReadOnlyList<string> Names) : Command;

    public sealed record Stats(IReadOnlyList<Aggregate> Aggregates, IReadOnlyList<Column> By) : Command;

    public sealed record Sort(IReadOnlyList<(Expression By, bool Descending)> Keys) : Command;

    public sealed record Limit(int Rows) : Command;
}

/// <summary>A column of the result.</summary>
internal sealed record Column(string Name, Expression Value);
