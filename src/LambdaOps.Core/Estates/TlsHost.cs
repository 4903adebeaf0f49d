using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LambdaOps.Core.Estates;

/// <summary>A host whose certificate visitors see in the TLS handshake.</summary>
/// <param name="Name">As it is asked for (SNI): a DNS name in ASCII, or an address.</param>
public sealed partial record TlsHost(string Name, int Port)
{
    public const int UsualPort = 443;

    /// <summary>Hosts that an estate may name: all are asked side by side.</summary>
    public const int Most = 100;

    /// <summary>Where it is reached instead of by its name (host:port), as behind a CDN; null where DNS says it.</summary>
    public string? ConnectTo { get; init; }

    /// <summary>The name alone where its port is the usual one.</summary>
    public override string ToString() =>
        Port == UsualPort ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}:{Port}");

    /// <summary>Null for a URL without TLS.</summary>
    public static TlsHost? Of(Uri url) => url.Scheme == Uri.UriSchemeHttps ? new TlsHost(url.IdnHost, url.Port) : null;

    internal static ImmutableArray<TlsHost> Read(JsonPlace place)
    {
        var hosts = place.Exists ? place.Items("an array of hosts") : [];
        var read = ImmutableArray.CreateBuilder<TlsHost>(hosts.Count);
        if (hosts.Count > Most)
        {
            return place.Fail(
                string.Create(CultureInfo.InvariantCulture, $"{Most} hosts at most"),
                ImmutableArray<TlsHost>.Empty
            );
        }

        foreach (var one in hosts)
        {
            one.IsObject("an object with name, and port or connectTo");
            var to = one["connectTo"];
            var host = new TlsHost(
                one["name"].Text("a host's name in lower-case ASCII, as DNS has it (xn--…)", NameForm()),
                one["port"].Whole(1, ushort.MaxValue, UsualPort)
            )
            {
                ConnectTo = to.Exists ? to.Text("a host and a port such as 192.0.2.1:443", PlaceForm()) : null,
            };
            one.NothingElse();
            if (host.Name.Length > 0 && read.Any(other => other.Name == host.Name && other.Port == host.Port))
            {
                one["name"].Fail("a host and port that is named once", 0);
            }

            read.Add(host);
        }

        return read.ToImmutable();
    }

    [GeneratedRegex(@"^(?=.{1,253}\z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^[A-Za-z0-9.-]{1,253}:[1-9][0-9]{0,4}\z")]
    private static partial Regex PlaceForm();
}
