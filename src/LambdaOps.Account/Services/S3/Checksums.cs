using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Services.S3;

/// <summary>The check sums that SDKs send with an object.</summary>
[SuppressMessage("Security", "CA5350", Justification = "S3's own check sums, not a protection")]
[SuppressMessage("Security", "CA5351", Justification = "S3's own check sums, not a protection")]
internal static class Checksums
{
    private static readonly uint[] s_crc32 = TableOf(0xEDB88320);
    private static readonly uint[] s_crc32C = TableOf(0x82F63B78);

    private static readonly Dictionary<string, Func<byte[], byte[]>> s_known = new(StringComparer.Ordinal)
    {
        ["ChecksumCRC32"] = body => Crc(s_crc32, body),
        ["ChecksumCRC32C"] = body => Crc(s_crc32C, body),
        ["ChecksumSHA1"] = SHA1.HashData,
        ["ChecksumSHA256"] = SHA256.HashData,
        ["ChecksumSHA512"] = SHA512.HashData,
        ["ChecksumMD5"] = MD5.HashData,
    };

    public static string ETagOf(byte[] body) => $"\"{Convert.ToHexStringLower(MD5.HashData(body))}\"";

    /// <summary>The check sums of an input, held against its body. Without any S3 keeps a CRC-32 of its own.</summary>
    /// <remarks>Sums that are not known here (CRC-64/NVME, xxHash) are kept as sent.</remarks>
    public static Dictionary<string, string> Verified(JsonObject input, byte[] body)
    {
        if ((string?)input["ContentMD5"] is { } md5 && md5 != Convert.ToBase64String(MD5.HashData(body)))
        {
            throw new ServiceFault("BadDigest", "The Content-MD5 you specified did not match what we received.");
        }

        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in input)
        {
            var isSum =
                name.StartsWith("Checksum", StringComparison.Ordinal)
                && name is not ("ChecksumAlgorithm" or "ChecksumMode" or "ChecksumType");
            if (!isSum)
            {
                continue;
            }

            var sum = (string)node!;
            if (s_known.TryGetValue(name, out var compute) && Convert.ToBase64String(compute(body)) != sum)
            {
                var algorithm = name["Checksum".Length..];
                throw new ServiceFault(
                    "BadDigest",
                    $"The {algorithm} you specified did not match the calculated " + "checksum."
                );
            }

            sums[name] = sum;
        }

        if (sums.Count == 0)
        {
            sums["ChecksumCRC32"] = Convert.ToBase64String(Crc(s_crc32, body));
        }

        return sums;
    }

    private static byte[] Crc(uint[] table, byte[] body)
    {
        var crc = uint.MaxValue;
        foreach (var b in body)
        {
            crc = table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ~crc);
        return bytes;
    }

    private static uint[] TableOf(uint polynomial)
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ polynomial : crc >> 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
