namespace LambdaOps.Account.World;

/// <summary>
/// The one clock of a simulated world: a queue of things that will happen, in order of time and then of scheduling.
/// Not thread-safe: every caller holds <see cref="SimulatedWorld.Gate"/>.
/// </summary>
public sealed class VirtualClock : TimeProvider
{
    private readonly PriorityQueue<(string What, Action Happen), (DateTimeOffset At, long Order)> _coming = new();
    private long _order;

    public VirtualClock(DateTimeOffset start) => Now = start;

    /// <summary>The virtual moment.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>When the next thing happens, or null when nothing is scheduled.</summary>
    public DateTimeOffset? Next => _coming.TryPeek(out _, out var key) ? key.At : null;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    /// <summary>Schedules <paramref name="happen"/>; a moment in the past means as soon as the clock moves.</summary>
    public void At(DateTimeOffset at, string what, Action happen) =>
        _coming.Enqueue((what, happen), (at < Now ? Now : at, _order++));

    public void In(TimeSpan delay, string what, Action happen) => At(Now + delay, what, happen);

    /// <summary>
    /// Moves to the next scheduled thing and lets it happen; false when there is none up to <paramref
    /// name="until"/>.
    /// </summary>
    public bool Step(DateTimeOffset until)
    {
        if (!_coming.TryPeek(out _, out var key) || key.At > until)
        {
            Now = until > Now ? until : Now;
            return false;
        }

        var (_, happen) = _coming.Dequeue();
        Now = key.At > Now ? key.At.ToOffset(Now.Offset) : Now;
        happen();
        return true;
    }
}
