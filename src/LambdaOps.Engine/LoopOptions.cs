using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine;

/// <summary>The loop's own bounds.</summary>
/// <param name="Lease">How long a target is claimed for: longer than an invocation may take.</param>
/// <param name="ObserveWithin">Bound of each look; one that takes longer is missing.</param>
/// <param name="IntentGrace">
/// Time in which an intent that the evidence does not show yet does not count as unconfirmed: its call is sent up to
/// 14 s after it, may take 10 s, and ECS shows it some seconds late.
/// </param>
/// <param name="WatchFor">How long an incident is monitored at most, whether or not on-call has it.</param>
public sealed record LoopOptions(TimeSpan Lease, TimeSpan ObserveWithin, TimeSpan IntentGrace, TimeSpan WatchFor)
{
    public static LoopOptions Default { get; } =
        new(
            Lease: TimeSpan.FromSeconds(25),
            ObserveWithin: TimeSpan.FromSeconds(4),
            IntentGrace: TimeSpan.FromSeconds(40),
            WatchFor: TimeSpan.FromHours(24)
        );

    /// <summary>The function that this is; null handles every remedy in one place.</summary>
    public FunctionName? Only { get; init; }

    /// <summary>
    /// Whether people's approvals, declines, acknowledgements, notes and the control switch are taken in here; null where
    /// that follows from <see cref="Only"/>. Set by none but a host that proves what would happen without the rule.
    /// </summary>
    public bool? TakesDecisions { get; init; }

    /// <summary>
    /// Whether the role that LambdaOps runs with holds the permissions to change anything; without them, nothing is
    /// tried.
    /// </summary>
    public bool MayWrite { get; init; } = true;

    /// <summary>
    /// Whether an alarm joins an incident of a milder rung than its own. Set by none but a host that proves what would
    /// happen then.
    /// </summary>
    public bool JoinsWorse { get; init; }

    /// <summary>Which version of the estate's file it is, for the record; null where nobody knows it.</summary>
    public string? EstateVersion { get; init; }

    /// <summary>The AWS account that LambdaOps runs in, for notices; null where nobody knows it.</summary>
    public string? Account { get; init; }

    /// <summary>
    /// How long an obstacle may stand in the way of what is decided before it is handed off to on-call.
    /// </summary>
    public TimeSpan DeniedAtMost { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long AWS may ask for a change to be sent later before it is handed off to on-call.</summary>
    public TimeSpan PostponedAtMost { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The guards that a change is asked of, in this order. All of them, but for a host that proves what would happen
    /// without one.
    /// </summary>
    public Func<Change, ImmutableArray<Guard>> Guards { get; init; } = Guard.InOrder;

    /// <summary>The remedies that decide, one a name; replaced by none but such a host.</summary>
    public ImmutableArray<Remedy> Remedies { get; init; } = AllProcedures.Remedies;
}

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
