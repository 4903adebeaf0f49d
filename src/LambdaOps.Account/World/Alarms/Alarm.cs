using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Alarms;

/// <summary>An alarm with its present state.</summary>
public sealed class Alarm
{
    internal Alarm(AlarmPlan plan, string region, string account, ulong seed, DateTimeOffset now)
    {
        Plan = plan;
        Arn = $"arn:aws:cloudwatch:{region}:{account}:alarm:{plan.Name}";
        ActionsEnabled = plan.ActionsEnabled;
        ConfigurationUpdatedAt = now - TimeSpan.FromDays(20);
        Now = new AlarmSnapshot(
            AlarmStateValue.Ok,
            "Unchecked: Initial alarm creation",
            null,
            now - TimeSpan.FromDays(1)
        );
        Before = Now;
        UpdatedAt = Now.Since;
        MetricId = Chance.StreamOf(seed, $"metric id {plan.Name}").Uuid();
        Query =
            plan is AlarmPlan.Metric { Queries: [{ Expression: { } text }] } && SeriesQuery.Is(text)
                ? SeriesQuery.Parse(text)
                : null;
        Rule = plan is AlarmPlan.Composite composite ? CompositeRule.Parse(composite.Rule) : null;
    }

    public AlarmPlan Plan { get; }

    public string Name => Plan.Name;

    public string Arn { get; }

    public DateTimeOffset ConfigurationUpdatedAt { get; internal init; }

    public bool ActionsEnabled { get; internal set; }

    public AlarmSnapshot Now { get; internal set; }

    public AlarmSnapshot Before { get; internal set; }

    public AlarmStateValue State => Now.Value;

    /// <summary>What CloudWatch says of its evaluation; null when that goes well.</summary>
    public AlarmEvaluationState? Evaluation { get; internal set; }

    /// <summary>The state that its actions know of, while a mute rule keeps those of a later one back.</summary>
    internal AlarmStateValue? MutedSince { get; set; }

    /// <summary>The last change of state, reason or evaluation; a change of state is <see cref="AlarmSnapshot.Since"/>.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>The change that was last told to receivers.</summary>
    public AlarmTransition? LastTransition { get; internal set; }

    /// <summary>The id that CloudWatch makes up for the metric of a plain alarm in its events.</summary>
    public string MetricId { get; }

    public CompositeRule? Rule { get; }

    /// <summary>Of an alarm over many series, by which it finds them; null for every other one.</summary>
    public SeriesQuery? Query { get; }

    /// <summary>The series that it has seen, in the order of their first datapoints.</summary>
    public IReadOnlyList<ContributingSeries> Contributors => Series;

    internal List<ContributingSeries> Series { get; } = [];

    public IReadOnlyList<string> ActionsFor(AlarmStateValue state) =>
        state switch
        {
            AlarmStateValue.Alarm => Plan.AlarmActions,
            AlarmStateValue.Ok => Plan.OkActions,
            _ => Plan.InsufficientDataActions,
        };

    public bool Is(string nameOrArn) => Name == nameOrArn || Arn == nameOrArn;
}
