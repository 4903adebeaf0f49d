using System.Collections.Immutable;
using LambdaOps.Core.Calendars;

namespace LambdaOps.Core.Resources;

/// <summary>A DynamoDB table of the application.</summary>
/// <param name="Expiry">When its items are not needed any more; null where all are kept for good.</param>
public sealed record OperatedTable(string Name, TableExpiry? Expiry) : Resource(new TargetId(Name), null)
{
    /// <summary>An alarm takes ten metrics: two of the table, two of each index (docs: PutMetricAlarm).</summary>
    public const int MostIndexes = 4;

    /// <summary>How far its capacity may be raised; null where it may not be.</summary>
    public CapacityCap? Cap { get; init; }

    /// <summary>Global secondary indexes that the stack's alarm on throttled requests counts besides the table.</summary>
    public ImmutableArray<string> Indexes { get; init; } = [];

    /// <summary>The items' attribute that says when each was last changed; null where none does.</summary>
    public string? ChangedAttribute { get; init; }

    /// <summary>When capacity that was added is restored to what it was.</summary>
    public NightWindow RestoreAt { get; init; } = NightWindow.Default;
}

/// <summary>How far a table's capacity may be raised, in units a second, its indexes' each as its own.</summary>
/// <param name="OnDemand">Whether it may be switched to on-demand capacity when the units are not enough.</param>
public sealed record CapacityCap(int Read, int Write, bool OnDemand)
{
    /// <summary>More than DynamoDB's usual limit of 40,000 takes a quota of one's own.</summary>
    public const int Most = 1_000_000;

    public int Of(UnitKind kind) => kind == UnitKind.Read ? Read : Write;
}

/// <summary>A time of every night, on the estate's wall clock; from and until alike is the whole day.</summary>
/// <param name="TimeZone">IANA name.</param>
public sealed record NightWindow(TimeOnly From, TimeOnly Until, string TimeZone)
{
    /// <summary>The runbook's nightly window.</summary>
    public static NightWindow Default { get; } = new(new TimeOnly(2, 0), new TimeOnly(5, 0), "Etc/UTC");

    /// <summary>Never on a machine that does not know the time there.</summary>
    public bool Contains(DateTimeOffset now) =>
        From == Until
        || (
            TimeZones.Find(TimeZone) is { } zone
            && TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).IsBetween(From, Until)
        );

    public override string ToString() => FormattableString.Invariant($"{From:HH:mm} to {Until:HH:mm}");
}

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
