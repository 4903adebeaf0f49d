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

/// <summary>The virtual clock of one run: things that will happen, in order of time and then of scheduling.</summary>
internal sealed class CampaignClock
{
    private readonly PriorityQueue<Action, (long At, long Order)> _coming = new(256);
    private long _order;

    /// <summary>When every run begins.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Ticks since the start.</summary>
    public long Ticks { get; private set; }

    public DateTimeOffset Now => Start.AddTicks(Ticks);

    /// <summary>AWS's time, as the Date of its answers says.</summary>
    public DateTimeOffset WholeSeconds => Start.AddTicks(Ticks - (Ticks % TimeSpan.TicksPerSecond));

    /// <summary>How many things have happened.</summary>
    public long Happened { get; private set; }

    public void In(long delay, Action happen) => _coming.Enqueue(happen, (Ticks + Math.Max(0, delay), _order++));

    public void In(TimeSpan delay, Action happen) => In(delay.Ticks, happen);

    /// <summary>Lets the next thing happen; false when there is none up to <paramref name="until"/>.</summary>
    public bool Step(long until)
    {
        if (!_coming.TryPeek(out _, out var key) || key.At > until)
        {
            return false;
        }

        var happen = _coming.Dequeue();
        Ticks = key.At;
        Happened++;
        happen();
        return true;
    }
}
