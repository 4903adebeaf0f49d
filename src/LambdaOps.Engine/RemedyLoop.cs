using System.Diagnostics;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;
using LambdaOps.Engine.Rounds;
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
/// Handles one signal: <see cref="Entry"/> says what follows from it, and what is claimed gets one round of observe,
/// decide, guard, intend, act and record. Nothing waits in here: what is to be looked at later comes back as a tick.
/// </summary>
public sealed partial class RemedyLoop
{
    private readonly Estate _estate;
    private readonly LoopPorts _ports;
    private readonly ILogger<RemedyLoop> _logger;
    private readonly LoopOptions _options;
    private readonly TimeProvider _machine;
    private readonly NoticeWriter _notices;
    private readonly Relay _relay;
    private readonly SharedDisturbances _shared;
    private readonly Numbering _numbering;
    private readonly AnyFunction _any;

    public RemedyLoop(
        Estate estate,
        LoopPorts ports,
        ILogger<RemedyLoop> logger,
        LoopOptions options,
        TimeProvider machine
    )
    {
        (_estate, _ports, _logger, _options, _machine) = (estate, ports, logger, options, machine);
        _notices = Notices.Of(estate, options.Account);
        _relay = new Relay(ports.FollowUps);
        _shared = new SharedDisturbances(estate, ports.Journal, ports.FollowUps, _relay, options.JoinsWorse);
        _numbering = new Numbering(ports.Journal, _notices.Place, machine, logger);
        _any = new AnyFunction(estate, ports, _notices, _relay, machine);
    }

    /// <summary>
    /// Handles a signal to its end. Throws when the journal or the follow-up queue fails: then it is retried.
    /// </summary>
    public async Task<LoopReport> HandleAsync(Signal signal, CancellationToken cancellationToken)
    {
        var arrival = Arrival.Of(signal, _estate, _options.Only);
        var report = await EnterAsync(
            _options.TakesDecisions is { } takes ? arrival with { TakesDecisions = takes } : arrival,
            cancellationToken
        );
        LogReport(report.Outcome, report.Target, report.Incident, report.Phase, report.Because);
        return report;
    }

    /// <summary>
    /// A message that is no signal: a person's test of a topic, or another service's notice. People hear that it came, and
    /// nothing follows.
    /// </summary>
    /// <param name="from">The topic's name.</param>
    public async Task<LoopReport> NotifyTextAsync(string from, string text, CancellationToken cancellationToken)
    {
        var report = await _any.NotifyTextAsync(from, text, cancellationToken);
        LogReport(report.Outcome, report.Target, report.Incident, report.Phase, report.Because);
        return report;
    }

    private async Task<LoopReport> EnterAsync(Arrival arrival, CancellationToken cancellationToken) =>
        Entry.Of(arrival) switch
        {
            Entry.SetControl control => await _any.SetControlAsync(control.Set, cancellationToken),
            Entry.TickLine tick => await _any.TickLineAsync(tick.Tick, cancellationToken),
            Entry.ForOperator other => AnyFunction.Misdirected(arrival.Signal, other.Because),
            Entry.NotOurs unknown => await _any.NotifyUnknownAsync(arrival.Signal, unknown.Because, cancellationToken),
            Entry.SwitchedOff off => AnyFunction.Off(arrival, off.Because),
            Entry.NotifyOff off => await _any.NotifyOffAsync(arrival, off, cancellationToken),
            Entry.ReadRecord => await EnterAsync(
                arrival.With(await _ports.Journal.ReadAsync(arrival.Target.Id, cancellationToken)),
                cancellationToken
            ),
            Entry.FindLeader find => await EnterAsync(
                arrival with
                {
                    Position = await _shared.StandAsync(arrival, find, cancellationToken),
                },
                cancellationToken
            ),
            Entry.Ignore ignored => LoopReport.Of(LoopOutcome.Ignored, arrival, ignored.Because),
            Entry.Defer wait => await _relay.DeferAsync(arrival, wait.Delay, cancellationToken),
            Entry.ComeAgain busy => await _relay.AgainAsync(arrival, busy.Because, cancellationToken),
            Entry.AskLater later => await _relay.LaterAsync(arrival, later.Because, cancellationToken),
            Entry.Forward elsewhere => await _relay.ForwardAsync(arrival, elsewhere.Remedy, cancellationToken),
            Entry.TakeAnswer answer => await _any.TakeAnswerAsync(arrival, answer.Open, cancellationToken),
            Entry.NoteEnded noted => await _any.NoteEndedAsync(arrival, noted, cancellationToken),
            Entry.PassOn gone => await _shared.PassOnAsync(arrival, gone, cancellationToken),
            Entry.Join join => await _shared.JoinAsync(arrival, join, cancellationToken),
            Entry.WaitForLeader opening => await _relay.AgainAsync(
                arrival,
                $"{opening.Leader} is opening an incident: retry later",
                cancellationToken
            ),
            Entry.Keep keep => await KeepAsync(arrival, keep.Intake, cancellationToken),
            Entry.Claim claim => await ClaimAsync(arrival, claim, cancellationToken),
            _ => throw new UnreachableException(),
        };

