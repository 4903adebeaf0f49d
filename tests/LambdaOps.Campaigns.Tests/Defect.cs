using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Tests;

/// <summary>A mistake that somebody could make, and the rules any of which has to find it.</summary>
internal sealed record Defect(string Name, Func<CampaignOptions, CampaignOptions> Make, params string[] Rules)
{
    public static Defect Without<TGuard>(params string[] rules)
        where TGuard : Guard =>
        new($"no {typeof(TGuard).Name}", options => options with { Loop = LeaveOut<TGuard> }, rules);

    public static Defect OnJournal(string name, Func<IJournal, IJournal> wrap, params string[] rules) =>
        new(name, options => options with { Ports = ports => ports with { Journal = wrap(ports.Journal) } }, rules);

    public static Defect OnObserver(string name, Func<IObserver, IObserver> wrap, params string[] rules) =>
        new(name, options => options with { Ports = ports => ports with { Observer = wrap(ports.Observer) } }, rules);

    public static Defect OnActuator(
        string name,
        Func<IActuator, Change, Resource, CancellationToken, Task<ActionOutcome>> act,
        params string[] rules
    ) =>
        new(
            name,
            options =>
                options with
                {
                    Ports = ports => ports with { Actuator = new ChangedActuator(ports.Actuator, act) },
                },
            rules
        );

    public static Defect OnNotices(string name, Func<INotifier, Notice, Task<string?>> notify, params string[] rules) =>
        new(
            name,
            options =>
                options with
                {
                    Ports = ports => ports with { Notifier = new ChangedNotices(ports.Notifier, notify) },
                },
            rules
        );

    public static Defect OnFollowUps(
        string name,
        Func<int, Signal, TimeSpan, TimeSpan?> change,
        params string[] rules
    ) =>
        new(
            name,
            options =>
                options with
                {
                    Ports = ports => ports with { FollowUps = new ChangedFollowUps(ports.FollowUps, change) },
                },
            rules
        );

    public static Defect OnRemedy<TRemedy>(
        string name,
        Func<Incident, Resource, Decision, Decision> change,
        params string[] rules
    )
        where TRemedy : Remedy =>
        new(
            name,
            options =>
                options with
                {
                    Loop = InEach(remedy => remedy is TRemedy ? new ChangedRemedy(remedy, change) : remedy),
                },
            rules
        );

    /// <summary>A mistake in every procedure.</summary>
    public static Defect InEachRemedy(string name, Func<Remedy, Remedy> change, params string[] rules) =>
        new(name, options => options with { Loop = InEach(change) }, rules);

    /// <summary>The loop with other procedures.</summary>
    public static Func<LoopOptions, LoopOptions> InEach(Func<Remedy, Remedy> change) =>
        loop => loop with { Remedies = [.. AllProcedures.Remedies.Select(change)] };

    /// <summary>Both mistakes at once, where one of them alone is stopped by the other's part.</summary>
    public static Defect Both(Defect one, Defect other) =>
        other with
        {
            Make = options => options with { Loop = loop => one.Make(options).Loop!(other.Make(options).Loop!(loop)) },
        };

    public static LoopOptions LeaveOut<TGuard>(LoopOptions loop)
        where TGuard : Guard =>
        loop with
        {
            Guards = change => [.. loop.Guards(change).Where(guard => guard is not TGuard)],
        };
}
