using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Logs;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.Logs;

/// <summary>
/// Amazon CloudWatch Logs: groups and their events here, queries in <see cref="LogQueries"/>. Nobody writes through the
/// API: what there is comes from the world's services and functions.
/// </summary>
public sealed class LogsFace(SimulatedWorld world) : IServiceFace
{
    private const int MostEvents = 10_000;

    private static readonly PageTerms s_pages = new("nextToken", "limit") { Usual = 50, Most = 50 };

    private static readonly int[] s_retentions =
    [
        1,
        3,
        5,
        7,
        14,
        30,
        60,
        90,
        120,
        150,
        180,
        365,
        400,
        545,
        731,
        1096,
        1827,
        2192,
        2557,
        2922,
        3288,
        3653,
    ];

    private readonly LogQueries _queries = new(world);

    public string Model => "logs";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "DescribeLogGroups" => DescribeGroups(call.Input),
            "PutRetentionPolicy" => PutRetention(call.Input),
            "DeleteRetentionPolicy" => Retain(call.Input, null),
            "DescribeLogStreams" => DescribeStreams(call.Input),
            "FilterLogEvents" => FilterEvents(call.Input),
            "StartQuery" => _queries.Start(call.Input),
            "GetQueryResults" => _queries.Results(call.Input),
            "StopQuery" => _queries.Stop(call.Input),
            "DescribeQueries" => _queries.Describe(call.Input),
            "DescribeMetricFilters" => new JsonObject { ["metricFilters"] = new JsonArray() },
            "ListTagsForResource" => new JsonObject { ["tags"] = new JsonObject() },
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's CloudWatch Logs does not have {call.Operation} yet."
            ),
        };

    private JsonObject DescribeGroups(JsonObject input)
    {
        var prefix = input.Text("logGroupNamePrefix") ?? "";
        var pattern = input.Text("logGroupNamePattern");
        var named = input.Texts("logGroupIdentifiers").ConvertAll(LogGroupNames.NameIn);
        var found = world
            .Logs.All.Where(group => group.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(group => group.Name.Contains(pattern ?? "", StringComparison.Ordinal))
            .Where(group => named.Count == 0 || named.Contains(group.Name))
            .Where(_ => (input.Text("logGroupClass") ?? "STANDARD") == "STANDARD")
            .ToList();
        return Paging.Answer(
            found,
            input,
            s_pages,
            "logGroups",
            group => pattern is null ? Describe(group) : Name(group)
        );
    }

    private JsonObject Describe(LogGroup group)
    {
        var described = Name(group);
        described["logGroupArn"] = ArnOf(group.Name);
        described["logGroupClass"] = "STANDARD";
        described["metricFilterCount"] = 0;
        described["deletionProtectionEnabled"] = false;
        if (group.RetentionDays is { } days)
        {
            described["retentionInDays"] = days;
        }

        return described;
    }

    /// <summary>All that an answer to a name pattern says of a group; above all, nothing of its retention.</summary>
    private JsonObject Name(LogGroup group) =>
        new()
        {
            ["logGroupName"] = group.Name,
            ["arn"] = $"{ArnOf(group.Name)}:*",
            ["creationTime"] = group.CreatedAt.ToUnixTimeMilliseconds(),
        };

    private JsonObject PutRetention(JsonObject input)
    {
        var days = input.Integer("retentionInDays") ?? 0;
        return s_retentions.Contains(days)
            ? Retain(input, days)
            : throw new ServiceFault(
                "InvalidParameterException",
                $"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: "
                    + $"Member must satisfy enum value set: [{string.Join(", ", s_retentions)}]"
            );
    }

    private JsonObject Retain(JsonObject input, int? days)
    {
        world.Logs.Find(LogGroupNames.One(world, input))!.Retain(days, world.Clock.Now);
        return [];
    }

    private string ArnOf(string group) => $"arn:aws:logs:{world.Plan.Region}:{world.Plan.AccountId}:log-group:{group}";

    private JsonObject DescribeStreams(JsonObject input)
    {
        var group = LogGroupNames.One(world, input);
        var prefix = input.Text("logStreamNamePrefix") ?? "";
        var found = world
            .Logs.StreamsOf(group)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .ToList();
        if (input.Flag("descending") == true)
        {
            found.Reverse();
        }

        return Paging.Answer(
            found,
            input,
            s_pages,
            "logStreams",
            name => new JsonObject { ["logStreamName"] = name, ["arn"] = $"{ArnOf(group)}:log-stream:{name}" }
        );
    }

    /// <summary>The times are milliseconds; without them, all that is kept.</summary>
    private JsonObject FilterEvents(JsonObject input)
    {
        var group = LogGroupNames.One(world, input);
        var (from, until) = (Moment(input, "startTime"), Moment(input, "endTime"));
        if (from > until)
        {
            throw new ServiceFault("InvalidParameterException", "startTime must be before endTime");
        }

        var pattern = FilterPattern.Parse(input.Text("filterPattern") ?? "");
        var streams = input.Texts("logStreamNames");
        var prefix = input.Text("logStreamNamePrefix") ?? "";
        var found = world
            .Logs.Read(
                group,
                from ?? DateTimeOffset.MinValue,
                until is { } last && last < DateTimeOffset.MaxValue ? last.AddTicks(1) : DateTimeOffset.MaxValue
            )
            .Where(e => streams.Count == 0 || streams.Contains(e.Stream))
            .Where(e => e.Stream.StartsWith(prefix, StringComparison.Ordinal))
            .Where(pattern.Matches)
            .ToList();
        var terms = new PageTerms("nextToken", "limit") { Usual = MostEvents, Most = MostEvents };
        var answer = Paging.Answer(found, input, terms, "events", Write);
        answer["searchedLogStreams"] = new JsonArray();
        return answer;
    }

    private JsonObject Write(LogEvent logged)
    {
        var at = logged.At.ToUnixTimeMilliseconds();
        return new JsonObject
        {
            ["logStreamName"] = logged.Stream,
            ["timestamp"] = at,
            ["message"] = logged.Message,
            ["ingestionTime"] = at,
            ["eventId"] = $"{Chance.Hash(world.Seed, $"{logged.Stream} {logged.Number}", logged.At.UtcTicks):D20}",
        };
    }

    private static DateTimeOffset? Moment(JsonObject input, string member) =>
        input.Number(member) is not { } milliseconds ? null
        : milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
        : throw new ServiceFault("InvalidParameterException", $"{member} is not in milliseconds since the epoch");
}

