using System.Collections.Immutable;
using System.Globalization;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>The slowest endpoints by the request log (Logs Insights; runbook: 遅いAPIエンドポイント特定).</summary>
public sealed class RequestLogsOnAws(Lazy<IAmazonCloudWatchLogs> logs, TimeProvider machine) : ResourceOnAws
{
    private const string Query =
        "filter ispresent(api_endpoint) | stats avg(duration) as avg_ms, count(*) as requests by api_endpoint "
        + "| sort avg_ms desc | limit 5";

    private const int MostLooks = 10;

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(300);

    public override ImmutableArray<LookCall> Looks => [LookCall.To(RequestLogLooks.Slowest, SlowestAsync)];

    /// <exception cref="NotObservableException">The query did not end in time, or failed.</exception>
    private async Task<SlowEndpoints> SlowestAsync(LookAt at, CancellationToken cancellationToken)
    {
        var started = await logs.Value.StartQueryAsync(
            new StartQueryRequest
            {
                LogGroupName = ((OperatedService)at.Target).LogGroup,
                StartTime = (at.Now - s_window).ToUnixTimeSeconds(),
                EndTime = at.Now.ToUnixTimeSeconds(),
                QueryString = Query,
            },
            cancellationToken
        );
        for (var look = 0; look < MostLooks; look++)
        {
            var answer = await logs.Value.GetQueryResultsAsync(
                new GetQueryResultsRequest { QueryId = started.QueryId },
                cancellationToken
            );
            if (answer.Status == QueryStatus.Complete)
            {
                return new SlowEndpoints([.. (answer.Results ?? []).Select(Read).OfType<SlowEndpoint>()]);
            }

            if (answer.Status != QueryStatus.Running && answer.Status != QueryStatus.Scheduled)
            {
                throw new NotObservableException($"the log query is {answer.Status}");
            }

            await Task.Delay(s_between, machine, cancellationToken);
        }

        throw new NotObservableException("the log query takes too long");
    }

    private static SlowEndpoint? Read(List<ResultField> row)
    {
        string? Field(string name) => row.Find(field => field.Field == name)?.Value;
        return
            Field("api_endpoint") is { } path
            && double.TryParse(Field("avg_ms"), CultureInfo.InvariantCulture, out var ms)
            && double.TryParse(Field("requests"), CultureInfo.InvariantCulture, out var requests)
            ? new SlowEndpoint(path, ms, (long)requests)
            : null;
    }
}
