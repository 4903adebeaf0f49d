using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Engine;

/// <summary>
/// Numbers incidents, by the day on which they were opened in the estate's zone. A remedy does not depend on it: an
/// incident that gets no number now asks again in its next round, and at its end.
/// </summary>
internal sealed partial class Numbering(IJournal journal, NoticePlace place, TimeProvider machine, ILogger logger)
{
    /// <summary>For how long a round waits for the number. Given late it is kept: who asks again gets the same.</summary>
    private static readonly TimeSpan s_within = TimeSpan.FromSeconds(2);

    public async Task<Incident> NumberAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (incident.Number is not null)
        {
            return incident;
        }

        var day = place.DayOf(incident.OpenedAt);
        try
        {
            var count = await journal
                .NumberAsync(incident.Id, day, cancellationToken)
                .WaitAsync(s_within, machine, cancellationToken);
            return incident with { Cause = incident.Cause with { Number = new(day, count) } };
        }
#pragma warning disable CA1031 // Whatever keeps the journal from counting must not keep a remedy from its work.
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotNumbered(failed, incident.Id.Value, failed.Message);
            return incident;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Incident} has no number yet: {Error}")]
    private partial void LogNotNumbered(Exception exception, string incident, string error);
}
