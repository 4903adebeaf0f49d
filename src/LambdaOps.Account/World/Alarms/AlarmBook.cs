using System.Text.Json.Nodes;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Account.World.Alarms;

/// <summary>An entry of DescribeAlarmHistory.</summary>
public sealed record AlarmHistoryItem(Alarm Alarm, DateTimeOffset At, string Type, string Summary, string Data);

/// <summary>All alarms: evaluates them each period, changes their states, remembers, and lets receivers know.</summary>
public sealed class AlarmBook
{
    private const int HistoryKept = 5_000;

    /// <summary>The state of the worst series is the whole alarm's.</summary>
    private static readonly List<AlarmStateValue> s_worstFirst =
    [
        AlarmStateValue.Alarm,
        AlarmStateValue.Ok,
        AlarmStateValue.InsufficientData,
    ];

    private readonly SimulatedWorld _world;
    private readonly MetricEvaluator _queries;
    private readonly List<Alarm> _alarms = [];
    private readonly List<AlarmHistoryItem> _history = [];

    internal AlarmBook(SimulatedWorld world)
    {
        _world = world;
        _queries = new MetricEvaluator(world.Metrics, world.Clock.Now);
        Deliveries = new AlarmDeliveries(world);
        Mutes = new MuteRules(world, ActOnWhatWasMuted);
        foreach (var plan in world.Plan.Alarms)
        {
            _alarms.Add(new Alarm(plan, world.Plan.Region, world.Plan.AccountId, world.Seed, world.Clock.Now));
        }

        BeginQuietly();
        _alarms.ForEach(alarm => Begin(alarm));
    }

    public IReadOnlyList<Alarm> All => _alarms;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<AlarmHistoryItem> History => _history;

    public AlarmDeliveries Deliveries { get; }

    public MuteRules Mutes { get; }

    /// <summary>Queries on metrics, as the alarms see them.</summary>
    public MetricEvaluator Queries => _queries;

    public Alarm this[string name] => Find(name) ?? throw new KeyNotFoundException($"The world has no alarm '{name}'.");

    public Alarm? Find(string nameOrArn) => _alarms.Find(a => a.Is(nameOrArn));

    /// <summary>
    /// Sets a state by hand until the next evaluation, as SetAlarmState does. Actions follow a change.
    /// </summary>
    public void SetState(string name, AlarmStateValue state, string reason, string? reasonData, string by)
    {
        var alarm = this[name];
        _world.Tell("person", name, $"{by} sets {state.Text()}: {reason}");
        Enter(alarm, state, reason, reasonData, []);
    }

    /// <summary>
    /// Whether an alarm's actions run, as EnableAlarmActions and DisableAlarmActions say: EventBridge hears of it all
    /// the same.
    /// </summary>
    public void EnableActions(string name, bool enabled) => this[name].ActionsEnabled = enabled;

    /// <summary>
    /// What CloudWatch says of an alarm's evaluation; null when it goes well. An alarm that fails to be evaluated keeps
    /// its state.
    /// </summary>
    public void SetEvaluation(string name, AlarmEvaluationState? state)
    {
        var alarm = this[name];
        alarm.Evaluation = state;
        alarm.UpdatedAt = _world.Clock.Now;
        _world.Tell("fault", name, $"its evaluation: {state?.Text() ?? "well again"}");
    }

    /// <summary>Adds an alarm, as PutMetricAlarm does: OK after a long quiet time.</summary>
    public void Put(AlarmPlan.Metric plan) =>
        _alarms.Add(Begin(new Alarm(plan, _world.Plan.Region, _world.Plan.AccountId, _world.Seed, _world.Clock.Now)));

    /// <summary>Puts another plan in the place of an alarm's, as PutMetricAlarm does: its state stays until it is evaluated.</summary>
    public void Replace(AlarmPlan.Metric plan)
    {
        var before = this[plan.Name];
        _alarms[_alarms.IndexOf(before)] = Begin(
            new Alarm(plan, _world.Plan.Region, _world.Plan.AccountId, _world.Seed, _world.Clock.Now)
            {
                Now = before.Now,
                Before = before.Before,
                UpdatedAt = before.UpdatedAt,
                LastTransition = before.LastTransition,
                ConfigurationUpdatedAt = _world.Clock.Now,
            }
        );
        _world.Tell("alarm", plan.Name, "is edited");
    }

