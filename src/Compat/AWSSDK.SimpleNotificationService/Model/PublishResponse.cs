using Amazon.Runtime;

namespace Amazon.SimpleNotificationService.Model;

/// <summary>What Publish answers.</summary>
public class PublishResponse : AmazonWebServiceResponse
{
    public string MessageId { get; set; }

    public string SequenceNumber { get; set; }
}
