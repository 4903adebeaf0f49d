using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about a service's autoscaling.
[JsonDerivedType(typeof(SetScalingMinimum), "setScalingMinimum")]
public abstract partial record Change
{
    /// <summary>
    /// Moves the minimum of a service that Application Auto Scaling manages: its desired count follows, and stays.
    /// </summary>
    public sealed record SetScalingMinimum(TargetId Target, int From, int To) : Change
    {
        [JsonIgnore]
        public override string Description => Text($"set the scaling minimum of {Target} from {From} to {To}");

        [JsonIgnore]
        public override bool GivesBack => To < From;

        public override bool IsCoveredBy(Change offered) =>
            offered is SetScalingMinimum other && other.From == From && To > From == other.To > other.From;

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [ServiceLooks.State, AlarmLooks.Active, ScalingLooks.State];

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Scaling.Map(scaling => scaling is ScalingState.Automatic automatic && automatic.Minimum == To);
    }
}
