namespace LambdaOps.Core.Resources;

/// <summary>
/// The load balancer's rule by whose weights a service gets its requests, where two services take turns behind one and
/// nothing else shifts the traffic.
/// </summary>
/// <param name="Arn">A listener rule's ARN.</param>
/// <param name="OtherTargetGroupArn">The target group of the service that has the rest of the traffic.</param>
public sealed record TrafficRule(string Arn, string OtherTargetGroupArn);
