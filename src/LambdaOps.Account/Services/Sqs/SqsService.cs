using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.Sqs;

/// <summary>SQS: standard queues on virtual time, long polls included.</summary>
public sealed class SqsService(SimulatedWorld world, string region, string account) : IServiceFace
{
    private static readonly PageTerms s_pages = new("NextToken", "MaxResults", "InvalidParameterValue")
    {
        Usual = 1000,
        Most = 1000,
    };

    private readonly SortedDictionary<string, SqsQueue> _queues = new(StringComparer.Ordinal);
    private readonly SeededIds _ids = new(world.Seed, "sqs");
    private int _lostWithQueues;

    public string Model => "sqs";

    public IEnumerable<SqsQueue> Queues => _queues.Values;

    /// <summary>How many messages were lost for good: by a queue, or with one that was deleted.</summary>
    public int Lost => _lostWithQueues + _queues.Values.Sum(queue => queue.Lost);

    /// <summary>A queue by its name, URL or ARN.</summary>
    public SqsQueue Queue(string name) =>
        Find(name) ?? throw new ServiceFault("QueueDoesNotExist", "The specified queue does not exist.");

    public SqsQueue CreateQueue(string name) => CreateQueue(new SqsQueueSettings(name));

    public SqsQueue CreateQueue(SqsQueueSettings settings)
    {
        var queue = new SqsQueue(settings, world.Clock, _ids)
        {
            Arn = ArnOf(settings.Name),
            Url = UrlOf(settings.Name),
            DeadLetterQueue = settings.DeadLetterQueue is null ? null : Queue(settings.DeadLetterQueue),
        };
        _queues.Add(settings.Name, queue);
        return queue;
    }

    public string ArnOf(string name) => $"arn:aws:sqs:{region}:{account}:{name}";

    /// <summary>A queue's URL at the endpoint that was asked: some clients send what comes next there.</summary>
    public string UrlOf(string name, string? endpoint = null) =>
        $"{endpoint ?? $"https://sqs.{region}.amazonaws.com"}/{account}/{name}";

    public IReadOnlyList<SqsMessage> Receive(string queue, int most = 10) => Queue(queue).Receive(most);

    public JsonObject Handle(ServiceCall call)
    {
        var input = call.Input;
        return call.Operation switch
        {
            "CreateQueue" => SqsQueueOperations.Create(this, call),
            "GetQueueUrl" => new JsonObject { ["QueueUrl"] = UrlOf(QueueIn(input, "QueueName").Name, call.Endpoint) },
            "ListQueues" => List(call),
            "ListDeadLetterSourceQueues" => ListSources(QueueIn(input), call),
            "GetQueueAttributes" => SqsQueueOperations.Attributes(QueueIn(input), this, input, world.Clock.Now),
            "SetQueueAttributes" => SqsQueueOperations.Change(QueueIn(input), this, input),
            "PurgeQueue" => SqsQueueOperations.Purge(QueueIn(input)),
            "DeleteQueue" => Delete(QueueIn(input)),
            "SendMessage" => SqsMessageOperations.Send(QueueIn(input), call, input),
            "ReceiveMessage" => SqsMessageOperations.Receive(QueueIn(input), input),
            "DeleteMessage" => SqsMessageOperations.Delete(QueueIn(input), input),
            "ChangeMessageVisibility" => SqsMessageOperations.ChangeVisibility(QueueIn(input), input),
            "SendMessageBatch" => SqsBatches.Send(QueueIn(input), call),
            "DeleteMessageBatch" => SqsBatches.Delete(QueueIn(input), input),
            "ChangeMessageVisibilityBatch" => SqsBatches.ChangeVisibility(QueueIn(input), input),
            _ => throw new ServiceFault("UnknownOperationException", $"The simulator's SQS has no {call.Operation}."),
        };
    }

    /// <summary>A long poll waits for a message, as long as the call or its queue says.</summary>
    public Task? Pending(ServiceCall call) =>
        call.Operation == "ReceiveMessage" && Find((string)call.Input["QueueUrl"]!) is { } queue
            ? SqsMessageOperations.Wait(queue, call)
            : null;

    internal bool TryFind(string name, [NotNullWhen(true)] out SqsQueue? queue) => (queue = Find(name)) is not null;

    private JsonObject List(ServiceCall call)
    {
        var prefix = call.Input.Text("QueueNamePrefix") ?? "";
        var found = _queues
            .Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => UrlOf(name, call.Endpoint))
            .ToList();
        return Paging.Answer(found, call.Input, s_pages, "QueueUrls");
    }

    private JsonObject ListSources(SqsQueue deadLetters, ServiceCall call)
    {
        var found = _queues.Values.Where(queue => queue.Settings.DeadLetterQueue == deadLetters.Name);
        List<string> urls = [.. found.Select(queue => UrlOf(queue.Name, call.Endpoint))];
        return Paging.Answer(urls, call.Input, s_pages, "queueUrls");
    }

    /// <summary>With everything that is in it.</summary>
    public void DeleteQueue(string name) => Delete(Queue(name));

    private JsonObject Delete(SqsQueue queue)
    {
        _lostWithQueues += queue.Lost + queue.Messages.Count;
        queue.Purge();
        _queues.Remove(queue.Name);
        return [];
    }

    private SqsQueue QueueIn(JsonObject input, string member = "QueueUrl") => Queue((string)input[member]!);

    private SqsQueue? Find(string name) => _queues.GetValueOrDefault(name[(name.LastIndexOfAny(['/', ':']) + 1)..]);
}
