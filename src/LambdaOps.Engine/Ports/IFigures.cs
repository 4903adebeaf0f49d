using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Ports;

/// <summary>Where figures by the day are kept, for 400 days.</summary>
public interface IFigures
{
    /// <summary>Keeps each; the same again writes the same. Throws when the journal does not take it.</summary>
    Task SaveAsync(ImmutableArray<DayFigures> figures, CancellationToken cancellationToken);
}
