namespace LambdaOps.Account.World.Plans;

/// <summary>A DynamoDB table of the operated application: how it is used, and how it is kept safe.</summary>
public sealed record TablePlan(string Name)
{
    public string HashKey { get; init; } = "id";

    /// <summary>How many items it holds at the start; null draws some hundred.</summary>
    public int? Items { get; init; }

    /// <summary>Null: nobody makes backups every day.</summary>
    public DailyBackups? DailyBackups { get; init; }

    /// <summary>How far point-in-time recovery reaches back; null where it is off.</summary>
    public int? RecoveryDays { get; init; }

    /// <summary>Read capacity units that one request of a service takes.</summary>
    public double ReadsPerRequest { get; init; } = 1.5;

    /// <summary>Write capacity units that one request of a service takes.</summary>
    public double WritesPerRequest { get; init; } = 0.2;

    /// <summary>How much longer the services' answers take while the table throttles them: they retry.</summary>
    public double ThrottledLatencyFactor { get; init; } = 8;
}

/// <summary>An on-demand backup at the same local time every day.</summary>
public sealed record DailyBackups(TimeOnly At, TimeZoneInfo Zone, TimeSpan Kept);
