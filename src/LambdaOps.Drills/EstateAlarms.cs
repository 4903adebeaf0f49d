using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.TotalOutage;

namespace LambdaOps.Drills;

/// <summary>What an alarm watches.</summary>
public enum AlarmSymptom
{
    FailedRequests,

    /// <summary>The share of requests that fail.</summary>
    ErrorRate,
    SlowAnswers,
    BusyCpu,
    FullMemory,
    NoHealthyTarget,
    ThrottledTable,
    TableErrors,

    /// <summary>Requests fail, and no target has been healthy for as long as a restart needs.</summary>
    AllDown,
}

/// <summary>An alarm of the estate that is there in the simulated account.</summary>
/// <param name="Name">The rule's name; for a pattern or a tag a name that the rule takes.</param>
public sealed record EstateAlarm(AlarmRule Rule, string Name, AlarmSymptom Kind)
{
    /// <summary>How many periods in a row have to breach.</summary>
    public int Periods =>
        Kind switch
        {
            AlarmSymptom.FailedRequests
            or AlarmSymptom.ErrorRate
            or AlarmSymptom.SlowAnswers
            or AlarmSymptom.ThrottledTable
            or AlarmSymptom.TableErrors => 3,
            AlarmSymptom.BusyCpu or AlarmSymptom.FullMemory or AlarmSymptom.NoHealthyTarget => 2,
            AlarmSymptom.AllDown => 4,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public TimeSpan Period => TimeSpan.FromMinutes(Kind is AlarmSymptom.BusyCpu or AlarmSymptom.FullMemory ? 5 : 1);

    /// <summary>From a fault at a full minute on, the time in which it breaches long enough.</summary>
    public TimeSpan Window => Period * (Period > TimeSpan.FromMinutes(1) ? Periods + 1 : Periods);
}

/// <summary>
/// The estate's alarms as far as they can be simulated. An estate says which alarm means what, not what it watches: that
/// is read from its name (5xx, p95, cpu, unhealthy, down …), and from the rule's remedy where the name does not say.
/// </summary>
public sealed record EstateAlarms(ImmutableArray<EstateAlarm> Simulated, ImmutableArray<string> NotSimulated)
{
    private static readonly (string Words, AlarmSymptom Kind)[] s_kinds =
    [
        ("unhealthy healthyhost healthy-host healthy_host no-host nohost", AlarmSymptom.NoHealthyTarget),
        ("error-rate errorrate error_rate", AlarmSymptom.ErrorRate),
        ("5xx 503 error fail", AlarmSymptom.FailedRequests),
        ("p50 p90 p95 p99 latency slow response duration", AlarmSymptom.SlowAnswers),
        ("cpu", AlarmSymptom.BusyCpu),
        ("memory", AlarmSymptom.FullMemory),
        ("down outage gone dead target", AlarmSymptom.NoHealthyTarget),
    ];

    /// <summary>What * in a pattern is tried with.</summary>
    private static readonly string[] s_anything = ["hosts", "1", "alarm", ""];

    /// <param name="NotSimulated">A sentence for each rule whose alarm is not there, which says why.</param>
    public static EstateAlarms Of(Estate estate)
    {
        var (made, missing) = (new List<EstateAlarm>(), new List<string>());
        foreach (var rule in estate.Alarms)
        {
            var alarm = NamesFor(rule)
                .Where(name =>
                    estate.Alarms.FirstOrDefault(other =>
                        other.Names(name) && other.Contributor.Equals(rule.Contributor)
                    )
                        is var first
                    && (ReferenceEquals(first, rule) || (first is null && rule.Match is AlarmMatch.ByTag))
                )
                .Select(name => new EstateAlarm(rule, name, KindOf(rule)))
                .FirstOrDefault();
            var twin = made.Find(one =>
                rule.Match is AlarmMatch.ByTag
                && (one.Rule.Target, one.Rule.Remedy, one.Kind) == (rule.Target, rule.Remedy, KindOf(rule))
            );
            if (rule.Contributor is { } series && !IsQueried(KindOf(rule), series.Key))
            {
                missing.Add($"{Called(rule)}: no query tells {KindOf(rule)} by {series.Key}");
            }
            else if (alarm is null)
            {
                missing.Add($"{Called(rule)}: an earlier rule takes every alarm that this one would");
            }
            else if (twin is not null)
            {
                missing.Add($"{Called(rule)}: \"{twin.Name}\" is there for the same target and remedy");
            }
            else
            {
                made.Add(alarm);
            }
        }

        return new EstateAlarms([.. made], [.. missing]);
    }

    private static IEnumerable<string> NamesFor(AlarmRule rule) =>
        rule.Match switch
        {
            AlarmMatch.ByName(var name) => [name],
            AlarmMatch.ByPattern(var pattern) => s_anything.Select(any =>
                pattern.Replace("*", any, StringComparison.Ordinal).Replace("?", "1", StringComparison.Ordinal)
            ),
            AlarmMatch.ByTag => s_anything.Select(any => $"{rule.Target} {rule.Remedy} {any}".TrimEnd()),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static AlarmSymptom KindOf(AlarmRule rule)
    {
        var text = rule.Match switch
        {
            AlarmMatch.ByName(var name) => name,
            AlarmMatch.ByPattern(var pattern) => pattern,
            _ => "",
        };
        if (rule.Remedy == DatabaseErrorsProcedure.ProcedureName)
        {
            return text.Contains("error", StringComparison.OrdinalIgnoreCase)
                ? AlarmSymptom.TableErrors
                : AlarmSymptom.ThrottledTable;
        }

        var (words, kind) = s_kinds.FirstOrDefault(one =>
            one.Words.Split(' ').Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
        );
        return words switch
        {
            not null when kind == AlarmSymptom.NoHealthyTarget && rule.Remedy == TotalOutageProcedure.ProcedureName =>
                AlarmSymptom.AllDown,
            not null => kind,
            null when rule.Remedy == TotalOutageProcedure.ProcedureName => AlarmSymptom.AllDown,
            null when rule.Remedy == LatencyProcedure.ProcedureName => AlarmSymptom.SlowAnswers,
            null when rule.Remedy == RolloutProcedure.ProcedureName => AlarmSymptom.ErrorRate,
            null => AlarmSymptom.FailedRequests,
        };
    }

    /// <summary>Whether one alarm over many can watch it by that dimension.</summary>
    private static bool IsQueried(AlarmSymptom kind, string dimension) =>
        kind switch
        {
            AlarmSymptom.BusyCpu or AlarmSymptom.FullMemory => dimension is "ClusterName" or "ServiceName",
            AlarmSymptom.FailedRequests => dimension is "LoadBalancer" or "TargetGroup",
            _ => false,
        };

    private static string Called(AlarmRule rule) =>
        rule.Match switch
        {
            AlarmMatch.ByName(var name) => $"alarm \"{name}\"",
            AlarmMatch.ByPattern(var pattern) => $"alarms \"{pattern}\"",
            AlarmMatch.ByTag(var key, var value) => $"alarms with the tag {key}={value}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
