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

    public SnsDeliveryRules Rules { get; set; } = SnsDeliveryRules.Exact;

    /// <summary>
    /// Subscribes; the deliveries come on the virtual clock, never inside Publish. Returns the subscription's ARN.
    /// </summary>
    /// <param name="endpoint">Whom the subscription names: an address, a function's ARN.</param>
    public string Subscribe(string protocol, Action<SnsDelivery> receive, string endpoint = "")
    {
        var arn = $"{Arn}:{_ids.Uuid()}";
        _subscribers.Add((new SnsSubscription(arn, protocol, endpoint), receive));
        return arn;
    }

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
        foreach (var (subscription, receive) in _subscribers)
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

/// <summary>A subscription as SNS lists it.</summary>
public sealed record SnsSubscription(string Arn, string Protocol, string Endpoint);