    /// <summary>The record has to know, and nothing is looked at.</summary>
    private async Task<LoopReport> KeepAsync(Arrival arrival, Intake intake, CancellationToken cancellationToken)
    {
        if (await _ports.Journal.ClaimAsync(arrival.View!, _options.Lease, cancellationToken) is not { } lease)
        {
            return await _relay.DeferAsync(arrival, Arrival.AfterLease, cancellationToken);
        }

        var saved = await _ports.Journal.SaveAsync(
            lease,
            intake.Record,
            ended: null,
            report: null,
            release: true,
            cancellationToken
        );
        var outcome =
            saved is null ? LoopOutcome.Fenced
            : intake is Intake.Keep ? LoopOutcome.Accepted
            : LoopOutcome.Ignored;
        return LoopReport.Of(outcome, arrival, intake.Because) with { Incident = intake.Record.Open?.Id.Value };
    }

    private async Task<LoopReport> ClaimAsync(Arrival arrival, Entry.Claim claim, CancellationToken cancellationToken)
    {
        // Looking changes nothing, so it need not wait for the lease.
        var view = arrival.View!;
        var tools = ToolsFor(arrival.Target);
        var looking = Round.LookAsync(
            tools,
            claim.Look.Record.Open!,
            new LoopClock(view.At, _machine.GetTimestamp(), _machine),
            cancellationToken
        );
        var asked = _machine.GetTimestamp();
        var lease = await _ports.Journal.ClaimAsync(view, _options.Lease, cancellationToken);
        if (lease is null)
        {
            return await _relay.DeferAsync(arrival, Arrival.AfterLease, cancellationToken);
        }

        var granted = new LoopClock(lease.GrantedAt, asked, _machine);
        if (!await _shared.LeadAsync(claim, view.At, cancellationToken))
        {
            await _ports.Journal.SaveAsync(
                lease,
                view.Record,
                ended: null,
                report: null,
                release: true,
                cancellationToken
            );
            return await _relay.AgainAsync(arrival, "another target leads now: retry later", cancellationToken);
        }

        using var scope = _logger.BeginScope(
            new Dictionary<string, object>
            {
                ["incident"] = claim.Look.Record.Open!.Id.Value,
                ["target"] = claim.Look.Record.Target.Value,
            }
        );
        var open = await _numbering.NumberAsync(claim.Look.Record.Open!, cancellationToken);
        var record = await BeginAsync(claim.Look, open, lease, cancellationToken);
        var round = new RoundState(tools, lease, granted, record, view, await looking);
        return await new Round(round).RunAsync(cancellationToken);
    }

    /// <summary>
    /// An incident that was opened is counted. People hear of one that is open again, once, of a smoke test that did not
    /// pass, and of a request that nothing follows from.
    /// </summary>
    private async Task<TargetRecord> BeginAsync(
        Intake.Look look,
        Incident open,
        Lease lease,
        CancellationToken cancellationToken
    )
    {
        if (look.IsNew)
        {
            open = open with { Cause = open.Cause with { EstateVersion = _options.EstateVersion } };
        }

        var record = look.Record with { Open = open };
        if (look.IsNew)
        {
            _ports.Metrics.IncidentOpened(record.Target, open.Remedy);
        }

        // One that keeps coming back says so in its further notices.
        var notice =
            look.NotPassed is { } tested ? _notices.SmokeTested(open, tested)
            : look.NotTaken is { } asked ? _notices.NotTaken(open, asked)
            : look.CameBack && open.Returns.Count == 1 ? _notices.CameBack(open, look.Because)
            : null;
        if (notice is null)
        {
            return record;
        }

        var failed = await _ports.Notifier.SendAsync(_notices, notice, lease.GrantedAt, cancellationToken);
        return record with { Open = open.Noted(notice, failed, lease.GrantedAt) };
    }

    private RoundTools ToolsFor(Resource target) =>
        new(
            _estate,
            target,
            _ports,
            _notices,
            _shared,
            _numbering,
            _options,
            new Observation(_ports.Observer, _estate, target, _options.ObserveWithin, _machine),
            _logger
        );

    [LoggerMessage(Level = LogLevel.Information, Message = "{Outcome} {Target} {Incident} {Phase}: {Because}")]
    private partial void LogReport(LoopOutcome outcome, string target, string? incident, string? phase, string because);
}
