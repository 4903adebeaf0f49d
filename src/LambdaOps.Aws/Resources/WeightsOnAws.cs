using System.Collections.Immutable;
using Amazon.ElasticLoadBalancingV2;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// The weights of a rule that two services share (DescribeRules, DescribeTargetHealth), and how they are moved
/// (ModifyRule). Its conditions and transforms are not sent, and so stay.
/// </summary>
/// <param name="sendsOnce">For a client that sends once.</param>
public sealed class WeightsOnAws(
    Func<AmazonElasticLoadBalancingV2Config> reads,
    Func<AmazonElasticLoadBalancingV2Config> sendsOnce
) : ResourceOnAws
{
    private readonly Lazy<WholeRulesClient> _elb = new(() => new(reads()));
    private readonly Lazy<WholeRulesClient> _once = new(() => new(sendsOnce()));

    public override ImmutableArray<LookCall> Looks => [LookCall.To(WeightLooks.Rule, LookAsync)];

    public override ImmutableArray<ChangeCall> Changes =>
        [ChangeCall.To<Change.ShiftWeights>(ChangeKind.ShiftWeights, ShiftAsync)];

    private async Task<RuleWeights> LookAsync(LookAt at, CancellationToken cancellationToken)
    {
        var service = (OperatedService)at.Target;
        var rule = service.TrafficRule!;
        var whole = ReadAsync(rule.Arn, cancellationToken);
        var own = LoadBalancingOnAws.CountAsync(_elb.Value, service.TargetGroupArn, cancellationToken);
        var other = LoadBalancingOnAws.CountAsync(_elb.Value, rule.OtherTargetGroupArn, cancellationToken);
        await Task.WhenAll(whole, own, other);
        var read = await whole ?? throw new NotObservableException($"rule {rule.Arn} is not described");
        return new RuleWeights(
            read.WeightOf(service.TargetGroupArn),
            read.WeightOf(rule.OtherTargetGroupArn),
            await own,
            await other
        )
        {
            StickyFor = read.StickyFor,
            Unfit = read.WhyNot(service.TargetGroupArn, rule.OtherTargetGroupArn),
        };
    }

    /// <summary>ModifyRule has no condition: what was read a moment ago is what it replaces.</summary>
    private async Task<ActionOutcome> ShiftAsync(
        Change.ShiftWeights shift,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        var service = (OperatedService)target;
        var (own, other) = (service.TargetGroupArn, service.TrafficRule!.OtherTargetGroupArn);
        string? overtaken = null;
        var outcome = await Outcomes.OfAsync(async () =>
        {
            var rule = await ReadAsync(shift.Rule, cancellationToken);
            overtaken = rule is null
                ? "AWS does not describe the rule"
                : rule.WhyNot(own, other) ?? rule.WhyNotAt(shift.From, own, other);
            if (overtaken is null)
            {
                await _once.Value.ModifyRuleAsync(
                    new ModifyWholeRule(rule!.With((own, shift.To), (other, 100 - shift.To))) { RuleArn = shift.Rule },
                    cancellationToken
                );
            }

            return FormattableString.Invariant($"weights {shift.To} and {100 - shift.To}");
        });
        return overtaken is null ? outcome : new ActionOutcome.Refused(overtaken);
    }

    private async Task<WholeRule?> ReadAsync(string rule, CancellationToken cancellationToken)
    {
        var asked = new DescribeWholeRule { RuleArns = [rule] };
        await _elb.Value.DescribeRulesAsync(asked, cancellationToken);
        return WholeRule.Read(asked.Answer);
    }
}
