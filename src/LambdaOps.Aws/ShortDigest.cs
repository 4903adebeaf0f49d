using System.Security.Cryptography;
using System.Text;

namespace LambdaOps.Aws;

/// <summary>By which two texts are told apart, without the texts.</summary>
internal static class ShortDigest
{
    /// <summary>Enough that no two texts of an account are alike by chance.</summary>
    private const int Length = 12;

    /// <summary>The first twelve hexadecimal digits, in lower case, of its UTF-8's SHA-256.</summary>
    public static string Of(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Length];
}
