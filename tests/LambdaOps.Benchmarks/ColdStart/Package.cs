using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace LambdaOps.Benchmarks.ColdStart;

/// <summary>What Lambda would be given: how large, and which C library it asks for.</summary>
internal static partial class Package
{
    /// <summary>Amazon Linux 2023 has this one.</summary>
    public static readonly Version NewestGlibc = new(2, 34);

    public const double LargestZipMb = 8;

    private const double BytesPerMb = 1024 * 1024;

    /// <summary>MB of the folder as a deployment package.</summary>
    public static double ZipMb(string folder)
    {
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, zip, CompressionLevel.Optimal, includeBaseDirectory: false);
        return zip.Length / BytesPerMb;
    }

    /// <summary>MB.</summary>
    public static double SizeMb(string executable) => new FileInfo(executable).Length / BytesPerMb;

    /// <summary>The newest GLIBC version of which the executable needs a symbol; null without objdump.</summary>
    public static async Task<Version?> GlibcAsync(string executable)
    {
        try
        {
            using var objdump = Process.Start(
                new ProcessStartInfo("objdump", ["-T", executable]) { RedirectStandardOutput = true }
            )!;
            var symbols = await objdump.StandardOutput.ReadToEndAsync();
            await objdump.WaitForExitAsync();
            return GlibcVersion().Matches(symbols).Select(found => Version.Parse(found.Groups[1].Value)).Max();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"GLIBC_(\d+\.\d+(?:\.\d+)?)")]
    private static partial Regex GlibcVersion();
}
