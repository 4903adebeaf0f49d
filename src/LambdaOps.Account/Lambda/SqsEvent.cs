using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Lambda;

/// <summary>The event that Lambda makes from a batch of SQS messages.</summary>
internal static class SqsEvent
{
    public static byte[] For(string queueArn, IEnumerable<QueueMessage> messages)
    {
        var records = new JsonArray();
        foreach (var message in messages)
        {
            records.Add(Record(queueArn, message));
        }

        return JsonBytes.Of(new JsonObject { ["Records"] = records });
    }

    private static JsonObject Record(string queueArn, QueueMessage message)
    {
        var attributes = new JsonObject
        {
            ["ApproximateReceiveCount"] = message.ReceiveCount.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in message.Attributes)
        {
            attributes.TryAdd(name, value);
        }

        var own = new JsonObject();
        foreach (var (name, value) in message.MessageAttributes)
        {
            own[name] = Attribute(value);
        }

        return new JsonObject
        {
            ["messageId"] = message.Id,
            ["receiptHandle"] = message.Receipt,
            ["body"] = message.Body,
            ["attributes"] = attributes,
            ["messageAttributes"] = own,
            ["md5OfBody"] = Md5(message.Body),
            ["eventSource"] = "aws:sqs",
            ["eventSourceARN"] = queueArn,
            ["awsRegion"] = queueArn.Split(':') is [_, _, _, var region, ..] ? region : "",
        };
    }

    private static JsonObject Attribute(QueueMessageAttribute value)
    {
        var attribute = new JsonObject();
        if (value.StringValue is not null)
        {
            attribute["stringValue"] = value.StringValue;
        }

        if (value.BinaryValue is not null)
        {
            attribute["binaryValue"] = value.BinaryValue;
        }

        attribute["stringListValues"] = new JsonArray();
        attribute["binaryListValues"] = new JsonArray();
        attribute["dataType"] = value.DataType;
        return attribute;
    }

#pragma warning disable CA5351 // SQS's own checksum of a body.
    private static string Md5(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));
#pragma warning restore CA5351
}
