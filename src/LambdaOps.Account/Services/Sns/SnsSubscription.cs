using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Core.Signals;

namespace LambdaOps.Account.Services.Sns;

/// <summary>A subscription as it stands: its endpoint confirms it, and a filter policy takes only some notices.</summary>
public sealed class SnsSubscription(string arn, string protocol, string endpoint)
{
    private EventPattern? _filter;

    public string Arn { get; } = arn;

    public string Protocol { get; } = protocol;

    public string Endpoint { get; } = endpoint;

    /// <summary>Nothing is delivered before the endpoint has confirmed.</summary>
    public bool IsPending { get; internal set; }

    /// <summary>The policy as it was set, or null.</summary>
    public string? FilterPolicy { get; private set; }

    /// <summary>Whether the policy is about the message's JSON, not about its attributes.</summary>
    public bool FiltersBody { get; private set; }

    /// <exception cref="FormatException">The policy is none.</exception>
    public void Filter(string? policy, bool body)
    {
        _filter = policy is null ? null : Parse(policy);
        (FilterPolicy, FiltersBody) = (policy, body);
    }

    internal bool Takes(SnsNotice notice) =>
        !IsPending && (_filter is null || (BodyOf(notice) is { } body && _filter.Matches(body)));

    /// <summary>What the policy is asked about: the message where it is JSON, else nothing; or its attributes.</summary>
    private JsonElement? BodyOf(SnsNotice notice)
    {
        if (!FiltersBody)
        {
            var attributes = notice.Attributes.Select(one =>
                KeyValuePair.Create(one.Key, (JsonNode?)JsonValue.Create(one.Value.Value))
            );
            return JsonSerializer.SerializeToElement(new JsonObject(attributes));
        }

        try
        {
            using var document = JsonDocument.Parse(notice.TextFor(Protocol));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static EventPattern? Parse(string policy)
    {
        try
        {
            // An empty policy takes everything.
            using var document = JsonDocument.Parse(policy);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && !root.EnumerateObject().Any()
                ? null
                : EventPattern.Parse(document.RootElement);
        }
        catch (JsonException wrong)
        {
            throw new FormatException(wrong.Message, wrong);
        }
    }
}
