using System.Text.RegularExpressions;

namespace LambdaOps.Account.Services.Logs.Insights;

/// <summary>An expression of a query. Its text, as it was written, is the name of its column.</summary>
internal abstract record Expression(string Source)
{
    /// <summary>Whether it can only be true or false: what a filter takes.</summary>
    public virtual bool IsCondition => false;

    public abstract object? Of(Row row);

    public bool Holds(Row row) => Of(row) is true;

    public sealed record Field(string Source, string Name) : Expression(Source)
    {
        public override object? Of(Row row) => row[Name];
    }

    public sealed record Constant(string Source, object Value) : Expression(Source)
    {
        public override object? Of(Row row) => Value;
    }

    public sealed record Call(
        string Source,
        bool IsTest,
        IReadOnlyList<Expression> Arguments,
        Func<object?[], object?> Compute
    ) : Expression(Source)
    {
        public override bool IsCondition => IsTest;

        public override object? Of(Row row) => Compute([.. Arguments.Select(argument => argument.Of(row))]);
    }

    /// <summary>The beginning of the period that the event's time lies in.</summary>
    public sealed record Bin(string Source, TimeSpan Period) : Expression(Source)
    {
        public override object? Of(Row row) =>
            row["@timestamp"] is DateTimeOffset at ? at.AddTicks(-(at.UtcTicks % Period.Ticks)) : null;
    }

    /// <param name="Fits">What the order of both sides has to be.</param>
    public sealed record Comparison(string Source, Expression Left, Expression Right, Func<int, bool> Fits)
        : Expression(Source)
    {
        public override bool IsCondition => true;

        public override object? Of(Row row) => Values.Compare(Left.Of(row), Right.Of(row)) is { } order && Fits(order);
    }

    public sealed record Like(string Source, Expression Subject, Regex Pattern) : Expression(Source)
    {
        public override bool IsCondition => true;

        public override object? Of(Row row) => Values.Text(Subject.Of(row)) is { } text && Pattern.IsMatch(text);
    }

    public sealed record In(string Source, Expression Subject, IReadOnlyList<Expression> Set) : Expression(Source)
    {
        public override bool IsCondition => true;

        public override object? Of(Row row)
        {
            var subject = Subject.Of(row);
            return Set.Any(one => Values.Compare(subject, one.Of(row)) == 0);
        }
    }

    public sealed record Not(string Source, Expression Inner) : Expression(Source)
    {
        public override bool IsCondition => true;

        public override object? Of(Row row) => !Inner.Holds(row);
    }

    public sealed record And(string Source, Expression Left, Expression Right) : Expression(Source)
    {
        public override bool IsCondition => true;

        public override object? Of(Row row) => Left.Holds(row) && Right.Holds(row);
    }

    public sealed record Or(string Source, Expression Left, Expression Right) : Expression(Source)
    {
        public override bool IsCondition => true;

        public override object? Of(Row row) => Left.Holds(row) || Right.Holds(row);
    }

    public sealed record Arithmetic(
        string Source,
        Expression Left,
        Expression Right,
        Func<double, double, double> Compute
    ) : Expression(Source)
    {
        public override object? Of(Row row) =>
            Values.Number(Left.Of(row)) is { } a
            && Values.Number(Right.Of(row)) is { } b
            && Compute(a, b) is var found
            && double.IsFinite(found)
                ? found
                : null;
    }
}
