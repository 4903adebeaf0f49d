using System.ComponentModel;
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
    /// <param name="jit">Whether Native AOT is not wanted.</param>
    /// <exception cref="BuildFailedException">The build failed; its message says what helps.</exception>
    public static async Task<FunctionBuild> EnsureAsync(
        Action<string> say,
        bool jit = false,
        CancellationToken stop = default
    )
    {
        var compiled = HasToolchain && !jit;
        var platform = $"linux-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        var folder = System.IO.Path.Combine(
            Repository.Root,
            "artifacts",
            "functions",
            compiled ? platform : $"{platform}-jit"
        );
        var path = System.IO.Path.Combine(folder, compiled ? "bootstrap" : "bootstrap.dll");
        if (!compiled && !jit)
        {
            say("No C toolchain (clang or gcc) for Native AOT on this machine: the functions run as a JIT build.");
        }

        if (File.Exists(path) && File.GetLastWriteTimeUtc(path) >= NewestSource())
        {
            return new FunctionBuild(path, compiled);
        }

        say(compiled ? "Publishing the functions (Native AOT, about a minute)…" : "Publishing the functions…");
        await PublishAsync(path, compiled, platform, stop);
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

    private static async Task PublishAsync(string executable, bool compiled, string platform, CancellationToken stop)
    {
        var folder = System.IO.Path.GetDirectoryName(executable)!;
        string[] how = compiled ? ["-r", platform] : ["-p:PublishAot=false", "--no-self-contained"];
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish",
                System.IO.Path.Combine(Repository.Root, "src", "LambdaOps.Functions"),
                "-c",
                "Release",
                "-o",
                folder,
                // The linker's own words are messages, which "quiet" leaves out.
                "-v",
                "minimal",
                "-nologo",
                .. how,
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
        };
        using var process = Start(start);
        void Kill(object? sender, EventArgs e) => process.Kill(entireProcessTree: true);
        AppDomain.CurrentDomain.ProcessExit += Kill;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(stop);

            // A publish that another process ended may say 0.
            if (process.ExitCode != 0 || !File.Exists(executable))
            {
                var all = await output + await errors;
                var log = $"{folder}.log";
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(log)!);
                await File.WriteAllTextAsync(log, all, stop);
                throw BuildFailedException.Of(process.ExitCode, all, compiled, log);
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= Kill;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new BuildFailedException(
                $"found no dotnet to publish the functions with, expected the .NET SDK in PATH ({missing.Message})"
            );
        }
    }
}
