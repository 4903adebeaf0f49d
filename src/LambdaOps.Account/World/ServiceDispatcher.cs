using System.Text.Json.Nodes;
using LambdaOps.Account.Services;

namespace LambdaOps.Account.World;

/// <summary>
/// The one door through which calls reach the service faces: it applies the world's API faults and keeps the call
/// records, so that no face and no wire format has to. Called with the world's gate held.
/// </summary>
public sealed class ServiceDispatcher(SimulatedWorld world)
{
    private readonly Dictionary<string, IServiceFace> _faces = new(StringComparer.Ordinal);

    public ServiceDispatcher(SimulatedWorld world, IEnumerable<IServiceFace> faces)
        : this(world)
    {
        foreach (var face in faces)
        {
            Add(face);
        }
    }

    /// <summary>The models that have a face: "ecs", "elbv2", …</summary>
    public IEnumerable<string> Models => _faces.Keys;

    public ServiceDispatcher Add(IServiceFace face)
    {
        _faces.Add(face.Model, face);
        return this;
    }

    /// <summary>Puts a face in the place of the one of the same model.</summary>
    public ServiceDispatcher Replace(IServiceFace face)
    {
        _faces[face.Model] = face;
        return this;
    }

    /// <summary>Answers one call, or fails it as a disturbance of the API asks for.</summary>
    /// <exception cref="ServiceFault">The error that AWS would answer.</exception>
    /// <exception cref="BrokenConnection">The call took effect; the caller gets no answer.</exception>
    public JsonObject Dispatch(ServiceCall call)
    {
        try
        {
            if (call.Region is { } region && world.Standby.Lost.Contains(region))
            {
                throw new ServiceFault(FailureOf(call.Service), $"Nothing of {region} answers.", 503);
            }

            var fault = world.FaultFor(call);
            Refuse(call, fault);
            if (world.WhyDenied(call) is { } because)
            {
                throw new ServiceFault(DenialOf(call.Service), because, 403);
            }

            var answer = FaceOf(call).Handle(call);
            Record(call, error: null);
            return fault == ApiFaultKind.BrokenAfter ? throw new BrokenConnection(call) : answer;
        }
        catch (ServiceFault refused)
        {
            Record(call, refused.Code);
            throw;
        }
    }

    /// <summary>What a call has to wait for before it can be answered; null for nothing.</summary>
    public Task? Pending(ServiceCall call) => _faces.GetValueOrDefault(call.Service)?.Pending(call);

    /// <summary>Answers one call past disturbances and records: for callers that have had theirs.</summary>
    /// <exception cref="ServiceFault">The error that AWS would answer.</exception>
    public JsonObject Answer(ServiceCall call) => FaceOf(call).Handle(call);

    private static void Refuse(ServiceCall call, ApiFaultKind? fault)
    {
        switch (fault)
        {
            case ApiFaultKind.Throttled:
                var (throttled, status) = ThrottlingOf(call.Service);
                throw new ServiceFault(throttled, "Rate exceeded", status);
            case ApiFaultKind.FailedBefore:
                throw new ServiceFault(
                    FailureOf(call.Service),
                    "We encountered an internal error. Please try again.",
                    500
                );
            case ApiFaultKind.Denied:
                throw new ServiceFault(
                    DenialOf(call.Service),
                    $"User: {call.Caller} is not authorized to perform: {call.Service}:{call.Operation}",
                    403
                );
        }
    }

    private static (string Code, int Status) ThrottlingOf(string service) =>
        service switch
        {
            "dynamodb" => ("ProvisionedThroughputExceededException", 400),
            "sqs" => ("RequestThrottled", 403),
            "s3" => ("SlowDown", 503),
            "lambda" => ("TooManyRequestsException", 429),
            "ec2" => ("RequestLimitExceeded", 503),
            "sns" => ("Throttled", 429),
            "elbv2" or "cloudwatch" or "sts" or "cloudfront" or "iam" or "route53" => ("Throttling", 400),
            _ => ("ThrottlingException", 400),
        };

    private static string FailureOf(string service) =>
        service switch
        {
            "ecs" or "ecr" => "ServerException",
            "dynamodb" => "InternalServerError",
            "s3" or "sns" => "InternalError",
            "lambda" => "ServiceException",
            "ec2" => "InternalError",
            "cloudwatch" => "InternalServiceFault",
            "logs" or "backup" => "ServiceUnavailableException",
            "application-autoscaling" => "InternalServiceException",
            "wafv2" => "WAFInternalErrorException",
            "iam" => "ServiceFailure",
            "route53" => "ServiceUnavailable",
            "guardduty" => "InternalServerErrorException",
            "accessanalyzer" or "arc-zonal-shift" or "inspector2" => "InternalServerException",
            "securityhub" => "InternalException",
            _ => "InternalFailure",
        };

    private static string DenialOf(string service) =>
        service switch
        {
            "s3" or "elbv2" or "cloudwatch" or "sts" or "cloudfront" or "iam" or "route53" => "AccessDenied",
            "sns" => "AuthorizationError",
            "ec2" => "UnauthorizedOperation",
            _ => "AccessDeniedException",
        };

    private IServiceFace FaceOf(ServiceCall call) =>
        _faces.TryGetValue(call.Service, out var face)
            ? face
            : throw new ServiceFault("UnknownOperationException", $"The simulator has no service '{call.Service}'.");

    private void Record(ServiceCall call, string? error) =>
        world.Record(new CallRecord(call.At, call.Caller, call.Service, call.Operation, InputText(call.Input), error));

    /// <summary>The input as text; blobs (byte[] values) are written as base64 by the serializer. No secret is kept.</summary>
    private static string InputText(JsonObject input)
    {
        if (input["SecretString"] is null && input["SecretBinary"] is null)
        {
            return input.ToJsonString();
        }

        var kept = input.DeepClone().AsObject();
        kept.Remove("SecretString");
        kept.Remove("SecretBinary");
        return kept.ToJsonString();
    }
}

/// <summary>
/// The call took effect and its connection then broke: the wire aborts, an in-process caller sees a timeout.
/// </summary>
public sealed class BrokenConnection(ServiceCall call)
    : Exception($"The connection broke after {call.Service}:{call.Operation} took effect.");