    /// <summary>Deletes an alarm: nothing evaluates it any more, and composites do not know its state.</summary>
    public void Delete(string name)
    {
        if (_alarms.Remove(this[name]))
        {
            _world.Tell("alarm", name, "is deleted");
        }
    }

    /// <summary>Sends an alarm's last change again, so many times more.</summary>
    public void Redeliver(string name, int times = 1)
    {
        var alarm = this[name];
        var last = alarm.LastTransition ?? new AlarmTransition(alarm, alarm.Before, alarm.Now, []);
        _world.Tell("fault", name, $"its last message is delivered {times} times more");
        for (var i = 0; i < times; i++)
        {
            Deliveries.Tell(last);
            Deliveries.Act(last);
        }
    }

    /// <summary>Has a metric's alarm evaluated from now on.</summary>
    private Alarm Begin(Alarm alarm)
    {
        if (alarm.Plan is AlarmPlan.Metric plan)
        {
            var step = StepOf(plan);
            var offset = step.TotalMilliseconds * Chance.HashedShare(_world.Seed, $"evaluation {alarm.Name}");
            _world.Clock.In(TimeSpan.FromMilliseconds(Math.Floor(offset)), "alarm", () => Turn(alarm, step));
        }

        return alarm;
    }

    private static TimeSpan StepOf(AlarmPlan.Metric plan) =>
        TimeSpan.FromSeconds(Math.Min(60, plan.Queries.Max(q => q.Period)));

    /// <summary>The states that the alarms would have after a long quiet time; nobody hears of them.</summary>
    private void BeginQuietly()
    {
        foreach (var alarm in _alarms)
        {
            if (alarm.Plan is AlarmPlan.Metric plan)
            {
                var verdict = Judge(alarm, plan, isQuiet: true);
                alarm.Now = verdict.State is { } state
                    ? alarm.Now with
                    {
                        Value = state,
                        Reason = verdict.Reason,
                        ReasonData = verdict.ReasonData,
                    }
                    : alarm.Now with
                    {
                        Value = AlarmStateValue.InsufficientData,
                    };
                alarm.Before = alarm.Now;
            }
        }

        foreach (var alarm in _alarms.Where(a => a.Rule is not null))
        {
            alarm.Now = alarm.Now with { Value = StateOf(alarm.Rule!) };
            alarm.Before = alarm.Now;
        }
    }

    private void Turn(Alarm alarm, TimeSpan step)
    {
        if (!_alarms.Contains(alarm))
        {
            return;
        }

        if (
            alarm.Evaluation is null or AlarmEvaluationState.PartialData
            && Judge(alarm, (AlarmPlan.Metric)alarm.Plan, isQuiet: false) is { State: { } state } verdict
            && state != alarm.State
        )
        {
            Enter(alarm, state, verdict.Reason, verdict.ReasonData, []);
        }

        _world.Clock.In(step, "alarm", () => Turn(alarm, step));
    }

    /// <param name="isQuiet">Whether nobody hears of a series that changes.</param>
    private AlarmVerdict Judge(Alarm alarm, AlarmPlan.Metric plan, bool isQuiet)
    {
        var now = _world.Clock.Now;
        var period = plan.Queries.Max(q => q.Period);
        var step = StepOf(plan);
        var seen = now - _world.Plan.MetricDelay;
        var end = seen.AddTicks(-(seen.Ticks % step.Ticks));
        var periods = plan.EvaluationPeriods + AlarmRange.MoreThanPeriods;
        DateTimeOffset[] grid =
        [
            .. Enumerable.Range(1, periods).Reverse().Select(back => end - (TimeSpan.FromSeconds(period) * back)),
        ];
        return alarm.Query is { } query
            ? JudgeSeries(alarm, plan, query, grid, isQuiet)
            : JudgeWhole(plan, grid, period, now);
    }

