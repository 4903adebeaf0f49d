using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine;

/// <summary>
/// One look at all that a remedy wants to see, side by side, each part within its bound; what fails is missing, what is
/// not wanted is not asked.
/// </summary>
internal sealed class Observation(
    IObserver observer,
    Estate estate,
    Resource target,
    TimeSpan bound,
    TimeProvider machine
)
{
    /// <summary>Room for the request's own end to be its answer.</summary>
    private static readonly TimeSpan s_afterHealth = TimeSpan.FromSeconds(1);

    private OperatedService? Service => target as OperatedService;

    private OperatedSite? Site => target is OperatedService service ? service.Site : target as OperatedSite;

    /// <summary>Looks at what <paramref name="wanted"/> names; the rest stays as it was seen before.</summary>
    public async Task<Evidence> LookAsync(
        Evidence before,
        Looks wanted,
        Incident incident,
        LoopClock clock,
        CancellationToken cancellationToken
    )
    {
        // All looks begin now: one bound is each one's own. The health request ends by itself, with an answer of its
        // own, within the time that the estate gives it: the look must not end before.
        using var timeout = new CancellationTokenSource(bound, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var slow = new CancellationTokenSource(HealthBound, machine);
        using var slowEither = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, slow.Token);
        var within = new Bound(bound, timeout.Token, either.Token, cancellationToken);
        var health = SeeAsync(
            before.Health,
            wanted,
            Looks.Health,
            Health(),
            clock,
            new Bound(HealthBound, slow.Token, slowEither.Token, cancellationToken)
        );
        var targets = SeeAsync(before.Targets, wanted, Looks.Targets, Targets(), clock, within);
        var state = SeeAsync(before.Service, wanted, Looks.Service, State(clock), clock, within);
        var alarm =
            wanted.HasFlag(Looks.Alarm) && incident.Alarm is null
                ? Task.FromResult(Fact.Known(AlarmReading.None, clock.Now))
                : SeeAsync(before.Alarm, wanted, Looks.Alarm, Alarm(incident), clock, within);
        var alarms = SeeAsync(before.Alarms, wanted, Looks.Alarms, Alarms(), clock, within);
        var load = SeeAsync(before.Load, wanted, Looks.Load, Load(incident, clock), clock, within);
        var tables = SeeAsync(before.Tables, wanted, Looks.Tables, Tables(clock), clock, within);
        var scaling = SeeAsync(before.Scaling, wanted, Looks.Scaling, Scaling(), clock, within);
        var page = SeeAsync(before.Page, wanted, Looks.Page, Page(incident.Id), clock, within);
        return new Evidence(await health, await targets, await state, await alarm)
        {
            Alarms = await alarms,
            Load = await load,
            Tables = await tables,
            Scaling = await scaling,
            Page = await page,
        }.WithoutContradiction();
    }

    private TimeSpan HealthBound =>
        Service?.Health.Timeout + s_afterHealth is { } longer && longer > bound ? longer : bound;

    /// <summary>The slowest endpoints in words; says why when they could not be looked up.</summary>
    public async Task<string> SlowEndpointsAsync(LoopClock clock, CancellationToken cancellationToken)
    {
        if (Service is not { LogGroup: not null } service)
        {
            return "slowest endpoints: the estate names no log group";
        }

        using var timeout = new CancellationTokenSource(bound, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var seen = await SeeAsync(
            Fact.NotAsked<IReadOnlyList<SlowEndpoint>>(),
            Looks.Load,
            Looks.Load,
            token => observer.SlowEndpointsAsync(service, clock.Now, token),
            clock,
            new Bound(bound, timeout.Token, either.Token, cancellationToken)
        );
        return seen switch
        {
            Fact<IReadOnlyList<SlowEndpoint>>.Known { Value: { Count: > 0 } slow } => "slowest endpoints: "
                + string.Join(", ", slow),
            Fact<IReadOnlyList<SlowEndpoint>>.Missing missing =>
                $"slowest endpoints: the logs cannot be asked ({missing.Reason})",
            _ => "slowest endpoints: the logs show none",
        };
    }

    private Func<CancellationToken, Task<HealthProbe>>? Health() =>
        Service is { } service ? token => observer.HealthAsync(service.Health, token) : null;

    private Func<CancellationToken, Task<TargetCounts>>? Targets() =>
        Service is { } service ? token => observer.TargetsAsync(service, token) : null;

    private Func<CancellationToken, Task<ServiceState>>? State(LoopClock clock) =>
        Service is { } service ? token => observer.ServiceAsync(service, clock.Now, token) : null;

    private Func<CancellationToken, Task<AlarmReading>>? Alarm(Incident incident) =>
        incident.Alarm is { } alarm ? token => observer.AlarmAsync(alarm, token) : null;

    private Func<CancellationToken, Task<ActiveAlarms>> Alarms() =>
        token =>
        {
            var rules = estate.AlarmsOf(target.Id);
            return observer.ActiveAlarmsAsync(name => rules.Any(rule => rule.Names(name)), token);
        };

    private Func<CancellationToken, Task<LoadReading>>? Load(Incident incident, LoopClock clock) =>
        Service is { LoadBalancer: not null } service
            ? token => observer.LoadAsync(service, LoadWindow.For(clock.Now, incident.OpenedAt), token)
            : null;

    private Func<CancellationToken, Task<TableThrottles>>? Tables(LoopClock clock) =>
        Service switch
        {
            { Tables.Length: > 0 } service => token => observer.TablesAsync(service, clock.Now, token),
            { } => _ => Task.FromResult(TableThrottles.None),
            null => null,
        };

    private Func<CancellationToken, Task<ScalingState>>? Scaling() =>
        Service is { } service ? token => observer.ScalingAsync(service, token) : null;

    private Func<CancellationToken, Task<PageState>>? Page(IncidentId incident) =>
        Site is { } site ? token => observer.PageAsync(site, incident, token) : null;

    private static async Task<Fact<T>> SeeAsync<T>(
        Fact<T> before,
        Looks wanted,
        Looks mine,
        Func<CancellationToken, Task<T>>? look,
        LoopClock clock,
        Bound within
    )
    {
        if (!wanted.HasFlag(mine) || look is null)
        {
            return before;
        }

        try
        {
            var seen = await look(within.Either);
            return Fact.Known(seen, clock.Now);
        }
        catch (OperationCanceledException)
            when (within.Timeout.IsCancellationRequested && !within.Invocation.IsCancellationRequested)
        {
            return Fact.Missing<T>(FormattableString.Invariant($"no answer within {within.Span.TotalSeconds:0.#} s"));
        }
        catch (NotObservableException answered)
        {
            return Fact.Missing<T>(answered.Message);
        }
#pragma warning disable CA1031 // Whatever goes wrong in looking, the fact is missing; the loop decides what that means.
        catch (Exception failed) when (failed is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return Fact.Missing<T>($"{failed.GetType().Name}: {failed.Message}");
        }
    }

    /// <summary>What ends a look: the bound, or the end of the invocation; and both together.</summary>
    private readonly record struct Bound(
        TimeSpan Span,
        CancellationToken Timeout,
        CancellationToken Either,
        CancellationToken Invocation
    );
}
