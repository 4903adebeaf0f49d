using System.Net;
using System.Xml.Linq;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>SQS in the query protocol, which AWS CLI 2.9 and other clients from before 2023 speak.</summary>
public sealed class SqsQueryTests : IAsyncLifetime, IDisposable
{
    private static readonly XNamespace s_sqs = "http://queue.amazonaws.com/doc/2012-11-05/";
    private readonly HttpClient _http = new();
    private Endpoint _aws = null!;

    public async Task InitializeAsync() => _aws = await Endpoint.StartAsync();

    public async Task DisposeAsync() => await _aws.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Message_GoesThereAndBack()
    {
        var created = await AskAsync(
            "CreateQueue&QueueName=jobs&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=45"
        );
        Assert.Equal("CreateQueueResponse", created.Name.LocalName);
        var url = Text(created, "QueueUrl");
        var sent = await AskAsync(
            $"SendMessage&QueueUrl={url}&MessageBody=a+%26+b"
                + "&MessageAttribute.1.Name=kind&MessageAttribute.1.Value.DataType=String"
                + "&MessageAttribute.1.Value.StringValue=x"
        );
        var received = await AskAsync(
            $"ReceiveMessage&QueueUrl={url}&AttributeName.1=All&MessageAttributeName.1=All&MaxNumberOfMessages=5"
        );
        var message = Assert.Single(received.Descendants(s_sqs + "Message"));
        Assert.Equal("a & b", Text(message, "Body"));
        Assert.Equal(Text(sent, "MD5OfMessageBody"), Text(message, "MD5OfBody"));
        Assert.Equal(
            "1",
            message
                .Elements(s_sqs + "Attribute")
                .Single(one => Text(one, "Name") == "ApproximateReceiveCount")
                .Element(s_sqs + "Value")!
                .Value
        );
        var attribute = Assert.Single(message.Elements(s_sqs + "MessageAttribute"));
        Assert.Equal(("kind", "x"), (Text(attribute, "Name"), Text(attribute, "StringValue")));
        var handle = Uri.EscapeDataString(Text(message, "ReceiptHandle"));
        await AskAsync($"DeleteMessage&QueueUrl={url}&ReceiptHandle={handle}");
        var facts = await AskAsync($"GetQueueAttributes&QueueUrl={url}&AttributeName.1=VisibilityTimeout");
        Assert.Equal("45", Text(Assert.Single(facts.Descendants(s_sqs + "Attribute")), "Value"));
        Assert.Empty(_aws.Sqs.Queue("jobs").Messages);
    }

    [Fact]
    public async Task Batches_HaveAnOutcomeForEachEntry()
    {
        _aws.Sqs.CreateQueue("jobs");
        var answer = await AskAsync(
            "SendMessageBatch&QueueUrl=jobs"
                + "&SendMessageBatchRequestEntry.1.Id=one&SendMessageBatchRequestEntry.1.MessageBody=x"
                + "&SendMessageBatchRequestEntry.2.Id=two&SendMessageBatchRequestEntry.2.MessageBody=y"
                + "&SendMessageBatchRequestEntry.2.DelaySeconds=901"
        );
        Assert.Equal("one", Text(Assert.Single(answer.Descendants(s_sqs + "SendMessageBatchResultEntry")), "Id"));
        var failed = Assert.Single(answer.Descendants(s_sqs + "BatchResultErrorEntry"));
        Assert.Equal(
            ("two", "InvalidParameterValue", "true"),
            (Text(failed, "Id"), Text(failed, "Code"), Text(failed, "SenderFault"))
        );
    }

    [Theory]
    [InlineData("GetQueueUrl&QueueName=nosuch", "AWS.SimpleQueueService.NonExistentQueue")]
    [InlineData("CreateQueue&QueueName=not+a+name", "InvalidParameterValue")]
    [InlineData("ReceiveMessage&QueueUrl=jobs&MaxNumberOfMessages=11", "InvalidParameterValue")]
    [InlineData("ReceiveMessage&QueueUrl=jobs&WaitTimeSeconds=21", "InvalidParameterValue")]
    [InlineData("ReceiveMessage&QueueUrl=jobs&AttributeName.1=Nonsense", "InvalidParameterValue")]
    [InlineData("SendMessage&QueueUrl=jobs", "MissingParameter")]
    [InlineData("SendMessageBatch&QueueUrl=jobs", "MissingParameter")]
    [InlineData(
        "DeleteMessageBatch&QueueUrl=jobs&DeleteMessageBatchRequestEntry.1.Id=a"
            + "&DeleteMessageBatchRequestEntry.1.ReceiptHandle=x&DeleteMessageBatchRequestEntry.2.Id=a"
            + "&DeleteMessageBatchRequestEntry.2.ReceiptHandle=y",
        "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"
    )]
    [InlineData("ListQueues&NextToken=garbage", "InvalidParameterValue")]
    [InlineData("Nothing", "InvalidAction")]
    public async Task Mistakes_HaveTheOldCodes(string call, string code)
    {
        _aws.Sqs.CreateQueue("jobs");
        using var request = RawRequest.Form(new Uri(_aws.Server.Url), "sqs", $"Action={call}&Version=2012-11-05");
        var answer = await _http.SendAsync(request);
        var error = XElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, Text(error, "Code")));
    }

    [Fact]
    public async Task Urls_AreOfTheEndpointThatWasAsked()
    {
        _aws.Sqs.CreateQueue("jobs");
        foreach (var host in (string[])[new Uri(_aws.Server.Url).Authority, $"localhost:{_aws.Server.Port}"])
        {
            var url = $"http://{host}/{Endpoint.Account}/jobs";
            Assert.Equal(url, Text(await AskAsync("GetQueueUrl&QueueName=jobs", host), "QueueUrl"));
            Assert.Equal(url, Text(await AskAsync("CreateQueue&QueueName=jobs", host), "QueueUrl"));
            Assert.Equal(url, Text(await AskAsync("ListQueues&QueueNamePrefix=j", host), "QueueUrl"));
        }

        Assert.Empty((await AskAsync("ListQueues&QueueNamePrefix=k")).Descendants(s_sqs + "QueueUrl"));
    }

    [Fact]
    public async Task ListQueues_GoesPageByPage()
    {
        foreach (var name in (string[])["a", "b", "c"])
        {
            _aws.Sqs.CreateQueue(name);
        }

        var first = await AskAsync("ListQueues&MaxResults=2");
        var token = Uri.EscapeDataString(Text(first, "NextToken"));
        var second = await AskAsync($"ListQueues&MaxResults=2&NextToken={token}");
        Assert.EndsWith("/c", Text(second, "QueueUrl"), StringComparison.Ordinal);
        Assert.Empty(second.Descendants(s_sqs + "NextToken"));
    }

    private async Task<XElement> AskAsync(string call, string? host = null)
    {
        var url = new Uri(host is null ? _aws.Server.Url : $"http://{host}");
        using var request = RawRequest.Form(url, "sqs", $"Action={call}&Version=2012-11-05");
        var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return XElement.Parse(text);
    }

    private static string Text(XElement answer, string name) => answer.Descendants(s_sqs + name).First().Value;
}
