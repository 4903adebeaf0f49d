using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>The estate's alarms as a whole: how they stand, where they lead, what mutes them.</summary>
public sealed class AlarmBatchesOnAws(
    Lazy<IAmazonCloudWatch> cloudWatch,
    Lazy<IAmazonEventBridge> eventBridge,
    AlarmTopicsOnAws topics,
    Func<FunctionArns> functions,
    TimeProvider machine
) : ResourceOnAws
{
    private const int PageSize = 100;

    private const int MostRules = 2_000;

    private const int MostMutes = 200;

    private readonly AlarmPages _pages = new(cloudWatch, machine);

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(AlarmBatchLooks.Standing, StandingAsync),
            LookCall.To(AlarmBatchLooks.EventRules, EventRulesAsync),
            LookCall.To(AlarmBatchLooks.Mutes, MutesAsync),
        ];

    /// <summary>The batch's alarms by name, and by the beginning of each pattern; then the topics that they name.</summary>
    private async Task<StandingAlarms> StandingAsync(LookAt at, CancellationToken cancellationToken)
    {
        var (batch, ours) = ((AlarmBatch)at.Target, functions());
        var found = await _pages.OfAsync(batch.Rules, ours, cancellationToken);
        var sends = found.SelectMany(alarm => alarm.AlarmActions).Where(AlarmTopicsOnAws.IsTopic).Distinct();
        var reached = ImmutableArray.CreateBuilder<AlarmTopic>();
        foreach (var topic in sends.Order(StringComparer.Ordinal))
        {
            reached.Add(await topics.ReadAsync(topic, ours, cancellationToken));
        }

        return new StandingAlarms(found, reached.ToImmutable());
    }

    /// <summary>
    /// Which rules lead to functions is asked by the functions; what these rules say stands in the list of all rules.
    /// </summary>
    /// <exception cref="NotObservableException">The bus has more rules than can be read in a moment.</exception>
    private async Task<AlarmEventRules> EventRulesAsync(LookAt at, CancellationToken cancellationToken)
    {
        var ours = functions();
        var targets = new Dictionary<string, List<FunctionName>>(StringComparer.Ordinal);
        foreach (var function in AllProcedures.LoopFunctions)
        {
            foreach (var rule in await RulesOfAsync(ours.ArnOf(function), cancellationToken))
            {
                targets.TryAdd(rule, []);
                targets[rule].Add(function);
            }
        }

        var found = ImmutableArray.CreateBuilder<AlarmEventRule>();
        string? next = null;
        for (var read = 0; targets.Count > 0 && read < MostRules; read += PageSize)
        {
            var answer = await eventBridge.Value.ListRulesAsync(
                new ListRulesRequest { Limit = PageSize, NextToken = next },
                cancellationToken
            );
            found.AddRange(
                (answer.Rules ?? [])
                    .Where(rule => targets.ContainsKey(rule.Name))
                    .Select(rule => new AlarmEventRule(
                        rule.Name,
                        rule.State != RuleState.DISABLED,
                        rule.EventPattern,
                        [.. targets[rule.Name]]
                    ))
            );
            if ((next = answer.NextToken) is null)
            {
                break;
            }
        }

        return next is null
            ? new AlarmEventRules(found.ToImmutable())
            : throw new NotObservableException(FormattableString.Invariant($"the bus has more than {MostRules} rules"));
    }

    private async Task<List<string>> RulesOfAsync(string function, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        string? next = null;
        do
        {
            var answer = await eventBridge.Value.ListRuleNamesByTargetAsync(
                new ListRuleNamesByTargetRequest
                {
                    TargetArn = function,
                    Limit = PageSize,
                    NextToken = next,
                },
                cancellationToken
            );
            found.AddRange(answer.RuleNames ?? []);
            next = answer.NextToken;
        } while (next is not null && found.Count < MostRules);

        return found;
    }

    /// <exception cref="NotObservableException">There are more than can be read in a moment.</exception>
    private async Task<ActiveMutes> MutesAsync(LookAt at, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        string? next = null;
        do
        {
            var answer = await cloudWatch.Value.ListAlarmMuteRulesAsync(
                new ListAlarmMuteRulesRequest
                {
                    Statuses = [AlarmMuteRuleStatus.ACTIVE.Value],
                    MaxRecords = PageSize,
                    NextToken = next,
                },
                cancellationToken
            );
            names.AddRange(
                (answer.AlarmMuteRuleSummaries ?? []).Select(one => MutedAlarms.NameOf(one.AlarmMuteRuleArn))
            );
            next = answer.NextToken;
        } while (next is not null && names.Count <= MostMutes);

        if (names.Count > MostMutes)
        {
            throw new NotObservableException(
                FormattableString.Invariant($"more than {MostMutes} mute rules are active")
            );
        }

        var rules = ImmutableArray.CreateBuilder<AlarmMute>(names.Count);
        foreach (var name in names)
        {
            var rule = await cloudWatch.Value.GetAlarmMuteRuleAsync(
                new GetAlarmMuteRuleRequest { AlarmMuteRuleName = name },
                cancellationToken
            );
            rules.Add(
                new AlarmMute(
                    name,
                    [.. rule.MuteTargets?.AlarmNames ?? []],
                    rule.Rule.Schedule.Expression,
                    rule.Rule.Schedule.Duration,
                    rule.Rule.Schedule.Timezone,
                    AwsTime.Of(rule.ExpireDate)
                )
            );
        }

        return new ActiveMutes(rules.ToImmutable());
    }
}
