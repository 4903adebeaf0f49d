using System.Xml.Linq;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.SimpleNotificationService.Model.Internal.MarshallTransformations;

internal static class PublishResponseUnmarshaller
{
    internal static readonly QueryOperationUnmarshaller Instance = new("PublishResult", Read, ToException);

    private static PublishResponse Read(XElement xml) =>
        new() { MessageId = xml.String("MessageId"), SequenceNumber = xml.String("SequenceNumber") };

    private static AmazonSimpleNotificationServiceException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "AuthorizationError" => new AuthorizationErrorException(error),
            "EndpointDisabled" => new EndpointDisabledException(error),
            "InternalError" => new InternalErrorException(error),
            "InvalidParameter" => new InvalidParameterException(error),
            "ParameterValueInvalid" => new InvalidParameterValueException(error),
            "InvalidSecurity" => new InvalidSecurityException(error),
            "KMSAccessDenied" => new KMSAccessDeniedException(error),
            "KMSDisabled" => new KMSDisabledException(error),
            "KMSInvalidState" => new KMSInvalidStateException(error),
            "KMSNotFound" => new KMSNotFoundException(error),
            "KMSOptInRequired" => new KMSOptInRequiredException(error),
            "KMSThrottling" => new KMSThrottlingException(error),
            "NotFound" => new NotFoundException(error),
            "PlatformApplicationDisabled" => new PlatformApplicationDisabledException(error),
            "ValidationException" => new ValidationException(error),
            _ => new AmazonSimpleNotificationServiceException(error),
        };
}
