using Amazon.Runtime.Endpoints;

namespace LambdaOps.Compat;

/// <summary>What a regional service's endpoint depends on; the names are those of AWS's endpoint rule sets.</summary>
internal sealed class RegionalEndpointParameters : EndpointParameters
{
    internal string Region
    {
        get => (string)this[nameof(Region)];
        set => this[nameof(Region)] = value;
    }

    internal string Endpoint
    {
        get => (string)this[nameof(Endpoint)];
        set => this[nameof(Endpoint)] = value;
    }

    internal bool UseFIPS
    {
        get => this[nameof(UseFIPS)] is true;
        set => this[nameof(UseFIPS)] = value;
    }

    internal bool UseDualStack
    {
        get => this[nameof(UseDualStack)] is true;
        set => this[nameof(UseDualStack)] = value;
    }
}
