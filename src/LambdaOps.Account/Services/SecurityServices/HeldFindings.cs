using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.SecurityServices;

/// <summary>What the account's security services have found until now, region by region.</summary>
internal sealed class HeldFindings(SimulatedWorld world)
{
    private readonly DateTimeOffset _start = world.Clock.Now;

    /// <summary>The service's plan in the region; null where it is off.</summary>
    public SecurityServicePlan? In(string region, string product) =>
        world.Plan.SecurityServices.FirstOrDefault(one => one.Product == product && one.Region == region);

    /// <summary>None where it is off.</summary>
    public List<HeldFinding> Of(string region, string product) =>
        In(region, product) is { } service
            ?
            [
                .. service
                    .Findings.Select(
                        (plan, index) =>
                            new HeldFinding(
                                product,
                                SeededIds.UuidOf(world.Seed, $"finding {index} of {product} in {region}"),
                                plan,
                                _start - plan.Age
                            )
                    )
                    .Where(one => one.At <= world.Clock.Now),
            ]
            : [];

    /// <summary>An id of 32 hexadecimal digits, as GuardDuty's are.</summary>
    public string DigitsOf(string what) =>
        SeededIds.UuidOf(world.Seed, what).Replace("-", "", StringComparison.Ordinal);
}

/// <param name="At">When it was found.</param>
internal sealed record HeldFinding(string Product, string Id, SecurityFindingPlan Plan, DateTimeOffset At)
{
    /// <summary>In GuardDuty's and Security Hub's numbers.</summary>
    public double Number =>
        Plan.Severity switch
        {
            "CRITICAL" => 9.5,
            "HIGH" => 8,
            "MEDIUM" => 5,
            _ => 2,
        };
}
