using System.Security.Cryptography;
using System.Text;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// Identifiers in AWS's shapes, drawn from the world's seed and a counter: the same run has the same ones.
/// </summary>
internal sealed class RequestIds(ulong seed, string purpose)
{
    private long _drawn;

    public string Next()
    {
        var id = Hash(seed, $"{purpose}/{Interlocked.Increment(ref _drawn)}").AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0f) | 0x40);
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new Guid(id, bigEndian: true).ToString();
    }

    /// <summary>Capital letters and digits as in access keys.</summary>
    public static string Letters(ulong seed, string what, int count)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        return string.Concat(Hash(seed, what).Take(count).Select(b => Alphabet[b & 31]));
    }

    private static byte[] Hash(ulong seed, string what) => SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{what}"));
}
