using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Signals;

/// <summary>The estate's rule for an alarm, a breach or a request: whose it is, and how much may be done.</summary>
/// <param name="Ceiling">
/// The most that the signal asks for: an operator can ask for less than the estate allows.
/// </param>
/// <param name="Mode">The most that the estate and the signal allow together.</param>
public sealed record Route(Resource Target, ProcedureName Remedy, Severity Severity, Mode Ceiling, Mode Mode)
{
    /// <summary>
    /// How long after its end an incident is opened again by an alarm that was in it; zero is never.
    /// </summary>
    public TimeSpan ReopenWithin { get; init; }
}

/// <summary>Where a signal belongs, or the reason why nowhere.</summary>
public abstract record Routing
{
    private Routing() { }

    public sealed record Found(Route Route) : Routing;

    /// <summary>About an incident that is open: whose procedure it is, and how bad, stands in the record.</summary>
    public sealed record OfIncident(Resource Target) : Routing;

    /// <summary>Not named by the estate: recorded and notified, never acted on.</summary>
    public sealed record Unknown(string Because) : Routing;

    /// <summary>The control switch, or a checklist: about every target at once.</summary>
    public sealed record WholeEstate : Routing;

    /// <summary>Finds the estate's rule for a signal.</summary>
    public static Routing Of(Signal signal, Estate estate) =>
        signal switch
        {
            Signal.AlarmChanged alarm => OfAlarm(alarm, estate),
            Signal.OperatorRequested asked => OfTarget(asked.Target, asked.Remedy, Severity.P3, asked.Mode, estate),
            Signal.BreachFound breach => OfTarget(breach.Target, breach.Remedy, breach.Severity, Mode.Act, estate),
            Signal.OperatorAnswered answer => OfOpen(answer.Target, estate),
            Signal.TickCame tick => OfOpen(tick.Target, estate),
            Signal.DeploymentChanged changed => OfDeployment(changed.ServiceArn, estate),
            Signal.SmokeTested tested => OfDeployment(tested.ServiceArn, estate),
            Signal.ControlSet or Signal.LineTicked => new WholeEstate(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static Routing OfAlarm(Signal.AlarmChanged alarm, Estate estate)
    {
        if (alarm.Region != estate.Region)
        {
            return new Unknown($"alarm {alarm.Name} is in region '{alarm.Region}', the estate in '{estate.Region}'");
        }

        if (!estate.Trusts(alarm.Account))
        {
            return new Unknown(
                $"alarm {alarm.Name} is in account '{alarm.Account}', the estate in "
                    + $"'{string.Join("', '", estate.Accounts)}' (where alarms come from another one, name it: account)"
            );
        }

        return estate.Alarms.FirstOrDefault(rule => rule.Matches(alarm)) is { } matched
            ? OfTarget(matched.Target, matched.Remedy, matched.Severity, Mode.Act, estate)
            : new Unknown(
                $"no rule of estate '{estate.Name}' names alarm {alarm.Name}"
                    + (
                        alarm.Contributor is { } series
                            ? $" for {string.Join(", ", series.Select(one => $"{one.Key}={one.Value}"))}"
                            : ""
                    )
                    + (
                        AlarmMatch.ByPattern.IsOfIdleCapacity(alarm.Name)
                            ? " (an autoscaler's own, for idle capacity: a pattern does not mean it)"
                            : ""
                    )
            );
    }

    /// <summary>A service of the same name stands in every stage's account.</summary>
    public static Routing OfDeployment(string serviceArn, Estate estate) =>
        serviceArn.Split(':') is [_, _, "ecs", var region, var account, var path]
        && region == estate.Region
        && estate.Trusts(account)
        && estate.Services.FirstOrDefault(one => path == $"service/{one.Cluster}/{one.Service}") is { } service
            ? OfTarget(service.Id, RolloutProcedure.ProcedureName, Severity.P3, Mode.Act, estate)
            : new Unknown($"estate '{estate.Name}' has no service {serviceArn}");

    private static Routing OfOpen(TargetId target, Estate estate) =>
        estate.Find(target) is { } operated
            ? new OfIncident(operated)
            : new Unknown($"estate '{estate.Name}' has no target '{target}'");

    private static Routing OfTarget(TargetId target, ProcedureName remedy, Severity severity, Mode most, Estate estate)
    {
        if (estate.Find(target) is not { } operated)
        {
            return new Unknown($"estate '{estate.Name}' has no target '{target}'");
        }

        var procedure = AllProcedures.Find(remedy);
        if (
            procedure?.SettingFor(operated) is not null
            && estate.Here is not null
            && procedure.StandsBy != estate.StandsBy
        )
        {
            return new Unknown(
                $"'{remedy}' is carried out in {(estate.StandsBy ? estate.Region : estate.StandbyRegion)}, "
                    + $"and this is {estate.Here}: ask for it there"
            );
        }

        return procedure?.SettingFor(operated) is { } setting
            ? new Found(
                new Route(operated, remedy, severity, most, Modes.Least(most, setting.Mode))
                {
                    ReopenWithin = estate.ReopenWithin,
                }
            )
            : new Unknown($"target '{target}' of estate '{estate.Name}' has no remedy '{remedy}'");
    }
}
