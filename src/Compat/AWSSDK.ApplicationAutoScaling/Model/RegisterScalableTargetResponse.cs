using Amazon.Runtime;

namespace Amazon.ApplicationAutoScaling.Model;

/// <summary>What RegisterScalableTarget answers.</summary>
public class RegisterScalableTargetResponse : AmazonWebServiceResponse
{
    public string ScalableTargetARN { get; set; }
}
