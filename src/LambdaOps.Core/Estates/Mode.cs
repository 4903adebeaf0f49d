using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>How far LambdaOps may go. The least of all that apply is in force.</summary>
[JsonConverter(typeof(EnumAsName<Mode>))]
public enum Mode
{
    /// <summary>
    /// New signals are logged, nothing is looked at or done; an open incident is monitored to its end.
    /// </summary>
    Off,

    /// <summary>Looks, decides, records and notifies; changes nothing.</summary>
    Observe,

    /// <summary>Each change is offered to a person first, and made when one approves.</summary>
    Ask,

    /// <summary>Carries remedies out.</summary>
    Act,
}

/// <summary>Arithmetic of modes.</summary>
public static class Modes
{
    /// <summary>The most careful of two.</summary>
    public static Mode Least(Mode one, Mode other) => (Mode)Math.Min((int)one, (int)other);
}

/// <summary>Which actions a person has to approve first, and how long such an offer stands.</summary>
/// <param name="AskFirst">Kinds of change ("restartAt"); in mode "ask" all of them.</param>
public sealed record ApprovalSetting(ImmutableArray<string> AskFirst, TimeSpan Within)
{
    public static ApprovalSetting None { get; } = new([], TimeSpan.FromMinutes(15));

    /// <summary>
    /// Whether people are asked for approval while every alarm of an incident is silenced; else nothing is changed then.
    /// </summary>
    public bool WhileSilenced { get; init; }

    /// <summary>Who wants to be asked about a rollback is asked, whichever of ECS's calls it takes.</summary>
    public bool AsksFirst(Change change) =>
        AskFirst.Contains(change.Kind.Name) || (change.RollsBack && AskFirst.Contains(ChangeKind.RollBack.Name));
}
