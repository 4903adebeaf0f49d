namespace Amazon.CloudWatch.Model;

/// <summary>Amazon CloudWatch: message data.</summary>
public class MessageData
{
    public string Code { get; set; }

    public string Value { get; set; }
}
