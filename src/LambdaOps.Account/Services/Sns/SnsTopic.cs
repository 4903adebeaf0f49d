using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.Sns;

/// <summary>A topic and who subscribes to it.</summary>
public sealed class SnsTopic
{
    private readonly List<SnsNotice> _notices = [];
    private readonly List<(SnsSubscription Subscription, Action<SnsDelivery> Receive)> _subscribers = [];
    private readonly VirtualClock _clock;
    private readonly SeededIds _ids;

    internal SnsTopic(string arn, VirtualClock clock, SeededIds ids)
    {
        Arn = arn;
        _clock = clock;
        _ids = ids;
    }

    public string Arn { get; }

    public string Name => Arn[(Arn.LastIndexOf(':') + 1)..];

    /// <summary>Everything published so far, in order.</summary>
    public IReadOnlyList<SnsNotice> Notices => _notices;

    public IReadOnlyList<SnsSubscription> Subscriptions => [.. _subscribers.Select(known => known.Subscription)];

    public SnsSubscription? Find(string subscription) =>
        _subscribers.Find(known => known.Subscription.Arn == subscription).Subscription;

    public SnsDeliveryRules Rules { get; set; } = SnsDeliveryRules.Exact;

    /// <summary>
    /// Subscribes; the deliveries come on the virtual clock, never inside Publish. Returns the subscription's ARN.
    /// </summary>
    /// <param name="endpoint">Whom the subscription names: an address, a function's ARN.</param>
    public string Subscribe(string protocol, Action<SnsDelivery> receive, string endpoint = "")
    {
        var subscription = new SnsSubscription($"{Arn}:{_ids.Uuid()}", protocol, endpoint);
        _subscribers.Add((subscription, receive));
        return subscription.Arn;
    }

    /// <summary>Whether there was one.</summary>
    public bool Unsubscribe(string subscription) =>
        _subscribers.RemoveAll(known => known.Subscription.Arn == subscription) > 0;

    public SnsNotice Publish(string message, string? subject = null, string publisher = "simulator") =>
        Publish(message, subject, null, new Dictionary<string, SnsAttribute>(), publisher);

    internal SnsNotice Publish(
        string message,
        string? subject,
        IReadOnlyDictionary<string, string>? perProtocol,
        IReadOnlyDictionary<string, SnsAttribute> attributes,
        string publisher,
        string? trace = null
    )
    {
        var notice = new SnsNotice(_ids.Uuid(), Arn, subject, message, perProtocol, attributes, _clock.Now, publisher)
        {
            Trace = trace,
        };
        _notices.Add(notice);
        var copies = Rules.Copies(_notices.Count);
        foreach (var (subscription, receive) in _subscribers.Where(known => known.Subscription.Takes(notice)))
        {
            var delivery = new SnsDelivery(notice, subscription.Arn, subscription.Protocol);
            for (var copy = 1; copy <= copies; copy++)
            {
                _clock.In(Rules.Delay(copy), $"sns {Name} delivers {notice.MessageId}", () => receive(delivery));
            }
        }

        return notice;
    }
}

/// <summary>A message that was published.</summary>
/// <param name="PerProtocol">The texts of MessageStructure json by protocol, with "default"; null for plain
/// messages.</param>
public sealed record SnsNotice(
    string MessageId,
    string TopicArn,
    string? Subject,
    string Message,
    IReadOnlyDictionary<string, string>? PerProtocol,
    IReadOnlyDictionary<string, SnsAttribute> Attributes,
    DateTimeOffset At,
    string Publisher
)
{
    /// <summary>The publisher's trace header, or null.</summary>
    public string? Trace { get; init; }

    /// <summary>What a subscriber of this protocol (lambda, email, sqs, …) gets.</summary>
    public string TextFor(string protocol) =>
        PerProtocol is null ? Message
        : PerProtocol.TryGetValue(protocol, out var text) ? text
        : PerProtocol["default"];
}

/// <summary>
/// A message attribute: String, Number, String.Array or Binary (then Base64 in <paramref name="Value"/>).
/// </summary>
public sealed record SnsAttribute(string Type, string Value);

/// <summary>One delivery of a notice to one subscriber. The same notice may come more than once.</summary>
public sealed record SnsDelivery(SnsNotice Notice, string SubscriptionArn, string Protocol)
{
    public string Text => Notice.TextFor(Protocol);
}

/// <summary>How deliveries go wrong, as SNS allows itself: late and more than once, never lost.</summary>
/// <param name="Copies">How often each notice is delivered, by its number in the topic counted from 1.</param>
/// <param name="Delay">How late each copy (counted from 1) comes.</param>
public sealed record SnsDeliveryRules(Func<long, int> Copies, Func<int, TimeSpan> Delay)
{
    public static SnsDeliveryRules Exact { get; } = new(_ => 1, _ => TimeSpan.Zero);

    /// <summary>Every notice twice, the second time later by <paramref name="apart"/>.</summary>
    public static SnsDeliveryRules Duplicated(TimeSpan apart) => new(_ => 2, copy => (copy - 1) * apart);
}

/// <summary>The event in which Lambda gets a notice.</summary>
public static class SnsLambdaEvent
{
    public static JsonObject Of(SnsDelivery delivery)
    {
        var notice = delivery.Notice;
        var host = $"https://sns.{notice.TopicArn.Split(':')[3]}.amazonaws.com";
        return new JsonObject
        {
            ["Records"] = new JsonArray(
                new JsonObject
                {
                    ["EventSource"] = "aws:sns",
                    ["EventVersion"] = "1.0",
                    ["EventSubscriptionArn"] = delivery.SubscriptionArn,
                    ["Sns"] = new JsonObject
                    {
                        ["Type"] = "Notification",
                        ["MessageId"] = notice.MessageId,
                        ["TopicArn"] = notice.TopicArn,
                        ["Subject"] = notice.Subject,
                        ["Message"] = delivery.Text,
                        ["Timestamp"] = Timestamps.ToXml(notice.At),
                        ["SignatureVersion"] = "1",
                        ["Signature"] = "U0lNVUxBVE9S",
                        ["SigningCertUrl"] = $"{host}/SimpleNotificationService-simulator.pem",
                        ["UnsubscribeUrl"] = $"{host}/?Action=Unsubscribe&SubscriptionArn={delivery.SubscriptionArn}",
                        ["MessageAttributes"] = new JsonObject(
                            notice.Attributes.Select(a =>
                                KeyValuePair.Create(
                                    a.Key,
                                    (JsonNode?)new JsonObject { ["Type"] = a.Value.Type, ["Value"] = a.Value.Value }
                                )
                            )
                        ),
                    },
                }
            ),
        };
    }
}
