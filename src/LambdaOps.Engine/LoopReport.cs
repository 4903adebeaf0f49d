using System.Text.Json.Serialization;
using LambdaOps.Core;
using LambdaOps.Core.Signals;

namespace LambdaOps.Engine;

/// <summary>What one signal led to: the answer of an invocation, and a line of its log.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Target">The target, or the alarm's name when the estate does not know it.</param>
public sealed record LoopReport(LoopOutcome Outcome, string Target, string? Incident, string? Phase, string Because)
{
    /// <summary>About a signal that was not handled further than the loop's door.</summary>
    internal static LoopReport Of(LoopOutcome outcome, Arrival arrival, string because) =>
        new(outcome, arrival.Target.Id.Value, arrival.View?.Record.Open?.Id.Value, null, because);
}

[JsonConverter(typeof(EnumAsName<LoopOutcome>))]
public enum LoopOutcome
{
    /// <summary>The estate does not name the alarm or target.</summary>
    Unknown,

    /// <summary>A person's decision came to a function that may not take it in; nothing of it is recorded.</summary>
    Misdirected,

    /// <summary>Nothing follows from the signal.</summary>
    Ignored,

    /// <summary>The mode is off.</summary>
    SwitchedOff,

    /// <summary>Another invocation has the target: the signal is delivered again later.</summary>
    Deferred,

    /// <summary>Another remedy's function handles it.</summary>
    Forwarded,

    /// <summary>Another remedy takes the incident on.</summary>
    Switched,

    /// <summary>Another target's incident took the alarm in, or heard of it: both need the same thing.</summary>
    Joined,

    /// <summary>A person's question was answered; nothing was to be changed.</summary>
    Answered,

    /// <summary>A person's answer or setting is in the journal; what it is about goes on with it.</summary>
    Accepted,

    /// <summary>The lease was lost meanwhile; another invocation goes on.</summary>
    Fenced,

    /// <summary>A change was made.</summary>
    Acted,

    /// <summary>A change was decided and denied.</summary>
    Denied,

    /// <summary>Nothing to do now; looks again.</summary>
    Waiting,

    /// <summary>Evidence is missing; looks again.</summary>
    Inconclusive,

    HandedOff,

    Resolved,
}
