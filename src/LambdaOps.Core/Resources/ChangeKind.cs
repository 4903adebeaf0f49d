using System.Collections.Immutable;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>
/// What all changes of a kind have in common. The kinds stand beside their cases, in the folder of their resource.
/// </summary>
public sealed partial class ChangeKind
{
    private ChangeKind(string name) => Name = name;

    /// <summary>As estates and records write it ("forceNewDeployment").</summary>
    public string Name { get; }

    /// <summary>The folder of its resource ("Services").</summary>
    public required string Resource { get; init; }

    /// <summary>The IAM actions that AWS asks for when it gets the change's call.</summary>
    public required ImmutableArray<string> Permissions { get; init; }

    /// <summary>The guards of its resource, in the order in which they are asked.</summary>
    public ImmutableArray<Guard> Guards { get; private init; } = [];

    public override string ToString() => Name;
}
