using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine;

// What any function takes in for all of them: the control switch, answers, and alarms for which the estate says off.
public sealed partial class RemedyLoop
{
    /// <summary>When a notice that has to go out is tried again.</summary>
    private static readonly TimeSpan s_tellAgain = TimeSpan.FromSeconds(30);

    /// <summary>Sets the switch and tells people: who, why, until when.</summary>
    private async Task<LoopReport> SetControlAsync(Signal.ControlSet set, CancellationToken cancellationToken)
    {
        var (before, now) = await ports.Journal.ReadControlAsync(cancellationToken);
        var control = new ControlSwitch(set.Mode, set.By, set.Because)
        {
            Until = set.Until ?? (set.UntilTime is { } time ? _notices.Place.Next(time, now) : null),
        };
        if (control.Until <= now)
        {
            return new LoopReport(
                LoopOutcome.Denied,
                estate.Name,
                null,
                null,
                $"until {_notices.Place.Local(control.Until.Value)} is past, it is {_notices.Place.Local(now)}: "
                    + "the control switch is left as it was"
            );
        }

        await ports.Journal.SetControlAsync(control, cancellationToken);
        var failed = await ports.Notifier.SendAsync(_notices, _notices.ControlSet(control), now, cancellationToken);
        return new LoopReport(
            LoopOutcome.Accepted,
            estate.Name,
            null,
            null,
            $"the control switch is at '{Show(control)}'; before: '{Show(before.At(now))}'"
                + (failed is null ? "" : $" (not notified: {failed})")
        );
    }

    private string Show(ControlSwitch control) =>
        control.Mode.ToString().ToLowerInvariant()
        + (control.Until is { } until ? $" until {_notices.Place.Local(until)}" : "");

    /// <summary>
    /// The incident is another function's: the answer goes into its record here, so that whoever answers learns what
    /// became of it, and the other function looks at once. A crash in between loses nothing: its own tick comes.
    /// </summary>
    private async Task<LoopReport> TakeAnswerAsync(
        Signal.OperatorAnswered answer,
        Intake intake,
        Route route,
        JournalView view,
        CancellationToken cancellationToken
    )
    {
        var open = intake.Record.Open!;
        if (
            await ports.Journal.ClaimAsync(view, s_briefly, cancellationToken) is not { } lease
            || await ports.Journal.SaveAsync(lease, intake.Record, ended: null, release: true, cancellationToken)
                is null
        )
        {
            return await DeferAsync(answer, intake, route, s_afterLease, cancellationToken);
        }

        await ports.FollowUps.SendAsync(
            new Signal.TickCame(open.Target, open.Id, open.Beat),
            open.Remedy,
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
    /// The estate says off: nothing is looked at. On-call hears once of an alarm that fires, not with every delivery.
    /// </summary>
    private async Task<LoopReport> OffAsync(Signal signal, Route route, CancellationToken cancellationToken)
    {
        const string Off = "mode is 'Off' in the estate";
        var target = route.Target.Id;
        var off = new LoopReport(LoopOutcome.SwitchedOff, target.Value, null, null, Off);
        if (signal is not Signal.AlarmChanged { State: AlarmState.Alarm } alarm)
        {
            return off;
        }

        var view = await ports.Journal.ReadAsync(target, cancellationToken);
        if (view.Record.TellOff(alarm, estate.ReopenWithin) is not { } told)
        {
            return off with { Because = $"{Off}; on-call was told of {alarm.Name}" };
        }

        if (
            view.LeasedUntil > view.At
            || await ports.Journal.ClaimAsync(view, s_briefly, cancellationToken) is not { } lease
        )
        {
            return await AgainAsync(signal, route, $"{target} is busy: comes again", cancellationToken);
        }

        var notice = _notices.SwitchedOff(alarm.Name, target, route.Remedy, route.Severity, alarm.Line) with
        {
            Level = Escalation.FirstLevel(route.Severity, estate.Escalation, view.At),
        };
        var failed = await ports.Notifier.SendAsync(_notices, notice, view.At, cancellationToken);
        await ports.Journal.SaveAsync(
            lease,
            failed is null ? told : view.Record,
            ended: null,
            release: true,
            cancellationToken
        );
        if (failed is not null)
        {
            await ports.FollowUps.SendAsync(signal, options.Only ?? route.Remedy, s_tellAgain, cancellationToken);
            return off with { Because = $"{Off} (on-call is told again: {failed})" };
        }

        return off with
        {
            Because = $"{Off}; on-call is told",
        };
    }
}
