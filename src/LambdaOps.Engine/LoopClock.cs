namespace LambdaOps.Engine;

/// <summary>
/// The loop's one clock: AWS's time (the Date of the journal's answer) plus what has passed since on the machine's
/// monotonic clock, in whole seconds. So functions on different machines agree, and compiled functions live in a
/// simulator's virtual time.
/// </summary>
public sealed class LoopClock(DateTimeOffset at, TimeProvider machine)
{
    private readonly long _since = machine.GetTimestamp();

    public DateTimeOffset Now
    {
        get
        {
            var now = at + machine.GetElapsedTime(_since);
            return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset);
        }
    }
}
