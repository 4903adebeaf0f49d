using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Wire;

/// <summary>What the wire server stands on.</summary>
public sealed record WireOptions
{
    public required SimulatedWorld World { get; init; }

    /// <summary>Answers one call below the wire; called with the world's gate held.</summary>
    public required Func<ServiceCall, JsonObject> Dispatch { get; init; }

    /// <summary>
    /// What a call has to wait for before it can be answered, as a long poll does; null for nothing. Called with the
    /// gate held, and again after each wait.
    /// </summary>
    public Func<ServiceCall, Task?> Pending { get; init; } = static _ => null;

    /// <summary>Which exceptions of <see cref="Dispatch"/> mean that the connection breaks without an answer.</summary>
    public Func<Exception, bool> BreaksConnection { get; init; } = static _ => false;

    /// <summary>
    /// Runs functions for Lambda's Invoke; called without the gate. Null: Invoke goes to Dispatch too.
    /// </summary>
    public Func<InvokeCall, Task<InvokeAnswer>>? Invoke { get; init; }

    /// <summary>
    /// Answers /_sites/{host}/{path} (path with its leading slash and query); called with the gate held.
    /// </summary>
    public Func<string, string, WebAnswer?>? Site { get; init; }

    /// <summary>Told of every bug inside a service, which callers see as InternalFailure.</summary>
    public Action<Exception>? OnBug { get; init; }

    /// <summary>0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Ports to serve besides, the same way.</summary>
    public ImmutableArray<int> MorePorts { get; init; } = [];

    /// <summary>
    /// What a host of that name shows in a TLS handshake, on a port of its own; null where nobody answers for it. Called
    /// with the gate held. Null: there is no such port.
    /// </summary>
    public Func<string, World.Certificates.ShownCertificate?>? Shown { get; init; }

    /// <summary>Serve https with this certificate.</summary>
    public X509Certificate2? Certificate { get; init; }
}
