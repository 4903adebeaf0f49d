using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Ports;

/// <summary>Writes AWS for the loop. Expected failures are outcomes, not exceptions.</summary>
public interface IActuator
{
    Task<ActionOutcome> ActAsync(Change change, Resource target, CancellationToken cancellationToken);
}

/// <summary>How one change went.</summary>
public abstract record ActionOutcome
{
    private ActionOutcome() { }

    /// <summary>AWS took it.</summary>
    public sealed record Done(string Detail) : ActionOutcome
    {
        /// <summary>Of a change to many things: how many; null where it is one.</summary>
        public ChangeTally? Tally { get; init; }
    }

    /// <summary>AWS refused it; nothing changed.</summary>
    public sealed record Refused(string Detail) : ActionOutcome;

    /// <summary>AWS did not take it now, and would later: nothing changed, and nothing is wrong with it.</summary>
    public sealed record Later(string Detail) : ActionOutcome;

    /// <summary>Sent, but no answer: it may have taken effect. The next tick asks the evidence.</summary>
    public sealed record Unknown(string Detail) : ActionOutcome;
}