    private AlarmVerdict JudgeWhole(AlarmPlan.Metric plan, DateTimeOffset[] grid, int period, DateTimeOffset now)
    {
        var judged = plan.Queries.First(q => q.ReturnData && q.Id != plan.ThresholdMetricId);
        var values = _queries.Values(plan.Queries, judged.Id, grid, period, now);
        var band = plan.ThresholdMetricId is { } id ? _queries.BandOf(plan.Queries, id, now) : null;
        var lost = plan.ThresholdMetricId is not null && band is null;
        var points = new List<AlarmDatapoint>(grid.Length);
        for (var i = grid.Length - 1; i >= 0; i--)
        {
            var samples =
                judged.Metric is { } metric && values[i] is not null
                    ? _world.Metrics.Read(metric, grid[i], TimeSpan.FromSeconds(period), now)!.Count
                    : 1;
            points.Add(new AlarmDatapoint(grid[i], lost ? null : values[i], samples, band?.Lower, band?.Upper));
        }

        return AlarmEvaluation.Evaluate(AsEvaluated(plan), points, now);
    }

    /// <summary>Each series for itself; the alarm is in ALARM while any is, and says no datapoints of a single one.</summary>
    private AlarmVerdict JudgeSeries(
        Alarm alarm,
        AlarmPlan.Metric plan,
        SeriesQuery query,
        DateTimeOffset[] grid,
        bool isQuiet
    )
    {
        var (now, period) = (_world.Clock.Now, TimeSpan.FromSeconds(plan.Queries[0].Period));
        foreach (var series in query.SeriesIn(_world.Metrics, now))
        {
            var points = grid.Reverse()
                .Select(at => new AlarmDatapoint(at, query.Value(_world.Metrics, series, at, period, now)));
            var verdict = AlarmEvaluation.Evaluate(AsEvaluated(plan), [.. points], now);
            if (alarm.Series.Find(one => one.Series == series.Key) is not { } contributor)
            {
                alarm.Series.Add(contributor = new ContributingSeries(alarm, series.Key, _world.Seed, now));
            }

            if (verdict.State is { } state && state != contributor.State)
            {
                contributor.Now = new AlarmSnapshot(state, verdict.Reason, null, now);
                if (!isQuiet)
                {
                    _world.Tell("alarm", alarm.Name, $"{series.Key.Text} is in {state.Text()}: {verdict.Reason}");
                    Deliveries.Tell(contributor);
                }
            }
        }

        var first = alarm.Series.MinBy(one => s_worstFirst.IndexOf(one.State));
        return new AlarmVerdict(first?.State ?? AlarmStateValue.InsufficientData, first?.Now.Reason ?? "", null);
    }

    /// <summary>Alarms on DynamoDB's metrics ignore missing data, whatever they say.</summary>
    private static AlarmPlan.Metric AsEvaluated(AlarmPlan.Metric plan) =>
        plan.Queries.Any(query => query.Metric?.Namespace == "AWS/DynamoDB")
            ? plan with
            {
                MissingData = MissingData.Ignore,
            }
            : plan;

    private void Enter(
        Alarm alarm,
        AlarmStateValue state,
        string reason,
        string? reasonData,
        IReadOnlyList<AlarmCause> causes
    )
    {
        var now = _world.Clock.Now;
        alarm.UpdatedAt = now;
        if (state == alarm.State)
        {
            alarm.Now = alarm.Now with { Reason = reason, ReasonData = reasonData };
            return;
        }

        alarm.Before = alarm.Now;
        alarm.Now = Suppressed(alarm, new AlarmSnapshot(state, reason, reasonData, now));
        var change = new AlarmTransition(alarm, alarm.Before, alarm.Now, causes);
        alarm.LastTransition = change;
        _world.Tell("alarm", alarm.Name, $"{change.Old.Value.Text()} -> {state.Text()}: {reason}");
        Remember(change);
        Deliveries.Tell(change);
        if (Mutes.Mutes(alarm.Name))
        {
            alarm.MutedSince ??= change.Old.Value;
        }
        else
        {
            alarm.MutedSince = null;
            Act(change);
        }

        JudgeComposites(alarm);
    }

    private void Act(AlarmTransition change)
    {
        if (!change.Alarm.ActionsEnabled || change.New.SuppressedBy is not null)
        {
            return;
        }

        Deliveries.Act(change);
        foreach (var action in change.Alarm.ActionsFor(change.New.Value))
        {
            Remember(change.Alarm, "Action", $"Successfully executed action {action}", "{}");
        }
    }

