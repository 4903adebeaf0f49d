using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Nights;

/// <summary>
/// What one check works on in a campaign of nights: a small world of its own, how it is seen and changed, what people
/// do in it meanwhile, and what must never be so.
/// </summary>
public abstract class NightResource
{
    /// <summary>The check that works on it.</summary>
    public abstract ProcedureName Check { get; }

    /// <summary>What the estate says of it.</summary>
    public abstract Estate Name(Estate estate);

    public abstract ImmutableArray<LookCall> Looks { get; }

    public virtual ImmutableArray<ChangeCall> Changes => [];

    /// <summary>Something that people, users or AWS do between two calls.</summary>
    public abstract void Interfere(Chance chance, DateTimeOffset now);

    /// <summary>The first promise that is broken, or null. Asked after every call.</summary>
    public abstract string? Broken(DateTimeOffset now);

    /// <summary>What is still missing once the nights are over and nothing disturbed the last one; null when all is done.</summary>
    /// <param name="last">The report of the last night.</param>
    public abstract string? Undone(CheckReport last, DateTimeOffset now);
}
