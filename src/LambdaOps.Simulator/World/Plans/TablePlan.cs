namespace LambdaOps.Simulator.World.Plans;

/// <summary>A DynamoDB table of the operated application: how it is used matters here, not what it holds.</summary>
public sealed record TablePlan(string Name)
{
    /// <summary>Read capacity units that one request of a service takes.</summary>
    public double ReadsPerRequest { get; init; } = 1.5;

    /// <summary>Write capacity units that one request of a service takes.</summary>
    public double WritesPerRequest { get; init; } = 0.2;

    /// <summary>How much longer the services' answers take while the table throttles them: they retry.</summary>
    public double ThrottledLatencyFactor { get; init; } = 8;
}
