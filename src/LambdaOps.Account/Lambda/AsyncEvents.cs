using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>Asynchronous events: queued, throttled, retried, given up; and invocations by pollers.</summary>
internal sealed class AsyncEvents(
    SimulatedWorld world,
    LambdaSettings settings,
    HostedFunctions functions,
    FunctionRuns runs
)
{
    private readonly List<FailedEvent> _failedEvents = [];

    /// <summary>
    /// When the deliveries of an accepted event arrive, as delays from now: [0] unless a drill says otherwise; two are
    /// a duplicate, a longer one overtakes nothing. Called with the gate held.
    /// </summary>
    public Func<string, string, IReadOnlyList<TimeSpan>> Deliveries { get; set; } = (_, _) => [TimeSpan.Zero];

    /// <summary>The asynchronous events that were given up, the oldest first.</summary>
    public IReadOnlyList<FailedEvent> FailedEvents
    {
        get
        {
            lock (world.Gate)
            {
                return [.. _failedEvents];
            }
        }
    }

    /// <summary>Gets the events that were given up, with the gate held.</summary>
    public Action<FailedEvent>? OnFailedEvent { get; set; }

    public void InvokeAsync(string function, byte[] payload, string source, string? trace = null)
    {
        lock (world.Gate)
        {
            Accept(functions.Find(function), payload, source, trace);
        }
    }

    /// <summary>True when the function has a free slot now; else the callback is called, once, when it has.</summary>
    public bool HasCapacity(string function, Action whenFree)
    {
        var hosted = functions.Find(function);
        var hasRoom = functions.Throttle(hosted) is null;
        if (!hasRoom && !hosted.WhenFree.Contains(whenFree))
        {
            hosted.WhenFree.Add(whenFree);
        }

        return hasRoom;
    }

    /// <summary>
    /// A poller's synchronous invocation in virtual time: the outcome comes after the modelled duration. The caller
    /// holds the gate and has made sure that there is room.
    /// </summary>
    /// <param name="trace">The trace header of the messages, or null.</param>
    public void InvokeFromPoller(
        string function,
        byte[] payload,
        string source,
        string? trace,
        Action<InvocationOutcome> finished
    )
    {
        var hosted = functions.Find(function);
        runs.Begin(
            new FunctionRun(
                hosted,
                source,
                1,
                functions.NewInvocation(hosted, functions.NextRequestId(), payload, trace)
            )
            {
                StartedAt = world.Clock.Now,
                Finished = finished,
            }
        );
    }

    /// <summary>Whether Lambda refuses what a message would start, as it is part of a loop.</summary>
    public bool Refuses(string function, string? trace) => functions.IsLoop(functions.Find(function), trace);

    public string Accept(HostedFunction function, byte[] payload, string source, string? trace)
    {
        var requestId = functions.NextRequestId();
        var accepted = new AsyncEvent(requestId, payload, source, world.Clock.Now, Attempt: 1, trace);
        foreach (var delay in Deliveries(function.Definition.Name, requestId))
        {
            ArriveIn(delay, function, accepted);
        }

        return requestId;
    }

    private void ArriveIn(TimeSpan delay, HostedFunction function, AsyncEvent coming)
    {
        if (delay <= TimeSpan.Zero)
        {
            Arrive(function, coming);
            return;
        }

        world.Clock.In(delay, $"event for {function.Definition.Name}", () => Arrive(function, coming));
    }

    private void Arrive(HostedFunction function, AsyncEvent coming)
    {
        function.Waiting.Enqueue(coming);
        Drain(function);
        if (function.Definition.IsReserved && function.Waiting.Contains(coming))
        {
            world.Throttled(function.Definition.Name, () => function.Waiting.Contains(coming));
        }
    }

    /// <summary>Starts what waits as long as there is room, then tells the pollers.</summary>
    public void Drain(HostedFunction function)
    {
        while (!runs.IsClosed && function.Waiting.Count > 0 && functions.Throttle(function) is null)
        {
            var next = function.Waiting.Dequeue();
            if (world.Clock.Now - next.QueuedAt > function.Definition.MaximumEventAge)
            {
                GiveUp(function, next, "EventAgeExceeded", next.Attempt - 1, lastAnswer: null);
                continue;
            }

            if (functions.IsLoop(function, next.Trace))
            {
                GiveUp(function, next, "RecursiveInvocation", next.Attempt - 1, lastAnswer: null);
                continue;
            }

            runs.Begin(
                new FunctionRun(
                    function,
                    next.Source,
                    next.Attempt,
                    functions.NewInvocation(function, next.RequestId, next.Payload, next.Trace)
                )
                {
                    StartedAt = world.Clock.Now,
                    Finished = outcome => Settle(function, next, outcome),
                }
            );
        }

        var pollers =
            function.WhenFree.Count > 0 && functions.Throttle(function) is null ? function.WhenFree.ToArray() : [];
        function.WhenFree.RemoveRange(0, pollers.Length);
        foreach (var poller in pollers)
        {
            poller();
        }
    }

    private void Settle(HostedFunction function, AsyncEvent done, InvocationOutcome outcome)
    {
        if (!outcome.Failed)
        {
            return;
        }

        if (done.Attempt > function.Definition.MaximumRetryAttempts)
        {
            GiveUp(function, done, "RetriesExhausted", done.Attempt, outcome.Answer(done.RequestId));
            return;
        }

        var delay = settings.RetryDelays[Math.Min(done.Attempt, settings.RetryDelays.Length) - 1];
        ArriveIn(delay, function, done with { Attempt = done.Attempt + 1 });
    }

    private void GiveUp(HostedFunction function, AsyncEvent lost, string condition, int attempts, byte[]? lastAnswer)
    {
        var failed = new FailedEvent(
            world.Clock.Now,
            function.Definition,
            lost.RequestId,
            condition,
            attempts,
            lost.Payload,
            lastAnswer
        );
        _failedEvents.Add(failed);
        var target = function.Definition.OnFailure ?? function.Definition.DeadLetterTarget ?? "no dead-letter target";
        world.Tell("invoke", function.Definition.Name, $"event given up ({condition}), to {target}");
        OnFailedEvent?.Invoke(failed);
    }
}
