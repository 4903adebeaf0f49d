namespace LambdaOps.Engine;

/// <summary>
/// The loop's one clock: AWS's time (the Date of the journal's answer) plus what has passed since on the machine's
/// monotonic clock, in whole seconds. So functions on different machines agree, and compiled functions live in a
/// simulator's virtual time.
/// </summary>
/// <param name="at">The answer's Date, in whole seconds.</param>
/// <param name="sent">The machine's timestamp from before the request: the Date is from some moment after it.</param>
public sealed class LoopClock(DateTimeOffset at, long sent, TimeProvider machine)
{
    private static readonly TimeSpan s_dateStep = TimeSpan.FromSeconds(1);

    private readonly long _received = machine.GetTimestamp();

    /// <summary>Not later than AWS's time, and behind it by as much as the answer was slow.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = at + machine.GetElapsedTime(_received);
            return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset);
        }
    }

    /// <summary>Not earlier than AWS's time: what a lease is held against.</summary>
    public DateTimeOffset Latest => at + s_dateStep + machine.GetElapsedTime(sent);
}
