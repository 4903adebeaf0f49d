using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about a rule that splits the traffic of two services.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfWeights => [ShiftWeights];

    public static ChangeKind ShiftWeights { get; } =
        new("shiftWeights")
        {
            Resource = "Weights",
            Permissions = ["elasticloadbalancing:ModifyRule"],
            Guards = WeightGuards.OfShifts,
        };
}

[JsonDerivedType(typeof(ShiftWeights), "shiftWeights")]
public abstract partial record Change
{
    /// <summary>Runbook, トラフィック切り替え: switch-traffic.sh --from blue --to green --percentage 10.</summary>
    /// <param name="Target">The service that gets more of the traffic, or none any more.</param>
    /// <param name="Rule">The rule's ARN.</param>
    /// <param name="From">Its share, in percent, when that was decided.</param>
    /// <param name="To">Its share from then on; the other group has the rest.</param>
    public sealed record ShiftWeights(TargetId Target, string Rule, int From, int To) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.ShiftWeights;

        [JsonIgnore]
        public override string Description => Text($"shift {Target} from {From} % to {To} % of the traffic");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("from", Text($"{From}")), ("to", Text($"{To}"))];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [WeightLooks.Rule];

        /// <summary>The way back is to where all was well.</summary>
        [JsonIgnore]
        public override Direction Direction => To < From ? Direction.Restores : Direction.Takes;

        /// <summary>It names all of what is wanted.</summary>
        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Weights.Map(weights => weights.WasGiven(To));

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            live.Weights is not Fact<RuleWeights>.Known { Value: var weights } ? null
            : weights.Unfit is { } unfit ? unfit
            : weights.ChangedFrom(From) is { } changed ? $"{changed}; leaving them alone"
            : null;
    }
}
