using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;

namespace LambdaOps.Drills.Ports;

/// <summary>
/// Calls of the in-process ports: the same names, faults, interception and records as over the wire, without its bytes.
/// </summary>
public sealed class SimulatedCalls(SimulatedWorld world, ICallInterceptor interceptor, string caller)
{
    public SimulatedWorld World => world;

    public string Caller => caller;

    /// <summary>The trace header that an SDK would send along now, or null.</summary>
    public Func<string?> Trace { get; init; } = () => null;

    /// <summary>Makes one call that the service's own face answers, below any wire format.</summary>
    /// <exception cref="ServiceFault">The error that AWS would answer.</exception>
    public JsonObject Ask(string service, string operation, JsonObject input) =>
        Make(
            service,
            operation,
            input,
            () => world.Services.Answer(new ServiceCall(service, operation, input, world.Clock.Now, caller))
        );

    /// <summary>Makes one call. Throws what an SDK would after its retries.</summary>
    public T Make<T>(string service, string operation, JsonObject input, Func<T> effect)
    {
        lock (world.Gate)
        {
            var call = new ServiceCall(service, operation, input, world.Clock.Now, caller);
            if (interceptor.Before(call) == CallVerdict.Abort)
            {
                throw new SimulatedCallException(call, "the caller died", isRefusal: false);
            }

            var fault = world.FaultFor(service, operation);
            if (fault is not null and not ApiFaultKind.BrokenAfter)
            {
                world.Record(
                    new CallRecord(call.At, caller, service, operation, input.ToJsonString(), fault.ToString())
                );
                throw new SimulatedCallException(call, fault.ToString()!, isRefusal: fault == ApiFaultKind.Denied);
            }

            if (world.WhyDenied(call) is { } because)
            {
                world.Record(new CallRecord(call.At, caller, service, operation, input.ToJsonString(), "Denied"));
                throw new SimulatedCallException(call, because, isRefusal: true);
            }

            var result = Effect(call, effect);
            world.Record(new CallRecord(call.At, caller, service, operation, input.ToJsonString(), Error: null));
            var died = interceptor.After(call) == CallVerdict.Abort;
            return died || fault == ApiFaultKind.BrokenAfter
                ? throw new SimulatedCallException(call, "no answer", isRefusal: false)
                : result;
        }
    }

    /// <summary>A call that AWS refuses is recorded as such, as the wire does.</summary>
    private T Effect<T>(ServiceCall call, Func<T> effect)
    {
        try
        {
            return effect();
        }
        catch (ServiceFault refused)
        {
            world.Record(
                new CallRecord(call.At, caller, call.Service, call.Operation, call.Input.ToJsonString(), refused.Code)
            );
            throw;
        }
    }
}

/// <summary>
/// A call that failed: refused for good, or throttled, failed or lost, which the caller cannot judge by.
/// </summary>
public sealed class SimulatedCallException(ServiceCall call, string why, bool isRefusal)
    : Exception($"{call.Service}:{call.Operation}: {why}")
{
    public bool IsRefusal { get; } = isRefusal;
}