    /// <summary>
    /// When a mute ends, the actions of the present state run, late; not where the alarm is back in the state that its
    /// actions know of.
    /// </summary>
    private void ActOnWhatWasMuted()
    {
        foreach (var alarm in _alarms.Where(one => one.MutedSince is not null && !Mutes.Mutes(one.Name)))
        {
            var known = alarm.MutedSince;
            alarm.MutedSince = null;
            if (known != alarm.State)
            {
                _world.Tell("alarm", alarm.Name, $"is muted no longer, and still in {alarm.State.Text()}");
                Act(alarm.LastTransition!);
            }
        }
    }

    private AlarmSnapshot Suppressed(Alarm alarm, AlarmSnapshot snapshot)
    {
        var suppressor = alarm.Plan is AlarmPlan.Composite { ActionsSuppressor: { } name } ? Find(name) : null;
        return suppressor?.State == AlarmStateValue.Alarm
            ? snapshot with
            {
                SuppressedBy = "Alarm",
                SuppressedReason = $"Actions suppressed by {suppressor.Name}",
            }
            : snapshot;
    }

    private void JudgeComposites(Alarm changed)
    {
        foreach (var composite in _alarms)
        {
            if (composite.Rule is not { } rule || !rule.Children.Any(changed.Is) || composite == changed)
            {
                continue;
            }

            var state = StateOf(rule);
            if (state != composite.State)
            {
                var causes = CausesOf(rule, state, changed);
                var reason =
                    $"{changed.Arn} transitioned to {changed.State.Text()} at " + Wording.LongMoment(changed.Now.Since);
                Enter(composite, state, reason, CompositeReasonData(causes), causes);
            }
        }
    }

    private AlarmStateValue StateOf(CompositeRule rule) =>
        rule.IsTrue(name => Find(name)?.State ?? AlarmStateValue.InsufficientData)
            ? AlarmStateValue.Alarm
            : AlarmStateValue.Ok;

    /// <summary>All children in ALARM when the composite goes to ALARM; else the child that changed.</summary>
    private List<AlarmCause> CausesOf(CompositeRule rule, AlarmStateValue state, Alarm changed)
    {
        var children = rule.Children.Select(Find).OfType<Alarm>().Where(a => a.State == AlarmStateValue.Alarm).ToList();
        var causes = state == AlarmStateValue.Alarm && children.Count > 0 ? children : [changed];
        return [.. causes.Select(a => new AlarmCause(a.Arn, a.State, a.Now.Since))];
    }

    private static string CompositeReasonData(List<AlarmCause> causes) =>
        Wording.Json(
            new JsonObject
            {
                ["triggeringAlarms"] = new JsonArray([
                    .. causes.Select(cause => new JsonObject
                    {
                        ["arn"] = cause.Arn,
                        ["state"] = new JsonObject
                        {
                            ["value"] = cause.Value.Text(),
                            ["timestamp"] = Wording.Moment(cause.Since),
                        },
                    }),
                ]),
            }
        );

    private void Remember(AlarmTransition change)
    {
        static JsonObject Side(AlarmSnapshot snapshot)
        {
            var side = new JsonObject { ["stateValue"] = snapshot.Value.Text(), ["stateReason"] = snapshot.Reason };
            if (snapshot.ReasonData is { } data)
            {
                side["stateReasonData"] = IsObject(data) ? JsonNode.Parse(data) : data;
            }

            return side;
        }

        var data = new JsonObject
        {
            ["version"] = "1.0",
            ["oldState"] = Side(change.Old),
            ["newState"] = Side(change.New),
        };
        var summary = $"Alarm updated from {change.Old.Value.Text()} to {change.New.Value.Text()}";
        Remember(change.Alarm, "StateUpdate", summary, Wording.Json(data));
    }

    private static bool IsObject(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private void Remember(Alarm alarm, string type, string summary, string data)
    {
        _history.Add(new AlarmHistoryItem(alarm, _world.Clock.Now, type, summary, data));
        if (_history.Count > HistoryKept)
        {
            _history.RemoveRange(0, HistoryKept / 10);
        }
    }
}
