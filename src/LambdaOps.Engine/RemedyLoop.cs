using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Engine;

/// <summary>The ports of the loop.</summary>
public sealed record LoopPorts(
    IJournal Journal,
    IObserver Observer,
    IActuator Actuator,
    IFollowUps FollowUps,
    INotifier Notifier,
    IMetrics Metrics
);

/// <summary>
/// Handles one signal: route, claim the target, take the signal in, then one round of observe, decide, guard, intend,
/// act and record. Nothing waits in here: what is to be looked at later comes back as a tick.
/// </summary>
public sealed partial class RemedyLoop(
    Estate estate,
    LoopPorts ports,
    ILogger<RemedyLoop> logger,
    LoopOptions options,
    TimeProvider machine
)
{
    private readonly NoticeWriter _notices = Notices.Of(estate, options.Account);

    /// <summary>Room between a lease's end and the deferred signal that waits for it.</summary>
    private static readonly TimeSpan s_afterLease = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Handles a signal to its end. Throws when the journal or the follow-up queue fails: then it is retried.
    /// </summary>
    public async Task<LoopReport> HandleAsync(Signal signal, CancellationToken cancellationToken)
    {
        var report = signal is Signal.ControlSet set
            ? await SetControlAsync(set, cancellationToken)
            : await HandleAboutATargetAsync(signal, cancellationToken);
        LogReport(report.Outcome, report.Target, report.Incident, report.Phase, report.Because);
        return report;
    }

    private async Task<LoopReport> HandleAboutATargetAsync(Signal signal, CancellationToken cancellationToken) =>
        Routing.Of(signal, estate) switch
        {
            Routing.Unknown unknown => await NotOursAsync(signal, unknown.Because, cancellationToken),
            Routing.Found { Route.Mode: Mode.Off } off => await OffAsync(signal, off.Route, cancellationToken),
            Routing.Found found => await EnterAsync(signal, found.Route, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

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
        var failed = await ports.Notifier.SendAsync(
            _notices,
            _notices.Unknown(subject, because),
            machine.GetUtcNow(),
            cancellationToken
        );
        return new LoopReport(
            LoopOutcome.Unknown,
            subject,
            null,
            null,
            failed is null ? because : $"{because} (not notified: {failed})"
        );
    }

    private async Task<LoopReport> EnterAsync(Signal signal, Route route, CancellationToken cancellationToken)
    {
        var target = route.Target.Id;
        var view = await ports.Journal.ReadAsync(target, cancellationToken);
        var intake = view.Record.Take(signal, route, view.At);
        var leased =
            view.LeasedUntil is { } until && until > view.At ? until - view.At + s_afterLease : (TimeSpan?)null;
        if (intake is Intake.Ignore && intake.Record == view.Record)
        {
            return leased is { } early && IsEarly(signal, view.Record)
                ? await DeferAsync(signal, intake, route, early, cancellationToken)
                : new LoopReport(LoopOutcome.Ignored, target.Value, view.Record.Open?.Id.Value, null, intake.Because);
        }

        if (leased is { } wait)
        {
            return
                intake is Intake.Look { Record.Open.Remedy: var its }
                && Forwards(its)
                && signal is not Signal.OperatorAnswered
                ? await ForwardAsync(signal, its, view, cancellationToken)
                : await DeferAsync(signal, intake, route, wait, cancellationToken);
        }

        if (intake is Intake.PassOn pass)
        {
            return await PassOnAsync((Signal.AlarmChanged)signal, route, view, pass, cancellationToken);
        }

        Position position = new Position.Leads([]);
        if (
            signal is Signal.AlarmChanged { State: AlarmState.Alarm, Silenced: null } alarm
            && intake is Intake.Look look
        )
        {
            position = await StandAsync(alarm, look, route, view.At, cancellationToken);
            if (position is Position.Joins joins)
            {
                return await JoinAsync(alarm, route, view, joins, cancellationToken);
            }
        }

        return intake is Intake.Look { Record.Open.Remedy: var remedy } && Forwards(remedy)
            ? signal is Signal.OperatorAnswered answer
                ? await TakeAnswerAsync(answer, intake, route, view, cancellationToken)
                : await ForwardAsync(signal, remedy, view, cancellationToken)
            : position switch
            {
                Position.Leads leads => await ClaimAsync(signal, route, view, intake, leads, cancellationToken),
                Position.Waits waits => await AgainAsync(
                    signal,
                    route,
                    $"{waits.For} is opening an incident: comes again",
                    cancellationToken
                ),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
    }

    /// <summary>
    /// A tick that overtook the record that tells of its incident: the tick is sent first. While somebody has the
    /// target, that record may be about to be written.
    /// </summary>
    private static bool IsEarly(Signal signal, TargetRecord record) =>
        signal is Signal.TickCame tick && record.Open?.Id != tick.Incident;

    private bool Forwards(RemedyName remedy) => options.Only is { } mine && mine != remedy;

    /// <summary>Its function has the permissions, and takes the signal in itself.</summary>
    private async Task<LoopReport> ForwardAsync(
        Signal signal,
        RemedyName remedy,
        JournalView view,
        CancellationToken cancellationToken
    )
    {
        await ports.FollowUps.SendAsync(signal, remedy, TimeSpan.Zero, cancellationToken);
        return new LoopReport(
            LoopOutcome.Forwarded,
            view.Record.Target.Value,
            view.Record.Open?.Id.Value,
            null,
            $"{remedy} handles it"
        );
    }

    private async Task<LoopReport> ClaimAsync(
        Signal signal,
        Route route,
        JournalView view,
        Intake intake,
        Position.Leads leads,
        CancellationToken cancellationToken
    )
    {
        // Looking changes nothing, so it need not wait for the lease.
        var round = new Round(estate, route.Target, ports, _notices, options, machine, logger);
        var looking =
            intake is Intake.Look
                ? round.LookAsync(
                    intake.Record,
                    new LoopClock(view.At, machine.GetTimestamp(), machine),
                    cancellationToken
                )
                : null;
        var asked = machine.GetTimestamp();
        var lease = await ports.Journal.ClaimAsync(view, options.Lease, cancellationToken);
        if (lease is null)
        {
            return await DeferAsync(signal, intake, route, s_afterLease, cancellationToken);
        }

        var granted = new LoopClock(lease.GrantedAt, asked, machine);
        if (intake is not Intake.Look look || looking is null)
        {
            var saved = await ports.Journal.SaveAsync(
                lease,
                intake.Record,
                ended: null,
                release: true,
                cancellationToken
            );
            var outcome =
                saved is null ? LoopOutcome.Fenced
                : intake is Intake.Keep ? LoopOutcome.Accepted
                : LoopOutcome.Ignored;
            return new LoopReport(outcome, route.Target.Id.Value, intake.Record.Open?.Id.Value, null, intake.Because);
        }

        if (!await LeadAsync(leads.Claims, look, view.At, cancellationToken))
        {
            await ports.Journal.SaveAsync(lease, view.Record, ended: null, release: true, cancellationToken);
            return await AgainAsync(signal, route, "another target leads since: comes again", cancellationToken);
        }

        return await RunAsync(round, look, lease, granted, view, looking, cancellationToken);
    }

    private async Task<LoopReport> RunAsync(
        Round round,
        Intake.Look look,
        Lease lease,
        LoopClock clock,
        JournalView view,
        Task<Evidence> looking,
        CancellationToken cancellationToken
    )
    {
        var (record, open) = (look.Record, look.Record.Open!);
        using var scope = logger.BeginScope(
            new Dictionary<string, object> { ["incident"] = open.Id.Value, ["target"] = record.Target.Value }
        );
        if (look.IsNew)
        {
            ports.Metrics.IncidentOpened(record.Target, open.Remedy);
        }

        if (look.CameBack && open.Returned == 1)
        {
            // Once: one that goes on coming back says so in its further notices.
            var notice = _notices.CameBack(open, look.Because);
            record = record with { Open = await TellAsync(open, notice, lease.GrantedAt, cancellationToken) };
        }

        var seen = await looking;
        return await round.RunAsync(
            new RoundStart(lease, clock, record, view.Control, seen, view.EstateActs),
            cancellationToken
        );
    }

    /// <summary>The target is somebody else's for a moment: the signal itself comes back after that.</summary>
    private async Task<LoopReport> DeferAsync(
        Signal signal,
        Intake intake,
        Route route,
        TimeSpan delay,
        CancellationToken cancellationToken
    )
    {
        var wait = delay < IFollowUps.LongestDelay ? delay : IFollowUps.LongestDelay;
        var remedy = intake.Record.Open?.Remedy ?? options.Only ?? route.Remedy;
        await ports.FollowUps.SendAsync(signal, remedy, wait, cancellationToken);
        return new LoopReport(
            LoopOutcome.Deferred,
            route.Target.Id.Value,
            null,
            null,
            FormattableString.Invariant(
                $"another invocation has {route.Target.Id}: comes again in {wait.TotalSeconds:0} s"
            )
        );
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Outcome} {Target} {Incident} {Phase}: {Because}")]
    private partial void LogReport(LoopOutcome outcome, string target, string? incident, string? phase, string because);
}
