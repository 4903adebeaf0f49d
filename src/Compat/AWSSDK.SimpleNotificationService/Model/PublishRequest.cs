namespace Amazon.SimpleNotificationService.Model;

/// <summary>What Publish is asked.</summary>
public class PublishRequest : AmazonSimpleNotificationServiceRequest
{
    /// <summary>Required.</summary>
    public string Message { get; set; }

    public Dictionary<string, MessageAttributeValue> MessageAttributes { get; set; }

    public string MessageDeduplicationId { get; set; }

    public string MessageGroupId { get; set; }

    public string MessageStructure { get; set; }

    public string PhoneNumber { get; set; }

    public string Subject { get; set; }

    public string TargetArn { get; set; }

    public string TopicArn { get; set; }
}
