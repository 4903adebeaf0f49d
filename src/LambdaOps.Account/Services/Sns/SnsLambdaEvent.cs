using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Services.Sns;

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
