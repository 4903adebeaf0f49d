using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Account;

/// <summary>An alarm, and the remedy that it probably asks for.</summary>
internal sealed record AlarmGuess(string Alarm, string Target, ProcedureName Remedy, Severity Severity, string Because)
{
    public JsonObject Write() =>
        new()
        {
            ["name"] = Alarm,
            ["target"] = Target,
            ["remedy"] = Remedy.Value,
            ["severity"] = Severity.ToString(),
        };
}

/// <summary>Guesses from what alarms watch which remedy they ask for; what is not clear is asked.</summary>
internal sealed partial class AlarmGuesses
{
    private const int MostNamed = 12;
    private readonly AccountSnapshot _account;
    private readonly ImmutableArray<MetricOwner> _services;
    private readonly bool _hasPage;

    /// <param name="hasPage">Whether there is a site for the page of a total outage.</param>
    public AlarmGuesses(
        AccountSnapshot account,
        ImmutableArray<ServiceDraft> services,
        bool hasPage,
        ProposalNotes notes
    )
    {
        (_account, _services, _hasPage) = (account, [.. services.Select(one => one.Owner)], hasPage);
        var parts = account.Alarms.SelectMany(ChildrenOf).ToHashSet();
        var (guesses, unknown) = (ImmutableArray.CreateBuilder<AlarmGuess>(), new List<string>());
        foreach (var alarm in account.Alarms.DistinctBy(alarm => alarm.Name))
        {
            if (alarm.Name.StartsWith("TargetTracking-", StringComparison.Ordinal))
            {
                notes.Say($"alarm {alarm.Name}: left out, an autoscaler's own");
            }
            else if (alarm.Actions.IsEmpty && parts.Contains(alarm.Name))
            {
                notes.Say($"alarm {alarm.Name}: left out, only a part of a composite alarm");
            }
            else if (GuessOf(alarm) is { } guess)
            {
                guesses.Add(guess);
                notes.Say(
                    $"alarm {guess.Alarm}: {guess.Remedy} of {guess.Target}, {guess.Severity}: {guess.Because}"
                        + (alarm.ActionsEnabled ? "" : " (its actions are disabled)")
                );
            }
            else
            {
                unknown.Add(alarm.Name);
            }
        }

        if (unknown.Count > 0)
        {
            var named = string.Join(", ", unknown.Take(MostNamed)) + (unknown.Count > MostNamed ? ", …" : "");
            notes.Ask(
                $"what do these alarms ask for, and of which service? They are left out ({unknown.Count}): {named}"
            );
        }

        All = guesses.ToImmutable();
    }

    public ImmutableArray<AlarmGuess> All { get; }

    private AlarmGuess? GuessOf(FoundAlarm alarm) =>
        alarm.Rule is null
            ? alarm.Metrics.Select(metric => GuessOf(alarm, metric)).FirstOrDefault(guess => guess is not null)
            : CompositeOf(alarm);

    /// <summary>All of one service, and of outages: together they are a total outage.</summary>
    private AlarmGuess? CompositeOf(FoundAlarm alarm)
    {
        var names = ChildrenOf(alarm).ToList();
        var children = _account.Alarms.Where(child => child.Rule is null && names.Contains(child.Name)).ToList();
        var guesses = children.Select(GuessOf).OfType<AlarmGuess>().ToList();
        if (
            guesses.Count == 0
            || guesses.Count < children.Count
            || guesses.Select(guess => guess.Target).Distinct().Count() > 1
        )
        {
            return null;
        }

        var isOutage = guesses.TrueForAll(guess => guess.Remedy == ServiceUnavailableProcedure.ProcedureName);
        var isTotal =
            isOutage && guesses.Count > 1 && alarm.Rule!.Contains(" AND ", StringComparison.Ordinal) && _hasPage;
        return guesses[0] with
        {
            Alarm = alarm.Name,
            Remedy = isTotal ? TotalOutageProcedure.ProcedureName : guesses[0].Remedy,
            Severity = isTotal ? Severity.P1 : guesses.Min(guess => guess.Severity),
            Because = (isTotal ? "all at once: " : "composite of ") + string.Join(", ", names),
        };
    }

