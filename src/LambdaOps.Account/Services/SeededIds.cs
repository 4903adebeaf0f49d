using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LambdaOps.Account.Services;

/// <summary>
/// Identifiers that look random and are drawn from the world's seed: the same seed and the same calls give the same
/// ids.
/// Each user has a name of its own, so that one service's calls do not shift another's ids.
/// </summary>
public sealed class SeededIds(ulong seed, string user)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private long _drawn;

    /// <summary>The id of a thing that has a name: always the same, whenever it is asked for.</summary>
    public static string UuidOf(ulong seed, string name) => new SeededIds(seed, name).Uuid();

    public string Uuid()
    {
        var hex = Convert.ToHexStringLower(Draw()[..16]);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-a{hex[17..20]}-{hex[20..32]}";
    }

    /// <summary>Letters and digits, at most 32.</summary>
    public string Token(int length) => string.Concat(Draw()[..length].Select(b => Letters[b % Letters.Length]));

    private byte[] Draw()
    {
        var name = Encoding.UTF8.GetBytes(user);
        Span<byte> from = stackalloc byte[16 + name.Length];
        BinaryPrimitives.WriteUInt64BigEndian(from, seed);
        BinaryPrimitives.WriteInt64BigEndian(from[8..], Interlocked.Increment(ref _drawn));
        name.CopyTo(from[16..]);
        return SHA256.HashData(from);
    }
}
