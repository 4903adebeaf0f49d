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
public sealed partial class LambdaService : ILambdaService, ICallInterceptor, IAsyncDisposable
{
    public const string Latest = "$LATEST";
    private const int HistoryLimit = 10_000;
    private readonly SimulatedWorld _world;
    private readonly TimeProvider _machine;
    private readonly LambdaSettings _settings;
    private readonly RequestIds _requestIds;
    private readonly RequestIds _traceIds;
    private readonly Dictionary<string, HostedFunction> _functions = new(StringComparer.Ordinal);
    private readonly Queue<InvocationRecord> _history = new();
    private int _parallelism = 1;

    /// <param name="machine">The machine's clock, for deadlines that real processes read and for real-time
    /// guards.</param>
    public LambdaService(SimulatedWorld world, TimeProvider machine, LambdaSettings? settings = null)
    {
        _world = world;
        _machine = machine;
        _settings = settings ?? new LambdaSettings();
        _requestIds = new RequestIds(world.Seed, "lambda request");
        _traceIds = new RequestIds(world.Seed, "lambda trace");
    }

    /// <summary>How many functions may run at the same real moment: 1 for a deterministic run.</summary>
    public int Parallelism
    {
        get => _parallelism;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            lock (_world.Gate)
            {
                _parallelism = value;
                LaunchReady();
            }
        }
    }

    /// <summary>
    /// Gets the events that were given up, with the gate held; they are also in <see cref="FailedEvents"/>.
    /// </summary>
    public Action<FailedEvent>? OnFailedEvent { get; set; }

    /// <summary>Gets each log line as it comes, with the gate held.</summary>
    public Action<LogLine>? OnLog { get; set; }

    public void Register(FunctionDefinition definition)
    {
        lock (_world.Gate)
        {
            var credentials = FunctionCredentials.For(_world.Seed, definition.Name);
            if (!_functions.TryAdd(definition.Name, new HostedFunction(definition, credentials)))
            {
                throw new ArgumentException($"Function already exists: {definition.Name}", nameof(definition));
            }
        }
    }

    /// <summary>Reserves concurrency; 0 throttles the function altogether.</summary>
    public void SetMaxConcurrency(string function, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        lock (_world.Gate)
        {
            var hosted = Find(function);
            hosted.Definition = hosted.Definition with { MaxConcurrency = limit, IsReserved = true };
            Drain(hosted);
        }
    }

    /// <summary>The ended invocations, the newest last; the oldest of more than 10,000 are forgotten.</summary>
    public IReadOnlyList<InvocationRecord> Invocations
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _history];
            }
        }
    }

    public IReadOnlyList<LogLine> LogOf(string function)
    {
        lock (_world.Gate)
        {
            return [.. Find(function).Log];
        }
    }

    /// <summary>The name of the function whose credentials have this access key, or null.</summary>
    public string? CallerOf(string accessKeyId)
    {
        lock (_world.Gate)
        {
            return _functions
                .Values.FirstOrDefault(function => function.Credentials.AccessKeyId == accessKeyId)
                ?.Definition.Name;
        }
    }

    public FunctionCredentials CredentialsOf(string function)
    {
        lock (_world.Gate)
        {
            return Find(function).Credentials;
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
            return _functions.GetValueOrDefault(function)?.Executing is [var run, ..] ? run.Invocation.TraceId : null;
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
            var hosted = Find(function);
            var sent = InvokePayload.Checked(invocationType, payload);
            return invocationType switch
            {
                "RequestResponse" => RequestResponse(hosted, sent, source, trace),
                "Event" => Task.FromResult(NoAnswer(202, Accept(hosted, sent, source, trace))),
                "DryRun" => Task.FromResult(NoAnswer(204, _requestIds.Next())),
                _ => throw new ServiceFault(
                    "InvalidParameterValueException",
                    $"Unknown invocation type: {invocationType}"
                ),
            };
        }
    }

    private static InvokeResult NoAnswer(int status, string requestId) => new(status, requestId, null, [], "", Latest);

    private Task<InvokeResult> RequestResponse(HostedFunction function, byte[] payload, string source, string? trace)
    {
        if (IsLoop(function, trace))
        {
            throw new ServiceFault(
                "RecursiveInvocationException",
                "Lambda has detected your function being invoked in a recursive loop with other AWS resources and "
                    + "stopped your function's invocation."
            );
        }

        if (Throttle(function) is { } reason)
        {
            throw new ServiceFault("TooManyRequestsException", "Rate Exceeded.", 429)
            {
                Details = new JsonObject { ["Reason"] = reason },
            };
        }

        var answered = new TaskCompletionSource<InvokeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var requestId = _requestIds.Next();
        FunctionRun? run = null;
        run = new FunctionRun(function, source, 1, NewInvocation(function, requestId, payload, trace))
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
        Begin(run);
        return answered.Task;
    }

    /// <summary>Whether Lambda stops the invocation, and says so.</summary>
    private bool IsLoop(HostedFunction function, string? trace)
    {
        var definition = function.Definition;
        if (definition.MayRecurse || !Lineage.IsExhausted(trace, definition.Arn))
        {
            return false;
        }

        _world.Tell("invoke", definition.Name, "refused: recursive loop (RecursiveInvocationsDropped)");
        return true;
    }

    private Invocation NewInvocation(HostedFunction function, string requestId, byte[] payload, string? header)
    {
        var trace = _traceIds.Next().Replace("-", "", StringComparison.Ordinal);
        var seconds = _world.Clock.Now.ToUnixTimeSeconds().ToString("x8", CultureInfo.InvariantCulture);
        var definition = function.Definition;
        return new Invocation(
            requestId,
            definition.Arn,
            payload,
            definition.Timeout,
            Lineage.Next(header, definition.Arn, $"Root=1-{seconds}-{trace[..24]};Parent={trace[16..]};Sampled=0")
        );
    }

    private HostedFunction Find(string function)
    {
        // A name, an ARN, a partial ARN, each perhaps with $LATEST.
        var words = function.Split(':').Where(word => word != Latest).ToArray();
        var name = words is [.., "function", var last] ? last : words[^1];
        return _functions.TryGetValue(name, out var found)
            ? found
            : throw new ServiceFault("ResourceNotFoundException", $"Function not found: {function}", 404);
    }

    private static string Tail(FunctionRun run)
    {
        var text = string.Concat(run.Lines.Select(line => line + "\n"));
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= 4096 ? text : Encoding.UTF8.GetString(bytes.AsSpan(bytes.Length - 4096));
    }
}
