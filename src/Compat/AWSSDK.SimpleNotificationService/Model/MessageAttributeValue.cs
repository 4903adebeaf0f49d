namespace Amazon.SimpleNotificationService.Model;

/// <summary>Amazon Simple Notification Service: message attribute value.</summary>
public class MessageAttributeValue
{
    public MemoryStream BinaryValue { get; set; }

    /// <summary>Required.</summary>
    public string DataType { get; set; }

    public string StringValue { get; set; }
}
