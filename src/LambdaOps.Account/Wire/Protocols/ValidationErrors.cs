using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>The services call the same mistake by different names.</summary>
internal static class ValidationErrors
{
    public static ServiceFault Of(ServiceModel service, IReadOnlyList<ConstraintViolation> found)
    {
        var first = found[0];
        var isMissing = first.Value is null;
        return service.Name switch
        {
            "sqs" when isMissing => new("MissingParameter", $"The request must contain the parameter {first.Member}."),
            "sqs" => new(
                "InvalidParameterValue",
                $"Value {first.Value} for parameter {first.Member} is invalid. " + $"Reason: {first.Constraint}."
            ),
            "ecs" when isMissing => new("InvalidParameterException", $"{first.Path} cannot be empty."),
            "ecs" => new("InvalidParameterException", Coral(found)),
            "sns" => new("InvalidParameterException", $"Invalid parameter: {first.Member} Reason: {first.Constraint}"),
            "s3" => new("InvalidArgument", $"{first.Member}: {first.Constraint}"),
            "cloudfront" when isMissing && first.Member == "InvalidationBatch" => new(
                "MissingBody",
                "This operation requires a body."
            ),
            "cloudfront" => new("InvalidArgument", $"{first.Member}: {first.Constraint}"),
            "route53" => new("InvalidInput", Coral(found)),
            "logs" => new("InvalidParameterException", Coral(found)),
            "dynamodb" or "lambda" or "application-autoscaling" or "events" or "scheduler" => new(
                "ValidationException",
                Coral(found)
            ),
            _ => new("ValidationError", Coral(found)),
        };
    }

    /// <summary>What the wire could not read, by the name that the service has for it.</summary>
    public static ServiceFault InWordsOf(ServiceModel service, ServiceFault fault) =>
        (service.Name, service.Protocol, fault.Code) switch
        {
            ("s3", _, "MalformedInput" or "SerializationException") => new("InvalidArgument", fault.Message),
            (_, "rest-json" or "json", "MalformedInput" or "InvalidURI") => new(
                "SerializationException",
                fault.Message
            ),
            (_, "query" or "smithy-rpc-v2-cbor", "InvalidURI") => new("MalformedInput", fault.Message),
            _ => fault,
        };

    private static string Coral(IReadOnlyList<ConstraintViolation> found)
    {
        var all = found.Select(v =>
            $"Value {(v.Value is null ? "null" : $"'{v.Value}'")} at '{v.Path}' "
            + $"failed to satisfy constraint: {v.Constraint}"
        );
        return $"{found.Count} validation error{(found.Count == 1 ? "" : "s")} detected: {string.Join("; ", all)}";
    }
}