/// <summary>The log groups that a call names, by their names or ARNs.</summary>
internal static class LogGroupNames
{
    private const string Mark = ":log-group:";

    public static string One(SimulatedWorld world, JsonObject input) =>
        (input.Text("logGroupName"), input.Text("logGroupIdentifier")) switch
        {
            ({ } name, null) => Known(world, name),
            (null, { } identifier) => Known(world, identifier),
            _ => throw new ServiceFault(
                "InvalidParameterException",
                "Exactly one of logGroupName and logGroupIdentifier must be given."
            ),
        };

    public static IReadOnlyList<string> Many(SimulatedWorld world, JsonObject input)
    {
        List<List<string>> given =
        [
            input.Text("logGroupName") is { } name ? [name] : [],
            input.Texts("logGroupNames"),
            input.Texts("logGroupIdentifiers"),
        ];
        given.RemoveAll(names => names.Count == 0);
        return given is [var groups]
            ? [.. groups.Select(group => Known(world, group)).Distinct()]
            : throw new ServiceFault(
                "InvalidParameterException",
                "Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be given."
            );
    }

    public static string NameIn(string nameOrArn)
    {
        var at = nameOrArn.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? nameOrArn : nameOrArn[(at + Mark.Length)..].TrimEnd('*').TrimEnd(':');
    }

    private static string Known(SimulatedWorld world, string nameOrArn)
    {
        var group = NameIn(nameOrArn);
        return world.Logs.Has(group)
            ? group
            : throw new ServiceFault(
                "ResourceNotFoundException",
                $"Log group '{group}' does not exist for account ID '{world.Plan.AccountId}'"
            );
    }
}
