namespace LambdaOps.Core.Resources;

/// <summary>A DynamoDB table whose items are not kept for good.</summary>
public sealed record OperatedTable(string Name, TableExpiry Expiry) : Resource(new TargetId(Name), null);

/// <summary>When an item of a table is not needed any more.</summary>
public abstract record TableExpiry
{
    private TableExpiry() { }

    /// <summary>The items' attribute that says it.</summary>
    public abstract string Attribute { get; }

    /// <summary>DynamoDB itself deletes what its attribute says, a Number of seconds since 1970.</summary>
    public sealed record ByTimeToLive(string Attribute) : TableExpiry
    {
        public override string Attribute { get; } = Attribute;

        public override string ToString() => $"time to live by {Attribute}";
    }

    /// <summary>So long after the time in the attribute; DynamoDB does not know of it.</summary>
    /// <param name="Unit">How the time is written; null to tell it by the value.</param>
    public sealed record ByAge(string Attribute, TimeSpan MostAge, TimeUnit? Unit) : TableExpiry
    {
        public override string Attribute { get; } = Attribute;

        public override string ToString() =>
            FormattableString.Invariant($"{MostAge.TotalDays:0} days after {Attribute}")
            + (Unit is { } unit ? $" in {unit}" : "");
    }
}

/// <summary>How an item writes a time.</summary>
public enum TimeUnit
{
    /// <summary>A Number of seconds since 1970.</summary>
    Seconds,

    /// <summary>A Number of milliseconds since 1970.</summary>
    Milliseconds,

    /// <summary>A String of ISO 8601 with its zone.</summary>
    Iso8601,
}
