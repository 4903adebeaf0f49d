using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.Sqs;

/// <summary>What is done to queues as such.</summary>
internal static partial class SqsQueueOperations
{
    public static JsonObject Create(SqsService sqs, ServiceCall call)
    {
        var input = call.Input;
        var name = (string)input["QueueName"]!;
        if (!NameForm().IsMatch(name))
        {
            throw new ServiceFault(
                "InvalidParameterValue",
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
            );
        }

        var settings = Changed(new SqsQueueSettings(name), sqs, input["Attributes"] as JsonObject ?? []);
        if (!sqs.TryFind(name, out var queue))
        {
            queue = sqs.CreateQueue(settings);
        }
        else if (queue.Settings != settings)
        {
            throw new ServiceFault(
                "QueueNameExists",
                "A queue already exists with the same name and a different value for attribute(s)"
            );
        }

        return new JsonObject { ["QueueUrl"] = sqs.UrlOf(queue.Name, call.Endpoint) };
    }

    public static JsonObject Change(SqsQueue queue, SqsService sqs, JsonObject input)
    {
        queue.Settings = Changed(queue.Settings, sqs, input["Attributes"]!.AsObject());
        queue.DeadLetterQueue = queue.Settings.DeadLetterQueue is { } name ? sqs.Queue(name) : null;
        return [];
    }

    public static JsonObject Purge(SqsQueue queue)
    {
        queue.Purge();
        return [];
    }

    public static JsonObject Attributes(SqsQueue queue, SqsService sqs, JsonObject input, DateTimeOffset now)
    {
        var wanted = (input["AttributeNames"] as JsonArray ?? [])
            .Select(x => (string)x!)
            .ToHashSet(StringComparer.Ordinal);
        var picked = All(queue, sqs, now)
            .Where(a => wanted.Contains("All") || wanted.Contains(a.Key))
            .Select(a => KeyValuePair.Create(a.Key, (JsonNode?)JsonValue.Create(a.Value)));
        return wanted.Count == 0 ? [] : new JsonObject { ["Attributes"] = new JsonObject(picked) };
    }

    private static Dictionary<string, string> All(SqsQueue queue, SqsService sqs, DateTimeOffset now)
    {
        var messages = queue.Messages;
        var hidden = messages.Where(m => m.VisibleAt > now).ToList();
        var delayed = hidden.Count(m => m.IsDelayed);
        var created = Text(queue.CreatedAt.ToUnixTimeSeconds());
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["QueueArn"] = sqs.ArnOf(queue.Name),
            ["ApproximateNumberOfMessages"] = Text(messages.Count - hidden.Count),
            ["ApproximateNumberOfMessagesNotVisible"] = Text(hidden.Count - delayed),
            ["ApproximateNumberOfMessagesDelayed"] = Text(delayed),
            ["CreatedTimestamp"] = created,
            ["LastModifiedTimestamp"] = created,
            ["VisibilityTimeout"] = Seconds(queue.Settings.Visibility),
            ["MaximumMessageSize"] = Text(queue.Settings.MostBytes),
            ["MessageRetentionPeriod"] = Seconds(queue.Settings.Retention),
            ["DelaySeconds"] = Seconds(queue.Settings.Delay),
            ["ReceiveMessageWaitTimeSeconds"] = Seconds(queue.Settings.Wait),
            ["SqsManagedSseEnabled"] = "true",
        };
        if (queue.Settings.DeadLetterQueue is { } deadLetters)
        {
            all["RedrivePolicy"] = new JsonObject
            {
                ["deadLetterTargetArn"] = sqs.ArnOf(sqs.Queue(deadLetters).Name),
                ["maxReceiveCount"] = queue.Settings.MaxReceiveCount,
            }.ToJsonString();
        }

        return all;
    }

    private static SqsQueueSettings Changed(SqsQueueSettings settings, SqsService sqs, JsonObject attributes)
    {
        foreach (var (key, node) in attributes)
        {
            var value = (string)node!;
            settings = key switch
            {
                "VisibilityTimeout" => settings with { Visibility = Span(key, value, 0, 43200) },
                "DelaySeconds" => settings with { Delay = Span(key, value, 0, 900) },
                "MessageRetentionPeriod" => settings with { Retention = Span(key, value, 60, 1209600) },
                "MaximumMessageSize" => settings with { MostBytes = Whole(key, value, 1024, 1048576) },
                "ReceiveMessageWaitTimeSeconds" => settings with { Wait = Span(key, value, 0, 20) },
                "RedrivePolicy" => Redriven(settings, sqs, value),
                "Policy" or "SqsManagedSseEnabled" or "KmsMasterKeyId" or "KmsDataKeyReusePeriodSeconds" => settings,
                _ => throw new ServiceFault("InvalidAttributeName", $"Unknown Attribute {key}."),
            };
        }

        return settings;
    }

    /// <summary>{"deadLetterTargetArn":…,"maxReceiveCount":…}; an empty text takes it away.</summary>
    private static SqsQueueSettings Redriven(SqsQueueSettings settings, SqsService sqs, string policy)
    {
        if (policy.Length == 0)
        {
            return settings with { DeadLetterQueue = null, MaxReceiveCount = int.MaxValue };
        }

        var parsed = JsonBytes.TryParse(Encoding.UTF8.GetBytes(policy)) as JsonObject;
        var target = parsed?.Text("deadLetterTargetArn");
        var most = parsed?["maxReceiveCount"]?.ToString();
        var isRight =
            target is not null
            && sqs.TryFind(target, out _)
            && int.TryParse(most, CultureInfo.InvariantCulture, out var count)
            && count is >= 1 and <= 1000;
        return isRight
            ? settings with
            {
                DeadLetterQueue = target![(target!.LastIndexOf(':') + 1)..],
                MaxReceiveCount = int.Parse(most!, CultureInfo.InvariantCulture),
            }
            : throw new ServiceFault(
                "InvalidParameterValue",
                $"Value {policy} for parameter RedrivePolicy is invalid. Reason: it needs the ARN of a queue that exists "
                    + "as deadLetterTargetArn, and a maxReceiveCount from 1 to 1000."
            );
    }

    private static TimeSpan Span(string name, string value, int least, int most) =>
        TimeSpan.FromSeconds(Whole(name, value, least, most));

    private static int Whole(string name, string value, int least, int most) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ServiceFault("InvalidAttributeValue", $"Invalid value for the parameter {name}.");

    private static string Seconds(TimeSpan span) => Text((long)span.TotalSeconds);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Za-z0-9_-]{1,80}$")]
    private static partial Regex NameForm();
}
