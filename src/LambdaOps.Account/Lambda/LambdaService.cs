using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// The simulated Lambda: functions, their environments, the asynchronous queue with its retries, and planned deaths.
/// Virtual time belongs to the world; here it only stands still or is asked to wait. Callable with or without the gate.
/// </summary>
/// <remarks>
/// Code of functions runs one invocation at a time in real time (<see cref="Parallelism"/>), in the order of starting,
/// so that the AWS calls of two functions never interleave by chance. In virtual time they overlap all the same.
/// </remarks>
public sealed class LambdaService : ILambdaService, ICallInterceptor, IAsyncDisposable
{
    public const string Latest = "$LATEST";
    private readonly SimulatedWorld _world;
    private readonly HostedFunctions _functions;
    private readonly FunctionRuns _runs;
    private readonly AsyncEvents _events;
    private readonly PlannedDeaths _deaths;

    /// <param name="machine">The machine's clock, for deadlines that real processes read and for real-time
    /// guards.</param>
    public LambdaService(SimulatedWorld world, TimeProvider machine, LambdaSettings? settings = null)
    {
        _world = world;
        settings ??= new LambdaSettings();
        _functions = new HostedFunctions(world, settings);
        _runs = new FunctionRuns(world, machine, settings, _functions);
        _events = new AsyncEvents(world, settings, _functions, _runs);
        _deaths = new PlannedDeaths(world, _functions);
        _runs.OnFree = _events.Drain;
    }

