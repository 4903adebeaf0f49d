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
    /// <param name="Detail">AWS's words; of an error that goes on for pages, the beginning.</param>
    public sealed record Refused(string Detail) : ActionOutcome
    {
        public string Detail { get; init; } = Timeline.Cut(Detail);
    }

    /// <summary>AWS did not take it now, and would later: nothing changed, and nothing is wrong with it.</summary>
    /// <param name="Detail">As of what is refused.</param>
    public sealed record Later(string Detail) : ActionOutcome
    {
        public string Detail { get; init; } = Timeline.Cut(Detail);
    }

    /// <summary>Sent, but no answer: it may have taken effect. The next tick asks the evidence.</summary>
    /// <param name="Detail">As of what is refused.</param>
    public sealed record Unknown(string Detail) : ActionOutcome
    {
        public string Detail { get; init; } = Timeline.Cut(Detail);
    }
}
