namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>The protocol that a Compat client speaks; a service may offer others besides.</summary>
public enum WireProtocol
{
    Json,
    Query,
    RestXml,
}
