using System.Text.Json;
using Amazon.SQS;
using Amazon.SQS.Model;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.FollowUps;

/// <summary>Ticks, and deferred and forwarded signals, as delayed messages of the remedies' queues.</summary>
public sealed class SqsFollowUps(IAmazonSQS sqs, TickQueues queues) : IFollowUps, IJobQueue
{
    public Task SendAsync(Signal signal, FunctionName function, TimeSpan delay, CancellationToken cancellationToken) =>
        SendAsync(JsonSerializer.Serialize(signal, JournalJson.Default.Signal), function, delay, cancellationToken);

    public Task SendAsync(
        JobRequest request,
        FunctionName function,
        TimeSpan delay,
        CancellationToken cancellationToken
    ) => SendAsync(JobRequests.Write(request), function, delay, cancellationToken);

    private async Task SendAsync(
        string body,
        FunctionName function,
        TimeSpan delay,
        CancellationToken cancellationToken
    )
    {
        var bounded =
            delay < TimeSpan.Zero ? TimeSpan.Zero
            : delay > IFollowUps.LongestDelay ? IFollowUps.LongestDelay
            : delay;
        await sqs.SendMessageAsync(
            new SendMessageRequest
            {
                QueueUrl = queues.UrlOf(function),
                MessageBody = body,
                DelaySeconds = (int)Math.Ceiling(bounded.TotalSeconds),
            },
            cancellationToken
        );
    }
}

/// <summary>The visibility of messages of the function's queue. Only a failed message needs its client.</summary>
public sealed class SqsOwnQueue(Lazy<IAmazonSQS> sqs, string url) : IOwnQueue
{
    public Task ShowAgainAsync(string receipt, TimeSpan after, CancellationToken cancellationToken) =>
        sqs.Value.ChangeMessageVisibilityAsync(
            new ChangeMessageVisibilityRequest
            {
                QueueUrl = url,
                ReceiptHandle = receipt,
                VisibilityTimeout = (int)after.TotalSeconds,
            },
            cancellationToken
        );
}

/// <summary>
/// The queues of the functions: one URL, in which * stands for the function. Naming every queue would not fit
/// into a function's environment (4 KB) once there are thirty.
/// </summary>
public sealed class TickQueues
{
    private const char Function = '*';

    private readonly string _pattern;

    private TickQueues(string pattern) => _pattern = pattern;

    /// <param name="pattern">https://sqs.REGION.amazonaws.com/ACCOUNT/STACK-*-ticks, as the template writes it.</param>
    /// <exception cref="FormatException">It is no URL with one * in it.</exception>
    public static TickQueues Parse(string pattern) =>
        Uri.TryCreate(pattern, UriKind.Absolute, out _) && pattern.Count(one => one == Function) == 1
            ? new TickQueues(pattern)
            : throw new FormatException($"found '{pattern}', expected a URL with one {Function} for the function");

    /// <summary>The stack's name, with which its functions' names begin too.</summary>
    public string Stack => _pattern[(_pattern.LastIndexOf('/') + 1)..].Split($"-{Function}")[0];

    public string UrlOf(FunctionName function) =>
        _pattern.Replace($"{Function}", function.Value, StringComparison.Ordinal);
}
