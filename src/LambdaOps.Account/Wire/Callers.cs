using System.Collections.Concurrent;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;

namespace LambdaOps.Account.Wire;

/// <summary>Who stands behind an access key. Unknown keys are their own names.</summary>
public sealed class Callers
{
    private readonly ConcurrentDictionary<string, (string Name, string? Secret)> _known = new(StringComparer.Ordinal);

    /// <param name="secret">When given, the signatures of this key are verified.</param>
    public void Register(string accessKey, string name, string? secret = null) => _known[accessKey] = (name, secret);

    /// <exception cref="ServiceFault">The signature is missing or wrong.</exception>
    public string Identify(SigV4? signature, WireRequest request)
    {
        if (signature is null)
        {
            throw new ServiceFault("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        }

        if (!_known.TryGetValue(signature.AccessKey, out var caller))
        {
            return signature.AccessKey;
        }

        if (caller.Secret is not null)
        {
            signature.Verify(request, caller.Secret);
        }

        return caller.Name;
    }
}
