using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>One way of AWS to put operations, inputs, answers and errors into HTTP.</summary>
public interface IProtocol
{
    /// <summary>Which operation a request means.</summary>
    /// <exception cref="ServiceFault">The model has no such operation.</exception>
    OperationModel OperationOf(ServiceModel service, WireRequest request);

    JsonObject ReadInput(OperationModel operation, WireRequest request);

    WireAnswer WriteOutput(OperationModel operation, JsonObject output, string requestId);

    /// <param name="operation">Null when the request did not get as far as that.</param>
    WireAnswer WriteError(ServiceModel service, OperationModel? operation, ServiceFault fault, string requestId);
}

/// <summary>What an error's model adds to what the service threw.</summary>
/// <param name="Code">The code of the XML protocols.</param>
internal readonly record struct ErrorFacts(Shape? Shape, string Code, int Status, bool IsSender)
{
    public static ErrorFacts Of(ServiceModel service, ServiceFault fault)
    {
        var shape = service.ErrorNamed(fault.Code);
        var status = fault.HttpStatus != 400 ? fault.HttpStatus : shape?.Error?.HttpStatus ?? 400;
        return new ErrorFacts(shape, shape?.Error?.Code ?? fault.Code, status, status < 500);
    }
}
