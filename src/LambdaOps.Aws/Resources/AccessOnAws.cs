using System.Collections.Immutable;
using System.Globalization;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using Amazon.WAFV2;
using Amazon.WAFV2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Who comes and what web ACLs keep out: GetMetricData, the web ACLs' logs (Logs Insights), and GetSampledRequests. Each
/// web ACL is asked about in its own region, which is us-east-1 for one of CloudFront.
/// </summary>
public sealed class AccessOnAws(
    Func<string, IAmazonCloudWatch> cloudWatchIn,
    Func<string, IAmazonCloudWatchLogs> logsIn,
    Func<string, IAmazonWAFV2> wafIn,
    TimeProvider machine
) : ResourceOnAws
{
    private const int MostSampled = 500;

    private const int MostKinds = 5;

    /// <summary>All rules of a web ACL, as its metrics name them together.</summary>
    private const string AllRules = "ALL";

    private static readonly string s_blocked = FormattableString.Invariant(
        $"filter action = \"BLOCK\" | stats count(*) as requests by terminatingRuleId, httpRequest.clientIp, httpRequest.uri | sort requests desc | limit {MostKinds}"
    );

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>WAF has samples of three hours; its clock and this one are not the same.</summary>
    private static readonly TimeSpan s_sampled = TimeSpan.FromMinutes(175);

    private readonly ClientsByRegion<IAmazonCloudWatchLogs> _logs = new(logsIn);

    private readonly ClientsByRegion<IAmazonWAFV2> _waf = new(wafIn);

    private readonly ClientsByRegion<IAmazonCloudWatch> _cloudWatch = new(cloudWatchIn);

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(
                AccessLooks.Numbers,
                (at, stop) => new AccessMetrics((FigureDays)at.Target, at.Estate.Region).AskAsync(_cloudWatch.In, stop)
            ),
            LookCall.To(AccessLooks.Blocked, BlockedAsync),
            LookCall.To(AccessLooks.Sampled, SampledAsync),
        ];

    private async Task<BlockedRequests> BlockedAsync(LookAt at, CancellationToken cancellationToken)
    {
        var about = (FigureDays)at.Target;
        return new BlockedRequests([
            .. await Task.WhenAll(
                about
                    .WebAcls.Where(acl => acl.LogGroup is not null)
                    .Select(acl => BlockedAsync(acl, about.Days[0], cancellationToken))
            ),
        ]);
    }

    /// <summary>A log that cannot be asked hides no other one.</summary>
    private async Task<BlockedOfAcl> BlockedAsync(WebAcl acl, LocalDay day, CancellationToken cancellationToken)
    {
        try
        {
            var logs = new Lazy<IAmazonCloudWatchLogs>(() => _logs.In(acl.Region));
            var answer = await new LogInsights(logs, machine).AskAsync(
                acl.LogGroup!,
                s_blocked,
                day.From,
                day.Until,
                s_patience,
                cancellationToken
            );
            return new BlockedOfAcl(acl.Name, [.. answer.Rows.Select(Read)], answer.Matched);
        }
        catch (Exception unseen) when (unseen is NotObservableException or AmazonCloudWatchLogsException)
        {
            return new BlockedOfAcl(acl.Name, [], 0) { WhyMissing = unseen.Message };
        }
    }

    private static BlockedKind Read(List<ResultField> row)
    {
        string Field(string name) => Shown(row.Find(field => field.Field == name)?.Value);
        return new BlockedKind(
            Field("terminatingRuleId"),
            Field("httpRequest.clientIp"),
            Field("httpRequest.uri"),
            double.TryParse(Field("requests"), CultureInfo.InvariantCulture, out var count) ? (long)count : 0
        );
    }

    private async Task<SampledRequests> SampledAsync(LookAt at, CancellationToken cancellationToken) =>
        new([
            .. await Task.WhenAll(
                ((FigureDays)at.Target).WebAcls.Select(acl => SampledAsync(acl, at.Now, cancellationToken))
            ),
        ]);

    private async Task<SampleOfAcl> SampledAsync(WebAcl acl, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _waf.In(acl.Region)
                .GetSampledRequestsAsync(
                    new GetSampledRequestsRequest
                    {
                        WebAclArn = acl.Arn,
                        RuleMetricName = AllRules,
                        Scope = acl.IsOfCloudFront ? Scope.CLOUDFRONT : Scope.REGIONAL,
                        TimeWindow = new TimeWindow
                        {
                            StartTime = (now - s_sampled).UtcDateTime,
                            EndTime = now.UtcDateTime,
                        },
                        MaxItems = MostSampled,
                    },
                    cancellationToken
                );
            return Read(acl, answer, now);
        }
        catch (AmazonServiceException unseen)
        {
            return SampleOfAcl.Unseen(acl.Name, unseen.Message);
        }
    }

    private static SampleOfAcl Read(WebAcl acl, GetSampledRequestsResponse answer, DateTimeOffset now)
    {
        var sampled = answer.SampledRequests ?? [];
        var blocked = sampled.Where(one => one.Action == "BLOCK").ToList();
        return new SampleOfAcl(
            acl.Name,
            AtOr(answer.TimeWindow?.StartTime, now - s_sampled),
            AtOr(answer.TimeWindow?.EndTime, now),
            sampled.Count,
            Math.Max(answer.PopulationSize ?? 0, sampled.Count),
            blocked.Count,
            [
                .. blocked
                    .GroupBy(one =>
                        (
                            Rule: Shown(one.RuleNameWithinRuleGroup),
                            Source: Shown(one.Request?.ClientIP),
                            Uri: Shown(one.Request?.URI)
                        )
                    )
                    .OrderByDescending(same => same.Count())
                    .ThenBy(same => same.Key)
                    .Take(MostKinds)
                    .Select(same => new BlockedKind(same.Key.Rule, same.Key.Source, same.Key.Uri, same.Count())),
            ]
        );
    }

    private static DateTimeOffset AtOr(DateTime? at, DateTimeOffset otherwise) =>
        at is { } some ? new DateTimeOffset(some.ToUniversalTime()) : otherwise;

    /// <summary>Whoever attacks wrote it: what could break a line is taken out, and it is short.</summary>
    private static string Shown(string? text) => string.IsNullOrEmpty(text) ? "?" : OutsideText.Line(text);
}