    /// <summary>How many functions may run at the same real moment: 1 for a deterministic run.</summary>
    public int Parallelism
    {
        get => _runs.Parallelism;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            lock (_world.Gate)
            {
                _runs.Parallelism = value;
                _runs.LaunchReady();
            }
        }
    }

    /// <summary>
    /// Gets the events that were given up, with the gate held; they are also in <see cref="FailedEvents"/>.
    /// </summary>
    public Action<FailedEvent>? OnFailedEvent
    {
        get => _events.OnFailedEvent;
        set => _events.OnFailedEvent = value;
    }

    /// <summary>Gets each log line as it comes, with the gate held.</summary>
    public Action<FunctionLogLine>? OnLog
    {
        get => _runs.OnLog;
        set => _runs.OnLog = value;
    }

    public void Register(FunctionDefinition definition)
    {
        lock (_world.Gate)
        {
            _functions.Add(definition);
        }
    }

    /// <summary>
    /// Puts another definition in a function's place: what runs ends as it began, what starts from now on starts cold.
    /// </summary>
    public void Update(FunctionDefinition definition)
    {
        lock (_world.Gate)
        {
            _functions.Find(definition.Name).Definition = definition;
            _deaths.Chill(definition.Name);
        }
    }

    /// <summary>Reserves concurrency; 0 throttles the function altogether.</summary>
    public void SetMaxConcurrency(string function, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        lock (_world.Gate)
        {
            var hosted = _functions.Find(function);
            hosted.Definition = hosted.Definition with { MaxConcurrency = limit, IsReserved = true };
            _events.Drain(hosted);
        }
    }

    /// <summary>The ended invocations, the newest last; the oldest of more than 10,000 are forgotten.</summary>
    public IReadOnlyList<InvocationRecord> Invocations
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _runs.History];
            }
        }
    }

    public IReadOnlyList<FunctionLogLine> LogOf(string function)
    {
        lock (_world.Gate)
        {
            return [.. _functions.Find(function).Log];
        }
    }

    /// <summary>The name of the function whose credentials have this access key, or null.</summary>
    public string? CallerOf(string accessKeyId)
    {
        lock (_world.Gate)
        {
            return _functions
                .All.FirstOrDefault(function => function.Credentials.AccessKeyId == accessKeyId)
                ?.Definition.Name;
        }
    }

    public FunctionCredentials CredentialsOf(string function)
    {
        lock (_world.Gate)
        {
            return _functions.Find(function).Credentials;
        }
    }

    /// <summary>
    /// The trace header of the invocation whose code is at work, which an SDK sends along with each call; null when the
    /// caller is no function at work.
    /// </summary>
    public string? TraceOf(string function)
    {
        lock (_world.Gate)
        {
            return _functions.OfCaller(function)?.Executing is [var run, ..] ? run.Invocation.TraceId : null;
        }
    }

    /// <summary>The Invoke operation. RequestResponse ends when the function really has answered.</summary>
    /// <param name="trace">The caller's trace header, or null.</param>
    /// <exception cref="ServiceFault">ResourceNotFoundException, TooManyRequestsException, what the payload may not
    /// be, …</exception>
    public Task<InvokeResult> InvokeAsync(
        string function,
        string invocationType,
        byte[] payload,
        string source,
        string? trace = null
    )
    {
        lock (_world.Gate)
        {
            var hosted = _functions.Find(function);
            var sent = InvokePayload.Checked(invocationType, payload);
            return invocationType switch
            {
                "RequestResponse" => RequestResponse(hosted, sent, source, trace),
                "Event" => Task.FromResult(NoAnswer(202, _events.Accept(hosted, sent, source, trace))),
                "DryRun" => Task.FromResult(NoAnswer(204, _functions.NextRequestId())),
                _ => throw new ServiceFault(
                    "InvalidParameterValueException",
                    $"Unknown invocation type: {invocationType}"
                ),
            };
        }
    }

    /// <summary>
    /// When the deliveries of an accepted event arrive, as delays from now: [0] unless a drill says otherwise; two are
    /// a duplicate, a longer one overtakes nothing. Called with the gate held.
    /// </summary>
    public Func<string, string, IReadOnlyList<TimeSpan>> Deliveries
    {
        get => _events.Deliveries;
        set => _events.Deliveries = value;
    }

    /// <summary>The asynchronous events that were given up, the oldest first.</summary>
    public IReadOnlyList<FailedEvent> FailedEvents => _events.FailedEvents;

    /// <summary>Planned deaths that have happened.</summary>
    public int Deaths => _deaths.Count;

    /// <summary>True when no function's code is at work or waits for its turn.</summary>
    public bool IsIdle => _runs.IsIdle;

    /// <summary>The runs at work, for the message of a stall.</summary>
    public IReadOnlyList<string> AtWork => _runs.AtWork;

    /// <summary>Done when no function's code is at work or waits for its turn: virtual time may move on.</summary>
    public Task WhenIdle() => _runs.WhenIdle();

    public ValueTask DisposeAsync() => _runs.CloseAsync();

    /// <summary>
    /// Plans the death of a function around its n-th call that matches; every call does without a predicate.
    /// </summary>
    public CrashPlan KillDuring(
        string function,
        KillMoment moment,
        Func<ServiceCall, bool>? which = null,
        int nth = 1
    ) => _deaths.KillDuring(function, moment, which, nth);

    /// <summary>Plans a death of a function around each call that <paramref name="which"/> picks.</summary>
    public CrashPlan KillDuringEach(string function, KillMoment moment, Func<ServiceCall, bool> which) =>
        _deaths.KillDuringEach(function, moment, which);

    /// <summary>Kills the environments of the function that are at work now.</summary>
    public void Kill(string function) => _deaths.Kill(function);

    /// <summary>Ends the waiting environments of the function, so that its next invocation starts cold.</summary>
    public void Chill(string function) => _deaths.Chill(function);

    public CallVerdict Before(ServiceCall call) => _deaths.Judge(KillMoment.Before, call);

    public CallVerdict After(ServiceCall call) => _deaths.Judge(KillMoment.After, call);

    public void InvokeAsync(string function, byte[] payload, string source, string? trace = null) =>
        _events.InvokeAsync(function, payload, source, trace);

    /// <summary>
    /// Invokes synchronously in virtual time, with the gate held, as ECS does for a lifecycle hook: the answer, or null when
    /// the function is not there, is throttled or fails.
    /// </summary>
    public void InvokeHook(string function, byte[] payload, Action<byte[]?> answered)
    {
        if (_functions.TryFind(function) is not { } hosted || _functions.Throttle(hosted) is not null)
        {
            answered(null);
            return;
        }

        _events.InvokeFromPoller(
            hosted.Definition.Name,
            payload,
            "ecs",
            trace: null,
            outcome => answered((outcome as InvocationOutcome.Succeeded)?.Payload)
        );
    }

    /// <summary>True when the function has a free slot now; else the callback is called, once, when it has.</summary>
    internal bool HasCapacity(string function, Action whenFree) => _events.HasCapacity(function, whenFree);

    /// <summary>A poller's synchronous invocation in virtual time, with the gate held.</summary>
    internal void InvokeFromPoller(
        string function,
        byte[] payload,
        string source,
        string? trace,
        Action<InvocationOutcome> finished
    ) => _events.InvokeFromPoller(function, payload, source, trace, finished);

    /// <summary>Whether Lambda refuses what a message would start, as it is part of a loop.</summary>
    internal bool Refuses(string function, string? trace) => _events.Refuses(function, trace);

    private static InvokeResult NoAnswer(int status, string requestId) => new(status, requestId, null, [], "", Latest);

    private Task<InvokeResult> RequestResponse(HostedFunction function, byte[] payload, string source, string? trace)
    {
        if (_functions.IsLoop(function, trace))
        {
            throw new ServiceFault(
                "RecursiveInvocationException",
                "Lambda has detected your function being invoked in a recursive loop with other AWS resources and "
                    + "stopped your function's invocation."
            );
        }

        if (_functions.Throttle(function) is { } reason)
        {
            throw new ServiceFault("TooManyRequestsException", "Rate Exceeded.", 429)
            {
                Details = new JsonObject { ["Reason"] = reason },
            };
        }

        var answered = new TaskCompletionSource<InvokeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var requestId = _functions.NextRequestId();
        FunctionRun? run = null;
        run = new FunctionRun(function, source, 1, _functions.NewInvocation(function, requestId, payload, trace))
        {
            StartedAt = _world.Clock.Now,
            InvokerWaits = true,
            Finished = outcome =>
                answered.SetResult(
                    new InvokeResult(
                        200,
                        requestId,
                        outcome.Failed ? "Unhandled" : null,
                        outcome.Answer(requestId),
                        Tail(run!),
                        Latest
                    )
                ),
        };
        _runs.Begin(run);
        return answered.Task;
    }

    private static string Tail(FunctionRun run)
    {
        var text = string.Concat(run.Lines.Select(line => line + "\n"));
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= 4096 ? text : Encoding.UTF8.GetString(bytes.AsSpan(bytes.Length - 4096));
    }
}
