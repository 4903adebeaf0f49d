namespace LambdaOps.Account.World.Plans;

/// <summary>A security group of EC2 in a region.</summary>
public sealed record SecurityGroupPlan(string Name, string Region)
{
    public IReadOnlyList<InboundRulePlan> Inbound { get; init; } = [];

    public bool IsAttached { get; init; } = true;
}

/// <summary>What a group lets in.</summary>
/// <param name="Protocol">tcp, udp, icmp, icmpv6, or -1 for all traffic.</param>
/// <param name="Sources">Ranges in CIDR notation, and ids of prefix lists.</param>
public sealed record InboundRulePlan(string Protocol, int? From, int? To, params IReadOnlyList<string> Sources);

/// <summary>A prefix list that somebody of the account manages.</summary>
public sealed record PrefixListPlan(string Id, string Region, params IReadOnlyList<string> Entries);
