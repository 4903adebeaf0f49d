using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SNSEvents;
using Amazon.Lambda.SQSEvents;

namespace LambdaOps.Compat.Lambda.Tests.Serialization;

public sealed class SerializerTests
{
    private readonly SourceGeneratorLambdaJsonSerializer<EventsContext> _serializer = new();

    [Fact]
    public void Sns_ReadsTheEnvelopeAndKeepsTheMessageAsText()
    {
        var read = Read<SNSEvent>(
            """
            {"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","EventSubscriptionArn":"arn:sub","Sns":{
              "Type":"Notification","MessageId":"m-1","TopicArn":"arn:topic","Subject":"ALARM","Message":"{\"AlarmName\":\"cpu\"}",
              "Timestamp":"2026-03-04T05:06:07.089Z","SignatureVersion":"1","Signature":"s","SigningCertUrl":"https://c",
              "UnsubscribeUrl":"https://u","MessageAttributes":{"k":{"Type":"String","Value":"v"}}}}]}
            """
        );

        var record = Assert.Single(read.Records);
        Assert.Equal(("aws:sns", "arn:sub"), (record.EventSource, record.EventSubscriptionArn));
        Assert.Equal("{\"AlarmName\":\"cpu\"}", record.Sns.Message);
        Assert.Equal(new DateTime(2026, 3, 4, 5, 6, 7, 89, DateTimeKind.Utc), record.Sns.Timestamp);
        Assert.Equal(DateTimeKind.Utc, record.Sns.Timestamp.Kind);
        Assert.Equal(("https://c", "https://u"), (record.Sns.SigningCertUrl, record.Sns.UnsubscribeUrl));
        Assert.Equal("v", record.Sns.MessageAttributes["k"].Value);
    }

    [Fact]
    public void Sqs_ReadsCamelCaseNamesAndBlobs()
    {
        var read = Read<SQSEvent>(
            """
            {"Records":[{"messageId":"m-1","receiptHandle":"r","body":"{}","attributes":{"ApproximateReceiveCount":"2"},
              "messageAttributes":{"b":{"binaryValue":"aGk=","dataType":"Binary","stringListValues":[],"binaryListValues":[]}},
              "md5OfBody":"d","eventSource":"aws:sqs","eventSourceARN":"arn:queue","awsRegion":"ap-northeast-1"}]}
            """
        );

        var message = Assert.Single(read.Records);
        Assert.Equal(("m-1", "r", "{}"), (message.MessageId, message.ReceiptHandle, message.Body));
        Assert.Equal(("aws:sqs", "arn:queue"), (message.EventSource, message.EventSourceArn));
        Assert.Equal("ap-northeast-1", message.AwsRegion);
        Assert.Equal("2", message.Attributes["ApproximateReceiveCount"]);
        Assert.Equal("hi", Encoding.UTF8.GetString(message.MessageAttributes["b"].BinaryValue.ToArray()));
    }

    [Fact]
    public void SqsBatchResponse_IsWhatLambdaLooksFor()
    {
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"m-1"}]}""",
            Write(new SQSBatchResponse([new SQSBatchResponse.BatchItemFailure { ItemIdentifier = "m-1" }]))
        );
        Assert.Equal("""{"batchItemFailures":[]}""", Write(new SQSBatchResponse()));
    }

    [Fact]
    public void CloudWatchEvent_BindsDetailTypeAndAnOwnDetail()
    {
        var read = Read<CloudWatchEvent<StateChangeDetail>>(
            """
            {"version":"0","id":"e-1","detail-type":"CloudWatch Alarm State Change","source":"aws.cloudwatch",
             "account":"123456789012","time":"2026-03-04T05:06:07Z","region":"ap-northeast-1","resources":["arn:alarm"],
             "detail":{"alarmName":"cpu","state":{"value":"ALARM","timestamp":"2026-03-04T05:06:07.000+0000"}}}
            """
        );

        Assert.Equal("CloudWatch Alarm State Change", read.DetailType);
        Assert.Equal(new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc), read.Time);
        Assert.Equal(["arn:alarm"], read.Resources);
        Assert.Equal(("cpu", "ALARM"), (read.Detail.AlarmName, read.Detail.State.Value));
    }

    [Fact]
    public void ScheduledEvent_RefusesTheStringDetailOfEventBridgeScheduler()
    {
        Assert.NotNull(Read<ScheduledEvent>("""{"detail-type":"Scheduled Event","detail":{}}""").Detail);
        Assert.Throws<JsonSerializerException>(() => Read<ScheduledEvent>("""{"detail":"{}"}"""));
    }

    [Theory]
    [InlineData("""{"Time":1772600767}""")]
    [InlineData("""{"Time":1772600767.0}""")]
    [InlineData("""{"TIME":"2026-03-04T05:06:07Z"}""")]
    public void Time_IsIsoOrSecondsSince1970(string json)
    {
        Assert.Equal(new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc), Read<Blobs>(json).Time);
    }

    [Fact]
    public void Time_OfAnAlarmWithoutAColonIsRefused()
    {
        Assert.Throws<JsonSerializerException>(() => Read<Blobs>("""{"Time":"2026-03-04T05:06:07.000+0000"}"""));
    }

    [Theory]
    [InlineData("""{"Bytes":"AQI="}""")]
    [InlineData("""{"Bytes":[1,2]}""")]
    public void Bytes_AreBase64OrNumbers(string json)
    {
        Assert.Equal([1, 2], Read<Blobs>(json).Bytes);
    }

    [Fact]
    public void Writing_LeavesOutNullsAndKeepsNamesButForAwsOwn()
    {
        using var stream = new MemoryStream([104, 105]);

        Assert.Equal(
            """{"Bytes":[1],"Stream":"aGk=","Time":"0001-01-01T00:00:00","x-amz-id-2":"é"}""",
            Write(new Blobs([1], stream, default, "é"))
        );
        Assert.Equal("""{"Time":"0001-01-01T00:00:00"}""", Write(new Blobs(null, null, default, null)));
    }

    [Fact]
    public void TypeOutsideTheContext_IsNamedInTheError()
    {
        var thrown = Assert.Throws<JsonSerializerException>(() => Read<Version>("{}"));

        Assert.Contains("[JsonSerializable(typeof(System.Version))]", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Customizer_ChangesTheOptions()
    {
        var strict = new SourceGeneratorLambdaJsonSerializer<EventsContext>(
            (JsonSerializerOptions o) => o.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
        );

        using var json = new MemoryStream("""{"nothing":1}"""u8.ToArray());
        Assert.Throws<JsonSerializerException>(() => strict.Deserialize<SNSEvent>(json));
    }

    [Theory]
    [InlineData("XAmzRequestId", "x-amz-request-id")]
    [InlineData("Name", "name")]
    public void AwsNamingPolicy_FallsBackToTheGivenPolicy(string name, string expected)
    {
        Assert.Equal(expected, new AwsNamingPolicy(JsonNamingPolicy.CamelCase).ConvertName(name));
    }

    private T Read<T>(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return _serializer.Deserialize<T>(stream);
    }

    private string Write<T>(T value)
    {
        using var stream = new MemoryStream();
        _serializer.Serialize(value, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
