using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Tests;

/// <summary>A journal around a journal; a defect changes one member.</summary>
internal class JournalWrap(IJournal inner) : IJournal
{
    protected IJournal Inner { get; } = inner;

    public virtual Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken) =>
        Inner.ReadAsync(target, cancellationToken);

    public Task<Lease?> ClaimAsync(JournalView view, TimeSpan duration, CancellationToken cancellationToken) =>
        Inner.ClaimAsync(view, duration, cancellationToken);

    public virtual Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken) =>
        Inner.SpendAsync(most, at, cancellationToken);

    public virtual Task<Lease?> SaveAsync(
        Lease lease,
        TargetRecord record,
        Incident? ended,
        WrittenReport? report,
        bool release,
        CancellationToken cancellationToken
    ) => Inner.SaveAsync(lease, record, ended, report, release, cancellationToken);

    public Task<(ControlSwitch Control, DateTimeOffset At)> ReadControlAsync(CancellationToken cancellationToken) =>
        Inner.ReadControlAsync(cancellationToken);

    public Task TickLineAsync(TickedLine line, CancellationToken cancellationToken) =>
        Inner.TickLineAsync(line, cancellationToken);

    public Task SetControlAsync(ControlSwitch control, CancellationToken cancellationToken) =>
        Inner.SetControlAsync(control, cancellationToken);

    public Task<OpenIncidents> ListOpenAsync(CancellationToken cancellationToken) =>
        Inner.ListOpenAsync(cancellationToken);

    public virtual Task<Incident?> FindEndedAsync(IncidentId id, CancellationToken cancellationToken) =>
        Inner.FindEndedAsync(id, cancellationToken);

    public virtual Task<int> NumberAsync(IncidentId incident, DateOnly day, CancellationToken cancellationToken) =>
        Inner.NumberAsync(incident, day, cancellationToken);

    public Task<Lead> ReadLeadAsync(string dependency, CancellationToken cancellationToken) =>
        Inner.ReadLeadAsync(dependency, cancellationToken);

    public Task<bool> ClaimLeadAsync(
        Lead seen,
        TargetId leader,
        IncidentId incident,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Inner.ClaimLeadAsync(seen, leader, incident, now, cancellationToken);
}

/// <summary>A journal that reads or writes other records than it should.</summary>
internal sealed class ChangedRecords(
    IJournal inner,
    Func<TargetRecord, TargetRecord> read,
    Func<TargetRecord, TargetRecord> write
) : JournalWrap(inner)
{
    public override async Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken)
    {
        var view = await Inner.ReadAsync(target, cancellationToken);
        return view with { Record = read(view.Record) };
    }

    public override Task<Lease?> SaveAsync(
        Lease lease,
        TargetRecord record,
        Incident? ended,
        WrittenReport? report,
        bool release,
        CancellationToken cancellationToken
    ) => Inner.SaveAsync(lease, write(record), ended, report, release, cancellationToken);
}

/// <summary>Reads what cannot be seen as zero, or as an alarm that fires.</summary>
internal sealed class MissingIsZero(IObserver inner) : IObserver
{
    private static readonly Dictionary<Look, Fact> s_zeros = new()
    {
        [LoadBalancingLooks.Targets] = Fact.Known(new TargetCounts(0, 0, 0, 0), default),
        [HealthUrlLooks.Probe] = Fact.Known(new HealthProbe(null, SaysHealthy: false, ""), default),
        [AlarmLooks.Own] = Fact.Known(new AlarmReading(AlarmState.Alarm, 1, 1), default),
        [AlarmLooks.Active] = Fact.Known(ActiveAlarms.None, default),
    };

    public async Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.LookAsync(look, at, cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            return s_zeros.GetValueOrDefault(look) ?? throw new IOException(failed.Message);
        }
    }
}

/// <summary>Reads an answer that tells nothing as something else.</summary>
internal sealed class MissingIsOtherwise<T>(IObserver inner, Func<LookAt, T> otherwise) : IObserver
    where T : class
{
    public async Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken) =>
        await inner.LookAsync(look, at, cancellationToken) is var seen && seen is Fact<T>.Missing
            ? Fact.Known(otherwise(at), at.Now)
            : seen;
}

/// <summary>Believes for good what a look showed first.</summary>
internal sealed class NeverLooksAgain(IObserver inner, Look one) : IObserver
{
    private readonly Dictionary<TargetId, Fact> _seen = [];

