using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.CloudWatchLogs;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// What reports are made of, from CloudWatch and its logs: a day's metrics, when alarms changed (夜間アラート有無確認), the
/// most frequent error lines (エラーログ確認).
/// </summary>
public sealed partial class FiguresOnAws(
    Lazy<IAmazonCloudWatch> cloudWatch,
    Lazy<IAmazonCloudWatchLogs> logs,
    TimeProvider machine
) : ResourceOnAws
{
    private const int MostPages = 50;

    /// <summary>The newest ones: what they have in common is counted here, as each line has numbers in it.</summary>
    private const int MostLines = 1000;

    private const int MostGroups = 5;

    private static readonly string s_errorLines = FormattableString.Invariant(
        $"fields @message | filter @message like /(?i)(error|exception|fatal)/ | sort @timestamp desc | limit {MostLines}"
    );

    private static readonly string s_failedLogins = FormattableString.Invariant(
        $"fields @message | filter @message like \"Authentication failed\" | sort @timestamp desc | limit {MostLines}"
    );

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(
                FigureLooks.Numbers,
                (at, stop) =>
                    new DayMetrics((FigureDays)at.Target, ((FigureDays)at.Target).Days[0]).AskAsync(
                        cloudWatch.Value,
                        stop
                    )
            ),
            LookCall.To(FigureLooks.Alarms, AlarmsAsync),
            LookCall.To(FigureLooks.Errors, (at, stop) => LinesAsync(at, s_errorLines, MeaningOf, stop)),
            LookCall.To(FigureLooks.FailedLogins, (at, stop) => LinesAsync(at, s_failedLogins, SourceOf, stop)),
        ];

    /// <exception cref="NotObservableException">There are more than can be read in a moment.</exception>
    private async Task<AlarmChanges> AlarmsAsync(LookAt at, CancellationToken cancellationToken)
    {
        var days = ((FigureDays)at.Target).Days;
        var found = ImmutableArray.CreateBuilder<AlarmChange>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await cloudWatch.Value.DescribeAlarmHistoryAsync(
                new DescribeAlarmHistoryRequest
                {
                    AlarmTypes = [AlarmType.MetricAlarm, AlarmType.CompositeAlarm],
                    HistoryItemType = HistoryItemType.StateUpdate,
                    StartDate = days[0].From.UtcDateTime,
                    EndDate = days[^1].Until.UtcDateTime,
                    ScanBy = ScanBy.TimestampAscending,
                    NextToken = next,
                },
                cancellationToken
            );
            found.AddRange(
                (answer.AlarmHistoryItems ?? [])
                    .Where(item => at.Estate.Alarms.Any(rule => rule.Names(item.AlarmName)))
                    .Select(Read)
            );
            if ((next = answer.NextToken) is null)
            {
                return new AlarmChanges(found.ToImmutable());
            }
        }

        throw new NotObservableException(FormattableString.Invariant($"more than {MostPages} pages of changes"));
    }

    private static AlarmChange Read(AlarmHistoryItem item) =>
        new(item.AlarmName, AwsTime.Of(item.Timestamp ?? default), StateIn(item.HistoryData ?? ""));

    /// <summary>Of <c>{"newState":{"stateValue":"ALARM", …}}</c>; empty where it says none.</summary>
    private static string StateIn(string data)
    {
        try
        {
            using var document = JsonDocument.Parse(data);
            return
                document.RootElement.TryGetProperty("newState", out var state)
                && state.TryGetProperty("stateValue", out var value)
                ? value.GetString() ?? ""
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    /// <summary>A log group that cannot be asked hides no other one.</summary>
    /// <param name="kindOf">What lines of one kind have in common, and how people read it.</param>
    private async Task<LoggedLines> LinesAsync(
        LookAt at,
        string query,
        Func<string, (string Kind, string Shown)> kindOf,
        CancellationToken cancellationToken
    )
    {
        var about = (FigureDays)at.Target;
        var groups = about.Services.Select(service => service.LogGroup).OfType<string>().Distinct();
        return new LoggedLines([.. await Task.WhenAll(groups.Select(SeenAsync))]);

        // Side by side: each may take its time, and the look has one bound.
        async Task<LinesOfGroup> SeenAsync(string group)
        {
            try
            {
                return await LinesOfAsync(group, query, kindOf, about.Days, cancellationToken);
            }
            catch (Exception unseen) when (unseen is NotObservableException or AmazonCloudWatchLogsException)
            {
                return new LinesOfGroup(group, [], 0) { WhyMissing = unseen.Message };
            }
        }
    }

    private async Task<LinesOfGroup> LinesOfAsync(
        string group,
        string query,
        Func<string, (string Kind, string Shown)> kindOf,
        ImmutableArray<LocalDay> days,
        CancellationToken cancellationToken
    )
    {
        var answer = await new LogInsights(logs, machine).AskAsync(
            group,
            query,
            days[0].From,
            days[^1].Until,
            s_patience,
            cancellationToken
        );
        var lines = answer
            .Rows.Select(row => row.Find(field => field.Field == "@message")?.Value)
            .OfType<string>()
            .Select(kindOf)
            .ToList();
        return new LinesOfGroup(
            group,
            [
                .. lines
                    .GroupBy(line => line.Kind, StringComparer.Ordinal)
                    .OrderByDescending(same => same.Count())
                    .ThenBy(same => same.Key, StringComparer.Ordinal)
                    .Take(MostGroups)
                    .Select(same => new LineCount(same.First().Shown, same.LongCount())),
            ],
            Math.Max(answer.Matched, lines.Count)
        )
        {
            Counted = lines.Count,
        };
    }

    private static (string Kind, string Shown) MeaningOf(string line) =>
        (Varying().Replace(line, "#"), OutsideText.Line(line.Trim()));

    private static (string Kind, string Shown) SourceOf(string line) =>
        Address().Match(line) is { Success: true, Value: var source } ? (source, source) : ("", "?");

    /// <summary>An IPv4 or IPv6 address.</summary>
    [GeneratedRegex(
        @"\b\d{1,3}(\.\d{1,3}){3}\b|\b[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{0,4}){2,7}\b",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Address();

    /// <summary>What tells one line from another that means the same: ids, times, numbers.</summary>
    [GeneratedRegex(@"[0-9a-fA-F]{8,}(-[0-9a-fA-F]{4,})*|\d+(\.\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Varying();
}
