using Amazon.Runtime;

namespace Amazon.SimpleNotificationService;

/// <summary>What all requests to Amazon Simple Notification Service derive from.</summary>
public class AmazonSimpleNotificationServiceRequest : AmazonWebServiceRequest { }
