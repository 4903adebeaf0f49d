using LambdaOps.Core;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns;

/// <summary>A signal on its way to a function.</summary>
/// <param name="Way">How it is delivered, and so what happens when the function fails.</param>
internal sealed class Message(long number, Way way, Signal signal, TargetId target, FunctionName function)
{
    public long Number { get; } = number;

    public Way Way { get; } = way;

    public Signal Signal { get; } = signal;

    public TargetId Target { get; } = target;

    public FunctionName Function { get; } = function;

    /// <summary>Whether it is handled to its end, or dead.</summary>
    public bool IsGone { get; set; }

    /// <summary>How often it has been delivered, or was lost on the way.</summary>
    public int Received { get; set; }

    public override string ToString() =>
        $"message {Number} ({Way}, {Signal switch
    {
        Signal.TickCame tick => $"tick {tick.Beat} of {tick.Incident}",
        Signal.AlarmChanged alarm => $"{alarm.Name} {alarm.State}",
        Signal.OperatorAnswered answer => $"{answer.By}: {answer.Answer} {answer.Subject}",
        Signal.ControlSet set => $"{set.By} sets {set.Mode}",
        Signal.OperatorRequested asked => $"{asked.By} asks for {asked.Remedy}",
        _ => throw new System.Diagnostics.UnreachableException(),
    }})";
}

/// <summary>By which way a message comes.</summary>
internal enum Way
{
    /// <summary>SNS to an asynchronous invocation: retried after one and two minutes, then dead.</summary>
    Async,

    /// <summary>The function's queue: shown again after its visibility timeout, up to ten times, then dead.</summary>
    Queue,

    /// <summary>A person who waits for the answer, and asks again when it fails.</summary>
    Person,
}
