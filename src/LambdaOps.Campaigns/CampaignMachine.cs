using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns;

/// <summary>
/// One execution environment's clock: monotonic time that runs a little fast or slow, timers on the virtual clock.
/// </summary>
internal sealed class CampaignMachine(CampaignRun run, double rate, TimeSpan offset) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => run.Clock.Now + offset;

    public override long GetTimestamp() => rate == 1 ? run.Clock.Ticks : (long)(run.Clock.Ticks * rate);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(run, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A timer of an invocation: it dies with it.</summary>
    private sealed class Timer(CampaignRun run, TimerCallback callback, object? state) : ITimer
    {
        private readonly CampaignInvocation? _mine = run.Current;
        private int _generation;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var generation = ++_generation;
            if (dueTime >= TimeSpan.Zero)
            {
                run.Clock.In(dueTime, () => Ring(generation));
            }

            return true;
        }

        public void Dispose() => _generation++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Ring(int generation)
        {
            if (generation == _generation && _mine is not { IsOver: true })
            {
                run.As(_mine, () => callback(state));
            }
        }
    }
}
