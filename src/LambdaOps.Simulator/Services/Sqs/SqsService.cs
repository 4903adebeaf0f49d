using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using LambdaOps.Simulator.World;

namespace LambdaOps.Simulator.Services.Sqs;

/// <summary>
/// SQS: standard queues on virtual time. Receiving never waits: a long poll answers at once with what is there.
/// </summary>
public sealed class SqsService(SimulatedWorld world, string region, string account) : IServiceFace
{
    private static readonly PageTerms s_pages = new("NextToken", "MaxResults", "InvalidParameterValue")
    {
        Usual = 1000,
        Most = 1000,
    };

    private readonly SortedDictionary<string, SqsQueue> _queues = new(StringComparer.Ordinal);
    private readonly SeededIds _ids = new(world.Seed, "sqs");

    public string Model => "sqs";

    /// <summary>
    /// Where queue URLs point: the wire's URL when it is known; clients send the URL back as a name only.
    /// </summary>
    public string BaseUrl { get; set; } = $"https://sqs.{region}.amazonaws.com";

    public IEnumerable<SqsQueue> Queues => _queues.Values;

    /// <summary>A queue by its name, URL or ARN.</summary>
    public SqsQueue Queue(string name) =>
        Find(name) ?? throw new ServiceFault("QueueDoesNotExist", "The specified queue does not exist.");

    public SqsQueue CreateQueue(string name) => CreateQueue(new SqsQueueSettings(name));

    public SqsQueue CreateQueue(SqsQueueSettings settings)
    {
        var queue = new SqsQueue(settings, UrlOf(settings.Name), world.Clock, _ids)
        {
            Arn = ArnOf(settings.Name),
            DeadLetterQueue = settings.DeadLetterQueue is null ? null : Queue(settings.DeadLetterQueue),
        };
        _queues.Add(settings.Name, queue);
        return queue;
    }

    public string ArnOf(string name) => $"arn:aws:sqs:{region}:{account}:{name}";

    public string UrlOf(string name) => $"{BaseUrl}/{account}/{name}";

    public IReadOnlyList<SqsMessage> Receive(string queue, int most = 10) => Queue(queue).Receive(most);

    public JsonObject Handle(ServiceCall call)
    {
        var input = call.Input;
        return call.Operation switch
        {
            "CreateQueue" => SqsQueueOperations.Create(this, input),
            "GetQueueUrl" => new JsonObject { ["QueueUrl"] = UrlOf(QueueIn(input, "QueueName").Name) },
            "GetQueueAttributes" => SqsQueueOperations.Attributes(
                QueueIn(input, "QueueUrl"),
                this,
                input,
                world.Clock.Now
            ),
            "ListQueues" => List(input),
            "ListDeadLetterSourceQueues" => ListSources(QueueIn(input, "QueueUrl"), input),
            "SendMessage" => SqsMessageOperations.Send(QueueIn(input, "QueueUrl"), call),
            "ReceiveMessage" => SqsMessageOperations.Receive(QueueIn(input, "QueueUrl"), input),
            "DeleteMessage" => SqsMessageOperations.Delete(QueueIn(input, "QueueUrl"), input),
            "ChangeMessageVisibility" => SqsMessageOperations.ChangeVisibility(QueueIn(input, "QueueUrl"), input),
            _ => throw new ServiceFault("UnknownOperationException", $"The simulator's SQS has no {call.Operation}."),
        };
    }

    private JsonObject List(JsonObject input)
    {
        var prefix = input.Text("QueueNamePrefix") ?? "";
        var found = _queues
            .Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(UrlOf)
            .ToList();
        return Paging.Answer(found, input, s_pages, "QueueUrls");
    }

    private JsonObject ListSources(SqsQueue deadLetters, JsonObject input)
    {
        var found = _queues.Values.Where(queue => queue.Settings.DeadLetterQueue == deadLetters.Name);
        return Paging.Answer([.. found.Select(queue => UrlOf(queue.Name))], input, s_pages, "queueUrls");
    }

    internal bool TryFind(string name, [NotNullWhen(true)] out SqsQueue? queue) => (queue = Find(name)) is not null;

    private SqsQueue QueueIn(JsonObject input, string member) => Queue((string)input[member]!);

    private SqsQueue? Find(string name) => _queues.GetValueOrDefault(name[(name.LastIndexOfAny(['/', ':']) + 1)..]);
}
