using System.Text.Json.Serialization;

namespace LambdaOps.Core.Incidents;

[JsonDerivedType(typeof(MaintenancePage), "maintenancePage")]
public abstract partial record ProcedureMemory
{
    /// <summary>What the maintenance page's procedure remembers: what a person asked for.</summary>
    public sealed record MaintenancePage([property: JsonPropertyName("wish")] PageRequest RequestedPage)
        : ProcedureMemory
    {
        public override bool IsRequest => true;

        public override ProcedureMemory AfterReturn => this;
    }
}

/// <summary>The maintenance page's memory, as its decisions read it.</summary>
public static class MaintenancePageMemory
{
    extension(Incident incident)
    {
        /// <summary>What a person wants of a page; null for incidents that are about a disturbance.</summary>
        public PageRequest? RequestedPage => (incident.Memory as ProcedureMemory.MaintenancePage)?.RequestedPage;
    }

    /// <summary>
    /// A new request replaces an earlier one; what was done for that no longer counts. Asking how it stands replaces
    /// nothing. An incident that on-call had is carried out again: it is a person who asks.
    /// </summary>
    public static Incident Want(this Incident incident, PageRequest? wish, DateTimeOffset now)
    {
        if (wish is not { } wanted || (wanted == PageRequest.Status && incident.RequestedPage is not null))
        {
            return incident;
        }

        var asked = incident with
        {
            Memory = new ProcedureMemory.MaintenancePage(wanted),
            Rung = incident.Rung with { Start = incident.Attempts.Length },
        };
        return incident.IsHandedOff
                ? (asked with { Status = IncidentStatus.Open, Phase = Phase.Opened, Escalation = null }).Note(
                    now,
                    EntryKind.Signal,
                    $"open again: an operator asks for the page {wanted}",
                    new EntryDetail.Reopening()
                )
            : wanted == incident.RequestedPage ? incident
            : asked;
    }
}

/// <summary>What a person wants of a maintenance page.</summary>
[JsonConverter(typeof(EnumAsName<PageRequest>))]
public enum PageRequest
{
    /// <summary>To know how it stands.</summary>
    Status,

    Up,

    Down,
}
