namespace LambdaOps.Account.World.Plans;

/// <summary>What a service costs each day, by Cost Explorer's name of it.</summary>
/// <param name="ADay">In USD.</param>
public sealed record CostPlan(string Service, decimal ADay)
{
    /// <summary>So many days before the world's start it begins to cost something else.</summary>
    public int ChangesDaysBefore { get; init; }

    /// <summary>The day from which on it costs something else, where it is not counted from the start.</summary>
    public DateOnly? ChangesOn { get; init; }

    public decimal Then { get; init; } = ADay;

    /// <summary>What of the service is used; another plan may be of the same service's other usage.</summary>
    public string UsageType { get; init; } = "Usage";
}
