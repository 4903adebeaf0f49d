using System.Text.RegularExpressions;

namespace LambdaOps.Cli.Hosting;

/// <summary>The functions cannot be built on this machine: the tools' own words, and what helps.</summary>
public sealed partial class BuildFailedException(string message) : InvalidOperationException(message)
{
    private const int MostLines = 12;

    private const int LongestLine = 300;

    /// <summary>What tools say, and what was missing then.</summary>
    private static readonly (string Said, string Missing)[] s_advice =
    [
        (
            "cannot find -lz",
            "zlib's headers are missing: apt-get install zlib1g-dev (Amazon Linux: dnf install zlib-devel)"
        ),
        ("zlib.h", "zlib's headers are missing: apt-get install zlib1g-dev (Amazon Linux: dnf install zlib-devel)"),
        (
            "crt1.o",
            "the C library's headers are missing: apt-get install libc6-dev (Amazon Linux: dnf install glibc-devel)"
        ),
        (
            "cannot find -lc",
            "the C library's headers are missing: apt-get install libc6-dev (Amazon Linux: dnf install glibc-devel)"
        ),
        (
            "stdlib.h",
            "the C library's headers are missing: apt-get install libc6-dev (Amazon Linux: dnf install glibc-devel)"
        ),
        ("-fuse-ld=lld", "the linker is missing: apt-get install lld (Amazon Linux: dnf install lld)"),
        (
            "unable to execute command",
            "the linker is missing: apt-get install binutils (Amazon Linux: dnf install binutils)"
        ),
    ];

    /// <param name="output">What the publish wrote to standard output and standard error.</param>
    /// <param name="compiled">Whether it was Native AOT.</param>
    /// <param name="log">The file that has the whole output.</param>
    public static BuildFailedException Of(int exitCode, string output, bool compiled, string log)
    {
        var lines = Relevant(output);
        var advice = compiled ? $"\n{Advice(output)}\nWithout a C toolchain: --jit" : "";
        return new BuildFailedException(
            $"dotnet publish of the functions failed ({exitCode}); all that it wrote is in {log}:\n"
                + string.Join('\n', lines.Select(line => $"  {line}"))
                + advice
        );
    }

    /// <summary>What the tools complained of, each once; the end of the output where they did not say so.</summary>
    internal static IReadOnlyList<string> Relevant(string output)
    {
        var lines = output
            .Split('\n')
            .Select(line => Project().Replace(line, "").Trim())
            .Where(line => line.Length > 0)
            .Distinct()
            .ToList();
        var complaints = lines.Where(line => Complaint().IsMatch(line)).ToList();

        // That a command failed says nothing beside what the command said.
        var own = complaints.Where(line => !line.Contains("error MSB3073", StringComparison.Ordinal)).ToList();
        var told =
            own.Count > 0 ? own.Take(MostLines)
            : complaints.Count > 0 ? complaints.Take(MostLines)
            : lines.TakeLast(MostLines);
        return [.. told.Select(line => line.Length <= LongestLine ? line : $"{line[..LongestLine]}…")];
    }

    internal static string Advice(string output) =>
        s_advice.FirstOrDefault(one => output.Contains(one.Said, StringComparison.Ordinal)).Missing is { } missing
            ? char.ToUpperInvariant(missing[0]) + missing[1..]
            : "Native AOT needs clang (or gcc) and zlib's headers: apt-get install clang zlib1g-dev "
                + "(Amazon Linux: dnf install clang zlib-devel)";

    [GeneratedRegex(
        @"\berror\b|\bclang\b|\bgcc\b|\bld(\.\w+)?:|cannot find|undefined reference|not found|No such file",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Complaint();

    /// <summary>MSBuild says each error again with the project behind it.</summary>
    [GeneratedRegex(@" \[[^\]]+proj[^\]]*\]")]
    private static partial Regex Project();
}
