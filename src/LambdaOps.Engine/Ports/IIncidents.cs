using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Engine.Ports;

/// <summary>The journal's incidents, open and ended, for people to read. The loop needs none of it.</summary>
public interface IIncidents
{
    /// <summary>
    /// All that are open, and those that were opened since <paramref name="since"/>; the newest first, at most
    /// <paramref name="most"/>. It may lag some seconds behind. Throws when the journal cannot be read.
    /// </summary>
    Task<ImmutableArray<Incident>> ListAsync(DateTimeOffset since, int most, CancellationToken cancellationToken);

    /// <summary>One incident as it stands; null when there is none. Throws when the journal cannot be read.</summary>
    Task<Incident?> FindAsync(IncidentId id, CancellationToken cancellationToken);
}
