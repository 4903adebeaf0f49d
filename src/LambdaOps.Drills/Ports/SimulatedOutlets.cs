using System.Text.Json.Nodes;
using LambdaOps.Account.Services.Sqs;
using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Drills.Ports;

/// <summary>Follow-ups as messages of the remedies' simulated queues.</summary>
public sealed class SimulatedFollowUps(
    SimulatedCalls calls,
    Func<FunctionName, SqsQueue> queueOf,
    Func<Signal, string> write
) : IFollowUps
{
    public Task SendAsync(Signal signal, FunctionName function, TimeSpan delay, CancellationToken cancellationToken)
    {
        var queue = queueOf(function);
        var body = write(signal);
        calls.Make(
            "sqs",
            "SendMessage",
            new JsonObject { ["QueueUrl"] = queue.Url, ["MessageBody"] = body },
            () =>
                queue.Send(
                    body,
                    TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds)),
                    sender: calls.Caller,
                    systemAttributes: calls.Trace() is { } trace
                        ? new Dictionary<string, string> { [SqsMessageOperations.TraceHeader] = trace }
                        : null
                )
        );
        return Task.CompletedTask;
    }
}

/// <summary>The visibility of messages of a function's simulated queue.</summary>
public sealed class SimulatedOwnQueue(SimulatedCalls calls, SqsQueue queue) : IOwnQueue
{
    public Task ShowAgainAsync(string receipt, TimeSpan after, CancellationToken cancellationToken)
    {
        calls.Make(
            "sqs",
            "ChangeMessageVisibility",
            new JsonObject { ["QueueUrl"] = queue.Url, ["ReceiptHandle"] = receipt },
            () => queue.MakeVisible(receipt, after)
        );
        return Task.CompletedTask;
    }
}

/// <summary>Notices as spectators see them.</summary>
public sealed class SimulatedNotifier(SimulatedCalls calls) : INotifier
{
    public Task<string?> NotifyAsync(Notice notice, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(
                calls.Make(
                    "sns",
                    "Publish",
                    new JsonObject { ["Subject"] = notice.Title, ["Message"] = BodyOf(notice) },
                    () =>
                    {
                        calls.World.Tell(
                            "notice",
                            notice.Target,
                            notice.Level is { } level
                                ? $"[{notice.Label}] to {level}: {notice.Title}"
                                : $"[{notice.Label}] {notice.Title}",
                            BodyOf(notice)
                        );
                        return (string?)null;
                    }
                )
            );
        }
        catch (SimulatedCallException failed)
        {
            return Task.FromResult<string?>(failed.Message);
        }
    }

    private static string BodyOf(Notice notice) =>
        string.Join(
            '\n',
            (string[])
                [
                    notice.Text,
                    .. notice.NextSteps.Select(step => $"- {step}"),
                    notice.IncidentLine ?? "",
                    notice.PlaceLine ?? "",
                ]
        );
}

/// <summary>In-process runs read the record instead of metrics.</summary>
public sealed class NoMetrics : IMetrics
{
    public void IncidentOpened(TargetId target, RemedyName remedy) { }

    public void ActionTaken(TargetId target, RemedyName remedy, Change action) { }

    public void ActionDenied(TargetId target, RemedyName remedy, Denial denial) { }

    public void FirstAction(TargetId target, RemedyName remedy, TimeSpan after) { }

    public void Recovered(TargetId target, RemedyName remedy, TimeSpan after) { }
}
