namespace LambdaOps.Account.Services.Sns;

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
