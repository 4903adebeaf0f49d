using System.Collections.Immutable;
using System.Globalization;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// What services log (Logs Insights): the slowest endpoints (runbook: 遅いAPIエンドポイント特定), errors of DynamoDB
/// (エラーログ確認).
/// </summary>
public sealed class RequestLogsOnAws(Lazy<IAmazonCloudWatchLogs> logs, TimeProvider machine) : ResourceOnAws
{
    /// <summary>The newest ones: what they point at is counted here, as each line has a time in it.</summary>
    private const string DatabaseErrors =
        "fields @message | filter @message like \"DynamoDB\" | sort @timestamp desc | limit 100";

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(RequestLogLooks.Slowest, SlowestAsync), LookCall.To(TableLooks.ErrorLines, DatabaseErrorsAsync)];

    private async Task<SlowEndpoints> SlowestAsync(LookAt at, CancellationToken cancellationToken)
    {
        var service = (OperatedService)at.Target;
        var rows = await AskAsync(service.LogGroup!, Slowest(service.RequestFields), at.Now, cancellationToken);
        return new SlowEndpoints([.. rows.Select(Read).OfType<SlowEndpoint>()]);
    }

    private static string Slowest(RequestFields fields) =>
        $"filter ispresent({fields.EndpointInQuery}) | fields {fields.EndpointInQuery} as {LogInsights.Endpoint} "
        + $"| stats avg({fields.DurationInQuery}) as avg_ms, count(*) as requests by {LogInsights.Endpoint} "
        + "| sort avg_ms desc | limit 5";

    private async Task<DatabaseErrorLines> DatabaseErrorsAsync(LookAt at, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var group in at.LogGroups())
        {
            var rows = await AskAsync(group, DatabaseErrors, at.Now, cancellationToken);
            lines.AddRange(rows.Select(row => row.Find(field => field.Field == "@message")?.Value).OfType<string>());
        }

        return new DatabaseErrorLines([
            .. lines
                .GroupBy(DatabaseErrorLines.MeaningOf)
                .Select(same => new DatabaseErrorLine(OutsideText.Line(same.First()), same.LongCount()))
                .OrderByDescending(line => line.Count),
        ]);
    }

    private async Task<List<List<ResultField>>> AskAsync(
        string group,
        string query,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        (
            await new LogInsights(logs, machine).AskAsync(
                group,
                query,
                now - s_window,
                now,
                s_patience,
                cancellationToken
            )
        ).Rows;

    private static SlowEndpoint? Read(List<ResultField> row)
    {
        string? Field(string name) => row.Find(field => field.Field == name)?.Value;
        return
            Field(LogInsights.Endpoint) is { } path
            && double.TryParse(Field("avg_ms"), CultureInfo.InvariantCulture, out var ms)
            && double.TryParse(Field("requests"), CultureInfo.InvariantCulture, out var requests)
            ? new SlowEndpoint(path, ms, (long)requests)
            : null;
    }
}
