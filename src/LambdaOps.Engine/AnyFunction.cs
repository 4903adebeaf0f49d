using System.Diagnostics;
using LambdaOps.Core;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine;

/// <summary>
/// What any function takes in for all of them: the control switch, answers, signals that nobody names, and disturbances
/// for which the estate says off.
/// </summary>
internal sealed class AnyFunction(
    Estate estate,
    LoopPorts ports,
    NoticeWriter notices,
    Relay relay,
    TimeProvider machine
)
{
    /// <summary>When a notice that has to go out is tried again.</summary>
    private static readonly TimeSpan s_notifyAgain = TimeSpan.FromSeconds(30);

    public static LoopReport Off(Arrival arrival, string because) =>
        LoopReport.Of(LoopOutcome.SwitchedOff, arrival, because) with
        {
            Incident = null,
        };

    /// <summary>A person's decision that only the function Operator takes.</summary>
    public static LoopReport Misdirected(Signal signal, string because) =>
        new(
            LoopOutcome.Misdirected,
            signal switch
            {
                Signal.OperatorAnswered answer => answer.Target.Value,
                Signal.LineTicked tick => tick.Line,
                _ => "the control switch",
            },
            Incident: null,
            Phase: null,
            because
        );

    /// <summary>Sets the switch and notifies people: who, why, until when.</summary>
    public async Task<LoopReport> SetControlAsync(Signal.ControlSet set, CancellationToken cancellationToken)
    {
        var (before, now) = await ports.Journal.ReadControlAsync(cancellationToken);
        var control = new ControlSwitch(set.Mode, set.By, set.Because + Signature.Of(set.RequestId))
        {
            Until = set.Until ?? (set.UntilTime is { } time ? notices.Place.Next(time, now) : null),
        };
        if (control.Until <= now)
        {
            return new LoopReport(
                LoopOutcome.Denied,
                estate.Name,
                null,
                null,
                $"until {notices.Place.Local(control.Until.Value)} is past, it is {notices.Place.Local(now)}: "
                    + "the control switch is left as it was"
            );
        }

        await ports.Journal.SetControlAsync(control, cancellationToken);
        var failed = await ports.Notifier.SendAsync(notices, notices.ControlSet(control), now, cancellationToken);
        return new LoopReport(
            LoopOutcome.Accepted,
            estate.Name,
            null,
            null,
            $"the control switch is at '{Show(control)}'; before: '{Show(before.At(now))}'"
                + (failed is null ? "" : $" (not notified: {failed})")
        );
    }

    /// <summary>Keeps that a line of a checklist is done, for the next report.</summary>
    public async Task<LoopReport> TickLineAsync(Signal.LineTicked tick, CancellationToken cancellationToken)
    {
        var (_, now) = await ports.Journal.ReadControlAsync(cancellationToken);
        var line = new TickedLine(tick.Line, tick.By, tick.Because + Signature.Of(tick.RequestId), now);
        await ports.Journal.TickLineAsync(line, cancellationToken);
        return new LoopReport(
            LoopOutcome.Accepted,
            estate.Name,
            null,
            null,
            $"{line.Line} is ticked by {line.By}: the next report of its period shows it"
        );
    }

    /// <summary>The estate does not name it: people are notified, as an alarm that nobody handles is news.</summary>
    public async Task<LoopReport> NotifyUnknownAsync(Signal signal, string because, CancellationToken cancellationToken)
    {
        var subject = signal switch
        {
            Signal.AlarmChanged alarm => alarm.Name,
            Signal.BreachFound breach => breach.Target.Value,
            Signal.OperatorRequested asked => asked.Target.Value,
            Signal.OperatorAnswered answer => answer.Target.Value,
            Signal.TickCame tick => tick.Target.Value,
            Signal.DeploymentChanged changed => changed.ServiceArn,
            Signal.SmokeTested tested => tested.ServiceArn,
            _ => throw new UnreachableException(),
        };
        if (signal is Signal.DeploymentChanged or Signal.SmokeTested)
        {
            // Others deploy in the account, too: that is no news.
            return new LoopReport(LoopOutcome.Unknown, subject, null, null, because);
        }

        var failed = await ports.Notifier.SendAsync(
            notices,
            signal is Signal.BreachFound found
                ? notices.UnknownBreach(subject, found.Line, because)
                : notices.Unknown(subject, because),
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

    /// <summary>A message that is no signal: people hear that it came.</summary>
    public async Task<LoopReport> NotifyTextAsync(string from, string text, CancellationToken cancellationToken)
    {
        var notice = notices.Reports.Foreign(from, text);
        var failed = await ports.Notifier.SendAsync(notices, notice, machine.GetUtcNow(), cancellationToken);
        return new LoopReport(
            LoopOutcome.Unknown,
            from,
            null,
            null,
            $"it reached LambdaOps, and is no alarm: {notice.Text}"
                + (failed is null ? "" : $" (not notified: {failed})")
        );
    }

    /// <summary>
    /// The incident is another function's: the answer goes into its record here, so that whoever answers learns what
    /// became of it, and the other function looks at once. A crash in between loses nothing: its own tick comes.
    /// </summary>
    public async Task<LoopReport> TakeAnswerAsync(Arrival arrival, Incident open, CancellationToken cancellationToken)
    {
        var intake = arrival.Intake!;
        if (
            await ports.Journal.ClaimAsync(arrival.View!, Relay.Briefly, cancellationToken) is not { } lease
            || await ports.Journal.SaveAsync(
                lease,
                intake.Record,
                ended: null,
                report: null,
                release: true,
                cancellationToken
            )
                is null
        )
        {
            return await relay.DeferAsync(arrival, Arrival.AfterLease, cancellationToken);
        }

        await ports.FollowUps.SendAsync(
            new Signal.TickCame(open.Target, open.Id, open.Beat),
            AllProcedures.FunctionOf(open.Remedy),
            TimeSpan.Zero,
            cancellationToken
        );
        return new LoopReport(
            LoopOutcome.Accepted,
            open.Target.Value,
            open.Id.Value,
            open.Phase.Name,
            $"{intake.Because}; {open.Remedy} goes on with it now"
        );
    }

    /// <summary>
    /// People write the cause and the lessons after the end. The target's lease keeps others from the record meanwhile:
    /// whoever ends or reopens the incident holds it, too.
    /// </summary>
    public async Task<LoopReport> NoteEndedAsync(
        Arrival arrival,
        Entry.NoteEnded noted,
        CancellationToken cancellationToken
    )
    {
        var view = arrival.View!;
        var ended = await ports.Journal.FindEndedAsync(noted.Id, cancellationToken);
        if (ended is null || ended.Target != arrival.Target.Id)
        {
            return Answered(LoopOutcome.Ignored, $"{arrival.Target.Id} has no incident {noted.Id}, open or ended");
        }

        if (ended.TakeNote(noted.Note, view.At) is not { } with)
        {
            return Answered(LoopOutcome.Ignored, $"the record of {ended.Id} already has this note");
        }

        return
            await ports.Journal.ClaimAsync(view, Relay.Briefly, cancellationToken) is { } lease
            && await ports.Journal.SaveAsync(
                lease,
                view.Record.Keep(with),
                ended: with,
                report: new WrittenReport(with.Id, notices.Incidents.Write(with, view.At), view.At),
                release: true,
                cancellationToken
            )
                is not null
            ? Answered(LoopOutcome.Accepted, $"noted in the record of {ended.Id}, which has ended")
            : await relay.DeferAsync(arrival, Arrival.AfterLease, cancellationToken);

        LoopReport Answered(LoopOutcome outcome, string because) =>
            new(outcome, arrival.Target.Id.Value, noted.Id.Value, ended?.Phase.Name, because);
    }

    /// <summary>
    /// On-call is notified of a disturbance while the estate says off; a notice that failed is sent again.
    /// </summary>
    public async Task<LoopReport> NotifyOffAsync(
        Arrival arrival,
        Entry.NotifyOff off,
        CancellationToken cancellationToken
    )
    {
        var (view, route) = (arrival.View!, arrival.Route);
        var target = route.Target.Id;
        if (await ports.Journal.ClaimAsync(view, Relay.Briefly, cancellationToken) is not { } lease)
        {
            return await relay.AgainAsync(arrival, $"{target} is busy: retry later", cancellationToken);
        }

        var notice = notices.SwitchedOff(off.Disturbance, target, route.Remedy, route.Severity) with
        {
            Level = Escalation.FirstLevel(route.Severity, estate.Escalation, view.At),
        };
        var failed = await ports.Notifier.SendAsync(notices, notice, view.At, cancellationToken);
        await ports.Journal.SaveAsync(
            lease,
            failed is null ? off.Notified : view.Record,
            ended: null,
            report: null,
            release: true,
            cancellationToken
        );
        if (failed is not null)
        {
            await relay.SendAgainAsync(arrival, s_notifyAgain, cancellationToken);
            return Off(arrival, $"{off.Because} (on-call is notified again: {failed})");
        }

        return Off(arrival, $"{off.Because}; on-call is notified");
    }

    private string Show(ControlSwitch control) =>
        control.Mode.ToString().ToLowerInvariant()
        + (control.Until is { } until ? $" until {notices.Place.Local(until)}" : "");
}
