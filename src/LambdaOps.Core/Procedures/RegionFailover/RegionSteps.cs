using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.RegionFailover;

/// <summary>
/// The steps of a failover and of its way back. Each is found as done by looking. The first that changes anything is
/// offered to a person, with all that follow.
/// </summary>
internal sealed class RegionSteps(
    Incident incident,
    RegionSight sight,
    DisasterRecovery target,
    RegionFailoverPolicy policy,
    DateTimeOffset now,
    Severity handOffAt,
    NextStep next
)
{
    /// <summary>Changes without any answer or effect, after which it is handed off to on-call.</summary>
    private const int MostTries = 3;

    private string Name => target.Traffic?.Record ?? target.Id.Value;

    private bool HasBegun => incident.RungAttempts.Any();

    /// <summary>To the region for disaster recovery. The arms stand in order of precedence.</summary>
    public Decision Over() =>
        sight switch
        {
            { Traffic: { IsTurned: true, PublicName: AnsweringRegion.Standby } } => Over(
                $"{Name} answers from the standby region"
            ),
            { Primary.IsWell: true, Traffic.IsTurned: false } when !HasBegun => Withdrawn(),
            { Primary.IsWell: true, Traffic.IsTurned: false } => Ask(
                $"the primary region serves again after the failover has begun, and the traffic is not turned: {sight}"
            ),
            _ when WhyStuck() is { } stuck => Ask(stuck),
            { Traffic.IsTurned: true } => Follow(AnsweringRegion.Standby),
            _ when incident.RegionFailover.Lost < policy.Probes => Watch(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"look {incident.RegionFailover.Lost} of {policy.Probes} in which the primary region does not serve: {sight}"
                )
            ),
            _ when Writer() is { } writer => Step(writer, RegionFailoverPhase.Starting),
            _ when Starting() is { } start => Step(start, RegionFailoverPhase.Starting),
            { Standby.IsReady: false } => Await(
                RegionFailoverPhase.Starting,
                policy.StartWithin,
                "the standby region is not ready"
            ),
            { Replicas.NotActive.IsEmpty: false } => Await(
                RegionFailoverPhase.Starting,
                policy.StartWithin,
                "tables have no active replica, and a restore of backups that lie in the lost region is no plan"
            ),
            _ => Step(new Change.TurnTraffic(target.Id, Name), RegionFailoverPhase.Turning),
        };

    /// <summary>Back to the estate's own region.</summary>
    public Decision Back() =>
        sight switch
        {
            { Traffic: { IsTurned: false, PublicName: AnsweringRegion.Primary } } => StandBy(),
            _ when WhyStuck() is { } stuck => Ask(stuck),
            { Traffic.IsTurned: false } => Follow(AnsweringRegion.Primary),
            _ when Stopped() is { } start => Step(start, RegionFailoverPhase.Starting),
            _ when incident.RegionFailover.WellSince is not { } since || now - since < policy.WellFor => AwaitBack(
                "the primary region has not served for long enough"
            ),
            { Replicas.Lag: not { } } => AwaitBack("how far the primary region's replicas are behind is not known"),
            { Replicas.Lag: { } lag } when lag > policy.LagAtMost => AwaitBack(
                "the primary region's replicas are behind"
            ),
            _ => Step(new Change.TurnTrafficBack(target.Id, Name), RegionFailoverPhase.Turning),
        };

    private Decision Over(string because) =>
        HasBegun
            ? new Decision.Resolved(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{because}, {(now - incident.SignalledAt).TotalMinutes:0.#} min after the request (RTO); {Loss}; {sight}"
                )
            )
            : new Decision.Answer($"{because} already: {sight}");

    /// <summary>What the lost region had not sent yet, by what it said last itself.</summary>
    private string Loss =>
        incident.RegionFailover.Behind is { } behind
            ? string.Create(CultureInfo.InvariantCulture, $"the copies were {behind.TotalSeconds:0.#} s behind (RPO)")
            : "how far the copies were behind is not known, as the lost region measures it (RPO)";

    private Decision Withdrawn() =>
        incident.Offer is null
            ? new Decision.Answer($"the primary region serves: nothing is turned; {sight}")
            : new Decision.Resolved($"withdrawn, as the primary region serves again; {sight}");

    /// <summary>Where it can be reached, and still runs something that nobody sees.</summary>
    private Change.SetRegionCount? Writer() =>
        target.StopsWriters && sight.Primary.Services is { } services
            ? services
                .Where(service => service.Desired > 0 && Fails(service.Name) < MostTries)
                .Select(service => Set(service, isStandby: false, 0))
                .FirstOrDefault()
            : null;

    private Change.SetRegionCount? Starting() =>
        sight
            .Standby.Services.Where(one => one.Service.Desired < one.Normal)
            .Select(one => Set(one.Service, isStandby: true, one.Normal))
            .FirstOrDefault();

    /// <summary>The services of the primary region that were stopped, with the tasks that the ones standing by have.</summary>
    private Change.SetRegionCount? Stopped() =>
        sight.Primary.Services is { } services
            ? services
                .Select((service, index) => (service, index))
                .Where(one => one.service.Desired == 0 && one.index < sight.Standby.Services.Length)
                .Select(one => Set(one.service, isStandby: false, sight.Standby.Services[one.index].Normal))
                .FirstOrDefault()
            : null;

    private Decision StandBy()
    {
        if (!HasBegun)
        {
            return new Decision.Answer($"{Name} answers from the primary region: nothing is turned back; {sight}");
        }

        var down = sight
            .Standby.Services.Zip(target.Services)
            .Where(one => one.First.Service.Desired > one.Second.Standby && Fails(one.First.Service.Name) < MostTries)
            .Select(one => Set(one.First.Service, isStandby: true, one.Second.Standby))
            .FirstOrDefault();
        return down is not null
            ? Step(down, RegionFailoverPhase.StandingBy)
            : new Decision.Resolved($"{Name} answers from the primary region; {sight}");
    }

    private Change.SetRegionCount Set(RegionService service, bool isStandby, int to) =>
        new(target.Id, isStandby ? target.Region : target.PrimaryRegion, service.Name, isStandby, service.Desired, to);

    private int Fails(string service) => incident.Failures<Change.SetRegionCount>(set => set.Service == service);

    private string? WhyStuck() =>
        incident.LastAttempt is { Outcome: AttemptOutcome.Refused, Change: var refused } last && !IsWriter(refused)
            ? $"AWS refused '{refused.Description}' ({last.Detail})"
        : incident.Failures<Change>(change => !IsWriter(change)) >= MostTries
            ? $"{MostTries} actions did not take effect"
        : null;

    /// <summary>What is stopped in a region that is lost may fail: it goes on without.</summary>
    private static bool IsWriter(Change change) => change is Change.SetRegionCount { IsStandby: false, To: 0 };

    /// <summary>The switch is turned: resolvers keep what they know for a while.</summary>
    private Decision.Wait Follow(AnsweringRegion to)
    {
        var turned = incident.RungAttempts.LastOrDefault(one =>
            one.Change is Change.TurnTraffic or Change.TurnTrafficBack
        );
        var since = turned?.At ?? incident.RungSince;
        var where = to == AnsweringRegion.Standby ? "standby" : "primary";
        return new Decision.Wait(
            RegionFailoverPhase.Turning,
            policy.CheckEvery,
            new Until.Moment(
                since + policy.TurnWithin,
                Ask(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the switch is turned, and {Name} does not answer from the {where} region after {policy.TurnWithin.TotalMinutes:0} min: {sight}"
                    )
                )
            ),
            $"the public name has to answer from the {where} region: {sight}"
        );
    }

    private Decision.Wait Await(Phase phase, TimeSpan within, string because) =>
        new(
            phase,
            policy.CheckEvery,
            new Until.Moment(
                (incident.RungAttempts.LastOrDefault()?.At ?? incident.RungSince) + within,
                Ask($"{because}; the traffic is not turned: {sight}")
            ),
            $"{because}: {sight}"
        );

    private Decision.Wait AwaitBack(string because) =>
        new(
            RegionFailoverPhase.Confirming,
            policy.CheckEvery,
            new Until.Moment(incident.RungSince + policy.BackWithin, Ask($"{because}: {sight}")),
            $"{because}: {sight}"
        );

    private Decision.Wait Watch(string because) =>
        new(RegionFailoverPhase.Confirming, policy.CheckEvery, new Until.OnCall(), because);

    private Decision.Escalate Ask(string because) =>
        new(handOffAt, next, Rollouts.Seldom(policy.CheckEvery), because + Plan);

    /// <summary>Where people have a plan of ARC Region switch, it is theirs to run.</summary>
    private string Plan =>
        target.SwitchPlan is { } plan
            ? $"; the estate has a plan of ARC Region switch: aws arc-region-switch start-plan-execution --plan-arn {plan} --target-region {target.Region} --action activate --mode ungraceful"
            : "";

    private Decision.Act Step(Change change, Phase phase) =>
        new(change, phase, policy.CheckEvery, HasBegun ? $"{sight}" : $"{sight}{Follows(change)}{Plan}");

    /// <summary>What else is approved with the first step.</summary>
    private string Follows(Change first) =>
        first is Change.TurnTraffic or Change.TurnTrafficBack
            ? ""
            : $"; approving it approves what follows: the traffic of {Name} is turned once {(
                incident.RegionFailover.Wish == RegionWish.Failover
                    ? "the standby region is ready"
                    : "the primary region serves"
            )}";
}
