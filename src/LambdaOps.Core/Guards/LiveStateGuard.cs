using System.Globalization;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies a change of what is not any more as it was decided on (DESIGN 8.7): somebody else scales and deploys, too,
/// rolls back and stops, too, and a rollback that nobody wrote down may show late.
/// </summary>
public sealed class LiveStateGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question switch
        {
            { Deploys: true, Live: 0 } => Stopped(),
            { Change: Change.RestartAt { From: { } from }, Live: { } live } when live != from => Changed(
                "desired count",
                from,
                live
            ),
            {
                Deploys: true,
                Decided.Service: Fact<ServiceState>.Known { Value.Primary: { } decided },
                Seen.Service: Fact<ServiceState>.Known { Value: var service },
            } when service.Primary?.Id != decided.Id => Deny(
                $"deployment {service.Primary?.Id ?? "none"} is primary now, and {decided.Id} was decided on: "
                    + "somebody else deployed",
                DenialThen.KeepWatching
            ),
            { Change: Change.SetDesiredCount set, Live: { } live } when live != set.From => Changed(
                "desired count",
                set.From,
                live
            ),
            {
                Change: Change.SetScalingMinimum set,
                Seen.Scaling: Fact<ScalingState>.Known { Value: ScalingState.Automatic live },
            } when live.Minimum != set.From => Changed("scaling minimum", set.From, live.Minimum),
            {
                Change: Change.SetScalingMinimum,
                Seen.Scaling: Fact<ScalingState>.Known { Value: ScalingState.ByHand },
            } => Deny("nothing scales the service automatically any more", DenialThen.KeepWatching),
            { Change: Change.RollBack back, Seen.Service: Fact<ServiceState>.Known { Value.Primary: { } primary } }
                when primary.TaskDefinition == back.TaskDefinition => Deny(
                $"deployment {primary.Id} has {back.TaskDefinition} already",
                DenialThen.KeepWatching
            ),
            _ => null,
        };

    private Denial Stopped() =>
        Deny("the desired count is 0 now: somebody stopped the service", DenialThen.KeepWatching);

    private Denial Changed(string what, int from, int live) =>
        Deny(
            string.Create(
                CultureInfo.InvariantCulture,
                $"the {what} is {live} now, and {from} was decided on: somebody else changed it"
            ),
            DenialThen.KeepWatching
        );
}
