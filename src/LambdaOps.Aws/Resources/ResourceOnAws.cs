using System.Collections.Immutable;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>One kind of resource in AWS calls: how it is looked at, and how it is changed.</summary>
public abstract class ResourceOnAws
{
    public virtual ImmutableArray<LookCall> Looks => [];

    /// <summary>Each is one call, by a client that sends once (<see cref="Outcomes.SendsOnce"/>).</summary>
    public virtual ImmutableArray<ChangeCall> Changes => [];
}
