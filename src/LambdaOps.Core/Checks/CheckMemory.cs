using System.Text.Json.Serialization;

namespace LambdaOps.Core.Checks;

/// <summary>
/// What one check remembers from step to step of a run, and, where its report keeps it, from run to run. Each that
/// remembers anything has a case of its own in its folder.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "check")]
public abstract partial record CheckMemory
{
    private CheckMemory() { }
}
