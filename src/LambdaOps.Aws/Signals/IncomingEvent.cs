using LambdaOps.Core.Checks;
using LambdaOps.Core.Signals;
using LambdaOps.Engine;

namespace LambdaOps.Aws.Signals;

/// <summary>What one invocation brings.</summary>
public abstract record IncomingEvent
{
    private IncomingEvent() { }

    /// <summary>Alarms, or a person's request.</summary>
    public sealed record Signals(IReadOnlyList<Signal> All) : IncomingEvent
    {
        /// <summary>What came by a topic and is no alarm.</summary>
        public IReadOnlyList<ForeignText> Texts { get; init; } = [];
    }

    /// <summary>Messages of the function's own queue, each good or bad by itself.</summary>
    public sealed record Batch(IReadOnlyList<BatchItem> Items) : IncomingEvent;

    /// <summary>What a schedule or a person starts by its name: "watchdog", "quickCheck".</summary>
    public sealed record Job(JobRequest Request) : IncomingEvent;

    /// <summary>A lifecycle hook of ECS, which waits for the answer.</summary>
    public sealed record Hook(HookCall Call) : IncomingEvent;
}

/// <summary>One message: its signal or its job, or why it cannot be read.</summary>
public sealed record BatchItem(string MessageId, Signal? Signal, BadEventException? Error)
{
    /// <summary>What a check goes on with; null where the message is a signal.</summary>
    public JobRequest? Job { get; init; }

    /// <summary>What came by a topic and is no alarm; null where the message is anything else.</summary>
    public ForeignText? Text { get; init; }

    /// <summary>What stands for this delivery at the queue.</summary>
    public string Receipt { get; init; } = "";

    /// <summary>How often it has been delivered, this time included.</summary>
    public int Received { get; init; } = 1;
}

/// <summary>
/// An event that cannot be read. The invocation fails with it, so that it is retried and reaches the dead-letter
/// queue.
/// </summary>
public sealed class BadEventException(string place, string found, string expected)
    : Exception($"{place}: found {found}, expected {expected}")
{
    /// <summary>Where in the event: "Records[0].Sns.Message.NewStateValue".</summary>
    public string Place { get; } = place;

    public string Found { get; } = found;

    public string Expected { get; } = expected;
}
