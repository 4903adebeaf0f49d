using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Models;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Wire;

/// <summary>
/// One AWS call from bytes to bytes: whose, which, what; dispatched; answered in the caller's protocol.
/// </summary>
internal sealed class CallHandler(WireOptions options, Callers callers)
{
    /// <summary>Null when the connection is to be cut.</summary>
    /// <param name="gone">The caller has hung up: nobody waits for the answer any more.</param>
    public async Task<WireAnswer?> AnswerAsync(WireRequest request, string requestId, CancellationToken gone)
    {
        var service = ServiceFinder.Fallback;
        var protocol = ServiceFinder.ProtocolOf(service, request);
        OperationModel? operation = null;
        try
        {
            service = ServiceFinder.FormOf(request);
            protocol = ServiceFinder.ProtocolOf(service, request);
            var signature = SigV4.Of(request);
            service = ServiceFinder.ServiceOf(request, signature);
            protocol = ServiceFinder.ProtocolOf(service, request);
            if (request.IsTooLarge)
            {
                throw RequestReader.TooLarge(service.Name);
            }

            if (service.Operations.Count == 0)
            {
                throw AbsentServices.NotYet(service);
            }

            var caller = callers.Identify(signature, request);
            if (signature is { IsPresigned: true })
            {
                Presigned.RequireValid(request, Now());
                Presigned.RestoreHeaders(request);
            }

            request = service.Name == "s3" ? AwsChunked.Unpack(request) : RequestReader.Inflate(request);
            operation = protocol.OperationOf(service, request);
            var input = protocol.ReadInput(operation, request);
            InputCheck.Check(operation, input);
            DocumentedRules.Check(operation, input);
            var output = await DispatchAsync(operation, input, new Caller(caller, signature?.Region), request, gone);
            return protocol.WriteOutput(operation, output, requestId);
        }
        catch (ServiceFault fault)
        {
            return protocol.WriteError(service, operation, ValidationErrors.InWordsOf(service, fault), requestId);
        }
        catch (Exception broken) when (options.BreaksConnection(broken))
        {
            return null;
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception bug)
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

    private DateTimeOffset Now()
    {
        lock (options.World.Gate)
        {
            return options.World.Clock.Now;
        }
    }

    private async Task<JsonObject> DispatchAsync(
        OperationModel operation,
        JsonObject input,
        Caller caller,
        WireRequest request,
        CancellationToken gone
    )
    {
        var trace = request.Header("X-Amzn-Trace-Id");
        if (options.Invoke is not null && operation is { Service.Name: "lambda", Name: "Invoke" })
        {
            var invoke = InvokeCalls.Read(input, caller.Name) with { Trace = trace };
            return InvokeCalls.Write(await options.Invoke(invoke), invoke.WantsLogTail);
        }

        DateTimeOffset? came = null;
        while (true)
        {
            Task? pending;
            lock (options.World.Gate)
            {
                var now = options.World.Clock.Now;
                var call = new ServiceCall(operation.Service.Name, operation.Name, input, now, caller.Name)
                {
                    CameAt = came ??= now,
                    Region = caller.Region,
                    Trace = trace,
                    Endpoint = request.Endpoint,
                };
                pending = options.Pending(call);
                if (pending is null)
                {
                    return options.Dispatch(call);
                }
            }

            await pending.WaitAsync(gone);
        }
    }

    /// <summary>Who calls, and the region that the call is signed for.</summary>
    private sealed record Caller(string Name, string? Region);
}
