using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.Sns;

/// <summary>SNS: topics, Publish with its checks, deliveries on virtual time.</summary>
public sealed class SnsService : IServiceFace
{
    private const int MostBytes = 256 * 1024;
    private const int MostSubject = 100;
    private static readonly PageTerms s_pages = new("NextToken", "");
    private readonly SortedDictionary<string, SnsTopic> _topics = new(StringComparer.Ordinal);
    private readonly SimulatedWorld _world;
    private readonly string _region;
    private readonly string _account;
    private readonly SeededIds _ids;
    private readonly SnsSubscriptions _subscriptions;

    public SnsService(SimulatedWorld world, string region, string account)
    {
        (_world, _region, _account) = (world, region, account);
        _ids = new SeededIds(world.Seed, "sns");
        _subscriptions = new SnsSubscriptions(this, world, account);
    }

    public string Model => "sns";

    public IEnumerable<SnsTopic> Topics => _topics.Values;

    /// <summary>Takes what a subscription gets that somebody made by the API: its endpoint and the delivery.</summary>
    public Action<string, SnsDelivery> Deliver { get; set; } = (_, _) => { };

    public string ArnOf(string name) => $"arn:aws:sns:{_region}:{_account}:{name}";

    public SnsTopic CreateTopic(string name)
    {
        var topic = new SnsTopic(ArnOf(name), _world.Clock, _ids);
        _topics.Add(topic.Arn, topic);
        return topic;
    }

    /// <summary>A topic by its name or ARN.</summary>
    public SnsTopic Topic(string name) =>
        _topics.GetValueOrDefault(name.StartsWith("arn:", StringComparison.Ordinal) ? name : ArnOf(name))
        ?? throw new ServiceFault("NotFoundException", "Topic does not exist");

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "Publish" => Publish(call),
            "ListTopics" => Paging.Answer([.. _topics.Values], call.Input, s_pages, "Topics", WriteTopic),
            "ListSubscriptions" => _subscriptions.List(call.Input, _topics.Values),
            "ListSubscriptionsByTopic" => _subscriptions.List(call.Input, [Topic(call.Input.Text("TopicArn") ?? "")]),
            "Subscribe" => _subscriptions.Subscribe(call),
            "Unsubscribe" => _subscriptions.Unsubscribe(call),
            "GetSubscriptionAttributes" => _subscriptions.Attributes(call.Input),
            "SetSubscriptionAttributes" => _subscriptions.SetAttributes(call),
            "GetTopicAttributes" => Attributes(Topic(call.Input.Text("TopicArn") ?? "")),
            "ListTagsForResource" => Tags(Topic(call.Input.Text("ResourceArn") ?? "")),
            _ => throw new ServiceFault("InvalidAction", $"The simulator's SNS has no {call.Operation}."),
        };

    private static JsonObject WriteTopic(SnsTopic topic) => new() { ["TopicArn"] = topic.Arn };

    private JsonObject Attributes(SnsTopic topic) =>
        new()
        {
            ["Attributes"] = new JsonObject
            {
                ["TopicArn"] = topic.Arn,
                ["Owner"] = _account,
                ["DisplayName"] = "",
                ["SubscriptionsConfirmed"] = $"{topic.Subscriptions.Count(one => !one.IsPending)}",
                ["SubscriptionsPending"] = $"{topic.Subscriptions.Count(one => one.IsPending)}",
                ["SubscriptionsDeleted"] = "0",
            },
        };

    /// <summary>Nothing here is tagged.</summary>
    private static JsonObject Tags(SnsTopic _) => new() { ["Tags"] = new JsonArray() };

    private JsonObject Publish(ServiceCall call)
    {
        var input = call.Input;
        var arn =
            (string?)input["TopicArn"]
            ?? (string?)input["TargetArn"]
            ?? throw Invalid("TopicArn or TargetArn Reason: no value for required parameter");
        var message = (string)input["Message"]!;
        var subject = (string?)input["Subject"];
        CheckMessage(message);
        CheckSubject(subject);
        var perProtocol = (string?)input["MessageStructure"] switch
        {
            null => null,
            "json" => ReadStructure(message),
            _ => throw Invalid("Message Structure - must be either 'json' or not specified"),
        };
        var notice = Topic(arn).Publish(message, subject, perProtocol, Attributes(input), call.Caller, call.Trace);
        return new JsonObject { ["MessageId"] = notice.MessageId };
    }

    private static void CheckMessage(string message)
    {
        if (message.Length == 0)
        {
            throw Invalid("Empty message");
        }

        if (Encoding.UTF8.GetByteCount(message) > MostBytes)
        {
            throw Invalid("Message too long");
        }
    }

    private static void CheckSubject(string? subject)
    {
        var isRight =
            subject is null
            || (
                subject.Length is > 0 and <= MostSubject
                && subject[0] is not ' '
                && subject.All(c => c is >= ' ' and <= '~')
            );
        if (!isRight)
        {
            throw Invalid("Subject");
        }
    }

    private static Dictionary<string, string> ReadStructure(string message)
    {
        try
        {
            var texts = StrictJson
                .Parse(Encoding.UTF8.GetBytes(message))!
                .AsObject()
                .Where(x => x.Value?.GetValueKind() == JsonValueKind.String)
                .ToDictionary(x => x.Key, x => (string)x.Value!, StringComparer.Ordinal);
            return texts.ContainsKey("default")
                ? texts
                : throw Invalid("Message Structure - No default entry in JSON message body");
        }
        catch (Exception malformed)
            when (malformed is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw Invalid("Message Structure - JSON message body failed to parse");
        }
    }

    private static Dictionary<string, SnsAttribute> Attributes(JsonObject input) =>
        (input["MessageAttributes"] as JsonObject ?? []).ToDictionary(
            a => a.Key,
            a => new SnsAttribute((string)a.Value!["DataType"]!, TextOf(a.Key, a.Value)),
            StringComparer.Ordinal
        );

    private static string TextOf(string name, JsonNode attribute)
    {
        if ((string?)attribute["StringValue"] is { Length: > 0 } text)
        {
            return text;
        }

        return attribute["BinaryValue"] is { } bytes
            ? Convert.ToBase64String(Nodes.BytesOf(bytes))
            : throw Invalid($"The message attribute '{name}' must contain non-empty message attribute value");
    }

    private static ServiceFault Invalid(string what) => new("InvalidParameterException", $"Invalid parameter: {what}");
}
