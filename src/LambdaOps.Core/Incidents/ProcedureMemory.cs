using System.Text.Json.Serialization;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// What one procedure remembers in an incident from look to look. Each that remembers anything has a case of its own in
/// its folder; another procedure that takes the incident on begins without.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "procedure")]
public abstract partial record ProcedureMemory
{
    private ProcedureMemory() { }

    /// <summary>Whether a person requested the incident, and it ends with an answer to it.</summary>
    [JsonIgnore]
    public virtual bool IsRequest => false;

    /// <summary>What is still remembered when the disturbance is back after the incident's end.</summary>
    [JsonIgnore]
    public virtual ProcedureMemory? AfterReturn => null;
}
