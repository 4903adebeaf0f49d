using LambdaOps.Compat;

namespace Amazon.ECS;

/// <summary>What Amazon Elastic Container Service's service model says of the wire.</summary>
internal static class AmazonECSProtocol
{
    internal static readonly JsonService Instance = new(
        "Amazon.ECS",
        "AmazonEC2ContainerServiceV20141113",
        "1.1",
        "2014-11-13"
    );
}
