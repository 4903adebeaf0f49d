using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// A table as a few numbers: its units, what is asked of it, and what disturbs it. A change is under way for a while;
/// until then everything is as it was. Throttled requests are in the metrics for some minutes after the last one.
/// </summary>
internal sealed class CampaignTable
{
    private static readonly TimeSpan s_throughputTakes = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan s_switchTakes = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_scaling = TimeSpan.FromSeconds(75);
    private static readonly UnitKind[] s_units = [UnitKind.Read, UnitKind.Write];

    /// <summary>To on-demand capacity, in 24 hours.</summary>
    private const int MostSwitches = 4;

    private readonly CampaignRun _run;
    private readonly Dictionary<UnitKind, long> _throttledAt = [];
    private readonly Dictionary<UnitKind, (double Factor, ThrottleReason? Cause)> _surges = [];
    private readonly Dictionary<UnitKind, double> _usual = [];
    private Func<TableState, TableState> _pending = state => state;
    private TableState? _before;
    private long _changedAt = -TimeSpan.TicksPerDay;
    private long? _failedAt;
    private int _updates;
    private int _switches;

    public CampaignTable(CampaignRun run, OperatedTable operated, CampaignTablePlan plan)
    {
        (_run, Operated, State, _switches) = (run, operated, plan.State, plan.SwitchesToday);
        foreach (var unit in s_units)
        {
            _usual[unit] = (plan.State.Own.Of(unit).Provisioned ?? plan.State.Own.Of(unit).Maximum ?? 100) * plan.Use;
        }
    }

    public OperatedTable Operated { get; }

    /// <summary>What was made of its past.</summary>
    public CampaignRestores Restores => field ??= new CampaignRestores(_run, Operated);

    public TableState State { get; private set; }

    public IReadOnlyList<AlarmModel> Alarms { get; set; } = [];

    /// <summary>When someone else last changed the capacity.</summary>
    public long? ChangedByPersonAt { get; private set; }

    /// <summary>When the loop last changed the capacity, and what.</summary>
    public List<(long At, Change.OfTable Change)> Made { get; } = [];

    public bool IsThrottled => s_units.Any(IsShort);

    public bool Fails { get; private set; }

    /// <summary>The units that are there, or on their way, of what a change was about.</summary>
    public int? Units(Change.SetTableThroughput set) => _pending(State).Units(set.Index, set.Unit)?.Provisioned;

    /// <summary>What a look sees; a stale one what was true before the last change, if that was just now.</summary>
    public TableState See(bool isStale) =>
        isStale && _before is { } before && _run.Clock.Ticks - _changedAt < CampaignRun.StaleAtMost.Ticks
            ? before
            : State;

    public TableLoad Load() =>
        new(
            [.. s_units.Select(unit => new PartLoad(null, unit, Math.Min(Demand(unit), Most(unit)), Causes(unit)))],
            Fails || IsLately(_failedAt) ? 40 : 0
        );

    /// <summary>More is asked of it for a while, or it throttles whatever its capacity is; time heals.</summary>
    public void Suffer(TableOutage outage, UnitKind unit, double factor, TimeSpan length)
    {
        _run.Tally.Count("table outage", outage);
        _run.Say($"{Operated.Id}: {outage} of {unit} for {length.TotalSeconds:0} s");
        switch (outage)
        {
            case TableOutage.SystemErrors:
                Fails = true;
                break;
            default:
                _surges[unit] = (
                    outage == TableOutage.Surge ? factor : 1,
                    outage switch
                    {
                        TableOutage.HotKeys => ThrottleReason.KeyRange,
                        TableOutage.AccountLimit => ThrottleReason.AccountLimit,
                        _ => null,
                    }
                );
                break;
        }

        Touch();
        _run.Clock.In(length, Heal);
    }

    public void Heal()
    {
        foreach (var unit in s_units.Where(IsShort))
        {
            _throttledAt[unit] = _run.Clock.Ticks;
        }

        _failedAt = Fails ? _run.Clock.Ticks : _failedAt;
        Fails = false;
        _surges.Clear();
        Touch();
    }

    /// <summary>It is over; what a person has set too low for the usual load, a person sets right.</summary>
    public void Fix()
    {
        Heal();
        foreach (var unit in s_units.Where(IsShort))
        {
            var enough = (int)Math.Ceiling(2 * _usual[unit]);
            Set(
                With(
                    State,
                    unit,
                    units =>
                        units with
                        {
                            Provisioned = units.Provisioned is null ? null : enough,
                            Maximum = units.Maximum is null ? null : enough,
                            Bounds = units.Bounds is null ? null : new UnitBounds(enough, enough),
                        }
                ),
                byPerson: true
            );
        }
    }

    /// <summary>UpdateTable.</summary>
    /// <returns>Null when it is under way; else the error.</returns>
    public string? Update(Func<TableState, TableState> change, bool isSwitch, bool byPerson)
    {
        if (!State.IsActive)
        {
            return "ResourceInUseException: the table is being updated";
        }

        if (isSwitch && !State.IsOnDemand && ++_switches > MostSwitches)
        {
            return "LimitExceededException: Subscriber limit exceeded: Update to PayPerRequest mode";
        }

        var mine = ++_updates;
        _pending = change;
        Set(WithStatus(State, "UPDATING"), byPerson);
        _run.Clock.In(
            isSwitch ? s_switchTakes : s_throughputTakes,
            () =>
            {
                if (mine == _updates)
                {
                    _pending = state => state;
                    Set(WithStatus(change(State), TablePart.Active), byPerson);
                }
            }
        );
        return null;
    }

