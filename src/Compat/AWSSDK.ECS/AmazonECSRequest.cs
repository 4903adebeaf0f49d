using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>What all requests to Amazon Elastic Container Service derive from.</summary>
public class AmazonECSRequest : AmazonWebServiceRequest { }
