using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LambdaOps.Cli.Hosting;

/// <summary>What the functions' executable needs of the machine that runs it, as the file itself says.</summary>
/// <param name="Architecture">As Lambda names it: x86_64 or arm64.</param>
/// <param name="Glibc">The newest version of the C library that it asks for; null where it asks for none.</param>
public sealed partial record FunctionBinary(string Architecture, Version? Glibc)
{
    /// <summary>What provided.al2023 has.</summary>
    private static readonly Version s_glibcOfLambda = new(2, 34);

    private const int MachineAt = 18;

    private const ushort X64 = 62;

    private const ushort Arm64 = 183;

    /// <exception cref="UsageException">Lambda could not run it.</exception>
    public static FunctionBinary Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes is not [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, ..] || bytes.Length < MachineAt + 2)
        {
            throw new UsageException($"{path}: found no 64-bit Linux executable, expected a Native AOT publish");
        }

        var architecture = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(MachineAt)) switch
        {
            X64 => "x86_64",
            Arm64 => "arm64",
            var other => throw new UsageException($"{path}: found ELF machine {other}, expected x86_64 or arm64"),
        };
        var glibc = GlibcVersion()
            .Matches(Encoding.Latin1.GetString(bytes))
            .Select(found => new Version(
                int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                int.Parse(found.Groups[2].ValueSpan, CultureInfo.InvariantCulture)
            ))
            .Max();
        return glibc > s_glibcOfLambda
            ? throw new UsageException(
                $"{path}: found GLIBC_{glibc}, expected {s_glibcOfLambda} at most (Amazon Linux 2023); "
                    + "publish it on Amazon Linux 2023 or Debian 12"
            )
            : new FunctionBinary(architecture, glibc);
    }

    /// <summary>A symbol's version as the dynamic linker reads it.</summary>
    [GeneratedRegex(@"GLIBC_(\d+)\.(\d+)")]
    private static partial Regex GlibcVersion();
}
