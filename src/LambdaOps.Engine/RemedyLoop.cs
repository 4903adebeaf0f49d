using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Engine;

/// <summary>The ports of the loop.</summary>
public sealed record LoopPorts(
    IJournal Journal, IObserver Observer, IActuator Actuator, IFollowUps FollowUps, INotifier Notifier,
    IMetrics Metrics);

/// <summary>
/// Handles one signal: route, claim the target, take the signal in, then one round of observe, decide, guard, intend,
/// act and record. Nothing waits in here: what is to be looked at later comes back as a tick.
/// </summary>
public sealed partial class RemedyLoop(
    Estate estate, LoopPorts ports, ILogger<RemedyLoop> logger, LoopOptions options, TimeProvider machine)
{
    private readonly NoticeWriter _notices = Notices.In(estate.Culture);

    /// <summary>Room between a lease's end and the deferred signal that waits for it.</summary>
    private static readonly TimeSpan s_afterLease = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Handles a signal to its end. Throws when the journal or the follow-up queue fails: then it is retried.
    /// </summary>
    public async Task<LoopReport> HandleAsync(Signal signal, CancellationToken cancellationToken)
    {
        var report = Routing.Of(signal, estate) switch
        {
            Routing.Unknown unknown => await NotOursAsync(signal, unknown.Because, cancellationToken),
            Routing.Found { Route.Mode: Mode.Off } off =>
                new LoopReport(
                    LoopOutcome.SwitchedOff, off.Route.Target.Id.Value, null, null, "mode is Off in the estate"),
            Routing.Found found => await EnterAsync(signal, found.Route, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        LogReport(report.Outcome, report.Target, report.Incident, report.Phase, report.Because);
        return report;
    }

    private async Task<LoopReport> NotOursAsync(Signal signal, string because, CancellationToken cancellationToken)
    {
        var subject = signal switch
        {
            Signal.AlarmChanged alarm => alarm.Name,
            Signal.OperatorRequested asked => asked.Target.Value,
            Signal.OperatorAnswered answer => answer.Target.Value,
            Signal.TickCame tick => tick.Target.Value,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var failed = await ports.Notifier.NotifyAsync(_notices.Unknown(subject, because), cancellationToken);
        return new LoopReport(
            LoopOutcome.Unknown, subject, null, null, failed is null ? because : $"{because} (not notified: {failed})");
    }

    private async Task<LoopReport> EnterAsync(Signal signal, Route route, CancellationToken cancellationToken)
    {
        var target = route.Target.Id;
        var view = await ports.Journal.ReadAsync(target, cancellationToken);
        var intake = view.Record.Take(signal, route, view.At);
        if (intake is Intake.Ignore && intake.Record == view.Record)
        {
            return new LoopReport(LoopOutcome.Ignored, target.Value, view.Record.Open?.Id.Value, null, intake.Because);
        }

        if (intake is Intake.Look { Record.Open.Remedy: var remedy } && options.Only is { } mine && mine != remedy)
        {
            // Its function has the permissions, and takes the signal in itself.
            await ports.FollowUps.SendAsync(signal, remedy, TimeSpan.Zero, cancellationToken);
            return new LoopReport(
                LoopOutcome.Forwarded, target.Value, view.Record.Open?.Id.Value, null, $"{remedy} handles it");
        }

        if (view.LeasedUntil is { } until && until > view.At)
        {
            return await DeferAsync(signal, intake, route, until - view.At + s_afterLease, cancellationToken);
        }

        // Looking changes nothing, so it need not wait for the lease.
        var round = new Round(estate, route.Target, ports, _notices, options, machine, logger);
        var clock = new LoopClock(view.At, machine);
        var looking = intake is Intake.Look ? round.LookAsync(intake.Record, clock, cancellationToken) : null;
        var lease = await ports.Journal.ClaimAsync(view, options.Lease, cancellationToken);
        if (lease is null)
        {
            return await DeferAsync(signal, intake, route, s_afterLease, cancellationToken);
        }

        if (looking is null)
        {
            var saved = await ports.Journal.SaveAsync(
                lease, intake.Record, ended: null, release: true, cancellationToken);
            var outcome = saved is null ? LoopOutcome.Fenced : LoopOutcome.Ignored;
            return new LoopReport(outcome, target.Value, null, null, intake.Because);
        }

        using var scope = logger.BeginScope(
            new Dictionary<string, object> { ["incident"] = intake.Record.Open!.Id.Value, ["target"] = target.Value });
        if (intake is Intake.Look { IsNew: true })
        {
            ports.Metrics.IncidentOpened(target, route.Remedy);
        }

        var seen = await looking;
        return await round.RunAsync(
            new RoundStart(lease, intake.Record, view.Control, seen, view.EstateActs), cancellationToken);
    }

    /// <summary>The target is somebody else's for a moment: the signal itself comes back after that.</summary>
    private async Task<LoopReport> DeferAsync(
        Signal signal, Intake intake, Route route, TimeSpan delay, CancellationToken cancellationToken)
    {
        var wait = delay < IFollowUps.LongestDelay ? delay : IFollowUps.LongestDelay;
        var remedy = intake.Record.Open?.Remedy ?? options.Only ?? route.Remedy;
        await ports.FollowUps.SendAsync(signal, remedy, wait, cancellationToken);
        return new LoopReport(
            LoopOutcome.Deferred, route.Target.Id.Value, null, null,
            FormattableString.Invariant(
                $"another invocation has {route.Target.Id}: comes again in {wait.TotalSeconds:0} s"));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Outcome} {Target} {Incident} {Phase}: {Because}")]
    private partial void LogReport(LoopOutcome outcome, string target, string? incident, string? phase, string because);
}
