using LambdaOps.Aws.Signals;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;
using LambdaOps.Engine.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaOps.Aws.Tests.FieldCases;

/// <summary>What the loop made of a case: the changes, the notices, and how the incident stands at the end.</summary>
/// <param name="Last">The incident, open or ended; null when none was opened.</param>
internal sealed record FieldRun(
    IReadOnlyList<Change> Acts,
    IReadOnlyList<(TimeSpan At, Notice Notice)> Notices,
    Incident? Last,
    IReadOnlyList<LoopReport> Reports
)
{
    /// <summary>More rounds than that are a loop without a pause.</summary>
    private const int MostRounds = 10_000;

    /// <summary>Follows a case on the simulated clock, for the file's own time or as long as the test wants.</summary>
    public static async Task<FieldRun> OfAsync(FieldCase field, TimeSpan? following = null)
    {
        var (calls, time) = (new Calls(), new ManualTime(FieldCase.Start));
        var (estate, world) = (field.Estate, new FakeWorld(time));
        var journal = new FakeJournal(estate.Services[0].Id, time, calls);
        var notifier = new FakeNotifier(calls);
        var ticks = new FakeFollowUps(time, calls);
        var loop = new RemedyLoop(
            estate,
            new LoopPorts(
                journal,
                FieldObserver.Of(field, world, time),
                new FakeActuator(world, calls)
                {
                    Answer = change =>
                        change switch
                        {
                            Change.InvalidateSite when time.Now < FieldCase.Start + field.CdnBusyFor =>
                                new ActionOutcome.Later("TooManyInvalidationsInProgress: too many"),
                            Change.RestorePage back when field.IsEncrypted => Lost(world, back),
                            _ => world.Take(change),
                        },
                },
                ticks,
                notifier,
                new FakeMetrics(calls)
            ),
            NullLogger<RemedyLoop>.Instance,
            LoopOptions.Default,
            time
        );
        var (notices, reports) = (new List<(TimeSpan, Notice)>(), new List<LoopReport>());
        var end = FieldCase.Start + (following ?? field.For);
        foreach (var signal in SignalsOf(field))
        {
            await HandleAsync(signal);
        }

        while (ticks.Pending.Count > 0 && ticks.Pending.MinBy(tick => tick.Due) is var next && next.Due <= end)
        {
            ticks.Pending.Remove(next);
            time.Advance(next.Due > time.Now ? next.Due - time.Now : TimeSpan.Zero);
            await HandleAsync(next.Signal);
            Assert.True(reports.Count < MostRounds, $"stalled at {time.Now - FieldCase.Start}");
        }

        return new FieldRun(world.Effects, notices, journal.Record.Open ?? journal.Ended.LastOrDefault(), reports);

        async Task HandleAsync(Signal signal)
        {
            var before = notifier.Sent.Count;
            reports.Add(await loop.HandleAsync(signal, CancellationToken.None));
            notices.AddRange(notifier.Sent.Skip(before).Select(notice => (time.Now - FieldCase.Start, notice)));
        }
    }

    /// <summary>The whole run, for a failing test's reader.</summary>
    public override string ToString() =>
        string.Join(
            '\n',
            [
                .. Acts.Select(act => $"act: {act.Description}"),
                .. Notices.Select(one => $"{one.At}: {one.Notice.Kind} {one.Notice.Severity} {one.Notice.Line}"),
                .. (Last?.Lines ?? []).Select(line => line.ToString()),
            ]
        );

    /// <summary>It takes effect, and its answer is lost; the page has an ETag of its own.</summary>
    private static ActionOutcome.Unknown Lost(FakeWorld world, Change.RestorePage back)
    {
        world.Take(back);
        world.Restored = new PageState.Own("\"copy\"", IsSaved: false) { CopyOf = back.SavedKey };
        return new ActionOutcome.Unknown("IOException: the connection was closed");
    }

    private static IReadOnlyList<Signal> SignalsOf(FieldCase field) =>
        EventReader.Read(field.Event) switch
        {
            IncomingEvent.Signals signals => signals.All,
            IncomingEvent.Batch batch => [.. batch.Items.Select(item => item.Signal!)],
            var other => throw new ArgumentException($"{other} carries no signal"),
        };
}