    public async Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken)
    {
        if (look != one)
        {
            return await inner.LookAsync(look, at, cancellationToken);
        }

        if (!_seen.TryGetValue(at.Target.Id, out var first))
        {
            _seen[at.Target.Id] = first = await inner.LookAsync(look, at, cancellationToken);
        }

        return first;
    }
}

/// <summary>Shows something else than there is.</summary>
internal sealed class ChangedLooks<T>(IObserver inner, Func<T, T> change) : IObserver
    where T : class
{
    public async Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken) =>
        await inner.LookAsync(look, at, cancellationToken) is var seen && seen is Fact<T> one ? one.Map(change) : seen;
}

/// <summary>Tells alarms by their names alone, whichever of their series breaches.</summary>
internal sealed class ByNameAlone(IObserver inner) : IObserver
{
    public Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken) =>
        inner.LookAsync(
            look,
            at with
            {
                Estate = at.Estate with
                {
                    Alarms = [.. at.Estate.Alarms.Select(rule => rule with { Contributor = null })],
                },
            },
            cancellationToken
        );
}

/// <summary>Hands that do something else than they are told.</summary>
internal sealed class ChangedActuator(
    IActuator inner,
    Func<IActuator, Change, Resource, CancellationToken, Task<ActionOutcome>> act
) : IActuator
{
    public Task<ActionOutcome> ActAsync(Change change, Resource target, CancellationToken cancellationToken) =>
        act(inner, change, target, cancellationToken);
}

/// <summary>Follow-ups that go another way than they should; null drops one.</summary>
internal sealed class ChangedFollowUps(IFollowUps inner, Func<int, Signal, TimeSpan, TimeSpan?> change) : IFollowUps
{
    private int _sent;

    public Task SendAsync(Signal signal, FunctionName function, TimeSpan delay, CancellationToken cancellationToken) =>
        change(++_sent, signal, delay) is { } changed
            ? inner.SendAsync(signal, function, changed, cancellationToken)
            : Task.CompletedTask;
}

/// <summary>Follow-ups that never say that a send failed.</summary>
internal sealed class TrustingFollowUps(IFollowUps inner) : IFollowUps
{
    public async Task SendAsync(
        Signal signal,
        FunctionName function,
        TimeSpan delay,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await inner.SendAsync(signal, function, delay, cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            return;
        }
    }
}

/// <summary>A notifier that does something else than it is told.</summary>
internal sealed class ChangedNotices(INotifier inner, Func<INotifier, Notice, Task<string?>> notify) : INotifier
{
    public Task<string?> NotifyAsync(Notice notice, CancellationToken cancellationToken) => notify(inner, notice);
}

/// <summary>A remedy whose decisions come out otherwise.</summary>
/// <param name="change">Changes its decisions; null leaves them.</param>
internal sealed class ChangedRemedy(Remedy inner, Func<Incident, Resource, Decision, Decision>? change = null) : Remedy
{
    /// <summary>Changes what the remedy looks at as well; null leaves it.</summary>
    public Func<Look, Look>? Look { get; init; }

    /// <summary>Changes the remedy's setting as well; null leaves it.</summary>
    public Func<RemedySetting, RemedySetting>? Setting { get; init; }

    public override ProcedureName Name => inner.Name;

    public override Paragraph Paragraph => inner.Paragraph;

    public override ImmutableArray<Look> Looks => Look is null ? inner.Looks : [.. inner.Looks.Select(Look)];

    public override ImmutableArray<Look> LooksForPeople => inner.LooksForPeople;

    public override ImmutableArray<ChangeKind> Changes => inner.Changes;

    public override ImmutableArray<PolicyNumber> Numbers => inner.Numbers;

    public override RemedySetting? SettingFor(Resource target) =>
        inner.SettingFor(target) is { } setting ? Setting?.Invoke(setting) ?? setting : null;

    public override Incident Remember(Incident incident, Evidence seen, Resource target, DateTimeOffset now) =>
        inner.Remember(incident, seen, target, now);

    public override HandWork? AsksFor(Incident before, Incident incident, Resource target) =>
        inner.AsksFor(before, incident, target);

    public override Signal? HearsAgain(Evidence seen, DateTimeOffset now) => inner.HearsAgain(seen, now);

    public override bool LooksWell(Evidence seen, Resource target) => inner.LooksWell(seen, target);

    public override Decision Decide(Incident incident, Evidence seen, Resource target, DateTimeOffset now)
    {
        var decision = inner.Decide(incident, seen, target, now).At(now);
        return change?.Invoke(incident, target, decision) ?? decision;
    }
}
