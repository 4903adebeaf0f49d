using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>Moves virtual time. Nothing else may step the clock of a world whose functions really run.</summary>
public sealed class VirtualPump(SimulatedWorld world, LambdaService lambda, TimeProvider machine)
{
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Real: how long functions may be at work at one virtual moment before the run counts as stalled.
    /// </summary>
    public TimeSpan StallGuard { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether virtual time goes on by itself, as real time does.</summary>
    public bool Flows { get; private set; }

    /// <summary>
    /// Runs the world until <paramref name="done"/> (asked with the gate held, whenever no function is at work) or
    /// until virtual <paramref name="limit"/>, which is included. Time stands still while functions run.
    /// </summary>
    public async Task<PumpEnd> RunUntilAsync(Func<bool> done, DateTimeOffset limit)
    {
        while (true)
        {
            var idle = lambda.WhenIdle();
            try
            {
                await idle.WaitAsync(StallGuard, machine);
            }
            catch (TimeoutException)
            {
                return Stalled();
            }

            // Steps are taken as long as they start no function.
            lock (world.Gate)
            {
                while (lambda.IsIdle)
                {
                    if (done())
                    {
                        return new PumpEnd(PumpEndReason.Done, world.Clock.Now, "");
                    }

                    if (!world.Clock.Step(limit))
                    {
                        var reason = done() ? PumpEndReason.Done : PumpEndReason.Limit;
                        return new PumpEnd(reason, world.Clock.Now, "");
                    }
                }
            }
        }
    }

    /// <summary>
    /// Lets virtual time follow real time, <paramref name="speed"/> times as fast, until cancelled. Functions run
    /// meanwhile, side by side: such a run is for watching and is not repeatable.
    /// </summary>
    public async Task RunAtSpeedAsync(double speed, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        lambda.Parallelism = int.MaxValue;
        Flows = true;
        var (from, started) = (world.Clock.Now, machine.GetTimestamp());
        while (!stop.IsCancellationRequested)
        {
            var now = from + (machine.GetElapsedTime(started) * speed);
            while (!stop.IsCancellationRequested && StepOnce(now)) { }

            await Task.Delay(s_beat, machine, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool StepOnce(DateTimeOffset until)
    {
        lock (world.Gate)
        {
            return world.Clock.Step(until);
        }
    }

    private PumpEnd Stalled()
    {
        lock (world.Gate)
        {
            var why = $"at work for more than {StallGuard} of real time: {string.Join(", ", lambda.AtWork)}";
            return new PumpEnd(PumpEndReason.Stalled, world.Clock.Now, why);
        }
    }
}

public enum PumpEndReason
{
    /// <summary>The condition was met.</summary>
    Done,

    /// <summary>Virtual time has come to the limit first.</summary>
    Limit,

    /// <summary>A function was at work for too long in real time. The run is worthless from here on.</summary>
    Stalled,
}

/// <summary>How a run of the pump ended, and at which virtual moment.</summary>
public sealed record PumpEnd(PumpEndReason Reason, DateTimeOffset At, string Why);
