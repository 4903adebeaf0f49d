using System.Collections.Immutable;

namespace LambdaOps.Account.Lambda;

/// <summary>A function as Lambda knows it.</summary>
public sealed record FunctionDefinition(string Name, string Arn)
{
    /// <summary>Makes one execution environment; called for each cold start, outside the world's gate.</summary>
    public required Func<EnvironmentOrder, IExecutionEnvironment> Create { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    public int MemoryMegabytes { get; init; } = 128;

    public string Handler { get; init; } = "bootstrap";

    /// <summary>LoggingConfig's LogFormat where none is given.</summary>
    public const string Text = "Text";

    /// <summary>Text or JSON: what Lambda tells the runtime client to write.</summary>
    public string LogFormat { get; init; } = Text;

    public string LogGroup { get; init; } = $"/aws/lambda/{Name}";

    /// <summary>How many invocations may run at the same (virtual) time.</summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>Whether that many are reserved of the account's; else the account's others share what is left.</summary>
    public bool IsReserved { get; init; }

    /// <summary>Retries of a failed asynchronous event: 0 to 2.</summary>
    public int MaximumRetryAttempts { get; init; } = 2;

    /// <summary>Events that have waited longer are given up.</summary>
    public TimeSpan MaximumEventAge { get; init; } = TimeSpan.FromHours(6);

    /// <summary>ARN of the queue or topic that gets events which were given up.</summary>
    public string? DeadLetterTarget { get; init; }

    /// <summary>ARN of the on-failure destination.</summary>
    public string? OnFailure { get; init; }

    /// <summary>Whether Lambda lets the function go on when it runs in a loop (RecursiveLoop: Allow).</summary>
    public bool MayRecurse { get; init; }

    /// <summary>The function's own variables.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>An environment in a process of its own, with Lambda's variables.</summary>
    /// <param name="endpoint">The simulator's AWS endpoint, such as http://127.0.0.1:4566.</param>
    /// <param name="roots">A PEM file with the roots that it trusts; null for the package's own.</param>
    public static Func<EnvironmentOrder, IExecutionEnvironment> Process(
        FunctionCommand command,
        string endpoint,
        string? roots = null
    ) =>
        order => new FunctionProcess(
            command,
            FunctionVariables.For(order, command.TaskRoot, endpoint, roots),
            order.Log,
            order.Machine
        );

    /// <summary>An environment that is a delegate.</summary>
    public static Func<EnvironmentOrder, IExecutionEnvironment> InProcess(InProcessFunction.Handler handler) =>
        _ => new InProcessFunction(handler);
}

/// <summary>What a new execution environment is made from.</summary>
public sealed record EnvironmentOrder(
    FunctionDefinition Function,
    FunctionCredentials Credentials,
    Action<string> Log,
    TimeProvider Machine
);

/// <summary>The temporary credentials of a function's role. The access key tells the wire who calls.</summary>
public sealed record FunctionCredentials(string AccessKeyId, string SecretAccessKey, string SessionToken)
{
    public static FunctionCredentials For(ulong seed, string function) =>
        new(
            "ASIA" + RequestIds.Letters(seed, $"access key of {function}", 16),
            RequestIds.Letters(seed, $"secret of {function}", 32),
            "simulated-" + RequestIds.Letters(seed, $"session of {function}", 32)
        );
}