    private AlarmGuess? GuessOf(FoundAlarm alarm, FoundMetric metric)
    {
        if (
            MeaningOf(metric) is not var (remedy, severity, what)
            || MetricOwner.Find(metric, _services) is not { } service
            || (remedy == LatencyProcedure.ProcedureName && service.Balancer is null)
        )
        {
            return null;
        }

        return new AlarmGuess(alarm.Name, service.Id, remedy, severity, $"{metric.Name}, {what}");
    }

    private static (ProcedureName Remedy, Severity Severity, string What)? MeaningOf(FoundMetric metric) =>
        (metric.Namespace, metric.Name) switch
        {
            ("AWS/ApplicationELB", var name) when ServerErrors().IsMatch(name) => (
                ServiceUnavailableProcedure.ProcedureName,
                Severity.P1,
                "requests fail"
            ),
            ("AWS/ApplicationELB" or "AWS/NetworkELB", "HealthyHostCount" or "UnHealthyHostCount") => (
                ServiceUnavailableProcedure.ProcedureName,
                Severity.P2,
                "targets are missing"
            ),
            ("AWS/ApplicationELB", "TargetConnectionErrorCount" or "RejectedConnectionCount") => (
                ServiceUnavailableProcedure.ProcedureName,
                Severity.P2,
                "connections fail"
            ),
            ("ECS/ContainerInsights", "RunningTaskCount") => (
                ServiceUnavailableProcedure.ProcedureName,
                Severity.P2,
                "tasks are missing"
            ),
            ("AWS/ApplicationELB", "TargetResponseTime") => (
                LatencyProcedure.ProcedureName,
                Severity.P2,
                "answers are slow"
            ),
            ("AWS/ECS", "CPUUtilization" or "MemoryUtilization")
            or ("ECS/ContainerInsights", "CpuUtilized" or "MemoryUtilized") => (
                LatencyProcedure.ProcedureName,
                Severity.P2,
                "its tasks are saturated"
            ),
            ("AWS/DynamoDB", var name) when name.Contains("Throttle", StringComparison.Ordinal) => (
                LatencyProcedure.ProcedureName,
                Severity.P3,
                "its table is throttled"
            ),
            _ => null,
        };

    /// <summary>The alarms that a composite alarm's rule names.</summary>
    public static IEnumerable<string> ChildrenOf(FoundAlarm alarm) =>
        alarm.Rule is null ? [] : Child().Matches(alarm.Rule).Select(match => match.Groups[1].Value.Trim('"', '\''));

    [GeneratedRegex("^HTTPCode_(Target|ELB)_5[0-9X]{2}_Count$")]
    private static partial Regex ServerErrors();

    /// <summary>ALARM(name), ALARM("name"); an ARN ends in its alarm's name.</summary>
    [GeneratedRegex(@"ALARM\(\s*(?:[""']?arn:[^""')]*:alarm:)?([""']?[^""')]+[""']?)\s*\)")]
    private static partial Regex Child();
}

/// <summary>A service by what metrics call it, to tell whose an alarm is.</summary>
internal sealed record MetricOwner(
    string Id,
    string Cluster,
    string Service,
    ImmutableArray<string> TargetGroupArns,
    string? Balancer,
    ImmutableArray<string> Tables
)
{
    public static MetricOwner Of(OperatedService service) =>
        new(
            service.Id.Value,
            service.Cluster,
            service.Service,
            service.AlternateTargetGroupArn is { } other ? [service.TargetGroupArn, other] : [service.TargetGroupArn],
            service.LoadBalancer,
            service.Tables
        );

    /// <summary>Null where the metric is nobody's, or could be several's.</summary>
    public static MetricOwner? Find(FoundMetric metric, ImmutableArray<MetricOwner> owners) =>
        owners.Where(owner => owner.IsOf(metric)).Take(2).ToList() is [var only] ? only : null;

    private bool IsOf(FoundMetric metric) =>
        metric switch
        {
            _ when metric["TargetGroup"] is { } group => TargetGroupArns.Any(arn =>
                arn.EndsWith($":{group}", StringComparison.Ordinal)
            ),
            _ when metric["LoadBalancer"] is { } balancer => Balancer == balancer,
            _ when metric["ServiceName"] is { } name => Service == name && Cluster == metric["ClusterName"],
            _ when metric["TableName"] is { } table => Tables.Contains(table),
            _ => false,
        };
}
