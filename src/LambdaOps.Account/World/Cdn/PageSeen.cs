using System.Security.Cryptography;

namespace LambdaOps.Account.World.Cdn;

/// <summary>What a visitor of a site sees from a moment on.</summary>
/// <param name="ETag">With its quotation marks; empty when there is no page.</param>
/// <param name="Sha256">Of the bytes, in lower-case hexadecimal digits.</param>
public sealed record PageSeen(DateTimeOffset At, int Status, string ContentType, string ETag, string Sha256)
{
    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether a visitor sees exactly these bytes.</summary>
    public bool Is(byte[] bytes) => Status == 200 && Sha256 == HashOf(bytes);
}
