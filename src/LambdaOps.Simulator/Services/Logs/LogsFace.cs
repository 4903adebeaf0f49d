using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Simulator.World;
using LambdaOps.Simulator.World.Logs;

namespace LambdaOps.Simulator.Services.Logs;

/// <summary>
/// Amazon CloudWatch Logs as far as LambdaOps asks it. The query language is not interpreted: a query that holds
/// "by api_endpoint" is taken to ask for the average and the number of durations by endpoint, slowest first, and is
/// answered with the fields api_endpoint, avg_ms and requests; of its other commands only "limit N" counts. Anything
/// else is a MalformedQueryException. A query is complete as soon as it is started.
/// </summary>
public sealed partial class LogsFace(SimulatedWorld world) : IServiceFace
{
    private const int MostRows = 10_000;

    private static readonly PageTerms s_pages = new("nextToken", "limit") { Usual = 50, Most = 50 };

    private readonly SeededIds _ids = new(world.Seed, "logs");
    private readonly Dictionary<string, IReadOnlyList<EndpointLog>> _answers = new(StringComparer.Ordinal);

    public string Model => "logs";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "DescribeLogGroups" => DescribeGroups(call.Input),
            "StartQuery" => StartQuery(call.Input),
            "GetQueryResults" => GetQueryResults(call.Input),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulator's CloudWatch Logs has no {call.Operation}."
            ),
        };

    private JsonObject DescribeGroups(JsonObject input)
    {
        var prefix = input.Text("logGroupNamePrefix") ?? "";
        var pattern = input.Text("logGroupNamePattern") ?? "";
        var found = world
            .Logs.Groups.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(name => name.Contains(pattern, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return Paging.Answer(found, input, s_pages, "logGroups", Describe);
    }

    private JsonObject Describe(string name)
    {
        var arn = $"arn:aws:logs:{world.Plan.Region}:{world.Plan.AccountId}:log-group:{name}";
        return new JsonObject
        {
            ["logGroupName"] = name,
            ["arn"] = $"{arn}:*",
            ["logGroupArn"] = arn,
            ["logGroupClass"] = "STANDARD",
            ["retentionInDays"] = 7,
            ["metricFilterCount"] = 0,
        };
    }

    private JsonObject StartQuery(JsonObject input)
    {
        var query = input.Text("queryString") ?? "";
        if (!ByEndpoint().IsMatch(query))
        {
            throw new ServiceFault("MalformedQueryException", "The simulator answers queries by api_endpoint only.")
            {
                Details = new JsonObject
                {
                    ["queryCompileError"] = new JsonObject
                    {
                        ["location"] = new JsonObject { ["startCharOffset"] = 0, ["endCharOffset"] = query.Length },
                        ["message"] = "The simulator answers queries by api_endpoint only.",
                    },
                },
            };
        }

        var group = GroupOf(input);
        var (from, until) = (MomentOf(input, "startTime"), MomentOf(input, "endTime"));
        if (from > until)
        {
            throw new ServiceFault("InvalidParameterException", "End time should not be before start time");
        }

        var limit = Limit().Match(query) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : input.Integer("limit") ?? MostRows;
        var id = _ids.Uuid();
        _answers[id] = world.Logs.SlowestEndpoints(group, from, until, Math.Min(limit, MostRows));
        return new JsonObject { ["queryId"] = id };
    }

    private JsonObject GetQueryResults(JsonObject input)
    {
        var id = input.Text("queryId") ?? "";
        var rows =
            _answers.GetValueOrDefault(id)
            ?? throw new ServiceFault("ResourceNotFoundException", $"Query ID not found: {id}");
        var requests = Math.Round(rows.Sum(row => row.Requests));
        return new JsonObject
        {
            ["queryLanguage"] = "CWLI",
            ["results"] = new JsonArray([.. rows.Select(row => (JsonNode)Row(row))]),
            ["statistics"] = new JsonObject
            {
                ["recordsMatched"] = requests,
                ["recordsScanned"] = requests,
                ["logGroupsScanned"] = 1,
            },
            ["status"] = "Complete",
        };
    }

    /// <summary>The one group that is asked, by its name or its ARN.</summary>
    private string GroupOf(JsonObject input)
    {
        List<string> asked = [.. input.Texts("logGroupNames"), .. input.Texts("logGroupIdentifiers")];
        if (input.Text("logGroupName") is { } name)
        {
            asked.Add(name);
        }

        if (asked is not [var one])
        {
            throw new ServiceFault("InvalidParameterException", "The simulator takes exactly one log group.");
        }

        const string Mark = ":log-group:";
        var at = one.IndexOf(Mark, StringComparison.Ordinal);
        var group = at < 0 ? one : one[(at + Mark.Length)..].TrimEnd('*').TrimEnd(':');
        return world.Logs.Has(group)
            ? group
            : throw new ServiceFault(
                "ResourceNotFoundException",
                $"Log group '{group}' does not exist for account ID " + $"'{world.Plan.AccountId}'"
            );
    }

    private static JsonArray Row(EndpointLog row) =>
        FaceJson.Array([
            Field("api_endpoint", row.Path),
            Field("avg_ms", row.AverageMs.ToString("0.####", CultureInfo.InvariantCulture)),
            Field("requests", Math.Round(row.Requests).ToString(CultureInfo.InvariantCulture)),
        ]);

    private static JsonObject Field(string name, string value) => new() { ["field"] = name, ["value"] = value };

    private static DateTimeOffset MomentOf(JsonObject input, string member)
    {
        var seconds = (long)(input.Number(member) ?? 0);
        return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new ServiceFault("InvalidParameterException", $"{member} is not in seconds since the epoch");
    }

    [GeneratedRegex(@"\bby\s+api_endpoint\b", RegexOptions.IgnoreCase)]
    private static partial Regex ByEndpoint();

    [GeneratedRegex(@"\blimit\s+([0-9]{1,6})\b", RegexOptions.IgnoreCase)]
    private static partial Regex Limit();
}
