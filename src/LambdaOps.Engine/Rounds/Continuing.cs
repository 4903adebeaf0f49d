using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Signals;

namespace LambdaOps.Engine.Rounds;

/// <summary>The incident stays open, and is looked at again; or its time is over, and it holds nothing.</summary>
internal sealed class Continuing(RoundState round, Attending attending, Recording recording)
{
    /// <summary>The next look is sent before the record is written, so that none is lost.</summary>
    public async Task<LoopReport> GoOnAsync(
        TimeSpan checkAgainIn,
        LoopOutcome outcome,
        string because,
        CancellationToken cancellationToken
    )
    {
        var now = round.Now;
        await attending.AttendAsync(now, cancellationToken);
        if (now - round.Incident.ActiveSince >= round.Options.WatchFor && !attending.HasOpenDeadline(now))
        {
            var held = Holdings.Of(round.Incident, round.Seen, now);
            if (held.Count == 0)
            {
                return await CloseAsync(outcome, because, cancellationToken);
            }

            await RemindAsync(held, now, cancellationToken);
            checkAgainIn = outcome is LoopOutcome.Waiting or LoopOutcome.Inconclusive
                ? Decision.LongestCheckAgainIn
                : checkAgainIn;
        }

        await FollowUpAsync(Await(checkAgainIn, now), cancellationToken);
        return await recording.SaveAsync(outcome, because, cancellationToken);
    }

    /// <summary>The incident awaits its next tick from here.</summary>
    /// <returns>In what time that one is due.</returns>
    public TimeSpan Await(TimeSpan checkAgainIn, DateTimeOffset now)
    {
        var checkIn = attending.NextLook(checkAgainIn, now);
        round.Incident = round.Incident.Await(now + checkIn);
        return checkIn;
    }

    public Task FollowUpAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        round.Ports.FollowUps.SendAsync(
            new Signal.TickCame(round.Incident.Target, round.Incident.Id, round.Incident.Beat),
            AllProcedures.FunctionOf(round.Incident.Remedy),
            delay,
            cancellationToken
        );

    /// <summary>
    /// Its time is over, it holds nothing, and whoever heard of it hears that nothing looks any more.
    /// </summary>
    private async Task<LoopReport> CloseAsync(LoopOutcome outcome, string because, CancellationToken cancellationToken)
    {
        var now = round.Now;
        round.Incident = round.Incident with { EndedAt = now };
        round.Note(now, EntryKind.Resolved, "monitoring ends; on-call keeps it");
        await round.NotifyAsync(round.Notices.Closed(round.Incident, because, now), now, cancellationToken);
        return await recording.EndAsync(outcome, because, cancellationToken);
    }

    /// <summary>Its time is over, and it holds something: people hear of that once in as long a time again.</summary>
    private async Task RemindAsync(IReadOnlyList<string> held, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now - round.Incident.Watch.RemindedAt < round.Options.WatchFor)
        {
            return;
        }

        round.Incident = round.Incident with { Watch = round.Incident.Watch with { RemindedAt = now } };
        await round.NotifyAsync(round.Notices.StillHeld(round.Incident, held, now), now, cancellationToken);
    }
}
