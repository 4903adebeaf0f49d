namespace LambdaOps.Core.Procedures.OpenGroups;

/// <summary>What of a group that is open to the world is spoken of.</summary>
/// <param name="IcmpIsFine">ICMP from everywhere tells senders how large a packet may be.</param>
public sealed record OpenGroupsPolicy(bool IcmpIsFine) : IPolicy<OpenGroupsPolicy>
{
    public static OpenGroupsPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static OpenGroupsPolicy Read(PolicyReader reader) =>
        new(
            IcmpIsFine: reader.Flag(
                "icmpIsFine",
                byDefault: true,
                "Whether ICMP from everywhere is fine, and only said; else it is a warning."
            )
        );
}
