using System.Text.Json.Nodes;
using LambdaOps.Account.Services.Logs.Insights;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.Logs;

/// <summary>
/// CloudWatch Logs Insights. A query finds what was there when it was started, and is complete at once where the world
/// does not say that queries take longer.
/// </summary>
internal sealed class LogQueries(SimulatedWorld world)
{
    private const int MostKept = 1000;

    private const string Complete = "Complete";

    private readonly SeededIds _ids = new(world.Seed, "logs");
    private readonly OrderedDictionary<string, Query> _queries = new(StringComparer.Ordinal);

    public JsonObject Start(JsonObject input)
    {
        if ((input.Text("queryLanguage") ?? "CWLI") != "CWLI")
        {
            throw new ServiceFault(
                "InvalidParameterException",
                "The simulated account knows no query language but CWLI, that of Logs Insights."
            );
        }

        var text = input.Text("queryString") ?? "";
        var commands = Read(text);
        var groups = LogGroupNames.Many(world, input);
        var (from, until) = (MomentOf(input, "startTime"), MomentOf(input, "endTime"));
        if (from > until)
        {
            throw new ServiceFault("InvalidParameterException", "End time should not be before start time");
        }

        var rows = groups.SelectMany(group =>
            world.Logs.Read(group, from, until.AddTicks(1)).Select(e => new Row(e, $"{world.Plan.AccountId}:{group}"))
        );
        var limit = input.Integer("limit") ?? QueryParser.MostRows;
        var result = QueryRun.Of(commands, rows, limit);
        var query = new Query(_ids.Uuid(), text, groups, world.Clock.Now, result)
        {
            EndsAt = world.Clock.Now + world.Logs.QueriesTake,
        };
        _queries.Add(query.Id, query);
        if (_queries.Count > MostKept)
        {
            _queries.RemoveAt(0);
        }

        return new JsonObject { ["queryId"] = query.Id };
    }

    public JsonObject Results(JsonObject input)
    {
        var query = QueryIn(input);
        var rows = StatusOf(query) == Complete ? query.Result.Rows : [];
        return new JsonObject
        {
            ["queryLanguage"] = "CWLI",
            ["results"] = new JsonArray([.. rows.Select(row => (JsonNode)FaceJson.Array(row.Select(Field)))]),
            ["statistics"] = new JsonObject
            {
                ["recordsMatched"] = (double)query.Result.Matched,
                ["recordsScanned"] = (double)query.Result.Scanned,
                ["logGroupsScanned"] = (double)query.Groups.Count,
            },
            ["status"] = StatusOf(query),
        };
    }

    private string StatusOf(Query query) =>
        query.IsStopped ? "Cancelled"
        : world.Clock.Now < query.EndsAt ? "Running"
        : Complete;

    public JsonObject Stop(JsonObject input)
    {
        var query = QueryIn(input);
        if (StatusOf(query) == "Running")
        {
            query.IsStopped = true;
            return new JsonObject { ["success"] = true };
        }

        throw new ServiceFault(
            "InvalidParameterException",
            $"Query with identifier '{query.Id}' is not in Scheduled or Running state"
        );
    }

    public JsonObject Describe(JsonObject input)
    {
        var group = input.Text("logGroupName");
        var found = _queries
            .Values.Where(query => group is null || query.Groups.Contains(group))
            .Where(query => input.Text("status") is not { } status || status == StatusOf(query))
            .Reverse()
            .ToList();
        var terms = new PageTerms("nextToken", "maxResults") { Usual = 1000, Most = 1000 };
        return Paging.Answer(found, input, terms, "queries", Write);
    }

    private static IReadOnlyList<Command> Read(string query)
    {
        try
        {
            return QueryParser.Read(query);
        }
        catch (MalformedQueryException malformed)
        {
            throw new ServiceFault(
                "MalformedQueryException",
                $"{malformed.Message} (at character {malformed.From + 1})"
            )
            {
                Details = new JsonObject
                {
                    ["queryCompileError"] = new JsonObject
                    {
                        ["location"] = new JsonObject
                        {
                            ["startCharOffset"] = malformed.From,
                            ["endCharOffset"] = malformed.Until,
                        },
                        ["message"] = malformed.Message,
                    },
                },
            };
        }
    }

    private Query QueryIn(JsonObject input)
    {
        var id = input.Text("queryId") ?? "";
        return _queries.TryGetValue(id, out var query)
            ? query
            : throw new ServiceFault("ResourceNotFoundException", $"Query ID not found: {id}");
    }

    private static JsonObject Field(KeyValuePair<string, string> field) =>
        new() { ["field"] = field.Key, ["value"] = field.Value };

    private JsonObject Write(Query query) =>
        new()
        {
            ["queryLanguage"] = "CWLI",
            ["queryId"] = query.Id,
            ["queryString"] = query.Text,
            ["status"] = StatusOf(query),
            ["createTime"] = query.At.ToUnixTimeMilliseconds(),
            ["logGroupName"] = query.Groups[0],
        };

    private static DateTimeOffset MomentOf(JsonObject input, string member)
    {
        var seconds = (long)(input.Number(member) ?? 0);
        return seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new ServiceFault("InvalidParameterException", $"{member} is not in seconds since the epoch");
    }

    private sealed record Query(
        string Id,
        string Text,
        IReadOnlyList<string> Groups,
        DateTimeOffset At,
        QueryResult Result
    )
    {
        public required DateTimeOffset EndsAt { get; init; }

        public bool IsStopped { get; set; }
    }
}
