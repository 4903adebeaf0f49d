namespace LambdaOps.Account.Lambda;

/// <content>Asynchronous events: queued, throttled, retried, given up; and invocations by pollers.</content>
public sealed partial class LambdaService
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
            lock (_world.Gate)
            {
                return [.. _failedEvents];
            }
        }
    }

    public void InvokeAsync(string function, byte[] payload, string source, string? trace = null)
    {
        lock (_world.Gate)
        {
            Accept(Find(function), payload, source, trace);
        }
    }

    /// <summary>True when the function has a free slot now; else the callback is called, once, when it has.</summary>
    internal bool HasRoom(string function, Action whenFree)
    {
        var hosted = Find(function);
        var hasRoom = Throttle(hosted) is null;
        if (!hasRoom && !hosted.WhenFree.Contains(whenFree))
        {
            hosted.WhenFree.Add(whenFree);
        }

        return hasRoom;
    }

    /// <summary>Why the function may not run once more now, in Lambda's words; null when it may.</summary>
    private string? Throttle(HostedFunction function)
    {
        var definition = function.Definition;
        if (definition.IsReserved)
        {
            return function.InUse < definition.MaxConcurrency
                ? null
                : "ReservedFunctionConcurrentInvocationLimitExceeded";
        }

        var (reserved, inUse) = (0, 0);
        foreach (var other in _functions.Values)
        {
            reserved += other.Definition.IsReserved ? other.Definition.MaxConcurrency : 0;
            inUse += other.Definition.IsReserved ? 0 : other.InUse;
        }

        return function.InUse < definition.MaxConcurrency && inUse < _settings.AccountConcurrency - reserved
            ? null
            : "ConcurrentInvocationLimitExceeded";
    }

    /// <summary>
    /// A poller's synchronous invocation in virtual time: the outcome comes after the modelled duration. The caller
    /// holds the gate and has made sure that there is room.
    /// </summary>
    /// <param name="trace">The trace header of the messages, or null.</param>
    internal void InvokeFromPoller(
        string function,
        byte[] payload,
        string source,
        string? trace,
        Action<InvocationOutcome> finished
    )
    {
        var hosted = Find(function);
        Begin(
            new FunctionRun(hosted, source, 1, NewInvocation(hosted, _requestIds.Next(), payload, trace))
            {
                StartedAt = _world.Clock.Now,
                Finished = finished,
            }
        );
    }

    /// <summary>Whether Lambda refuses what a message would start, as it is part of a loop.</summary>
    internal bool Refuses(string function, string? trace) => IsLoop(Find(function), trace);

    private string Accept(HostedFunction function, byte[] payload, string source, string? trace)
    {
        var requestId = _requestIds.Next();
        var accepted = new AsyncEvent(requestId, payload, source, _world.Clock.Now, Attempt: 1, trace);
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

        _world.Clock.In(delay, $"event for {function.Definition.Name}", () => Arrive(function, coming));
    }

    private void Arrive(HostedFunction function, AsyncEvent coming)
    {
        function.Waiting.Enqueue(coming);
        Drain(function);
    }

    /// <summary>Starts what waits as long as there is room, then tells the pollers.</summary>
    private void Drain(HostedFunction function)
    {
        while (!_closed && function.Waiting.Count > 0 && Throttle(function) is null)
        {
            var next = function.Waiting.Dequeue();
            if (_world.Clock.Now - next.QueuedAt > function.Definition.MaximumEventAge)
            {
                GiveUp(function, next, "EventAgeExceeded", next.Attempt - 1, lastAnswer: null);
                continue;
            }

            if (IsLoop(function, next.Trace))
            {
                GiveUp(function, next, "RecursiveInvocation", next.Attempt - 1, lastAnswer: null);
                continue;
            }

            Begin(
                new FunctionRun(
                    function,
                    next.Source,
                    next.Attempt,
                    NewInvocation(function, next.RequestId, next.Payload, next.Trace)
                )
                {
                    StartedAt = _world.Clock.Now,
                    Finished = outcome => Settle(function, next, outcome),
                }
            );
        }

        var pollers = function.WhenFree.Count > 0 && Throttle(function) is null ? function.WhenFree.ToArray() : [];
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

        var delay = _settings.RetryDelays[Math.Min(done.Attempt, _settings.RetryDelays.Length) - 1];
        ArriveIn(delay, function, done with { Attempt = done.Attempt + 1 });
    }

    private void GiveUp(HostedFunction function, AsyncEvent lost, string condition, int attempts, byte[]? lastAnswer)
    {
        var failed = new FailedEvent(
            _world.Clock.Now,
            function.Definition,
            lost.RequestId,
            condition,
            attempts,
            lost.Payload,
            lastAnswer
        );
        _failedEvents.Add(failed);
        var target = function.Definition.OnFailure ?? function.Definition.DeadLetterTarget ?? "no dead-letter target";
        _world.Tell("invoke", function.Definition.Name, $"event given up ({condition}), to {target}");
        OnFailedEvent?.Invoke(failed);
    }
}
