namespace Amazon.Lambda.Core;

/// <summary>What the caller passed as the invocation's client context.</summary>
public interface IClientContext
{
    IDictionary<string, string> Environment { get; }

    IClientApplication Client { get; }

    IDictionary<string, string> Custom { get; }
}
