using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine;

/// <summary>
/// Signals that this invocation does not handle: they go to another function, or are delivered again.
/// </summary>
internal sealed class Relay(IFollowUps followUps)
{
    /// <summary>For how long a record is held to change it without a look: a read and a write.</summary>
    public static TimeSpan Briefly { get; } = TimeSpan.FromSeconds(10);

    /// <summary>When to ask again whether another target's incident has been opened, or its record is free.</summary>
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(3);

    /// <summary>When to ask again whether another remedy's incident is over: a hook waits for hours by default.</summary>
    public static TimeSpan AskLater { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Its function has the permissions, and takes the signal in itself.</summary>
    public async Task<LoopReport> ForwardAsync(
        Arrival arrival,
        ProcedureName remedy,
        CancellationToken cancellationToken
    )
    {
        await followUps.SendAsync(arrival.Signal, AllProcedures.FunctionOf(remedy), TimeSpan.Zero, cancellationToken);
        return LoopReport.Of(LoopOutcome.Forwarded, arrival, $"{remedy} handles it");
    }

    /// <summary>
    /// Another invocation has the target for a moment: the signal itself is delivered again after that.
    /// </summary>
    public async Task<LoopReport> DeferAsync(Arrival arrival, TimeSpan delay, CancellationToken cancellationToken)
    {
        await followUps.SendAsync(
            arrival.Signal,
            arrival is { Signal: not Signal.OperatorAnswered, Intake.Record.Open.Remedy: var its }
                ? AllProcedures.FunctionOf(its)
                : Own(arrival),
            delay,
            cancellationToken
        );
        return LoopReport.Of(
            LoopOutcome.Deferred,
            arrival,
            FormattableString.Invariant(
                $"another invocation holds {arrival.Target.Id}: retry in {delay.TotalSeconds:0} s"
            )
        ) with
        {
            Incident = null,
        };
    }

    /// <summary>Another invocation has a record that is wanted for a moment.</summary>
    public async Task<LoopReport> AgainAsync(Arrival arrival, string because, CancellationToken cancellationToken)
    {
        await SendAgainAsync(arrival, s_askAgain, cancellationToken);
        return LoopReport.Of(LoopOutcome.Deferred, arrival, because) with { Incident = null };
    }

    /// <summary>Another remedy has the target for as long as it takes.</summary>
    public async Task<LoopReport> LaterAsync(Arrival arrival, string because, CancellationToken cancellationToken)
    {
        await SendAgainAsync(arrival, AskLater, cancellationToken);
        return LoopReport.Of(LoopOutcome.Deferred, arrival, because) with { Incident = null };
    }

    /// <summary>To this function's own queue.</summary>
    public Task SendAgainAsync(Arrival arrival, TimeSpan delay, CancellationToken cancellationToken) =>
        followUps.SendAsync(arrival.Signal, Own(arrival), delay, cancellationToken);

    /// <summary>Where one host handles every remedy, each queue leads to it; a tick names no remedy.</summary>
    private static FunctionName Own(Arrival arrival) =>
        arrival.Only
        ?? (arrival.Rule is { } rule ? AllProcedures.FunctionOf(rule.Remedy) : AllProcedures.LoopFunctions[0]);
}
