namespace LambdaOps.Core.Signals;

/// <summary>What a person answers.</summary>
public enum OperatorAnswer
{
    /// <summary>Somebody works on the incident.</summary>
    Acknowledge,

    /// <summary>The offered change may be made.</summary>
    Approve,

    /// <summary>The offered change must not be made.</summary>
    Refuse,

    /// <summary>A remark for the incident's record; nothing else follows from it.</summary>
    Note,
}
