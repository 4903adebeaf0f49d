using System.Globalization;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// The registered functions: found by any of their names, throttled, and stopped where they invoke each other in a
/// loop. Touched with the world's gate held.
/// </summary>
internal sealed class HostedFunctions(SimulatedWorld world, LambdaSettings settings)
{
    private readonly RequestIds _requestIds = new(world.Seed, "lambda request");
    private readonly RequestIds _traceIds = new(world.Seed, "lambda trace");
    private readonly Dictionary<string, HostedFunction> _functions = new(StringComparer.Ordinal);

    public IReadOnlyCollection<HostedFunction> All => _functions.Values;

    public void Add(FunctionDefinition definition)
    {
        var credentials = FunctionCredentials.For(world.Seed, definition.Name);
        if (!_functions.TryAdd(definition.Name, new HostedFunction(definition, credentials)))
        {
            throw new ArgumentException($"Function already exists: {definition.Name}", nameof(definition));
        }
    }

    /// <summary>The function of that very name; null when the caller is none.</summary>
    public HostedFunction? OfCaller(string caller) => _functions.GetValueOrDefault(caller);

    public string NextRequestId() => _requestIds.Next();

    /// <summary>Why the function may not run once more now, in Lambda's words; null when it may.</summary>
    public string? Throttle(HostedFunction function)
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

        return function.InUse < definition.MaxConcurrency && inUse < settings.AccountConcurrency - reserved
            ? null
            : "ConcurrentInvocationLimitExceeded";
    }

    /// <summary>Whether Lambda stops the invocation, and says so.</summary>
    public bool IsLoop(HostedFunction function, string? trace)
    {
        var definition = function.Definition;
        if (definition.MayRecurse || !Lineage.IsExhausted(trace, definition.Arn))
        {
            return false;
        }

        world.Tell("invoke", definition.Name, "refused: recursive loop (RecursiveInvocationsDropped)");
        return true;
    }

    public RuntimeInvocation NewInvocation(HostedFunction function, string requestId, byte[] payload, string? header)
    {
        var trace = _traceIds.Next().Replace("-", "", StringComparison.Ordinal);
        var seconds = world.Clock.Now.ToUnixTimeSeconds().ToString("x8", CultureInfo.InvariantCulture);
        var definition = function.Definition;
        return new RuntimeInvocation(
            requestId,
            definition.Arn,
            payload,
            definition.Timeout,
            Lineage.Next(header, definition.Arn, $"Root=1-{seconds}-{trace[..24]};Parent={trace[16..]};Sampled=0")
        );
    }

    public HostedFunction Find(string function) =>
        TryFind(function)
        ?? throw new ServiceFault("ResourceNotFoundException", $"Function not found: {function}", 404);

    public HostedFunction? TryFind(string function)
    {
        // A name, an ARN, a partial ARN, each perhaps with $LATEST.
        var words = function.Split(':').Where(word => word != LambdaService.Latest).ToArray();
        var name = words is [.., "function", var last] ? last : words[^1];
        return _functions.GetValueOrDefault(name);
    }
}
