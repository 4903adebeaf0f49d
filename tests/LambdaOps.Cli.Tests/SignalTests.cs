using System.Diagnostics;
using System.Globalization;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Tests;

/// <summary>Whatever ends a command: it stops what it started and removes what it wrote.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("HUP")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Serve_CleansUpAtEverySignal(string signal)
    {
        using var serve = Start("serve", "--in-process", "--port", Port());
        await ReadUntilAsync(serve, "Ctrl+C ends it");
        Assert.NotEmpty(Left());

        using var kill = Process.Start("kill", ["-s", signal, serve.Id.ToString(CultureInfo.InvariantCulture)]);
        var rest = await serve.StandardOutput.ReadToEndAsync();
        await serve.WaitForExitAsync();

        Assert.Equal(0, serve.ExitCode);
        Assert.Contains("stopped; what the account held is gone", rest, StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Drill_ThatIsStoppedSaysHowFarItCame()
    {
        using var drill = Start("drill", "--in-process");
        await ReadUntilAsync(drill, " 1/");

        using var kill = Process.Start("kill", ["-s", "TERM", drill.Id.ToString(CultureInfo.InvariantCulture)]);
        var rest = await drill.StandardOutput.ReadToEndAsync();
        await drill.WaitForExitAsync();

        Assert.Equal(ExitCodes.Failed, drill.ExitCode);
        Assert.Contains("stopped after ", rest, StringComparison.Ordinal);
        Assert.DoesNotContain(" fault      ", rest, StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    private string[] Left() =>
        [
            .. Directory
                .EnumerateFileSystemEntries(_folder.FullName, "lambdaops-*")
                .Select(path => Path.GetFileName(path)),
        ];

    private static string Port() => SimulationHost.FreePorts(1)[0].ToString(CultureInfo.InvariantCulture);

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "lambdaops.dll"), .. arguments]
        )
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["TMPDIR"] = _folder.FullName;
        return Process.Start(start)!;
    }

    private static async Task ReadUntilAsync(Process process, string text)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"it never said '{text}'");
    }
}
