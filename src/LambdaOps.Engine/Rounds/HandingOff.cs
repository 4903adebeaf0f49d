using LambdaOps.Core;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Rounds;

/// <summary>Others take the incident: on-call, or another remedy.</summary>
internal sealed class HandingOff(RoundState round, Continuing continuing)
{
    /// <summary>The same incident, lease and record; the next look is the other remedy's, at once.</summary>
    public async Task<LoopReport> ToRemedyAsync(Decision.SwitchTo next, CancellationToken cancellationToken)
    {
        var now = round.Now;
        if (round.Remedy.HearsAgain(round.Seen, now) is { } signal)
        {
            await round.Ports.FollowUps.SendAsync(
                signal,
                AllProcedures.FunctionOf(round.Incident.Remedy),
                Relay.AskLater,
                cancellationToken
            );
        }

        round.Incident = (round.Incident with { Severity = Worse(round.Incident.Severity, next.AtLeast) }).SwitchTo(
            next.Remedy,
            next.Because,
            now
        );
        await round.NotifyAsync(
            round.Notices.Switched(round.Incident, next.Remedy, next.Because),
            now,
            cancellationToken
        );
        return await continuing.GoOnAsync(TimeSpan.Zero, LoopOutcome.Switched, next.Because, cancellationToken);
    }

    /// <summary>On-call has to take it; monitoring continues.</summary>
    public async Task<LoopReport> ToPersonAsync(Decision.Escalate escalate, CancellationToken cancellationToken)
    {
        var because = await ReasonAsync(escalate, cancellationToken);
        var now = round.Now;

        // On-call has this target from here; alarms of others do not wait for that.
        because += round.Incident.WhatIsRestored();
        round.Incident = await round.Tools.Shared.ReleaseAsync(round.Incident, now, cancellationToken);
        var before = round.Incident.Severity;
        var isLower =
            (escalate.IsAlarmOnly || escalate.WhileStopped)
            && escalate.Severity > before
            && !round.Incident.IsHandedOff;
        var severity = isLower ? escalate.Severity : Worse(before, escalate.Severity);
        round.Incident = round.Incident with
        {
            Phase = Phase.HandedOff,
            Status = IncidentStatus.HandedOff,
            Severity = severity,
            Trend = round.Incident.Trend with { LoweredFrom = isLower ? before : null },
        };
        round.Note(now, EntryKind.HandedOff, $"{severity}: {because}; next: {escalate.Next}");

        // The notice that hands it off is the first level's page.
        round.Incident = Escalation.Begin(round.Incident, because, escalate.Next, now, escalate.WhileStopped);
        return await continuing.GoOnAsync(escalate.CheckAgainIn, LoopOutcome.HandedOff, because, cancellationToken);
    }

    /// <summary>Why, with what else on-call wants to know at once.</summary>
    private async Task<string> ReasonAsync(Decision.Escalate escalate, CancellationToken cancellationToken)
    {
        var because = escalate.Because;
        if (escalate.Shows is { } look)
        {
            var seen = await round.Tools.Observation.LookAsync(
                round.Seen,
                [look],
                round.Incident,
                round.Clock,
                cancellationToken
            );
            because = $"{because}; {look.InWords(seen)}";
        }

        return
            round.Seen.Service is Fact<ServiceState>.Known { Value.Complaints: { Count: > 0 } complaints }
            && complaints.Where(one => !because.Contains(one, StringComparison.Ordinal)).ToList() is { Count: > 0 } more
            ? $"{because}; ECS says: {string.Join(" | ", more)}"
            : because;
    }

    private static Severity Worse(Severity one, Severity? other) => other is { } worse && worse < one ? worse : one;
}
