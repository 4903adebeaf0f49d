using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.QuickCheck;

/// <summary>
/// Which remedy of a service answers a danger, and how bad it is (インシデント分類). Each remedy is asked once a run: by
/// what is found first.
/// </summary>
/// <param name="alarms">Null where they could not be seen.</param>
internal sealed class ServiceBreaches(Estate estate, OperatedService service, BatchAlarms? alarms)
{
    private readonly HashSet<ProcedureName> _asked = [];

    /// <summary>A main function is down.</summary>
    public BreachClaim OfHealth() => For(ServiceUnavailableProcedure.ProcedureName, Severity.P2);

    /// <summary>Some requests fail; many, and a main function is down.</summary>
    public BreachClaim OfErrors(bool isMany) =>
        For(ServiceUnavailableProcedure.ProcedureName, isMany ? Severity.P2 : Severity.P3);

    /// <summary>As the runbook's own alarm on CPU.</summary>
    public BreachClaim OfCpu() => For(LatencyProcedure.ProcedureName, Severity.P2);

    /// <summary>A resource runs short, or answers take long.</summary>
    public BreachClaim OfLoad() => For(LatencyProcedure.ProcedureName, Severity.P3);

    private BreachClaim For(ProcedureName remedy, Severity severity) =>
        AllProcedures.Find(remedy)?.SettingFor(service) is null ? new(null, $"{service.Id} has no remedy {remedy}")
        : SilencedOf(remedy) is { } silenced ? new(null, $"people silenced {silenced}: no incident is opened")
        : _asked.Add(remedy) ? new(new Breach(service.Id, remedy, severity), null)
        : new(null, null);

    /// <summary>What people silenced stays silent: alarms of the remedy fire, and all that do are silenced.</summary>
    private string? SilencedOf(ProcedureName remedy)
    {
        var active = alarms?.Of(service.Id) ?? ActiveAlarms.None;
        var silenced = active.Silenced.Where(IsOfRemedy).ToList();
        return silenced.Count > 0 && !active.Names.Any(IsOfRemedy) ? string.Join(", ", silenced) : null;

        bool IsOfRemedy(string alarm) =>
            estate.AlarmsOf(service.Id).Any(rule => rule.Remedy == remedy && rule.Names(alarm));
    }
}

/// <summary>What follows from a danger.</summary>
/// <param name="Breach">Null where no incident is opened or joined for it.</param>
/// <param name="Why">Why not; null where another finding of the run asks for the same.</param>
internal sealed record BreachClaim(Breach? Breach, string? Why);
