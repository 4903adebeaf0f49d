using System.Text.Json;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Signals;

/// <summary>A text that came where an alarm was expected: a person's test of a topic, or another service's notice.</summary>
/// <param name="From">The topic's name, or the place where it stood.</param>
/// <param name="Text">What it says.</param>
public sealed record ForeignText(string From, string Text);

/// <summary>What a notification's message or a queue's body holds.</summary>
internal abstract record Envelope
{
    /// <summary>Members of an alarm's message; whatever has one of them is read as an alarm, or fails.</summary>
    private static readonly List<string> s_alarm = ["AlarmName", "AlarmArn", "NewStateValue"];

    private Envelope() { }

    /// <summary>An alarm as SNS has it.</summary>
    public sealed record Alarm : Envelope;

    /// <summary>An event of EventBridge, which a rule sent to the topic or queue.</summary>
    public sealed record EventBridge(string DetailType) : Envelope;

    /// <summary>A notification of SNS, which a topic put into a queue without raw delivery.</summary>
    public sealed record Notification(string Topic, string Message) : Envelope;

    /// <summary>A signal or job of LambdaOps itself.</summary>
    public sealed record Own : Envelope;

    /// <summary>JSON of another shape, or no JSON.</summary>
    public sealed record Foreign : Envelope;

    /// <summary>By the members that AWS gives each shape.</summary>
    public static Envelope Of(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root ? Of(root) : new Foreign();
        }
        catch (JsonException)
        {
            // What was to be JSON may be an alarm, and must not pass for a person's words.
            return text.TrimStart().StartsWith('{') ? new Alarm() : new Foreign();
        }
    }

    private static Envelope Of(JsonElement root) =>
        root.TryGetProperty("signal", out _) || root.TryGetProperty(JobRequests.Job, out _) ? new Own()
        : Text(root, "detail-type") is { } type ? new EventBridge(type)
        : s_alarm.Exists(member => root.TryGetProperty(member, out _)) ? new Alarm()
        : Text(root, "Type") == "Notification" && Text(root, "Message") is { } message
            ? new Notification(NameOf(Text(root, "TopicArn")), message)
        : new Foreign();

    /// <summary>"alarms" of arn:aws:sns:REGION:ACCOUNT:alarms.</summary>
    public static string NameOf(string? topicArn) => topicArn?.Split(':')[^1] ?? "a topic";

    /// <summary>Whether the loop knows events of that type.</summary>
    public static bool IsKnown(string detailType) =>
        AlarmEvents.All.Contains(detailType) || EcsEvents.DetailTypes.Contains(detailType);

    private static string? Text(JsonElement root, string member) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
