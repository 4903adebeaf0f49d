using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Ports;

/// <summary>The loop's eyes on a run's world: late, blind, or on what was true a moment ago.</summary>
internal sealed class CampaignObserver(CampaignRun run, CampaignCalls calls, Chance chance) : IObserver
{
    private static readonly IReadOnlyList<SlowEndpoint> s_slow = [new("/events", 1800, 40)];

    public Task<HealthProbe> HealthAsync(HealthCheck check, CancellationToken cancellationToken) =>
        LookAsync(Looks.Health, run.ServiceOf(check), static (_, model, _) => model.Probe(), cancellationToken);

    public Task<TargetCounts> TargetsAsync(OperatedService service, CancellationToken cancellationToken) =>
        LookAsync(
            Looks.Targets,
            run.ServiceOf(service),
            static (_, model, stale) => model.See(stale).Targets,
            cancellationToken
        );

    public Task<ServiceState> ServiceAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        run.Current!.ServiceAskedAt = run.Clock.Ticks;
        return LookAsync(
            Looks.Service,
            run.ServiceOf(service),
            static (_, model, stale) => model.See(stale).State,
            cancellationToken
        );
    }

    public Task<AlarmReading> AlarmAsync(AlarmRef alarm, CancellationToken cancellationToken) =>
        LookAsync(
            Looks.Alarm,
            run.AlarmOf(alarm.Name),
            static (self, model, _) => model.Reading(self.IsWrong("alarm")),
            cancellationToken
        );

    public Task<ActiveAlarms> ActiveAlarmsAsync(Func<string, bool> isOurs, CancellationToken cancellationToken) =>
        LookAsync(Looks.Alarms, isOurs, static (self, ours, _) => self.Active(ours), cancellationToken);

    public Task<LoadReading> LoadAsync(
        OperatedService service,
        LoadWindow window,
        CancellationToken cancellationToken
    ) => LookAsync(Looks.Load, run.ServiceOf(service), static (self, model, _) => self.Load(model), cancellationToken);

    public Task<TableThrottles> TablesAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => LookAsync(Looks.Tables, run.ServiceOf(service), static (_, model, _) => model.Throttles, cancellationToken);

    public Task<ScalingState> ScalingAsync(OperatedService service, CancellationToken cancellationToken) =>
        LookAsync(
            Looks.Scaling,
            run.ServiceOf(service),
            static (_, model, stale) => model.See(stale).Scaling,
            cancellationToken
        );

    public Task<PageState> PageAsync(OperatedSite site, IncidentId incident, CancellationToken cancellationToken)
    {
        run.Current!.PageAskedAt = run.Clock.Ticks;
        var seen = LookAsync(
            Looks.Page,
            (Site: run.SiteOf(site), Incident: incident),
            static (_, asked, _) => asked.Site.See(asked.Incident),
            cancellationToken
        );
        run.People.InterfereAfterLook(run.Current.Target, site);
        return seen;
    }

    public Task<IReadOnlyList<SlowEndpoint>> SlowEndpointsAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => LookAsync(Looks.None, service, static (_, _, _) => s_slow, cancellationToken);

    private Task<T> LookAsync<TAsked, T>(
        Looks what,
        TAsked asked,
        Func<CampaignObserver, TAsked, bool, T> look,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var fate = calls.Draw(CallKind.Look, Name(what));
        run.Current!.SawStale |= fate.Fault == FaultKind.LookStale;
        return fate.IsPlain || fate.Fault == FaultKind.LookStale
            ? Task.FromResult(Seen(run.Current!, what, look(this, asked, fate.Fault is not null)))
            : WatchAsync(what, fate, asked, look, cancellationToken);
    }

    /// <summary>A look that takes its time; the invocation remembers when it came to nothing.</summary>
    private Task<T> WatchAsync<TAsked, T>(
        Looks what,
        Fate fate,
        TAsked asked,
        Func<CampaignObserver, TAsked, bool, T> look,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var by = run.Current!;
        return calls.MakeAsync(
            fate,
            () => Seen(by, what, look(this, asked, false)),
            cancellationToken,
            failed: why =>
            {
                by.Missed += what == Looks.None ? 0 : 1;
                run.Tell(new CampaignEvent.Looked(by, what, why));
            }
        );
    }

    private T Seen<T>(CampaignInvocation by, Looks what, T seen)
        where T : class
    {
        switch (seen)
        {
            case ServiceState state:
                by.Service = state;
                by.DecidedOn ??= state;
                break;
            case TargetCounts targets:
                by.Targets = targets;
                break;
            case ActiveAlarms alarms:
                by.Alarms = alarms;
                break;
        }

        if (run.Keeps)
        {
            run.Tell(new CampaignEvent.Looked(by, what, seen));
        }

        return seen;
    }

    private ActiveAlarms Active(Func<string, bool> isOurs)
    {
        List<string>? names = null,
            silenced = null;
        foreach (var alarm in run.ActiveAlarms)
        {
            if (isOurs(alarm.Name))
            {
                (alarm.LooksSilenced ? silenced ??= [] : names ??= []).Add(alarm.Name);
            }
        }

        return names is null && silenced is null
            ? ActiveAlarms.None
            : new ActiveAlarms(names ?? []) { Silenced = silenced ?? [] };
    }

    private LoadReading Load(ServiceModel model)
    {
        var load = model.Load;
        if (Strikes(FaultKind.MetricsLate))
        {
            return model.LoadBefore ?? load;
        }

        if (Strikes(FaultKind.MetricsMissing))
        {
            return chance.Below(2) == 0
                ? load with
                {
                    P50Ms = null,
                    P95Ms = null,
                    P99Ms = null,
                }
                : load with
                {
                    CpuPercent = null,
                    MemoryPercent = null,
                };
        }

        return IsWrong("load")
            ? load with
            {
                CpuPercent = chance.Below(100),
                P95Ms = chance.Below(3000),
                RequestsPerSecond = chance.Below(900),
            }
            : load;
    }

    private bool IsWrong(string what) => Strikes(FaultKind.MetricsWrong, what);

    private bool Strikes(FaultKind fault, string what = "load")
    {
        if (!run.IsFaulty || !run.Options.Faults.Contains(fault) || chance.Share() >= run.Plan.FaultRate)
        {
            return false;
        }

        run.Strike(run.Current, fault, what);
        return true;
    }

    private static string Name(Looks what) =>
        what switch
        {
            Looks.Health => "look at health",
            Looks.Targets => "look at targets",
            Looks.Service => "look at service",
            Looks.Alarm => "look at alarm",
            Looks.Alarms => "look at alarms",
            Looks.Load => "look at load",
            Looks.Tables => "look at tables",
            Looks.Scaling => "look at scaling",
            Looks.Page => "look at page",
            _ => "look at logs",
        };
}
