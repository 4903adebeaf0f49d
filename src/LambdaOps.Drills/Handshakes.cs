using System.Net.Sockets;
using LambdaOps.Account.World;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>What hosts of the world show, for functions of this process: the same as on sockets, without any.</summary>
public static class Handshakes
{
    /// <exception cref="SocketException">Nobody answers for the host.</exception>
    public static ServedCertificate In(SimulatedWorld world, TlsHost host)
    {
        lock (world.Gate)
        {
            var shown =
                world.Certificates.ShownBy(host.Name) ?? throw new SocketException((int)SocketError.ConnectionRefused);
            return new ServedCertificate(
                shown.Name,
                Convert.ToHexString(shown.Serial).TrimStart('0'),
                shown.NotBefore,
                shown.NotAfter,
                shown.IsFor(host.Name)
            )
            {
                Untrusted = shown.IsTrusted ? null : "UntrustedRoot",
            };
        }
    }
}
