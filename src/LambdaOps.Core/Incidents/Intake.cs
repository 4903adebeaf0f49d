using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Incidents;

/// <summary>What a signal does to a target's record.</summary>
public abstract record Intake
{
    private Intake(TargetRecord record, string because) => (Record, Because) = (record, because);

    public TargetRecord Record { get; }

    public string Because { get; }

    /// <summary>There is an open incident: look at the world now.</summary>
    public sealed record Look(TargetRecord After, bool IsNew, string Why) : Intake(After, Why)
    {
        /// <summary>Whether the incident had ended and is open again.</summary>
        public bool CameBack { get; init; }

        /// <summary>A smoke test that did not pass, of which people have to hear; else null.</summary>
        public Signal.SmokeTested? NotPassed { get; init; }

        /// <summary>What a person asked for, where the open incident does not take it up; else null.</summary>
        public Signal.OperatorRequested? NotTaken { get; init; }
    }

    /// <summary>It concerns an alarm that another target's incident has taken in.</summary>
    public sealed record PassOn(TargetRecord After, JoinedTo To, string Why) : Intake(After, Why);

    /// <summary>Another remedy has the target: the signal is delivered again later.</summary>
    public sealed record Later(TargetRecord After, string Why) : Intake(After, Why);

    /// <summary>It belongs into the record, and asks for nothing else.</summary>
    public sealed record Keep(TargetRecord After, string Why) : Intake(After, Why);

    /// <summary>It is a note on an incident that is not open: it belongs into the record of one that ended.</summary>
    public sealed record NoteEnded(TargetRecord After, IncidentId Id, string Why) : Intake(After, Why);

    /// <summary>Nothing follows from it.</summary>
    public sealed record Ignore(TargetRecord After, string Why) : Intake(After, Why);
}
