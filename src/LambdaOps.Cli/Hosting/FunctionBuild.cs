using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LambdaOps.Cli.Hosting;

/// <summary>The functions' executable, built when its sources are newer.</summary>
/// <param name="Path">bootstrap (Native AOT) or bootstrap.dll (JIT).</param>
/// <param name="Compiled">Whether it is Native AOT.</param>
public sealed record FunctionBuild(string Path, bool Compiled)
{
    private static readonly string[] s_sources =
    [
        "LambdaOps.Core",
        "LambdaOps.Engine",
        "LambdaOps.Aws",
        "LambdaOps.Functions",
        "Compat",
    ];

    private static readonly string[] s_endings = [".cs", ".csproj", ".props", ".targets", ".json", ".pem"];

    /// <summary>Publishes when needed. Says what it does, as it takes a while.</summary>
    /// <exception cref="InvalidOperationException">The build failed; its output is in the message.</exception>
    public static async Task<FunctionBuild> EnsureAsync(Action<string> say)
    {
        var compiled = HasToolchain;
        var platform = $"linux-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        var folder = System.IO.Path.Combine(
            Repository.Root,
            "artifacts",
            "functions",
            compiled ? platform : $"{platform}-jit"
        );
        var path = System.IO.Path.Combine(folder, compiled ? "bootstrap" : "bootstrap.dll");
        if (!compiled)
        {
            say("No C toolchain (clang or gcc) for Native AOT on this machine: the functions run as a JIT build.");
        }

        if (File.Exists(path) && File.GetLastWriteTimeUtc(path) >= NewestSource())
        {
            return new FunctionBuild(path, compiled);
        }

        say(compiled ? "Publishing the functions (Native AOT, about a minute)…" : "Publishing the functions…");
        await PublishAsync(folder, compiled ? ["-r", platform] : ["-p:PublishAot=false", "--no-self-contained"]);
        File.SetLastWriteTimeUtc(
            path,
            DateTime.UnixEpoch.AddTicks(TimeProvider.System.GetUtcNow().UtcDateTime.Ticks - DateTime.UnixEpoch.Ticks)
        );
        return new FunctionBuild(path, compiled);
    }

    /// <summary>Whether this machine can compile Native AOT.</summary>
    public static bool HasToolchain { get; } =
        OperatingSystem.IsLinux()
        && (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Any(folder =>
                File.Exists(System.IO.Path.Combine(folder, "clang"))
                || File.Exists(System.IO.Path.Combine(folder, "gcc"))
            );

    private static DateTime NewestSource() =>
        s_sources
            .SelectMany(project =>
                Directory.EnumerateFiles(
                    System.IO.Path.Combine(Repository.Root, "src", project),
                    "*",
                    SearchOption.AllDirectories
                )
            )
            .Concat(Directory.EnumerateFiles(Repository.Root))
            .Where(file => s_endings.Contains(System.IO.Path.GetExtension(file)) && !IsOutput(file))
            .Select(File.GetLastWriteTimeUtc)
            .Max();

    private static bool IsOutput(string file) =>
        file.Contains("/bin/", StringComparison.Ordinal)
        || file.Contains("/obj/", StringComparison.Ordinal)
        || file.EndsWith("packages.lock.json", StringComparison.Ordinal);

    private static async Task PublishAsync(string folder, string[] how)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
        };
        string[] arguments =
        [
            "publish",
            System.IO.Path.Combine(Repository.Root, "src", "LambdaOps.Functions"),
            "-c",
            "Release",
            "-o",
            folder,
            "-v",
            "quiet",
            "-nologo",
            .. how,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"dotnet publish of the functions failed ({process.ExitCode}):\n{await output}{await errors}"
            );
        }
    }
}
