using System.Text.Json.Nodes;
using LambdaOps.Simulator.Services;
using LambdaOps.Simulator.Wire.Http;
using LambdaOps.Simulator.Wire.Models;
using LambdaOps.Simulator.Wire.Protocols;

namespace LambdaOps.Simulator.Wire;

/// <summary>
/// One AWS call from bytes to bytes: whose, which, what; dispatched; answered in the caller's protocol.
/// </summary>
internal sealed class CallHandler(WireOptions options, Callers callers)
{
    /// <summary>Null when the connection is to be cut.</summary>
    public async Task<WireAnswer?> AnswerAsync(WireRequest request, string requestId)
    {
        var service = ServiceFinder.Fallback;
        var protocol = ServiceFinder.ProtocolOf(service, request);
        OperationModel? operation = null;
        try
        {
            var signature = SigV4.Of(request);
            service = ServiceFinder.ServiceOf(request, signature);
            protocol = ServiceFinder.ProtocolOf(service, request);
            var caller = callers.Identify(signature, request);
            request = service.Name == "s3" ? AwsChunked.Unpack(request) : RequestReader.Inflate(request);
            operation = protocol.OperationOf(service, request);
            var input = protocol.ReadInput(operation, request);
            InputCheck.Check(operation, input);
            var output = await DispatchAsync(operation, input, caller, request.Header("X-Amzn-Trace-Id"));
            return protocol.WriteOutput(operation, output, requestId);
        }
        catch (ServiceFault fault)
        {
            return protocol.WriteError(service, operation, fault, requestId);
        }
        catch (Exception broken) when (options.BreaksConnection(broken))
        {
            return null;
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            options.OnBug?.Invoke(bug);
            var fault = new ServiceFault(
                "InternalFailure",
                $"Bug in the simulator: {bug.GetType().Name}: " + $"{bug.Message}",
                500
            );
            return protocol.WriteError(service, operation, fault, requestId);
        }
    }

    private async Task<JsonObject> DispatchAsync(
        OperationModel operation,
        JsonObject input,
        string caller,
        string? trace
    )
    {
        if (options.Invoke is not null && operation is { Service.Name: "lambda", Name: "Invoke" })
        {
            var call = InvokeCalls.Read(input, caller) with { Trace = trace };
            return InvokeCalls.Write(await options.Invoke(call), call.WantsLogTail);
        }

        lock (options.World.Gate)
        {
            return options.Dispatch(
                new ServiceCall(operation.Service.Name, operation.Name, input, options.World.Clock.Now, caller)
                {
                    Trace = trace,
                }
            );
        }
    }
}
