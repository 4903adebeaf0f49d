using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about a service's autoscaling.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfScaling => [SetScalingMinimum];

    public static ChangeKind SetScalingMinimum { get; } =
        new("setScalingMinimum")
        {
            Resource = "Scaling",
            Permissions = ["application-autoscaling:RegisterScalableTarget"],
            Guards = ServiceGuards.OfCounts,
        };
}

[JsonDerivedType(typeof(SetScalingMinimum), "setScalingMinimum")]
public abstract partial record Change
{
    /// <summary>
    /// Moves the minimum of a service that Application Auto Scaling manages: its desired count follows, and stays.
    /// </summary>
    public sealed record SetScalingMinimum(TargetId Target, int From, int To) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.SetScalingMinimum;

        [JsonIgnore]
        public override string Description => Text($"set the scaling minimum of {Target} from {From} to {To}");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("from", Text($"{From}")), ("to", Text($"{To}"))];

        [JsonIgnore]
        public override Direction Direction => To < From ? Direction.Restores : Direction.Takes;

        [JsonIgnore]
        public override int? Count => To;

        public override Holding? Held() =>
            new Quantity(
                "scaling minimum",
                From,
                To,
                seen =>
                    seen.Scaling is Fact<ScalingState>.Known(var scaling, _)
                    && !(scaling is ScalingState.Automatic automatic && automatic.Minimum == To)
            );

        [JsonIgnore]
        public override bool ScalesIn => To < From;

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [ServiceLooks.State, AlarmLooks.Active, ScalingLooks.State];

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override bool IsCoveredBy(Change offered) =>
            offered is SetScalingMinimum other && other.From == From && To > From == other.To > other.From;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Scaling.Map(scaling => scaling is ScalingState.Automatic automatic && automatic.Minimum == To);

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            live.Scaling switch
            {
                Fact<ScalingState>.Known { Value: ScalingState.Automatic now } when now.Minimum != From => ChangedTo(
                    "scaling minimum",
                    From,
                    now.Minimum
                ),
                Fact<ScalingState>.Known { Value: ScalingState.ByHand } =>
                    "nothing scales the service automatically any more",
                _ => null,
            };
    }
}
