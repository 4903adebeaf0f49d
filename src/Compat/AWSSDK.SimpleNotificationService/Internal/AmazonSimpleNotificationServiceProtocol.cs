using LambdaOps.Compat;

namespace Amazon.SimpleNotificationService;

/// <summary>What Amazon Simple Notification Service's service model says of the wire.</summary>
internal static class AmazonSimpleNotificationServiceProtocol
{
    internal static readonly QueryService Instance = new("Amazon.SimpleNotificationService", "2010-03-31");
}