    /// <summary>RegisterScalableTarget; the units follow.</summary>
    public void SetBounds(UnitKind unit, UnitBounds bounds, bool byPerson)
    {
        Set(With(State, unit, units => units with { Bounds = bounds }), byPerson);
        ScaleLater();
    }

    public static TableState With(TableState state, UnitKind unit, Func<PartUnits, PartUnits> change) =>
        state with
        {
            Parts =
            [
                unit == UnitKind.Read
                    ? state.Own with
                    {
                        Read = change(state.Own.Read),
                    }
                    : state.Own with
                    {
                        Write = change(state.Own.Write),
                    },
            ],
        };

    /// <summary>The same on-demand; nothing is scaled by itself any more.</summary>
    public static TableState OnDemand(TableState state) =>
        state with
        {
            IsOnDemand = true,
            Parts =
            [
                state.Own with
                {
                    Read = new PartUnits(null, null, null),
                    Write = new PartUnits(null, null, null),
                },
            ],
        };

    public static TableState Provisioned(TableState state, int read, int write) =>
        state with
        {
            IsOnDemand = false,
            Parts =
            [
                state.Own with
                {
                    Read = new PartUnits(read, null, null),
                    Write = new PartUnits(write, null, null),
                },
            ],
        };

    private static TableState WithStatus(TableState state, string status) =>
        state with
        {
            Parts = [state.Own with { Status = status }],
        };

    private void Set(TableState state, bool byPerson)
    {
        (_before, State, _changedAt) = (State, state, _run.Clock.Ticks);
        ChangedByPersonAt = byPerson ? _run.Clock.Ticks : ChangedByPersonAt;
        Touch();
    }

    private void Touch()
    {
        foreach (var unit in s_units.Where(IsShort))
        {
            _throttledAt[unit] = _run.Clock.Ticks;
        }

        foreach (var alarm in Alarms)
        {
            alarm.Look();
        }

        ScaleLater();
    }

    /// <summary>Autoscaling puts the units between their bounds, and where 70 % of them are used.</summary>
    private void ScaleLater()
    {
        if (State.IsOnDemand || s_units.All(unit => State.Own.Of(unit).Bounds is null))
        {
            return;
        }

        _run.Clock.In(
            s_scaling,
            () =>
            {
                var scaled = s_units.Aggregate(State, Scaled);
                if (State.IsActive && !State.IsOnDemand && scaled != State && !scaled.Own.Equals(State.Own))
                {
                    Update(state => s_units.Aggregate(state, Scaled), isSwitch: false, byPerson: false);
                }
            }
        );
    }

    private TableState Scaled(TableState state, UnitKind unit) =>
        state.Own.Of(unit) is { Bounds: { } bounds, Provisioned: not null }
            ? With(
                state,
                unit,
                units =>
                    units with
                    {
                        Provisioned = Math.Clamp((int)Math.Ceiling(Demand(unit) / 0.7), bounds.Minimum, bounds.Maximum),
                    }
            )
            : state;

    private double Demand(UnitKind unit) =>
        _usual[unit] * (_surges.TryGetValue(unit, out var surge) ? surge.Factor : 1);

    private double Most(UnitKind unit) =>
        State.Own.Of(unit).Provisioned ?? State.Own.Of(unit).Maximum ?? double.PositiveInfinity;

    private bool IsShort(UnitKind unit) =>
        (_surges.TryGetValue(unit, out var surge) && surge.Cause is not null) || Demand(unit) > Most(unit);

    private bool IsLately(long? at) => at is { } then && _run.Clock.Ticks - then < TableLoad.Lately.Ticks;

    private ImmutableSortedDictionary<ThrottleReason, double> Causes(UnitKind unit)
    {
        var events =
            IsShort(unit) ? 100
            : _throttledAt.TryGetValue(unit, out var at) && IsLately(at) ? 40
            : 0;
        var cause =
            _surges.TryGetValue(unit, out var surge) && surge.Cause is { } named ? named
            : State.IsOnDemand ? ThrottleReason.OnDemandMaximum
            : ThrottleReason.Provisioned;
        return events == 0
            ? ImmutableSortedDictionary<ThrottleReason, double>.Empty
            : ImmutableSortedDictionary<ThrottleReason, double>.Empty.Add(cause, events);
    }
}

/// <summary>What a table begins with.</summary>
/// <param name="Use">The share of its capacity that is usually used.</param>
/// <param name="SwitchesToday">How many times others have switched it to on-demand capacity in the last day.</param>
internal sealed record CampaignTablePlan(TableState State, double Use, int SwitchesToday);

/// <summary>What disturbs a table; time heals.</summary>
internal enum TableOutage
{
    /// <summary>More is asked of it than usually.</summary>
    Surge,

    /// <summary>One range of keys is asked for too much.</summary>
    HotKeys,

    AccountLimit,

    /// <summary>DynamoDB itself answers with errors.</summary>
    SystemErrors,
}
