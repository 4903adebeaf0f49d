using System.Text.Json.Nodes;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.Sns;

/// <summary>Subscriptions through SNS's API.</summary>
internal sealed class SnsSubscriptions(SnsService sns, SimulatedWorld world, string account)
{
    private const string Pending = "PendingConfirmation";

    private static readonly PageTerms s_pages = new("NextToken", "");

    public JsonObject List(JsonObject input, IEnumerable<SnsTopic> topics) =>
        Paging.Answer(
            [.. topics.SelectMany(topic => topic.Subscriptions.Select(one => (topic.Arn, Subscription: one)))],
            input,
            s_pages,
            "Subscriptions",
            found => new JsonObject
            {
                ["SubscriptionArn"] = found.Subscription.IsPending ? Pending : found.Subscription.Arn,
                ["Owner"] = account,
                ["Protocol"] = found.Subscription.Protocol,
                ["Endpoint"] = found.Subscription.Endpoint,
                ["TopicArn"] = found.Arn,
            }
        );

    /// <summary>A function confirms by itself, an address has to; subscribing again changes nothing.</summary>
    public JsonObject Subscribe(ServiceCall call)
    {
        var (input, protocol) = (call.Input, call.Input.Text("Protocol"));
        var (topic, endpoint) = (sns.Topic(input.Text("TopicArn") ?? ""), input.Text("Endpoint") ?? "");
        var isRight = (protocol, endpoint) switch
        {
            ("lambda", _) => endpoint.StartsWith("arn:aws:lambda:", StringComparison.Ordinal),
            ("email" or "email-json", _) => endpoint.Contains('@', StringComparison.Ordinal),
            _ => throw Invalid("Does not support this protocol string: " + protocol),
        };
        if (!isRight)
        {
            throw Invalid($"{protocol} endpoint");
        }

        var known = topic.Subscriptions.FirstOrDefault(one => (one.Protocol, one.Endpoint) == (protocol, endpoint));
        if (known is null)
        {
            var arn = topic.Subscribe(protocol, delivery => sns.Deliver(endpoint, delivery), endpoint);
            known = topic.Find(arn)!;
            known.IsPending = protocol != "lambda";
            world.Tell("call", topic.Name, $"Subscribe {endpoint} by {call.Caller}");
        }

        foreach (var (name, value) in input["Attributes"] as JsonObject ?? [])
        {
            Set(known, name, (string?)value);
        }

        var shown = known.IsPending && input.Flag("ReturnSubscriptionArn") != true ? "pending confirmation" : known.Arn;
        return new JsonObject { ["SubscriptionArn"] = shown };
    }

    public JsonObject Unsubscribe(ServiceCall call)
    {
        var (topic, subscription) = Find(call.Input);
        topic.Unsubscribe(subscription.Arn);
        world.Tell("call", topic.Name, $"Unsubscribe {subscription.Endpoint} by {call.Caller}");
        return [];
    }

    public JsonObject Attributes(JsonObject input)
    {
        var (topic, subscription) = Find(input);
        var attributes = new JsonObject
        {
            ["SubscriptionArn"] = subscription.Arn,
            ["TopicArn"] = topic.Arn,
            ["Owner"] = account,
            ["Protocol"] = subscription.Protocol,
            ["Endpoint"] = subscription.Endpoint,
            ["PendingConfirmation"] = subscription.IsPending ? "true" : "false",
            ["ConfirmationWasAuthenticated"] = subscription.IsPending ? "false" : "true",
            ["RawMessageDelivery"] = "false",
        };
        if (subscription.FilterPolicy is { } policy)
        {
            attributes["FilterPolicy"] = policy;
            attributes["FilterPolicyScope"] = subscription.FiltersBody ? "MessageBody" : "MessageAttributes";
        }

        return new JsonObject { ["Attributes"] = attributes };
    }

    public JsonObject SetAttributes(ServiceCall call)
    {
        var (topic, subscription) = Find(call.Input);
        var name = call.Input.Text("AttributeName")!;
        Set(subscription, name, call.Input.Text("AttributeValue"));
        world.Tell("call", topic.Name, $"SetSubscriptionAttributes {name} by {call.Caller}");
        return [];
    }

    private static void Set(SnsSubscription subscription, string name, string? value)
    {
        try
        {
            switch (name)
            {
                case "FilterPolicy":
                    subscription.Filter(value is { Length: > 0 } ? value : null, subscription.FiltersBody);
                    break;
                case "FilterPolicyScope" when value is "MessageBody" or "MessageAttributes":
                    subscription.Filter(subscription.FilterPolicy, value == "MessageBody");
                    break;
                default:
                    throw Invalid("AttributeName");
            }
        }
        catch (FormatException wrong)
        {
            throw Invalid($"FilterPolicy: {wrong.Message}");
        }
    }

    private (SnsTopic Topic, SnsSubscription Subscription) Find(JsonObject input)
    {
        var arn = input.Text("SubscriptionArn") ?? "";
        foreach (var topic in sns.Topics)
        {
            if (topic.Find(arn) is { } found)
            {
                return (topic, found);
            }
        }

        throw new ServiceFault("NotFoundException", "Subscription does not exist", 404);
    }

    private static ServiceFault Invalid(string what) => new("InvalidParameterException", $"Invalid parameter: {what}");
}
