using Amazon.Lambda.Core;
using LambdaOps.Aws.Invocations;
using LambdaOps.Aws.Signals;
using LambdaOps.Engine;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Functions;

/// <summary>
/// An invocation of a function that answers lifecycle hooks of ECS, too. ECS rolls a deployment back where a hook fails,
/// for whatever reason: so a function that cannot be composed lets deployments go on, and fails with everything else.
/// </summary>
public sealed partial class HookedInvocation
{
    private readonly ILogger<HookedInvocation> _logger;
    private readonly Invocation? _invocation;
    private readonly Exception? _failed;

    public HookedInvocation(Func<Func<Task<RemedyInvocation>>> compose, ILogger<HookedInvocation> logger)
    {
        _logger = logger;
        try
        {
            _invocation = new Invocation(compose());
        }
#pragma warning disable CA1031 // Whatever it is: whoever invokes it gets it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failed = error;
            LogFailed(error);
        }
    }

    public async Task<EventAnswer> RunAsync(Stream payload, ILambdaContext context)
    {
        if (_invocation is { } invocation)
        {
            return await invocation.RunAsync(payload, context);
        }

        var failed = _failed ?? new InvalidOperationException("nothing was composed");
        return EventReader.IsHook(await Invocation.ReadAsync(payload))
            ? EventAnswer.Of(HookAnswer.GoOn)
            : throw new InvalidOperationException(failed.Message, failed);
    }

    [LoggerMessage(
        Level = Microsoft.Extensions.Logging.LogLevel.Critical,
        Message = "the function cannot be composed; deployments go on without it"
    )]
    private partial void LogFailed(Exception error);
}
