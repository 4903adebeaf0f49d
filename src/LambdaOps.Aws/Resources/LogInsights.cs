using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>Queries of Logs Insights: started, and asked for until they are over.</summary>
internal sealed class LogInsights(Lazy<IAmazonCloudWatchLogs> logs, TimeProvider machine)
{
    /// <summary>What a query calls a request's endpoint, whatever its field is called.</summary>
    public const string Endpoint = "request_endpoint";

    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(300);

    /// <param name="patience">How long it may take.</param>
    /// <exception cref="NotObservableException">The query did not end in time, or failed.</exception>
    public async Task<LogRows> AskAsync(
        string group,
        string query,
        DateTimeOffset from,
        DateTimeOffset until,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var id = await StartAsync(group, query, from, until, cancellationToken);
        return await AnswerAsync(id, patience, cancellationToken)
            ?? throw new NotObservableException("the log query takes too long");
    }

    /// <summary>The id by which the query's answer is asked for.</summary>
    public async Task<string> StartAsync(
        string group,
        string query,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var started = await logs.Value.StartQueryAsync(
            new StartQueryRequest
            {
                LogGroupName = group,
                StartTime = from.ToUnixTimeSeconds(),
                EndTime = until.ToUnixTimeSeconds(),
                QueryString = query,
            },
            cancellationToken
        );
        return started.QueryId;
    }

    /// <summary>The answer to a query that was started; null where it is not over in that time.</summary>
    /// <exception cref="NotObservableException">The query failed.</exception>
    public async Task<LogRows?> AnswerAsync(string id, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < patience; waited += s_between)
        {
            var answer = await logs.Value.GetQueryResultsAsync(
                new GetQueryResultsRequest { QueryId = id },
                cancellationToken
            );
            if (answer.Status == QueryStatus.Complete)
            {
                return new LogRows(answer.Results ?? [], (long)(answer.Statistics?.RecordsMatched ?? 0));
            }

            if (answer.Status != QueryStatus.Running && answer.Status != QueryStatus.Scheduled)
            {
                throw new NotObservableException($"the log query is {answer.Status}");
            }

            await Task.Delay(s_between, machine, cancellationToken);
        }

        return null;
    }
}

/// <param name="Matched">How many lines the query's filter let through, whatever its limit.</param>
internal sealed record LogRows(List<List<ResultField>> Rows, long Matched);
